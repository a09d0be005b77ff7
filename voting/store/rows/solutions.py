"""Solutions with their versions, who signs them, what they answer, and proposed amendments."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from voting.store.rows.metadata import metadata

# ``number`` counts within the matter. ``signed_by``: a group as author (RT 02, a farmers' group).
# ``light`` is the verdict of verification: green, yellow, red, or empty while it is awaited.
solution = Table(
    "solution",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("matter_id", ForeignKey("matter.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("author_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("signed_by", Text, nullable=False, server_default=""),
    Column("picture", Text, nullable=False, server_default=""),
    Column("photo_id", ForeignKey("photo.id")),
    Column("created_at", BigInteger, nullable=False),
    Column("withdrawn_at", BigInteger),
    Column("hidden", Boolean, nullable=False, server_default=false()),
    Column("verify_due", BigInteger),
    Column("light", Text, nullable=False, server_default=""),
    Column("light_words", Text, nullable=False, server_default=""),
    Column("light_by", ForeignKey("person.id")),
    Column("light_at", BigInteger),
    Column("light_version", Integer),
    Column("key_hash", LargeBinary, nullable=False, unique=True),
    UniqueConstraint("matter_id", "number"),
)

# ``body`` is canonical JSON and ``hash`` its SHA-256; versions count from 1 and never change.
solution_version = Table(
    "solution_version",
    metadata,
    Column("solution_id", ForeignKey("solution.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("amendment_id", Integer),
)

solution_cite = Table(
    "solution_cite",
    metadata,
    Column("solution_id", ForeignKey("solution.id"), primary_key=True),
    Column("matter_id", ForeignKey("matter.id"), primary_key=True, index=True),
)

coauthor = Table(
    "coauthor",
    metadata,
    Column("solution_id", ForeignKey("solution.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
    Column("invited_at", BigInteger, nullable=False),
    Column("accepted", Boolean),
    Column("answered_at", BigInteger),
)

# ``body`` is the whole proposed text against ``base_version``; ``answer``: accepted, partly,
# declined, or empty while it waits.
amendment = Table(
    "amendment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("solution_id", ForeignKey("solution.id"), nullable=False, index=True),
    Column("base_version", Integer, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("hidden", Boolean, nullable=False, server_default=false()),
    Column("answer", Text, nullable=False, server_default=""),
    Column("answer_reason", Text, nullable=False, server_default=""),
    Column("answered_by", ForeignKey("person.id")),
    Column("answered_at", BigInteger),
    Column("key_hash", LargeBinary, nullable=False, unique=True),
)
