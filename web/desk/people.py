"""What the roll, the slips and the offices ask of their officers."""

from sqlalchemy import Connection

from voting.roll import Role
from voting.services import appointing, enrolment
from voting.services.appointing import Officer
from voting.services.contests import ContestView
from voting.services.enrolment import RollSummary
from web import offices, summaries
from web.cldr import date
from web.desk.task import DAY, Task, When, is_today, line
from web.visit import Visit

ENDS_WITHIN = 7 * DAY
NEEDED = (Role.MODERATOR, Role.ROLL_OFFICER, Role.AUDITOR)


def tasks(visit: Visit, connection: Connection, views: tuple[ContestView, ...]) -> list[Task]:
    """Return what waits for this roll officer or administrator."""
    found: list[Task] = []
    if visit.has(Role.ROLL_OFFICER):
        roll = enrolment.summary(connection, offices.officer(visit))
        found += _of_roll(visit, roll, views)
    if visit.has(Role.ADMINISTRATOR):
        found += _of_offices(visit, appointing.officers(connection, visit.at))
    return found


def _of_roll(visit: Visit, roll: RollSummary, views: tuple[ContestView, ...]) -> list[Task]:
    if not roll.residents:
        return [_empty(visit)]
    found = []
    if roll.without_slip:
        found.append(_without_slip(visit, roll.without_slip, views))
    if roll.slips_waiting:
        found.append(_waiting(visit, roll.slips_waiting))
    return found


def _empty(visit: Visit) -> Task:
    return Task(
        when=When.TODAY,
        title=visit.gettext("Nobody is on the roll yet"),
        line=visit.gettext("A list from a spreadsheet will do"),
        icon="users",
        label=visit.gettext("Upload the roll"),
        url=visit.url("roll/upload"),
        minutes=10,
    )


def _without_slip(visit: Visit, people: int, views: tuple[ContestView, ...]) -> Task:
    """Return that slips are missing: late while a contest runs, due where one begins today."""
    running = [view for view in views if summaries.is_running(view, visit.at)]
    begins = [v for v in views if summaries.is_coming(v, visit.at) and is_today(visit, v.opens)]
    when = When.LATE if running else When.TODAY if begins else When.ANY_TIME
    words = visit.gettext("They need one to vote")
    if running:
        words = visit.gettext(
            "Without it they cannot vote: “%(title)s” runs now", title=running[0].title
        )
    return Task(
        when=when,
        title=visit.ngettext(
            "%(num)d person has no slip yet", "%(num)d people have no slip yet", people
        ),
        line=words,
        icon="qr-code",
        label=visit.gettext("Issue slips"),
        url=visit.url("slips/index"),
        minutes=5,
    )


def _waiting(visit: Visit, slips: int) -> Task:
    return Task(
        when=When.ANY_TIME,
        title=visit.ngettext(
            "%(num)d slip has not been used yet", "%(num)d slips have not been used yet", slips
        ),
        line=visit.gettext("Hand them out sealed, each to its owner"),
        icon="printer",
        label=visit.gettext("Print slips"),
        url=visit.url("slips/index"),
        minutes=5,
    )


def _of_offices(visit: Visit, officers: tuple[Officer, ...]) -> list[Task]:
    held = {grant.role for officer in officers for grant in officer.grants}
    missing = [role for role in NEEDED if role not in held]
    found = [_unfilled(visit, missing)] if missing else []
    without = [one for one in officers if needs_password(one)]
    if without:
        found.append(_without_password(visit, without))
    return found + _ending(visit, officers)


def needs_password(officer: Officer) -> bool:
    """Tell whether somebody cannot work yet, for want of a password."""
    return not officer.has_password and any(g.role is not Role.PARTNER for g in officer.grants)


def _unfilled(visit: Visit, missing: list[Role]) -> Task:
    return Task(
        when=When.TODAY,
        title=visit.gettext("Nobody is %(offices)s yet", offices=offices.listed(visit, missing)),
        line=visit.gettext("A vote needs all three: who leads it, who keeps the roll, who checks"),
        icon="user-plus",
        label=visit.gettext("Appoint"),
        url=visit.url("people/appoint"),
        minutes=5,
    )


def _without_password(visit: Visit, without: list[Officer]) -> Task:
    names = ", ".join(one.person.name for one in without[:3])
    return Task(
        when=When.ANY_TIME,
        title=visit.ngettext(
            "%(num)d officer has no password yet",
            "%(num)d officers have no password yet",
            len(without),
        ),
        line=names if len(without) <= len(without[:3]) else f"{names}, …",
        icon="key",
        label=visit.gettext("See who"),
        url=visit.url("people/index"),
        minutes=2,
    )


def _ending(visit: Visit, officers: tuple[Officer, ...]) -> list[Task]:
    """Return the offices that end within a week."""
    zone = visit.site.settings.timezone
    found = []
    for officer in officers:
        for grant in officer.grants:
            if grant.until is None or grant.until > visit.at + ENDS_WITHIN:
                continue
            last = grant.until - 1
            day = date(last, visit.language, zone)
            office = offices.role_words(visit, grant.role)
            found.append(
                Task(
                    when=When.TODAY if is_today(visit, last) else When.ANY_TIME,
                    title=visit.gettext("The office of %(name)s ends", name=officer.person.name),
                    line=line(office, visit.gettext("last day: %(day)s", day=day)),
                    icon="calendar-clock",
                    label=visit.gettext("Renew"),
                    url=visit.url(
                        "people/appoint", person=officer.person.id, role=grant.role.value
                    ),
                    minutes=2,
                )
            )
    return found
