"""A sitting of a round: it opens, residents take stances, it closes and is counted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from voting.ballots.stances import AGREE_WITH_NOTE, BLOCK, DISAGREE, STANCES, STAND_ASIDE
from voting.deliberation.events import CloseRound, OpenRound, Take
from voting.deliberation.groups import groups_below
from voting.deliberation.objections import Objection
from voting.deliberation.protocol import GROUNDS, HALL, MINUTE
from voting.deliberation.rounds import Place, RoundCount, count_round
from voting.deliberation.shares import read_share
from voting.deliberation.standing import Deliberation, RoundRecord, State, Taken
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.outcome import Reason

AGAINST = (DISAGREE, BLOCK)
NOTED = (AGREE_WITH_NOTE, STAND_ASIDE)

Groups = Mapping[str, Mapping[str, int]]


def open_round(before: Deliberation, event: OpenRound) -> Deliberation:
    """Open the first round, the next one on a changed text, or the next sitting of this one."""
    if event.closes <= event.at:
        raise InvalidError("consensus.closes-in-the-past")
    roll = dict(event.roll)
    if not roll or len(roll) != len(event.roll):
        raise InvalidError("consensus.not-a-roll")
    number, sitting = before.round_number + 1, 1
    if before.state is State.POSTPONED:
        if before.awaits_vote:
            raise ConflictError("consensus.postponed-vote")
        number, sitting = before.round_number, before.sitting + 1
        check_wait(before, sitting, event.at)
    elif before.state is State.AMENDING:
        _check_amended(before, event.at)
    return replace(
        before,
        state=State.ROUND_OPEN,
        round_number=number,
        sitting=sitting,
        chair=event.actor,
        opened_at=event.at,
        closes=event.closes,
        roll=roll,
        stances={},
    )


def take(before: Deliberation, event: Take) -> Deliberation:
    """Put a resident's stance in the place of an earlier one in this round."""
    if before.rules.secret:
        raise ConflictError("consensus.secret-round")
    if event.actor not in before.roll:
        raise ForbiddenError("consensus.not-on-roll")
    if event.at >= before.closes:
        raise ConflictError("consensus.round-is-over")
    _check_stance(event.stance, event.reason, event.ground)
    taken = Taken(stance=event.stance, reason=event.reason, ground=event.ground)
    return replace(before, stances={**before.stances, event.actor: taken})


def close_round(before: Deliberation, event: CloseRound) -> Deliberation:
    """Close the sitting and count it; an objection is kept of everybody against."""
    everybody = len(before.stances) == len(before.roll)
    if event.at < before.closes and before.rules.place != HALL and not everybody:
        raise ConflictError("consensus.too-early-to-close")
    if event.signed > len(before.roll):
        raise InvalidError("consensus.more-than-on-roll")
    if before.rules.secret:
        groups, raised = _from_box(before, event)
    else:
        groups, raised = _from_stances(before, event)
    version = before.versions[-1].number
    start = len(before.objections) + 1
    objections = tuple(
        Objection(
            number=number,
            round_number=before.round_number,
            version=version,
            author=author,
            kind=kind,
            reason=reason,
            ground=ground,
        )
        for number, (author, kind, reason, ground) in enumerate(raised, start)
    )
    record = RoundRecord(
        number=before.round_number,
        sitting=before.sitting,
        version=version,
        chair=before.chair,
        opened_at=before.opened_at,
        closed_at=event.at,
        eligible=len(before.roll),
        signed=event.signed,
        groups=groups,
        notes=tuple(
            (who, t.stance, t.reason)
            for who, t in sorted(before.stances.items())
            if t.stance in NOTED
        ),
        count=counted(before, groups, signed=event.signed),
    )
    return replace(
        before,
        state=State.ROUND_CLOSED,
        objections=before.objections + objections,
        rounds=(*before.rounds, record),
        held_at=event.at,
    )


