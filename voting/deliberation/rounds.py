"""The count of one consensus round: is the text adopted, and if not, what follows.

A stance against is a reason to change the text, so a round asks for more than a majority. Every
practice met so far is a choice of numbers here: musyawarah mufakat, the village meeting of
Permendesa 2/2015 (arts 45-47), the DPR, sociocratic consent, N Street cohousing, the rough
consensus of RFC 7282, Loomio. Abstaining helps to make the quorum and is never in the share of
those who agree, which is agree / (agree + disagree + block).
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from voting.ballots.stances import (
    ABSTAIN,
    AGREE,
    AGREE_WITH_NOTE,
    BLOCK,
    DISAGREE,
    STANCES,
    STAND_ASIDE,
)
from voting.deliberation.requirements import read_requirements
from voting.deliberation.round_rules import (
    ANSWER,
    ATTENDANCE,
    NO_FALLBACK,
    PROCEED,
    STOP,
    RoundRules,
)
from voting.deliberation.shares import AT_LEAST, MORE_THAN, needed, read_share
from voting.outcome import Reason

Params = dict[str, int | str]

ADOPTED = "adopted_by_consensus"
RESERVATIONS = "adopted_with_reservations"
NOT_REACHED = "not_reached"
NO_QUORUM = "no_quorum"
ANSWERS_NEEDED = "answers_needed"

CLOSE = "close"
AMEND = "amend_and_new_round"
FALLBACK = "fallback_vote"
REJECT = "rejected"
POSTPONE = "postpone"
LAPSE = "lapse"
GO_ON = "proceed_with_those_present"
ANSWER_FIRST = "answer_objections"


class Place(NamedTuple):
    """Where in a deliberation a round stands: its number, and the sitting of that round, from 1."""

    number: int = 1
    sitting: int = 1


class RoundCount(NamedTuple):
    """What one round came to. ``counts`` holds every stance; the shares are None without a base.

    ``follows`` is what the rules do next. ``waived``: counted with those present as the electors.
    """

    outcome: str
    follows: str
    eligible: int
    present: int
    quorum_needed: int
    quorum_met: bool
    agree_share: Fraction | None
    stand_aside_share: Fraction | None
    counts: Mapping[str, int]
    reasons: tuple[Reason, ...]
    waived: bool = False

    @property
    def is_adopted(self) -> bool:
        """Tell whether the text is adopted, with or without reservations."""
        return self.outcome in (ADOPTED, RESERVATIONS)


class _Room(NamedTuple):
    """Counts with the sums that every rule is about."""

    counts: Mapping[str, int]
    eligible: int
    present: int
    quorum: int

    @property
    def agree(self) -> int:
        return self.counts[AGREE] + self.counts[AGREE_WITH_NOTE]

    @property
    def against(self) -> int:
        return self.counts[DISAGREE] + self.counts[BLOCK]

    @property
    def decided(self) -> int:
        return self.agree + self.against

    @property
    def engaged(self) -> int:
        return self.decided + self.counts[STAND_ASIDE]


def count_round(
    rules: RoundRules,
    counts: Mapping[str, int],
    *,
    eligible: int,
    attendance: int = 0,
    place: Place | None = None,
    waived: bool = False,
    unmet: tuple[Reason, ...] = (),
) -> RoundCount:
    """Count a round from how many took each stance.

    ``eligible``: how many may take one; if more did, all of those. ``attendance`` matters where the
    rules count who signed in. ``waived`` counts those present as the electors, as some rules do
    after the last postponement. ``unmet`` are reasons not to adopt that lie outside these counts.
    """
    room = _room(rules, counts, eligible=eligible, attendance=attendance, waived=waived)
    met = room.present >= room.quorum
    faults = [*_faults(rules, room), *unmet] if met else [_no_quorum(room)]
    outcome = _outcome(rules, room, faults, met=met)
    told = faults or [_adopted(room, outcome)]
    follows = _follows(rules, outcome, place or Place())
    return RoundCount(
        outcome=outcome,
        follows=follows,
        eligible=room.eligible,
        present=room.present,
        quorum_needed=room.quorum,
        quorum_met=met,
        agree_share=Fraction(room.agree, room.decided) if room.decided else None,
        stand_aside_share=(
            Fraction(counts.get(STAND_ASIDE, 0), room.engaged) if room.engaged else None
        ),
        counts=room.counts,
        reasons=(*told, Reason(code=f"consensus.next.{follows}")),
        waived=waived,
    )


def share_of_agreement(counts: Mapping[str, int]) -> Fraction | None:
    """Return agree / (agree + disagree + block); None if nobody is for or against."""
    agree = counts.get(AGREE, 0) + counts.get(AGREE_WITH_NOTE, 0)
    decided = agree + counts.get(DISAGREE, 0) + counts.get(BLOCK, 0)
    return Fraction(agree, decided) if decided else None


def _room(
    rules: RoundRules, counts: Mapping[str, int], *, eligible: int, attendance: int, waived: bool
) -> _Room:
    every = {stance: counts.get(stance, 0) for stance in STANCES}
    present = sum(every.values())
    if rules.present == ATTENDANCE:
        present = max(present, attendance)
    electors = present if waived else max(eligible, present)
    share = read_share("quorum", rules.quorum)
    need = MORE_THAN if rules.quorum_strict else AT_LEAST
    quorum = needed(electors, share, need) if share else 0
    return _Room(counts=every, eligible=electors, present=present, quorum=quorum)


def _outcome(rules: RoundRules, room: _Room, faults: list[Reason], *, met: bool) -> str:
    if not met:
        return NO_QUORUM
    if faults:
        return NOT_REACHED
    if rules.block == ANSWER and room.against:
        return ANSWERS_NEEDED
    return RESERVATIONS if room.engaged > room.agree else ADOPTED


def _follows(rules: RoundRules, outcome: str, place: Place) -> str:
    if outcome in (ADOPTED, RESERVATIONS):
        return CLOSE
    if outcome == ANSWERS_NEEDED:
        return ANSWER_FIRST
    if outcome == NO_QUORUM:
        if place.sitting <= rules.max_postponements:
            return POSTPONE
        return GO_ON if rules.after_postponements == PROCEED else LAPSE
    if place.number < rules.max_rounds:
        return AMEND
    return REJECT if rules.fallback == NO_FALLBACK else FALLBACK


def _no_quorum(room: _Room) -> Reason:
    return Reason(
        code="consensus.no-quorum", params={"present": room.present, "needed": room.quorum}
    )


def _adopted(room: _Room, outcome: str) -> Reason:
    if outcome == ANSWERS_NEEDED:
        return Reason(code="consensus.answers-needed", params={"against": room.against})
    if outcome == RESERVATIONS:
        params = {"aside": room.counts[STAND_ASIDE], "against": room.against}
        return Reason(code="consensus.adopted-with-reservations", params=params)
    return Reason(code="consensus.adopted", params={"agree": room.agree})


def _faults(rules: RoundRules, room: _Room) -> list[Reason]:
    """Return every condition that the stances do not meet."""
    found = [_agreement(rules, room), _quorum_agreement(rules, room), _of_present(rules, room)]
    found += [_stand_asides(rules, room), _blocks(rules, room)]
    unmet = [
        Reason(code="consensus.requirement-unmet", params={"requirement": str(wanted)})
        for wanted in read_requirements(rules.requirements)
        if not wanted.is_met(_loomio(room), room.eligible)
    ]
    return [reason for reason in found if reason is not None] + unmet


def _loomio(room: _Room) -> dict[str, int]:
    """Return the counts with agreeing, with a note or without, as one."""
    return {
        AGREE: room.agree,
        **{name: room.counts[name] for name in (STAND_ASIDE, ABSTAIN, DISAGREE, BLOCK)},
    }


def _agreement(rules: RoundRules, room: _Room) -> Reason | None:
    if not room.agree:
        return Reason(code="consensus.nobody-agrees")
    share = read_share("min_agree", rules.min_agree)
    if room.agree >= share * room.decided:
        return None
    params: Params = {"agree": room.agree, "of": room.decided, "share": rules.min_agree}
    return Reason(code="consensus.share-too-low", params=params)


def _quorum_agreement(rules: RoundRules, room: _Room) -> Reason | None:
    share = read_share("min_agree_of_quorum", rules.min_agree_of_quorum)
    least = needed(room.quorum, share, AT_LEAST)
    if room.agree >= least or not room.agree:
        return None
    params: Params = {"agree": room.agree, "least": least}
    return Reason(code="consensus.too-few-agree", params=params)


def _of_present(rules: RoundRules, room: _Room) -> Reason | None:
    share = read_share("min_agree_of_present", rules.min_agree_of_present)
    if room.agree >= share * room.present or not room.agree:
        return None
    params: Params = {
        "agree": room.agree,
        "present": room.present,
        "share": rules.min_agree_of_present,
    }
    return Reason(code="consensus.too-few-of-present", params=params)


def _stand_asides(rules: RoundRules, room: _Room) -> Reason | None:
    share = read_share("max_stand_aside", rules.max_stand_aside)
    aside = room.counts[STAND_ASIDE]
    if aside <= share * room.engaged:
        return None
    params: Params = {"aside": aside, "of": room.engaged, "share": rules.max_stand_aside}
    return Reason(code="consensus.too-many-aside", params=params)


def _blocks(rules: RoundRules, room: _Room) -> Reason | None:
    if rules.block != STOP or not room.counts[BLOCK]:
        return None
    return Reason(code="consensus.blocked", params={"blocks": room.counts[BLOCK]})
