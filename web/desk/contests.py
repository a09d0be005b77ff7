"""What contests ask of their officers: drafts to open, votes to count, ties, results to check."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from voting.deliberation import ContestState
from voting.roll import Role
from voting.services import contests, counting
from voting.services.contests import ContestView
from voting.services.sittings import ROUND
from web import summaries
from web.cldr import date, number, time
from web.desk.task import DAY, Task, When, ago, is_today, late, line
from web.visit import Visit

CHECKED_FOR = 14 * DAY
_COUNTED = (ContestState.COUNTED, ContestState.DRAWN)
_BEING_COUNTED = (ContestState.CLOSED, ContestState.SEALED, *_COUNTED)


def tasks(
    visit: Visit,
    connection: Connection,
    views: tuple[ContestView, ...],
    matters: Mapping[str, tuple[str, str]],
) -> list[Task]:
    """Return what waits for this moderator or auditor.

    ``matters`` are the contests that belong to one. The rounds of a sitting wait on its own desk.
    """
    found: list[tuple[ContestView, Task | None]] = []
    if visit.has(Role.MODERATOR):
        own = [view for view in views if matters.get(view.number, ("", ""))[1] != ROUND]
        found += [(view, _of_moderator(visit, connection, view)) for view in own]
    if visit.has(Role.AUDITOR):
        found += [(view, _of_auditor(visit, view)) for view in views]
    return [_with_matter(task, matters.get(view.number)) for view, task in found if task]


def _with_matter(task: Task, belongs: tuple[str, str] | None) -> Task:
    return task if belongs is None else replace(task, line=line(belongs[0], task.line))


def running(visit: Visit, views: tuple[ContestView, ...]) -> tuple[ContestView, ...]:
    """Return the contests that take ballots now, the one that closes first in front."""
    return tuple(view for view in views if summaries.is_running(view, visit.at))


def coming(visit: Visit, views: tuple[ContestView, ...]) -> tuple[ContestView, ...]:
    """Return the contests that are on record and have not begun."""
    return tuple(view for view in views if summaries.is_coming(view, visit.at))


def _of_moderator(visit: Visit, connection: Connection, view: ContestView) -> Task | None:
    if view.state is ContestState.DRAFT:
        return _draft(visit, view)
    if view.state in _BEING_COUNTED or view.voting().is_due_to_close(visit.at):
        return _count(visit, view, tied=_is_tied(connection, view))
    if view.state is ContestState.OPEN:
        return _today(visit, view)
    return None


def _is_tied(connection: Connection, view: ContestView) -> bool:
    return view.state is ContestState.COUNTED and counting.is_tied(connection, view)


def _draft(visit: Visit, view: ContestView) -> Task:
    holes = contests.holes(view, visit.at)
    begins = date(view.opens, visit.language, visit.site.settings.timezone, short=True)
    when = When.TODAY if is_today(visit, view.opens) else When.ANY_TIME
    age = visit.gettext("begins %(day)s", day=begins)
    if view.opens <= visit.at - DAY:
        when, age = When.LATE, late(visit, view.opens)
    if holes:
        missing = visit.ngettext(
            "%(num)d thing is still missing", "%(num)d things are still missing", len(holes)
        )
        title = visit.gettext("Finish the draft “%(title)s”", title=view.title)
        label = visit.gettext("Go on")
    else:
        missing = visit.gettext("nothing is missing")
        title = visit.gettext("Open the vote “%(title)s”", title=view.title)
        label = visit.gettext("Check and open")
    return Task(
        when=when,
        title=title,
        line=line(view.number, missing, age),
        icon="pencil" if holes else "vote",
        label=label,
        url=visit.url("openings/open", number=view.number),
        minutes=5 if holes else 3,
    )


def _count(visit: Visit, view: ContestView, *, tied: bool) -> Task:
    over = view.closed_at or view.closes
    is_late = over <= visit.at - DAY
    route, icon, minutes = "counts/finish", "list-checks", 2
    if tied:
        route, icon, minutes = "counts/draw", "dices", 10
        title = visit.gettext("Draw the lot for “%(title)s”", title=view.title)
        label = visit.gettext("To the lot")
    elif view.state in _COUNTED:
        title = visit.gettext("Publish the result of “%(title)s”", title=view.title)
        label = visit.gettext("Publish")
    else:
        title = visit.gettext("Count the votes of “%(title)s”", title=view.title)
        label = visit.gettext("Count")
    closed = visit.gettext("closed %(ago)s", ago=ago(visit, over))
    return Task(
        when=When.LATE if is_late else When.TODAY,
        title=title,
        line=line(view.number, closed),
        icon=icon,
        label=label,
        url=visit.url(route, number=view.number),
        minutes=minutes,
    )


def _today(visit: Visit, view: ContestView) -> Task | None:
    """Return that a contest begins or closes today, if it does."""
    zone = visit.site.settings.timezone
    url = visit.url("counts/desk", number=view.number)
    label = visit.gettext("Look")
    if summaries.is_coming(view, visit.at) and is_today(visit, view.opens):
        hour = time(view.opens, visit.language, zone)
        title = visit.gettext("“%(title)s” begins at %(hour)s", title=view.title, hour=hour)
    elif summaries.is_running(view, visit.at) and is_today(visit, view.closes):
        hour = time(view.closes, visit.language, zone)
        title = visit.gettext("“%(title)s” closes at %(hour)s", title=view.title, hour=hour)
    else:
        return None
    return Task(
        when=When.TODAY,
        title=title,
        line=line(view.number, turnout(visit, view)),
        icon="clock",
        label=label,
        url=url,
        minutes=1,
    )


def turnout(visit: Visit, view: ContestView) -> str:
    """Return how many have voted, in words; empty where so few have that it is not told."""
    if view.voted is None:
        return ""
    return visit.gettext(
        "%(voted)s of %(eligible)s have voted",
        voted=number(view.voted, visit.language),
        eligible=number(view.eligible, visit.language),
    )


def _of_auditor(visit: Visit, view: ContestView) -> Task | None:
    url = visit.url("evidence/show", number=view.number)
    if view.state in _COUNTED:
        words = visit.gettext("counted, not published yet")
    elif view.published_at is not None and view.published_at > visit.at - CHECKED_FOR:
        words = visit.gettext("published %(ago)s", ago=ago(visit, view.published_at))
    else:
        return None
    return Task(
        when=When.ANY_TIME,
        title=visit.gettext("Check the count of “%(title)s”", title=view.title),
        line=line(view.number, words),
        icon="shield-check",
        label=visit.gettext("Check"),
        url=url,
        minutes=5,
    )
