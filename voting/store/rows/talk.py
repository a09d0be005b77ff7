"""The talk about a matter: positions, who shares them, summaries; and what moderation did to words.

One person has one standing position on a matter: the row without ``until_at``. Earlier ones stay,
as the history. ``parent_id`` makes an answer below a position, the second and last level.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from voting.store.rows.metadata import metadata

position = Table(
    "position",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("matter_id", ForeignKey("matter.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("parent_id", ForeignKey("position.id"), index=True),
    Column("side", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("until_at", BigInteger),
    Column("hidden", Boolean, nullable=False, server_default=false()),
    Column("key_hash", LargeBinary, nullable=False, unique=True),
)

# "Me too" on somebody's position.
position_also = Table(
    "position_also",
    metadata,
    Column("position_id", ForeignKey("position.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
    Column("at", BigInteger, nullable=False),
)

# The moderator's summary; those who took part confirm it or say what is missing.
summary = Table(
    "summary",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("matter_id", ForeignKey("matter.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("not_agreed", Text, nullable=False, server_default=""),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("matter_id", "version"),
)

summary_reply = Table(
    "summary_reply",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("summary_id", ForeignKey("summary.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("agrees", Boolean, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("at", BigInteger, nullable=False),
    Column("hidden", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("summary_id", "person_id"),
)

# A report by a reader. ``kind`` and ``subject_id`` name what is meant: matter, solution, amendment,
# position, reply, photo. ``closed_as``: hidden or kept.
flag = Table(
    "flag",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("matter_id", ForeignKey("matter.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("rule", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Column("closed_by", ForeignKey("person.id")),
    Column("closed_as", Text, nullable=False, server_default=""),
    UniqueConstraint("kind", "subject_id", "person_id"),
)

# Words that were hidden, why, and the appeal that a second person hears. ``upheld``: they stay
# hidden. A photo has no column of its own: it is hidden while its hiding stands.
hiding = Table(
    "hiding",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("matter_id", ForeignKey("matter.id"), nullable=False, index=True),
    Column("author_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("rule", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("appeal", Text, nullable=False, server_default=""),
    Column("appealed_at", BigInteger),
    Column("heard_by", ForeignKey("person.id")),
    Column("heard_at", BigInteger),
    Column("heard_words", Text, nullable=False, server_default=""),
    Column("upheld", Boolean),
)

Index(None, position.c.matter_id, position.c.side)
Index(None, hiding.c.kind, hiding.c.subject_id)
