"""The tables. Times are UTC Unix seconds; hashes, keys and sealed ballots are bytes.

What is not here matters as much: nothing in ``box`` points to a person, a time, a device or an
order. ``box`` and ``retry`` have no row id on SQLite, because row order would be the order of
casting; the voter's mark in ``elector`` and the ballot in ``box`` are written in one transaction
and share no value.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# The community itself: one row. ``origin`` is the name of its log, e.g. desa-tirtasari.example/log.
community = Table(
    "community",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("founded_at", BigInteger, nullable=False),
)

# People: residents, officers, partners. ``reference`` is how the community numbers them.
person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False, server_default=""),
    Column("left_at", BigInteger),
)

role_grant = Table(
    "role_grant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("from_at", BigInteger, nullable=False),
    Column("until_at", BigInteger),
)

# A printed slip: the code itself is never stored, only its HMAC; ``serial`` makes a new one.
slip = Table(
    "slip",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("serial", Integer, nullable=False),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("issued_at", BigInteger, nullable=False),
    Column("pin_hash", Text),
    Column("pin_at", BigInteger),
)

login = Table(
    "login",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

# Failed sign-ins by account (a hash of the code or login name), for growing delays.
sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("account", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)

web_session = Table(
    "web_session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("officer", Boolean, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

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

# The log of the site, append-only: index from 0, canonical bytes of the entry, its leaf hash.
log_entry = Table(
    "log_entry",
    metadata,
    Column("index", Integer, primary_key=True, autoincrement=False),
    Column("entry", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("contest_id", ForeignKey("contest.id"), index=True),
    Column("at", BigInteger, nullable=False),
)

# What people may read about an officer's act, beside its entry: the reason in words.
act = Table(
    "act",
    metadata,
    Column("entry", ForeignKey("log_entry.index"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("contest_id", ForeignKey("contest.id"), index=True),
    Column("person_id", ForeignKey("person.id")),
    Column("reason", Text, nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default="{}"),
    Column("salt", LargeBinary, nullable=False),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
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
