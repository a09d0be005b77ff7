"""Raising a problem: any resident may; it gets a number and a date by which it is answered.

Whoever has the problem too says so. From a threshold on the answer presses: it is due sooner, and
the matter cannot be ended without one.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from voting.canonical import tidy
from voting.deliberation.matters import MatterAct
from voting.deliberation.templates import PROBLEM, template
from voting.deliberation.themes import theme
from voting.errors import ConflictError, InvalidError
from voting.roll import Person, Role
from voting.services import contests, matters, notices, permission, recording, saving, searching
from voting.services.matters import MatterView, matter_values
from voting.services.writing import key_hash
from voting.store import matters as store
from voting.store import people, problems

__all__ = [
    "MOST_CAUSES",
    "ProblemDraft",
    "has_too",
    "places",
    "raise_problem",
    "support",
    "supports_by_place",
    "threshold_of",
    "thresholds_of",
]

DAY = 86_400
ANSWER_DAYS = 14
PRESSING_DAYS = 7
LEAST_THRESHOLD = 5
SHARE = 20  # one in twenty residents of the place
MOST_A_DAY = 5
MOST_CAUSES = 5
LONGEST_CAUSE = 200
MOST_HOUSEHOLDS = 100_000


@dataclass(frozen=True, kw_only=True)
class ProblemDraft:
    """A problem as a resident writes it; ``causes`` answer “why?”, each the one before it."""

    title: str
    words: str = ""
    theme: str
    place: str = ""
    households: int | None = None
    causes: tuple[str, ...] = ()
    photo_id: int | None = None


def raise_problem(
    connection: Connection, actor: Person, wanted: ProblemDraft, *, key: str, at: int
) -> MatterView:
    """Raise a problem; the same form sent again gives the same matter.

    ForbiddenError for who is no resident, ConflictError beyond five a day.
    """
    permission.check(actor, Role.RESIDENT)
    hashed = key_hash(actor, key.encode())
    known = store.by_key(connection, hashed)
    if known is not None:
        return known
    if store.raised_since(connection, actor.id, at - DAY) >= MOST_A_DAY:
        raise ConflictError("problem.too-many", most=MOST_A_DAY)
    number = matters.next_number(connection, at)
    row = _values(connection, wanted, at)
    row |= {"number": number, "raised_by": actor.id, "key_hash": hashed}
    plan = template(PROBLEM).plan(at)
    matter_id = store.add(connection, row, plan)
    problems.add_support(connection, matter_id, actor.id, at)
    notices.follow(connection, actor.id, matter_id, at)
    searching.note(connection, matter_id, str(row["title"]), str(row["words"]), *wanted.causes)
    saving.drop(connection, actor, "problem", key)
    detail = {"matter": number}
    recording.record(
        connection, "matter-raised", at=at, actor=actor, detail=detail, matters=[matter_id]
    )
    return store.read_id(connection, matter_id)


def support(
    connection: Connection, actor: Person, number: str, *, wanted: bool, at: int
) -> MatterView:
    """Say that one has this too, or take it back; saying it twice says it once.

    Whoever raised the problem cannot take that back. At the threshold the answer becomes due
    sooner and the moderators are told.
    """
    view = store.read(connection, number)
    matters.check(view, MatterAct.SUPPORT, actor)
    if not wanted:
        if view.raised_by == actor.id:
            raise ConflictError("problem.your-own")
        problems.take_support_back(connection, view.id, actor.id, at)
        return store.read(connection, number)
    if problems.add_support(connection, view.id, actor.id, at):
        notices.follow(connection, actor.id, view.id, at)
        view = store.read(connection, number)
        if view.supports == threshold_of(connection, view.place):
            _press(connection, view, at)
    return store.read(connection, number)


def threshold_of(connection: Connection, place: str) -> int:
    """Return from how many on a problem presses: one in twenty of its place, at least five."""
    residents = people.count_residents(connection, place)
    return max(LEAST_THRESHOLD, -(-residents // SHARE))


def thresholds_of(connection: Connection, places: Collection[str]) -> dict[str, int]:
    """Return the thresholds of several places; one query."""
    known = people.residents_by_place(connection)
    counted = {
        place: sum(n for lives, n in known if place in ("", lives) or lives.startswith(f"{place},"))
        for place in places
    }
    return {place: max(LEAST_THRESHOLD, -(-n // SHARE)) for place, n in counted.items()}


def has_too(connection: Connection, view: MatterView, person: Person) -> bool:
    """Tell whether somebody has said that they have this too."""
    return problems.support_of(connection, view.id, person.id)


def places(connection: Connection) -> tuple[str, ...]:
    """Return the places a problem can be in: each dusun, then its neighbourhoods."""
    return contests.places(connection)


def supports_by_place(connection: Connection, view: MatterView) -> tuple[tuple[str, int], ...]:
    """Return how many from each dusun have a problem; small numbers of a public act, not secret."""
    found: dict[str, int] = {}
    for place, number in problems.supports_by_place(connection, view.id):
        dusun = place.partition(",")[0]
        found[dusun] = found.get(dusun, 0) + number
    return tuple(found.items())


def _press(connection: Connection, view: MatterView, at: int) -> None:
    if notices.was_told(connection, view.id, "pressing"):
        return  # somebody takes their support back and gives it again
    soon = at + PRESSING_DAYS * DAY
    if view.answer_due is not None and view.answer_due > soon:
        store.change(connection, view.id, answer_due=soon, phase_until=soon)
    moderators = people.holders(connection, Role.MODERATOR, at)
    notices.tell(connection, moderators, "pressing", at=at, matter_id=view.id, count=view.supports)


def _values(connection: Connection, wanted: ProblemDraft, at: int) -> dict[str, object]:
    place = tidy(wanted.place)
    if place and place not in places(connection):
        raise InvalidError("problem.no-such-place")
    households = wanted.households
    if households is not None and not 0 < households <= MOST_HOUSEHOLDS:
        raise InvalidError("problem.households", most=MOST_HOUSEHOLDS)
    causes = [tidy(cause) for cause in wanted.causes if tidy(cause)]
    if len(causes) > MOST_CAUSES or any(len(cause) > LONGEST_CAUSE for cause in causes):
        raise InvalidError("matter.text-too-long", most=LONGEST_CAUSE)
    words = {"title": wanted.title, "words": wanted.words, "theme": wanted.theme, "place": place}
    return {
        **matter_values({**words, "picture": theme(wanted.theme).picture}, at),
        "households": households,
        "causes": causes,
        "photo_id": wanted.photo_id,
        "answer_due": at + ANSWER_DAYS * DAY,
    }
