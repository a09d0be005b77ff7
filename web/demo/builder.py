"""What a demonstration is built with: a site's parts, people who act, ballots cast in bulk.

Everything goes through the public services, with the times of the story as arguments.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from voting.ballots import AnyBallot
from voting.roll import Person
from voting.services import balloting, contests, counting, deciding, opening, recording
from voting.services.contests import ContestDraft
from voting.services.hashing import Hasher
from voting.services.keys import Keys
from voting.services.preparing import prepare_cast
from voting.store.contests import ContestView
from voting.store.database import Database

T = TypeVar("T")

DAY = 86_400
HOUR = 3_600
_AT_ONCE = 250


@dataclass(frozen=True, kw_only=True)
class Builder:
    """The parts of the site under construction, and what to tell about progress."""

    database: Database
    keys: Keys
    hasher: Hasher
    pictures: Mapping[str, str]
    tell: Callable[[str], None]

    def write(self, body: Callable[[Connection], T]) -> T:
        """Run a body in one transaction."""
        return self.database.write(body)

    def open(
        self, moderator: Person, draft: ContestDraft, at: int, matter: str = ""
    ) -> ContestView:
        """Draft a contest, of a matter or of none, and open it, put on record and signed."""
        view = self.write(
            lambda c: (
                deciding.call(c, moderator, matter, draft, at)
                if matter
                else contests.draft(c, moderator, draft, at)
            )
        )
        view = self.write(
            lambda c: opening.open_contest(
                c, moderator, self.keys, view.number, at, pictures=self.pictures
            )
        )
        recording.checkpoint(self.database, self.keys, at)
        return view

    def cast(
        self, view: ContestView, ballots: Iterable[tuple[Person, AnyBallot]], channel: str, at: int
    ) -> int:
        """Cast ballots, many in one transaction, and return how many."""
        waiting: list[tuple[Person, AnyBallot]] = []
        done = 0
        for each in ballots:
            waiting.append(each)
            if len(waiting) == _AT_ONCE:
                done += self._cast_all(view, waiting, channel, at)
                waiting = []
        return done + self._cast_all(view, waiting, channel, at)

    def _cast_all(
        self, view: ContestView, ballots: list[tuple[Person, AnyBallot]], channel: str, at: int
    ) -> int:
        prepared = [
            (
                person,
                prepare_cast(self.keys, view, ballot, b"", "server", retry_key=_key(view, person)),
            )
            for person, ballot in ballots
        ]

        def body(connection: Connection) -> int:
            for person, cast in prepared:
                balloting.cast(connection, person, cast, channel, at)
            return len(prepared)

        return self.write(body)

    def finish(self, moderator: Person, view: ContestView, at: int) -> ContestView:
        """Close, seal, count and publish."""
        return counting.finish(self.database, moderator, self.keys, view.number, at)


def _key(view: ContestView, person: Person) -> bytes:
    """Return a retry key for one person's ballot; a real form brings a random one."""
    return hashlib.sha256(f"demo {view.poll} {person.id}".encode()).digest()
