"""One consensus round: everybody takes a stance on a text, and the text is adopted or is not.

The whole way from a draft to a decision, round by round, is ``voting.deliberation``; this counts
one round of it. Sources of the rules stand in ``voting.deliberation.rounds`` and ``presets``.
"""

from dataclasses import dataclass

from voting.ballots.stances import AGREE, AGREE_WITH_NOTE, STANCES, Stance
from voting.canonical import Json
from voting.contest import Contest
from voting.deliberation.round_rules import RoundRules
from voting.deliberation.rounds import Place, RoundCount, count_round
from voting.errors import InvalidRuleError
from voting.method import Method
from voting.outcome import Outcome, Reason, Stage, votes_json
from voting.profile import Profile
from voting.rules import card, rules_hash, whole
from voting.tiebreak import Lot
from voting.words import Phrase

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Rules(RoundRules):
    """The rule card: the numbers of the round, and what they are measured against."""

    eligible: int = whole(
        0,
        Phrase("Banyaknya pemilih", "Number of electors"),
        Phrase(
            "Kuorum dihitung dari angka ini: banyaknya nama di daftar pemilih saat dibuka. "
            "0 berarti hanya yang menyatakan sikap, sehingga kuorum selalu tercapai.",
            "The quorum is measured against it: how many stand on the roll at the opening. "
            "0 means only those who took a stance, so that the quorum is always met.",
        ),
    )
    attendance: int = whole(
        0,
        Phrase("Banyaknya yang hadir", "Number of people present"),
        Phrase(
            "Menurut daftar hadir, bila aturan menghitung kehadiran darinya.",
            "By the attendance list, where the rules count presence by it.",
        ),
    )
    round_number: int = whole(
        1,
        Phrase("Putaran ke-", "Round"),
        Phrase("Menentukan apa yang menyusul.", "It decides what follows."),
        least=1,
        most=20,
    )
    sitting: int = whole(
        1,
        Phrase("Sidang ke-", "Sitting"),
        Phrase(
            "2 atau lebih bila putaran ini pernah ditunda.",
            "2 or more if this round has been postponed.",
        ),
        least=1,
        most=21,
    )


def check_contest(contest: Contest[Rules]) -> None:
    """Refuse more than one text: consensus is sought on one."""
    if len(contest.options) > 1:
        raise InvalidRuleError("consensus.one-text")


def tally(contest: Contest[Rules], profile: Profile, _lot: Lot | None) -> Outcome:
    """Count the stances; the text wins if it is adopted. There are no ties."""
    counts = {STANCES[code[0] - 1]: count for code, count in profile.marked()}
    rules = contest.rules
    found = count_round(
        rules,
        counts,
        eligible=rules.eligible,
        attendance=rules.attendance,
        place=Place(number=rules.round_number, sitting=rules.sitting),
    )
    winners = contest.standing if found.is_adopted else ()
    return Outcome(
        method=contest.method,
        rules=card(rules),
        rules_hash=rules_hash(contest.method, rules),
        profile=profile,
        winners=winners,
        stages=(_stage(contest, profile, found, winners),),
        details=_details(found),
    )


def _stage(
    contest: Contest[Rules], profile: Profile, found: RoundCount, winners: tuple[str, ...]
) -> Stage:
    """Return the one stage: who agrees holds the text up, every other stance rests."""
    agree = found.counts[AGREE] + found.counts[AGREE_WITH_NOTE]
    others = {
        stance: count
        for stance, count in found.counts.items()
        if count and stance not in (AGREE, AGREE_WITH_NOTE)
    }
    first = Reason(code="consensus.first-count", params={"counted": profile.counted})
    gone = Reason(code="consensus.text-withdrawn")
    return Stage(
        number=1,
        action="elect" if winners else "show",
        tallies={option: agree if option in contest.standing else 0 for option in contest.ids},
        elected=contest.standing if winners else (),
        inactive=others if contest.standing else {WITHDRAWN: profile.counted},
        reasons=(first, *found.reasons) if contest.standing else (gone,),
    )


def _details(found: RoundCount) -> dict[str, Json]:
    """Return the figures of the round; a share that has no base is left out."""
    shares = {"agree_share": found.agree_share, "stand_aside_share": found.stand_aside_share}
    return {
        "outcome": found.outcome,
        "next": found.follows,
        "eligible": found.eligible,
        "present": found.present,
        "quorum_needed": found.quorum_needed,
        "quorum_met": found.quorum_met,
        "stances": dict(found.counts),
        **{name: votes_json(share, None) for name, share in shares.items() if share is not None},
    }


METHOD = Method(
    id="consensus",
    title=Phrase("Mufakat", "Consensus"),
    summary=Phrase(
        "Nyatakan sikap Anda atas satu naskah. Naskah diterima bila cukup banyak yang hadir "
        "dan tidak ada keberatan yang tersisa.",
        "Take a stance on one text. It is adopted if enough people take part "
        "and no objection remains.",
    ),
    form=Stance,
    rules=Rules,
    tally=tally,
    check_contest=check_contest,
)
