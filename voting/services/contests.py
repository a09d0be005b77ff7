"""Contests: drafted and revised by a moderator, read by everybody.

A draft is not on record: it may have holes, which ``holes`` lists, and it is only seen by
moderators. What opening freezes stands in ``services/opening``.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from voting.ballots import OptionId, Stance
from voting.canonical import LARGEST, Json, tidy
from voting.contest import Option
from voting.deliberation import Act, ContestState, check_act
from voting.errors import ConflictError, ForbiddenError, InvalidError, MissingError, RefusalError
from voting.methods import method
from voting.roll import Person, Role
from voting.rules import card
from voting.rules import read as read_rules
from voting.services import community
from voting.services.keys import fresh
from voting.store import contests as store
from voting.store import people
from voting.store.contests import ContestView

__all__ = [
    "LEVELS",
    "ContestDraft",
    "ContestView",
    "DraftOption",
    "PlaceTurnout",
    "arranged",
    "draft",
    "holes",
    "index",
    "places",
    "read",
    "revise",
    "show",
    "turnout_by_place",
]

LEVELS = ("A", "B")
SHOWN_FROM = 10
SECRET_FROM = 5
PLACE_FROM = 5
LONGEST_LINE = 200
LONGEST_TEXT = 4000
LONGEST_GRACE = 3600
FEWEST_OPTIONS = 2

_PICTURE = re.compile(r"[a-z0-9-]{0,40}")


@dataclass(frozen=True, kw_only=True)
class DraftOption:
    """An option as a moderator writes it; ``cost`` in whole minor units of money."""

    label: str
    description: str = ""
    picture: str = ""
    cost: int | None = None


@dataclass(frozen=True, kw_only=True)
class ContestDraft:
    """A contest as a moderator writes it.

    ``rules`` are the method's, as text; those left out take their defaults. ``level`` is A (open)
    or B (secret). ``place`` is empty for the whole community, else the dusun whose residents vote.
    Times are Unix seconds; ``grace`` seconds are given to ballots on their way at closing time.
    """

    title: str
    question: str = ""
    method: str
    rules: Mapping[str, object] = field(default_factory=dict)
    level: str = "B"
    place: str = ""
    opens: int
    closes: int
    grace: int = 60
    options: tuple[DraftOption, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlaceTurnout:
    """How many may vote in a place and how many have; None where too few stand behind it."""

    place: str
    eligible: int
    voted: int | None


def draft(connection: Connection, actor: Person, wanted: ContestDraft, at: int) -> ContestView:
    """Begin a contest: it gets its public number and can be revised until it is opened."""
    if Role.MODERATOR not in actor.roles:
        raise ForbiddenError("contest.not-your-act", act="draft")
    values, rules, options = _checked(wanted, at)
    number = _next_number(connection, at)
    born = {"number": number, "poll": fresh(16).hex(), "created_at": at}
    store.add(connection, {**values, **born, "state": ContestState.DRAFT.value}, rules, options)
    return show(connection, number)


def revise(
    connection: Connection, actor: Person, number: str, wanted: ContestDraft, at: int
) -> ContestView:
    """Write a draft anew; what has been opened does not change any more.

    Times that stay as they were may have passed meanwhile: ``holes`` tells before the opening.
    """
    old = store.read(connection, number)
    check_act(old.state, Act.REVISE, actor.roles)
    untouched = (wanted.opens, wanted.closes) == (old.opens, old.closes)
    values, rules, options = _checked(wanted, 0 if untouched else at)
    store.replace(connection, old.id, values, rules, options)
    return show(connection, number)


def show(connection: Connection, number: str) -> ContestView:
    """Return a contest by its public number, drafts too; MissingError if there is none."""
    return _discreet(store.read(connection, number))


def read(connection: Connection, reader: Person | None, number: str) -> ContestView:
    """Return a contest for somebody to read; a draft is missing for all but moderators.

    So is a draft that was thrown away: it was never on record.
    """
    view = show(connection, number)
    if view.opened_at is None and not _may_see_drafts(reader):
        raise MissingError("contest.unknown", number=number)
    return view


def index(connection: Connection, at: int, reader: Person | None = None) -> tuple[ContestView, ...]:
    """Return the contests somebody may read: those that run, those to come, those that are over.

    Running ones end soonest first, coming ones begin soonest first, past ones latest first. A
    draft, also one that was thrown away, is there for moderators only.
    """
    views = store.read_all(connection)
    return arranged((v for v in views if v.opened_at is not None or _may_see_drafts(reader)), at)


def arranged(views: Iterable[ContestView], at: int) -> tuple[ContestView, ...]:
    """Return contests in the order of ``index``, small turnouts hidden."""
    return tuple(sorted(map(_discreet, views), key=lambda view: _place_in_index(view, at)))


def holes(view: ContestView, at: int) -> tuple[RefusalError, ...]:
    """Return everything that stops a draft from being opened now, as refusals to explain."""
    found: list[RefusalError] = []
    least = 1 if view.ballot_form is Stance else FEWEST_OPTIONS  # stances are taken on one text
    if len(view.options) < least:
        found.append(ConflictError("contest.too-few-options", least=least))
    found += _label_holes([option.label for option in view.options])
    found += _rule_holes(view) if view.options else ()
    if not view.eligible:
        found.append(ConflictError("contest.no-electors"))
    elif view.level == "B" and view.eligible < SECRET_FROM:
        found.append(ConflictError("contest.too-few-for-secrecy", least=SECRET_FROM))
    if view.closes <= at:
        found.append(ConflictError("contest.closes-in-the-past"))
    return tuple(found)


def places(connection: Connection) -> tuple[str, ...]:
    """Return the places that a contest can be for: each dusun, then its neighbourhoods."""
    found = {place for place, _ in people.residents_by_place(connection) if place}
    return tuple(sorted(found | {place.partition(",")[0] for place in found}))


def turnout_by_place(
    connection: Connection, actor: Person, number: str
) -> tuple[PlaceTurnout, ...]:
    """Return the turnout of each dusun, or of each part of the one that votes, for officers.

    While fewer than 10 have voted, or where a place has fewer than 5 electors, the figure is None.
    """
    if not actor.roles & {Role.MODERATOR, Role.AUDITOR}:
        raise ForbiddenError("contest.not-your-act", act="turnout")
    view = show(connection, number)
    counts: dict[str, tuple[int, int]] = {}
    for place, eligible, voted in store.turnout_by_place(connection, view.id):
        name = place if view.place else place.partition(",")[0]
        before = counts.get(name, (0, 0))
        counts[name] = (before[0] + eligible, before[1] + voted)
    return tuple(
        PlaceTurnout(
            place=name,
            eligible=eligible,
            voted=None if view.voted is None or eligible < PLACE_FROM else voted,
        )
        for name, (eligible, voted) in counts.items()
    )


def _may_see_drafts(reader: Person | None) -> bool:
    return reader is not None and Role.MODERATOR in reader.roles


def _discreet(view: ContestView) -> ContestView:
    """Hide a turnout below 10 until the result is published: few voters could be told apart."""
    if view.state is ContestState.PUBLISHED or (view.voted or 0) >= SHOWN_FROM:
        return view
    return replace(view, voted=None)


def _place_in_index(view: ContestView, at: int) -> tuple[int, int]:
    if view.state is ContestState.DRAFT:
        return (2, view.opens)
    if view.state is not ContestState.OPEN or at >= view.closes + view.grace:
        return (3, -view.closes)
    return (1, view.opens) if at < view.opens else (0, view.closes)


def _next_number(connection: Connection, at: int) -> str:
    zone = ZoneInfo(community.show(connection).timezone)
    prefix = f"P-{datetime.fromtimestamp(at, zone).year}-"
    last = store.last_number(connection, prefix)
    return f"{prefix}{1 if last is None else int(last.removeprefix(prefix)) + 1:03}"


def _checked(
    wanted: ContestDraft, at: int
) -> tuple[Mapping[str, object], Mapping[str, Json], tuple[Option, ...]]:
    """Return the columns, the rule card and the options of a draft, or refuse it."""
    if wanted.level not in LEVELS:
        raise InvalidError("contest.level", level=wanted.level)
    if not 0 <= wanted.opens < wanted.closes <= LARGEST:
        raise InvalidError("contest.closes-before-opening")
    if wanted.closes <= at:
        raise InvalidError("contest.closes-in-the-past")
    if not 0 <= wanted.grace <= LONGEST_GRACE:
        raise InvalidError("contest.grace", most=LONGEST_GRACE)
    rules = card(read_rules(method(wanted.method).rules, wanted.rules))
    values = {
        "title": _line(wanted.title, "contest.no-title"),
        "question": _paragraphs(wanted.question),
        "method": wanted.method,
        "level": wanted.level,
        "place": tidy(wanted.place),
        "opens": wanted.opens,
        "closes": wanted.closes,
        "grace": wanted.grace,
    }
    options = tuple(_option(number, given) for number, given in enumerate(wanted.options, 1))
    return values, rules, options


def _option(number: int, given: DraftOption) -> Option:
    if not _PICTURE.fullmatch(given.picture):
        raise InvalidError("contest.picture", picture=tidy(given.picture)[:40])
    if given.cost is not None and given.cost > LARGEST:
        raise InvalidError("contest.cost-too-large", option=tidy(given.label)[:LONGEST_LINE])
    return Option(
        id=OptionId(str(number)),
        label=_line(given.label, "contest.no-label"),
        description=_paragraphs(given.description),
        picture=given.picture,
        cost=given.cost,
    )


def _line(text: str, code: str) -> str:
    line = tidy(text)
    if not line:
        raise InvalidError(code)
    if len(line) > LONGEST_LINE:
        raise InvalidError("contest.text-too-long", most=LONGEST_LINE)
    return line


def _paragraphs(text: str) -> str:
    lines = [tidy(line) for line in text.splitlines()]
    whole = "\n".join(lines).strip()
    if len(whole) > LONGEST_TEXT:
        raise InvalidError("contest.text-too-long", most=LONGEST_TEXT)
    return whole


def _label_holes(labels: Collection[str]) -> list[RefusalError]:
    often = Counter(label.casefold() for label in labels)
    twice = dict.fromkeys(label for label in labels if often[label.casefold()] > 1)
    return [ConflictError("contest.label-twice", label=label) for label in twice]


def _rule_holes(view: ContestView) -> list[RefusalError]:
    try:
        method(view.method).admit_opening(view.contest())
    except InvalidError as error:
        return [error]
    return []
