"""After the last round: the way announced at the start. A block is no veto here.

A yes-or-no vote with its own quorum and share, or a choice between several texts and "keep as is",
by ranking, approval or least resistance, counted as a contest of its own.
"""

from dataclasses import replace

from voting.deliberation.events import Lapse, RecordChoice, RecordVote
from voting.deliberation.protocol import HOUR, MINUTE
from voting.deliberation.round_rules import CHOICE, PROCEED, RESISTANCE, VOTE
from voting.deliberation.sittings import check_wait
from voting.deliberation.standing import Deliberation, State
from voting.deliberation.votes import ADOPTED, NO_QUORUM, TIE, VoteCount, count_vote
from voting.errors import ConflictError, InvalidError


def record_vote(before: Deliberation, event: RecordVote) -> Deliberation:
    """Count the yes-or-no vote and go where it leads."""
    before = _ready(before, event.at, (VOTE,))
    if min(event.yes, event.no, event.abstain) < 0 or event.eligible < 1:
        raise InvalidError("consensus.not-a-vote")
    count = _count(before, event, waived=False)
    if count.outcome == NO_QUORUM:
        if before.vote_sitting <= before.rules.max_postponements:
            return replace(before, state=State.POSTPONED, votes=(*before.votes, count))
        if before.rules.after_postponements != PROCEED:
            return replace(before, state=State.LAPSED, votes=(*before.votes, count))
        count = _count(before, event, waived=True)
    voted = replace(before, votes=(*before.votes, count))
    if count.outcome == ADOPTED:
        text = before.versions[-1].text
        return replace(voted, state=State.ADOPTED_BY_VOTE, adopted=text)
    return _tied(voted) if count.outcome == TIE else replace(voted, state=State.REJECTED)


def record_choice(before: Deliberation, event: RecordChoice) -> Deliberation:
    """Take over who won the choice; keeping things as they are rejects, a tie is voted on again."""
    before = _ready(before, event.at, (CHOICE, RESISTANCE))
    if len(set(event.winners)) > 1:
        if before.attempt <= before.rules.revotes:
            return _tied(before)
        return replace(before, state=State.REJECTED)
    winner = event.winners[0] if event.winners else event.keep
    if winner == event.keep:
        return replace(before, state=State.REJECTED)
    return replace(before, state=State.ADOPTED_BY_VOTE, adopted=winner)


def lapse(before: Deliberation, event: Lapse) -> Deliberation:
    """Give the matter up before its first round, or when its next sitting comes too late."""
    if before.state is State.POSTPONED:
        sitting = before.vote_sitting if before.awaits_vote else before.sitting
        most = before.rules.wait_before(sitting + 1).most
        if most is None or event.at - before.held_at <= most:
            raise ConflictError("consensus.not-given-up")
    return replace(before, state=State.LAPSED)


def _ready(before: Deliberation, at: int, fallbacks: tuple[str, ...]) -> Deliberation:
    """Return the deliberation at the sitting that votes now; refuse one that may not vote yet."""
    if not before.awaits_vote:
        raise ConflictError(f"consensus.stands.{before.state.value}")
    if before.rules.fallback not in fallbacks:
        raise ConflictError("consensus.other-fallback")
    if before.state is State.POSTPONED:
        check_wait(before, before.vote_sitting + 1, at)
        before = replace(before, vote_sitting=before.vote_sitting + 1)
    if before.state is State.TIE_REVOTE:
        left = before.rules.revote_wait * HOUR - (at - before.held_at)
        if left > 0:
            raise ConflictError("consensus.too-soon", minutes=-(-left // MINUTE))
    return replace(before, held_at=at)


def _tied(before: Deliberation) -> Deliberation:
    return replace(before, state=State.TIE_REVOTE, attempt=before.attempt + 1)


def _count(before: Deliberation, event: RecordVote, *, waived: bool) -> VoteCount:
    return count_vote(
        before.rules,
        yes=event.yes,
        no=event.no,
        abstain=event.abstain,
        eligible=event.eligible,
        attempt=before.attempt,
        waived=waived,
    )
