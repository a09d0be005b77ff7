"""Counting all duels of all ballots at once: whole numbers as rows of lanes, one lane a pile.

For each option one long number holds the place it has on every pile of a batch, eight bits a pile
or, where ballots are long or odd, sixteen. One subtraction then compares two options on all piles:
the top bit of a lane (the eighth, or the ninth) stays up just where the second is placed behind the
first. Piles are grouped by the binary digits of
their size, so that counting the bits that stayed up and doubling is all the arithmetic there is.
Plain integers throughout: the result is exact, and linear in the number of distinct ballots.
"""

from collections.abc import Iterable, Mapping, Sequence

from voting.ballots import SEVERAL, SKIPPED, code_ranks

_BATCH = 1 << 14
_ALL = bytes(range(256))
_NOWHERE = 255
_NONE = bytes((_NOWHERE,)) * 256
_ZEROS = bytes(256)
_TWO = 2
# A byte holds places below this, which stands for having none.
_NARROW = 127
# Up to so many pairs of option and rank, a pass over all ballots for each costs less than the
# ballots cost one by one.
_MOST_PASSES = 400


def wins(
    piles: Mapping[bytes, int], numbers: Sequence[int], *, unranked_is_last: bool
) -> list[list[int]]:
    """Return for each option (by number) how many ballots rank it above each of the others.

    ``piles`` are ranking codes with their counts. If unranked is not last, it is no opinion.
    """
    table = [[0] * len(numbers) for _ in numbers]
    if len(numbers) < _TWO:
        return table
    bit, left = 0, piles
    while left:
        codes = [code for code, count in left.items() if count & 1]
        for start in range(0, len(codes), _BATCH):
            batch = codes[start : start + _BATCH]
            columns = _columns_at_once(batch, numbers)
            nowhere = _NARROW if columns else _NOWHERE
            columns = columns or _columns(batch, numbers)
            _compare(columns, nowhere, bit, table, unranked_is_last=unranked_is_last)
        bit, left = bit + 1, {code: count >> 1 for code, count in left.items() if count > 1}
    return table


def _columns_at_once(batch: Sequence[bytes], numbers: Sequence[int]) -> list[bytes] | None:
    """Return the places of each option on a batch of ballots, by a pass for each rank.

    None where a ballot has several marks at a rank or an option twice, or where passes are dear.
    """
    width = max(map(len, batch))
    if width >= _NARROW or not 0 < width * len(numbers) <= _MOST_PASSES:
        return None
    joined = b"".join([code.ljust(width, b"\0") for code in batch])
    if SEVERAL in joined:
        return None
    ranks = [joined[place::width] for place in range(width)]
    columns = [_places_of(number, ranks) for number in numbers]
    placed = sum(len(batch) - column.count(_NARROW) for column in columns)
    marked = len(joined) - len(joined.translate(None, bytes(numbers)))
    return columns if placed == marked else None


def _places_of(number: int, ranks: Sequence[bytes]) -> bytes:
    """Return an option's place on each ballot, 127 for none, given all options by rank."""
    places = 0
    for place, options in enumerate(ranks, 1):
        here = bytearray(_ZEROS)
        here[number] = place
        places |= int.from_bytes(options.translate(here), "little")
    return places.to_bytes(len(ranks[0]), "little").replace(b"\0", bytes((_NARROW,)))


def _columns(batch: Sequence[bytes], numbers: Sequence[int]) -> list[bytes]:
    """Return the places of each option on a batch of ballots, ballot by ballot."""
    width = max(numbers) + 1
    joined = b"".join([_places(code)[:width] for code in batch])
    return [joined[number::width] for number in numbers]


def _places(code: bytes) -> bytes:
    """Return the place of each option on a ballot, by number from 0; 255 where it has none."""
    marks, ranks = code, _ALL[1 : len(code) + 1]
    if SKIPPED in code or SEVERAL in code or len(code) > _NOWHERE - 1:
        marks, ranks = _spread(code_ranks(code))
    # Of entries for one byte the last stands: so the first mark of an option is given last.
    return bytes.maketrans(_ALL + marks[::-1], _NONE + ranks[::-1])


def _spread(ranks: Iterable[bytes | None]) -> tuple[bytes, bytes]:
    marks, places = bytearray(), bytearray()
    place = 0
    seen: set[int] = set()
    for rank in ranks:
        new = [mark for mark in rank or b"" if mark not in seen]
        if new:
            place += 1
            seen.update(new)
            marks += bytes(new)
            places += bytes((place,)) * len(new)
    return bytes(marks), bytes(places)


def _compare(
    columns: Sequence[bytes],
    nowhere: int,
    bit: int,
    table: list[list[int]],
    *,
    unranked_is_last: bool,
) -> None:
    """Add the duels of a batch of ballots, each of which stands for 2 to the power ``bit``.

    ``nowhere`` is the place that means none: the highest below a lane's top bit.
    """
    lane = 1 if nowhere == _NARROW else _TWO
    ones = int.from_bytes((1).to_bytes(lane, "little") * len(columns[0]), "little")
    tops = ones * (nowhere + 1)
    behind = columns
    if not unranked_is_last:
        behind = [column.replace(bytes((nowhere,)), b"\0") for column in columns]
    ahead = [_row(column, lane) for column in columns]
    # A lane holds nowhere + (place of b) - (place of a): its top bit is up if a is before b.
    raised = [_row(column, lane) + tops - ones for column in behind]
    for row, first in zip(table, ahead, strict=True):
        for place, second in enumerate(raised):
            row[place] += ((second - first) & tops).bit_count() << bit


def _row(column: bytes, lane: int) -> int:
    if lane == 1:
        return int.from_bytes(column, "little")
    lanes = bytearray(lane * len(column))
    lanes[::lane] = column
    return int.from_bytes(lanes, "little")
