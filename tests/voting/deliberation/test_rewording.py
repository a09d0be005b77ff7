"""The word diff gives back what it was made of, and no text keeps it busy."""

from hypothesis import given
from hypothesis import strategies as st

from voting.deliberation.rewording import ADDED, MOST_PAIRS, REMOVED, SAME, reworded

WORDS = st.lists(st.sampled_from(["air", "jalan", "ronda", "di", "\n", ""]), max_size=12)


def side(pieces, kind):
    """Return one side's words, without regard to spaces and ends of lines."""
    return "".join(piece.text for piece in pieces if piece.kind in (SAME, kind)).split()


@given(WORDS, WORDS)
def test_the_pieces_give_both_texts_back(old, new):
    before, after = " ".join(old), " ".join(new)
    pieces = reworded(before, after)
    assert side(pieces, ADDED) == after.split()
    assert side(pieces, REMOVED) == before.split()
    assert all(piece.text for piece in pieces)


@given(WORDS)
def test_an_unchanged_text_is_one_piece(words):
    pieces = reworded(" ".join(words), " ".join(words))
    assert [piece.kind for piece in pieces] == [SAME] * any(word for word in words)


def test_a_word_put_in_between_is_all_that_changes():
    pieces = reworded("Ronda lima orang.\nMulai pukul 22.", "Ronda tujuh orang.\nMulai pukul 22.")
    assert [(piece.kind, piece.text.strip()) for piece in pieces] == [
        (SAME, "Ronda"),
        (REMOVED, "lima"),
        (ADDED, "tujuh"),
        (SAME, "orang. \nMulai pukul 22."),
    ]


def test_two_long_texts_without_a_common_word_are_one_change():
    size = MOST_PAIRS // 500
    pieces = reworded(" ".join(map(str, range(size))), " ".join(map(str, range(-1, -size, -1))))
    assert [piece.kind for piece in pieces] == [REMOVED, ADDED]


def test_few_words_repeated_over_and_over_are_one_change():
    """Looking for the longest of so many equal runs would take seconds."""
    before = " ".join("a" if number % 2 else f"x{number}" for number in range(600))
    after = " ".join("a" if number % 2 else f"y{number}" for number in range(600))
    kinds = [piece.kind for piece in reworded(f"{before} akhir", f"{after} akhir")]
    assert kinds == [REMOVED, ADDED, SAME]
