"""A poll: what a ballot file holds, whatever its format; and what a format is.

A file knows options and ballots, sometimes a title and a number of seats, and never how to count:
the method and its rules come from whoever counts. In every format but the canonical one an
option's id is its number in the file, from 1.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from voting.ballots import MOST_OPTIONS, AnyBallot, OptionId
from voting.contest import Option
from voting.errors import InvalidFileError
from voting.profile import Profile
from voting.words import Phrase

MOST_BALLOTS = 10**12
WRITE_IN = "Undeclared Write-ins"


@dataclass(frozen=True, kw_only=True)
class Poll:
    """The contents of a ballot file; ``seats`` is None where the file does not say.

    A file may state rules of a budget: ``rules`` hold whatever the method, ``method`` and
    ``method_rules`` are what it was counted by (empty where the file does not say), all as text.
    ``data`` are the bytes it was read from, if its format can give them back.
    """

    options: tuple[Option, ...]
    profile: Profile
    title: str = ""
    seats: int | None = None
    rules: Mapping[str, str] = field(default_factory=dict)
    method: str = ""
    method_rules: Mapping[str, str] = field(default_factory=dict)
    data: bytes = field(default=b"", compare=False, repr=False)

    @property
    def form(self) -> type[AnyBallot]:
        """Return the ballot form of the file."""
        return self.profile.form


@dataclass(frozen=True, kw_only=True)
class Format:
    """One way to write a poll as text.

    ``read`` takes decoded text (see ``voting.formats.source``) and refuses, with InvalidFileError
    and a line number, whatever it does not understand. ``keeps`` names what the format can hold
    besides the ballots: ``title``, ``seats``, ``ids``, ``descriptions``, ``costs``, ``invalid``;
    or ``bytes``: a file written as it was read has the same bytes.
    """

    id: str
    title: Phrase
    endings: tuple[str, ...]
    read: Callable[[str], Poll]
    write: Callable[[Poll], str]
    keeps: frozenset[str] = field(default=frozenset())


def poll_of(
    form: type[AnyBallot],
    options: Iterable[Option],
    piles: Mapping[bytes, int],
    *,
    title: str = "",
    seats: int | None = None,
    invalid: int = 0,
) -> Poll:
    """Make a poll; refuse a file without options, with too many, or with more than 10^12 ballots.

    Every reader ends here, so a count never starts on numbers no election has.
    """
    listed = tuple(options)
    if not listed:
        raise InvalidFileError("file.no-options", found=0, expected=1)
    if len(listed) > MOST_OPTIONS:
        raise InvalidFileError("file.too-many-options", found=len(listed), expected=MOST_OPTIONS)
    cast = sum(piles.values()) + invalid
    if cast > MOST_BALLOTS:
        raise InvalidFileError("file.too-many-ballots", found=cast, expected=MOST_BALLOTS)
    ids = tuple(option.id for option in listed)
    profile = Profile(form=form, options=ids, piles=piles, invalid=invalid)
    return Poll(options=listed, profile=profile, title=title, seats=seats)


def numbered(number: int) -> OptionId:
    """Return the id of an option in a file: its number, from 1."""
    return OptionId(str(number))


def losses(poll: Poll, target: Format) -> tuple[str, ...]:
    """Return what this poll says and a format cannot hold; ballots are never among it."""
    plain = tuple(numbered(n) for n in range(1, len(poll.options) + 1))
    says = {
        "title": bool(poll.title),
        "seats": poll.seats is not None,
        "ids": poll.profile.options != plain,
        "descriptions": any(option.description for option in poll.options),
        "costs": any(option.cost is not None for option in poll.options),
        "invalid": poll.profile.invalid > 0,
    }
    return tuple(what for what, said in says.items() if said and what not in target.keeps)
