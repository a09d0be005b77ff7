"""Signing in and out: residents by printed slip and PIN, officers by name and password.

The code of a slip travels from page to page in the form; nothing is kept before somebody is in.
"""

from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.roll import Person
from voting.services import sessions, signing_in
from web.forms import Reader
from web.security import cookies
from web.visit import Visit

_MOST_CODE = 40
_MOST_PASSWORD = 256


def slip(visit: Visit) -> Response:
    """Ask for the code of a slip; the next page asks for the PIN."""
    reader = Reader(visit.form, visit.language)
    if not visit.is_post:
        return _ask_code(visit, reader)
    code = reader.text("code", most=_MOST_CODE)
    return _ask_code(visit, reader, 422) if reader.problems else _greet(visit, reader, code)


def slip_link(visit: Visit) -> Response:
    """Open the address behind a slip's QR code: the same as typing its code."""
    return _greet(visit, Reader(visit.form, visit.language), visit.params["code"])


def pin(visit: Visit) -> Response:
    """Take the PIN: chosen now and typed twice, or the one chosen before."""
    if not visit.is_post:
        return visit.redirect("account/slip")
    reader = Reader(visit.form, visit.language)
    code = reader.text("code", most=_MOST_CODE)
    try:
        with visit.read() as connection:
            found = signing_in.find_slip(connection, visit.keys, code, visit.at)
    except InvalidError as error:
        reader.refuse("code", error)
        return _ask_code(visit, reader, 422)
    try:
        person = _proven(visit, reader, code, chosen=found.pin_chosen)
    except InvalidError as error:
        reader.refuse("pin", error)
        return _ask_pin(visit, reader, code, found, 422)
    if person is None:
        return _ask_pin(visit, reader, code, found, 422)
    return _enter(visit, person, officer=False)


def officer(visit: Visit) -> Response:
    """Let an officer in by login name and password."""
    reader = Reader(visit.form, visit.language)
    if not visit.is_post:
        return visit.render("account/officer", {"reader": reader, "next": visit.query.get("next")})
    name = reader.text("name")
    password = reader.raw("password")[: _MOST_PASSWORD + 1]
    if not password:
        reader.refuse("password", InvalidError("form.empty"))
    if not reader.problems:
        database = visit.site.database
        try:
            person = signing_in.check_password(database, visit.hasher, name, password, visit.at)
        except InvalidError as error:
            reader.refuse("password", error)
        else:
            return _enter(visit, person, officer=True)
    return visit.render("account/officer", {"reader": reader, "next": visit.form.get("next")}, 422)


def password(visit: Visit) -> Response:
    """Let an officer choose a password: the first after signing in by slip, or a new one."""
    person = visit.person
    if person is None:
        return visit.redirect("account/officer")
    with visit.read() as connection:
        name = signing_in.login_name(connection, person)
    reader = Reader(visit.form, visit.language)
    if visit.is_post and _change(visit, reader, person, name):
        return visit.signed_out(visit.redirect("account/officer"))
    context = {"reader": reader, "login": name}
    return visit.render("account/password", context, 422 if reader.problems else 200)


def sign_out(visit: Visit) -> Response:
    """End the session; the phone may be passed on."""
    visit.write(lambda connection: sessions.end(connection, visit.token_hash))
    return visit.signed_out(visit.redirect("home/show"))


def _ask_code(visit: Visit, reader: Reader, status: int = 200) -> Response:
    asked = visit.form if visit.is_post else visit.query
    context = {
        "reader": reader,
        "code": reader.raw("code"),
        "next": asked.get("next"),
        "ended": visit.query.get("ended"),
    }
    return visit.render("account/slip", context, status)


def _greet(visit: Visit, reader: Reader, code: str) -> Response:
    try:
        with visit.read() as connection:
            found = signing_in.find_slip(connection, visit.keys, code, visit.at)
    except InvalidError as error:
        reader.refuse("code", error)
        return _ask_code(visit, reader, 422)
    return _ask_pin(visit, reader, code, found, 200)


def _ask_pin(
    visit: Visit, reader: Reader, code: str, found: signing_in.SlipSignIn, status: int
) -> Response:
    asked = visit.form if visit.is_post else visit.query
    context = {
        "reader": reader,
        "code": code,
        "name": found.person.name,
        "chosen": found.pin_chosen,
        "next": asked.get("next"),
    }
    return visit.render("account/pin", context, status)


def _proven(visit: Visit, reader: Reader, code: str, *, chosen: bool) -> Person | None:
    """Return who proved to hold the slip; None where the two PINs typed differ."""
    typed = reader.text("pin", most=_MOST_CODE)
    if reader.problems:
        return None
    if chosen:
        database = visit.site.database
        return signing_in.check_pin(database, visit.keys, visit.hasher, code, typed, at=visit.at)
    hashed = signing_in.prepare_pin(visit.hasher, typed)
    if "".join(reader.raw("again").split()) != "".join(typed.split()):
        reader.refuse("again", InvalidError("signing-in.pins-differ"))
        return None
    try:
        return visit.write(
            lambda connection: signing_in.choose_pin(connection, visit.keys, code, hashed, visit.at)
        )
    except ConflictError as error:
        reader.refuse("pin", error)
        return None


def _change(visit: Visit, reader: Reader, person: Person, login: str) -> bool:
    """Keep a new password; tell whether it was taken."""
    name = login or reader.text("name")
    chosen = reader.raw("password")[: _MOST_PASSWORD + 1]
    proven: Person | None = None
    try:
        if login:
            old = reader.raw("old")[: _MOST_PASSWORD + 1]
            proven = signing_in.check_password(
                visit.site.database, visit.hasher, login, old, visit.at
            )
    except InvalidError as error:
        reader.refuse("old", error)
    if chosen != reader.raw("again")[: _MOST_PASSWORD + 1]:
        reader.refuse("again", InvalidError("signing-in.passwords-differ"))
    if reader.problems:
        return False
    own = (visit.community.name, person.name, name)
    try:
        hashed = signing_in.prepare_password(visit.hasher, chosen, own)
        visit.write(
            lambda connection: signing_in.set_password(
                connection,
                person,
                name,
                hashed,
                visit.at,
                keys=visit.keys,
                code=reader.raw("code"),
                proven=proven,
            )
        )
    except (InvalidError, ConflictError, ForbiddenError) as error:
        wrong_code = error.code == "signing-in.wrong-office-code"
        reader.refuse("code" if wrong_code else "password", error)
        return False
    return True


def _enter(visit: Visit, person: Person, *, officer: bool) -> Response:
    token = cookies.new_token()
    hashed = cookies.hash_of(token)

    def body(connection: Connection) -> None:
        if visit.token:
            sessions.end(connection, visit.token_hash)
        sessions.start(connection, person.id, officer, hashed, visit.at)

    visit.write(body)
    home = "today/show" if officer else "home/show"
    return visit.signed_in(RedirectResponse(visit.came_from(home), 303), token)
