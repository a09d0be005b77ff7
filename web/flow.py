"""The picture of a count: columns of options, and ribbons for the votes that move between them.

Pure geometry from a transcript. Widths are the exact counts on one scale; no axis is cut. Lengths
are in tenths of a pixel, whole numbers, and printed with one decimal. At most five options and
five columns: beyond that a table and bars say it better (``docs/look.md``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from voting.outcome import votes_from_json
from voting.tiebreak import Votes

MOST_OPTIONS = 5
MOST_COLUMNS = 5
REST = ""
_REST_TONE = 5
_FIFTH_TONE = 6
_TALL = 1800
_GAP = 140
_TOP = 440
_LEAST_FOR_FIGURE = 180


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The size of a drawing in tenths of a pixel: its width, a node's width, a letter's width."""

    width: int
    node: int
    letter: int


LARGE = Shape(width=6220, node=400, letter=80)
PHONE = Shape(width=2920, node=340, letter=76)


@dataclass(frozen=True, kw_only=True)
class Node:
    """One option in one column; ``key`` is its id, empty for votes that count for nobody.

    ``votes`` is the whole part; the table beside the picture has every decimal.
    """

    key: str
    tone: int
    votes: int
    x: str
    y: str
    width: str
    height: str
    middle_x: str
    middle_y: str
    label_x: str
    anchor: str
    letters: int
    has_room: bool
    is_named: bool


@dataclass(frozen=True, kw_only=True)
class Ribbon:
    """Votes on their way from one column to the next: an SVG path in its source's tone."""

    tone: int
    path: str


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands over a column: the stage's number and which options left before it.

    ``letters`` is how long a name may be before it meets the next column's.
    """

    stage: int
    gone: tuple[str, ...]
    x: str
    anchor: str
    letters: int


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A whole drawing."""

    width: str
    height: str
    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    heads: tuple[Head, ...]


@dataclass(frozen=True)
class _Column:
    stage: int
    gone: tuple[str, ...]
    votes: Mapping[str, Votes]


def tones(transcript: Mapping[str, Any]) -> dict[str, int]:
    """Return the colour number of each option: by votes at the first stage, the most first."""
    first = transcript["stages"][0]["tallies"] if transcript["stages"] else {}
    order = sorted(first, key=lambda option: -Fraction(votes_from_json(first[option])))
    known = (1, 2, 3, 4, _FIFTH_TONE)
    return dict(zip(order, known, strict=False))


def flow(transcript: Mapping[str, Any], shape: Shape) -> Flow | None:
    """Return the drawing of a staged count, or None where a table says it better."""
    stages = transcript["stages"]
    if not 1 < len(stages) <= MOST_COLUMNS or len(stages[0]["tallies"]) > MOST_OPTIONS:
        return None
    at_end = transcript["rules"].get("tallies_at") == "end"
    columns = [_column(stages, number, at_end=at_end) for number in range(len(stages))]
    total = sum(Fraction(v) for v in columns[0].votes.values())
    if not total:
        return None
    moves = [stage["transfers"] for stage in (stages[1:] if at_end else stages[:-1])]
    return _Drawing(shape, total, tones(transcript), columns).draw(moves)


def _column(stages: Sequence[Mapping[str, Any]], place: int, *, at_end: bool) -> _Column:
    stage = stages[place]
    votes: dict[str, Votes] = {
        option: votes_from_json(held) for option, held in stage["tallies"].items() if held
    }
    rest = sum(Fraction(votes_from_json(v)) for v in stage["inactive"].values())
    rest += Fraction(votes_from_json(stage["residual"]))
    if rest:
        votes[REST] = rest
    gone = stage["excluded"] if at_end else (stages[place - 1]["excluded"] if place else ())
    return _Column(stage["stage"], tuple(gone), votes)


