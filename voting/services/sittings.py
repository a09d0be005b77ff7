"""Sittings for whoever reads them: where one stands, with its texts, rounds and words.

The state is the fold of the events (``voting.deliberation.machine``). What people say with their
stances is no part of the events: it is put back where it stood, unless it was taken away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import Connection

from voting.deliberation import machine
from voting.deliberation.events import Event, OpenRound, Take
from voting.deliberation.protocol import ProtocolRules
from voting.deliberation.round_rules import RoundRules
from voting.deliberation.rounds import POSTPONE
from voting.deliberation.shares import AT_LEAST, MORE_THAN, needed, read_share
from voting.deliberation.standing import Deliberation, State
from voting.store import attendance, sitting_contests, stance_notes
from voting.store import sittings as store
from voting.store.attendance import Invited
from voting.store.sitting_contests import FALLBACK, ROUND, Part
from voting.store.sittings import SittingView, Version
from voting.store.stance_notes import Note

__all__ = [
    "FALLBACK",
    "ROUND",
    "Invited",
    "Note",
    "Part",
    "SittingView",
    "Standing",
    "Version",
    "day_of",
    "latest_texts",
    "names",
    "of_contest",
    "of_matter",
    "person_of",
    "quorum",
    "round_texts",
    "show",
    "standing",
]

WRITTEN = "–"
_PERSON = "person-"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A sitting as it stands: the fold of its events, its texts, its contests, people's words."""

    view: SittingView
    events: tuple[Event, ...]
    deliberation: Deliberation
    versions: tuple[Version, ...]
    parts: tuple[Part, ...]
    notes: Mapping[tuple[int, int], Note]

    @property
    def rounds(self) -> tuple[Part, ...]:
        """Return the contests of the rounds, one for each sitting of each round."""
        return tuple(part for part in self.parts if part.part == ROUND)

    @property
    def votes(self) -> tuple[Part, ...]:
        """Return the votes after the last round."""
        return tuple(part for part in self.parts if part.part == FALLBACK)

    @property
    def rules(self) -> ProtocolRules:
        """Return the rules."""
        return self.deliberation.rules

    @property
    def day(self) -> int:
        """Return which day of attendance it is."""
        return day_of(self.deliberation.state, self.parts)

    @property
    def mark(self) -> str:
        """Return what a form shows of where things stand, so that of two officers one wins."""
        now = self.deliberation
        numbers = (now.round_number, now.sitting, len(now.versions), len(self.votes), now.attempt)
        return "-".join([now.state.value, *map(str, numbers)])


def show(connection: Connection, number: str) -> SittingView:
    """Return a sitting by its public number; MissingError if there is none."""
    return store.read(connection, number)


def of_matter(connection: Connection, matter_id: int) -> tuple[SittingView, ...]:
    """Return the sittings of a matter."""
    return store.of_matter(connection, matter_id)


def of_contest(connection: Connection, number: str) -> tuple[str, str] | None:
    """Return the sitting that a contest belongs to, and as which part of it; None if to none."""
    return sitting_contests.of_contest(connection, number)


def round_texts(connection: Connection, view: SittingView) -> list[tuple[str, int, str]]:
    """Return contest, number and text of each round of a sitting."""
    return sitting_contests.round_texts(connection, view.id)


def latest_texts(connection: Connection, view: SittingView) -> tuple[str, ...]:
    """Return the words of the version before, if there is one, and of the newest."""
    return tuple(version.words for version in store.versions(connection, view.id)[-2:])


def standing(connection: Connection, view: SittingView) -> Standing:
    """Return where a sitting stands."""
    parts = sitting_contests.parts(connection, view.id)
    notes = stance_notes.of_sitting(connection, view.id)
    rounds = tuple(part.contest_id for part in parts if part.part == ROUND)
    said = tuple(notes[key] for key in sorted(notes))
    events, deliberation = _replayed(store.events(connection, view.id), rounds, said)
    return Standing(
        view=view,
        events=events,
        deliberation=deliberation,
        versions=store.versions(connection, view.id),
        parts=parts,
        notes=notes,
    )


@lru_cache(maxsize=32)
def _replayed(
    stored: tuple[bytes, ...], rounds: tuple[int, ...], notes: tuple[Note, ...]
) -> tuple[tuple[Event, ...], Deliberation]:
    """Return the events with people's words, and what they add up to.

    It follows from what it is given alone, and many look at one sitting: it is kept for the next.
    """
    known = {(note.contest_id, note.person_id): note for note in notes}
    events = _with_words(map(store.read_event, stored), rounds, known)
    return events, machine.replay(events)


def _with_words(
    events: Iterable[Event], rounds: Iterable[int], notes: Mapping[tuple[int, int], Note]
) -> tuple[Event, ...]:
    """Return events with what people said put back; what was taken away stays a dash."""
    contests = iter(rounds)
    contest_id = 0
    told: list[Event] = []
    for event in events:
        if isinstance(event, OpenRound):
            contest_id = next(contests)
        if isinstance(event, Take) and event.reason:
            note = notes.get((contest_id, person_of(event.actor)))
            told.append(replace(event, reason=note.words if note and note.words else WRITTEN))
        else:
            told.append(event)
    return tuple(told)


def day_of(state: State, parts: Sequence[Part]) -> int:
    """Return which day of attendance it is, from 1: a postponement begins a new one."""
    rounds = [part.round for part in parts if part.part == ROUND]
    return 1 + len(rounds) - len(set(rounds)) + (state is State.POSTPONED)


def quorum(rules: RoundRules, electors: int) -> int:
    """Return how many of so many people make the quorum."""
    share = read_share("quorum", rules.quorum)
    need = MORE_THAN if rules.quorum_strict else AT_LEAST
    return needed(electors, share, need) if share else 0


def person_of(handle: str) -> int:
    """Return the id behind a handle of the log; 0 for the clock."""
    number = handle.removeprefix(_PERSON)
    return int(number) if number.isdecimal() else 0


def names(connection: Connection, now: Standing) -> dict[str, str]:
    """Return name and place of everybody who did something in a sitting, by handle."""
    actors = {person_of(event.actor) for event in now.events} - {0}
    found = attendance.names(connection, actors)
    return {
        f"{_PERSON}{one}": f"{name}, {place}" if place else name
        for one, (name, place) in found.items()
    }


def was_postponed(now: Standing) -> bool:
    """Tell whether the last count found no quorum and the sitting is to be held again."""
    return bool(now.deliberation.rounds) and now.deliberation.rounds[-1].count.follows == POSTPONE
