"""Rule fields of the single transferable vote, with their words and the reasons for defaults.

A default is what RCTab 2.0 does, because it is in use and its counts can be compared.
"""

from typing import Any

from voting.rules import choice, switch
from voting.words import Phrase

ONE_AT_A_TIME = "multiWinnerAllowOnlyOneWinnerPerRound"
# Beyond this, exact fractions may grow to more digits than Python writes: each surplus that moves
# doubles them.
MOST_EXACT_SEATS = 9


def quota() -> Any:
    """How many votes are enough for a seat. Default: as few as cannot fill a seat too many."""
    return choice(
        "droop",
        Phrase("Kuota", "Quota"),
        Phrase("Berapa suara yang cukup untuk satu kursi.", "How many votes suffice for a seat."),
        {
            "droop": Phrase(
                "Suara dibagi (kursi + 1), ke bawah, tambah satu",
                "Votes divided by (seats + 1), rounded down, plus one",
            ),
            "droop-unit": Phrase(
                "Suara dibagi (kursi + 1), tambah satu pada desimal terakhir",
                "Votes divided by (seats + 1), plus one at the last decimal",
            ),
            "exact": Phrase(
                "Lebih dari suara dibagi (kursi + 1), tanpa pembulatan",
                "More than votes divided by (seats + 1), without rounding",
            ),
            "hare": Phrase(
                "Suara dibagi kursi, ke atas (kelompok besar bisa dirugikan)",
                "Votes divided by seats, rounded up (can wrong a large group)",
            ),
        },
    )


def fractional_threshold() -> Any:
    """Whether the quota has decimals. Default: no, whole votes are easier to see."""
    return switch(
        False,
        Phrase("Kuota dengan angka di belakang koma", "Quota with decimals"),
        Phrase(
            "Bila tidak, kuotanya bilangan bulat.",
            "If not, the quota is a whole number.",
        ),
    )


def arithmetic() -> Any:
    """Whether values are cut to decimals. Default: yes, so that anyone can check with a pen."""
    return choice(
        "decimal",
        Phrase("Ketelitian", "Arithmetic"),
        Phrase("Cara menghitung nilai surat suara.", "How the value of a ballot is counted."),
        {
            "decimal": Phrase("Desimal, sisanya dipotong", "Decimals, the rest is cut off"),
            "exact": Phrase("Pecahan tanpa pembulatan", "Fractions, nothing is rounded"),
        },
    )


def rounding() -> Any:
    """Say what is cut to the decimals. Default: fraction and value, as RCTab does."""
    return choice(
        "twice",
        Phrase("Pemotongan desimal", "Cutting of decimals"),
        Phrase(
            "Hanya untuk hitungan desimal; bedanya sangat kecil.",
            "Only for decimals; the difference is tiny.",
        ),
        {
            "twice": Phrase("Bagian kelebihan dan nilai surat", "The fraction and the value"),
            "once": Phrase("Nilai surat saja", "The value only"),
        },
    )


def surplus() -> Any:
    """Which surpluses move in one round. Default: all, as RCTab does."""
    return choice(
        "all-at-once",
        Phrase("Kelebihan suara", "Surpluses"),
        Phrase("Bila beberapa terpilih sekaligus.", "Where several are elected at the same time."),
        {
            "all-at-once": Phrase("Semua pindah sekaligus", "All move at once"),
            "largest-first": Phrase(
                "Satu per tahap, yang terbesar dahulu", "One a stage, the largest first"
            ),
        },
    )


def mode() -> Any:
    """How many may be elected in one round. Default: all who reach the quota."""
    return choice(
        "multiWinnerAllowMultipleWinnersPerRound",
        Phrase("Terpilih dalam satu putaran", "Elected in one round"),
        Phrase(
            "Tidak berpengaruh bila kelebihan pindah satu per tahap.",
            "Without effect where surpluses move one a stage.",
        ),
        {
            "multiWinnerAllowMultipleWinnersPerRound": Phrase(
                "Semua yang mencapai kuota", "All who reach the quota"
            ),
            ONE_AT_A_TIME: Phrase("Satu, yang terbanyak", "One, the one with the most"),
        },
    )


def batch_elimination() -> Any:
    """Whether sure losers go together. Default: no, so that each exclusion can be followed."""
    return switch(
        False,
        Phrase("Singkirkan beberapa sekaligus", "Exclude several at once"),
        Phrase(
            "Bila suara mereka digabung pun masih kalah dari pilihan berikutnya.",
            "Where even their votes together are fewer than the next option's.",
        ),
    )


def tallies_at() -> Any:
    """Whether a stage shows the votes before or after its act. Default: before, as RCTab does."""
    return choice(
        "start",
        Phrase("Saat suara ditampilkan", "When votes are shown"),
        Phrase("Hasilnya sama.", "The result is the same."),
        {
            "start": Phrase("Di awal tahap", "At the start of a stage"),
            "end": Phrase("Di akhir tahap", "At the end of a stage"),
        },
    )
