"""What moderation asks: reports by their age, and appeals that this very person may hear."""

from voting.deliberation.conduct import number
from voting.services.moderation import Item
from voting.services.waiting import MOST, Found, Waits
from voting.words import say
from web.desk.task import DAY, Task, When, ago, line
from web.visit import Visit

_LOOKED_AT_WITHIN = DAY
_HEARD_WITHIN = 7 * DAY


def reports(visit: Visit, items: tuple[Item, ...]) -> list[Task]:
    """Return what was reported, the longest waiting first; the rest as one task."""
    found = [_report(visit, one) for one in items[:MOST]]
    more = len(items) - len(found)
    if more:
        found.append(_more(visit, more))
    return found


def appeals(visit: Visit, found: Found) -> list[Task]:
    """Return the appeals to hear, the longest waiting first."""
    return [_appeal(visit, one) for one in found.rows]


def _report(visit: Visit, one: Item) -> Task:
    rules = sorted({number(flag.rule) for flag in one.flags})
    broken = visit.gettext("rule %(rules)s", rules=", ".join(map(str, rules)))
    times = visit.ngettext("%(num)d report", "%(num)d reports", len(one.flags))
    subject = one.subject
    return Task(
        when=_pressing(visit, one.since, _LOOKED_AT_WITHIN),
        title=visit.gettext(
            "Reported: %(what)s by %(author)s",
            what=say(f"subject.{subject.kind}", {}, visit.language),
            author=subject.author,
        ),
        line=line(subject.number, broken, times, ago(visit, one.since)),
        icon="megaphone",
        label=visit.gettext("Look"),
        url=visit.url("moderation/decide", kind=subject.kind, subject=subject.id),
        minutes=1,
    )


def _more(visit: Visit, more: int) -> Task:
    return Task(
        when=When.ANY_TIME,
        title=visit.ngettext("%(num)d more report", "%(num)d more reports", more),
        line=visit.gettext("The longest waiting first"),
        icon="list",
        label=visit.gettext("See all"),
        url=visit.url("moderation/queue"),
        minutes=more,
    )


def _appeal(visit: Visit, one: Waits) -> Task:
    since = one.at or visit.at
    rule = visit.gettext("rule %(rules)s", rules=number(one.rule))
    return Task(
        when=_pressing(visit, since, _HEARD_WITHIN),
        title=visit.gettext("Hear an appeal about words in “%(title)s”", title=one.title),
        line=line(one.number, rule, ago(visit, since)),
        icon="scale",
        label=visit.gettext("Hear it"),
        url=visit.url("moderation/hear", case=one.item),
        minutes=3,
    )


def _pressing(visit: Visit, since: int, allowed: int) -> When:
    return When.LATE if visit.at > since + allowed else When.TODAY
