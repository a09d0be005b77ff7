"""What a count says of itself, decision by decision: the codes of its reasons, and their values."""

import pytest

from tests.strategies import contest_of, profile_of
from voting.ballots import Approval, Ranking
from voting.errors import InvalidRuleError
from voting.explanation import explanation
from voting.methods import approval, irv, stv_scottish
from voting.tiebreak import Lot

SCOTTISH = [("ab", 6), ("b", 2), ("ca", 3), ("d", 1)]


def count(method, ballots, *, lot=None, write_ins=(), **rules):
    ids = tuple(sorted({option for ranking, _ in ballots for option in ranking}))
    contest = contest_of(method.METHOD, ids, method.Rules(**rules), write_ins=write_ins)
    form = method.METHOD.form
    profile = profile_of(form, ids, [(form.of(*ranking), n) for ranking, n in ballots])
    return contest, method.METHOD.count(contest, profile, lot)


def told(method, ballots, **how):
    """Return the codes of all reasons: a list for each stage, then those of the whole."""
    _, outcome = count(method, ballots, **how)
    stages = [[reason.code for reason in stage.reasons] for stage in outcome.stages]
    return stages, [reason.code for reason in outcome.reasons]


RUNOFFS = [
    ([("a", 3), ("b", 2)], {}, [["irv.first-count", "irv.elected-majority"]]),
    ([("a", 3)], {}, [["irv.first-count", "irv.elected-alone"]]),
    (
        [("a", 4), ("b", 3), ("cb", 2)],
        {},
        [["irv.first-count", "count.excluded"], ["irv.elected-majority"]],
    ),
    (
        [("a", 4), ("b", 3), ("c", 2)],
        {},
        [["irv.first-count", "count.excluded", "irv.papers-rest"], ["irv.elected-majority"]],
    ),
    (
        [("a", 4), ("b", 3), ("c", 2)],
        {"threshold_fixed_in_round_1": True},
        [["irv.first-count", "count.excluded", "irv.papers-rest"], ["irv.elected-most"]],
    ),
    (
        [("a", 9), ("b", 8), ("ca", 2), ("da", 1)],
        {"batch_elimination": True},
        [["irv.first-count", "count.excluded-together"], ["irv.elected-majority"]],
    ),
    (
        [("a", 9), ("b", 8), ("ca", 2), ("da", 2)],
        {},
        [["irv.first-count", "count.excluded-together"], ["irv.elected-majority"]],
    ),
    (
        [("a", 9), ("b", 8), ("ca", 2), ("da", 2)],
        {"lot": Lot(b"1")},
        [
            ["irv.first-count", "tie.exclude.lot"],
            ["irv.elected-majority"],
        ],
    ),
    (
        [("a", 2), ("b", 2)],
        {"lot": Lot(b"1")},
        [["irv.first-count", "tie.elect.lot"]],
    ),
    (
        [("a", 4), ("bw", 3), ("wb", 2)],
        {"write_ins": {"w"}},
        [["irv.first-count", "irv.excluded-write-ins"], ["irv.elected-majority"]],
    ),
    (
        [("a", 8), ("b", 2), ("ca", 1)],
        {"continue_until_two": True},
        [["irv.first-count", "irv.elected-majority"], ["count.excluded"], []],
    ),
    (
        [("a", 8), ("b", 2)],
        {"continue_until_two": True},
        [["irv.first-count", "irv.elected-majority"]],
    ),
    (
        [("a", 5), ("b", 5), ("cb", 1), ("ab", 0)],
        {"ties": "previous,order:b,a,c"},
        [["irv.first-count", "count.excluded"], ["irv.elected-majority"]],
    ),
]


@pytest.mark.parametrize(("ballots", "how", "expected"), RUNOFFS)
def test_a_runoff_gives_a_reason_for_every_decision(ballots, how, expected):
    assert told(irv, ballots, **how) == (expected, [])


UNDECIDED = [
    # Together they would be level with the next.
    ([("a", 8), ("b", 7), ("e", 4), ("c", 2), ("d", 2)], {}, ("c", "d")),
    # Both together would leave only one, and the count is to go on until two are left.
    ([("a", 8), ("b", 3), ("c", 3)], {"continue_until_two": True}, ("b", "c")),
]


@pytest.mark.parametrize(("ballots", "how", "tied"), UNDECIDED)
def test_the_tied_go_together_only_where_it_cannot_matter(ballots, how, tied):
    _, outcome = count(irv, ballots, **how)
    assert outcome.tied == (tied,)


def test_all_but_one_may_go_together():
    ballots = [("a", 5), ("b", 1), ("c", 1), ("w", 9)]
    _, outcome = count(irv, ballots, write_ins={"w"}, threshold_fixed_in_round_1=True)
    assert [stage.excluded for stage in outcome.stages] == [("w",), ("b", "c"), ()]
    assert outcome.winners == ("a",)


