"""Forms that somebody has begun: their fields, kept until they are sent or thrown away."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from voting.canonical import encode
from voting.store.rows import saved_form


@dataclass(frozen=True, kw_only=True)
class SavedForm:
    """A form as it was left: its token, its fields, the photo that came with it, when."""

    token: str
    fields: Mapping[str, str]
    photo_id: int | None
    at: int


def read(connection: Connection, person_id: int, kind: str, token: str) -> SavedForm | None:
    """Return a form of somebody, or None."""
    query = select(saved_form).where(*_one(person_id, kind, token))
    row = connection.execute(query).first()
    return None if row is None else _form(row)


def listed(connection: Connection, person_id: int, kind: str) -> tuple[SavedForm, ...]:
    """Return the forms of one kind that somebody has begun, the latest first."""
    mine = (saved_form.c.person_id == person_id, saved_form.c.kind == kind)
    query = select(saved_form).where(*mine).order_by(saved_form.c.at.desc(), saved_form.c.token)
    return tuple(_form(row) for row in connection.execute(query))


def count(connection: Connection, person_id: int) -> int:
    """Return how many forms somebody has begun."""
    mine = saved_form.c.person_id == person_id
    query = select(func.count()).select_from(saved_form).where(mine)
    return int(connection.execute(query).scalar_one())


def write(
    connection: Connection,
    person_id: int,
    kind: str,
    token: str,
    *,
    fields: Mapping[str, str],
    photo_id: int | None,
    at: int,
) -> None:
    """Keep a form as it stands now."""
    values = {"fields": encode(dict(fields)).decode(), "photo_id": photo_id, "at": at}
    one = _one(person_id, kind, token)
    if connection.execute(update(saved_form).where(*one).values(**values)).rowcount:
        return
    key = {"person_id": person_id, "kind": kind, "token": token}
    connection.execute(insert(saved_form).values(**key, **values))


def drop(connection: Connection, person_id: int, kind: str, token: str) -> None:
    """Forget a form."""
    connection.execute(delete(saved_form).where(*_one(person_id, kind, token)))


def drop_before(connection: Connection, at: int) -> None:
    """Forget every form that nobody has touched since a moment."""
    connection.execute(delete(saved_form).where(saved_form.c.at < at))


def _one(person_id: int, kind: str, token: str) -> tuple[Any, ...]:
    return (
        saved_form.c.person_id == person_id,
        saved_form.c.kind == kind,
        saved_form.c.token == token,
    )


def _form(row: Row[Any]) -> SavedForm:
    return SavedForm(
        token=row.token, fields=json.loads(row.fields), photo_id=row.photo_id, at=row.at
    )
