import pytest

from voting.ballots import MOST_OPTIONS
from voting.contest import Contest, Option
from voting.errors import InvalidError


def contest(*options):
    return Contest(title="Balai", method="irv", rules=None, options=options)


def test_ids_numbers_and_who_can_win():
    one = contest(
        Option(id="a", label="A"),
        Option(id="b", label="B", withdrawn=True),
        Option(id="c", label="C", write_in=True),
        Option(id="d", label="D"),
    )
    assert one.ids == ("a", "b", "c", "d")
    assert one.numbers() == {"a": 1, "b": 2, "c": 3, "d": 4}
    assert one.standing == ("a", "d")


def test_options_of_one_name_are_told_apart_by_their_number():
    one = contest(
        Option(id="1", label="Siti"), Option(id="2", label="Budi"), Option(id="3", label="Siti")
    )
    assert one.labels() == {"1": "Siti (1)", "2": "Budi", "3": "Siti (3)"}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), "contest.no-options"),
        ((Option(id="a", label="A"), Option(id="a", label="B")), "contest.option-twice"),
        (
            tuple(Option(id=str(n), label="A") for n in range(MOST_OPTIONS + 1)),
            "contest.too-many-options",
        ),
    ],
)
def test_a_contest_that_cannot_be_held_is_refused(options, code):
    with pytest.raises(InvalidError) as refusal:
        contest(*options)
    assert refusal.value.code == code


@pytest.mark.parametrize("bad", ["", "A", "a b", "ä", "a" * 33, "*", "a\n", "a_b"])
def test_ids_are_short_and_plain(bad):
    with pytest.raises(InvalidError) as refusal:
        Option(id=bad, label="A")
    assert refusal.value.code == "contest.option-id"


def test_as_many_options_as_a_byte_can_name():
    options = tuple(Option(id=str(n), label="A") for n in range(MOST_OPTIONS))
    assert max(contest(*options).numbers().values()) == MOST_OPTIONS


def test_a_cost_is_not_negative():
    assert Option(id="a", label="A", cost=0).cost == 0
    with pytest.raises(InvalidError):
        Option(id="a", label="A", cost=-1)
