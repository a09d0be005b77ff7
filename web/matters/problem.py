"""A matter's problem: its card on the board, and its part of the matter's page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from voting.deliberation.matters import MatterAct, Phase
from voting.deliberation.themes import THEMES
from voting.roll import Role
from voting.services import answering, merging, raising
from voting.services.answering import Answer
from voting.services.matters import MatterView
from voting.services.merging import Merger
from voting.words import Phrase, say
from web.cldr import date
from web.desk.task import ago, late
from web.visit import Visit

DAY = 86_400


@dataclass(frozen=True, kw_only=True)
class ProblemCard:
    """A problem on the board: who has it too, how long it waits, whether it is late."""

    view: MatterView
    theme: Phrase
    needed: int
    age: str
    due: str
    overdue: bool
    pressing: bool


@dataclass(frozen=True, kw_only=True)
class ProblemPart:
    """What a matter's page says of its problem.

    ``mine``: the visitor has it too; ``own``: they raised it; ``places``: how many from each dusun.
    """

    theme: Phrase
    supports: int
    needed: int
    places: tuple[tuple[str, int], ...]
    mine: bool
    own: bool
    may_support: bool
    may_answer: bool
    may_merge: bool
    card: ProblemCard
    answers: tuple[Answer, ...]
    decisions: dict[str, str]
    parents: tuple[Merger, ...]
    waiting: Merger | None
    asked: bool
    sent: bool


def cards(visit: Visit, connection: Connection, views: Sequence[MatterView]) -> list[ProblemCard]:
    """Return the cards of problems, in the order in which they come."""
    needed = raising.thresholds_of(connection, {view.place for view in views})
    return [card(visit, view, needed[view.place]) for view in views]


def card(visit: Visit, view: MatterView, needed: int) -> ProblemCard:
    """Return the card of one problem."""
    due = view.answer_due
    overdue = due is not None and due < visit.at and not view.ended_as
    zone = visit.site.settings.timezone
    words = ""
    if due is not None:
        day = date(due, visit.language, zone, short=True)
        words = late(visit, due) if overdue else visit.gettext("answer by %(day)s", day=day)
    return ProblemCard(
        view=view,
        theme=THEMES[view.theme].title if view.theme in THEMES else THEMES["other"].title,
        needed=needed,
        age=ago(visit, view.raised_at),
        due=words,
        overdue=overdue,
        pressing=view.supports >= needed,
    )


def read(visit: Visit, connection: Connection, view: MatterView) -> ProblemPart:
    """Return the part of a matter's page about its problem."""
    person = visit.person
    needed = raising.threshold_of(connection, view.place)
    mergers = merging.mergers_of(connection, view.id)
    standing = view.standing()
    resident = visit.has(Role.RESIDENT)
    moderator = visit.has(Role.MODERATOR)
    mine = person is not None and raising.has_too(connection, view, person)
    asked = (
        person is not None
        and view.merged_into != ""
        and any(one.matter_id == view.id for one in merging.asked(connection, person))
    )
    return ProblemPart(
        theme=THEMES[view.theme].title if view.theme in THEMES else THEMES["other"].title,
        supports=view.supports,
        needed=needed,
        places=raising.supports_by_place(connection, view),
        mine=mine,
        own=person is not None and view.raised_by == person.id,
        may_support=resident and standing.allows(MatterAct.SUPPORT),
        may_answer=moderator and standing.allows(MatterAct.ANSWER) and view.phase is Phase.PROBLEM,
        may_merge=moderator and standing.allows(MatterAct.MERGE),
        card=card(visit, view, needed),
        answers=answering.answers(connection, view),
        decisions={one: say(f"answer.{one}", {}, visit.language) for one in answering.DECISIONS},
        parents=merging.mergers_into(connection, view.id),
        waiting=next((one for one in mergers if one.agreed is None and not view.ended_as), None),
        asked=asked,
        sent=bool(visit.query.get("sent")),
    )
