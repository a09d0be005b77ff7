import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.naive_counts import recipient
from tests.strategies import IDS, messy_rankings, profile_of, rankings
from voting.ballots import Ranking
from voting.engines.piles import (
    CAUSES,
    EXHAUST,
    SKIP,
    WAIT,
    Holdings,
    Marking,
    paths,
    sort_papers,
)

NUMBERS = {option: number for number, option in enumerate(IDS, 1)}
FOUR = IDS[:4]

markings = st.builds(
    Marking,
    overvote=st.sampled_from([EXHAUST, SKIP, WAIT]),
    max_skipped_ranks=st.none() | st.integers(0, 2),
    max_rankings=st.none() | st.integers(1, 5),
    exhaust_on_duplicate=st.booleans(),
)


def path_of(ballot, marking, passed_over=b""):
    [path] = paths({ballot.code(NUMBERS): 1}, marking, passed_over)
    return path


def whom(path, out):
    """Return where the one paper goes: an option's number, or a cause."""
    sorted_papers, stopped = sort_papers({path: 1}, out)
    assert len(sorted_papers) + len(stopped) == 1
    return next(iter(sorted_papers), None) or CAUSES[len(next(iter(stopped)))]


@given(messy_rankings(FOUR), markings, st.lists(st.sampled_from(FOUR), unique=True))
def test_a_paper_goes_where_a_reader_of_the_whole_ballot_would_send_it(ballot, marking, leaving):
    ballot = Ranking((*ballot.ranks, ("a",)))
    path = path_of(ballot, marking)
    still_in = list(FOUR)
    for gone in [None, *leaving]:
        still_in = [option for option in still_in if option != gone]
        out = bytes(NUMBERS[option] for option in FOUR if option not in still_in)
        option, why = recipient(ballot.ranks, still_in, marking)
        assert whom(path, out) == (why or NUMBERS[option])
        if why:
            break  # inactive papers stay so


@given(rankings(FOUR, shortest=1), markings.filter(lambda m: m.max_rankings is None))
def test_a_clean_ranking_is_its_own_path(ballot, marking):
    assert path_of(ballot, marking) == ballot.code(NUMBERS)


@given(messy_rankings(FOUR), markings)
def test_withdrawn_options_are_passed_over(ballot, marking):
    ballot = Ranking((*ballot.ranks, ("b",)))
    assert whom(path_of(ballot, marking, b"\1"), b"") == whom(path_of(ballot, marking), b"\1")


def test_papers_that_say_the_same_fall_together():
    codes = {Ranking.of("a", "b", "c").code(NUMBERS): 2, Ranking.of("b", "a", "c").code(NUMBERS): 3}
    sorted_papers, stopped = sort_papers(codes, b"\1\2")
    assert (sorted_papers, stopped) == ({3: {b"\3": 5}}, {})


def test_blank_ballots_are_no_papers():
    assert paths({b"": 5, b"\1": 2}, Marking()) == {b"\1": 2}


@given(st.lists(st.tuples(rankings(FOUR, shortest=1), st.integers(1, 3))), st.permutations(FOUR))
def test_no_vote_is_lost_while_options_leave(counted, order):
    papers = paths(profile_of(Ranking, FOUR, counted).piles, Marking())
    holdings = Holdings.first_count(papers, [1, 2, 3, 4], unit=1)
    total = sum(n for _, n in counted)
    out = b""
    for option in order:
        out += bytes([NUMBERS[option]])
        holdings, moved = holdings.pass_on(NUMBERS[option], out)
        assert moved.rounding == holdings.rounding == 0
        assert sum(holdings.votes.values()) + sum(holdings.stopped.values()) == total
    assert sum(holdings.stopped.values()) == total


def test_moving_leaves_the_count_before_as_it_was():
    before = Holdings.first_count({b"\1\2": 2, b"\2": 1}, [1, 2], unit=1)
    after, _ = before.pass_on(1, b"\1")
    again, _ = before.pass_on(1, b"\1")
    assert (dict(before.votes), dict(after.votes)) == ({1: 2, 2: 1}, {1: 0, 2: 3})
    assert after == again


def test_a_value_that_shrinks_to_nothing_is_lost_to_rounding():
    before = Holdings.first_count({b"\1\2": 3}, [1, 2], unit=10)
    after, moved = before.pass_on(1, b"\1", keep=28, revalue=lambda value: value * 2 // 30)
    assert (dict(after.votes), after.rounding, moved.to) == ({1: 28, 2: 0}, 2, {})


@pytest.mark.parametrize(
    ("stop", "code"),
    [
        ("exhaustedChoices", b"\1"),
        ("overvotes", b"\1\xff\2\2\3"),
        ("skippedRankings", b"\1\0\0\2"),
        ("repeatedRankings", b"\1\1\2"),
    ],
)
def test_every_cause_has_its_name(stop, code):
    marking = Marking(max_skipped_ranks=1, exhaust_on_duplicate=True)
    [path] = paths({code: 1}, marking)
    assert whom(path, b"") == 1
    assert whom(path, b"\1") == stop


@pytest.mark.parametrize(
    ("out", "goes_to"),
    [
        (b"", "overvotes"),
        (b"\1", 2),
        (b"\1\2", 3),
        (b"\1\2\3", 4),
        (b"\1\2\3\4", "exhaustedChoices"),
    ],
)
def test_a_rank_of_two_marks_waits_until_one_or_none_is_left(out, goes_to):
    [path] = paths({b"\xff\2\1\2\xff\2\2\3\4": 1}, Marking(overvote=WAIT))
    assert whom(path, out) == goes_to
