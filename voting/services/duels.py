"""The duels of a counted contest: what stands beside its result, whatever method chose the winner.

They follow from the opened ballots, and are no part of the hashed result. The last few are kept,
by the hash of the result they belong to, since a page of results is read often.
"""

from collections import Counter, OrderedDict

from sqlalchemy import Connection

from voting.ballots import Ranking
from voting.canonical import decode
from voting.engines.pairwise import Duels
from voting.engines.pairwise import facts as duels_of
from voting.methods import method
from voting.profile import Profile
from voting.services.counting import counted_contest
from voting.services.evidence import Result
from voting.store import ballot_box

_MOST_KEPT = 8
_kept: OrderedDict[str, Duels] = OrderedDict()


def facts(connection: Connection, result: Result) -> Duels | None:
    """Return the duels between the options of a result; None where ballots are no rankings."""
    if method(result.contest.method).form_of(result.contest.rules) is not Ranking:
        return None
    key = f"{result.view.poll} {result.hash}"
    if key not in _kept:
        contest = counted_contest(connection, result.view)
        numbers = contest.numbers()
        piles = Counter[bytes]()
        for text, ballots in Counter(ballot_box.ballots(connection, result.view.id)).items():
            piles[Ranking.from_json(decode(text)).code(numbers)] += ballots
        found = duels_of(contest, Profile(form=Ranking, options=contest.ids, piles=piles))
        if found is None:
            return None
        _kept[key] = found
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return _kept.get(key)
