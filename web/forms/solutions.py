"""The form of a solution: step by step for a new one, on one page for changes to one.

What was typed is kept as it was typed; the same fields come from a version (``as_fields``) and are
read into one (``read``). Each step reads its own part and notes what is wrong with it.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from starlette.datastructures import FormData, ImmutableMultiDict

from voting.deliberation.solutions import (
    FIT,
    FIT_ANSWERS,
    MOST_LINES,
    MOST_PEOPLE,
    SOURCES,
    UNSURE,
    Cost,
    Fit,
    Solution,
    check,
)
from voting.errors import InvalidError, RefusalError
from voting.services.solution_words import LONGEST_LINE, LONGEST_NOTE, LONGEST_UNIT
from voting.services.writing import LONGEST_TITLE, LONGEST_WORDS
from web.forms import Reader
from web.forms.amounts import quantity, read_money, typed_quantity
from web.pictures import hashes

STEPS = ("words", "costs", "gains", "fit", "check")
NOWHERE = "-"
FIRST_LINES = 3
_MOST_TYPED = 12_000  # longer words are refused with a sentence; this is for the memory
_COLUMNS = ("what", "volume", "unit", "price", "source")
_PEOPLE = ("men", "women", "poor")
_NAMES = (
    *("title", "words", "picture", "lines", "place", "gains", *_PEOPLE),
    *("upkeep_by", "upkeep_yearly", "signed_by"),
    *(f"{column}{n}" for n in range(1, MOST_LINES + 1) for column in _COLUMNS),
    *(f"{part}-{name}" for name in FIT for part in ("fit", "why")),
)

# The field that a refusal of a service is about; any other is about the whole form.
FIELDS = {
    "solution.no-title": "title",
    "solution.no-problem": "cites",
    "solution.no-such-problem": "cites",
    "solution.too-many-cites": "cites",
    "solution.sum-too-large": "costs",
    "problem.no-such-place": "place",
    "solution.picture": "picture",
    "people.no-reason": "reason",
    "people.reason-too-long": "reason",
}


def written(form: FormData, before: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in the form by now: what came with it, over what was kept before."""
    kept = dict(before)
    for name in _NAMES:
        if isinstance(value := form.get(name), str):
            kept[name] = value[:_MOST_TYPED]
    if "cites_here" in form:
        ticked = [str(one) for one in form.getlist("cite")]
        kept["cites"] = " ".join([*ticked, str(form.get("cites", ""))])[:_MOST_TYPED]
    return {name: value for name, value in kept.items() if value}


def lines(fields: Mapping[str, str], more: int = 0) -> int:
    """Return how many cost lines to show: those written and one, those shown before, and more."""
    used = [n for n in range(1, MOST_LINES + 1) if any(fields.get(f"{c}{n}") for c in _COLUMNS[:4])]
    shown = fields.get("lines", "")
    before = int(shown) if shown.isascii() and shown.isdecimal() and len(shown) < _DIGITS else 0
    return min(MOST_LINES, max(FIRST_LINES, before, max(used, default=0) + 1) + more)


_DIGITS = 4


def reader_of(fields: Mapping[str, str], language: str) -> Reader:
    """Return a reader of kept fields."""
    return Reader(ImmutableMultiDict(fields), language)


def check_step(step: str, reader: Reader, places: Sequence[str]) -> None:
    """Read one step and note what is wrong with it."""
    if step in _READERS:
        _READERS[step](reader, places)


def read(reader: Reader, places: Sequence[str]) -> Solution:
    """Read the whole form; problems stay in the reader."""
    values: dict[str, object] = {}
    for one in _READERS.values():
        values |= one(reader, places)
    return Solution(**values)  # type: ignore[arg-type]  # the readers name its fields


def first_amiss(fields: Mapping[str, str], language: str, places: Sequence[str]) -> str:
    """Return the first step that has not been filled in as it must be, else the last look."""
    for step in STEPS[:-1]:
        reader = reader_of(fields, language)
        check_step(step, reader, places)
        if reader.problems:
            return step
    return STEPS[-1]


