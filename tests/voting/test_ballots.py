import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import BALLOTS, IDS, messy_rankings
from voting import canonical
from voting.ballots import FORMS, MOST_OPTIONS, Approval, Choice, Ranking, code_ranks
from voting.errors import InvalidBallotError

NUMBERS = {option: number for number, option in enumerate(IDS, 1)}
any_ballot = st.one_of(messy_rankings(IDS), *(ballots(IDS) for ballots in BALLOTS.values()))


@given(any_ballot)
def test_json_and_code_say_the_same_as_the_value(ballot):
    form = type(ballot)
    assert form.from_json(ballot.json()) == ballot
    assert form.from_json(canonical.decode(canonical.encode(ballot.json()))) == ballot
    assert form.from_code(ballot.code(NUMBERS), IDS) == ballot
    assert ballot.json()["v"] == 1
    assert ballot.options() <= set(IDS)


@given(any_ballot, any_ballot)
def test_different_ballots_have_different_codes_and_json(one, other):
    if type(one) is type(other) and one != other:
        assert one.code(NUMBERS) != other.code(NUMBERS)
        assert canonical.encode(one.json()) != canonical.encode(other.json())


@given(messy_rankings(IDS))
def test_a_clean_ranking_is_one_byte_an_option(ballot):
    code = ballot.code(NUMBERS)
    is_plain = len(set(code)) == len(code) == len(ballot.ranks) and 0 not in code
    assert ballot.is_clean() == (is_plain and 255 not in code)
    ranks = [bytes(sorted(NUMBERS[mark] for mark in rank if mark != "*")) for rank in ballot.ranks]
    assert [rank or b"" for rank in code_ranks(code)] == ranks


def test_every_form_has_a_name_and_a_blank_ballot_without_code():
    assert {name: form.form for name, form in FORMS.items()} == {name: name for name in FORMS}
    for form in FORMS.values():
        assert form.from_code(b"", IDS).options() == frozenset()
        assert form.from_code(b"", IDS).code(NUMBERS) == b""


def test_the_largest_number_still_fits():
    ids = tuple(f"o{number}" for number in range(1, MOST_OPTIONS + 1))
    numbers = {option: number for number, option in enumerate(ids, 1)}
    ballot = Ranking((("o254",), ("o1", "o253"), ("*",), (), ("o2",)))
    assert ballot.code(numbers) == bytes([254, 255, 2, 1, 253, 255, 0, 0, 2])
    assert Ranking.from_code(ballot.code(numbers), ids) == ballot


def test_a_ranking_drops_empty_ranks_at_the_end_and_orders_marks():
    assert Ranking((("b", "a"), (), ())) == Ranking((("a", "b"),))
    assert Ranking(((), ("a",))).ranks == ((), ("a",))


def test_json_is_as_the_specification_writes_it():
    ballot = Ranking((("a",), (), ("c", "b"), ("*",)))
    assert json.loads(canonical.encode(ballot.json())) == {
        "ranking": ["a", [], ["b", "c"], ["*"]],
        "v": 1,
    }
    assert Approval.of("b", "a").json() == {"approval": ["a", "b"], "v": 1}
    assert Choice.of().json() == {"choice": [], "v": 1}


@pytest.mark.parametrize(
    ("form", "value"),
    [
        (Ranking, {"ranking": [["a"]], "v": 1}),
        (Ranking, {"ranking": ["a", []], "v": 1}),
        (Ranking, {"ranking": [["b", "a"]], "v": 1}),
        (Ranking, {"ranking": "ab", "v": 1}),
        (Ranking, {"ranking": [1], "v": 1}),
        (Ranking, {"ranking": [[["a"]]], "v": 1}),
        (Ranking, {"ranking": ["a"], "v": 2}),
        (Ranking, {"ranking": ["a"]}),
        (Ranking, {"ranking": ["a"], "v": 1, "note": ""}),
        (Ranking, ["a"]),
        (Approval, {"approval": ["b", "a"], "v": 1}),
        (Approval, {"approval": ["a", "a"], "v": 1}),
        (Approval, {"ranking": ["a"], "v": 1}),
        (Choice, {"choice": "a", "v": 1}),
        (Choice, {"choice": ["a", "b"], "v": 1}),
        (Choice, {"choice": ["a"], "v": True + 1}),
        (Choice, {"choice": ["a"], "v": True}),
    ],
)
def test_other_shapes_are_refused(form, value):
    with pytest.raises(InvalidBallotError):
        form.from_json(value)


def test_a_mark_made_twice_at_one_rank_is_refused():
    with pytest.raises(InvalidBallotError) as refusal:
        Ranking((("a", "a"),))
    assert refusal.value.code == "ballot.marked-twice"


def test_a_choice_is_one_option():
    with pytest.raises(InvalidBallotError) as refusal:
        Choice.of("a", "b")
    assert refusal.value.code == "ballot.more-than-one"
