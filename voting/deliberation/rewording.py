"""What changed between two versions of a text, word by word, for people to see at a glance.

After the longest common subsequence of words (``difflib``). Texts are held to a length before they
come here; where both sides of a change are still very long, or repeat the same few words over and
over, it is told as one change, so that no text can keep a page busy.
"""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

SAME = "same"
ADDED = "added"
REMOVED = "removed"
MOST_PAIRS = 400_000
MOST_MATCHES = 10_000  # pairs of equal words: the work goes by a power of these

_WORD = re.compile(r"\n|[^\s]+")


class Piece(NamedTuple):
    """A run of words: ``kind`` is ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


def reworded(before: str, after: str) -> tuple[Piece, ...]:
    """Return a text in pieces: what stayed, what is new, what went; the words of both are in it."""
    old, new = _words(before), _words(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    found = [Piece(SAME, "".join(new[:head])), *_changes(left, right)]
    found.append(Piece(SAME, "".join(new[len(new) - tail :])))
    return _merged(found)


def _changes(left: Sequence[str], right: Sequence[str]) -> list[Piece]:
    """Return what lies between the words that both begin and both end with."""
    if len(left) * len(right) > MOST_PAIRS or _matches(left, right) > MOST_MATCHES:
        return [Piece(REMOVED, "".join(left)), Piece(ADDED, "".join(right))]
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(SAME, "".join(right[c:d])))
            continue
        found.append(Piece(REMOVED, "".join(left[a:b])))
        found.append(Piece(ADDED, "".join(right[c:d])))
    return found


def _matches(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many pairs of equal words there are."""
    times = Counter(right)
    return sum(times[word] for word in left)


def _words(text: str) -> list[str]:
    """Return the words of a text, each with a space behind it, and the ends of its lines."""
    return [word if word == "\n" else f"{word} " for word in _WORD.findall(text)]


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many words both begin with."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _merged(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Leave out empty pieces and join neighbours of one kind."""
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and found[-1].kind == piece.kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        else:
            found.append(piece)
    return tuple(found)
