"""A matter's talk: its part of the matter's page, and what the pages of the talk share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from voting.deliberation.matters import MatterAct
from voting.deliberation.talk import Side, Voice, first_shown
from voting.errors import ConflictError, RefusalError
from voting.services import matters, summarising, talking
from voting.services.matters import MatterView
from voting.services.summarising import ReplyView, SummaryView
from voting.services.talking import PositionView
from web.visit import Visit

ICONS = {
    Side.FOR: "thumbs-up",
    Side.AGAINST: "thumbs-down",
    Side.CONDITION: "list-checks",
    Side.QUESTION: "circle-question-mark",
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """One side: how many stand there, how many of these are hidden, and those shown first."""

    side: Side
    title: str
    icon: str
    total: int
    hidden: int
    positions: tuple[PositionView, ...]

    @property
    def more(self) -> int:
        """Return how many positions are not shown here."""
        return self.total - len(self.positions)


@dataclass(frozen=True, kw_only=True)
class TalkPart:
    """What a matter's page says of its talk.

    ``own`` is where the visitor stands; ``reply`` what they replied to the summary; ``took_part``
    tells whether it asks them; ``people`` how many it asks. ``shown``: there is or may be a talk.
    """

    columns: tuple[Column, ...]
    answers: Mapping[int, tuple[PositionView, ...]]
    own: PositionView | None
    summary: SummaryView | None
    reply: ReplyView | None
    people: int
    took_part: bool
    shown: bool
    open: bool
    may_speak: bool
    may_answer: bool
    may_summarise: bool
    may_confirm: bool

    @property
    def total(self) -> int:
        """Return how many positions stand in all."""
        return sum(column.total for column in self.columns)


def read(visit: Visit, connection: Connection, view: MatterView) -> TalkPart:
    """Return the part of a matter's page about its talk; at most eight queries."""
    reader = visit.person
    counts = talking.counts(connection, view)
    leading = talking.leading(connection, view, reader) if counts else ()
    columns = tuple(_column(visit, side, counts.get(side, (0, 0)), leading) for side in Side)
    positions = [position for column in columns for position in column.positions]
    summary = summarising.latest(connection, view)
    people = summarising.participants_of(connection, view) if summary else frozenset()
    took_part = reader is not None and reader.id in people
    is_open = view.standing().allows(MatterAct.SPEAK) and not view.hidden
    return TalkPart(
        columns=columns,
        answers=talking.answers(connection, positions, reader),
        own=talking.own(connection, view, reader),
        summary=summary,
        reply=summarising.reply_of(connection, summary, reader) if summary else None,
        people=len(people),
        took_part=took_part,
        shown=bool(counts) or is_open or summary is not None,
        open=is_open,
        may_speak=may(visit, view, MatterAct.SPEAK),
        may_answer=is_open and talking.may_answer(connection, view, reader),
        may_summarise=may(visit, view, MatterAct.SUMMARISE),
        may_confirm=took_part and may(visit, view, MatterAct.CONFIRM),
    )


def may(visit: Visit, view: MatterView, act: MatterAct) -> bool:
    """Tell whether the visitor may do something here and now."""
    try:
        matters.check(view, act, visit.person)
    except RefusalError:
        return False
    return True


def matter_of(visit: Visit, connection: Connection) -> MatterView:
    """Return the matter that the path names; ConflictError if its words are hidden."""
    view = matters.show(connection, visit.params["matter"])
    if view.hidden:
        raise ConflictError("matter.is-hidden")
    return view


def side_title(visit: Visit, side: str) -> str:
    """Return what a side is called, as the head of its column."""
    return {
        Side.FOR.value: visit.gettext("In favour"),
        Side.AGAINST.value: visit.gettext("Against it"),
        Side.CONDITION.value: visit.gettext("On a condition"),
        Side.QUESTION.value: visit.gettext("Questions"),
    }.get(side, visit.gettext("An answer"))


def _column(
    visit: Visit, side: Side, count: tuple[int, int], leading: Sequence[PositionView]
) -> Column:
    known = {view.id: view for view in leading if view.side == side}
    voices = (Voice(view.id, view.shared, view.at) for view in known.values())
    total, hidden = count
    return Column(
        side=side,
        title=side_title(visit, side),
        icon=ICONS[side],
        total=total,
        hidden=hidden,
        positions=tuple(known[one] for one in first_shown(voices)),
    )
