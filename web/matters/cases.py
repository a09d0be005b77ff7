"""Cases of moderation in words: what it is about, the rule, what became of it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from voting.deliberation.conduct import RULES, Rule, number
from voting.services import moderation
from voting.services.moderation import Case
from voting.words import Phrase, say
from web.visit import Visit

_GONE = Rule("", Phrase("Aturan lama", "A former rule"), Phrase("", ""))


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """One case for readers: ``what`` was hidden, under which rule, and the outcome so far."""

    case: Case
    what: str
    rule: Rule
    number: int
    outcome: str
    tone: str


def read(visit: Visit, case: Case) -> CaseView:
    """Return a case in the visitor's language."""
    outcome, tone = _outcome(visit, case)
    return CaseView(
        case=case,
        what=kind_words(visit, case.kind),
        rule=rule_of(case.rule),
        number=number(case.rule),
        outcome=outcome,
        tone=tone,
    )


def stubs(
    visit: Visit, connection: Connection, kind: str, ids: Collection[int]
) -> dict[int, CaseView]:
    """Return why things of one kind are hidden, by their number, for the stubs in their place."""
    found = moderation.stubs(connection, kind, ids)
    return {one: read(visit, case) for one, case in found.items()}


def rule_of(name: str) -> Rule:
    """Return a rule for showing; one that is no longer in the list has a name too."""
    return RULES.get(name, _GONE)


def kind_words(visit: Visit, kind: str) -> str:
    """Return what a kind of thing is called."""
    return say(f"subject.{kind}", {}, visit.language)


def _outcome(visit: Visit, case: Case) -> tuple[str, str]:
    if case.upheld is False:
        return visit.gettext("brought back after an appeal"), "ok"
    if case.upheld:
        return visit.gettext("stays hidden after an appeal"), "bad"
    if case.appealed_at is not None:
        return visit.gettext("appeal waits"), "now"
    return visit.gettext("hidden"), ""
