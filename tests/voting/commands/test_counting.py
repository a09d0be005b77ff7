"""Which method, which rules, which lot: what the command line makes of a poll."""

import pytest

from tests.strategies import BALLOTS
from voting.canonical import sha256
from voting.commands.counting import count, default_method, order_by_id, rule_pairs
from voting.commands.tally_data import tally_data
from voting.errors import InvalidBallotError, InvalidRuleError, MissingError
from voting.formats import FORMATS, read_poll
from voting.formats.poll import Poll
from voting.methods import METHODS
from voting.profile import Profile
from voting.tiebreak import Lot


def poll(text, format_id="blt"):
    return read_poll(text.encode(), FORMATS[format_id])


def blt(seats=1, ballots="3 1 2 0\n2 2 0\n1 3 2 0\n", names="ABC"):
    quoted = "\n".join(f'"{name}"' for name in names)
    return poll(f'{len(names)} {seats}\n{ballots}0\n{quoted}\n"T"\n')


CHOICES = (
    '{"t":"ballots/1","form":"choice","options":[{"id":"a","label":"A"},{"id":"b","label":"B"}]}\n'
    '{"ballot":{"choice":["b"],"v":1}}\n'
)


@pytest.mark.parametrize(
    ("file", "seats", "method"),
    [
        (blt(1), None, "irv"),
        (blt(2), None, "stv-scottish"),
        (blt(2), "1", "irv"),
        (blt(1), "2", "stv-scottish"),
        (poll("1: A\n", "pref-lines"), None, "irv"),
        (poll(CHOICES, "jsonl"), None, "plurality"),
        (poll(CHOICES.replace("choice", "approval"), "jsonl"), None, "approval"),
        (poll("count,A,B\n2,5,0\n", "score-csv"), None, "score"),
    ],
)
def test_a_method_is_chosen_where_none_is_named(file, seats, method):
    assert default_method(file, seats) == method


@pytest.mark.parametrize("form", BALLOTS)
def test_every_form_of_ballot_has_a_method_where_none_is_named(form):
    nobody = Profile(form=form, options=(), piles={})
    method = METHODS[default_method(Poll(title="", options=(), profile=nobody), None)]
    assert method.form is form


def test_the_seats_of_the_file_are_the_default():
    assert count(blt(2)).outcome.rules["seats"] == 2
    assert count(blt(2), seats=3).outcome.rules["seats"] == 3
    assert count(blt(2), given={"seats": "3"}).outcome.rules["seats"] == 3
    assert count(blt(2), method_id="plurality").outcome.rules["seats"] == 2


def test_seats_that_a_method_cannot_fill_are_not_passed_over_in_silence():
    counted = count(blt(2), method_id="irv")
    assert counted.outcome.rules["seats"] == 1
    assert counted.notes == (("tally.other-seats", {"seats": 2}),)
    assert count(blt(1), method_id="irv").notes == ()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"colour": "red"}, "rules.unknown-key"),
        ({"overvote": "red"}, "rules.not-a-choice"),
        ({"seats": "two"}, "rules.always"),
        ({"ties": "dice"}, "ties.unknown"),
        ({"ties": "order:1,4"}, "tally.order-stranger"),
        ({"ties": "order:1,2"}, "ties.order-incomplete"),
    ],
)
def test_wrong_rules_are_refused(given, code):
    tied = blt(ballots="1 1 0\n1 2 0\n1 3 0\n")
    with pytest.raises(InvalidRuleError) as refused:
        count(tied, method_id="irv", given=given)
    assert refused.value.code == code


def test_two_numbers_of_seats_are_refused_and_one_said_twice_is_not():
    with pytest.raises(InvalidRuleError, match=r"tally\.rule-twice"):
        count(blt(), given={"seats": "3"}, seats=2)
    assert count(blt(), given={"seats": "2"}, seats=2).contest.rules.seats == 2


def test_an_unknown_rule_lists_the_known_ones():
    with pytest.raises(InvalidRuleError) as refused:
        count(blt(), given={"colour": "red"})
    assert {"seats", "overvote", "ties"} <= set(refused.value.params["known"])


def test_an_unknown_method_lists_the_known_ones():
    with pytest.raises(MissingError) as refused:
        count(blt(), method_id="dice")
    assert "irv" in refused.value.params["known"]


