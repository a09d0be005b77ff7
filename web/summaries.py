"""A contest in a few words: its picture, its state, its deadline, what it asks and how long."""

from dataclasses import dataclass

from voting.ballots import Approval, Choice, Gifts, Scores, Stance
from voting.deliberation import ContestState
from voting.services.contests import ContestView
from web.cldr import date, date_time
from web.visit import Visit

DAY = 86_400
SOON = 3 * DAY
BALLOT_BOX = "kotak-suara"
_OPTIONS_A_MINUTE = 2


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """When something ends, in words; ``tone`` is ``now`` when the end is near."""

    words: str
    tone: str


def picture_of(view: ContestView) -> str:
    """Return the name of the picture that stands for a contest: its first option's."""
    pictures = (option.picture for option in view.options if option.picture)
    return next(pictures, BALLOT_BOX)


def deadline(visit: Visit, view: ContestView) -> Deadline:
    """Return how long a running contest still takes ballots."""
    left = view.closes - visit.at
    if left > SOON:
        day = date(view.closes, visit.language, visit.site.settings.timezone, short=True)
        return Deadline(words=visit.gettext("Until %(day)s", day=day), tone="")
    if left > DAY:
        days = -(-left // DAY)
        return Deadline(
            words=visit.ngettext("%(num)d day left", "%(num)d days left", days), tone="now"
        )
    moment = date_time(view.closes, visit.language, visit.site.settings.timezone)
    return Deadline(words=visit.gettext("Closes %(moment)s", moment=moment), tone="now")


def task(visit: Visit, view: ContestView) -> str:
    """Return what a contest asks of a voter and how long that takes, in one line."""
    options = sum(not option.withdrawn for option in view.options)
    form = view.ballot_form
    if form is Choice:
        words = visit.ngettext(
            "Choose one of %(num)d option.", "Choose one of %(num)d options.", options
        )
    elif form is Approval:
        words = visit.ngettext(
            "Tick what suits you among %(num)d option.",
            "Tick what suits you among %(num)d options.",
            options,
        )
    elif form in (Scores, Gifts):
        words = visit.ngettext("Weigh up %(num)d option.", "Weigh up %(num)d options.", options)
    elif form is Stance:
        words = visit.gettext("Say where you stand.")
    else:
        words = visit.ngettext("Rank %(num)d option.", "Rank %(num)d options.", options)
    minutes = max(1, -(-options // _OPTIONS_A_MINUTE))
    takes = visit.ngettext("Takes about %(num)d minute.", "Takes about %(num)d minutes.", minutes)
    return f"{words} {takes}"


def is_running(view: ContestView, at: int) -> bool:
    """Tell whether a contest takes ballots now."""
    return view.voting().takes_ballots(at)


def is_coming(view: ContestView, at: int) -> bool:
    """Tell whether a contest is on record but has not begun."""
    return view.state is ContestState.OPEN and at < view.opens


def state_words(visit: Visit, view: ContestView) -> tuple[str, str]:
    """Return where a contest stands, in words, and the tone of the chip that says so."""
    if is_coming(view, visit.at):
        return visit.gettext("Opens soon"), ""
    if is_running(view, visit.at):
        return visit.gettext("Open now"), "now"
    known = {
        ContestState.DRAFT: (visit.gettext("Draft"), ""),
        ContestState.CANCELLED: (visit.gettext("Cancelled"), "bad"),
        ContestState.PUBLISHED: (visit.gettext("Result final"), "ok"),
    }
    return known.get(view.state, (visit.gettext("Being counted"), "info"))


def when(visit: Visit, view: ContestView) -> str:
    """Return the date that matters next, or last, in a contest's life."""
    if is_coming(view, visit.at):
        day = date(view.opens, visit.language, visit.site.settings.timezone, short=True)
        return visit.gettext("from %(day)s", day=day)
    if view.state is ContestState.PUBLISHED and view.published_at is not None:
        return date(view.published_at, visit.language, visit.site.settings.timezone, short=True)
    day = date(view.closes, visit.language, visit.site.settings.timezone, short=True)
    return visit.gettext("until %(day)s", day=day)
