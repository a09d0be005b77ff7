"""The paper of a consensus round: what the ballot page shows and reads beside the stances.

The text with the words that changed since the last round, what follows if there is no consensus,
and the words that somebody adds to their stance.
"""

from dataclasses import dataclass

from voting.ballots import AnyBallot
from voting.deliberation.protocol import GROUNDS, ProtocolRules
from voting.deliberation.rewording import REMOVED, Piece, reworded
from voting.errors import InvalidError
from voting.rules import read
from voting.services import sittings, stances
from voting.services.contests import ContestView
from voting.services.rounds import METHOD
from voting.words import say
from web.forms import Reader
from web.visit import Visit

NOTE = "note"
GROUND = "ground"
_FIELDS = {
    "sitting.no-stance": "stance",
    "sitting.ground-missing": GROUND,
    "consensus.ground-missing": GROUND,
}


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What stands beside the stances: ``pieces`` of the text, ``since`` the round of the last."""

    sitting: str
    round: int
    rounds: int
    pieces: tuple[Piece, ...]
    since: int
    fallback: str
    note: str
    ground: str
    grounds: tuple[tuple[str, str], ...]
    longest: int = stances.LONGEST_NOTE


def find(
    visit: Visit, view: ContestView, reader: Reader | None = None, *, own: bool = True
) -> Paper | None:
    """Return the paper of a contest that is a round; None for any other.

    The words are those that were sent; before that, if it is for one's ``own`` stance, those kept.
    """
    if view.method != METHOD:
        return None
    with visit.read() as connection:
        tied = sittings.of_contest(connection, view.number)
        if tied is None or tied[1] != sittings.ROUND:
            return None
        sitting = sittings.show(connection, tied[0])
        texts = sittings.round_texts(connection, sitting)
        kept = stances.own_note(connection, visit.person, view) if own and visit.person else None
    rules = read(ProtocolRules, sitting.rules)
    place = next(n for n, (number, _, _) in enumerate(texts) if number == view.number)
    _, number, words = texts[place]
    before = texts[place - 1] if place else ("", 0, words)
    sent = reader is not None and (visit.is_post or NOTE in reader.fields)
    return Paper(
        sitting=sitting.number,
        round=number,
        rounds=rules.max_rounds,
        pieces=tuple(p for p in reworded(before[2], words) if p.kind != REMOVED),
        since=before[1] if before[2] != words else 0,
        fallback=fallback_words(visit, rules.fallback),
        note=reader.raw(NOTE) if sent and reader else (kept.words if kept else ""),
        ground=reader.raw(GROUND) if sent and reader else (kept.ground if kept else ""),
        grounds=tuple((key, words.in_language(visit.language)) for key, words in GROUNDS.items()),
    )


def fallback_words(visit: Visit, fallback: str) -> str:
    """Return in words what happens if consensus is not reached."""
    return say(f"sitting.falls-back.{fallback}", {}, visit.language)


def check(reader: Reader, ballot: AnyBallot) -> bool:
    """Tell whether the form's words fit its stance; what is wrong stays in the reader."""
    try:
        stances.check(ballot, reader.raw(NOTE), reader.raw(GROUND))
    except InvalidError as error:
        reader.refuse(_FIELDS.get(error.code, NOTE), error)
    return not reader.problems


def sent(reader: Reader) -> list[tuple[str, str]]:
    """Return the words as hidden fields."""
    found = ((name, reader.raw(name)) for name in (NOTE, GROUND))
    return [(name, value) for name, value in found if value]
