"""The stage on which the year is played: the people, and what has been made so far, by name."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from voting.ballots import AnyBallot
from voting.roll import Person
from voting.services import balloting, matters
from voting.services.matters import MatterView
from voting.services.preparing import PreparedCast, prepare_cast
from voting.store.contests import ContestView
from web.demo.builder import Builder
from web.demo.story import Step

MODERATOR = "ratna"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Who acts, and what they have made.

    ``people`` are residents by their number (1 is TS-0001) and officers by their login name;
    ``residents`` stand spread over the village. ``made`` keeps by name what later steps need: the
    number of a matter under its own name, all else under ``matter/name``.
    """

    builder: Builder
    language: str
    people: Mapping[int | str, Person]
    residents: Sequence[Person]
    made: dict[str, Any] = field(default_factory=dict)

    def who(self, step: Step, usual: int | str = MODERATOR) -> Person:
        """Return who acts in a step: the one it names, or else the usual one."""
        return self.people[step.values.get("who", usual)]

    def number(self, step: Step) -> str:
        """Return the public number of a step's matter."""
        found: str = self.made[step.matter]
        return found

    def view(self, connection: Connection, step: Step) -> MatterView:
        """Return a step's matter."""
        return matters.show(connection, self.number(step))

    def keep(self, step: Step, what: Any) -> None:
        """Remember what a step made, if it gives it a name."""
        if "as" in step.values:
            self.made[f"{step.matter}/{step.values['as']}"] = what

    def get(self, step: Step, name: str = "of") -> Any:
        """Return what was made under the name that a step says."""
        return self.made[f"{step.matter}/{step.values[name]}"]

    def crowd(self, wanted: Any, but: Person | None = None) -> list[Person]:
        """Return many people, but not one: by their numbers, or ``{place, first, count}``."""
        if isinstance(wanted, list):
            return [self.people[one] for one in wanted]
        place = wanted.get("place", "")
        here = [one for one in self.residents if one.place.startswith(place) and one != but]
        first = wanted.get("first", 0)
        return here[first : first + wanted["count"]]

    def each(
        self,
        step: Step,
        act: Callable[[Connection, Person], object],
        but: Person | None = None,
    ) -> None:
        """Let everybody in a step's crowd do something, if it has one; all in one transaction."""
        people = self.crowd(step.values.get("crowd", []), but)

        def body(connection: Connection) -> None:
            for person in people:
                act(connection, person)

        self.builder.write(body)

    def cast(
        self,
        view: ContestView,
        ballots: Sequence[tuple[Person, AnyBallot]],
        put: Callable[[Connection, Person, PreparedCast], object] | None = None,
        *,
        at: int,
    ) -> None:
        """Cast ballots by phone in one transaction; ``put`` casts in another way."""
        keys = self.builder.keys
        prepared = [
            (person, prepare_cast(keys, view, ballot, b"", "server", retry_key=_key(view, person)))
            for person, ballot in ballots
        ]

        def body(connection: Connection) -> None:
            for person, one in prepared:
                if put is None:
                    balloting.cast(connection, person, one, "phone", at)
                else:
                    put(connection, person, one)

        self.builder.write(body)


def _key(view: ContestView, person: Person) -> bytes:
    return hashlib.sha256(f"year {view.number} {person.id}".encode()).digest()
