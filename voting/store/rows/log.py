"""The log of the site and what people may read beside it."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, Table, Text

from voting.store.rows.metadata import metadata

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
