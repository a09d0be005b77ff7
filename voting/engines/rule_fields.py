"""Rule fields that several methods share, with their words and the reasons for their defaults.

Keys and values are those of ``tests/vectors/ranked/SOURCES.md``. A default is what a plain vote of
a community wants: no paper counts for an option its voter did not clearly choose, and no paper is
thrown away for anything less.
"""

from collections.abc import Mapping
from typing import Any

from voting.contest import Contest
from voting.engines.piles import EXHAUST, SKIP, WAIT
from voting.rules import choice, limit, switch, text, whole
from voting.tiebreak import tie_break
from voting.words import Phrase

_NONE = Phrase("", "")


def seats(most: int | None = None) -> Any:
    """How many are to be elected; one unless the contest says otherwise."""
    return whole(
        1,
        Phrase("Jumlah yang dipilih", "Seats"),
        Phrase("Berapa pilihan yang menang.", "How many options win."),
        least=1,
        most=most,
    )


def ties(default: str) -> Any:
    """How ties are broken; the published lot decides in the end, because it favours nobody."""
    return text(
        default,
        Phrase("Bila seri", "Ties"),
        Phrase(
            "“lot” diundi; “previous,lot” lihat tahap sebelumnya dahulu, lalu diundi; "
            "“order:ID,ID,...” menurut urutan yang diumumkan lebih dahulu.",
            "“lot” draws a lot; “previous,lot” looks at earlier stages first, then draws; "
            "“order:ID,ID,...” follows an order published beforehand.",
        ),
    )


def overvote() -> Any:
    """Say what two marks at one rank do. Default: the paper rests; nobody knows what was meant."""
    return choice(
        EXHAUST,
        Phrase("Dua tanda pada satu urutan", "Two marks at one rank"),
        Phrase(
            "Surat suara kertas saja; di ponsel ini tidak mungkin terjadi.",
            "Paper ballots only; on a phone this cannot happen.",
        ),
        {
            EXHAUST: Phrase("Surat suara berhenti di situ", "The ballot stops there"),
            SKIP: Phrase("Urutan itu dilewati", "That rank is passed over"),
            WAIT: Phrase(
                "Surat suara berhenti bila dua atau lebih dari yang ditandai masih bertahan",
                "The ballot stops if two or more of those marked are still in",
            ),
        },
    )


def max_skipped_ranks() -> Any:
    """How many empty ranks in a row a paper may have. Default: any number, the order is clear."""
    return limit(
        None,
        Phrase("Urutan kosong yang dibolehkan", "Empty ranks allowed"),
        Phrase(
            "Lebih banyak urutan kosong berturut-turut menghentikan surat suara.",
            "More empty ranks in a row stop the ballot.",
        ),
        unlimited="unlimited",
    )


def max_rankings() -> Any:
    """How many ranks are read. Default: all, a voter may rank as many options as there are."""
    return limit(
        None,
        Phrase("Banyaknya urutan yang dibaca", "Ranks that are read"),
        Phrase("Urutan sesudahnya tidak dibaca.", "Ranks after these are not read."),
        unlimited="max",
        least=1,
    )


def exhaust_on_duplicate() -> Any:
    """Whether an option met twice stops a paper. Default: no, the second mark says nothing new."""
    return switch(
        False,
        Phrase("Pilihan yang ditulis dua kali menghentikan surat suara", "A repeat stops a ballot"),
        Phrase(
            "Bila tidak, tanda yang kedua diabaikan.", "If not, the second mark is passed over."
        ),
    )


def minimum_vote_threshold() -> Any:
    """How many votes keep an option in. Default: none are asked for; who is last goes anyway."""
    return whole(
        0,
        Phrase("Suara paling sedikit agar tetap ikut", "Fewest votes to stay in"),
        Phrase(
            "Yang suaranya kurang dari ini disingkirkan sekaligus pada penyingkiran pertama, "
            "asal masih cukup yang tersisa. 0: tidak ada batas.",
            "Options with fewer go together at the first exclusion, if enough are left. "
            "0: no such limit.",
        ),
    )


def decimals(value: int, *, fixed: bool) -> Any:
    """How many decimals votes are counted to; where it is not fixed it has no effect."""
    return whole(
        value,
        Phrase("Angka di belakang koma", "Decimals"),
        _NONE,
        least=value if fixed else 0,
        most=value if fixed else None,
        quiet=not fixed,
    )


def only(value: str, label: Phrase) -> Any:
    """Make a field that says what this method always does: it stands in the card, not in forms."""
    only_choice: Mapping[str, Phrase] = {value: Phrase(value, value)}
    return choice(value, label, _NONE, only_choice)


def tallies_at(value: str) -> Any:
    """Whether a stage shows the votes at its start or at its end."""
    return only(value, Phrase("Saat suara ditampilkan", "When votes are shown"))


def check_ties(contest: Contest[Any]) -> None:
    """Refuse a published order for ties that does not fit the contest's options."""
    tie_break(contest.rules.ties, None).check(contest.ids, contest.standing)


def unranked() -> Any:
    """Say what it means to leave an option out. Default: that all ranked ones are better."""
    return choice(
        "last",
        Phrase("Pilihan tanpa nomor", "Options without a number"),
        Phrase(
            "Apa artinya bila pemilih tidak memberi nomor.",
            "What it means that a voter gives an option no number.",
        ),
        {
            "last": Phrase("Di bawah semua yang diberi nomor", "Below all that have one"),
            "no-opinion": Phrase("Tidak berpendapat tentangnya", "No opinion about them"),
        },
    )


def equal_ranks() -> Any:
    """Say what a paper with options at one rank says of them: it takes neither side."""
    return only("neither", Phrase("Pilihan pada urutan yang sama", "Options at one rank"))


def strength(*, opposition: bool = False) -> Any:
    """How strong a won duel is. Default: by the ballots of the winner, however many rank neither.

    Opposition asks only how many are against, also in duels that were won.
    """
    words = {
        "winning-votes": Phrase("Suara pihak yang menang", "The votes of the winning side"),
        "margins": Phrase("Selisih suaranya", "The margin between both sides"),
    }
    if opposition:
        words["opposition"] = Phrase(
            "Suara lawan, menang atau kalah", "The votes against, in won duels too"
        )
    return choice(
        "winning-votes",
        Phrase("Kuatnya kemenangan", "Strength of a win"),
        Phrase(
            "Bila ada lingkaran, kemenangan yang lemah mengalah pada yang kuat.",
            "Where wins form a circle, weak ones give way to strong ones.",
        ),
        words,
    )
