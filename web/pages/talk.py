"""The talk about a matter: its positions, where one stands oneself, "me too", answers."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection
from starlette.responses import Response

from voting.deliberation.matters import MatterAct
from voting.deliberation.talk import ANSWERED, Side
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.roll import Role
from voting.services import saving, talking
from voting.services.matters import MatterView
from voting.services.talking import PositionView
from web import offices, paging
from web.forms import Reader
from web.forms.keys import form_key, is_key, path_number
from web.matters import cases, talk
from web.visit import Visit

PAGE = 20
KIND = "position"
_AMISS = 422
_MOST_TYPED = 20_000  # more is cut by the service, with a sentence; this is for the memory
_FIELDS = {"talk.no-side": "side", "talk.no-words": "words", "matter.text-too-long": "words"}


def index(visit: Visit) -> Response:
    """List all positions of one side: the most shared first, or the newest."""
    side = visit.query.get("side", Side.FOR)
    side = Side(side) if side in set(Side) else Side.FOR
    newest = visit.query.get("order") == "new"
    with visit.read() as connection:
        view = talk.matter_of(visit, connection)
        counts = talking.counts(connection, view)
        at = paging.pages(visit, counts.get(side, (0, 0))[0], PAGE)
        found = talking.listed(
            connection,
            view,
            side,
            visit.person,
            newest=newest,
            limit=PAGE,
            offset=at.offset,
        )
        context = _around(visit, connection, view, found)
    tabs = [(one, talk.side_title(visit, one), counts.get(one, (0, 0))[0]) for one in Side]
    context |= {"view": view, "side": side, "tabs": tabs, "newest": newest, "found": found}
    return visit.render("talk/index", {**context, "at": at})


def show(visit: Visit) -> Response:
    """Show one position with its answers, and what its author said before."""
    with visit.read() as connection:
        view = talk.matter_of(visit, connection)
        position = _position(visit, connection, view)
        past = talking.history(connection, position, visit.person)
        context = _around(visit, connection, view, [position, *past])
        parent = None
        if position.parent_id is not None:
            parent = talking.show(connection, view, position.parent_id, visit.person)
    earlier = [one for one in past if one.id != position.id]
    context |= {"view": view, "position": position, "earlier": earlier, "parent": parent}
    return visit.render("talk/show", {**context, "title": talk.side_title(visit, position.side)})


def write(visit: Visit) -> Response:
    """Say where one stands, or change that; what was begun comes back."""
    person, number = offices.officer(visit), visit.params["matter"]
    reader = Reader(visit.form, visit.language)
    with visit.read() as connection:
        view = talk.matter_of(visit, connection)
        own = talking.own(connection, view, person)
        begun = [one for one in saving.begun(connection, person, KIND) if _is_here(one, number)]
    key = form_key(visit.form if visit.is_post else {"key": begun[0].token if begun else ""})
    side, words = reader.raw("side"), reader.raw("words")[:_MOST_TYPED]
    if visit.is_post:
        if reader.raw("do") == "save":
            if _keep(visit, reader, key, {"matter": number, "side": side, "words": words}):
                return visit.redirect("talk/write", matter=number, kept=1)
        elif _said(visit, reader, lambda c: _speak(visit, c, side, words)):
            return _to_talk(visit, said=1)
        else:
            _keep(visit, None, key, {"matter": number, "side": side, "words": words})
    elif begun:
        side, words = begun[0].fields.get("side", ""), begun[0].fields.get("words", "")
    elif own is not None:
        side, words = own.side, own.words
    asked = visit.query.get("side", "")
    context = {
        "view": view,
        "own": own,
        "reader": reader,
        "key": key,
        "side": asked if asked in set(Side) and not visit.is_post else side,
        "words": words,
        "begun": bool(begun) and not visit.is_post,
        "icons": talk.ICONS,
    }
    return visit.render("talk/write", context, _AMISS if reader.problems else 200)


def withdraw(visit: Visit) -> Response:
    """Take one's position back."""
    person, number = offices.officer(visit), visit.params["matter"]
    visit.write(lambda c: talking.withdraw(c, person, number, at=visit.at))
    return _to_talk(visit)


