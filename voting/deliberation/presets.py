"""Presets: named sets of numbers for seeking consensus, each after a practice of its own.

A preset holds only what differs from the defaults of ``ProtocolRules``. A community starts from one
and changes numbers. Legal texts were read in public copies; check the current text before calling
a preset lawful.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from voting.canonical import Json
from voting.deliberation.protocol import ProtocolRules
from voting.errors import MissingError
from voting.rules import read
from voting.words import Phrase


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A named set of numbers: what it is, where it comes from, what differs from the defaults."""

    id: str
    title: Phrase
    summary: Phrase
    source: str
    values: Mapping[str, Json]

    def rules(self, **edits: object) -> ProtocolRules:
        """Return the preset's rules, with a community's own numbers in place of some."""
        return read(ProtocolRules, {**self.values, **edits})


_ALL_PRESENT: Mapping[str, Json] = {"min_agree_of_present": "1", "min_agree_of_quorum": "0"}

PRESETS: Mapping[str, Preset] = {
    preset.id: preset
    for preset in (
        Preset(
            id="mufakat",
            title=Phrase("Mufakat", "Consensus"),
            summary=Phrase(
                "Tanpa penolakan, sedikit yang menyisih; sesudah tiga putaran dipungut suara.",
                "Nobody against, few stand aside; after three rounds a vote decides.",
            ),
            source="The recommended default of this project.",
            values={},
        ),
        Preset(
            id="musdes",
            title=Phrase("Musyawarah Desa", "Village meeting"),
            summary=Phrase(
                "Dua pertiga undangan hadir dan semua yang hadir setuju.",
                "Two thirds of those invited are present, and all present agree.",
            ),
            source="Permendesa 2/2015, arts 45-47 (repealed by 16/2019); waits after Trenggalek, "
            "arts 107-108: at most 3 hours, then a second sitting within 3 days, then on with "
            "those present.",
            values={
                **_ALL_PRESENT,
                "quorum": "2/3",
                "quorum_strict": False,
                "place": "hall",
                "sitting_waits": "0-3,0-72",
                "after_postponements": "proceed",
            },
        ),
        Preset(
            id="bpd",
            title=Phrase("Musyawarah BPD", "Village council"),
            summary=Phrase(
                "Dua pertiga anggota hadir; bila tidak mufakat, setengah tambah satu.",
                "Two thirds of the members are present; failing consensus, half plus one.",
            ),
            source="Law 6/2014 on villages, art. 65. Half plus one is read as rounded down; "
            "vote_need=plus-one-up is the literal reading.",
            values={
                **_ALL_PRESENT,
                "quorum": "2/3",
                "quorum_strict": False,
                "place": "hall",
                "vote_quorum": "2/3",
                "vote_quorum_strict": False,
                "vote_base": "present",
                "vote_need": "plus-one-down",
                "revotes": 0,
            },
        ),
        Preset(
            id="dpr",
            title=Phrase("Cara DPR", "The national parliament's way"),
            summary=Phrase(
                "Lebih dari separuh anggota hadir dan semua setuju; bila tidak, suara terbanyak.",
                "More than half the members present and all agree; else the majority of them.",
            ),
            source="Rules of procedure of the DPR (1984 collection). That all fractions take part "
            "is not in these counts; require_each_group comes near it.",
            values={**_ALL_PRESENT, "place": "hall", "max_rounds": 1, "vote_base": "present"},
        ),
        Preset(
            id="consent",
            title=Phrase("Persetujuan", "Consent"),
            summary=Phrase(
                "Hanya keberatan beralasan yang menghentikan; keputusan ditinjau lagi.",
                "Only a reasoned objection stops; the decision is reviewed on a date.",
            ),
            source="Sociocracy: good enough for now, safe enough to try.",
            values={"min_agree": "0", "max_stand_aside": "1", "review": True, "fallback": "none"},
        ),
        Preset(
            id="nstreet",
            title=Phrase("N Street", "N Street"),
            summary=Phrase(
                "Tiga perempat setuju; bila tidak, dua pertiga lewat pemungutan suara.",
                "Three quarters agree; failing that, two thirds in a vote.",
            ),
            source="N Street Cohousing, consensus process (2019).",
            values={
                "quorum": "0",
                "min_agree": "3/4",
                "min_agree_of_quorum": "0",
                "max_stand_aside": "1",
                "max_rounds": 2,
                "vote_quorum": "0",
                "vote_share": "2/3",
                "vote_need": "at-least",
                "revotes": 0,
            },
        ),
        Preset(
            id="rough",
            title=Phrase("Mufakat kasar", "Rough consensus"),
            summary=Phrase(
                "Tiga perempat setuju, dan setiap keberatan dijawab.",
                "Three quarters agree, and every objection has been answered.",
            ),
            source="RFC 7282: issues are addressed, not always accommodated. The chair's call is "
            "a share here, so that anybody can check it.",
            values={"min_agree": "3/4", "max_stand_aside": "1", "block": "answer"},
        ),
        Preset(
            id="loomio",
            title=Phrase("Syarat bebas", "Free requirements"),
            summary=Phrase(
                "Syarat untuk tiap sikap ditulis sendiri.",
                "Requirements on single stances, written by the community.",
            ),
            source="Loomio's manual: vote share requirements and quorum.",
            values={
                "quorum": "0",
                "min_agree": "0",
                "min_agree_of_quorum": "0",
                "max_stand_aside": "1",
                "block": "count",
                "requirements": "agree>=3/4 eligible; block<=0 cast",
            },
        ),
    )
}


def preset(name: str) -> Preset:
    """Return a preset by its id; MissingError names the known ones."""
    if name not in PRESETS:
        raise MissingError("consensus.no-such-preset", name=name, known=tuple(PRESETS))
    return PRESETS[name]
