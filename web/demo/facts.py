"""Who lives in Desa Tirtasari, what they decide and how they voted: all invented, nothing drawn.

Names are put together from short lists by arithmetic, so that every demonstration is the same. The
words of the votes stand in ``votes.json``, the year around them in ``story/``.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from voting.roll import Elector, Role
from voting.services.contests import DraftOption
from web.demo.story import said

VILLAGE = "Desa Tirtasari"
ORIGIN = "tirtasari.example/log"
TIMEZONE = "Asia/Jakarta"

# Dusun, how many residents, how many neighbourhoods (RT).
PLACES = (("Krajan", 82, 4), ("Kaliasem", 76, 4), ("Sumberejo", 74, 3), ("Ngemplak", 64, 3))

_GIVEN = (
    *("Sari", "Budi", "Wati", "Joko", "Rina", "Agus", "Lestari", "Hadi", "Yuni", "Slamet"),
    *("Dewi", "Bambang", "Ningsih", "Eko", "Fitri", "Sugeng", "Ratna", "Tono", "Endah", "Wiryo"),
    *("Murni", "Darto", "Ani", "Rudi", "Kartini", "Parman", "Tuti", "Gito", "Laras", "Heru"),
)
_SECOND = (
    *("Wulandari", "Santoso", "Handayani", "Prasetyo", "Utami", "Wibowo", "Rahayu", "Nugroho"),
    *("Astuti", "Setiawan", "Puspita", "Hartono", "Maryani", "Saputra", "Kusuma", "Widodo"),
)


def residents() -> tuple[Elector, ...]:
    """Return all 296 residents with their number, name, dusun and RT."""
    found: list[Elector] = []
    for dusun, people, neighbourhoods in PLACES:
        for _ in range(people):
            number = len(found)
            found.append(
                Elector(
                    reference=f"TS-{number + 1:04}",
                    name=_name(number),
                    place=f"{dusun}, RT {number % neighbourhoods + 1:02}",
                )
            )
    return tuple(found)


def _name(number: int) -> str:
    """Return a full name that nobody else has: 30 x 16 pairs, taken in two strides."""
    given = _GIVEN[number % len(_GIVEN)]
    second = _SECOND[(number + number // len(_GIVEN)) % len(_SECOND)]
    return f"{given} {second}"


@dataclass(frozen=True)
class OfficerStory:
    """An officer: the number of the resident, the role, how they sign in in the demonstration."""

    reference: str
    role: Role
    login: str
    password: str


OFFICERS = (
    OfficerStory("TS-0020", Role.ADMINISTRATOR, "wiryo", "tikar-pandan-di-balai-tua"),
    OfficerStory("TS-0017", Role.MODERATOR, "ratna", "kentongan-pagi-di-pos-ronda"),
    OfficerStory("TS-0022", Role.ROLL_OFFICER, "darto", "lesung-bambu-dekat-sumur-tua"),
    OfficerStory("TS-0019", Role.AUDITOR, "endah", "hitung-ulang-sambil-minum-teh"),
    OfficerStory("TS-0098", Role.MODERATOR, "hadi", "tampah-beras-di-teras-sore"),
)

# The ballots of the first vote: how many residents ranked which options (by number, from 1).
FIRST_BALLOTS = (
    (40, (1, 2)),
    (38, (1,)),
    (36, (2, 3, 1)),
    (28, (2,)),
    (16, (3, 1)),
    (21, (3, 2)),
    (4, (3,)),
    (9, (4, 1)),
    (8, (4, 2)),
    (5, (4, 3, 1)),
    (6, (4, 3, 2)),
    (1, (4, 3)),
    (2, (4,)),
)

# The 118 ballots cast so far in the open vote, in the order in which they come.
CHILDREN_BALLOTS = (
    (31, (2, 1, 4)),
    (24, (1, 2)),
    (19, (4, 2, 3)),
    (17, (3, 1)),
    (14, (2,)),
    (9, (1, 4, 2, 3)),
    (4, (3,)),
)

BALLOTS = {"first": FIRST_BALLOTS, "children": CHILDREN_BALLOTS}


@dataclass(frozen=True, kw_only=True)
class Vote:
    """The words of a vote in one language."""

    title: str
    question: str
    options: tuple[DraftOption, ...]


def vote(name: str, language: str) -> Vote:
    """Return a vote of the story by its name."""
    found = said(json.loads((Path(__file__).parent / "votes.json").read_text("utf-8")), language)
    options = tuple(DraftOption(**option) for option in found[name]["options"])
    return Vote(**{**found[name], "options": options})


FIRST = vote("first", "id").options
