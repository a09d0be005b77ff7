"""The form of a solution between page and database: what it shows, what is kept, what went wrong.

New solutions, changes to one's own and amendments share it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from voting.deliberation.solutions import FIT, SOURCES
from voting.errors import ConflictError, InvalidError, MissingError
from voting.services import gathering, photos, proposing, raising, saving
from voting.services.matters import MatterView
from voting.services.proposing import SolutionView
from voting.services.saving import SavedForm
from web import offices
from web.forms import Reader
from web.forms import solutions as steps
from web.matters import rewording
from web.matters.solutions import told
from web.visit import Visit

SOLUTION, AMENDMENT = "solution", "amendment"
MORE = 3
UNSOUND = 422
CONFLICT = 409
_DIGITS = 9


def form_context(
    visit: Visit, connection: Connection, view: MatterView, kept: SavedForm, more: int = 0
) -> dict[str, object]:
    """Return what the fields of a solution need."""
    parts = gathering.parts(connection, view)
    meeting = bool(parts)
    known = parts if meeting else (view,)
    cited = kept.fields.get("cites", "").split() or [
        one.number for one in known[:1] if not known[1:]
    ]
    named = {one.number for one in known}
    places = raising.places(connection)
    so_far = steps.read(steps.reader_of(kept.fields, visit.language), places)
    return {
        "fields": kept.fields,
        "key": kept.token,
        "photo": kept.photo_id,
        "places": places,
        "meeting": meeting,
        "problems": [(one, one.number in cited) for one in known],
        "others": " ".join(one for one in cited if one not in named),
        "lines": steps.lines(kept.fields, more),
        "sources": list(SOURCES.items()),
        "questions": list(FIT.items()),
        "told": told(visit, replace(so_far, picture=so_far.picture or view.picture)),
        "picture": kept.fields.get("picture") or view.picture,
    }


def keep(
    visit: Visit, kind: str, saved: SavedForm, reader: Reader, marks: Mapping[str, str]
) -> SavedForm:
    """Keep what was written so far, with the photo if one was sent; return it as kept.

    That it cannot be kept (too many forms begun) stops nothing that is sent whole, without a photo.
    """
    person = offices.officer(visit)
    fields = {**{name: reader.raw(name) for name in reader.fields}, **marks}
    prepared = None
    if sent := visit.upload("photo"):
        prepared = reader.value("photo", lambda: photos.prepare(sent), None)

    def body(connection: Connection) -> int | None:
        photo_id = saved.photo_id
        if prepared is not None:
            photo_id = photos.keep(connection, person, prepared, visit.at)
        if visit.form.get("no_photo"):
            photo_id = None
        saving.save(connection, person, kind, saved.token, fields, photo_id=photo_id, at=visit.at)
        return photo_id

    try:
        photo_id = visit.write(body)
    except (InvalidError, ConflictError) as error:
        if prepared is not None or visit.form.get("step") or visit.form.get("do"):
            reader.refuse("", error)
        photo_id = saved.photo_id
    return SavedForm(token=saved.token, fields=fields, photo_id=photo_id, at=visit.at)


def done(visit: Visit, reader: Reader, act: Callable[[Connection], object]) -> int | None:
    """Do something unless the form has problems; return the status of what went wrong, or None."""
    if reader.problems:
        return UNSOUND
    try:
        visit.write(act)
    except (InvalidError, MissingError) as error:
        steps.refuse(reader, error)
        return UNSOUND
    except ConflictError as error:
        steps.refuse(reader, error)
        return CONFLICT
    return None


def begun(
    connection: Connection, visit: Visit, kind: str, solution: SolutionView
) -> SavedForm | None:
    """Return the change to a solution that the visitor has begun, the latest if several."""
    for one in saving.begun(connection, offices.officer(visit), kind):
        if (one.fields.get("matter"), one.fields.get("n")) == _place(solution):
            return one
    return None


def from_version(visit: Visit, key: str, solution: SolutionView) -> SavedForm:
    """Return a form filled in with a solution as it stands."""
    fields = {**steps.as_fields(solution.text), "seen": str(solution.version)}
    return SavedForm(token=key, fields=fields, photo_id=solution.photo_id, at=visit.at)


def seen(visit: Visit, kept: SavedForm, solution: SolutionView) -> int:
    """Return the version that the form was filled in from."""
    for text in (str(visit.form.get("seen", "")), kept.fields.get("seen", "")):
        if text.isascii() and text.isdecimal() and len(text) <= _DIGITS:
            return int(text)
    return solution.version


def marks(solution: SolutionView, version: int) -> dict[str, str]:
    """Return what a kept change notes of the solution it is about."""
    return {"matter": solution.matter, "n": str(solution.number), "seen": str(version)}


def newer(
    visit: Visit, connection: Connection, solution: SolutionView, version: int
) -> tuple[rewording.Change, ...]:
    """Return what changed in a solution since a version."""
    texts = {one.number: one.text for one in proposing.versions(connection, solution)}
    if version not in texts:
        return ()
    return rewording.changes(visit, texts[version], solution.text)


def _place(solution: SolutionView) -> tuple[str, str]:
    return solution.matter, str(solution.number)
