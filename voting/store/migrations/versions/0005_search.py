"""The words that matters are found by, and the full-text index of either database."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SQLITE = (
    "CREATE VIRTUAL TABLE matter_index USING fts5(title, words, content='matter_text',"
    " content_rowid='matter_id', tokenize='unicode61')",
    "CREATE TRIGGER matter_index_added AFTER INSERT ON matter_text BEGIN"
    " INSERT INTO matter_index(rowid, title, words)"
    " VALUES (new.matter_id, new.title, new.words); END",
    "CREATE TRIGGER matter_index_changed AFTER UPDATE ON matter_text BEGIN"
    " INSERT INTO matter_index(matter_index, rowid, title, words)"
    " VALUES ('delete', old.matter_id, old.title, old.words);"
    " INSERT INTO matter_index(rowid, title, words)"
    " VALUES (new.matter_id, new.title, new.words); END",
    "CREATE TRIGGER matter_index_removed AFTER DELETE ON matter_text BEGIN"
    " INSERT INTO matter_index(matter_index, rowid, title, words)"
    " VALUES ('delete', old.matter_id, old.title, old.words); END",
)
_POSTGRES = (
    "CREATE INDEX matter_index ON matter_text"
    " USING gin (to_tsvector('simple', title || ' ' || words))",
)


def upgrade() -> None:
    """Make the table and its index."""
    op.create_table(
        "matter_text",
        sa.Column("matter_id", sa.Integer(), sa.ForeignKey("matter.id"), primary_key=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(statement)
