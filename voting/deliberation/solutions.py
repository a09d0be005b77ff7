"""A solution as people write it: words, costs, who gains, upkeep, and whether it fits the place.

Money is whole Rupiah. A cost line is volume times unit price; a part of a Rupiah counts as a whole
one, so that the lines on paper add up to the totals to the last Rupiah. What neighbours give in
labour and goods has a value but is not paid: it stands beside the money, never in it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from voting.canonical import LARGEST, Json, encode, sha256
from voting.errors import InvalidError
from voting.words import Phrase

# Sources of funds by the names of village budgets (APBDes); ``open``: the author does not know.
SOURCES: Mapping[str, Phrase] = {
    "open": Phrase("Belum tahu dari mana", "Not known yet"),
    "dd": Phrase("Dana Desa (DD)", "Village Fund (DD)"),
    "add": Phrase("Alokasi Dana Desa (ADD)", "Village allocation (ADD)"),
    "district": Phrase("Kabupaten/kota", "District"),
    "province": Phrase("Provinsi", "Province"),
    "other": Phrase("Pihak lain (donatur, CSR)", "Others (donors, companies)"),
    "own": Phrase("Swadaya uang", "Own contribution in money"),
    "kind": Phrase("Swadaya tenaga/barang (dinilai)", "Own labour or goods (valued)"),
}
IN_KIND = "kind"

# Each question is asked so that a yes is good news.
FIT: Mapping[str, Phrase] = {
    "land": Phrase(
        "Lahannya ada, dan pemiliknya setuju?", "Is there land for it, and does its owner agree?"
    ),
    "season": Phrase("Bisa dikerjakan di musimnya?", "Can it be built in the season?"),
    "permission": Phrase("Izinnya sudah ada, atau tidak perlu?", "Is it permitted, if need be?"),
    "upkeep": Phrase(
        "Ada yang merawat, dan ada biayanya?", "Will somebody look after it, and is that paid for?"
    ),
    "left-out": Phrase(
        "Semua bisa memakai, tidak ada yang tertinggal?", "Can everybody use it, nobody left out?"
    ),
}
YES, NO, UNSURE = "yes", "no", "unsure"
FIT_ANSWERS = (UNSURE, YES, NO)

GREEN, YELLOW, RED = "green", "yellow", "red"
LIGHTS = (GREEN, YELLOW, RED)

MOST_LINES = 30
LARGEST_VOLUME = 1_000_000_000
MOST_PEOPLE = 1_000_000
_PICTURE = re.compile(r"[a-z0-9-]{0,40}")


@dataclass(frozen=True, kw_only=True)
class Cost:
    """A cost line; ``price`` is that of one unit in Rupiah, ``source`` one of ``SOURCES``."""

    what: str
    volume: Fraction
    unit: str
    price: int
    source: str

    @property
    def amount(self) -> int:
        """Return volume times price, a part of a Rupiah counted as a whole one."""
        return -(-self.volume.numerator * self.price // self.volume.denominator)


@dataclass(frozen=True, kw_only=True)
class Fit:
    """The answer to one question of the checklist, and the words to it."""

    answer: str = UNSURE
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Solution:
    """Everything a version of a solution says; numbers of people None where nobody said.

    ``cites``: the public numbers of the matters it answers. ``photo`` is the hash of a photo in
    hexadecimal digits, or empty; ``signed_by`` a group that stands behind it.
    """

    title: str
    words: str = ""
    cites: tuple[str, ...] = ()
    costs: tuple[Cost, ...] = ()
    place: str = ""
    gains: str = ""
    men: int | None = None
    women: int | None = None
    poor: int | None = None
    upkeep_by: str = ""
    upkeep_yearly: int | None = None
    fit: Mapping[str, Fit] = field(default_factory=dict)
    signed_by: str = ""
    picture: str = ""
    photo: str = ""

    def by_source(self) -> dict[str, int]:
        """Return what each source gives, in the order of ``SOURCES``; none that gives nothing."""
        found = {
            source: sum(cost.amount for cost in self.costs if cost.source == source)
            for source in SOURCES
        }
        return {source: amount for source, amount in found.items() if amount}

    @property
    def money(self) -> int:
        """Return how much money it takes, whoever pays."""
        return sum(cost.amount for cost in self.costs if cost.source != IN_KIND)

    @property
    def in_kind(self) -> int:
        """Return what the labour and goods are worth that nobody pays for."""
        return sum(cost.amount for cost in self.costs if cost.source == IN_KIND)

    def fit_of(self, name: str) -> Fit:
        """Return the answer to a question of the checklist; one nobody answered is unsure."""
        return self.fit.get(name, Fit())


def check(text: Solution) -> None:
    """Refuse, with InvalidError, what cannot be: too many lines, volumes or sums too large."""
    if not _PICTURE.fullmatch(text.picture):
        raise InvalidError("solution.picture")
    if len(text.costs) > MOST_LINES:
        raise InvalidError("solution.too-many-lines", most=MOST_LINES)
    for cost in text.costs:
        _check_line(cost)
    sums = (sum(cost.amount for cost in text.costs), text.upkeep_yearly or 0)
    if min(sums) < 0 or max(sums) > LARGEST:
        raise InvalidError("solution.sum-too-large")
    for people in (text.men, text.women, text.poor):
        if people is not None and not 0 <= people <= MOST_PEOPLE:
            raise InvalidError("solution.people", most=MOST_PEOPLE)
    unknown = set(text.fit) - set(FIT) or {f.answer for f in text.fit.values()} - set(FIT_ANSWERS)
    if unknown:
        raise InvalidError("solution.fit")


def as_json(text: Solution, matter: str, number: int) -> Json:
    """Return a version as the JSON whose canonical bytes are hashed: which solution, and its words.

    What nobody said is left out.
    """
    said: dict[str, Json] = {
        name: getattr(text, name)
        for name in ("words", "place", "gains", "upkeep_by", "signed_by", "picture", "photo")
        if getattr(text, name)
    }
    for name in ("men", "women", "poor", "upkeep_yearly"):
        value = getattr(text, name)
        if value is not None:
            said[name] = value
    fit = {
        name: {"answer": one.answer, "words": one.words}
        for name, one in text.fit.items()
        if one != Fit()
    }
    return {
        **said,
        "matter": matter,
        "n": number,
        "title": text.title,
        "cites": list(text.cites),
        "costs": [_cost_json(cost) for cost in text.costs],
        "fit": fit,
    }


def written(text: Solution, matter: str, number: int) -> tuple[bytes, bytes]:
    """Return the canonical bytes of a version and their SHA-256."""
    body = encode(as_json(text, matter, number))
    return body, sha256(body)


def from_json(said: Mapping[str, Any]) -> Solution:
    """Return the version behind JSON that ``as_json`` made."""
    plain = {
        name: said[name]
        for name in (
            *("title", "words", "place", "gains", "men", "women", "poor"),
            *("upkeep_by", "upkeep_yearly", "signed_by", "picture", "photo"),
        )
        if name in said
    }
    return Solution(
        **plain,
        cites=tuple(said.get("cites", ())),
        costs=tuple(_cost(one) for one in said.get("costs", ())),
        fit={name: Fit(**one) for name, one in said.get("fit", {}).items()},
    )


def _check_line(cost: Cost) -> None:
    if cost.source not in SOURCES:
        raise InvalidError("solution.no-source")
    if not 0 < cost.volume <= LARGEST_VOLUME:
        raise InvalidError("solution.volume", most=LARGEST_VOLUME)
    if not 0 <= cost.price <= LARGEST or cost.amount > LARGEST:
        raise InvalidError("solution.sum-too-large")


def _cost_json(cost: Cost) -> Json:
    volume: Json = str(cost.volume) if cost.volume.denominator > 1 else int(cost.volume)
    return {
        "what": cost.what,
        "volume": volume,
        "unit": cost.unit,
        "price": cost.price,
        "source": cost.source,
    }


def _cost(said: Mapping[str, Any]) -> Cost:
    return Cost(**{**said, "volume": Fraction(said["volume"])})


def compared_totals(texts: Sequence[Solution]) -> tuple[str, ...]:
    """Return the sources that any of several solutions draws on, in their order."""
    used = {source for text in texts for source in text.by_source()}
    return tuple(source for source in SOURCES if source in used)
