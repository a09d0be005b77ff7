"""Consensus: a sitting with its texts and events, who is invited, who is there, who speaks.

A sitting seeks consensus on one text, round by round. Its state is the fold of its events
(``voting.deliberation.machine``); each round is a contest of the method ``consensus``, at level A,
so that its stances stand in the log and its count can be checked like any other.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from voting.store.rows.metadata import metadata

# ``fallback`` (JSON): the method and rules of the vote announced for the case of a stalemate.
sitting = Table(
    "sitting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("matter_id", ForeignKey("matter.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("preset", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("fallback", Text, nullable=False, server_default="{}"),
    Column("state", Text, nullable=False, index=True),
    Column("created_by", ForeignKey("person.id"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("key_hash", LargeBinary, nullable=False, unique=True),
)

sitting_event = Table(
    "sitting_event",
    metadata,
    Column("sitting_id", ForeignKey("sitting.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("event", LargeBinary, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("at", BigInteger, nullable=False),
)

sitting_text = Table(
    "sitting_text",
    metadata,
    Column("sitting_id", ForeignKey("sitting.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("words", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
)

# ``element``: which part of the community somebody was invited for (farmers, women, youth ...).
invitation = Table(
    "invitation",
    metadata,
    Column("sitting_id", ForeignKey("sitting.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
    Column("element", Text, nullable=False, server_default=""),
    Column("at", BigInteger, nullable=False),
)

# ``day`` counts sittings of a round from 1; ``ticked_by``: the officer who noted it, if one did.
attendance = Table(
    "attendance",
    metadata,
    Column("sitting_id", ForeignKey("sitting.id"), primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("ticked_by", ForeignKey("person.id")),
)

# What somebody says with a stance: outside the ballot and outside the log, so that it can be taken
# away. ``ground`` is what a block rests on; ``entered_by``: the officer who wrote it down.
stance_note = Table(
    "stance_note",
    metadata,
    Column("contest_id", ForeignKey("contest.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("words", Text, nullable=False),
    Column("ground", Text, nullable=False, server_default=""),
    Column("entered_by", ForeignKey("person.id")),
    Column("at", BigInteger, nullable=False),
)

# Who asked to speak in the hall, and when they did.
speaker = Table(
    "speaker",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sitting_id", ForeignKey("sitting.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("spoke_at", BigInteger),
)

# Who signs that a block is out of order; ``objection`` is its number in the sitting.
cosignature = Table(
    "cosignature",
    metadata,
    Column("sitting_id", ForeignKey("sitting.id"), primary_key=True),
    Column("objection", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("at", BigInteger, nullable=False),
)
