"""The tables of matters from a problem to an answer, of who follows them, and of saved forms."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _photo()
    _matter()
    _support()
    _matter_answer()
    _merger()
    _merger_ask()
    _gathering()
    _matter_act()
    _follow()
    _notice()
    _saved_form()


def _photo() -> None:
    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )


def _matter() -> None:
    op.create_table(
        "matter",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Text(), nullable=False, unique=True),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("theme", sa.Text(), nullable=False, index=True),
        sa.Column("place", sa.Text(), nullable=False, server_default="", index=True),
        sa.Column("households", sa.Integer()),
        sa.Column("causes", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("picture", sa.Text(), nullable=False, server_default=""),
        sa.Column("photo_id", sa.Integer(), sa.ForeignKey("photo.id")),
        sa.Column("phase", sa.Text(), nullable=False, index=True),
        sa.Column("phase_since", sa.BigInteger(), nullable=False),
        sa.Column("phase_until", sa.BigInteger()),
        sa.Column("plan", sa.Text(), nullable=False, server_default="{}"),
        sa.Column(
            "raised_by", sa.Integer(), sa.ForeignKey("person.id"), nullable=False, index=True
        ),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_due", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("ended_as", sa.Text(), nullable=False, server_default=""),
        sa.Column("merged_into", sa.Integer(), sa.ForeignKey("matter.id"), index=True),
        sa.Column("hidden", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False, unique=True),
    )
    op.create_index(op.f("ix_matter_raised_at"), "matter", ["raised_at"])


def _support() -> None:
    op.create_table(
        "support",
        sa.Column("matter_id", sa.Integer(), sa.ForeignKey("matter.id"), primary_key=True),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True, index=True
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger()),
    )


def _matter_answer() -> None:
    op.create_table(
        "matter_answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "matter_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False, index=True
        ),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )


def _merger() -> None:
    op.create_table(
        "merger",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "matter_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False, index=True
        ),
        sa.Column("into_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False, index=True),
        sa.Column("proposed_by", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreed", sa.Boolean()),
        sa.Column("answered_at", sa.BigInteger()),
    )


def _merger_ask() -> None:
    op.create_table(
        "merger_ask",
        sa.Column("merger_id", sa.Integer(), sa.ForeignKey("merger.id"), primary_key=True),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True, index=True
        ),
        sa.Column("agreed", sa.Boolean()),
        sa.Column("answered_at", sa.BigInteger()),
    )


def _gathering() -> None:
    op.create_table(
        "gathering",
        sa.Column("matter_id", sa.Integer(), sa.ForeignKey("matter.id"), primary_key=True),
        sa.Column(
            "part_id", sa.Integer(), sa.ForeignKey("matter.id"), primary_key=True, index=True
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )


def _matter_act() -> None:
    op.create_table(
        "matter_act",
        sa.Column("entry", sa.Integer(), sa.ForeignKey("log_entry.index"), primary_key=True),
        sa.Column(
            "matter_id", sa.Integer(), sa.ForeignKey("matter.id"), primary_key=True, index=True
        ),
    )


def _follow() -> None:
    op.create_table(
        "follow",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column(
            "matter_id", sa.Integer(), sa.ForeignKey("matter.id"), primary_key=True, index=True
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("matter_id", sa.Integer(), sa.ForeignKey("matter.id"), index=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger()),
    )
    op.create_index(op.f("ix_notice_person_id_at"), "notice", ["person_id", "at"])


def _saved_form() -> None:
    op.create_table(
        "saved_form",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("token", sa.Text(), primary_key=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("photo_id", sa.Integer(), sa.ForeignKey("photo.id")),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
