"""A profile: all ballots of a contest as a multiset, without order and without owner."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from voting.ballots import AnyBallot, OptionId


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Piles of identical ballots: each code (see ``voting.ballots``) with how many ballots say it.

    ``options`` gives the codes their meaning: number n stands for ``options[n - 1]``. A blank
    ballot has the empty code. ``invalid`` counts papers that could not be read as a ballot at all.
    """

    form: type[AnyBallot]
    options: tuple[OptionId, ...]
    piles: Mapping[bytes, int]
    invalid: int = 0

    @classmethod
    def of(
        cls, form: type[AnyBallot], options: tuple[OptionId, ...], ballots: Iterable[AnyBallot]
    ) -> "Profile":
        """Group ballots into piles."""
        numbers = {option: number for number, option in enumerate(options, 1)}
        piles = Counter(ballot.code(numbers) for ballot in ballots)
        return cls(form=form, options=options, piles=piles)

    @property
    def cast(self) -> int:
        """Return how many ballots were cast, blank and invalid ones included."""
        return sum(self.piles.values()) + self.invalid

    @property
    def blank(self) -> int:
        """Return how many ballots carry no mark at all."""
        return self.piles.get(b"", 0)

    @property
    def counted(self) -> int:
        """Return how many ballots say something: cast less blank and invalid."""
        return self.cast - self.blank - self.invalid

    @property
    def distinct(self) -> int:
        """Return how many different ballots there are among those counted."""
        return len(self.piles) - (b"" in self.piles)

    def marked(self) -> Iterator[tuple[bytes, int]]:
        """Yield the piles that are not blank, in ascending order of code."""
        return ((code, self.piles[code]) for code in sorted(self.piles) if code)

    def ballots(self) -> Iterator[tuple[AnyBallot, int]]:
        """Yield each distinct ballot, blank included, with its count, in a fixed order."""
        for code in sorted(self.piles):
            yield self.form.from_code(code, self.options), self.piles[code]
