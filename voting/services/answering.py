"""Answering a problem in public: what a moderator says, and what follows from it."""

from sqlalchemy import Connection

from voting.deliberation.matters import TAKE_UP, Ending, MatterAct, Phase
from voting.errors import ConflictError, InvalidError
from voting.roll import Person
from voting.services import matters, notices, recording
from voting.services.matters import MatterView
from voting.services.writing import paragraphs
from voting.store import matters as store
from voting.store import problems
from voting.store.problems import Answer

__all__ = ["DECISIONS", "Answer", "answer", "answers"]

LATER = "later"
DECLINE = "decline"
DECISIONS = (TAKE_UP, LATER, DECLINE)
LATEST_DAYS = 400
DAY = 86_400
LONGEST_ANSWER = 2_000


def answer(
    connection: Connection,
    actor: Person,
    number: str,
    decision: str,
    words: str,
    *,
    seen: int,
    due: int | None = None,
    at: int,
) -> MatterView:
    """Answer a problem: take it up (solutions are collected now), later (by ``due``), or decline.

    The words are compulsory and public. ``seen`` is how many answers the form showed: if somebody
    else has answered meanwhile, nothing is written.
    """
    view = store.read(connection, number)
    matters.check(view, MatterAct.ANSWER, actor)
    text = _checked(view, decision, words)
    if len(problems.answers(connection, view.id)) != seen:
        raise ConflictError("problem.answered-meanwhile")
    if decision == LATER and (due is None or not at < due <= at + LATEST_DAYS * DAY):
        raise InvalidError("problem.no-answer-date")
    problems.add_answer(connection, view.id, actor.id, decision=decision, words=text, at=at)
    recording.record(
        connection,
        "matter-answered",
        at=at,
        actor=actor,
        detail={"matter": view.number, "words": text},
        matters=[view.id],
    )
    if decision == LATER:
        store.change(connection, view.id, answer_due=due, phase_until=due)
    else:
        store.change(connection, view.id, answer_due=None)
    notices.tell_followers(connection, view.id, f"answered-{decision}", at=at, but=actor.id)
    return _follow_up(connection, actor, view, decision, text, at=at)


def answers(connection: Connection, view: MatterView) -> tuple[Answer, ...]:
    """Return the answers to a problem, the latest first."""
    return problems.answers(connection, view.id)


def _checked(view: MatterView, decision: str, words: str) -> str:
    if view.phase is not Phase.PROBLEM:
        raise ConflictError("problem.taken-up-already")
    if decision not in DECISIONS:
        raise InvalidError("problem.no-decision")
    text = paragraphs(words, LONGEST_ANSWER)
    if not text:
        raise InvalidError("problem.no-answer")
    return text


def _follow_up(
    connection: Connection, actor: Person, view: MatterView, decision: str, text: str, *, at: int
) -> MatterView:
    if decision == TAKE_UP:
        return matters.move(
            connection, actor, view.number, Phase.SOLUTIONS, seen=Phase.PROBLEM, at=at
        )
    if decision == DECLINE:
        why = text.replace("\n", " ")[:500]
        return matters.end(connection, actor, view.number, Ending.DECLINED, why, at=at)
    return store.read(connection, view.number)
