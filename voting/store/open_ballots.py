"""Ballots of open contests: who voted what, every turn kept; the highest turn counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from voting.audit.commitments import SHARE_SIZE, Opening
from voting.store.rows import elector, open_ballot, person


@dataclass(frozen=True, kw_only=True)
class Cast:
    """One ballot of one elector of an open contest; ``turn`` counts from 1."""

    person_id: int
    turn: int
    opening: Opening
    entry: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class NamedBallot:
    """The ballot of an elector that counts, with the name: for pages of open contests only."""

    number: int
    salt: bytes
    name: str
    cast: Cast


def by_retry(connection: Connection, contest_id: int, key_hash: bytes) -> Cast | None:
    """Return the ballot that came with a retry key, by its hash, or None."""
    mine = (open_ballot.c.contest_id == contest_id, open_ballot.c.retry_hash == key_hash)
    row = connection.execute(select(open_ballot).where(*mine)).first()
    return None if row is None else _cast(row)


def last(connection: Connection, contest_id: int, person_id: int) -> Cast | None:
    """Return the ballot of a person that counts so far, or None."""
    query = select(open_ballot).where(
        open_ballot.c.contest_id == contest_id, open_ballot.c.person_id == person_id
    )
    row = connection.execute(query.order_by(open_ballot.c.sequence.desc()).limit(1)).first()
    return None if row is None else _cast(row)


def last_turn(connection: Connection, contest_id: int, person_id: int) -> int:
    """Return how often a person has voted in a contest."""
    query = select(func.max(open_ballot.c.sequence)).where(
        open_ballot.c.contest_id == contest_id, open_ballot.c.person_id == person_id
    )
    return int(connection.execute(query).scalar() or 0)


def add(connection: Connection, contest_id: int, cast: Cast, key_hash: bytes) -> None:
    """Write a ballot down."""
    connection.execute(
        insert(open_ballot).values(
            contest_id=contest_id,
            person_id=cast.person_id,
            sequence=cast.turn,
            ballot=cast.opening.ballot,
            salt=cast.opening.server + cast.opening.voter,
            retry_hash=key_hash,
            entry=cast.entry,
            channel=cast.channel,
        )
    )


def counting(connection: Connection, contest_id: int) -> list[NamedBallot]:
    """Return, for each elector who voted, the ballot of the highest turn, by elector's number."""
    latest = (
        select(open_ballot.c.person_id, func.max(open_ballot.c.sequence).label("turn"))
        .where(open_ballot.c.contest_id == contest_id)
        .group_by(open_ballot.c.person_id)
        .subquery()
    )
    query = (
        select(open_ballot, elector.c.number, elector.c.salt.label("roll_salt"), person.c.name)
        .join(
            latest,
            (latest.c.person_id == open_ballot.c.person_id)
            & (latest.c.turn == open_ballot.c.sequence),
        )
        .join(
            elector,
            (elector.c.contest_id == open_ballot.c.contest_id)
            & (elector.c.person_id == open_ballot.c.person_id),
        )
        .join(person, person.c.id == open_ballot.c.person_id)
        .where(open_ballot.c.contest_id == contest_id)
        .order_by(elector.c.number)
    )
    return [
        NamedBallot(number=row.number, salt=row.roll_salt, name=row.name, cast=_cast(row))
        for row in connection.execute(query)
    ]


def handles(connection: Connection, contest_id: int) -> Mapping[int, tuple[int, bytes]]:
    """Return the elector's number and salt of everybody on the roll, by person."""
    query = select(elector.c.person_id, elector.c.number, elector.c.salt)
    rows = connection.execute(query.where(elector.c.contest_id == contest_id))
    return {person_id: (number, salt) for person_id, number, salt in rows}


def all_turns(connection: Connection, contest_id: int) -> list[Cast]:
    """Return every ballot of a contest in the order of the log."""
    mine = open_ballot.c.contest_id == contest_id
    query = select(open_ballot).where(mine).order_by(open_ballot.c.entry)
    return [_cast(row) for row in connection.execute(query)]


def _cast(row: Row[Any]) -> Cast:
    shares = row.salt
    return Cast(
        person_id=row.person_id,
        turn=row.sequence,
        opening=Opening(row.ballot, shares[:SHARE_SIZE], shares[SHARE_SIZE:]),
        entry=row.entry,
        channel=row.channel,
    )
