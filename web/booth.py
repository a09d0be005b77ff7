"""The polling booth: one voter before one contest, and the ballot sheet as it stands so far.

Nothing of it is stored. What a form brings is read here and goes into the next form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from voting.audit.commitments import SHARE_SIZE, voter_share
from voting.audit.manifest import SECRET_BALLOT
from voting.ballots import AnyBallot, Approval, Gifts, OptionId, Ranking, Scores, Stance
from voting.contest import Option
from voting.errors import ForbiddenError, InvalidBallotError, InvalidError
from voting.roll import Person
from voting.services import balloting, contests
from voting.services.contests import ContestView
from voting.services.keys import fresh
from web.forms import Fields, Reader
from web.forms.ballots import (
    APPROVE,
    CHOICE,
    GIFT,
    MOVE,
    PER_OPTION,
    RANK,
    SCORE,
    STANCE,
    moved,
    numbers_of,
    ranks_of,
    read_ballot,
)
from web.summaries import BALLOT_BOX
from web.visit import Visit

LONGEST_PHRASE = 200  # as in templates/ballots/check.html
_KEY = 32
_SHORT = 15
_LONG = 80


@dataclass(frozen=True, kw_only=True)
class Booth:
    """A voter's right in a contest; ``earlier`` is what they cast before in an open vote."""

    view: ContestView
    right: balloting.VotingRight
    earlier: AnyBallot | None

    @property
    def secret(self) -> bool:
        """Tell whether nobody learns who cast which ballot."""
        return self.view.level == SECRET_BALLOT

    @property
    def changes(self) -> bool:
        """Tell whether this ballot would replace one that counts now."""
        return self.right.voted and self.right.may_cast


@dataclass(frozen=True, kw_only=True)
class Row:
    """An option as a ballot shows it: one line under its name, a picture of the drawn set.

    ``cost`` is in whole minor units of money, None where the option has none.
    """

    id: OptionId
    label: str
    note: str
    picture: str
    cost: int | None


def voter(visit: Visit) -> Person:
    """Return who is voting; the access table has sent passers-by to the sign-in."""
    if visit.person is None:
        raise ForbiddenError("web.not-yours")
    return visit.person


def enter(visit: Visit) -> Booth:
    """Look up contest and voter."""
    person, number = voter(visit), visit.params["number"]
    with visit.read() as connection:
        view = contests.show(connection, number)
        return Booth(
            view=view,
            right=balloting.may_vote(connection, person, number, visit.at, view),
            earlier=balloting.own_ballot(connection, person, number, view),
        )


def rows(view: ContestView, person: Person | None = None) -> list[Row]:
    """Return the standing options as a ballot shows them, in an order of this voter's own.

    So that no option gains from standing first. The order follows from person and contest, and
    stays when the page is loaded again. Without a person it is the order of the contest.
    """
    shown = [
        Row(
            id=option.id,
            label=option.label,
            note=note_of(option),
            picture=option.picture or BALLOT_BOX,
            cost=option.cost,
        )
        for option in view.options
        if not option.withdrawn
    ]
    if person is not None:
        salt = f"mufakat/order/1\n{view.poll}\n{person.id}\n"
        shown.sort(key=lambda row: sha256((salt + row.id).encode()).digest())
    return shown


def note_of(option: Option) -> str:
    """Return the first sentence of a description, or its first 80 letters: one line on the row."""
    text = " ".join(option.description.split())
    first = text.partition(". ")[0]
    line = (first if len(first) >= _SHORT else text).rstrip(".")
    return line if len(line) <= _LONG else line[:_LONG].rpartition(" ")[0] + " …"


def most(view: ContestView) -> int:
    """Return how many options may be ranked: what the rules read, at most all that stand."""
    standing = sum(not option.withdrawn for option in view.options)
    limit = view.rules.get("max_rankings")
    return min(limit, standing) if isinstance(limit, int) else standing


def marks(
    view: ContestView, fields: Fields, order: Sequence[OptionId]
) -> dict[OptionId, int] | list[str]:
    """Return what the form has marked so far, right or wrong: numbers by option, or what is ticked.

    Of a stance, the one that is taken.

    If an arrow was pressed it has moved, and where a ranked option has been withdrawn since, the
    others close the gap. ``order`` is how the options stand on the page.
    """
    form, move = view.ballot_form, str(fields.get(MOVE, ""))
    if form in (Scores, Gifts):
        return numbers_of(fields, SCORE if form is Scores else GIFT, order, move)
    if form is Stance:
        return list(map(str, fields.getlist(STANCE)))
    if form is not Ranking:
        ticked = set(fields.getlist(APPROVE if form is Approval else CHOICE))
        return [option for option in order if option in ticked]
    gone = [option.id for option in view.options if option.withdrawn]
    ranks = ranks_of(fields, order)
    if move or ranks_of(fields, gone):
        return moved(ranks, move, order, most(view))
    return ranks


