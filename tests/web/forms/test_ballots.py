"""Posted fields become ballots, or a sentence beside the field that is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

from voting.ballots import (
    FORMS,
    STANCES,
    Approval,
    Choice,
    Gifts,
    Ranking,
    Scores,
    Stance,
)
from web.forms import Reader
from web.forms.ballots import READERS, moved, numbers_of, ranks_of, read_ballot, sent_as

OPTIONS = ("a", "b", "c", "d")


def read(form, *fields):
    reader = Reader(FormData(list(fields)), "id")
    return read_ballot(form, reader, OPTIONS), reader


def ranks(**numbers):
    return [(f"rank-{option}", number) for option, number in numbers.items()]


def test_every_ballot_form_has_a_reader():
    assert set(READERS) == set(FORMS.values())


@pytest.mark.parametrize(
    ("fields", "ballot"),
    [
        (ranks(a="2", b="1", c="", d=""), Ranking.of("b", "a")),
        (ranks(a="4", b="3", c="2", d="1"), Ranking.of("d", "c", "b", "a")),
        (ranks(a="", b=""), Ranking.of()),
        ([], Ranking.of()),
        (ranks(a="1", zzz="2"), Ranking.of("a")),
        (ranks(a="1", b="zero"), Ranking.of("a")),
    ],
)
def test_rankings(fields, ballot):
    assert read(Ranking, *fields)[0] == ballot


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (ranks(a="1", b="1"), {"rank-a", "rank-b"}),
        (ranks(a="1", b="2", c="2", d="2"), {"rank-b", "rank-c", "rank-d"}),
        (ranks(a="9"), {"rank-a"}),
        (ranks(a="2"), {"rank-a"}),
        (ranks(a="1", b="4"), {"rank-b"}),
        (ranks(a="9" * 5000), {"rank-a"}),
    ],
)
def test_numbers_that_make_no_ranking(fields, wrong):
    ballot, reader = read(Ranking, *fields)
    assert ballot is None
    assert {problem.field for problem in reader.problems} == wrong


def test_a_wrong_ranking_can_be_shown_again():
    assert ranks_of(FormData(ranks(a="3", b="3", c="x", d="0")), OPTIONS) == {"a": 3, "b": 3}


def test_approvals():
    assert read(Approval, ("approve", "a"), ("approve", "c"))[0] == Approval.of("a", "c")
    assert read(Approval, ("approve", "a"), ("approve", "a"))[0] == Approval.of("a")
    assert read(Approval, ("approve", "zzz"))[0] == Approval.of()
    assert read(Approval)[0] == Approval.of()


def test_choices():
    assert read(Choice, ("choice", "b"))[0] == Choice.of("b")
    assert read(Choice)[0] == Choice.of()
    assert read(Choice, ("choice", ""))[0] == Choice.of()
    ballot, reader = read(Choice, ("choice", "a"), ("choice", "b"))
    assert ballot is None
    assert [problem.field for problem in reader.problems] == ["choice"]


@pytest.mark.parametrize(
    ("before", "move", "after"),
    [
        ({}, "a:up", {"a": 1}),
        ({"a": 1}, "b:up", {"a": 1, "b": 2}),
        ({"a": 1, "b": 2}, "b:up", {"b": 1, "a": 2}),
        ({"a": 1, "b": 2}, "a:down", {"b": 1, "a": 2}),
        ({"a": 1, "b": 2}, "b:down", {"a": 1}),
        ({"a": 1}, "a:up", {"a": 1}),
        ({"a": 1}, "b:down", {"a": 1}),
        ({"a": 3, "b": 3}, "c:up", {"a": 1, "b": 2, "c": 3}),
        ({"a": 1}, "zzz:up", {"a": 1}),
        ({"a": 1}, "nonsense", {"a": 1}),
        ({"a": 1}, "a:sideways", {"a": 1}),
        ({"a": 1, "b": 2}, "a:sideways", {"a": 1, "b": 2}),
    ],
)
def test_arrows(before, move, after):
    assert moved(before, move, OPTIONS) == after


def test_no_more_can_be_ranked_than_the_contest_lets():
    assert moved({"a": 1, "b": 2}, "c:up", OPTIONS, most=2) == {"a": 1, "b": 2}


@given(
    st.dictionaries(st.sampled_from(OPTIONS), st.integers(1, 9)),
    st.lists(st.builds("{}:{}".format, st.sampled_from(OPTIONS), st.sampled_from(["up", "down"]))),
)
def test_however_arrows_are_pressed_the_ballot_is_a_ranking(start, moves):
    now = start
    for move in moves:
        now = moved(now, move, OPTIONS)
        assert sorted(now.values()) == list(range(1, len(now) + 1))
        fields = ranks(**{option: str(number) for option, number in now.items()})
        ballot, reader = read(Ranking, *fields)
        assert reader.problems == []
        assert ballot == Ranking.of(*sorted(now, key=now.__getitem__))


SENT = ["rank-a", "rank-b", "approve", "choice", "score-a", "gift-b", "group", "stance"]


@given(st.lists(st.tuples(st.sampled_from(SENT), st.text())))
def test_nothing_that_is_sent_breaks_a_reader(fields):
    for form in READERS:
        ballot, reader = read(form, *fields)
        assert (ballot is None) == bool(reader.problems)
        assert ballot is None or ballot.is_clean()


BALLOTS = st.one_of(
    st.lists(st.sampled_from(OPTIONS), unique=True).map(lambda options: Ranking.of(*options)),
    st.sets(st.sampled_from(OPTIONS)).map(lambda options: Approval.of(*options)),
    st.lists(st.sampled_from(OPTIONS), max_size=1).map(lambda options: Choice.of(*options)),
    st.dictionaries(st.sampled_from(OPTIONS), st.integers(-99, 99)).map(Scores),
    st.builds(
        Gifts,
        st.dictionaries(st.sampled_from(OPTIONS), st.integers(1, 10**12 - 1)),
        st.lists(st.sampled_from(["krajan", "rt-2"]), unique=True),
    ),
    st.lists(st.sampled_from(STANCES), max_size=1).map(lambda taken: Stance(tuple(taken))),
)


@given(BALLOTS)
def test_what_a_page_sends_for_a_ballot_reads_as_that_ballot(ballot):
    assert read(type(ballot), *sent_as(ballot))[0] == ballot


def test_numbers_are_read_as_people_write_them():
    fields = [("score-a", " 1.000 "), ("score-b", "\u22123"), ("score-c", ""), ("score-z", "5")]
    assert read(Scores, *fields)[0] == Scores({"a": 1000, "b": -3})
    assert read(Gifts, ("gift-a", "Rp5"))[1].errors.keys() == {"gift-a"}
    assert read(Gifts, ("gift-a", "-5"))[1].errors.keys() == {"gift-a"}
    assert read(Gifts, ("gift-a", "5"), ("group", "Dusun Satu"))[1].errors.keys() == {"group"}
    assert read(Stance, ("stance", "agree"), ("stance", "block"))[1].errors.keys() == {"stance"}


def test_plus_and_minus_change_a_number_by_one():
    fields = FormData([("score-a", "2")])
    assert numbers_of(fields, "score-", OPTIONS, "a:up") == {"a": 3}
    assert numbers_of(fields, "score-", OPTIONS, "b:down") == {"a": 2, "b": -1}
    assert numbers_of(fields, "score-", OPTIONS, "z:up") == {"a": 2}
