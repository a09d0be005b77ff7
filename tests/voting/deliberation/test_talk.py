"""Which positions a column begins with: the rule that the page states in words."""

from hypothesis import given
from hypothesis import strategies as st

from voting.deliberation.talk import SHOWN_FIRST, Voice, first_shown

VOICES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=9
).map(lambda pairs: [Voice(number, *pair) for number, pair in enumerate(pairs, 1)])  # fmt: skip


def test_two_that_most_people_share_then_the_newest_of_the_rest():
    voices = [
        Voice(1, 31, 10),
        Voice(2, 18, 20),
        Voice(3, 17, 30),
        Voice(4, 0, 40),
        Voice(5, 2, 50),
    ]
    assert first_shown(voices) == (1, 2, 5)


def test_of_equals_the_earlier_comes_first():
    assert first_shown([Voice(3, 2, 30), Voice(1, 2, 20), Voice(2, 2, 10)]) == (2, 1, 3)
    assert first_shown([Voice(9, 0, 10), Voice(4, 0, 10)]) == (4, 9)


def test_a_column_that_fits_is_in_the_order_of_shares():
    assert first_shown([Voice(1, 0, 10), Voice(2, 5, 20), Voice(3, 1, 30)]) == (2, 3, 1)
    assert first_shown([]) == ()


@given(VOICES, st.randoms())
def test_the_order_in_which_they_are_given_does_not_matter(voices, random):
    shuffled = list(voices)
    random.shuffle(shuffled)
    assert first_shown(shuffled) == first_shown(voices)


@given(VOICES)
def test_what_is_shown_first(voices):
    shown = first_shown(voices)
    assert len(shown) == len(set(shown)) == min(len(voices), SHOWN_FIRST)
    if len(voices) > SHOWN_FIRST:
        known = {voice.id: voice for voice in voices}
        rest = [voice for voice in voices if voice.id not in shown]
        last = known[shown[-1]]
        for top in shown[:-1]:
            assert all(known[top].shared >= voice.shared for voice in (*rest, last))
        assert all((last.at, last.id) > (voice.at, voice.id) for voice in rest)


@given(VOICES, st.integers(1, 9))
def test_one_more_who_shares_it_never_pushes_a_position_out(voices, number):
    shown = first_shown(voices)
    more = [v._replace(shared=v.shared + 1) if v.id == number else v for v in voices]
    if number in shown[: SHOWN_FIRST - 1]:
        assert number in first_shown(more)
