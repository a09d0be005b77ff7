"""Contests, their frozen rolls, ballots and results."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from voting.store.rows.metadata import metadata

# A contest. What is frozen at opening stands in ``manifest`` (canonical bytes) and never changes.
contest = Table(
    "contest",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("poll", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("question", Text, nullable=False, server_default=""),
    Column("method", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("level", Text, nullable=False),
    # Whose matter it is: "" for the whole community, else the dusun whose residents vote.
    Column("place", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, index=True),
    Column("opens", BigInteger, nullable=False),
    Column("closes", BigInteger, nullable=False),
    Column("grace", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("manifest", LargeBinary),
    Column("opened_at", BigInteger),
    Column("closed_at", BigInteger),
    Column("published_at", BigInteger),
)

contest_option = Table(
    "contest_option",
    metadata,
    Column("contest_id", ForeignKey("contest.id"), primary_key=True),
    Column("option_id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("picture", Text, nullable=False, server_default=""),
    Column("cost", BigInteger),
    Column("withdrawn_at", BigInteger),
)

# The frozen roll of one contest: number and salt per elector, and the mark that they voted.
# A correction never deletes: a person struck off keeps the row with ``struck_at``.
elector = Table(
    "elector",
    metadata,
    Column("contest_id", ForeignKey("contest.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("voted", Integer, nullable=False, server_default="0"),
    Column("added_at", BigInteger),
    Column("struck_at", BigInteger),
    UniqueConstraint("contest_id", "number"),
)

# Level B: sealed ballots, in the order of their commitments only.
box = Table(
    "box",
    metadata,
    Column("contest_id", ForeignKey("contest.id"), primary_key=True),
    Column("commitment", LargeBinary, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("channel", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Level B: receipts by the hash of the voter's retry key; emptied when the contest closes.
retry = Table(
    "retry",
    metadata,
    Column("contest_id", ForeignKey("contest.id"), primary_key=True),
    Column("key_hash", LargeBinary, primary_key=True),
    Column("receipt", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Ballots opened once at close, ascending by commitment; what the count and the bundle read.
opened_ballot = Table(
    "opened_ballot",
    metadata,
    Column("contest_id", ForeignKey("contest.id"), primary_key=True),
    Column("commitment", LargeBinary, primary_key=True),
    Column("ballot", LargeBinary, nullable=False),
    Column("server_share", LargeBinary, nullable=False),
    Column("voter_share", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Level A: open ballots; the highest sequence number of a person counts.
open_ballot = Table(
    "open_ballot",
    metadata,
    Column("contest_id", ForeignKey("contest.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("ballot", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("retry_hash", LargeBinary, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    UniqueConstraint("contest_id", "retry_hash"),
)

# The dice thrown where a count ended in a tie, and the server's revealed share.
draw = Table(
    "draw",
    metadata,
    Column("contest_id", ForeignKey("contest.id"), primary_key=True),
    Column("public", Text, nullable=False),
    Column("share", LargeBinary),
    Column("at", BigInteger, nullable=False),
)

result = Table(
    "result",
    metadata,
    Column("contest_id", ForeignKey("contest.id"), primary_key=True),
    Column("transcript", LargeBinary, nullable=False),
    Column("bundle", LargeBinary),
)

Index(None, elector.c.person_id)
