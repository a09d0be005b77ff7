"""One thing that waits on the desk, and how long it has waited, in words."""

from dataclasses import dataclass
from enum import IntEnum

from web.cldr import date, moment
from web.visit import Visit

MINUTE = 60
HOUR = 3600
DAY = 86_400


class When(IntEnum):
    """How much it presses: late already, due today, or whenever there is time."""

    LATE = 0
    TODAY = 1
    ANY_TIME = 2


@dataclass(frozen=True, kw_only=True)
class Task:
    """A sentence, a line with number or age, the minutes it takes, and one button."""

    when: When
    title: str
    line: str
    icon: str
    label: str
    url: str
    minutes: int

    @property
    def tone(self) -> str:
        """Return the colour of its tile."""
        return {When.LATE: "bad", When.TODAY: "now", When.ANY_TIME: "ok"}[self.when]

    @property
    def sign(self) -> str:
        """Return the icon of its tile: a late thing shows that it is late."""
        return "triangle-alert" if self.when is When.LATE else self.icon


def ago(visit: Visit, at: int) -> str:
    """Return how long ago a moment was, in its largest unit."""
    passed = max(0, visit.at - at)
    if passed >= DAY:
        return visit.ngettext("%(num)d day ago", "%(num)d days ago", passed // DAY)
    if passed >= HOUR:
        return visit.ngettext("%(num)d hour ago", "%(num)d hours ago", passed // HOUR)
    minutes = passed // MINUTE
    if minutes:
        return visit.ngettext("%(num)d minute ago", "%(num)d minutes ago", minutes)
    return visit.gettext("just now")


def late(visit: Visit, due: int) -> str:
    """Return by how much something is late, in its largest unit."""
    passed = max(0, visit.at - due)
    if passed >= DAY:
        return visit.ngettext("%(num)d day late", "%(num)d days late", passed // DAY)
    return visit.ngettext("%(num)d hour late", "%(num)d hours late", max(1, passed // HOUR))


def due(visit: Visit, at: int | None) -> tuple[When, str]:
    """Return how much something due at a moment presses, and its age or date in words."""
    if at is None:
        return When.ANY_TIME, ""
    if at < visit.at:
        return When.LATE, late(visit, at)
    if is_today(visit, at):
        return When.TODAY, visit.gettext("due today")
    day = date(at, visit.language, visit.site.settings.timezone, short=True)
    return When.ANY_TIME, visit.gettext("due by %(day)s", day=day)


def is_today(visit: Visit, at: int) -> bool:
    """Tell whether a moment is on the day of the visit, as the community counts days."""
    zone = visit.site.settings.timezone
    return moment(at, zone).date() == moment(visit.at, zone).date()


def tonight(visit: Visit) -> int:
    """Return the last second of the day of the visit, as the community counts days."""
    now = moment(visit.at, visit.site.settings.timezone)
    return int(now.replace(hour=23, minute=59, second=59, microsecond=0).timestamp())


def line(*parts: str) -> str:
    """Return the parts of a task's line that say something, with dots between them."""
    return " · ".join(part for part in parts if part)
