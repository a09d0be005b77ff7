"""The words that matters are found by, and the full-text index over them.

``matter_text`` holds the words plainly and folded; each database indexes them in its own way:
SQLite by an FTS5 table that triggers keep in step, PostgreSQL by a GIN index.
"""

from sqlalchemy import DDL, Column, ForeignKey, MetaData, Table, Text, event

from voting.store.rows.metadata import metadata

matter_text = Table(
    "matter_text",
    metadata,
    Column("matter_id", ForeignKey("matter.id"), primary_key=True),
    Column("title", Text, nullable=False),
    Column("words", Text, nullable=False),
)

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


def _ddl(statement: str) -> DDL:
    return DDL(statement)  # type: ignore[no-untyped-call]


def _listen(tables: MetaData) -> None:
    for statement in _SQLITE:
        made = _ddl(statement).execute_if(dialect="sqlite")
        event.listen(matter_text, "after_create", made)
    for statement in _POSTGRES:
        made = _ddl(statement).execute_if(dialect="postgresql")
        event.listen(matter_text, "after_create", made)
    gone = _ddl("DROP TABLE IF EXISTS matter_index").execute_if(dialect="sqlite")
    event.listen(tables, "before_drop", gone)


_listen(metadata)