def test_ballots_of_another_form_are_refused():
    with pytest.raises(InvalidBallotError, match=r"tally\.wrong-form"):
        count(poll(CHOICES, "jsonl"), method_id="irv")


def test_the_lot_is_drawn_from_the_hash_of_the_text():
    tied = blt(ballots="2 1 0\n2 2 0\n", names="AB")
    assert count(tied).outcome.tied == (("1", "2"),)
    first = Lot(sha256(b"31415926535897932384")).order(("1", "2"))[0]
    assert count(tied, lot="31415926535897932384").outcome.winners == (first,)


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("order:2,1,3", "order:2,1,3"),
        ("order:B,A,C", "order:2,1,3"),
        ("previous,order:C, B ,1", "previous,order:3,2,1"),
    ],
)
def test_an_order_may_name_options_by_id_or_name(ties, expected):
    assert order_by_id(ties, blt().options) == expected


@pytest.mark.parametrize("listed", [("Bryant", "Bryant, Peter"), ("Bryant, Peter", "Bryant")])
def test_names_in_an_order_may_hold_commas(listed):
    rows = "".join(f'1,"{name}"\n' for name in listed)
    options = poll(f"count,rank1\n{rows}", "rank-csv").options
    short, long = (str(listed.index(name) + 1) for name in ("Bryant", "Bryant, Peter"))
    assert order_by_id("order:Bryant,Bryant, Peter", options) == f"order:{short},{long}"
    assert order_by_id("order:Bryant, Peter,Bryant", options) == f"order:{long},{short}"


@pytest.mark.parametrize(
    ("given", "ties"),
    [
        ({"tie_break": "useCandidateOrder", "tie_break_order": "B, A,C"}, "order:2,1,3"),
        ({"tie_break": "useCandidateOrder", "tie_break_order": '["C", "B", "A"]'}, "order:3,2,1"),
        ({"tie_break": "random"}, "lot"),
        ({"tie_break": "random", "tie_break_order": "A,B,C"}, "lot"),
        ({"tie_break": "previousRoundCountsThenRandom"}, "previous,lot"),
    ],
)
def test_the_words_of_rctab_for_ties_are_understood(given, ties):
    assert count(blt(), given=given).contest.rules.ties == ties


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"tie_break": "random", "ties": "lot"}, r"tally\.rule-twice"),
        ({"tie_break": "whoever"}, r"rules\.not-a-choice"),
        ({"tie_break": "useCandidateOrder"}, r"ties\.order-incomplete"),
        ({"tie_break_order": "A,B,C"}, r"rules\.unknown-key"),
    ],
)
def test_the_words_of_rctab_for_ties_do_not_mix_with_ours(given, code):
    with pytest.raises(InvalidRuleError, match=code):
        count(blt(), given=given)


@pytest.mark.parametrize("pair", ["seats", "=3", ""])
def test_a_rule_is_a_key_and_a_value(pair):
    with pytest.raises(InvalidRuleError, match=r"tally\.rule-shape"):
        rule_pairs([pair])


def test_a_rule_given_twice_is_refused():
    assert rule_pairs(["a=b=c", "d="]) == {"a": "b=c", "d": ""}
    with pytest.raises(InvalidRuleError, match=r"tally\.rule-twice"):
        rule_pairs(["a=1", "a=1"])


def test_options_of_one_name_are_told_apart():
    data = tally_data(count(blt(names=["Budi", "Budi", "C"])), "en")
    assert data["options"] == ["Budi (1)", "Budi (2)", "C"]
    assert data["tied"] == [["Budi (1)", "Budi (2)"]]
    assert set(data["stages"][0]["tallies"]) == set(data["options"])


def test_names_told_apart_are_never_a_third_ones_name():
    data = tally_data(count(blt(names=["Budi", "Budi", "Budi (2)"])), "en")
    assert len(set(data["options"])) == len(data["stages"][0]["tallies"]) == 3


def test_the_language_stands_outside_what_is_hashed():
    counted = count(blt())
    english, indonesian = tally_data(counted, "en"), tally_data(counted, "id")
    assert english.pop("explanation") != indonesian.pop("explanation")
    assert english == indonesian
