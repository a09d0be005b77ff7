"""Counting the queries of a page: the same number however much there is to show."""

from contextlib import contextmanager

from sqlalchemy import event


@contextmanager
def counted(database):
    """Yield a list that grows by every statement sent to a database."""
    sent = []

    def note(_connection, _cursor, statement, *_more):
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
