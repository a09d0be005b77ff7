"""A matter's phases for people: their names and dates, what one may do now, what comes next."""

from dataclasses import dataclass

from voting.deliberation.matters import Phase
from voting.services.matters import MatterView
from voting.words import say
from web.cldr import date
from web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Rail:
    """The seven phases of a matter: the number of the present one and a date for each.

    ``after`` is the number of the next one, 0 where none comes; ``left_out`` those not on its way.
    """

    now: int
    dates: tuple[str, ...]
    after: int
    left_out: tuple[int, ...]


def phase_words(visit: Visit, phase: str) -> str:
    """Return the name of a phase."""
    return say(f"phase.{phase}", {}, visit.language)


def number(phase: Phase) -> int:
    """Return the place of a phase among the seven, from 1."""
    return list(Phase).index(phase) + 1


def rail(visit: Visit, view: MatterView) -> Rail:
    """Return the rail of a matter, each phase with the date that matters most."""
    following = view.standing().following
    return Rail(
        now=number(view.phase),
        dates=tuple(_date(visit, view, phase) for phase in Phase),
        after=0 if following is None or view.ended_as else number(following),
        left_out=tuple(number(phase) for phase in Phase if phase not in view.way),
    )


def until(visit: Visit, view: MatterView) -> str:
    """Return until when the present phase lasts, or how the matter ended, in words."""
    if view.ended_as:
        return say(f"ending.{view.ended_as}", {}, visit.language)
    if view.phase_until is None:
        return ""
    return visit.gettext("until %(day)s", day=_day(visit, view.phase_until))


def _date(visit: Visit, view: MatterView, phase: Phase) -> str:
    """Return the date of one phase: left out, done, the present end, or when it is planned."""
    if phase not in view.way:
        return visit.gettext("not needed")
    planned = view.plan.get(phase.value)
    if phase is view.phase:
        return until(visit, view)
    if number(phase) < number(view.phase):
        return visit.gettext("done")
    return "" if planned is None else _day(visit, planned)


def _day(visit: Visit, at: int) -> str:
    return date(at, visit.language, visit.site.settings.timezone, short=True)
