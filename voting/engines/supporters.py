"""Who approves of whom, as sets of voters written in the bits of whole numbers.

A set of voters is one integer, so that "the supporters of A who have paid nothing yet" is one
``&``. Voters who say the same stand together: a pile of 5 is a place that weighs 4 and a place
that weighs 1, so a million identical ballots take 20 bits at most.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

from voting.ballots import OptionId
from voting.contest import Contest
from voting.profile import Profile


class Supporters(NamedTuple):
    """The voters of each option that can win; ``planes`` are the places of each weight.

    ``voters`` is the number of all valid ballots, those without a mark included.
    """

    of: Mapping[OptionId, int]
    planes: tuple[tuple[int, int], ...]
    voters: int

    @classmethod
    def read(cls, contest: Contest[Any], profile: Profile) -> Self:
        """Return the supporters of every standing option."""
        numbers, standing = contest.numbers(), contest.standing
        able = bytes(numbers[option] for option in standing)
        others = bytes(number for number in numbers.values() if number not in able)
        piles: Counter[bytes] = Counter()
        for code, count in profile.piles.items():
            piles[code.translate(None, others)] += count
        voters = piles.total()
        del piles[b""]
        places, planes = _places(piles)
        rows = {number: bytearray(len(places) // 8 + 1) for number in able}
        for place, code in enumerate(places):
            for number in code:
                rows[number][place >> 3] |= 1 << (place & 7)
        masks = {o: int.from_bytes(rows[numbers[o]], "little") for o in standing}
        return cls(of=masks, planes=planes, voters=voters)

    def count(self, voters: int) -> int:
        """Return how many voters a set holds."""
        if len(self.planes) == 1:
            return self.planes[0][0] * voters.bit_count()
        return sum(weight * (voters & plane).bit_count() for weight, plane in self.planes)

    def are_apart(self, options: Iterable[OptionId]) -> bool:
        """Tell whether no voter supports two of these options."""
        seen = 0
        for option in options:
            if seen & self.of[option]:
                return False
            seen |= self.of[option]
        return True

    def by_members(self, committee: Iterable[OptionId]) -> list[int]:
        """Return how many voters with a mark approve of 0, 1, 2, ... members of a committee."""
        levels = [sum(plane for _, plane in self.planes)]
        for option in committee:
            happier = [level & self.of[option] for level in levels]
            rest = [level & ~self.of[option] for level in levels]
            levels = [a | b for a, b in zip([*rest, 0], [0, *happier], strict=True)]
        while len(levels) > 1 and not levels[-1]:
            levels.pop()
        return [self.count(level) for level in levels]


def _places(piles: Mapping[bytes, int]) -> tuple[list[bytes], tuple[tuple[int, int], ...]]:
    """Give each pile one place for every power of two in its size, like weights side by side."""
    by_weight: dict[int, list[bytes]] = {}
    for code in sorted(piles):
        size = piles[code]
        for power in range(size.bit_length()):
            if size >> power & 1:
                by_weight.setdefault(1 << power, []).append(code)
    places: list[bytes] = []
    planes = []
    for weight in sorted(by_weight):
        of_weight = by_weight[weight]
        planes.append((weight, ((1 << len(of_weight)) - 1) << len(places)))
        places += of_weight
    return places, tuple(planes)
