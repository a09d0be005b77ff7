"""Problems: the board of all that wait, reporting one, having it too, answering, merging."""

from dataclasses import replace

from sqlalchemy import Connection
from starlette.responses import Response

from voting.deliberation.matters import MatterAct, Phase
from voting.deliberation.themes import THEMES
from voting.errors import ConflictError
from voting.services import answering, matters, merging, photos, raising, saving, searching
from voting.services.keys import fresh
from voting.services.matters import MatterView, Wanted
from voting.services.saving import SavedForm
from web import offices, paging, sending
from web.forms import Reader
from web.forms import problems as steps
from web.forms.moments import moment_field, read_moment
from web.matters import problem
from web.visit import Visit

KIND = "problem"
MOST_ALIKE = 3
PAGE = 20
_KEY_BYTES = 16
_DIGITS = 9


def index(visit: Visit) -> Response:
    """Show the board of problems that wait for an answer, the longest waiting first."""
    theme = visit.query.get("theme", "")
    theme = theme if theme in THEMES else ""
    wanted = Wanted(phase=Phase.PROBLEM, running=True, theme=theme, order="answer", limit=PAGE)
    with visit.read() as connection:
        page = paging.pages(visit, matters.count(connection, wanted), PAGE)
        views = matters.index(connection, replace(wanted, offset=page.offset))
        cards = problem.cards(visit, connection, views)
    known = list(THEMES.values())
    context = {"cards": cards, "themes": known, "theme": theme, "page": page}
    return visit.render("problems/index", context)


def report(visit: Visit) -> Response:
    """Lead a resident through reporting a problem; every step is kept on the server."""
    resident = offices.officer(visit)
    given = visit.form if visit.is_post else visit.query
    key = str(given.get("key") or "") or fresh(_KEY_BYTES).hex()
    with visit.read() as connection:
        saved = saving.load(connection, resident, KIND, key)
        places = raising.places(connection)
    kept = saved or SavedForm(token=key, fields={}, photo_id=None, at=visit.at)
    reader = Reader(given, visit.language)
    step = reader.raw("step")
    if not visit.is_post:
        return _page(visit, kept, reader, step)
    if step == "check":
        return _send(visit, kept, reader)
    steps.check(step, reader, places)
    kept = _keep(visit, kept, reader)
    if reader.problems:
        return _page(visit, kept, reader, step)
    return visit.redirect("problems/report", key=key, step=steps.first_missing(kept.fields))


def support(visit: Visit) -> Response:
    """Say that one has a problem too, or take it back."""
    number = visit.params["matter"]
    wanted = visit.form.get("wanted", "1") != "0"
    person = offices.officer(visit)
    visit.write(lambda c: raising.support(c, person, number, wanted=wanted, at=visit.at))
    target = visit.came_from("home/show") if visit.form.get("next") else ""
    response = visit.redirect("matters/show", matter=number)
    if target:
        response.headers["location"] = target
    return response


def answer(visit: Visit) -> Response:
    """Answer a problem in public: take it up, later, or decline, each with words."""
    person, number = offices.officer(visit), visit.params["matter"]
    reader = Reader(visit.form, visit.language)
    zone = visit.site.settings.timezone
    with visit.read() as connection:
        view = matters.show(connection, number)
        earlier = answering.answers(connection, view)
        alike = [one for one in searching.similar(connection, view.title, limit=4) if one != view]
    if visit.is_post:
        decision = reader.choice("decision", answering.DECISIONS)
        due = None
        if decision == answering.LATER:
            due = reader.value("due", lambda: read_moment(reader.raw("due"), zone), 0)
        words = reader.text("words", most=answering.LONGEST_ANSWER)
        seen = reader.whole("seen", most=999)
        if sending.done(
            visit,
            reader,
            lambda c: answering.answer(
                c, person, number, decision, words, seen=seen, due=due, at=visit.at
            ),
            _FIELDS,
        ):
            return visit.redirect("matters/show", matter=number)
    context = {
        "view": view,
        "reader": reader,
        "earlier": earlier,
        "alike": alike[:MOST_ALIKE],
        "due": moment_field(reader, "due", zone, visit.at + 60 * 86_400),
    }
    return visit.render("problems/answer", context, sending.status(reader))


def merge(visit: Visit) -> Response:
    """Propose to merge a matter into another one; whoever raised it decides."""
    person, number = offices.officer(visit), visit.params["matter"]
    reader = Reader(visit.form if visit.is_post else visit.query, visit.language)
    with visit.read() as connection:
        view = matters.show(connection, number)
        asked = f"{view.title} {reader.raw('q')}"
        found = searching.similar(connection, asked, limit=9)
        alike = [o for o in found if o != view and o.standing().allows(MatterAct.MERGE)]
        proposed = merging.mergers_of(connection, view.id)
    if visit.is_post:
        into = reader.text("into", most=20)
        reason = reader.text("reason", most=500)
        if sending.done(
            visit,
            reader,
            lambda c: merging.propose(c, person, number, into, reason, at=visit.at),
            _FIELDS,
        ):
            return visit.redirect("matters/show", matter=number)
    context = {"view": view, "reader": reader, "alike": alike, "proposed": proposed}
    return visit.render("problems/merge", context, sending.status(reader))


