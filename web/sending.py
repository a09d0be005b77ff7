"""Sending a form: its act is done, or what stands against it is said beside the field."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from voting.errors import ConflictError, InvalidError, MissingError
from web.forms import Reader
from web.visit import Visit

_AMISS = 422


def done(
    visit: Visit,
    reader: Reader,
    act: Callable[[Connection], object],
    fields: Mapping[str, str],
) -> bool:
    """Do an act unless the form has problems already; tell whether it is done and on record.

    ``fields`` names the field that a refusal is about, by its code; any other is about the form.
    """
    if reader.problems:
        return False
    try:
        visit.write(act)
    except (InvalidError, ConflictError, MissingError) as error:
        reader.refuse(fields.get(error.code, ""), error)
        return False
    return True


def status(reader: Reader) -> int:
    """Return the status of a form's page: 422 if it came back with problems."""
    return _AMISS if reader.problems else 200
