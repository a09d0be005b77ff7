"""The first tables: community and people, contests and rolls, ballots, log, results."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    _community()
    _contests()
    _ballots()
    _log()


def _community() -> None:
    op.create_table(
        "community",
        sa.Column("id", sa.Integer(), sa.CheckConstraint("id = 1", name="one"), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("founded_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.Text(), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False, server_default=""),
        sa.Column("left_at", sa.BigInteger()),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger()),
    )
    op.create_index(op.f("ix_role_grant_person_id"), "role_grant", ["person_id"])
    op.create_table(
        "slip",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("pin_hash", sa.Text()),
        sa.Column("pin_at", sa.BigInteger()),
    )
    op.create_table(
        "login",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False, unique=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("account", sa.LargeBinary(), primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.LargeBinary(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("officer", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_web_session_person_id"), "web_session", ["person_id"])


def _contests() -> None:
    op.create_table(
        "contest",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Text(), nullable=False, unique=True),
        sa.Column("poll", sa.Text(), nullable=False, unique=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False, server_default=""),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False, server_default=""),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opens", sa.BigInteger(), nullable=False),
        sa.Column("closes", sa.BigInteger(), nullable=False),
        sa.Column("grace", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("manifest", sa.LargeBinary()),
        sa.Column("opened_at", sa.BigInteger()),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("published_at", sa.BigInteger()),
    )
    op.create_index(op.f("ix_contest_state"), "contest", ["state"])
    op.create_table(
        "contest_option",
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id"), primary_key=True),
        sa.Column("option_id", sa.Text(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False, server_default=""),
        sa.Column("picture", sa.Text(), nullable=False, server_default=""),
        sa.Column("cost", sa.BigInteger()),
        sa.Column("withdrawn_at", sa.BigInteger()),
    )
    op.create_table(
        "elector",
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("voted", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("added_at", sa.BigInteger()),
        sa.Column("struck_at", sa.BigInteger()),
        sa.UniqueConstraint("contest_id", "number"),
    )
    op.create_index(op.f("ix_elector_person_id"), "elector", ["person_id"])


def _ballots() -> None:
    op.create_table(
        "box",
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id"), primary_key=True),
        sa.Column("commitment", sa.LargeBinary(), primary_key=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "retry",
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id"), primary_key=True),
        sa.Column("key_hash", sa.LargeBinary(), primary_key=True),
        sa.Column("receipt", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "opened_ballot",
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id"), primary_key=True),
        sa.Column("commitment", sa.LargeBinary(), primary_key=True),
        sa.Column("ballot", sa.LargeBinary(), nullable=False),
        sa.Column("server_share", sa.LargeBinary(), nullable=False),
        sa.Column("voter_share", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "open_ballot",
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("sequence", sa.Integer(), primary_key=True),
        sa.Column("ballot", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("retry_hash", sa.LargeBinary(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.UniqueConstraint("contest_id", "retry_hash"),
    )


def _log() -> None:
    op.create_table(
        "log_entry",
        sa.Column("index", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id")),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index(op.f("ix_log_entry_contest_id"), "log_entry", ["contest_id"])
    op.create_table(
        "act",
        sa.Column("entry", sa.Integer(), sa.ForeignKey("log_entry.index"), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id")),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("detail", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
    )
    op.create_index(op.f("ix_act_contest_id"), "act", ["contest_id"])
    op.create_table(
        "checkpoint",
        sa.Column("size", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "draw",
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id"), primary_key=True),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("share", sa.LargeBinary()),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "result",
        sa.Column("contest_id", sa.Integer(), sa.ForeignKey("contest.id"), primary_key=True),
        sa.Column("transcript", sa.LargeBinary(), nullable=False),
        sa.Column("bundle", sa.LargeBinary()),
    )
