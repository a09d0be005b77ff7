"""What matters ask of a moderator: answers, phases that end, verdicts, amendments, outcomes."""

from voting.deliberation.matters import Phase
from voting.services.deciding import Outcome
from voting.services.merging import Merger
from voting.services.waiting import MOST, Waiting, Waits
from voting.words import say
from web.cldr import time
from web.desk.task import Task, When, ago, due, line
from web.visit import Visit

ANSWER_MINUTES, SUMMARY_MINUTES, VERDICT_MINUTES, OUTCOME_MINUTES = 2, 3, 2, 3


def tasks(visit: Visit, waiting: Waiting) -> list[Task]:
    """Return what waits for a moderator in the matters of the community."""
    found = [_problem(visit, one) for one in waiting.problems.rows]
    found += _more_problems(visit, waiting.problems.total - len(waiting.problems.rows))
    found += [_phase(visit, one) for one in waiting.phases.rows]
    found += _more_matters(visit, waiting.phases.total - len(waiting.phases.rows))
    found += [_outcome(visit, one) for one in waiting.outcomes[:MOST]]
    found += [_verdict(visit, one) for one in waiting.verdicts.rows]
    found += [_amendment(visit, one) for one in waiting.amendments.rows]
    found += [_merger(visit, one) for one in waiting.mergers[:MOST]]
    return found


def _problem(visit: Visit, one: Waits) -> Task:
    many = visit.ngettext("%(num)d has this", "%(num)d have this", one.count)
    when, age = due(visit, one.at)
    return Task(
        when=when,
        title=visit.gettext("Answer the problem “%(title)s”", title=one.title),
        line=line(one.number, many if one.pressing or one.count > 1 else "", age),
        icon="megaphone" if one.pressing else "message-circle",
        label=visit.gettext("Answer"),
        url=visit.url("problems/answer", matter=one.number),
        minutes=ANSWER_MINUTES,
    )


def _more_problems(visit: Visit, more: int) -> list[Task]:
    if not more:
        return []
    return [
        Task(
            when=When.ANY_TIME,
            title=visit.ngettext(
                "%(num)d more problem waits for an answer",
                "%(num)d more problems wait for an answer",
                more,
            ),
            line=visit.gettext("The board shows those that wait longest first"),
            icon="list",
            label=visit.gettext("See the board"),
            url=visit.url("problems/index"),
            minutes=ANSWER_MINUTES * more,
        )
    ]


def _phase(visit: Visit, one: Waits) -> Task:
    """Return that a phase ends: a talk without a summary asks for one, else it moves on."""
    summarise = one.phase == Phase.TALK.value and not one.pressing
    ends = one.at or visit.at
    when, age = due(visit, ends)
    names = {"phase": say(f"phase.{one.phase}", {}, visit.language), "title": one.title}
    if when is When.LATE:
        title = visit.gettext("The time is over: %(phase)s of “%(title)s”", **names)
    elif when is When.TODAY:
        hour = time(ends, visit.language, visit.site.settings.timezone)
        title = visit.gettext("%(phase)s of “%(title)s” ends at %(hour)s", hour=hour, **names)
        age = ""
    else:
        title = visit.gettext("%(phase)s of “%(title)s” ends soon", **names)
    said = ""
    if one.phase == Phase.TALK.value:
        said = visit.ngettext("%(num)d position", "%(num)d positions", one.count)
    return Task(
        when=when,
        title=title,
        line=line(one.number, said, visit.gettext("no summary yet") if summarise else "", age),
        icon="clock",
        label=visit.gettext("Prepare the summary") if summarise else visit.gettext("Move on"),
        url=visit.url("summaries/write" if summarise else "phases/move", matter=one.number),
        minutes=SUMMARY_MINUTES if summarise else 1,
    )


def _more_matters(visit: Visit, more: int) -> list[Task]:
    if not more:
        return []
    return [
        Task(
            when=When.ANY_TIME,
            title=visit.ngettext(
                "%(num)d more matter stands at the end of a phase",
                "%(num)d more matters stand at the end of a phase",
                more,
            ),
            line=visit.gettext("Each can be moved on, extended or ended"),
            icon="list",
            label=visit.gettext("See the list"),
            url=visit.url("matters/index"),
            minutes=more,
        )
    ]


def _outcome(visit: Visit, one: Outcome) -> Task:
    when, age = due(visit, one.due)
    decided = visit.gettext("decided %(ago)s", ago=ago(visit, one.decided_at))
    return Task(
        when=when,
        title=visit.gettext("Write down what was decided on “%(title)s”", title=one.title),
        line=line(one.matter, decided, age),
        icon="scroll-text",
        label=visit.gettext("Write it down"),
        url=visit.url("decisions/outcome", matter=one.matter),
        minutes=OUTCOME_MINUTES,
    )


def _verdict(visit: Visit, one: Waits) -> Task:
    when, age = due(visit, one.at)
    number = visit.ngettext("%(num)d solution", "%(num)d solutions", one.count)
    stale = visit.gettext("changed since it was last verified") if one.pressing else ""
    return Task(
        when=when,
        title=visit.gettext("Verify the solutions for “%(title)s”", title=one.title),
        line=line(one.number, number, stale, age),
        icon="list-checks",
        label=visit.gettext("Verify"),
        url=visit.url("solutions/verify", matter=one.number, solution=one.solution),
        minutes=VERDICT_MINUTES * one.count,
    )


def _amendment(visit: Visit, one: Waits) -> Task:
    waits = visit.gettext("proposed %(ago)s", ago=ago(visit, one.at or visit.at))
    values = {"matter": one.number, "solution": one.solution, "amendment": one.item}
    return Task(
        when=When.ANY_TIME,
        title=visit.ngettext(
            "An amendment to “%(title)s” waits for the author",
            "%(num)d amendments to “%(title)s” wait for the author",
            one.count,
            title=one.title,
        ),
        line=line(one.number, waits, visit.gettext("Remind them, best in person")),
        icon="pencil",
        label=visit.gettext("Look"),
        url=visit.url("amendments/show", **values),
        minutes=1,
    )


def _merger(visit: Visit, one: Merger) -> Task:
    waits = visit.gettext("proposed %(ago)s", ago=ago(visit, one.proposed_at))
    return Task(
        when=When.ANY_TIME,
        title=visit.gettext("“%(title)s” still waits to be merged", title=one.title),
        line=line(
            f"{one.number} → {one.into_number}",
            visit.gettext("whoever raised it has not answered"),
            waits,
        ),
        icon="layers",
        label=visit.gettext("Look"),
        url=visit.url("problems/merge", matter=one.number),
        minutes=1,
    )
