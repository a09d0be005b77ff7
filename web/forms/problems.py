"""The steps of reporting a problem: what each reads, and what is kept between them."""

from collections.abc import Mapping

from voting.deliberation.themes import THEMES
from voting.services.raising import MOST_CAUSES, ProblemDraft
from voting.services.writing import LONGEST_TITLE, LONGEST_WORDS
from web.forms import Fields, Reader

STEPS = ("theme", "place", "words", "check")
CAUSES = tuple(f"cause{number}" for number in range(1, MOST_CAUSES + 1))
KEPT = ("theme", "place", "title", "words", "households", *CAUSES)
NOWHERE = "-"
_DIGITS = 9
_MOST = 100_000


def written(fields: Fields, before: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in the form by now: what came with it, over what was kept before."""
    kept = dict(before)
    for name in KEPT:
        if name in fields:
            kept[name] = str(fields.get(name))[: LONGEST_WORDS + 1]
    return kept


def check(step: str, reader: Reader, places: tuple[str, ...]) -> None:
    """Read one step and note what is wrong with it."""
    if step == "theme":
        reader.choice("theme", THEMES)
    elif step == "place":
        reader.choice("place", (NOWHERE, *places))
    elif step == "words":
        reader.text("title", most=LONGEST_TITLE)
        reader.text("words", most=LONGEST_WORDS, required=False)
        if reader.raw("households").strip():
            reader.whole("households", least=1, most=_MOST)
        for name in CAUSES:
            reader.text(name, required=False)


def draft(kept: Mapping[str, str], photo_id: int | None) -> ProblemDraft:
    """Return the problem that the kept fields describe."""
    number = kept.get("households", "").strip().replace(".", "").replace(",", "")
    sound = number.isascii() and number.isdecimal()
    place = kept.get("place", "")
    return ProblemDraft(
        title=kept.get("title", ""),
        words=kept.get("words", ""),
        theme=kept.get("theme", ""),
        place="" if place == NOWHERE else place,
        households=int(number) if sound and len(number) <= _DIGITS else None,
        causes=tuple(kept.get(name, "") for name in CAUSES),
        photo_id=photo_id,
    )


def first_missing(kept: Mapping[str, str]) -> str:
    """Return the step that comes next: the first that has not been filled in."""
    for step, name in (("theme", "theme"), ("place", "place"), ("words", "title")):
        if not kept.get(name, "").strip():
            return step
    return "check"
