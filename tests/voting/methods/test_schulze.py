from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duels import check_case, count, ids_and_ballots, matrix
from tests.published import cases, names
from voting.methods import schulze

PUBLISHED = cases("schulze")


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_counts_agree(case, test):
    check_case(schulze, case, test)


def test_coming_to_vote_can_harm():
    # Participation: three voters b > d > a > c would have d by staying home, and get a.
    counted = [("dcab", 4), ("abdc", 3), ("cabd", 3)]
    assert count(schulze, "abcd", counted).winners == ("d",)
    assert count(schulze, "abcd", [*counted, ("bdac", 3)]).winners == ("a",)


@given(ids_and_ballots, st.sampled_from(["winning-votes", "margins"]))
def test_chains_by_trying_every_one(drawn, strength):
    ids, counted = drawn
    outcome = count(schulze, ids, counted, strength=strength)
    votes = matrix(ids, counted)

    def width(chain):
        return min(
            (votes[a][b] - (votes[b][a] if strength == "margins" else 0))
            * (votes[a][b] > votes[b][a])
            for a, b in pairwise(chain)
        )

    for a, b in permutations(ids, 2):
        between = [o for o in ids if o not in (a, b)]
        chains = (
            (a, *middle, b)
            for size in range(len(ids) - 1)
            for middle in permutations(between, size)
        )
        assert outcome.pairs["strongest_paths"][a][b] == max(map(width, chains))
