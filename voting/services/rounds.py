"""Rounds of a sitting: opened on a text, closed and counted, concluded; the text changed between.

Each is a contest of the method ``consensus`` at level A whose roll are the invited. Its one option
is the text, so that the manifest holds the text's hash, and its bundle can be verified like any
other. The count of the contest and that of the deliberation start from the same ballots.
"""

from functools import partial

from sqlalchemy import Connection

from voting.audit.manifest import OPEN_BALLOT, text_hash
from voting.canonical import Json
from voting.deliberation import ContestState, machine
from voting.deliberation.events import Conclude, Lapse, OpenRound, Revise
from voting.deliberation.round_rules import ATTENDANCE, RoundRules
from voting.deliberation.standing import ENDS, Deliberation, State
from voting.errors import ConflictError, InvalidError
from voting.roll import Person, Role
from voting.rules import rule_fields
from voting.services import (
    closing,
    community,
    contests,
    counting,
    deciding,
    notices,
    opening,
    permission,
    recording,
    sitting_steps,
)
from voting.services.contests import ContestDraft, DraftOption
from voting.services.keys import Keys
from voting.services.sittings import Standing
from voting.services.writing import LONGEST_WORDS, paragraphs
from voting.store import attendance, sitting_contests
from voting.store import sittings as store
from voting.store.database import Database
from voting.words import say

METHOD = "consensus"


def open_round(
    connection: Connection,
    actor: Person,
    keys: Keys,
    number: str,
    *,
    seen: str,
    closes: int,
    at: int,
) -> Standing:
    """Open the next round, or the next sitting of one that was postponed, until ``closes``."""
    now = sitting_steps.enter(connection, actor, number, seen, at)
    people = attendance.roll(connection, now.view.id)
    if not people:
        raise ConflictError("sitting.nobody-invited")
    event = OpenRound(
        actor=recording.handle(actor),
        at=at,
        closes=closes,
        roll=tuple((f"person-{one}", place.partition(",")[0]) for one, place in people),
    )
    after = machine.apply(now.deliberation, event)
    present = attendance.count_of_roll(connection, now.view.id, now.day, {one for one, _ in people})
    draft = contests.draft(connection, actor, _draft(connection, now, after, present=present), at)
    sitting_contests.tie(connection, draft.id, now.view, sitting_contests.ROUND, after.round_number)
    opening.open_contest(connection, actor, keys, draft.number, at)
    sitting_steps.take_step(
        connection, now, [(event, actor.id)], actor=actor, step="round-opened", at=at
    )
    notices.tell(
        connection,
        [one for one, _ in people],
        "round-opened",
        at=at,
        matter_id=now.view.matter_id,
        sitting=number,
        name=now.view.title,
        round=after.round_number,
    )
    return sitting_steps.look(connection, number)


def close_round(
    database: Database,
    actor: Person,
    keys: Keys,
    number: str,
    *,
    seen: str,
    reason: str = "",
    at: int,
) -> Standing:
    """Close the round that is open, count it and publish its ballots.

    Before its time only in a hall, or when everybody has taken a stance: the machine refuses else.
    """
    permission.check(actor, Role.MODERATOR)

    def body(connection: Connection) -> str:
        now = sitting_steps.look(connection, number)
        if seen != now.mark:
            raise ConflictError("sitting.moved-meanwhile")
        if now.deliberation.state is not State.ROUND_OPEN:
            raise ConflictError(f"consensus.stands.{now.deliberation.state.value}")
        part = now.rounds[-1]
        if part.state is not ContestState.OPEN or at >= part.closes:
            sitting_steps.settle(connection, now, at)
        else:
            closing.close(
                connection, actor, part.contest, reason or _early(connection), at=at, sitting=True
            )
            sitting_steps.close(connection, now, actor, at, reason)
        return part.contest

    contest = database.write(body)
    counting.finish(database, actor, keys, contest, at)
    with database.read() as connection:
        return sitting_steps.look(connection, number)


def close_due(database: Database, at: int) -> tuple[str, ...]:
    """Count every round whose time is over, each in its own transaction; return numbers."""
    with database.read() as connection:
        found = [view.number for view in store.in_state(connection, State.ROUND_OPEN)]
    return tuple(number for number in found if database.write(partial(_due, number, at)))


