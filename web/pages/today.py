"""The officers' desk: what is late, what is due today, what can be done, each with one button."""

from sqlalchemy import Connection
from starlette.responses import Response

from voting.roll import Role
from voting.services import contests
from voting.services.contests import ContestView
from web import offices, turnouts
from web.desk import care, people
from web.desk import contests as of_contests
from web.desk.task import Task, When
from web.turnouts import Turnout
from web.visit import Visit


def show(visit: Visit) -> Response:
    """Show an officer what waits for them, and who has not voted yet."""
    with visit.read() as connection:
        views = contests.index(connection, visit.at, visit.person)
        found = [
            *care.tasks(visit, connection),
            *of_contests.tasks(visit, connection, views),
            *people.tasks(visit, connection, views),
        ]
        running = of_contests.running(visit, views)
        turnout = _turnout(visit, connection, running)
    context = {
        "sections": _sections(visit, found),
        "tasks": len(found),
        "minutes": sum(task.minutes for task in found),
        "running": _rows(visit, (*running, *of_contests.coming(visit, views)), found),
        "turnout": turnout,
        "shown": running[0] if running else None,
    }
    return visit.render("today/show", context)


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
