"""The ring of seats in the hall: filled by how many, clockwise from the top, never by person.

Pure geometry for inline SVG, in a box of 440 by 440. While a round is open a seat says only that
one more person has taken a stance; after the close each mark shows a stance by its shape.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin

BOX = 440
MOST = 420
_CENTRE = BOX / 2
_OUTER = 208.0
_INNER = 146.0
_SPACE = 49.0
_STEP = 43.0
_SCALES = (1, 0.8, 0.64, 0.5, 0.4, 0.32, 0.26, 0.21)
_LEAST_PER_SEAT = 1


@dataclass(frozen=True)
class Seat:
    """One seat: angle in turns from the top, radius, and how much it is drawn smaller."""

    turn: float
    radius: float
    scale: float


@dataclass(frozen=True, kw_only=True)
class Ring:
    """A drawing of seats as paths: those taken and those free; ``each`` people to a seat.

    ``bar`` and ``head`` are the widths of the strokes, ``rim`` and ``cap`` those inside free seats.
    """

    taken: str
    taken_heads: str
    free: str
    free_heads: str
    bar: str
    head: str
    rim: str
    cap: str
    each: int


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One person's stance after the close: the shape, its corner and its size."""

    stance: str
    x: str
    y: str
    size: str


def ring(total: int, taken: int) -> Ring:
    """Return the ring of so many people, of whom so many are counted."""
    each = max(_LEAST_PER_SEAT, -(-total // MOST))
    seats = places(-(-total // each))
    filled = min(len(seats), taken // each)
    scale = seats[0].scale if seats else 1.0
    return Ring(
        taken=_bars(seats[:filled]),
        taken_heads=_heads(seats[:filled]),
        free=_bars(seats[filled:]),
        free_heads=_heads(seats[filled:]),
        bar=_short(9 * scale),
        head=_short(11 * scale),
        rim=_short(6 * scale),
        cap=_short(8 * scale),
        each=each,
    )


def marks(counts: Mapping[str, int], order: Sequence[str]) -> tuple[Mark, ...]:
    """Return a mark for each person's stance, stances in their order; none beyond ``MOST``."""
    stances = [stance for stance in order for _ in range(counts.get(stance, 0))]
    if not 0 < len(stances) <= MOST:
        return ()
    found = []
    for stance, seat in zip(stances, places(len(stances)), strict=True):
        size = 36 * seat.scale
        x, y = _point(seat.turn, seat.radius - 8 * seat.scale)
        mark = Mark(
            stance=stance, x=_short(x - size / 2), y=_short(y - size / 2), size=_short(size)
        )
        found.append(mark)
    return tuple(found)


@lru_cache(maxsize=64)
def places(count: int) -> tuple[Seat, ...]:
    """Return so many seats in as few rings as hold them, clockwise from the top."""
    for scale in _SCALES:
        radii = _radii(scale)
        room = [int(2 * pi * radius / (_SPACE * scale)) for radius in radii]
        if sum(room) >= count or scale == _SCALES[-1]:
            break
    seats = [
        Seat((place + 0.5 * (number % 2)) / many, radius, scale)
        for number, (radius, many) in enumerate(zip(radii, _shared(count, room), strict=True))
        for place in range(many)
    ]
    return tuple(sorted(seats, key=lambda seat: (seat.turn, -seat.radius)))


def _radii(scale: float) -> list[float]:
    radii, radius = [], _OUTER
    while radius >= _INNER:
        radii.append(radius)
        radius -= _STEP * scale
    return radii


def _shared(count: int, room: Sequence[int]) -> list[int]:
    """Share seats among the rings, in proportion to their room."""
    total, left, found = sum(room), count, []
    for number, space in enumerate(room):
        many = left if number == len(room) - 1 else min(left, -(-count * space // total))
        found.append(many)
        left -= many
    return found


def _bars(seats: Sequence[Seat]) -> str:
    """Return shoulders: short strokes along the ring."""
    parts = []
    for seat in seats:
        half = 15.5 * seat.scale / (2 * pi * seat.radius)
        start, end = _point(seat.turn - half, seat.radius), _point(seat.turn + half, seat.radius)
        parts.append(f"M{_short(start[0])} {_short(start[1])}L{_short(end[0])} {_short(end[1])}")
    return "".join(parts)


def _heads(seats: Sequence[Seat]) -> str:
    """Return heads, a little towards the middle: points that round caps make discs."""
    points = (_point(seat.turn, seat.radius - 14 * seat.scale) for seat in seats)
    return "".join(f"M{_short(x)} {_short(y)}h0" for x, y in points)


def _point(turn: float, radius: float) -> tuple[float, float]:
    angle = 2 * pi * turn
    return _CENTRE + radius * sin(angle), _CENTRE - radius * cos(angle)


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
