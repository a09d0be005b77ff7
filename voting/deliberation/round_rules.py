"""The numbers of a consensus round, as rule fields: a community edits these, never code."""

from dataclasses import dataclass

from voting.deliberation.requirements import read_requirements
from voting.deliberation.shares import read_share
from voting.errors import InvalidRuleError
from voting.rules import check_bounds, choice, switch, text, whole
from voting.words import Phrase

BALLOTS = "ballots"
ATTENDANCE = "attendance"
STOP = "stop"
ANSWER = "answer"
COUNT = "count"
LAPSE = "lapse"
PROCEED = "proceed"
NO_FALLBACK = "none"
VOTE = "vote"
CHOICE = "choice"
RESISTANCE = "resistance"
REFER = "refer"

SHARES = ("quorum", "min_agree", "min_agree_of_present", "min_agree_of_quorum", "max_stand_aside")


@dataclass(frozen=True, kw_only=True)
class RoundRules:
    """What a round asks for. The defaults are those of ``mufakat``; shares are text as ``1/2``."""

    quorum: str = text(
        "1/2",
        Phrase("Kuorum", "Quorum"),
        Phrase(
            "Bagian pemilih yang harus hadir, misalnya 1/2 atau 2/3; 0 berarti tanpa kuorum.",
            "The share of electors who must be present, such as 1/2 or 2/3; 0 means no quorum.",
        ),
    )
    quorum_strict: bool = switch(
        True,
        Phrase("Lebih dari bagian itu", "More than that share"),
        Phrase(
            "Bila tidak, tepat sebesar itu sudah cukup.", "If not, exactly that many are enough."
        ),
    )
    present: str = choice(
        BALLOTS,
        Phrase("Siapa yang dihitung hadir", "Who counts as present"),
        Phrase("Yang abstain selalu dihitung hadir.", "Whoever abstains always counts as present."),
        {
            BALLOTS: Phrase("Yang menyatakan sikap", "Whoever took a stance"),
            ATTENDANCE: Phrase("Yang menandatangani daftar hadir", "Whoever signed in"),
        },
    )
    min_agree: str = text(
        "1",
        Phrase("Bagian yang setuju", "Share who agree"),
        Phrase(
            "Dari yang setuju, tidak setuju dan berkeberatan; 1 berarti semuanya.",
            "Of those who agree, disagree and block; 1 means all of them.",
        ),
    )
    min_agree_of_present: str = text(
        "0",
        Phrase("Bagian yang setuju dari yang hadir", "Share of those present who agree"),
        Phrase(
            "1 berarti semua yang hadir harus setuju; yang abstain ikut menghalangi.",
            "1 means that all present must agree; then abstaining stands in the way.",
        ),
    )
    min_agree_of_quorum: str = text(
        "1/2",
        Phrase("Setuju paling sedikit, dari kuorum", "Fewest who agree, of the quorum"),
        Phrase(
            "Agar satu orang tidak memutuskan sendirian saat yang lain abstain.",
            "So that one person does not decide alone while the others abstain.",
        ),
    )
    max_stand_aside: str = text(
        "1/4",
        Phrase("Menyisih paling banyak", "Most who may stand aside"),
        Phrase(
            "Bagian dari semua yang tidak abstain; 1 berarti tanpa batas.",
            "Share of all who do not abstain; 1 means no limit.",
        ),
    )
    block: str = choice(
        STOP,
        Phrase("Akibat keberatan", "What a block does"),
        Phrase(
            "Keberatan selalu beralasan dan selalu dijawab dalam berita acara.",
            "A block always has a reason, and its answer stands in the minutes.",
        ),
        {
            STOP: Phrase("Satu keberatan menghentikan putaran", "One block stops the round"),
            ANSWER: Phrase(
                "Semua keberatan harus dijawab dahulu", "Every objection must be answered first"
            ),
            COUNT: Phrase("Dihitung sebagai tidak setuju", "It counts as disagreeing"),
        },
    )
    requirements: str = text(
        "",
        Phrase("Syarat tambahan", "Further requirements"),
        Phrase(
            "Misalnya “agree>=3/4 eligible; block<=0 cast”. Kosongkan bila tidak ada.",
            "For instance “agree>=3/4 eligible; block<=0 cast”. Leave empty for none.",
        ),
    )
    review: bool = switch(
        False,
        Phrase("Wajib ada tanggal tinjau ulang", "A date of review is required"),
        Phrase(
            "Keputusan berlaku sampai ditinjau lagi pada tanggal itu.",
            "The decision holds until it is looked at again on that date.",
        ),
    )
    max_rounds: int = whole(
        3,
        Phrase("Banyaknya putaran", "Number of rounds"),
        Phrase(
            "Sesudah putaran terakhir, jalan lain yang diumumkan sejak awal dipakai.",
            "After the last one, the other way announced at the start is taken.",
        ),
        least=1,
        most=20,
    )
    fallback: str = choice(
        VOTE,
        Phrase("Bila mufakat tidak tercapai", "If consensus is not reached"),
        Phrase(
            "Diumumkan sejak awal. Keberatan tidak menjadi veto di sini.",
            "Announced at the start. A block is no veto here.",
        ),
        {
            VOTE: Phrase("Pemungutan suara ya atau tidak", "A vote, yes or no"),
            CHOICE: Phrase(
                "Memilih di antara beberapa naskah dan “tetap seperti sekarang”",
                "A choice between several texts and “keep as is”",
            ),
            RESISTANCE: Phrase(
                "Yang paling sedikit ditolak, dibanding “tetap seperti sekarang”",
                "The least resisted, beside “keep as is”",
            ),
            REFER: Phrase(
                "Diserahkan ke BPD atau rapat berikutnya", "Referred to the council or next meeting"
            ),
            NO_FALLBACK: Phrase("Usulan ditolak", "The text is rejected"),
        },
    )
    max_postponements: int = whole(
        2,
        Phrase("Penundaan paling banyak", "Most postponements"),
        Phrase("Bila kuorum tidak tercapai.", "Where the quorum is not met."),
        most=20,
    )
    after_postponements: str = choice(
        LAPSE,
        Phrase("Sesudah penundaan terakhir", "After the last postponement"),
        Phrase("Bila kuorum tetap tidak tercapai.", "Where the quorum is still not met."),
        {
            LAPSE: Phrase("Usulan gugur", "The text lapses"),
            PROCEED: Phrase("Lanjut dengan yang hadir", "Go on with those present"),
        },
    )

    def __post_init__(self) -> None:
        """Refuse values out of bounds, what is no share, and a quorum that nobody can reach."""
        check_bounds(self)
        for key in SHARES:
            read_share(key, getattr(self, key))
        read_requirements(self.requirements)
        if self.quorum_strict and read_share("quorum", self.quorum) == 1:
            raise InvalidRuleError("consensus.quorum-out-of-reach")
