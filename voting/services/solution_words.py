"""What people write in a solution, made tidy and held to its limits; which problems it answers."""

from dataclasses import replace
from fractions import Fraction

from sqlalchemy import Connection

from voting.canonical import tidy
from voting.deliberation.solutions import Cost, Fit, Solution, check
from voting.errors import InvalidError, MissingError
from voting.services import contests, gathering
from voting.services.matters import MatterView
from voting.services.writing import LONGEST_TITLE, LONGEST_WORDS, line, paragraphs
from voting.store import matters, photos
from voting.store.solutions import SolutionView

LONGEST_LINE = 120
LONGEST_UNIT = 30
LONGEST_NOTE = 300
MOST_CITES = 10


def tidied(
    connection: Connection, view: MatterView, wanted: Solution, photo_id: int | None
) -> tuple[Solution, tuple[int, ...]]:
    """Return a text as it is kept, and the ids of the matters it answers; or refuse it.

    The photo is named by its hash, so that a version says which one it showed.
    """
    place = _short(wanted.place)
    if place and place not in contests.places(connection):
        raise InvalidError("problem.no-such-place")
    cites = _cites(connection, view, wanted.cites)
    stored = None if photo_id is None else photos.read(connection, photo_id)
    text = replace(
        wanted,
        title=line(wanted.title, "solution.no-title", LONGEST_TITLE),
        words=paragraphs(wanted.words, LONGEST_WORDS),
        cites=tuple(cites),
        costs=tuple(_cost(one) for one in wanted.costs),
        place=place,
        gains=paragraphs(wanted.gains, LONGEST_NOTE),
        upkeep_by=_short(wanted.upkeep_by),
        fit={
            name: Fit(answer=one.answer, words=_short(one.words, LONGEST_NOTE))
            for name, one in wanted.fit.items()
        },
        signed_by=_short(wanted.signed_by),
        picture=wanted.picture or view.picture,
        photo="" if stored is None else stored.hash.hex(),
    )
    check(text)
    return replace(text, fit={n: f for n, f in text.fit.items() if f != Fit()}), tuple(
        cites.values()
    )


def _cites(connection: Connection, view: MatterView, numbers: tuple[str, ...]) -> dict[str, int]:
    """Return the matters cited, ids by number; a meeting is no problem where it gathers some."""
    wanted = dict.fromkeys(_short(one).upper() for one in numbers if tidy(one))
    if len(wanted) > MOST_CITES:
        raise InvalidError("solution.too-many-cites", most=MOST_CITES)
    found = {}
    for number in wanted:
        try:
            cited = matters.read(connection, number)
        except MissingError as error:
            raise InvalidError("solution.no-such-problem", number=number[:20]) from error
        if cited.hidden:
            raise InvalidError("solution.no-such-problem", number=number[:20])
        found[cited.number] = cited.id
    others = set(found) - {view.number}
    if not found or (not others and gathering.parts(connection, view)):
        raise InvalidError("solution.no-problem")
    return found


def _cost(cost: Cost) -> Cost:
    return Cost(
        what=line(cost.what, "solution.no-what", LONGEST_LINE),
        volume=Fraction(cost.volume),
        unit=_short(cost.unit, LONGEST_UNIT),
        price=cost.price,
        source=cost.source,
    )


def _short(text: str, most: int = LONGEST_LINE) -> str:
    """Return a text as one line, empty where there is none."""
    found = tidy(text)
    return line(found, "", most) if found else ""


def amended(
    connection: Connection, view: MatterView, solution: SolutionView, wanted: Solution
) -> tuple[Solution, tuple[int, ...]]:
    """Return a text that would follow a solution's, with picture and photo as they are."""
    given = replace(wanted, picture=solution.text.picture)
    return tidied(connection, view, given, solution.photo_id)
