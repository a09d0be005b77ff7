"""The officers' desk: what is late, what is due today, what can be done, each with one button."""

from sqlalchemy import Connection
from starlette.responses import Response

from voting.roll import Role
from voting.services import contests, waiting
from voting.services.contests import ContestView
from voting.services.sittings import ROUND
from web import offices, turnouts, voices
from web.desk import care, conduct, people
from web.desk import contests as of_contests
from web.desk import matters as of_matters
from web.desk import sittings as of_sittings
from web.desk.task import Task, When, tonight
from web.turnouts import Turnout
from web.visit import Visit


def show(visit: Visit) -> Response:
    """Show an officer what waits for them, who has not voted yet and who has not spoken."""
    with visit.read() as connection:
        views = contests.index(connection, visit.at, visit.person)
        belongs = waiting.contests(connection)
        found = [
            *care.tasks(visit, connection),
            *_of_matters(visit, connection),
            *of_contests.tasks(visit, connection, views, belongs),
            *people.tasks(visit, connection, views),
        ]
        running = of_contests.running(visit, views)
        running = tuple(one for one in running if belongs.get(one.number, ("", ""))[1] != ROUND)
        turnout = _turnout(visit, connection, running)
        heard = voices.read(visit, connection)
    context = {
        "sections": _sections(visit, found),
        "tasks": len(found),
        "minutes": sum(task.minutes for task in found),
        "running": _rows(visit, (*running, *of_contests.coming(visit, views)), found),
        "turnout": turnout,
        "shown": running[0] if running else None,
        "voices": heard,
    }
    return visit.render("today/show", context)


def _of_matters(visit: Visit, connection: Connection) -> list[Task]:
    """Return what the matters ask of this moderator, administrator or auditor."""
    person, found = offices.officer(visit), []
    if visit.has(Role.MODERATOR):
        waits = waiting.of_moderator(connection, person, visit.at, tonight(visit))
        found += conduct.reports(visit, waits.reports)
        found += of_matters.tasks(visit, waits)
        found += of_sittings.tasks(visit, waits)
    if visit.has(Role.MODERATOR, Role.ADMINISTRATOR):
        found += conduct.appeals(visit, waiting.appeals(connection, person))
    if visit.has(Role.AUDITOR):
        found += of_sittings.to_check(visit, waiting.concluded(connection, person, visit.at))
    return found


def _sections(visit: Visit, found: list[Task]) -> list[tuple[str, list[Task]]]:
    """Return the tasks under their headings, what presses most in front."""
    headings = {
        When.LATE: visit.gettext("Late"),
        When.TODAY: visit.gettext("Today"),
        When.ANY_TIME: visit.gettext("When there is time"),
    }
    sections = [(words, [t for t in found if t.when is when]) for when, words in headings.items()]
    return [(words, listed) for words, listed in sections if listed]


def _rows(
    visit: Visit, views: tuple[ContestView, ...], found: list[Task]
) -> list[tuple[ContestView, str, str]]:
    """Return the contests on record that are no task today, for the moderator's way to them."""
    if not visit.has(Role.MODERATOR):
        return []
    listed = []
    for view in views:
        url = visit.url("counts/desk", number=view.number)
        if all(task.url != url for task in found):
            listed.append((view, of_contests.turnout(visit, view), url))
    return listed


def _turnout(
    visit: Visit, connection: Connection, running: tuple[ContestView, ...]
) -> Turnout | None:
    """Return who has voted, by place, in the contest that closes first."""
    if not running or not visit.has(Role.MODERATOR, Role.AUDITOR):
        return None
    person = offices.officer(visit)
    return turnouts.read(contests.turnout_by_place(connection, person, running[0].number))
