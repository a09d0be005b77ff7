"""Finding matters by their words, with the full-text index of either database."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, text, update

from voting.store.rows.search import matter_text

_SQLITE = text(
    "SELECT rowid FROM matter_index WHERE matter_index MATCH :words"
    " ORDER BY bm25(matter_index, 4.0, 1.0), rowid DESC LIMIT :limit"
)
_POSTGRES = text(
    "SELECT matter_id FROM matter_text, to_tsquery('simple', :words) AS asked"
    " WHERE to_tsvector('simple', title || ' ' || words) @@ asked"
    " ORDER BY ts_rank(setweight(to_tsvector('simple', title), 'A')"
    " || setweight(to_tsvector('simple', words), 'D'), asked) DESC, matter_id DESC LIMIT :limit"
)


def write(connection: Connection, matter_id: int, title: str, words: str) -> None:
    """Keep the words a matter is found by, folded already, in place of what stood there."""
    mine = matter_text.c.matter_id == matter_id
    values = {"title": title, "words": words}
    if not connection.execute(update(matter_text).where(mine).values(**values)).rowcount:
        connection.execute(insert(matter_text).values(matter_id=matter_id, **values))


def find(connection: Connection, words: Sequence[str], *, every: bool, limit: int) -> list[int]:
    """Return the ids of matters with words that begin like these, the best first.

    ``words`` are letters and digits only. ``every``: all of them must be there, else any.
    """
    if not words:
        return []
    if connection.dialect.name == "sqlite":
        asked = (" AND " if every else " OR ").join(f'"{word}"*' for word in words)
        query = _SQLITE
    else:
        asked = (" & " if every else " | ").join(f"{word}:*" for word in words)
        query = _POSTGRES
    return list(connection.execute(query, {"words": asked, "limit": limit}).scalars())
