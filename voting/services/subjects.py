"""The registry of what can be reported and hidden: matters, solutions, positions, photos and more.

A kind and a number lead to whose words they are and where; ``hide`` and ``restore`` set the mark
that every list and page heeds. The room of each kind shows a stub where the mark is set.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from voting.errors import ConflictError, MissingError
from voting.services import searching
from voting.store import subjects as store
from voting.store.subjects import Subject

__all__ = ["KINDS", "Subject", "find", "find_many", "hide", "is_photo_hidden", "restore"]

KINDS = store.kinds()


def find(connection: Connection, kind: str, subject_id: int) -> Subject:
    """Return one thing; MissingError if the kind or the number is unknown."""
    found = find_many(connection, kind, [subject_id]).get(subject_id)
    if found is None:
        raise MissingError("moderation.no-subject")
    return found


def find_many(connection: Connection, kind: str, ids: Collection[int]) -> Mapping[int, Subject]:
    """Return several things of one kind by their numbers, as far as there are any; one query."""
    if kind not in KINDS:
        raise MissingError("moderation.no-subject")
    return store.find(connection, kind, ids)


def hide(connection: Connection, subject: Subject) -> None:
    """Hide a thing; ConflictError if somebody else just did."""
    hidden = not subject.hidden and store.set_hidden(
        connection, subject.kind, subject.id, hidden=True
    )
    if not hidden:
        raise ConflictError("moderation.hidden-already")
    if subject.kind == "solution":
        searching.refresh(connection, subject.matter_id)  # its title finds the matter no more


def restore(connection: Connection, kind: str, subject_id: int) -> None:
    """Show a thing again."""
    store.set_hidden(connection, kind, subject_id, hidden=False)
    if kind == "solution":
        searching.refresh(connection, find(connection, kind, subject_id).matter_id)


def is_photo_hidden(connection: Connection, photo_id: int) -> bool:
    """Tell whether a photo was hidden and no appeal has brought it back."""
    return store.is_photo_hidden(connection, photo_id)
