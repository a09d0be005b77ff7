"""What waits for an officer in the matters of the community: each kind with its ages, few of many.

The number of queries is the same however many matters there are. Whoever may not do something does
not see it wait: nobody verifies a solution of their own, decides on reports of their own words, or
hears an appeal to which they are a party.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from voting.deliberation import ContestState, machine
from voting.deliberation.standing import State
from voting.roll import Person, Role
from voting.services import deciding, moderation, permission
from voting.services.deciding import Outcome
from voting.services.moderating import HEARERS
from voting.services.moderation import Item
from voting.services.raising import LEAST_THRESHOLD, SHARE
from voting.store import people, problems
from voting.store import waiting as store
from voting.store import waiting_sittings as store_of_sittings
from voting.store.problems import Merger
from voting.store.waiting import Found, Waits
from voting.store.waiting_sittings import SittingWaits

__all__ = [
    "FEW_PEOPLE",
    "MOST",
    "Found",
    "PlaceVoices",
    "SittingWaits",
    "TalkVoices",
    "Waiting",
    "Waits",
    "appeals",
    "concluded",
    "contests",
    "of_moderator",
    "voices",
]

DAY = 86_400
MOST = 5
SOON = 3 * DAY
LONG = 7 * DAY
FEW_PEOPLE = 5
CHECKED_FOR = 14 * DAY
_ANSWERING = (State.ROUND_CLOSED, State.AMENDING)
_VOTING = (State.FALLBACK_VOTE, State.TIE_REVOTE)
_PAST = (ContestState.PUBLISHED, ContestState.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits for a moderator. ``objections``: unanswered ones, by the id of the sitting."""

    problems: Found
    phases: Found
    verdicts: Found
    amendments: Found
    mergers: tuple[Merger, ...]
    outcomes: tuple[Outcome, ...]
    reports: tuple[Item, ...]
    sittings: tuple[SittingWaits, ...]
    objections: Mapping[int, int]


@dataclass(frozen=True, kw_only=True)
class PlaceVoices:
    """How many of a place have said what they think; ``spoke`` None: under five, or few live there.

    ``residents`` is None where under five live there.
    """

    place: str
    spoke: int | None
    residents: int | None


@dataclass(frozen=True, kw_only=True)
class TalkVoices:
    """The talk that closes first, with the people heard by place: counts, never names."""

    number: str
    title: str
    places: tuple[PlaceVoices, ...]


def of_moderator(connection: Connection, actor: Person, at: int, tonight: int) -> Waiting:
    """Return what waits for this moderator; ``tonight`` is the last moment of the day."""
    permission.check(actor, Role.MODERATOR)
    soon, places = tonight + SOON, people.residents_by_place(connection)
    live = tuple(one for one in store_of_sittings.sittings(connection) if not _votes(one))
    return Waiting(
        problems=store.problems(connection, _thresholds(places), at=at, soon=soon, limit=MOST),
        phases=store.phases(connection, tonight=tonight, soon=soon, limit=MOST),
        verdicts=store.verdicts(connection, actor.id, limit=MOST),
        amendments=store.amendments(connection, before=at - LONG, limit=MOST),
        mergers=tuple(
            one for one in problems.waiting_mergers(connection) if one.proposed_at <= at - LONG
        ),
        outcomes=deciding.awaited(connection),
        reports=tuple(
            one for one in moderation.queue(connection, actor) if one.subject.author_id != actor.id
        ),
        sittings=live,
        objections=_objections(connection, live),
    )


def appeals(connection: Connection, actor: Person) -> Found:
    """Return the appeals that wait and that this very person may hear."""
    permission.check(actor, *HEARERS)
    return store.appeals(connection, actor.id, limit=MOST)


def concluded(connection: Connection, actor: Person, at: int) -> Found:
    """Return the sittings that came to a decision within two weeks, for an auditor to check."""
    permission.check(actor, Role.AUDITOR)
    return store_of_sittings.concluded(connection, since=at - CHECKED_FOR, limit=MOST)


def contests(connection: Connection) -> Mapping[str, tuple[str, str]]:
    """Return for each contest of a matter, by number, the matter's number and what it is for."""
    return store_of_sittings.contests(connection)


def voices(connection: Connection, actor: Person) -> TalkVoices | None:
    """Return how many of each place have spoken in the talk that closes first, for a moderator.

    Where a matter is one place's, by the parts of that place. No figure stands for under five.
    """
    permission.check(actor, Role.MODERATOR)
    found = store.voices(connection)
    if found is None:
        return None
    residents = people.residents_by_place(connection)
    if found.place:
        residents = [(place, n) for place, n in residents if _inside(place, found.place)]
    whole = not found.place
    heard = _grouped(found.spoke.items(), whole=whole)
    places = tuple(
        PlaceVoices(
            place=place,
            spoke=None if living < FEW_PEOPLE else _told(heard.get(place, 0)),
            residents=None if living < FEW_PEOPLE else living,
        )
        for place, living in _grouped(residents, whole=whole).items()
    )
    return TalkVoices(number=found.number, title=found.title, places=places)


def _told(spoke: int) -> int | None:
    """Return a figure that at least five people stand behind; nobody is a figure too."""
    return spoke if spoke == 0 or spoke >= FEW_PEOPLE else None


def _grouped(rows: Iterable[tuple[str, int]], *, whole: bool) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, number in rows:
        name = place.partition(",")[0] if whole else place
        found[name] = found.get(name, 0) + number
    return found


def _inside(place: str, whole: str) -> bool:
    return place == whole or place.startswith(f"{whole},")


def _thresholds(places: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return from how many on a problem presses, by place; "" is the whole community."""
    living = {"": 0}
    for place, number in places:
        for name in {"", place.partition(",")[0], place}:
            living[name] = living.get(name, 0) + number
    return {place: max(LEAST_THRESHOLD, -(-n // SHARE)) for place, n in living.items()}


def _votes(one: SittingWaits) -> bool:
    """Tell whether the vote after the last round runs: it waits as a contest, not as a sitting."""
    return (
        one.state in _VOTING
        and one.part == store_of_sittings.FALLBACK
        and one.contest_state not in _PAST
    )


def _objections(connection: Connection, live: Iterable[SittingWaits]) -> dict[int, int]:
    ids = [one.id for one in live if one.state in _ANSWERING]
    told = store_of_sittings.events(connection, ids)
    return {
        one: sum(objection.is_open for objection in machine.replay(events).of_this_round())
        for one, events in told.items()
    }