def read(view: ContestView, reader: Reader) -> AnyBallot | None:
    """Read the ballot a form holds; None if there are problems, which the reader keeps."""
    ballot = read_ballot(view.ballot_form, reader, view.contest().ids)
    limit = most(view)
    if isinstance(ballot, Ranking) and len(ballot.ranks) > limit:
        beyond = InvalidBallotError("form.out-of-bounds", least=1, most=limit)
        reader.refuse(RANK + ballot.ranks[limit][0], beyond)
        return None
    return ballot


def errors(reader: Reader) -> dict[str, str]:
    """Return each problem's sentence by option, or by field where it concerns no single option."""
    found = {}
    for name, words in reader.errors.items():
        prefix = next((each for each in PER_OPTION if name.startswith(each)), "")
        found[name.removeprefix(prefix)] = words
    return found


@dataclass(frozen=True, kw_only=True)
class ReadBack:
    """A ballot in words: names in their order, what each was given (if the form gives), the rest.

    ``form`` is the ballot form's name. Of a stance, ``given`` is the stance and there are no names.
    """

    form: str
    names: tuple[str, ...]
    given: tuple[int | str, ...]
    rest: tuple[str, ...]
    groups: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Tell whether the ballot says nothing."""
        return not (self.names or self.given)


def read_back(view: ContestView, ballot: AnyBallot) -> ReadBack:
    """Return a ballot as it is read back: by rank, by what was given, or as the contest lists."""
    contest = view.contest()
    labels = contest.labels()
    given: tuple[int | str, ...] = ballot.taken if isinstance(ballot, Stance) else ()
    groups = ballot.groups if isinstance(ballot, Gifts) else ()
    named = [option for option in contest.ids if option in ballot.options()]
    if isinstance(ballot, Ranking):
        named = [option for marked in ballot.ranks for option in marked]
    elif isinstance(ballot, Scores | Gifts):
        amounts = ballot.points if isinstance(ballot, Scores) else ballot.amounts
        named.sort(key=lambda option: -amounts[option])
        given = tuple(amounts[option] for option in named)
    is_stance = isinstance(ballot, Stance)
    return ReadBack(
        form=ballot.form,
        names=tuple(labels[option] for option in named),
        given=given,
        rest=() if is_stance else tuple(labels[o] for o in contest.standing if o not in named),
        groups=groups,
    )


def kept(fields: Fields, *, renew: bool = False) -> dict[str, str]:
    """Return what every form of a ballot carries on: the retry key and the device's share.

    The key is made with the first page and makes a repeated sending the same sending; ``renew``
    makes a new one, for a ballot that is to replace the one cast with it.
    """
    key, share = _hex(fields.get("key")), _hex(fields.get("nv"))
    known = len(key) == _KEY and not renew
    return {"key": key.hex() if known else fresh(_KEY).hex(), "nv": share.hex()}


def retry_key(fields: Fields) -> bytes:
    """Return the form's retry key; empty, which no cast accepts, if it is none."""
    return _hex(fields.get("key"))


def share(fields: Fields) -> tuple[bytes, str]:
    """Return the voter's share of the commitment and its source.

    A typed word comes first, because no script of ours can have chosen it; then what the device
    drew; with neither the server draws, and the receipt says so.
    """
    phrase = str(fields.get("phrase", "")).strip()
    if len(phrase) > LONGEST_PHRASE:
        raise InvalidError("ballot.tampered")
    if phrase:
        return voter_share(phrase), "phrase"
    given = str(fields.get("nv", ""))
    if given and len(_hex(given)) != SHARE_SIZE:
        raise InvalidError("ballot.tampered")
    return _hex(given), "device" if given else "server"


def _hex(text: object) -> bytes:
    """Return the bytes of hexadecimal digits; none for anything else."""
    try:
        return bytes.fromhex(text) if isinstance(text, str) and text.isalnum() else b""
    except ValueError:
        return b""