def conclude(
    database: Database,
    actor: Person,
    keys: Keys,
    number: str,
    *,
    seen: str,
    review_at: int = 0,
    at: int,
) -> Standing:
    """Let the chair declare what the count means; the rules decide, nobody chooses.

    A round that the clock closed is counted and published first.
    """
    permission.check(actor, Role.MODERATOR)
    with database.read() as connection:
        found = sitting_steps.look(connection, number)
    if found.rounds and found.rounds[-1].state is not ContestState.PUBLISHED:
        database.write(lambda c: sitting_steps.settle(c, sitting_steps.look(c, number), at))
        if found.deliberation.state is not State.ROUND_OPEN or at >= found.rounds[-1].closes:
            counting.finish(database, actor, keys, found.rounds[-1].contest, at)

    def body(connection: Connection) -> Standing:
        now = sitting_steps.enter(connection, actor, number, None, at)
        if seen != now.mark and now.deliberation.state is not State.ROUND_CLOSED:
            raise ConflictError("sitting.moved-meanwhile")
        event = Conclude(actor=recording.handle(actor), at=at, review_at=review_at)
        after = sitting_steps.take_step(
            connection, now, [(event, actor.id)], actor=actor, step="concluded", at=at
        )
        tell_end(connection, after, at)
        return after

    return database.write(body)


def revise(
    connection: Connection, actor: Person, number: str, words: str, *, seen: str, at: int
) -> Standing:
    """Keep a new version of the text; its hash goes into the log."""
    now = sitting_steps.enter(connection, actor, number, seen, at)
    text = paragraphs(words, LONGEST_WORDS)
    if not text:
        raise InvalidError("sitting.no-text")
    event = Revise(actor=recording.handle(actor), at=at, text=text_hash(text))
    after = sitting_steps.take_step(connection, now, [(event, actor.id)], at=at)
    version = after.deliberation.versions[-1]
    store.add_version(
        connection, now.view.id, version.number, text, text=version.text, by=actor.id, at=at
    )
    detail: dict[str, Json] = {"sitting": number, "n": version.number, "text": version.text}
    recording.record(
        connection,
        "sitting-text",
        at=at,
        actor=actor,
        detail=detail,
        matters=[now.view.matter_id],
    )
    return sitting_steps.look(connection, number)


def lapse(
    connection: Connection, actor: Person, number: str, reason: str, *, seen: str, at: int
) -> Standing:
    """Give a sitting up: before its first round, or when its next one would come too late."""
    now = sitting_steps.enter(connection, actor, number, seen, at)
    why = permission.reason(reason)
    event = Lapse(actor=recording.handle(actor), at=at, reason=why)
    after = sitting_steps.take_step(
        connection, now, [(event, actor.id)], actor=actor, step="lapsed", reason=why, at=at
    )
    tell_end(connection, after, at)
    return after


def tell_end(connection: Connection, now: Standing, at: int) -> None:
    """Tell whoever is invited how a sitting ended, once it has; what it decided is written down.

    One that lapsed has decided nothing.
    """
    if now.deliberation.state not in ENDS:
        return
    if now.deliberation.state is not State.LAPSED:
        deciding.expect(connection, now.view.matter_id, sitting_id=now.view.id, at=at)
    people = {*attendance.ids(connection, now.view.id)}
    told: dict[str, Json] = {"sitting": now.view.number, "name": now.view.title}
    notices.tell(connection, people, "sitting-ended", at=at, matter_id=now.view.matter_id, **told)


def _due(number: str, at: int, connection: Connection) -> bool:
    now = sitting_steps.look(connection, number)
    return sitting_steps.settle(connection, now, at).deliberation.state is not (
        now.deliberation.state
    )


def _draft(
    connection: Connection, now: Standing, after: Deliberation, *, present: int
) -> ContestDraft:
    """Return the contest of a round: its rules, and its text as the one option."""
    text = now.versions[-1]
    names: dict[str, int | str] = {"title": now.view.title, "round": after.round_number}
    language = community.show(connection).language
    rules = {name: getattr(after.rules, name) for name in rule_fields(RoundRules)}
    return ContestDraft(
        title=say("sitting.round-title", names, language),
        question=say("sitting.round-question", {}, language),
        method=METHOD,
        rules={
            **rules,
            "eligible": len(after.roll),
            "attendance": present if after.rules.present == ATTENDANCE else 0,
            "round_number": after.round_number,
            "sitting": after.sitting,
        },
        level=OPEN_BALLOT,
        opens=after.opened_at,
        closes=after.closes,
        grace=0,
        options=(DraftOption(label=now.view.title, description=text.words),),
    )


def _early(connection: Connection) -> str:
    return say("sitting.closed-early", {}, community.show(connection).language)
