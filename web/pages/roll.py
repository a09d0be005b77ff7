"""The roll: who is on it, one person more or less, and a whole list from a spreadsheet.

A file is first shown as what it would change; the page carries it on to the import under a seal
(``web/carried``), so that what is imported is what was shown.
"""

from collections.abc import Sequence

from sqlalchemy import Connection
from starlette.responses import Response

from voting.canonical import Json, fingerprint
from voting.errors import ConflictError, InvalidError
from voting.formats.roll_csv import write_roll
from voting.roll import Elector
from voting.services import enrolment
from voting.services.enrolment import ImportCounts, RollPreview, RowError
from voting.words import say
from web import carried, offices
from web.carried import Carried
from web.forms import Reader
from web.forms.people import read_elector, read_reason, search, whole
from web.pages.changes import done
from web.sending import status
from web.visit import Visit

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS_SHOWN = 20
MOST_ERRORS_SHOWN = 1000
_AMISS = 422
_FIELDS = {"people.reference-taken": "reference"}
_SAMPLE = (
    Elector(reference="0001", name="Sari Wulandari", place="Krajan, RT 01"),
    Elector(reference="0002", name="Budi Santoso", place="Krajan, RT 02"),
    Elector(reference="0003", name="Wati Handayani", place="Kaliasem, RT 01"),
)


def index(visit: Visit) -> Response:
    """Show the roll in figures, and people page by page."""
    officer, text = offices.officer(visit), search(visit.query)
    with visit.read() as connection:
        summary = enrolment.summary(connection, officer)
        page = whole(visit.query, "halaman") or 1
        found = enrolment.people(connection, officer, text, page, at=visit.at)
    context = {
        "summary": summary,
        "dusun": _by_dusun(summary.places),
        "search": text,
        "found": found,
        "left": visit.query.get("left") == "1",
        "imported": (whole(visit.query, "new"), whole(visit.query, "changed"))
        if "new" in visit.query
        else None,
    }
    return visit.render("roll/index", context)


def person(visit: Visit) -> Response:
    """Show one person: their data, their slip, and what can be done."""
    officer, person_id = offices.officer(visit), whole(visit.query, "person")
    with visit.read() as connection:
        found = enrolment.resident(connection, officer, person_id, at=visit.at)
    return visit.render("roll/person", {"found": found, "done": visit.query.get("done", "")})


def add(visit: Visit) -> Response:
    """Add one resident to the roll."""
    officer, reader = offices.officer(visit), Reader(visit.form, visit.language)
    elector = read_elector(reader) if visit.is_post else None
    if elector is not None:
        wanted = elector
        try:
            added = visit.write(lambda c: enrolment.add_person(c, officer, wanted, visit.at))
        except ConflictError as error:
            reader.refuse(_FIELDS.get(error.code, ""), error)
        else:
            return visit.redirect("roll/person", person=added.id, done="added")
    with visit.read() as connection:
        places = [place for place, _ in enrolment.summary(connection, officer).places if place]
    context = {"reader": reader, "places": places}
    return visit.render("roll/add", context, status(reader))


def leave(visit: Visit) -> Response:
    """Note, with the reason, that somebody has died or moved away."""
    officer, reader = offices.officer(visit), Reader(visit.form, visit.language)
    person_id = whole(visit.form if visit.is_post else visit.query, "person")
    with visit.read() as connection:
        found = enrolment.resident(connection, officer, person_id, at=visit.at)
    if visit.is_post:
        reason = read_reason(reader)
        if done(
            visit, reader, lambda c: enrolment.leave(c, officer, person_id, reason, at=visit.at)
        ):
            return visit.redirect("roll/index", left=1)
    context = {"reader": reader, "found": found}
    return visit.render("roll/leave", context, status(reader))


def upload(visit: Visit) -> Response:
    """Ask for the roll's file."""
    return _ask_file(visit, Reader(visit.form, visit.language))


def sample(visit: Visit) -> Response:
    """Return a small file to begin from, as spreadsheets of this language write it."""
    name = visit.gettext("sample-roll.csv")
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    data = write_roll(_SAMPLE, visit.language)
    return Response(data, media_type="text/csv; charset=utf-8", headers=headers)


def preview(visit: Visit) -> Response:
    """Show what a file would change, or every row of it that is wrong; nothing is imported."""
    reader = Reader(visit.form, visit.language)
    data = visit.upload("file")
    if not data:
        reader.refuse("file", InvalidError("roll.no-file"))
    elif len(data) > MOST_BYTES:
        reader.refuse("file", InvalidError("roll.file-too-large", most=MOST_BYTES >> 20))
    return _ask_file(visit, reader) if reader.problems else _show(visit, reader, data)


def bring_in(visit: Visit) -> Response:
    """Import the file that a preview showed; if the roll has changed since, show it anew."""
    officer, reader = offices.officer(visit), Reader(visit.form, visit.language)
    pieces = [str(piece) for piece in visit.form.getlist("file")]
    try:
        file = carried.unpack(visit.site.csrf_key, officer, pieces)
    except InvalidError as error:
        reader.refuse("file", error)
        return _ask_file(visit, reader)

    def body(connection: Connection) -> ImportCounts:
        now = enrolment.preview(connection, officer, file.data, visit.at)
        if _mark(now) != file.shown:
            raise ConflictError("roll.changed-since-preview")
        return enrolment.import_file(connection, officer, file.data, visit.at)

    try:
        counts = visit.write(body)
    except ConflictError as error:
        reader.refuse("", error)
        return _show(visit, reader, file.data)
    return visit.redirect("roll/index", new=counts.new, changed=counts.changed)


def _ask_file(visit: Visit, reader: Reader) -> Response:
    return visit.render("roll/upload", {"reader": reader}, status(reader))


def _show(visit: Visit, reader: Reader, data: bytes) -> Response:
    officer = offices.officer(visit)
    with visit.read() as connection:
        found = enrolment.preview(connection, officer, data, visit.at)
    pieces = []
    if not found.errors:
        file = Carried(data=data, shown=_mark(found))
        pieces = carried.pack(visit.site.csrf_key, officer, file)
    context = {
        "reader": reader,
        "found": found,
        "most": MOST_ROWS_SHOWN,
        "errors": [(e.line, _sentence(visit, e)) for e in found.errors[:MOST_ERRORS_SHOWN]],
        "pieces": pieces,
        "nothing": not (found.new or found.changed),
        "other_language_url": "",
    }
    return visit.render("roll/preview", context, _AMISS if found.errors else status(reader))


def _mark(found: RollPreview) -> bytes:
    """Return the hash of what a preview shows."""
    shown: dict[str, Json] = {
        "new": [_row(one) for one in found.new],
        "changed": [[*_row(one.before), *_row(one.after)] for one in found.changed],
        "unchanged": found.unchanged,
        "absent": found.absent,
    }
    return bytes.fromhex(fingerprint(shown))


def _row(elector: Elector) -> list[Json]:
    return [elector.reference, elector.name, elector.place]


def _sentence(visit: Visit, error: RowError) -> str:
    """Return what is wrong with a row, with roles called as people call them."""
    refusal = offices.in_words(visit, InvalidError(error.code, **error.params))
    return say(refusal.code, refusal.params, visit.language)


def _by_dusun(places: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return how many residents each dusun has, its neighbourhoods together."""
    found: dict[str, int] = {}
    for place, residents in places:
        dusun = place.partition(",")[0]
        found[dusun] = found.get(dusun, 0) + residents
    return list(found.items())
