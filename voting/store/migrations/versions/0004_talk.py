"""The tables of solutions, of the talk about a matter, and of moderation."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _solution()
    _solution_version()
    _solution_cite()
    _coauthor()
    _amendment()
    _position()
    _position_also()
    _summary()
    _summary_reply()
    _flag()
    _hiding()


def _solution() -> None:
    op.create_table(
        "solution",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("matter_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "author_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False, index=True
        ),
        sa.Column("signed_by", sa.Text(), nullable=False, server_default=""),
        sa.Column("picture", sa.Text(), nullable=False, server_default=""),
        sa.Column("photo_id", sa.Integer(), sa.ForeignKey("photo.id")),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger()),
        sa.Column("hidden", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("verify_due", sa.BigInteger()),
        sa.Column("light", sa.Text(), nullable=False, server_default=""),
        sa.Column("light_words", sa.Text(), nullable=False, server_default=""),
        sa.Column("light_by", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("light_at", sa.BigInteger()),
        sa.Column("light_version", sa.Integer()),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.UniqueConstraint("matter_id", "number"),
    )


def _solution_version() -> None:
    op.create_table(
        "solution_version",
        sa.Column("solution_id", sa.Integer(), sa.ForeignKey("solution.id"), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("amendment_id", sa.Integer()),
    )


def _solution_cite() -> None:
    op.create_table(
        "solution_cite",
        sa.Column("solution_id", sa.Integer(), sa.ForeignKey("solution.id"), primary_key=True),
        sa.Column(
            "matter_id", sa.Integer(), sa.ForeignKey("matter.id"), primary_key=True, index=True
        ),
    )


def _coauthor() -> None:
    op.create_table(
        "coauthor",
        sa.Column("solution_id", sa.Integer(), sa.ForeignKey("solution.id"), primary_key=True),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True, index=True
        ),
        sa.Column("invited_at", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.Boolean()),
        sa.Column("answered_at", sa.BigInteger()),
    )


def _amendment() -> None:
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "solution_id", sa.Integer(), sa.ForeignKey("solution.id"), nullable=False, index=True
        ),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False, index=True
        ),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("answer", sa.Text(), nullable=False, server_default=""),
        sa.Column("answer_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("answered_by", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("answered_at", sa.BigInteger()),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False, unique=True),
    )


def _position() -> None:
    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("matter_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False, index=True
        ),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("position.id"), index=True),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger()),
        sa.Column("hidden", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False, unique=True),
    )
    op.create_index(op.f("ix_position_matter_id_side"), "position", ["matter_id", "side"])


def _position_also() -> None:
    op.create_table(
        "position_also",
        sa.Column("position_id", sa.Integer(), sa.ForeignKey("position.id"), primary_key=True),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True, index=True
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )


def _summary() -> None:
    op.create_table(
        "summary",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("matter_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("not_agreed", sa.Text(), nullable=False, server_default=""),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("matter_id", "version"),
    )


def _summary_reply() -> None:
    op.create_table(
        "summary_reply",
        sa.Column("summary_id", sa.Integer(), sa.ForeignKey("summary.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )


def _flag() -> None:
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "matter_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False, index=True
        ),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("closed_by", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("closed_as", sa.Text(), nullable=False, server_default=""),
        sa.UniqueConstraint("kind", "subject_id", "person_id"),
    )


def _hiding() -> None:
    op.create_table(
        "hiding",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "matter_id", sa.Integer(), sa.ForeignKey("matter.id"), nullable=False, index=True
        ),
        sa.Column(
            "author_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False, index=True
        ),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False, server_default=""),
        sa.Column("appealed_at", sa.BigInteger()),
        sa.Column("heard_by", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("heard_at", sa.BigInteger()),
        sa.Column("heard_words", sa.Text(), nullable=False, server_default=""),
        sa.Column("upheld", sa.Boolean()),
    )
    op.create_index(op.f("ix_hiding_kind_subject_id"), "hiding", ["kind", "subject_id"])
