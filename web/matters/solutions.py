"""A matter's solutions: their part of the matter's page, cards, verdicts, and texts for reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection

from voting.audit.fingerprints import words_of
from voting.deliberation.matters import MatterAct
from voting.deliberation.solutions import FIT, GREEN, NO, RED, SOURCES, YELLOW, YES, Solution
from voting.errors import ConflictError, RefusalError
from voting.services import matters, proposing
from voting.services.matters import MatterView
from voting.services.proposing import SolutionView
from voting.words import say
from web.cldr import date, number
from web.desk.task import late
from web.forms.keys import path_number
from web.matters import cases
from web.matters.cases import CaseView
from web.visit import Visit

MOST_CARDS = 12
_POINT = {"id": ",", "en": "."}


@dataclass(frozen=True, kw_only=True)
class Light:
    """The verdict of verification in words: ``stale`` where it is about an older version."""

    words: str
    tone: str
    icon: str
    stale: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A cost line for reading; ``volume`` with its unit."""

    what: str
    volume: str
    price: int
    amount: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Check:
    """A question of the checklist with its answer, in words, and how it is shown."""

    question: str
    answer: str
    words: str
    tone: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """A version of a solution in the visitor's language."""

    text: Solution
    lines: tuple[Line, ...]
    sources: tuple[tuple[str, int], ...]
    checks: tuple[Check, ...]
    people: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class SolutionCard:
    """A solution in a list: ``case`` says why, where it is hidden."""

    view: SolutionView
    authors: str
    light: Light
    case: CaseView | None


@dataclass(frozen=True, kw_only=True)
class SolutionsPart:
    """What a matter's page says of its solutions; ``elsewhere``: those in other matters."""

    cards: tuple[SolutionCard, ...]
    more: int
    elsewhere: tuple[tuple[str, int, str], ...]
    may_propose: bool
    open: bool
    may_compare: bool

    @property
    def shown(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.cards or self.elsewhere or self.open)


def read(visit: Visit, connection: Connection, view: MatterView) -> SolutionsPart:
    """Return the part of a matter's page about its solutions; five queries at most."""
    total, shown = proposing.count(connection, view)
    found = proposing.listed(connection, view, withdrawn=False, limit=MOST_CARDS)
    is_open = view.standing().allows(MatterAct.PROPOSE) and not view.hidden
    return SolutionsPart(
        cards=cards(visit, connection, found),
        more=total - len(found),
        elsewhere=proposing.citing(connection, view),
        may_propose=may(visit, view, MatterAct.PROPOSE),
        open=is_open,
        may_compare=shown > 1,
    )


def cards(
    visit: Visit, connection: Connection, views: Sequence[SolutionView]
) -> tuple[SolutionCard, ...]:
    """Return the cards of solutions; one query where any is hidden."""
    hidden = [one.id for one in views if one.hidden]
    stubs = cases.stubs(visit, connection, "solution", hidden) if hidden else {}
    return tuple(
        SolutionCard(
            view=one,
            authors=authors(one),
            light=light(visit, one),
            case=stubs.get(one.id),
        )
        for one in views
    )


def authors(view: SolutionView) -> str:
    """Return who stands behind a solution: the group if there is one, and the people."""
    people = [(view.author, view.author_place)]
    people += [(one.name, one.place) for one in view.signers]
    named = "; ".join(f"{name}, {place}" if place else name for name, place in people)
    return f"{view.text.signed_by} ({named})" if view.text.signed_by else named


def light(visit: Visit, view: SolutionView) -> Light:
    """Return the verdict on a solution, or until when it will be there."""
    if view.light:
        tone, icon = _LIGHTS[view.light]
        words = say(f"light.{view.light}", {}, visit.language)
        if not view.stale:
            return Light(words=words[:1].upper() + words[1:], tone=tone, icon=icon)
        before = visit.gettext("Changed after it was verified (%(light)s)", light=words)
        return Light(words=before, tone="", icon="history", stale=True)
    if view.verify_due is None:
        return Light(words=visit.gettext("Not verified yet"), tone="", icon="hourglass")
    if view.verify_due < visit.at:
        words = visit.gettext("Verification is due: %(late)s", late=late(visit, view.verify_due))
        return Light(words=words, tone="bad", icon="triangle-alert")
    day = date(view.verify_due, visit.language, visit.site.settings.timezone, short=True)
    words = visit.gettext("Will be verified by %(day)s", day=day)
    return Light(words=words, tone="", icon="hourglass")


_LIGHTS = {
    GREEN: ("ok", "circle-check"),
    YELLOW: ("now", "triangle-alert"),
    RED: ("bad", "ban"),
}


def told(visit: Visit, text: Solution) -> Told:
    """Return a text in the visitor's language."""
    return Told(
        text=text,
        lines=tuple(
            Line(
                what=cost.what,
                volume=f"{quantity(cost.volume, visit.language)} {cost.unit}".strip(),
                price=cost.price,
                amount=cost.amount,
                source=SOURCES[cost.source].in_language(visit.language),
            )
            for cost in text.costs
        ),
        sources=tuple(
            (SOURCES[source].in_language(visit.language), amount)
            for source, amount in text.by_source().items()
        ),
        checks=tuple(_check(visit, text, name) for name in FIT),
        people=_people(visit, text),
    )


def quantity(value: Fraction, language: str) -> str:
    """Return a quantity as people write it: ``1.200``, ``2,5``."""
    whole, rest = divmod(value, 1)
    if not rest:
        return number(whole, language)
    digits = f"{int(rest * 10**6):06}".rstrip("0")
    return f"{number(whole, language)}{_POINT[language]}{digits}"


def fingerprint(hashed: bytes) -> tuple[str, ...]:
    """Return the hash of a version as short words."""
    return words_of(hashed)


def may(visit: Visit, view: MatterView, act: MatterAct) -> bool:
    """Tell whether the visitor may do something here and now."""
    try:
        matters.check(view, act, visit.person)
    except RefusalError:
        return False
    return True


def found(visit: Visit, connection: Connection) -> tuple[MatterView, SolutionView]:
    """Return the matter and the solution that the path names; ConflictError for a hidden matter."""
    view = matter_of(visit, connection)
    n = path_number(visit.params["solution"], "solution.unknown")
    return view, proposing.show(connection, view, n)


def matter_of(visit: Visit, connection: Connection) -> MatterView:
    """Return the matter that the path names; ConflictError if its words are hidden."""
    view = matters.show(connection, visit.params["matter"])
    if view.hidden:
        raise ConflictError("matter.is-hidden")
    return view


def _check(visit: Visit, text: Solution, name: str) -> Check:
    one = text.fit_of(name)
    words, tone, icon = {
        YES: (visit.gettext("Yes"), "ok", "circle-check"),
        NO: (visit.gettext("No"), "bad", "ban"),
    }.get(one.answer, (visit.gettext("Not sure"), "", "circle-question-mark"))
    question = FIT[name].in_language(visit.language)
    return Check(question=question, answer=words, words=one.words, tone=tone, icon=icon)


def _people(visit: Visit, text: Solution) -> tuple[tuple[str, int], ...]:
    named = (
        (visit.gettext("Men"), text.men),
        (visit.gettext("Women"), text.women),
        (visit.gettext("Poor households"), text.poor),
    )
    return tuple((words, count) for words, count in named if count is not None)
