"""Who lives in Desa Tirtasari, what they decide and how they voted: all invented, nothing drawn.

Names are put together from short lists by arithmetic, so that every demonstration is the same.
"""

from dataclasses import dataclass

from voting.roll import Elector, Role
from voting.services.contests import DraftOption

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
)

FIRST = (
    DraftOption(
        label="Pipa air bersih Krajan",
        description="1.200 meter pipa dari mata air ke 82 rumah. Biaya Rp38.500.000.",
        picture="air-bersih",
        cost=38_500_000,
    ),
    DraftOption(
        label="Jembatan Kali Asem",
        description="Jembatan 24 meter diganti, kuat untuk motor dan gerobak. Biaya Rp45.000.000.",
        picture="jembatan",
        cost=45_000_000,
    ),
    DraftOption(
        label="Perbaikan posyandu",
        description="Atap baru dan ruang periksa ibu hamil di Sumberejo. Biaya Rp18.750.000.",
        picture="posyandu",
        cost=18_750_000,
    ),
    DraftOption(
        label="Lampu jalan surya",
        description="12 titik lampu tenaga surya di jalan ke pasar. Biaya Rp24.000.000.",
        picture="lampu-jalan",
        cost=24_000_000,
    ),
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

CHILDREN = (
    DraftOption(
        label="Taman baca di balai",
        description="Rak, tikar, dan 300 buku untuk sore hari. Biaya Rp9.600.000.",
        picture="perpustakaan",
        cost=9_600_000,
    ),
    DraftOption(
        label="Atap PAUD diganti",
        description="Atap bocor di dua ruang kelas, sebelum musim hujan. Biaya Rp14.200.000.",
        picture="sekolah",
        cost=14_200_000,
    ),
    DraftOption(
        label="Lapangan diratakan",
        description="Lapangan voli dan sepak bola anak di Ngemplak. Biaya Rp11.000.000.",
        picture="lapangan",
        cost=11_000_000,
    ),
    DraftOption(
        label="Lampu jalan ke sekolah",
        description="6 titik lampu surya di jalan pulang mengaji. Biaya Rp12.000.000.",
        picture="lampu-jalan",
        cost=12_000_000,
    ),
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

TEAM = tuple(
    DraftOption(label=label, description=description, picture=picture)
    for label, description, picture in (
        ("Murni Utami", "Kader posyandu, Sumberejo. Teliti mencatat uang masuk.", "orang-a"),
        ("Parman Hartono", "Tukang batu, Krajan. Sudah tiga kali membangun jembatan.", "orang-b"),
        ("Laras Puspita", "Guru PAUD, Ngemplak. Biasa memimpin rapat orang tua.", "orang-c"),
        ("Heru Widodo", "Ketua kelompok tani, Kaliasem.", "orang-b"),
        ("Tuti Maryani", "Penjual sayur, Krajan. Hafal harga bahan di pasar.", "orang-a"),
    )
)

WORKDAY = tuple(
    DraftOption(label=label, description=description, picture="balai")
    for label, description in (
        ("Sabtu pagi", "Mulai pukul 06.30, selesai sebelum panas."),
        ("Minggu pagi", "Mulai pukul 07.00, sesudah senam."),
        ("Jumat sore", "Mulai pukul 15.30, sesudah salat Asar."),
    )
)
