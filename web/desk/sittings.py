"""What sittings ask: rounds to open, close and conclude, objections to answer, results to check."""

from voting.deliberation.standing import State
from voting.services.waiting import Found, SittingWaits, Waiting, Waits
from web.cldr import time
from web.desk.task import DAY, Task, When, ago, is_today, line
from web.visit import Visit

_ANSWER_WITHIN = 3 * DAY


def tasks(visit: Visit, waiting: Waiting) -> list[Task]:
    """Return what waits for a moderator in the sittings that go on."""
    found = [_task(visit, one, waiting.objections.get(one.id, 0)) for one in waiting.sittings]
    return [task for task in found if task is not None]


def to_check(visit: Visit, found: Found) -> list[Task]:
    """Return the sittings that came to a decision lately, for an auditor."""
    return [_check(visit, one) for one in found.rows]


def _task(visit: Visit, one: SittingWaits, objections: int) -> Task | None:
    if one.state is State.ROUND_OPEN:
        return _open(visit, one)
    if one.state is State.ROUND_CLOSED:
        title = visit.gettext("Say what round %(num)d of “%(title)s” means", **_names(one))
        label = visit.gettext("Conclude")
        return _desk(visit, one, title, label, when=_within(visit, one.closes, DAY))
    if one.state is State.AMENDING and objections:
        title = visit.ngettext(
            "%(num)d objection in “%(title)s” has no answer",
            "%(num)d objections in “%(title)s” have no answer",
            objections,
            title=one.title,
        )
        when = _within(visit, one.closes, _ANSWER_WITHIN)
        label, minutes = visit.gettext("Answer"), 2 * objections
        return _desk(visit, one, title, label, when=when, minutes=minutes)
    return _next(visit, one)


def _open(visit: Visit, one: SittingWaits) -> Task | None:
    """Return that a round closes today or has to be closed; None while it runs for days."""
    if one.closes <= visit.at:
        title = visit.gettext("Close round %(num)d of “%(title)s”", **_names(one))
        label = visit.gettext("Close")
        return _desk(visit, one, title, label, when=_within(visit, one.closes, DAY))
    if not is_today(visit, one.closes):
        return None
    hour = time(one.closes, visit.language, visit.site.settings.timezone)
    title = visit.gettext(
        "Round %(num)d of “%(title)s” closes at %(hour)s", hour=hour, **_names(one)
    )
    return _desk(visit, one, title, visit.gettext("Look"), age="")


def _next(visit: Visit, one: SittingWaits) -> Task:
    """Return the step that follows: the first or next round, another day, or the vote."""
    if one.state in (State.FALLBACK_VOTE, State.TIE_REVOTE):
        title = visit.gettext("Open the vote that follows “%(title)s”", title=one.title)
        return _desk(visit, one, title, visit.gettext("To the vote"))
    if one.state is State.POSTPONED:
        title = visit.gettext("Hold “%(title)s” again: too few came", title=one.title)
        return _desk(visit, one, title, visit.gettext("Go on"))
    if one.state is State.AMENDING:
        title = visit.gettext("Open the next round of “%(title)s”", title=one.title)
    else:
        title = visit.gettext("Open the first round of “%(title)s”", title=one.title)
    return _desk(visit, one, title, visit.gettext("Go on"), when=When.ANY_TIME)


def _desk(
    visit: Visit,
    one: SittingWaits,
    title: str,
    label: str,
    *,
    when: When = When.TODAY,
    age: str | None = None,
    minutes: int = 2,
) -> Task:
    """Return a task on the desk of a sitting; its age counts from its latest round."""
    if age is None:
        since = one.closes if 0 < one.closes <= visit.at else one.created_at
        age = visit.gettext("called %(ago)s", ago=ago(visit, since))
        if since == one.closes:
            age = visit.gettext("closed %(ago)s", ago=ago(visit, since))
    return Task(
        when=when,
        title=title,
        line=line(one.number, one.matter, age),
        icon="users",
        label=label,
        url=visit.url("rounds/desk", sitting=one.number),
        minutes=minutes,
    )


def _names(one: SittingWaits) -> dict[str, object]:
    return {"num": one.round, "title": one.title}


def _within(visit: Visit, since: int, allowed: int) -> When:
    return When.LATE if visit.at > since + allowed else When.TODAY


def _check(visit: Visit, one: Waits) -> Task:
    decided = visit.gettext("decided %(ago)s", ago=ago(visit, one.at or visit.at))
    return Task(
        when=When.ANY_TIME,
        title=visit.gettext("Check the consensus on “%(title)s”", title=one.title),
        line=line(one.number, one.phase, decided),
        icon="shield-check",
        label=visit.gettext("Check"),
        url=visit.url("sittings/record", sitting=one.number),
        minutes=5,
    )
