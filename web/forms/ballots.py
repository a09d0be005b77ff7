"""One reader per ballot form: from posted fields to a ballot, or to a sentence beside a field.

Ranking: ``rank-<option id>`` is a number from 1 or empty; ``move`` is ``<option id>:up`` or
``:down``. Approval: ``approve``, once per option. Choice: ``choice``, once or not at all. Scores:
``score-<option id>`` is a whole number or empty, and ``move`` adds or takes away one. Gifts:
``gift-<option id>`` is an amount of money, and ``group`` once per group. Stance: ``stance``. The
widgets stand in ``templates/components/ballot.html``. What no option of the contest is called is
ignored; an empty ballot is a blank one, and the page decides whether to ask once more.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from voting.ballots import (
    STANCES,
    AnyBallot,
    Approval,
    Choice,
    Gifts,
    OptionId,
    Ranking,
    Scores,
    Stance,
)
from voting.errors import InvalidBallotError
from web.forms import Fields, Reader

RANK = "rank-"
APPROVE = "approve"
CHOICE = "choice"
SCORE = "score-"
GIFT = "gift-"
GROUP = "group"
STANCE = "stance"
MOVE = "move"
PER_OPTION = (RANK, SCORE, GIFT)

_WHOLE = re.compile(r"-?[0-9]{1,12}")


def read_ballot(
    form: type[AnyBallot], reader: Reader, options: Sequence[OptionId]
) -> AnyBallot | None:
    """Read a ballot of a form; None if there are problems, which the reader keeps by field."""
    return READERS[form](reader, options)


def ranks_of(fields: Fields, options: Sequence[OptionId]) -> dict[OptionId, int]:
    """Return the number typed for each option that has one, right or wrong, to show again."""
    found = {}
    for option in options:
        value = fields.get(RANK + option, "")
        if isinstance(value, str) and value.isascii() and value.isdecimal() and value != "0":
            found[option] = int(value[:3])
    return found


def sent_as(ballot: AnyBallot) -> list[tuple[str, str]]:
    """Return the fields that say the same as a ballot: hidden in a page, or to fill one in."""
    if isinstance(ballot, Ranking):
        return [
            (RANK + option, str(number))
            for number, marks in enumerate(ballot.ranks, 1)
            for option in marks
        ]
    if isinstance(ballot, Scores):
        return [(SCORE + option, str(value)) for option, value in ballot.points.items()]
    if isinstance(ballot, Gifts):
        amounts = [(GIFT + option, str(value)) for option, value in ballot.amounts.items()]
        return amounts + [(GROUP, name) for name in ballot.groups]
    if isinstance(ballot, Stance):
        return [(STANCE, stance) for stance in ballot.taken]
    name = APPROVE if isinstance(ballot, Approval) else CHOICE
    return [(name, option) for option in sorted(ballot.options())]


def numbers_of(
    fields: Fields, prefix: str, options: Sequence[OptionId], move: str = ""
) -> dict[OptionId, int]:
    """Return the number typed for each option that has one, after a press of plus or minus."""
    found = {
        option: int(text)
        for option in options
        if _WHOLE.fullmatch(text := _plain(fields.get(prefix + option, "")))
    }
    name, _, way = move.rpartition(":")
    if name in options and way in ("up", "down"):
        option = OptionId(name)
        found[option] = found.get(option, 0) + (1 if way == "up" else -1)
    return found


def _plain(value: object) -> str:
    """Return a number as typed without spaces and separators of thousands."""
    text = value.strip() if isinstance(value, str) else ""
    return text.replace(".", "").replace(",", "").replace("\u2212", "-")


def moved(
    ranks: Mapping[OptionId, int], move: str, options: Sequence[OptionId], most: int = 0
) -> dict[OptionId, int]:
    """Return new numbers after an arrow: ranked options first, without gaps.

    Up gives an option without a number the next free one, down takes the last one's number away;
    otherwise two neighbours change places. ``most``: how many may be ranked, 0 for all.
    """
    order = sorted(ranks, key=lambda option: (ranks[option], options.index(option)))
    name, _, way = move.rpartition(":")
    option = OptionId(name)
    if way == "up" and option in options and option not in order:
        if len(order) < (most or len(options)):
            order.append(option)
    elif way in ("up", "down") and option in order:
        _swap(order, order.index(option), -1 if way == "up" else 1)
    return {option: number for number, option in enumerate(order, 1)}


def _swap(order: list[OptionId], place: int, step: int) -> None:
    """Let an option change places with its neighbour; below the last it falls off."""
    if place + step == len(order):
        order.pop()
    elif place + step >= 0:
        order[place], order[place + step] = order[place + step], order[place]


def _ranking(reader: Reader, options: Sequence[OptionId]) -> Ranking | None:
    ranks = ranks_of(reader.fields, options)
    often = Counter(ranks.values())
    for option, number in ranks.items():
        if often[number] > 1:
            reader.refuse(RANK + option, InvalidBallotError("form.number-twice", number=number))
        elif number > len(options):
            reader.refuse(RANK + option, InvalidBallotError("form.number-too-high"))
    if reader.problems:
        return None
    order = sorted(ranks, key=ranks.__getitem__)
    if order and ranks[order[-1]] != len(order):
        missing = min(set(range(1, ranks[order[-1]])) - set(ranks.values()))
        late = next(option for option in order if ranks[option] > missing)
        reader.refuse(RANK + late, InvalidBallotError("form.number-skipped", number=missing))
        return None
    return Ranking.of(*order)


def _approval(reader: Reader, options: Sequence[OptionId]) -> Approval:
    marked = set(reader.fields.getlist(APPROVE))
    return Approval.of(*(option for option in options if option in marked))


def _choice(reader: Reader, options: Sequence[OptionId]) -> Choice | None:
    marked = set(reader.fields.getlist(CHOICE))
    chosen = [option for option in options if option in marked]
    if len(chosen) > 1:
        reader.refuse(CHOICE, InvalidBallotError("ballot.more-than-one"))
        return None
    return Choice.of(*chosen)


def _numbers(
    reader: Reader, prefix: str, options: Sequence[OptionId], least: int | None
) -> dict[OptionId, int]:
    """Read a whole number for each option; an empty field gives none."""
    found = numbers_of(reader.fields, prefix, options)
    for option in options:
        if option not in found and _plain(reader.raw(prefix + option)):
            code = "form.not-money" if prefix == GIFT else "form.not-a-number"
            reader.refuse(prefix + option, InvalidBallotError(code))
        elif least is not None and found.get(option, least) < least:
            reader.refuse(prefix + option, InvalidBallotError("form.below-zero"))
    return found


def _scores(reader: Reader, options: Sequence[OptionId]) -> Scores | None:
    found = _numbers(reader, SCORE, options, None)
    return None if reader.problems else Scores(found)


def _gifts(reader: Reader, options: Sequence[OptionId]) -> Gifts | None:
    found = {o: amount for o, amount in _numbers(reader, GIFT, options, 0).items() if amount}
    if reader.problems:
        return None
    try:
        return Gifts(found, tuple(map(str, reader.fields.getlist(GROUP))))
    except InvalidBallotError as error:
        reader.refuse(GROUP, error)
        return None


def _stance(reader: Reader, _options: Sequence[OptionId]) -> Stance | None:
    taken = [stance for stance in STANCES if stance in reader.fields.getlist(STANCE)]
    if len(taken) > 1:
        reader.refuse(STANCE, InvalidBallotError("ballot.more-than-one"))
        return None
    return Stance(tuple(taken))


READERS: Mapping[type[AnyBallot], Callable[[Reader, Sequence[OptionId]], AnyBallot | None]] = {
    Ranking: _ranking,
    Approval: _approval,
    Choice: _choice,
    Scores: _scores,
    Gifts: _gifts,
    Stance: _stance,
}
