"""Officers: who holds which office until when, appointed and released by an administrator."""

from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from voting.errors import ConflictError, InvalidError
from voting.roll import Role
from voting.services import appointing, enrolment, office_codes, signing_in
from voting.services.appointing import Officer
from voting.services.enrolment import PeoplePage, Resident
from web import offices
from web.desk.people import needs_password
from web.forms import Reader
from web.forms.people import read_elector, read_last_day, read_reason, search, whole
from web.pages.changes import done
from web.sending import status
from web.visit import Visit

_FIELDS = {
    "appointing.until-is-past": "until",
    "roll.conflicting-roles": "role",
    "appointing.last-administrator": "until",
    "people.reference-taken": "reference",
}


@dataclass(frozen=True, kw_only=True)
class Office:
    """One office somebody holds; ``until`` is its last moment, None if it does not end."""

    role: Role
    words: str
    until: int | None


@dataclass(frozen=True, kw_only=True)
class Holder:
    """An officer as the list shows them."""

    officer: Officer
    offices: tuple[Office, ...]
    needs_password: bool
    code: str


def index(visit: Visit) -> Response:
    """List the officers, their offices and until when, and who has no password yet."""
    with visit.read() as connection:
        found = appointing.officers(connection, visit.at)
        holders = [_holder(visit, connection, one) for one in found]
        ended = whole(visit.query, "ended")
        past = (
            enrolment.resident(connection, offices.officer(visit), ended, at=visit.at)
            if ended
            else None
        )
    last = whole(visit.query, "done")
    context = {
        "holders": holders,
        "last": next((one for one in found if one.person.id == last), None),
        "past": past,
    }
    return visit.render("people/index", context)


def appoint(visit: Visit) -> Response:
    """Give somebody an office: first who, then which and until when."""
    officer = offices.officer(visit)
    reader = Reader(visit.form if visit.is_post else visit.query, visit.language)
    text, person_id = search(reader.fields), whole(reader.fields, "person")
    if visit.is_post and person_id and _appointed(visit, reader, person_id):
        return visit.redirect("people/index", done=person_id)
    found: PeoplePage | None = None
    named: Resident | None = None
    with visit.read() as connection:
        if person_id:
            named = enrolment.resident(connection, officer, person_id, at=visit.at)
        elif text:
            found = enrolment.people(connection, officer, text, at=visit.at)
    context = {
        "reader": reader,
        "search": text,
        "found": found,
        "named": named,
        "held": offices.listed(visit, named.person.roles - {Role.RESIDENT}) if named else "",
        "roles": [(r.value, offices.title(visit, r), _line(visit, r)) for r in offices.OFFICES],
    }
    return visit.render("people/appoint", context, status(reader))


def add(visit: Visit) -> Response:
    """Add somebody from outside, who may hold an office and never votes."""
    officer, reader = offices.officer(visit), Reader(visit.form, visit.language)
    elector = read_elector(reader) if visit.is_post else None
    if elector is not None:
        wanted = elector
        try:
            added = visit.write(
                lambda c: enrolment.add_person(c, officer, wanted, visit.at, resident=False)
            )
        except ConflictError as error:
            reader.refuse(_FIELDS.get(error.code, ""), error)
        else:
            return visit.redirect("people/appoint", person=added.id)
    return visit.render("people/add", {"reader": reader}, status(reader))


def revoke(visit: Visit) -> Response:
    """Take an office back, with the reason."""
    officer, reader = offices.officer(visit), Reader(visit.form, visit.language)
    fields = visit.form if visit.is_post else visit.query
    person_id, role = whole(fields, "person"), _role(str(fields.get("role", "")))
    with visit.read() as connection:
        named = enrolment.resident(connection, officer, person_id, at=visit.at)
    if role is None or role not in named.person.roles:
        return visit.redirect("people/index")
    if visit.is_post:
        reason = read_reason(reader)
        if done(
            visit,
            reader,
            lambda c: appointing.revoke(c, officer, person_id, role, reason, at=visit.at),
        ):
            own = officer.id == person_id and role is Role.ADMINISTRATOR
            if own:
                return visit.redirect("home/show")
            return visit.redirect("people/index", ended=person_id)
    context = {"reader": reader, "named": named, "role": role}
    context["office"] = offices.role_words(visit, role)
    return visit.render("people/revoke", context, status(reader))


def reset(visit: Visit) -> Response:
    """Take an officer's password away, with the reason; they choose a new one by their slip."""
    officer, reader = offices.officer(visit), Reader(visit.form, visit.language)
    person_id = whole(visit.form if visit.is_post else visit.query, "person")
    with visit.read() as connection:
        named = enrolment.resident(connection, officer, person_id, at=visit.at)
    if visit.is_post:
        reason = read_reason(reader)
        if done(
            visit,
            reader,
            lambda c: signing_in.reset_password(c, officer, person_id, reason, visit.at),
        ):
            return visit.redirect("home/show" if officer.id == person_id else "people/index")
    context = {"reader": reader, "named": named}
    return visit.render("people/reset", context, status(reader))


def _appointed(visit: Visit, reader: Reader, person_id: int) -> bool:
    """Grant the office that the form names; tell whether it is done and on record."""
    officer = offices.officer(visit)
    role = Role(reader.choice("role", [one.value for one in offices.OFFICES], Role.MODERATOR))
    until = read_last_day(reader, "until", visit.site.settings.timezone)
    if reader.problems:
        return False
    try:
        visit.write(lambda c: appointing.grant(c, officer, person_id, role, until, at=visit.at))
    except (ConflictError, InvalidError) as error:
        reader.refuse(_FIELDS.get(error.code, ""), offices.in_words(visit, error))
        return False
    return True


def _holder(visit: Visit, connection: Connection, one: Officer) -> Holder:
    held = tuple(
        Office(
            role=grant.role,
            words=offices.title(visit, grant.role),
            until=None if grant.until is None else grant.until - 1,
        )
        for grant in one.grants
    )
    waits = needs_password(one)
    code = ""
    if waits:
        actor = offices.officer(visit)
        code = office_codes.show(connection, actor, visit.keys, one.person.id)
    return Holder(officer=one, offices=held, needs_password=waits, code=code)


def _role(text: str) -> Role | None:
    return next((role for role in offices.OFFICES if role.value == text), None)


def _line(visit: Visit, role: Role) -> str:
    """Return in one line what an office is for."""
    return {
        Role.MODERATOR: visit.gettext("Drafts votes, opens and closes them, publishes the result."),
        Role.ROLL_OFFICER: visit.gettext("Keeps the roll, hands out slips and replaces lost ones."),
        Role.AUDITOR: visit.gettext("Checks the records and the count. Has no hand in them."),
        Role.POLL_OFFICER: visit.gettext("Helps people vote in the hall."),
        Role.ADMINISTRATOR: visit.gettext("Appoints officers and takes offices back."),
        Role.PARTNER: visit.gettext("From outside: promises and reports, never votes."),
    }[role]
