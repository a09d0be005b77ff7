"""The tables of consensus, and those that tie a matter to its contests and outcomes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _sitting()
    _sitting_event()
    _sitting_text()
    _invitation()
    _attendance()
    _stance_note()
    _speaker()
    _matter_contest()
    _outcome()


def _sitting() -> None:
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Text(), nullable=False, unique=True),
        sa.Column(
            "matter_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False, index=True
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("preset", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("fallback", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("state", sa.Text(), nullable=False, index=True),
        sa.Column("created_by", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False, unique=True),
    )


def _sitting_event() -> None:
    op.create_table(
        "sitting_event",
        sa.Column("sitting_id", sa.Integer(), sa.ForeignKey("sitting.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("event", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )


def _sitting_text() -> None:
    op.create_table(
        "sitting_text",
        sa.Column("sitting_id", sa.Integer(), sa.ForeignKey("sitting.id"), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("sitting_id", sa.Integer(), sa.ForeignKey("sitting.id"), primary_key=True),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True, index=True
        ),
        sa.Column("element", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )


def _attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("sitting_id", sa.Integer(), sa.ForeignKey("sitting.id"), primary_key=True),
        sa.Column("day", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ticked_by", sa.Integer(), sa.ForeignKey("person.id")),
    )


def _stance_note() -> None:
    op.create_table(
        "stance_note",
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False, server_default=""),
        sa.Column("entered_by", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )


def _speaker() -> None:
    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "sitting_id", sa.Integer(), sa.ForeignKey("sitting.id"), nullable=False, index=True
        ),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("spoke_at", sa.BigInteger()),
    )


def _matter_contest() -> None:
    op.create_table(
        "matter_contest",
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id"), primary_key=True),
        sa.Column(
            "matter_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False, index=True
        ),
        sa.Column("sitting_id", sa.Integer(), sa.ForeignKey("sitting.id"), index=True),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer()),
    )


def _outcome() -> None:
    op.create_table(
        "outcome",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "matter_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False, index=True
        ),
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id"), unique=True),
        sa.Column("sitting_id", sa.Integer(), sa.ForeignKey("sitting.id"), unique=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("tasks", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("review_at", sa.BigInteger()),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("at", sa.BigInteger()),
    )
