import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import contest_of, elections, profile_of
from voting.ballots import Ranking
from voting.engines import branches
from voting.engines.branches import Fork, recent, settle, weigh
from voting.methods import irv, stv_scottish
from voting.tiebreak import tie_break


def undecided(method, ids, counted, **rules):
    contest = contest_of(method.METHOD, ids, method.Rules(**rules))
    return method.METHOD.count(contest, profile_of(Ranking, ids, counted))


def test_a_tie_that_cannot_change_the_winner_is_met_and_said_to_be_harmless():
    counted = [(Ranking.of("a"), 5), (Ranking.of("b"), 2), (Ranking.of("c"), 2)]
    counted += [(Ranking.of("d"), 3)]
    outcome = undecided(irv, tuple("abcd"), counted)
    assert (outcome.winners, outcome.tied) == (("a",), (("b", "c"),))
    assert outcome.details == {"tie_changes_winners": False, "possible_winners": ["a"]}
    codes = [reason.code for reason in outcome.stages[-1].reasons]
    assert codes[-2:] == ["tie.open.exclude", "tie.same-winners"]
    assert outcome.stages[-1].action == "tie"


def test_a_tie_on_which_the_winner_hangs_elects_nobody():
    counted = [(Ranking.of("a"), 4), (Ranking.of("b", "a"), 3), (Ranking.of("c", "b"), 3)]
    outcome = undecided(irv, tuple("abc"), counted)
    assert outcome.winners == ()
    assert outcome.tied == (("b", "c"), ("a", "b"))
    assert outcome.details == {"tie_changes_winners": True, "possible_winners": ["a", "b"]}


def test_where_only_losers_are_tied_those_who_may_win_by_it_are_named_as_well():
    counted = [(Ranking.of("a", "c"), 1), (Ranking.of("b", "d"), 1)]
    counted += [(Ranking.of("c"), 2), (Ranking.of("d"), 2)]
    outcome = undecided(irv, tuple("abcd"), counted)
    assert outcome.winners == ()
    assert outcome.tied == (("a", "b"), ("c", "d"))


def test_losers_whose_order_later_ties_look_back_at_do_not_go_together():
    # a first: c is ahead of d one round before they are level at 12; b first: d is.
    counted = [(Ranking.of("a", "c"), 2), (Ranking.of("b", "d"), 1), (Ranking.of("b"), 1)]
    counted += [(Ranking.of("c"), 10), (Ranking.of("d"), 11)]
    by_lot, looking_back = (
        undecided(irv, tuple("abcd"), counted, ties=ties) for ties in ("lot", "previous,lot")
    )
    assert by_lot.stages[0].excluded == ("a", "b")
    assert looking_back.stages[0].excluded == ()
    assert (looking_back.winners, looking_back.tied) == ((), (("a", "b"), ("c", "d")))


def test_where_the_tie_is_smaller_than_the_open_seats_all_who_may_fill_them_are_named():
    counted = [(Ranking.of(*r), n) for r, n in [("ac", 1), ("bd", 1), ("c", 2), ("d", 2), ("e", 2)]]
    outcome = undecided(stv_scottish, tuple("abcde"), counted, seats=3)
    first, *rest = outcome.tied
    assert first == ("a", "b")
    named = {*outcome.winners, *first}.union(*rest)
    assert len(named) >= 3
    assert set(outcome.details["possible_winners"]) <= named


def test_too_many_branches_leave_only_who_is_elected_already():
    ids = tuple("abcdefgh")
    contest = contest_of(irv.METHOD, ids)
    profile = profile_of(Ranking, ids, [(Ranking.of(option), 1) for option in ids])
    count = irv.start(contest, profile)
    fork = count.next()
    rule = tie_break("lot", None)
    whole, cut = weigh(count, fork, rule, ids), weigh(count, fork, rule, ids, most=10)
    assert whole.complete
    assert set(whole.possible) == set(ids)
    assert not cut.complete
    assert (cut.certain, set(cut.possible)) == ((), set(ids))
    assert [reason.code for reason in cut.reasons()] == ["tie.open.exclude", "tie.too-many-ways"]


def test_of_a_wide_tie_only_as_many_branches_are_walked_as_may_be(monkeypatch):
    ids = tuple(f"o{number}" for number in range(60))
    contest = contest_of(irv.METHOD, ids)
    count = irv.start(contest, profile_of(Ranking, ids, [(Ranking.of(o), 1) for o in ids]))
    walked = []
    after = type(count).after
    monkeypatch.setattr(type(count), "after", lambda c, act: walked.append(act) or after(c, act))
    assert not weigh(count, count.next(), tie_break("lot", None), ids, most=10).complete
    assert len(walked) <= 2 * 10


def test_among_many_options_fewer_branches_are_walked():
    few, many = (tuple(f"o{number}" for number in range(count)) for count in (12, 60))
    told = [
        reason.params["most"]
        for ids in (few, many)
        for reason in undecided(irv, ids, [(Ranking.of(o), 1) for o in ids]).all_reasons()
        if reason.code == "tie.too-many-ways"
    ]
    assert told == [2_000, 666]


def test_as_many_branches_as_there_are_is_not_too_many():
    ids = tuple("abcd")
    contest = contest_of(irv.METHOD, ids)
    profile = profile_of(Ranking, ids, [(Ranking.of(option), 1) for option in ids])
    count = irv.start(contest, profile)
    fork, rule = count.next(), tie_break("lot", None)
    most = next(n for n in range(1, 100) if weigh(count, fork, rule, ids, most=n).complete)
    # Four options, one out each time: 4 sets of three and 6 sets of two; the last two are level.
    # Each ends with either of the two elected: 6 x 2 more.
    assert most == 4 + 6 + 12
    assert branches.MOST_BRANCHES >= 2_000


def test_many_options_without_votes_do_not_take_long():
    ids = tuple("abcdefghijklmnopqrstuvwxyz")
    outcome = undecided(stv_scottish, ids, [(Ranking.of("a"), 3)], seats=4)
    assert outcome.winners == ("a",)
    assert set(outcome.tied[0]) == set(ids[1:])


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ([], ()),
        ([{"a": 1, "b": 2}, {"a": 1, "b": 2, "c": 9}, {"a": 2, "b": 2}], ((1, 2), (2, 2))),
    ],
)
def test_history_leaves_out_stages_at_which_nothing_changed(earlier, expected):
    assert recent(earlier, ("a", "b")) == expected


def every_result(count, rule):
    """Walk every branch without remembering any: the sets of winners at their ends."""
    found = count.next()
    if found is None:
        return {frozenset(count.elected)}
    if isinstance(found, Fork):
        act = settle(found, rule, count.earlier)
        left, _ = rule.narrow(found.purpose, found.among, count.earlier)
        acts = [act] if act else [found.acts[option] for option in left]
    else:
        acts = [found]
    return set().union(*(every_result(count.after(act), rule) for act in acts))


@pytest.mark.parametrize("method", [irv, stv_scottish], ids=["irv", "stv-scottish"])
@given(data=st.data())
def test_remembering_branches_forgets_none(method, data):
    ties = data.draw(st.sampled_from(["lot", "previous,lot"]))
    contest, profile = data.draw(elections(method.METHOD, messy=True, ties=ties))
    outcome = method.METHOD.count(contest, profile)
    results = every_result(method.start(contest, profile), tie_break(ties, None))
    assert set(outcome.winners) == frozenset.intersection(*results)
    if outcome.tied:
        assert set(outcome.details["possible_winners"]) == frozenset.union(*results)
        assert outcome.details["tie_changes_winners"] == (len(results) > 1)
    else:
        assert len(results) == 1