@dataclass
class _Drawing:
    shape: Shape
    total: Fraction
    tones: Mapping[str, int]
    columns: Sequence[_Column]

    def draw(self, moves: Sequence[Sequence[Mapping[str, Any]]]) -> Flow:
        tops = [self._tops(column) for column in self.columns]
        ribbons = [
            ribbon
            for place, (before, after) in enumerate(pairwise(self.columns))
            for ribbon in self._ribbons(place, before, after, moves[place], tops)
        ]
        nodes = [
            self._node(place, key, held, tops[place][key])
            for place, column in enumerate(self.columns)
            for key, held in column.votes.items()
        ]
        lowest = max(
            top[key] + self._tall(column.votes[key])
            for column, top in zip(self.columns, tops, strict=True)
            for key in column.votes
        )
        return Flow(
            width=_px(self.shape.width),
            height=_px(lowest + 40),
            nodes=tuple(nodes),
            ribbons=tuple(ribbons),
            heads=tuple(self._head(place) for place in range(len(self.columns))),
        )

    def _order(self, keys: Mapping[str, Votes]) -> list[str]:
        return sorted(keys, key=lambda key: (key == REST, self.tones.get(key, 0)))

    def _tall(self, votes: Votes) -> int:
        return max(10, int(Fraction(votes) * _TALL / self.total))

    def _tops(self, column: _Column) -> dict[str, int]:
        tops, top = {}, _TOP
        for key in self._order(column.votes):
            tops[key] = top
            top += self._tall(column.votes[key]) + _GAP
        return tops

    def _apart(self) -> int:
        return (self.shape.width - self.shape.node) // (len(self.columns) - 1)

    def _left(self, place: int) -> int:
        return place * (self.shape.width - self.shape.node) // (len(self.columns) - 1)

    def _ribbons(
        self,
        place: int,
        before: _Column,
        after: _Column,
        moves: Sequence[Mapping[str, Any]],
        tops: Sequence[Mapping[str, int]],
    ) -> list[Ribbon]:
        moved: dict[tuple[str, str], Fraction] = {}
        for move in moves:
            ends = move["from"], move["to"] if move["to"] in self.tones else REST
            votes = Fraction(votes_from_json(move["votes"]))
            moved[ends] = moved.get(ends, Fraction(0)) + votes
        for key, held in before.votes.items():
            left = Fraction(held) - sum(v for (source, _), v in moved.items() if source == key)
            if left > 0 and key in after.votes:
                moved[key, key] = left
        out, into = dict(tops[place]), dict(tops[place + 1])
        x0, x1 = self._left(place) + self.shape.node, self._left(place + 1)
        ribbons = []
        for source in self._order(before.votes):
            for target in self._order(after.votes):
                votes = moved.get((source, target), Fraction(0))
                if votes:
                    thick = int(votes * _TALL / self.total)
                    path = _path(x0, out[source], x1, into[target], max(5, thick))
                    ribbons.append(Ribbon(tone=self._tone(source), path=path))
                    out[source] += thick
                    into[target] += thick
        return ribbons

    def _tone(self, key: str) -> int:
        return self.tones.get(key, _REST_TONE)

    def _node(self, place: int, key: str, votes: Votes, top: int) -> Node:
        left, tall, wide = self._left(place), self._tall(votes), self.shape.node
        last = place == len(self.columns) - 1
        room = self._apart() - wide - 120
        whole = Fraction(votes)
        return Node(
            key=key,
            tone=self._tone(key),
            votes=int(whole),
            x=_px(left),
            y=_px(top),
            width=_px(wide),
            height=_px(tall),
            middle_x=_px(left + wide // 2),
            middle_y=_px(top + tall // 2 + 50),
            label_x=_px(left - 70 if last else left + wide + 70),
            anchor="end" if last else "start",
            letters=room // self.shape.letter,
            has_room=tall >= _LEAST_FOR_FIGURE,
            is_named=place == 0 or (last and self.shape is LARGE),
        )

    def _head(self, place: int) -> Head:
        column = self.columns[place]
        last = len(self.columns) - 1
        x = 0 if place == 0 else self._left(place) + self.shape.node // 2
        anchor = "start" if place == 0 else "middle"
        if place == last:
            x, anchor = self.shape.width, "end"
        # The last name ends at the edge, the one before it is centred: one and a half names.
        letters = 2 * self._apart() // 3 // self.shape.letter - 1
        return Head(stage=column.stage, gone=column.gone, x=_px(x), anchor=anchor, letters=letters)


def _px(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def _path(x0: int, y0: int, x1: int, y1: int, thick: int) -> str:
    """Return a ribbon between two points: two cubic curves and the sides between them."""
    middle = _px((x0 + x1) // 2)
    a, b, c, d = _px(x0), _px(y0), _px(x1), _px(y1)
    b2, d2 = _px(y0 + thick), _px(y1 + thick)
    return f"M{a} {b}C{middle} {b} {middle} {d} {c} {d}V{d2}C{middle} {d2} {middle} {b2} {a} {b2}Z"
