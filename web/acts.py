"""Officers' acts as sentences, for the public log and the pages of a contest."""

from collections.abc import Mapping
from dataclasses import dataclass

from voting.services.contests import ContestView
from voting.services.recording import Act
from voting.words import say
from web.cldr import date_time
from web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class ActView:
    """One act: what was done, by whom, when, why, to which contest."""

    index: int
    sentence: str
    officer: str
    at: int
    reason: str
    contest: str
    title: str


def read(visit: Visit, act: Act, named: Mapping[str, str] | None = None) -> ActView:
    """Return an act in the visitor's language: roles by their words, moments as dates.

    ``named`` holds the names of the contest's options, where the page has them at hand.
    """
    detail = dict(act.detail)
    if "role" in detail:
        detail["role"] = say(f"role.{detail['role']}", {}, visit.language)
    if "closes" in detail:
        zone = visit.site.settings.timezone
        detail["moment"] = date_time(int(detail["closes"]), visit.language, zone)
    for key in ("phase", "light", "step", "upheld"):
        if key in detail:
            detail[key] = say(f"{key}.{detail[key]}", {}, visit.language)
    if "subject" in detail:
        kind, _, number = str(detail["subject"]).rpartition("-")
        detail["subject"] = f"{say(f'subject.{kind}', {}, visit.language)} {number}"
    label = (named or {}).get(detail["option"], "") if "option" in detail else ""
    if label:  # ballots show options without numbers, so the number alone says little
        detail["option"] = f"{detail['option']} ({label})"
    return ActView(
        index=act.index,
        sentence=say(f"act.is.{act.kind}", detail, visit.language),
        officer=act.officer or _nobody(visit, act.kind),
        at=act.at,
        reason=act.reason,
        contest=act.contest,
        title=act.title,
    )


def labels(view: ContestView) -> dict[str, str]:
    """Return the names of a contest's options by id, for ``read``."""
    return {option.id: option.label for option in view.options}


def _nobody(visit: Visit, kind: str) -> str:
    """Return who acted where no officer did: the clock, or whoever runs the server."""
    if kind == "closed":
        return visit.gettext("by the clock")
    return visit.gettext("by whoever runs the server")
