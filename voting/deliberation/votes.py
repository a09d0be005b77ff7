"""The yes-or-no vote that decides where consensus was not reached.

What a majority is of (votes cast, those present, all electors) and how a share is read (see
``shares``) are numbers. A block is no veto here. Equal votes are voted on once more, then rejected.
"""

from dataclasses import dataclass

from voting.deliberation.shares import AT_LEAST, MORE_THAN, NEEDS, needed, read_share
from voting.errors import InvalidRuleError
from voting.outcome import Reason
from voting.rules import check_bounds, choice, switch, text, whole
from voting.words import Phrase

CAST = "cast"
PRESENT = "present"
ELIGIBLE = "eligible"

ADOPTED = "adopted_by_vote"
REJECTED = "rejected"
TIE = "tie_revote"
NO_QUORUM = "no_quorum"


@dataclass(frozen=True, kw_only=True)
class VoteRules:
    """What a vote asks for: quorum, the share of yes, of whom, read how, and how often a tie."""

    vote_quorum: str = text(
        "1/2",
        Phrase("Kuorum pemungutan suara", "Quorum of the vote"),
        Phrase("0 berarti tanpa kuorum.", "0 means no quorum."),
    )
    vote_quorum_strict: bool = switch(
        True,
        Phrase("Lebih dari kuorum itu", "More than that quorum"),
        Phrase(
            "Bila tidak, tepat sebesar itu sudah cukup.", "If not, exactly that many are enough."
        ),
    )
    vote_base: str = choice(
        CAST,
        Phrase("Suara ya dihitung dari", "Yes is measured against"),
        Phrase(
            "Dari yang hadir berarti abstain ikut menghalangi.",
            "Against those present, abstaining stands in the way.",
        ),
        {
            CAST: Phrase("Suara ya dan tidak", "Votes of yes and no"),
            PRESENT: Phrase("Semua yang hadir", "All who are present"),
            ELIGIBLE: Phrase("Semua pemilih", "All electors"),
        },
    )
    vote_share: str = text(
        "1/2",
        Phrase("Bagian suara ya", "Share of yes"),
        Phrase("Misalnya 1/2 atau 2/3.", "Such as 1/2 or 2/3."),
    )
    vote_need: str = choice(
        MORE_THAN,
        Phrase("Cara membaca bagian itu", "How that share is read"),
        Phrase(
            "“Setengah tambah satu” dari 7 bisa 4 atau 5: pilih satu.",
            "“Half plus one” of 7 may be 4 or 5: choose one.",
        ),
        NEEDS,
    )
    revotes: int = whole(
        1,
        Phrase("Pemungutan ulang bila seri", "Votes again after a tie"),
        Phrase("Bila tetap seri, usulan ditolak.", "If it is a tie again, the text is rejected."),
        most=3,
    )

    def __post_init__(self) -> None:
        """Refuse values out of bounds, what is no share, and a quorum that nobody can reach."""
        check_bounds(self)
        for key in ("vote_quorum", "vote_share"):
            read_share(key, getattr(self, key))
        if self.vote_quorum_strict and read_share("vote_quorum", self.vote_quorum) == 1:
            raise InvalidRuleError("consensus.quorum-out-of-reach")


@dataclass(frozen=True, kw_only=True)
class VoteCount:
    """What a yes-or-no vote came to; ``base`` is what ``yes_needed`` was measured against."""

    outcome: str
    yes: int
    no: int
    abstain: int
    present: int
    quorum_needed: int
    quorum_met: bool
    base: int
    yes_needed: int
    reasons: tuple[Reason, ...]


def count_vote(
    rules: VoteRules,
    *,
    yes: int,
    no: int,
    abstain: int,
    eligible: int,
    attempt: int = 1,
    waived: bool = False,
) -> VoteCount:
    """Count a vote; ``attempt`` 2 is the vote after a tie. ``waived``: go on with those present."""
    present = yes + no + abstain
    electors = present if waived else max(eligible, present)
    quorum_share = read_share("vote_quorum", rules.vote_quorum)
    need = MORE_THAN if rules.vote_quorum_strict else AT_LEAST
    quorum = needed(electors, quorum_share, need) if quorum_share else 0
    base = {CAST: yes + no, PRESENT: present, ELIGIBLE: electors}[rules.vote_base]
    least = max(1, needed(base, read_share("vote_share", rules.vote_share), rules.vote_need))
    if present < quorum:
        outcome = NO_QUORUM
    elif yes >= least:
        outcome = ADOPTED
    else:
        outcome = TIE if yes == no and yes and attempt <= rules.revotes else REJECTED
    params: dict[str, int | str] = {"yes": yes, "no": no, "needed": least}
    if outcome == NO_QUORUM:
        params = {"present": present, "needed": quorum}
    return VoteCount(
        outcome=outcome,
        yes=yes,
        no=no,
        abstain=abstain,
        present=present,
        quorum_needed=quorum,
        quorum_met=present >= quorum,
        base=base,
        yes_needed=least,
        reasons=(Reason(code=f"consensus.vote.{outcome}", params=params),),
    )
