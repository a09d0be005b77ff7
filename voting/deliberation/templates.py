"""Templates: the ways of deciding that a community starts from, as data.

Each names the phases a matter goes through, how many days each is meant to last, and how it is
usually decided. The Indonesian ones follow the steps of village planning (Permendagri 114/2014;
musyawarah dusun, musyawarah desa, Musrenbangdes); every number is a proposal that a moderator may
change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voting.canonical import Json
from voting.deliberation.matters import Phase
from voting.errors import MissingError
from voting.words import Phrase

DAY = 86_400

_P = Phase


@dataclass(frozen=True, kw_only=True)
class Template:
    """A way of deciding: its phases with their days, and what usually decides.

    ``preset`` is that of a sitting that seeks consensus, or empty; ``method`` with ``rules`` that
    of a vote: the fallback where there is a preset. ``verifies``: whether an officer looks at what
    is proposed; people who stand for a task have no costs.
    """

    id: str
    title: Phrase
    summary: Phrase
    picture: str
    days: Mapping[Phase, int]
    preset: str = ""
    method: str = ""
    rules: Mapping[str, Json] = field(default_factory=dict)
    gathers: bool = False
    verifies: bool = True

    @property
    def way(self) -> tuple[Phase, ...]:
        """Return the phases in their order."""
        return tuple(phase for phase in Phase if phase in self.days)

    def plan(self, at: int) -> dict[str, int]:
        """Return until when each phase is meant to last, for a matter that begins now."""
        plan = {}
        for phase in self.way:
            at += self.days[phase] * DAY
            plan[phase.value] = at
        return plan

    def replanned(self, plan: Mapping[str, int], phase: Phase, until: int) -> dict[str, int]:
        """Return a plan in which one phase has another end, and those after it follow on."""
        moved = {**plan, phase.value: until}
        for later in self.way[self.way.index(phase) + 1 :] if phase in self.way else ():
            until += self.days[later] * DAY
            moved[later.value] = until
        return moved


_WHOLE = {
    _P.PROBLEM: 14,
    _P.SOLUTIONS: 21,
    _P.TALK: 14,
    _P.CAPACITY: 10,
    _P.DECISION: 10,
    _P.DELIVERY: 90,
    _P.REVIEW: 30,
}

PROBLEM = "problem"

TEMPLATES: Mapping[str, Template] = {
    template.id: template
    for template in (
        Template(
            id=PROBLEM,
            title=Phrase("Masalah warga", "A residents’ problem"),
            summary=Phrase(
                "Dari satu masalah sampai selesai dikerjakan dan ditinjau.",
                "From one problem to finished work and its review.",
            ),
            picture="balai",
            days=_WHOLE,
            preset="mufakat",
            method="approval",
        ),
        Template(
            id="musdus",
            title=Phrase("Musyawarah dusun", "Hamlet meeting"),
            summary=Phrase(
                "Warga satu dusun mengumpulkan masalah dan menyusun urutannya.",
                "The residents of a hamlet gather problems and put them in order.",
            ),
            picture="pos-ronda",
            days={_P.SOLUTIONS: 14, _P.TALK: 7, _P.DECISION: 5, _P.DELIVERY: 60, _P.REVIEW: 30},
            preset="musdes",
            method="schulze",
            gathers=True,
        ),
        Template(
            id="musdes",
            title=Phrase("Musyawarah desa", "Village meeting"),
            summary=Phrase(
                "Dipanggil BPD: satu hal penting dibahas sampai mufakat.",
                "Called by the village council: one weighty matter, talked through to consensus.",
            ),
            picture="balai",
            days={_P.SOLUTIONS: 14, _P.TALK: 14, _P.DECISION: 7, _P.DELIVERY: 90, _P.REVIEW: 30},
            preset="musdes",
            method="irv",
            gathers=True,
        ),
        Template(
            id="musrenbang",
            title=Phrase("Musrenbangdes", "Village planning meeting"),
            summary=Phrase(
                "Usulan semua dusun diperiksa, lalu disusun menjadi daftar prioritas.",
                "The proposals of all hamlets are verified and become the list of priorities.",
            ),
            picture="sekolah",
            days={
                _P.SOLUTIONS: 30,
                _P.TALK: 14,
                _P.CAPACITY: 14,
                _P.DECISION: 7,
                _P.DELIVERY: 300,
                _P.REVIEW: 30,
            },
            preset="musdes",
            method="equal-shares",
            rules={"completion": "add1", "stop": "run-on"},
            gathers=True,
        ),
        Template(
            id="budget",
            title=Phrase("Anggaran partisipatif", "Participatory budget"),
            summary=Phrase(
                "Warga memilih sendiri pekerjaan yang dibayar dari satu pagu.",
                "Residents themselves choose what is paid for from one sum.",
            ),
            picture="pasar",
            days={
                _P.SOLUTIONS: 30,
                _P.TALK: 14,
                _P.CAPACITY: 14,
                _P.DECISION: 10,
                _P.DELIVERY: 180,
                _P.REVIEW: 30,
            },
            method="equal-shares",
            gathers=True,
        ),
        Template(
            id="people",
            title=Phrase("Memilih orang", "Choosing people"),
            summary=Phrase(
                "Nama diajukan, diperkenalkan, lalu dipilih: tim, panitia, utusan.",
                "Names are put forward, introduced, and chosen: a team, a board, delegates.",
            ),
            picture="orang-a",
            days={_P.SOLUTIONS: 10, _P.TALK: 7, _P.DECISION: 7, _P.DELIVERY: 365, _P.REVIEW: 30},
            method="stv-scottish",
            rules={"seats": 3},
            verifies=False,
        ),
        Template(
            id="quick",
            title=Phrase("Mufakat cepat", "Quick consensus"),
            summary=Phrase(
                "Satu usulan yang sudah jelas: dibahas sebentar, lalu ditanyakan.",
                "One proposal that is clear already: talked over briefly, then asked.",
            ),
            picture="pos-ronda",
            days={_P.TALK: 3, _P.DECISION: 3, _P.DELIVERY: 30, _P.REVIEW: 30},
            preset="mufakat",
            method="approval",
        ),
    )
}


def template(name: str) -> Template:
    """Return a template by its id; MissingError names the known ones."""
    if name not in TEMPLATES:
        raise MissingError("matter.no-such-template", name=name, known=tuple(TEMPLATES))
    return TEMPLATES[name]
