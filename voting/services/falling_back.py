"""After the last round: the vote that was announced when the sitting was called.

It opens with one press as a contest like any other, for those who are invited; its published result
goes into the sitting, where the rules say what it means.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from voting.audit.manifest import SECRET_BALLOT
from voting.canonical import decode
from voting.deliberation import ContestState, machine
from voting.deliberation.events import Event, RecordChoice, RecordVote
from voting.deliberation.round_rules import VOTE
from voting.deliberation.standing import State
from voting.errors import ConflictError
from voting.methods import method
from voting.outcome import votes_from_json
from voting.roll import Person, Role
from voting.rules import card
from voting.services import (
    community,
    contests,
    counting,
    notices,
    opening,
    permission,
    recording,
    rounds,
    sitting_steps,
)
from voting.services.calling import KEEP, SCALE
from voting.services.contests import SECRET_FROM, ContestDraft, DraftOption
from voting.services.keys import Keys
from voting.services.sittings import Standing
from voting.store import attendance, results, sitting_contests
from voting.store import contests as contest_store
from voting.store.contests import ContestView
from voting.store.database import Database
from voting.store.sitting_contests import Part
from voting.words import say

HOUR = 3600
_OVER = (ContestState.PUBLISHED, ContestState.CANCELLED)
_YES, _NO = "1", "2"


def open_vote(
    connection: Connection, actor: Person, keys: Keys, number: str, *, seen: str, at: int
) -> ContestView:
    """Open the vote announced beforehand; ConflictError while one runs, or before its time."""
    now = sitting_steps.enter(connection, actor, number, seen, at)
    waiting_vote(now)
    if running(now) is not None:
        raise ConflictError("sitting.vote-runs")
    machine.apply(now.deliberation, _trial(now, recording.handle(actor), at))  # not too soon?
    people = [one for one, _ in attendance.roll(connection, now.view.id)]
    if now.view.fallback["level"] == SECRET_BALLOT and len(people) < SECRET_FROM:
        raise ConflictError("contest.too-few-for-secrecy", least=SECRET_FROM)
    draft = contests.draft(connection, actor, _draft(connection, now, at), at)
    sitting_contests.tie(
        connection, draft.id, now.view, sitting_contests.FALLBACK, len(now.votes) + 1
    )
    opened = opening.open_contest(connection, actor, keys, draft.number, at)
    recording.record(
        connection,
        "sitting-moved",
        at=at,
        actor=actor,
        detail={"sitting": number, "step": "vote-opened"},
        matters=[now.view.matter_id],
    )
    notices.tell(
        connection,
        people,
        "vote-opened",
        at=at,
        matter_id=now.view.matter_id,
        sitting=number,
        name=now.view.title,
    )
    return opened


def record_vote(
    database: Database, actor: Person, keys: Keys, number: str, *, seen: str, at: int
) -> Standing:
    """Take the result of the vote into the sitting; it is counted and published first if due.

    ConflictError while the vote takes ballots, or where its tie waits for the lot.
    """
    permission.check(actor, Role.MODERATOR)
    with database.read() as connection:
        part = running(sitting_steps.look(connection, number))
        if part is None:
            raise ConflictError("sitting.no-vote")
        view = contest_store.read(connection, part.contest)
    if view.state is ContestState.OPEN and at < view.closes + view.grace:
        raise ConflictError("sitting.vote-runs")
    if counting.finish(database, actor, keys, part.contest, at).state not in _OVER:
        raise ConflictError("contest.tie-not-drawn")

    def body(connection: Connection) -> Standing:
        now = sitting_steps.enter(connection, actor, number, seen, at)
        event = _result(connection, now, part, recording.handle(actor), at)
        after = sitting_steps.take_step(
            connection, now, [(event, actor.id)], actor=actor, step="vote-recorded", at=at
        )
        rounds.tell_end(connection, after, at)
        return after

    return database.write(body)


def waiting_vote(now: Standing) -> None:
    """Refuse unless the sitting has come to its vote."""
    state = now.deliberation.state
    if not now.deliberation.awaits_vote or state not in (
        State.FALLBACK_VOTE,
        State.TIE_REVOTE,
        State.POSTPONED,
    ):
        raise ConflictError(f"consensus.stands.{state.value}")


def running(now: Standing) -> Part | None:
    """Return the vote whose result the sitting waits for, if it has been opened."""
    recorded = sum(isinstance(event, RecordVote | RecordChoice) for event in now.events)
    held = [part for part in now.votes if part.state is not ContestState.CANCELLED]
    return held[recorded] if len(held) > recorded else None


def _trial(now: Standing, actor: str, at: int) -> Event:
    """Return an event that the machine takes only if a vote may be held now."""
    if now.rules.fallback == VOTE:
        return RecordVote(actor=actor, at=at, yes=0, no=0, abstain=0, eligible=1)
    return RecordChoice(actor=actor, at=at, winners=(KEEP,), keep=KEEP)


def _draft(connection: Connection, now: Standing, at: int) -> ContestDraft:
    language = community.show(connection).language
    announced = now.view.fallback
    text = now.versions[-1]
    counting_by = str(announced["method"])
    rules: dict[str, Any] = {**card(method(counting_by).rules())}
    labels = [now.view.title, *announced["others"], say("sitting.keep", {}, language)]
    question = "sitting.choice-question"
    if now.rules.fallback == VOTE:
        rules["ties"] = f"order:{_NO},{_YES}"  # equal votes adopt nothing; the vote is held again
        labels = [say("sitting.yes", {}, language), say("sitting.no", {}, language)]
        question = "sitting.vote-question"
    elif "max_score" in rules:
        rules["max_score"] = SCALE
    first, *rest = labels
    return ContestDraft(
        title=say("sitting.vote-title", {"title": now.view.title}, language),
        question=say(question, {}, language),
        method=counting_by,
        rules=rules,
        level=str(announced["level"]),
        opens=at,
        closes=at + int(announced["hours"]) * HOUR,
        options=(
            DraftOption(label=first, description=text.words),
            *(DraftOption(label=label) for label in rest),
        ),
    )


def _result(connection: Connection, now: Standing, part: Part, actor: str, at: int) -> Event:
    """Return what a published vote came to, as the machine takes it."""
    transcript = decode(results.transcript(connection, part.contest_id) or b"{}")
    if now.rules.fallback == VOTE:
        tallies: Mapping[str, Any] = transcript["stages"][0]["tallies"]
        yes, no = (int(votes_from_json(tallies.get(option, 0))) for option in (_YES, _NO))
        return RecordVote(
            actor=actor,
            at=at,
            yes=yes,
            no=no,
            abstain=part.voted - yes - no,
            eligible=part.eligible,
        )
    view = contest_store.read(connection, part.contest)
    names = {option.id: option.label for option in view.options}
    first, last = view.options[0].id, view.options[-1].id
    known = {**names, first: now.deliberation.versions[-1].text, last: KEEP}
    winners = tuple(known[option] for option in transcript["winners"])
    return RecordChoice(actor=actor, at=at, winners=winners, keep=KEEP)
