"""The report of a verification: every check, what it found, and one sentence for it.

Nothing stops at the first failure. A check holds, fails, was skipped (it could not be asked of
this bundle), or was not asked for (it needs a file that nobody gave).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from voting.canonical import Json
from voting.errors import RefusalError
from voting.words import Value, explain, say

EXIT_HOLDS = 0
EXIT_FAILS = 1
EXIT_SKIPPED = 5
SCHEMA = "mufakat/verify/1"


class Status(StrEnum):
    """What became of a check."""

    HOLDS = "holds"
    FAILS = "fails"
    SKIPPED = "skipped"
    UNASKED = "unasked"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one check found; ``code`` and ``params`` make its sentence, ``cause`` says why."""

    id: str
    status: Status
    code: str
    params: Mapping[str, Value] = field(default_factory=dict)
    cause: RefusalError | None = None

    def says(self, language: str) -> str:
        """Return the finding as a sentence, with the reason behind it where there is one."""
        text = say(self.code, self.params, language)
        return text if self.cause is None else f"{text} {explain(self.cause, language)}"

    def title(self, language: str) -> str:
        """Return the question that the check asks, in a few words."""
        return say(f"verify.{self.id.lower()}.title", {}, language)

    def proves(self, language: str) -> str:
        """Return what the check proves when it holds, in one plain sentence."""
        return say(f"verify.{self.id.lower()}.proves", {}, language)

    def leaves_open(self, language: str) -> str:
        """Return what the check cannot prove, in one plain sentence."""
        return say(f"verify.{self.id.lower()}.leaves-open", {}, language)


@dataclass(frozen=True)
class Report:
    """The findings of all checks, in order."""

    findings: Sequence[Finding]

    @property
    def holds(self) -> bool:
        """Tell whether no check failed."""
        return not self.with_status(Status.FAILS)

    def with_status(self, status: Status) -> tuple[str, ...]:
        """Return the ids of the checks of which this became."""
        return tuple(finding.id for finding in self.findings if finding.status is status)

    @property
    def exit_code(self) -> int:
        """Return 0 where every check holds, 1 where one fails, 5 where some were skipped."""
        if not self.holds:
            return EXIT_FAILS
        return EXIT_SKIPPED if self.with_status(Status.SKIPPED) else EXIT_HOLDS

    def json(self, language: str) -> dict[str, Json]:
        """Return the report as JSON data.

        ``holds`` of a check that was skipped or not asked for is left out.
        """
        return {
            "schema": SCHEMA,
            "checks": [_json(finding, language) for finding in self.findings],
            "holds": self.holds,
            "skipped": list(self.with_status(Status.SKIPPED)),
        }


def _json(finding: Finding, language: str) -> dict[str, Json]:
    data: dict[str, Json] = {"id": finding.id, "status": finding.status.value}
    if finding.status in (Status.HOLDS, Status.FAILS):
        data["holds"] = finding.status is Status.HOLDS
    return {
        **data,
        "title": finding.title(language),
        "code": finding.code,
        "says": finding.says(language),
        "proves": finding.proves(language),
    }
