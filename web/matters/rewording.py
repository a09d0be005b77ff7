"""Two versions of a solution side by side, word by word, part by part."""

from dataclasses import dataclass

from voting.audit.fingerprints import words_of
from voting.deliberation.rewording import ADDED, REMOVED, Piece, reworded
from voting.deliberation.solutions import Solution
from web.cldr import money
from web.matters.solutions import Told, told
from web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Change:
    """A part that differs: what went is marked on the left, what came on the right."""

    name: str
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


def changes(visit: Visit, before: Solution, after: Solution) -> tuple[Change, ...]:
    """Return the parts in which two versions differ."""
    left, right = sections(visit, before), sections(visit, after)
    return tuple(
        _change(name, left[name], right[name]) for name in left if left[name] != right[name]
    )


def sections(visit: Visit, text: Solution) -> dict[str, str]:
    """Return a text in parts, each under its name, in the visitor's language."""
    said = told(visit, text)
    return {
        visit.gettext("Title"): text.title,
        visit.gettext("How it would be"): text.words,
        visit.gettext("Which problems it answers"): " ".join(text.cites),
        visit.gettext("Costs"): _costs(visit, said),
        visit.gettext("Where it would be"): text.place,
        visit.gettext("Who gains"): _gains(said),
        visit.gettext("Upkeep"): _upkeep(visit, text),
        visit.gettext("Does it fit here?"): "\n".join(
            f"{one.question} {one.answer}. {one.words}" for one in said.checks
        ),
        visit.gettext("Signed by"): text.signed_by,
        visit.gettext("Picture"): _picture(visit, text),
    }


def _costs(visit: Visit, said: Told) -> str:
    lines = [
        f"{one.what}: {one.volume} × {money(one.price, visit.language)} = "
        f"{money(one.amount, visit.language)} ({one.source})"
        for one in said.lines
    ]
    total = money(said.text.money, visit.language)
    if lines:
        needed = visit.gettext("Money needed")
        lines.append(f"{needed}: {total}")
    return "\n".join(lines)


def _gains(said: Told) -> str:
    people = ", ".join(f"{name} {count}" for name, count in said.people)
    return "\n".join(part for part in (said.text.gains, people) if part)


def _upkeep(visit: Visit, text: Solution) -> str:
    cost = "" if text.upkeep_yearly is None else money(text.upkeep_yearly, visit.language)
    return "\n".join(part for part in (text.upkeep_by, cost) if part)


def _picture(visit: Visit, text: Solution) -> str:
    if not text.photo:
        return text.picture
    words = " ".join(words_of(bytes.fromhex(text.photo)))
    return visit.gettext("Photo with the fingerprint: %(words)s", words=words)


def _change(name: str, before: str, after: str) -> Change:
    pieces = reworded(before, after)
    return Change(
        name=name,
        left=tuple(piece for piece in pieces if piece.kind != ADDED),
        right=tuple(piece for piece in pieces if piece.kind != REMOVED),
    )
