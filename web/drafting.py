"""The drafting table: a draft on which several moderators may work, part by part.

Each page revises its own part and leaves the others as they are. A form carries the mark of the
part it showed: if somebody else has changed that part since, nothing is overwritten unseen.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from voting.canonical import Json, fingerprint
from voting.deliberation import ContestState
from voting.errors import ConflictError, ForbiddenError
from voting.roll import Person
from voting.services import contests
from voting.services.contests import ContestDraft, ContestView, DraftOption
from web.forms.drafts import Counting, Question
from web.visit import Visit

# What a form makes of a draft.
Change: TypeAlias = Callable[[ContestDraft], ContestDraft]

PARTS = {
    "question": ("title", "question", "place", "opens", "closes"),
    "options": ("options",),
    "counting": ("method", "rules", "level"),
}
WHOLE = "whole"
SEEN = "seen"
FIRST_METHOD = "irv"
_MORNING, _EVENING = 8, 20
_RUNS = timedelta(days=7)
_SAME_FORM_SECONDS = 600


def moderator(visit: Visit) -> Person:
    """Return who is at work; the access table has sent everybody else away."""
    if visit.person is None:
        raise ForbiddenError("web.not-yours")
    return visit.person


def show(visit: Visit) -> ContestView:
    """Return the contest that the address names."""
    with visit.read() as connection:
        return contests.show(connection, visit.params["number"])


def as_draft(view: ContestView) -> ContestDraft:
    """Return a contest as a draft says it, ready to be revised in one part."""
    return ContestDraft(
        title=view.title,
        question=view.question,
        method=view.method,
        rules=view.rules,
        level=view.level,
        place=view.place,
        opens=view.opens,
        closes=view.closes,
        grace=view.grace,
        options=tuple(
            DraftOption(label=o.label, description=o.description, picture=o.picture, cost=o.cost)
            for o in view.options
        ),
    )


def mark(view: ContestView, part: str = WHOLE) -> str:
    """Return what a form carries to show which words it was made from."""
    names = PARTS.get(part) or tuple(name for names in PARTS.values() for name in names)
    said: dict[str, Json] = {name: _json(getattr(view, name)) for name in names}
    return fingerprint({**said, "eligible": view.eligible} if part == WHOLE else said)


def check_seen(visit: Visit, view: ContestView, part: str = WHOLE) -> None:
    """Refuse, with ConflictError, a form that was made before somebody changed its part."""
    if visit.form.get(SEEN) != mark(view, part):
        early = part == WHOLE
        raise ConflictError("draft.changed-before-opening" if early else "draft.changed-meanwhile")


def revise(visit: Visit, part: str, change: Change) -> ContestView:
    """Write one part of a draft anew, unless somebody else has changed it meanwhile."""
    person, number = moderator(visit), visit.params["number"]

    def body(connection: Connection) -> ContestView:
        view = contests.show(connection, number)
        check_seen(visit, view, part)
        wanted = change(as_draft(view))
        return contests.revise(connection, person, number, wanted, visit.at)

    return visit.write(body)


def begin(visit: Visit, question: Question) -> ContestView:
    """Begin a draft with its question; the same form sent twice begins one draft."""
    person = moderator(visit)
    wanted = with_question(ContestDraft(title="", method=FIRST_METHOD, opens=0, closes=0), question)

    def body(connection: Connection) -> ContestView:
        for view in contests.index(connection, visit.at, person):
            fresh = visit.at - view.created_at < _SAME_FORM_SECONDS and not view.options
            if view.state is ContestState.DRAFT and fresh and _asks(view, question):
                return view
        return contests.draft(connection, person, wanted, visit.at)

    return visit.write(body)


def with_question(draft: ContestDraft, question: Question) -> ContestDraft:
    """Return a draft that asks another question."""
    return replace(
        draft,
        title=question.title,
        question=question.question,
        place=question.place,
        opens=question.opens,
        closes=question.closes,
    )


def with_option(draft: ContestDraft, place: int, option: DraftOption | None) -> ContestDraft:
    """Return a draft with an option in a place counted from 1 (0: behind the others), or without.

    ``option`` None takes out what stands there.
    """
    listed = list(draft.options)
    here = slice(place - 1, place) if place else slice(len(listed), None)
    listed[here] = [option] if option else []
    return replace(draft, options=tuple(listed))


def with_move(draft: ContestDraft, place: int, step: int) -> ContestDraft:
    """Return a draft whose option in a place (from 1) changes places with its neighbour."""
    listed = list(draft.options)
    if 1 <= place <= len(listed) and 1 <= place + step <= len(listed):
        other = place + step
        listed[place - 1], listed[other - 1] = listed[other - 1], listed[place - 1]
    return replace(draft, options=tuple(listed))


def with_counting(draft: ContestDraft, counting: Counting) -> ContestDraft:
    """Return a draft that is voted on and counted another way."""
    return replace(draft, method=counting.method, rules=counting.rules, level=counting.level)


def usual_times(at: int, zone: ZoneInfo) -> tuple[int, int]:
    """Return what a new draft proposes: from tomorrow morning until the evening a week later."""
    tomorrow = datetime.fromtimestamp(at, zone) + timedelta(days=1)
    opens = tomorrow.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    closes = (opens + _RUNS).replace(hour=_EVENING)
    return int(opens.timestamp()), int(closes.timestamp())


def _asks(view: ContestView, question: Question) -> bool:
    said = (view.title, view.question, view.place, view.opens, view.closes)
    return said == (
        question.title,
        question.question,
        question.place,
        question.opens,
        question.closes,
    )


def _json(value: Any) -> Json:
    """Return a part of a contest as JSON data: options as their words, rules as they are."""
    if isinstance(value, tuple):
        return [
            [o.label, o.description, o.picture, "" if o.cost is None else o.cost] for o in value
        ]
    return dict(value) if isinstance(value, Mapping) else value