def as_fields(text: Solution) -> dict[str, str]:
    """Return a version as the fields that would make it."""
    found = {
        "title": text.title,
        "words": text.words,
        "cites": " ".join(text.cites),
        "picture": text.picture,
        "place": text.place or NOWHERE,
        "gains": text.gains,
        "upkeep_by": text.upkeep_by,
        "signed_by": text.signed_by,
    }
    for name in (*_PEOPLE, "upkeep_yearly"):
        value = getattr(text, name)
        found[name] = "" if value is None else str(value)
    for n, cost in enumerate(text.costs, 1):
        typed = (cost.what, typed_quantity(cost.volume), cost.unit, str(cost.price), cost.source)
        found |= {f"{column}{n}": value for column, value in zip(_COLUMNS, typed, strict=True)}
    for name, one in text.fit.items():
        found |= {f"fit-{name}": one.answer, f"why-{name}": one.words}
    return {name: value for name, value in found.items() if value}


def refuse(reader: Reader, error: RefusalError) -> None:
    """Keep a refusal of a service beside the field it is about."""
    reader.refuse(FIELDS.get(error.code, ""), error)


def _words(reader: Reader, _places: Sequence[str]) -> dict[str, object]:
    return {
        "title": reader.text("title", most=LONGEST_TITLE),
        "words": reader.text("words", most=LONGEST_WORDS, required=False),
        "picture": reader.choice("picture", ("", *hashes())),
        "cites": _cites(reader),
    }


def _cites(reader: Reader) -> tuple[str, ...]:
    found = tuple(reader.raw("cites").replace(",", " ").replace(";", " ").split())
    if not found:
        reader.refuse("cites", InvalidError("solution.no-problem"))
    return found


def _costs(reader: Reader, _places: Sequence[str]) -> dict[str, object]:
    costs = tuple(
        _cost(reader, n)
        for n in range(1, MOST_LINES + 1)
        if any(reader.raw(f"{name}{n}").strip() for name in ("what", "volume", "price"))
    )
    if not reader.problems:
        reader.value("costs", lambda: check(Solution(title="", costs=costs)), None)
    return {"costs": costs}


def _cost(reader: Reader, n: int) -> Cost:
    price = read_money(reader, f"price{n}")
    if price is None:
        reader.refuse(f"price{n}", InvalidError("form.not-money"))
    cost = Cost(
        what=reader.text(f"what{n}", most=LONGEST_LINE),
        volume=reader.value(f"volume{n}", lambda: quantity(reader.raw(f"volume{n}")), Fraction(1)),
        unit=reader.text(f"unit{n}", most=LONGEST_UNIT, required=False),
        price=price or 0,
        source=reader.choice(f"source{n}", SOURCES, "open"),
    )
    at_fault = {"solution.volume": f"volume{n}", "solution.sum-too-large": f"price{n}"}
    try:
        check(Solution(title="", costs=(cost,)))
    except InvalidError as error:
        reader.refuse(at_fault.get(error.code, f"what{n}"), error)
    return cost


def _gains(reader: Reader, places: Sequence[str]) -> dict[str, object]:
    place = reader.choice("place", (NOWHERE, *places))
    numbers = {name: _people(reader, name) for name in _PEOPLE}
    return {
        "place": "" if place == NOWHERE else place,
        "gains": reader.text("gains", most=LONGEST_NOTE, required=False),
        **numbers,
        "upkeep_by": reader.text("upkeep_by", most=LONGEST_LINE, required=False),
        "upkeep_yearly": read_money(reader, "upkeep_yearly"),
    }


def _people(reader: Reader, name: str) -> int | None:
    return reader.whole(name, most=MOST_PEOPLE) if reader.raw(name).strip() else None


def _fit(reader: Reader, _places: Sequence[str]) -> dict[str, object]:
    found = {}
    for name in FIT:
        answer = reader.raw(f"fit-{name}") or UNSURE
        if answer not in FIT_ANSWERS:
            reader.refuse(f"fit-{name}", InvalidError("solution.fit"))
            answer = UNSURE
        words = reader.text(f"why-{name}", most=LONGEST_NOTE, required=False)
        found[name] = Fit(answer=answer, words=words)
    signed_by = reader.text("signed_by", most=LONGEST_LINE, required=False)
    return {"fit": found, "signed_by": signed_by}


_Part = Callable[[Reader, Sequence[str]], dict[str, object]]
_READERS: Mapping[str, _Part] = {"words": _words, "costs": _costs, "gains": _gains, "fit": _fit}