def consent(visit: Visit) -> Response:
    """Ask whoever raised a problem, then each supporter, about merging it."""
    person, number = offices.officer(visit), visit.params["matter"]
    reader = Reader(visit.form, visit.language)
    if visit.is_post:
        merger_id, agreed = _id(reader.raw("merger")), reader.raw("agreed") == "1"
        service = merging.consent if reader.raw("as") == "author" else merging.reply
        if sending.done(
            visit,
            reader,
            lambda c: service(c, person, merger_id, agreed=agreed, at=visit.at),
            _FIELDS,
        ):
            return visit.redirect("problems/consent", matter=number, done=1)
    with visit.read() as connection:
        view = matters.show(connection, number)
        if view.hidden:
            raise ConflictError("matter.is-hidden")
        mergers = merging.mergers_of(connection, view.id)
        asked = {one.id for one in merging.asked(connection, person)}
    context = {
        "view": view,
        "reader": reader,
        "own": [m for m in mergers if m.agreed is None and m.raised_by == person.id],
        "asked": [m for m in mergers if m.id in asked],
        "done": bool(visit.query.get("done")),
    }
    return visit.render("problems/consent", context, sending.status(reader))


def _page(visit: Visit, kept: SavedForm, reader: Reader, step: str) -> Response:
    """Show a step of the report; one that cannot come yet leads to the one that is missing."""
    missing = steps.first_missing(kept.fields)
    allowed = steps.STEPS[: steps.STEPS.index(missing) + 1]
    step = step if step in allowed else missing
    draft = steps.draft(kept.fields, kept.photo_id)
    resident = offices.officer(visit)
    with visit.read() as connection:
        places = raising.places(connection)
        written = f"{draft.title} {draft.words}"
        found = searching.similar(connection, written, limit=MOST_ALIKE) if step == "check" else ()
        alike = problem.cards(visit, connection, list(found))
        others = [
            one for one in saving.begun(connection, resident, KIND) if one.token != kept.token
        ]
    context = {
        "step": step,
        "number": steps.STEPS.index(step) + 1,
        "key": kept.token,
        "fields": kept.fields,
        "draft": draft,
        "photo": kept.photo_id,
        "places": places,
        "own_place": visit.person.place if visit.person else "",
        "themes": list(THEMES.values()),
        "causes": steps.CAUSES,
        "alike": alike,
        "begun": [one for one in others if one.fields.get("title")] if step == "theme" else [],
        "reader": reader,
    }
    return visit.render("problems/report", context, sending.status(reader))


def _keep(visit: Visit, saved: SavedForm, reader: Reader) -> SavedForm:
    """Keep what was written so far, with the photo if one was sent."""
    person = offices.officer(visit)
    fields = steps.written(visit.form, saved.fields)
    photo = None
    if sent := visit.upload("photo"):
        photo = reader.value("photo", lambda: photos.prepare(sent), None)

    def body(connection: Connection) -> int | None:
        photo_id = saved.photo_id if photo is None else _stored(connection, photo)
        photo_id = None if reader.raw("no_photo") else photo_id
        saving.save(connection, person, KIND, saved.token, fields, photo_id=photo_id, at=visit.at)
        return photo_id

    def _stored(connection: Connection, prepared: photos.PreparedPhoto) -> int:
        return photos.keep(connection, person, prepared, visit.at)

    photo_id = visit.write(body)
    return SavedForm(token=saved.token, fields=fields, photo_id=photo_id, at=visit.at)


def _send(visit: Visit, kept: SavedForm, reader: Reader) -> Response:
    """Send the problem; a form sent twice leads to the same matter."""
    person = offices.officer(visit)
    draft = steps.draft(kept.fields, kept.photo_id)
    sent: list[MatterView] = []

    def body(connection: Connection) -> None:
        sent[:] = [raising.raise_problem(connection, person, draft, key=kept.token, at=visit.at)]

    if sending.done(visit, reader, body, _FIELDS):
        return visit.redirect("matters/show", matter=sent[0].number, sent=1)
    return _page(visit, kept, reader, "check")


_FIELDS = {
    "matter.unknown": "into",
    "merging.same": "into",
    "people.no-reason": "reason",
    "problem.no-answer": "words",
    "problem.no-answer-date": "due",
}


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0