COUNTS = [
    (
        SCOTTISH,
        {"seats": 2},
        [
            ["stv.quota", "stv.elected-quota"],
            ["stv.surplus", "stv.non-transferable"],
            ["count.excluded", "stv.non-transferable"],
            ["count.excluded", "stv.non-transferable", "stv.elected-last"],
        ],
        [],
    ),
    (
        [("a", 1), ("b", 1)],
        {"seats": 2},
        [["stv.quota", "stv.elected-quota", "stv.elected-quota"]],
        [],
    ),
    (
        [("ab", 5), ("cd", 5), ("b", 1), ("d", 1)],
        {"seats": 3},
        None,
        ["tie.open.order", "tie.no-winner-yet"],
    ),
    (
        [("ab", 5), ("cd", 5), ("b", 1), ("d", 1)],
        {"seats": 3, "lot": Lot(b"1")},
        [
            ["stv.quota", "stv.elected-quota", "stv.elected-quota"],
            ["tie.order.lot", "stv.surplus"],
            ["stv.surplus"],
            ["tie.exclude.previous", "stv.non-transferable", "stv.elected-last"],
        ],
        [],
    ),
]


@pytest.mark.parametrize(("ballots", "how", "expected", "whole"), COUNTS)
def test_a_scottish_count_gives_a_reason_for_every_stage(ballots, how, expected, whole):
    stages, of_the_whole = told(stv_scottish, ballots, **how)
    assert expected is None or stages == expected
    assert (of_the_whole == []) == (whole == [])
    assert of_the_whole[:1] == whole[:1]


def test_values_and_ties_are_those_of_the_stage():
    _, outcome = count(stv_scottish, SCOTTISH, seats=2)
    surplus = outcome.stages[1].reasons[0]
    assert surplus.params == {"surplus": 1, "value": "0.16666"}
    assert surplus.options == {"source": ("a",)}
    assert all(stage.ties == () for stage in outcome.stages)
    _, drawn = count(irv, [("a", 2), ("b", 2)], lot=Lot(b"1"))
    [use] = drawn.stages[0].ties
    assert (use.purpose, use.among, use.by) == ("elect", ("a", "b"), "lot")
    assert drawn.winners == drawn.stages[0].elected == (use.picked,)
    assert drawn.stages[0].reasons[1].options["picked"] == (use.picked,)


def test_papers_that_are_not_valid_are_named_with_their_number():
    contest = contest_of(stv_scottish.METHOD, ("a", "b"), stv_scottish.Rules())
    messy = Ranking((("a", "b"),))
    profile = profile_of(Ranking, ("a", "b"), [(messy, 3), (Ranking.of("a"), 2)])
    quota, rejected, *_ = stv_scottish.METHOD.count(contest, profile).stages[0].reasons
    assert quota.params == {"valid": 2, "seats": 1, "quota": 2}
    assert (rejected.code, rejected.params) == ("stv.rejected", {"votes": 3})


@pytest.mark.parametrize("decimals", [4, 6])
def test_the_scottish_order_fixes_the_decimals(decimals):
    with pytest.raises(InvalidRuleError):
        stv_scottish.Rules(decimals=decimals)
    assert irv.Rules(decimals=decimals).decimals == decimals


def test_a_villager_reads_it_in_indonesian():
    contest, outcome = count(stv_scottish, SCOTTISH, seats=2)
    assert explanation(outcome, contest.labels(), "id") == (
        "Ada 12 surat suara sah untuk 2 kursi, jadi kuotanya 5: siapa yang mencapainya terpilih.",
        "A mencapai kuota 5 dengan 6 suara, jadi terpilih.",
        "A punya 1 suara di atas kuota. Kelebihan itu pindah ke pilihan berikut: surat suara yang "
        "tadinya bernilai satu kini bernilai 0,16666.",
        "0,00004 suara tidak dapat pindah: tidak ada pilihan berikut, atau sisa pembulatan.",
        "D paling sedikit suaranya (1), jadi disingkirkan.",
        "1 suara tidak dapat pindah: tidak ada pilihan berikut, atau sisa pembulatan.",
        "B paling sedikit suaranya (2,99996), jadi disingkirkan.",
        "2,99996 suara tidak dapat pindah: tidak ada pilihan berikut, atau sisa pembulatan.",
        "Kursi yang tersisa sama banyak dengan pilihan yang tersisa: C terpilih.",
    )


def test_approvals_say_who_has_most_and_who_comes_next():
    _, outcome = count(approval, [("ab", 3), ("bc", 2), ("d", 1)], seats=2)
    assert [reason.code for reason in outcome.all_reasons()] == [
        "approval.first-count",
        "top.elected",
        "top.elected-next",
    ]
    assert Approval.of("a", "b") == Approval.of("b", "a")
    assert Ranking.of("a", "b") != Ranking.of("b", "a")
