"""The rules of the talk (tata tertib): what may be hidden, and the limits on reports.

A text is hidden for one of these reasons and for no other. To be mistaken, unwelcome or hard on an
idea is no reason. The list is data: its order numbers the rules for notices and minutes.
"""

from collections.abc import Mapping
from typing import NamedTuple

from voting.errors import InvalidError
from voting.words import Phrase

FLAGS_A_DAY = 10
LONGEST_FLAG = 300
LONGEST_APPEAL = 1_000


class Rule(NamedTuple):
    """One rule: its id, what it forbids, and what that means."""

    id: str
    title: Phrase
    line: Phrase


_LISTED = (
    Rule(
        "insult",
        Phrase("Menghina orang", "Insulting a person"),
        Phrase(
            "Merendahkan, memaki, atau mempermalukan seseorang. Mengkritik usulannya boleh.",
            "Belittling, cursing or shaming somebody. Criticising what they propose is fine.",
        ),
    ),
    Rule(
        "threat",
        Phrase("Mengancam", "Threatening"),
        Phrase(
            "Menakut-nakuti orang supaya diam atau ikut, juga secara halus.",
            "Frightening people into silence or agreement, however politely.",
        ),
    ),
    Rule(
        "hate",
        Phrase("Menyerang golongan", "Attacking a group"),
        Phrase(
            "Merendahkan orang karena suku, agama, asal, jenis kelamin, atau keadaan tubuhnya.",
            "Belittling people for their origin, faith, sex or disability.",
        ),
    ),
    Rule(
        "accusation",
        Phrase("Menuduh tanpa dasar", "Accusing without grounds"),
        Phrase(
            "Menyebut seseorang bersalah tanpa hal yang dapat diperiksa.",
            "Calling somebody guilty without anything that can be checked.",
        ),
    ),
    Rule(
        "private",
        Phrase("Membuka data pribadi", "Exposing private details"),
        Phrase(
            "Nomor telepon, NIK, utang, penyakit, atau urusan keluarga orang lain.",
            "Somebody else’s phone number, identity number, debts, illness or family affairs.",
        ),
    ),
    Rule(
        "indecent",
        Phrase("Gambar atau kata tidak pantas", "Indecent words or pictures"),
        Phrase(
            "Pornografi, darah, atau kekerasan yang tidak perlu ditunjukkan.",
            "Pornography, blood or violence that nobody needs to see.",
        ),
    ),
    Rule(
        "advert",
        Phrase("Iklan atau kampanye", "Advertising or campaigning"),
        Phrase(
            "Titipan dagangan, tautan jualan, atau ajakan memilih calon tertentu.",
            "Goods for sale, selling links, or calls to vote for a candidate.",
        ),
    ),
    Rule(
        "off-topic",
        Phrase("Di luar urusan", "Off the matter"),
        Phrase(
            "Tidak ada hubungannya dengan urusan yang sedang dibahas.",
            "It has nothing to do with the matter at hand.",
        ),
    ),
    Rule(
        "flood",
        Phrase("Mengulang-ulang", "Flooding"),
        Phrase(
            "Tulisan yang sama dikirim berkali-kali atau di mana-mana.",
            "The same text over and over, or everywhere.",
        ),
    ),
)

RULES: Mapping[str, Rule] = {rule.id: rule for rule in _LISTED}


def rule(name: str) -> Rule:
    """Return a rule by its id; InvalidError if none was chosen or it is not one of ours."""
    if name not in RULES:
        raise InvalidError("moderation.no-rule")
    return RULES[name]


def number(name: str) -> int:
    """Return the place of a rule in the list, from 1; 0 for one that is no longer in it."""
    return list(RULES).index(name) + 1 if name in RULES else 0