def counted(
    before: Deliberation, groups: Groups, *, signed: int, waived: bool = False
) -> RoundCount:
    """Count a sitting by the rules, every group for itself too if they ask for that."""
    sums: Counter[str] = Counter()
    for counts in groups.values():
        sums.update(counts)
    least = read_share("require_each_group", before.rules.require_each_group)
    below = groups_below(groups, least) if least > Fraction(0) else ()
    return count_round(
        before.rules,
        sums,
        eligible=len(before.roll),
        attendance=signed,
        place=Place(number=before.round_number, sitting=before.sitting),
        waived=waived,
        unmet=tuple(
            Reason(
                code="consensus.group-below",
                params={"group": group or "–", "share": before.rules.require_each_group},
            )
            for group in below
        ),
    )


def check_wait(before: Deliberation, sitting: int, at: int) -> None:
    """Refuse a sitting that comes sooner or later after the last than the rules allow."""
    wait = before.rules.wait_before(sitting)
    since = at - before.held_at
    if since < wait.least:
        raise ConflictError("consensus.too-soon", minutes=-((since - wait.least) // MINUTE))
    if wait.most is not None and since > wait.most:
        raise ConflictError("consensus.too-late")


def _check_amended(before: Deliberation, at: int) -> None:
    still = sum(objection.is_open for objection in before.of_this_round())
    if still:
        raise ConflictError("consensus.objections-open", count=still)
    if before.versions[-1].number == before.rounds[-1].version:
        raise ConflictError("consensus.text-unchanged")
    left = before.rules.round_wait - (at - before.held_at)
    if left > 0:
        raise ConflictError("consensus.too-soon", minutes=-(-left // MINUTE))


def _check_stance(stance: str, reason: str, ground: str) -> None:
    if stance not in STANCES:
        raise InvalidError("consensus.not-a-stance", known=STANCES)
    if stance in AGAINST and not reason.strip():
        raise InvalidError("consensus.reason-missing")
    if stance == BLOCK and ground not in GROUNDS:
        raise InvalidError("consensus.ground-missing", known=tuple(GROUNDS))
    if stance != BLOCK and ground:
        raise InvalidError("consensus.ground-without-block")


def _from_stances(
    before: Deliberation, event: CloseRound
) -> tuple[Groups, list[tuple[str, str, str, str]]]:
    """Return counts by group and objections of an open round."""
    if event.counts or event.objections:
        raise InvalidError("consensus.counts-given")
    groups: dict[str, Counter[str]] = {group: Counter() for group in before.roll.values()}
    for who, taken in before.stances.items():
        groups[before.roll[who]][taken.stance] += 1
    raised = [
        (who, taken.stance, taken.reason, taken.ground)
        for who, taken in sorted(before.stances.items())
        if taken.stance in AGAINST
    ]
    return {name: dict(groups[name]) for name in sorted(groups)}, raised


def _from_box(
    before: Deliberation, event: CloseRound
) -> tuple[Groups, list[tuple[str, str, str, str]]]:
    """Return counts by group and objections of a secret round, as the ballot box gave them."""
    sizes = Counter(before.roll.values())
    groups: dict[str, dict[str, int]] = {group: {} for group in sorted(sizes)}
    for group, numbers in event.counts:
        if len(numbers) != len(STANCES) or min(numbers) < 0 or sum(numbers) > sizes[group]:
            raise InvalidError("consensus.more-than-on-roll")
        groups[group] = dict(zip(STANCES, numbers, strict=True))
    against = Counter(stance for _, stance, _, _ in event.objections)
    for _author, stance, reason, ground in event.objections:
        _check_stance(stance, reason, ground)
    for stance in against:
        held = sum(counts.get(stance, 0) for counts in groups.values())
        if stance not in AGAINST or against[stance] > held:
            raise InvalidError("consensus.objections-without-ballots")
    return groups, list(event.objections)
