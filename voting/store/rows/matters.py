"""Matters from a problem on: who raised it, who has it too, its answer, mergers, its outcome.

A matter is one record for its whole life. What officers did to it stands in the log; ``matter_act``
says which entries are about which matter.
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
    false,
)

from voting.store.rows.metadata import metadata

# A picture somebody sent, made small and rid of its location before it was stored.
photo = Table(
    "photo",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("media_type", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
)

# ``template`` says which phases it goes through; ``plan`` (JSON) until when each phase is meant to
# last. ``key_hash`` makes a form that is sent twice one matter.
matter = Table(
    "matter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("template", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("theme", Text, nullable=False, index=True),
    Column("place", Text, nullable=False, server_default="", index=True),
    Column("households", Integer),
    Column("causes", Text, nullable=False, server_default="[]"),
    Column("picture", Text, nullable=False, server_default=""),
    Column("photo_id", ForeignKey("photo.id")),
    Column("phase", Text, nullable=False, index=True),
    Column("phase_since", BigInteger, nullable=False),
    Column("phase_until", BigInteger),
    Column("plan", Text, nullable=False, server_default="{}"),
    Column("raised_by", ForeignKey("person.id"), nullable=False, index=True),
    Column("raised_at", BigInteger, nullable=False),
    Column("answer_due", BigInteger),
    Column("ended_at", BigInteger),
    Column("ended_as", Text, nullable=False, server_default=""),
    Column("merged_into", ForeignKey("matter.id"), index=True),
    Column("hidden", Boolean, nullable=False, server_default=false()),
    Column("key_hash", LargeBinary, nullable=False, unique=True),
)

# "I have this too". ``left_at``: taken back.
support = Table(
    "support",
    metadata,
    Column("matter_id", ForeignKey("matter.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
    Column("at", BigInteger, nullable=False),
    Column("left_at", BigInteger),
)

# What an officer answered in public.
matter_answer = Table(
    "matter_answer",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("matter_id", ForeignKey("matter.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("decision", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# A merger proposed by an officer; it happens when whoever raised the matter agrees.
merger = Table(
    "merger",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("matter_id", ForeignKey("matter.id"), nullable=False, index=True),
    Column("into_id", ForeignKey("matter.id"), nullable=False, index=True),
    Column("proposed_by", ForeignKey("person.id"), nullable=False),
    Column("proposed_at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("agreed", Boolean),
    Column("answered_at", BigInteger),
)

# Those who supported a merged matter are asked whether they support the one it went into.
merger_ask = Table(
    "merger_ask",
    metadata,
    Column("merger_id", ForeignKey("merger.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
    Column("agreed", Boolean),
    Column("answered_at", BigInteger),
)

# A matter that was called to decide on several others together.
gathering = Table(
    "gathering",
    metadata,
    Column("matter_id", ForeignKey("matter.id"), primary_key=True),
    Column("part_id", ForeignKey("matter.id"), primary_key=True, index=True),
    Column("at", BigInteger, nullable=False),
)

# The contests of a matter; ``part`` says what for: choice, round, fallback.
matter_contest = Table(
    "matter_contest",
    metadata,
    Column("contest_id", ForeignKey("contest.id"), primary_key=True),
    Column("matter_id", ForeignKey("matter.id"), nullable=False, index=True),
    Column("sitting_id", ForeignKey("sitting.id"), index=True),
    Column("part", Text, nullable=False),
    Column("round", Integer),
)

# What was decided, who does what by when, and when it is looked at again.
outcome = Table(
    "outcome",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("matter_id", ForeignKey("matter.id"), nullable=False, index=True),
    Column("contest_id", ForeignKey("contest.id"), unique=True),
    Column("sitting_id", ForeignKey("sitting.id"), unique=True),
    Column("decided_at", BigInteger, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("tasks", Text, nullable=False, server_default="[]"),
    Column("review_at", BigInteger),
    Column("person_id", ForeignKey("person.id")),
    Column("at", BigInteger),
)

matter_act = Table(
    "matter_act",
    metadata,
    Column("entry", ForeignKey("log_entry.index"), primary_key=True),
    Column("matter_id", ForeignKey("matter.id"), primary_key=True, index=True),
)

follow = Table(
    "follow",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("matter_id", ForeignKey("matter.id"), primary_key=True, index=True),
    Column("at", BigInteger, nullable=False),
)

# What somebody is told: a kind with its values (JSON), and the matter it is about.
notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("matter_id", ForeignKey("matter.id"), index=True),
    Column("kind", Text, nullable=False),
    Column("detail", Text, nullable=False, server_default="{}"),
    Column("at", BigInteger, nullable=False),
    Column("read_at", BigInteger),
)

# A form somebody has begun: kept on the server, seen by nobody else, gone once it is sent.
saved_form = Table(
    "saved_form",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("token", Text, primary_key=True),
    Column("fields", Text, nullable=False),
    Column("photo_id", ForeignKey("photo.id")),
    Column("at", BigInteger, nullable=False),
)

Index(None, notice.c.person_id, notice.c.at)
Index(None, matter.c.raised_at)
Index(None, photo.c.person_id, photo.c.at)
