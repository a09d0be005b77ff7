"""The ballot box of secret contests: sealed ballots, receipts for a retry, and opened ballots.

All three are kept in the order of hashes only, never of time; no row names a voter, a device or a
time. Sealed ballots are opened once, after the close, into the table that the count and the bundle
read.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from voting.audit.commitments import Opening
from voting.store.rows import box, opened_ballot, retry

# What every cast asks, built once: putting a statement together costs more than running it.
_RECEIPT = select(retry.c.receipt).where(
    retry.c.contest_id == bindparam("contest"), retry.c.key_hash == bindparam("key")
)
_IN_BOX = select(box.c.channel).where(
    box.c.contest_id == bindparam("contest"), box.c.commitment == bindparam("ballot")
)
_PUT, _KEEP = insert(box), insert(retry)


def receipt_of(connection: Connection, contest_id: int, key_hash: bytes) -> bytes | None:
    """Return the receipt that was given under a retry key, by its hash, or None."""
    return connection.execute(_RECEIPT, {"contest": contest_id, "key": key_hash}).scalar()


def has(connection: Connection, contest_id: int, commitment: bytes) -> bool:
    """Tell whether a ballot of this commitment is in the box."""
    values = {"contest": contest_id, "ballot": commitment}
    return connection.execute(_IN_BOX, values).first() is not None


def put(
    connection: Connection, contest_id: int, commitment: bytes, sealed: bytes, channel: str
) -> None:
    """Put a sealed ballot into the box."""
    row = {"contest_id": contest_id, "commitment": commitment, "sealed": sealed}
    connection.execute(_PUT, {**row, "channel": channel})


def keep_receipt(connection: Connection, contest_id: int, key_hash: bytes, receipt: bytes) -> None:
    """Keep a receipt until the close, for the same request sent again."""
    row = {"contest_id": contest_id, "key_hash": key_hash, "receipt": receipt}
    connection.execute(_KEEP, row)


def forget_receipts(connection: Connection, contest_id: int) -> None:
    """Forget all receipts of a contest: from here on nobody can send anything again."""
    connection.execute(delete(retry).where(retry.c.contest_id == contest_id))


def count(connection: Connection, contest_id: int) -> int:
    """Return how many ballots are in the box."""
    query = select(func.count()).select_from(box).where(box.c.contest_id == contest_id)
    return int(connection.execute(query).scalar_one())


def sealed(connection: Connection, contest_id: int) -> list[tuple[bytes, bytes]]:
    """Return commitment and sealed opening of every ballot, ascending by commitment."""
    query = select(box.c.commitment, box.c.sealed).where(box.c.contest_id == contest_id)
    rows = connection.execute(query.order_by(box.c.commitment))
    return [(commitment, data) for commitment, data in rows]


def by_channel(connection: Connection, contest_id: int) -> Mapping[str, int]:
    """Return how many ballots came by each channel."""
    query = select(box.c.channel, func.count()).where(box.c.contest_id == contest_id)
    rows = connection.execute(query.group_by(box.c.channel).order_by(box.c.channel))
    return {channel: int(ballots) for channel, ballots in rows}


def keep_opened(
    connection: Connection, contest_id: int, opened: Iterable[tuple[bytes, Opening]]
) -> None:
    """Keep opened ballots, given ascending by commitment."""
    rows = [
        {
            "contest_id": contest_id,
            "commitment": commitment,
            "ballot": opening.ballot,
            "server_share": opening.server,
            "voter_share": opening.voter,
        }
        for commitment, opening in opened
    ]
    if rows:
        connection.execute(insert(opened_ballot), rows)


def opened(connection: Connection, contest_id: int) -> list[tuple[bytes, Opening]]:
    """Return every opened ballot with its commitment, ascending by commitment."""
    query = (
        select(
            opened_ballot.c.commitment,
            opened_ballot.c.ballot,
            opened_ballot.c.server_share,
            opened_ballot.c.voter_share,
        )
        .where(opened_ballot.c.contest_id == contest_id)
        .order_by(opened_ballot.c.commitment)
    )
    return [
        (commitment, Opening(ballot, server, voter))
        for commitment, ballot, server, voter in connection.execute(query)
    ]


def find_opened(
    connection: Connection, contest_id: int, low: bytes, high: bytes
) -> list[tuple[bytes, Opening]]:
    """Return the opened ballots whose commitment lies between two, both included."""
    query = select(
        opened_ballot.c.commitment,
        opened_ballot.c.ballot,
        opened_ballot.c.server_share,
        opened_ballot.c.voter_share,
    ).where(
        opened_ballot.c.contest_id == contest_id,
        opened_ballot.c.commitment.between(low, high),
    )
    rows = connection.execute(query.order_by(opened_ballot.c.commitment))
    return [(c, Opening(ballot, server, voter)) for c, ballot, server, voter in rows]


def ballots(connection: Connection, contest_id: int) -> list[bytes]:
    """Return the canonical JSON of every opened ballot: all that a count needs."""
    query = select(opened_ballot.c.ballot).where(opened_ballot.c.contest_id == contest_id)
    return list(connection.execute(query).scalars())


def commitments(connection: Connection, contest_id: int) -> list[bytes]:
    """Return the commitments of all opened ballots, ascending."""
    query = select(opened_ballot.c.commitment).where(opened_ballot.c.contest_id == contest_id)
    return list(connection.execute(query.order_by(opened_ballot.c.commitment)).scalars())
