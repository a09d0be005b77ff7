"""What a check is given and how it answers: the shared ground of all check modules."""

from dataclasses import dataclass
from functools import cached_property

from voting.audit.policies import Policy
from voting.audit.reading import Bundle
from voting.audit.recounting import Recount
from voting.words import Value


@dataclass(frozen=True, kw_only=True)
class Question:
    """A bundle, and what the auditor brings along: a policy, a receipt or proof, an older bundle.

    Without a policy, the bundle's own is used: it is frozen in the manifest, but whoever forges
    everything forges that too, so compare the manifest's code with the notice board.
    """

    bundle: Bundle
    policy: Policy | None = None
    receipt: bytes | None = None
    since: Bundle | None = None

    @cached_property
    def count(self) -> Recount:
        """Return the bundle's recount, shared by all checks."""
        return Recount(self.bundle)


@dataclass(frozen=True)
class Holds:
    """A check that holds: the code of its sentence, and the figures in it."""

    code: str
    params: dict[str, Value]

    @classmethod
    def saying(cls, code: str, /, **params: Value) -> "Holds":
        """Return the answer of a check that holds."""
        return cls(code, params)


@dataclass(frozen=True)
class Skipped:
    """A check that cannot be asked of this bundle, and the code of the reason."""

    code: str


@dataclass(frozen=True)
class Unasked:
    """A check that needs a file which the auditor did not give."""

    code: str


Answer = Holds | Skipped | Unasked
