"""The forms of a draft, read part by part: the question, one option, the way of counting.

A refusal of the service that keeps the draft is put beside the field it is about (``FIELDS``).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from voting.canonical import Json, tidy
from voting.errors import InvalidError, RefusalError
from voting.methods import METHODS, method
from voting.rules import card
from voting.services.contests import LEVELS, LONGEST_LINE, LONGEST_TEXT, DraftOption
from web.forms import Reader
from web.forms.amounts import read_money
from web.forms.moments import read_moment
from web.forms.rules_form import read_rules

EVERYBODY = "all"
SHOWN_METHOD = "rules-of"

# The field that a refusal of ``services.contests`` is about; any other is about the whole form.
FIELDS = {
    "contest.closes-before-opening": "closes",
    "contest.closes-in-the-past": "closes",
    "contest.no-title": "title",
    "contest.no-label": "label",
    "contest.picture": "picture",
    "contest.cost-too-large": "cost",
    "contest.level": "level",
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, of whom and when; ``place`` is empty for the whole community."""

    title: str
    question: str
    place: str
    opens: int
    closes: int


@dataclass(frozen=True, kw_only=True)
class Counting:
    """How ballots are cast and counted; ``rules`` is the whole rule card."""

    method: str
    rules: Mapping[str, Json]
    level: str


def read_question(reader: Reader, zone: ZoneInfo, places: Collection[str]) -> Question:
    """Read the question with its voters and times; problems stay in the reader."""
    title = reader.text("title", most=LONGEST_LINE)
    question = reader.text("question", most=LONGEST_TEXT, required=False)
    place = reader.choice("place", {EVERYBODY, *places}, EVERYBODY)
    opens = reader.value("opens", lambda: read_moment(reader.raw("opens"), zone), 0)
    closes = reader.value("closes", lambda: read_moment(reader.raw("closes"), zone), 0)
    return Question(
        title=title,
        question=question,
        place="" if place == EVERYBODY else place,
        opens=opens,
        closes=closes,
    )


def check_times(reader: Reader, question: Question, at: int) -> None:
    """Refuse, beside their fields, times that are over or the wrong way round."""
    if {"opens", "closes"} & set(reader.errors):
        return
    if question.closes <= at:
        reader.refuse("closes", InvalidError("contest.closes-in-the-past"))
    elif question.opens >= question.closes:
        reader.refuse("closes", InvalidError("contest.closes-before-opening"))


def read_option(reader: Reader, pictures: Collection[str], taken: Collection[str]) -> DraftOption:
    """Read one option; ``taken`` are the names of the others, of which it may have none."""
    label = reader.text("label", most=LONGEST_LINE)
    if tidy(label).casefold() in {name.casefold() for name in taken}:
        reader.refuse("label", InvalidError("contest.label-twice", label=tidy(label)))
    picture = reader.raw("picture")
    return DraftOption(
        label=label,
        description=reader.text("description", most=LONGEST_TEXT, required=False),
        picture=reader.choice("picture", pictures) if picture else "",
        cost=read_money(reader, "cost"),
    )


def read_counting(reader: Reader) -> Counting | None:
    """Read the way of counting; None while there are problems, or rules not shown before."""
    chosen = reader.choice("method", METHODS)
    level = reader.choice("level", LEVELS)
    if not chosen or reader.raw(SHOWN_METHOD) != chosen:
        return None
    rules = read_rules(method(chosen).rules, reader)
    if rules is None or reader.problems:
        return None
    return Counting(method=chosen, rules=card(rules), level=level)


def refuse(reader: Reader, error: RefusalError) -> None:
    """Keep a refusal beside the field it is about."""
    reader.refuse(FIELDS.get(error.code, ""), error)