def share(visit: Visit) -> Response:
    """Say "me too" to a position, or take that back; leads back to where one was."""
    person, number = offices.officer(visit), visit.params["matter"]
    position_id = path_number(visit.params["position"], "talk.no-position")
    wanted = visit.form.get("wanted", "1") != "0"
    visit.write(lambda c: talking.share(c, person, number, position_id, wanted=wanted, at=visit.at))
    response = visit.redirect("matters/show", matter=number)
    if visit.form.get("next"):
        response.headers["location"] = visit.came_from("home/show")
    response.headers["location"] += f"#p-{position_id}"
    return response


def answer(visit: Visit) -> Response:
    """Answer a question or a condition, as author of a solution or as moderator."""
    person, number = offices.officer(visit), visit.params["matter"]
    reader, key = Reader(visit.form, visit.language), form_key(visit.form)
    words = reader.raw("words")[:_MOST_TYPED]
    with visit.read() as connection:
        view = talk.matter_of(visit, connection)
        if not talking.may_answer(connection, view, person):
            raise ForbiddenError("talk.only-authors-answer")
        position = _position(visit, connection, view)
        context = _around(visit, connection, view, [position])
    if visit.is_post and _said(
        visit,
        reader,
        lambda c: talking.answer(
            c, person, number, position.id, words, key=_key(visit), at=visit.at
        ),
    ):
        response = visit.redirect("matters/show", matter=number)
        response.headers["location"] += f"#p-{position.id}"
        return response
    context |= {"view": view, "position": position, "reader": reader, "key": key, "words": words}
    return visit.render("talk/answer", context, _AMISS if reader.problems else 200)


def _around(
    visit: Visit, connection: Connection, view: MatterView, positions: Sequence[PositionView]
) -> dict[str, object]:
    """Return what every list of positions needs: answers, stubs, and what one may do."""
    answers = talking.answers(connection, positions, visit.person)
    given = [one for listed in answers.values() for one in listed]
    hidden = [one.id for one in (*positions, *given) if one.hidden]
    is_open = view.standing().allows(MatterAct.SPEAK)
    return {
        "answers": answers,
        "stubs": cases.stubs(visit, connection, "position", hidden),
        "may_share": is_open and visit.has(Role.RESIDENT),
        "may_answer": is_open and talking.may_answer(connection, view, visit.person),
        "answered": ANSWERED,
    }


def _to_talk(visit: Visit, **query: object) -> Response:
    """Lead back to the talk on the matter's page, where what was just done can be seen."""
    response = visit.redirect("matters/show", matter=visit.params["matter"], **query)
    response.headers["location"] += "#talk"
    return response


def _position(visit: Visit, connection: Connection, view: MatterView) -> PositionView:
    wanted = path_number(visit.params["position"], "talk.no-position")
    return talking.show(connection, view, wanted, visit.person)


def _speak(visit: Visit, connection: Connection, side: str, words: str) -> None:
    """Take the position and let go of what was saved on the way, in one transaction."""
    person, number = offices.officer(visit), visit.params["matter"]
    talking.speak(connection, person, number, side, words, key=_key(visit), at=visit.at)
    saving.drop(connection, person, KIND, str(visit.form.get("key", "")))


def _said(visit: Visit, reader: Reader, act: Callable[[Connection], object]) -> bool:
    try:
        visit.write(act)
    except (InvalidError, ConflictError) as error:
        reader.refuse(_FIELDS.get(error.code, ""), error)
        return False
    return True


def _keep(visit: Visit, reader: Reader | None, key: str, fields: dict[str, str]) -> bool:
    """Save what was written; a refusal is told only where saving is what was asked for."""
    person = offices.officer(visit)
    try:
        visit.write(lambda c: saving.save(c, person, KIND, key, fields, at=visit.at))
    except (InvalidError, ConflictError) as error:
        if reader is not None:
            reader.refuse("", error)
        return False
    return True


def _is_here(saved: saving.SavedForm, number: str) -> bool:
    return saved.fields.get("matter") == number


def _key(visit: Visit) -> bytes:
    given = visit.form.get("key", "")
    return str(given).encode() if is_key(given) else b""
