"""Acts of a sitting: called, invited to, rounds held, objections answered, the text changed."""

from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any

from voting.ballots import Choice, Stance
from voting.roll import Person
from voting.services import attending, calling, contests, falling_back, objecting, rounds, sittings
from voting.services import stances as taking
from voting.services.calling import Call, Fallback
from voting.services.recording import handle
from voting.services.sittings import Standing
from voting.store.contests import ContestView
from web.demo.stage import Stage
from web.demo.story import Step

_A_WHILE = 600


def call(stage: Stage, step: Step) -> None:
    """Call a sitting and invite people to it."""
    values = step.values
    wanted = Call(
        title=values["title"],
        words=values["words"],
        preset=values["preset"],
        edits=values.get("edits", {}),
        fallback=Fallback(hours=values.get("hours", 48)),
    )
    actor = stage.who(step)
    view = stage.builder.write(
        lambda c: calling.call(
            c, actor, stage.number(step), wanted, key=step.key.encode(), at=step.at
        )
    )
    chosen = {one.id for each in ("invites", "also") for one in stage.crowd(values[each])}
    element = values["element"]
    stage.builder.write(
        lambda c: calling.invite(c, actor, view.number, chosen=chosen, element=element, at=step.at)
    )
    stage.made[f"{step.matter}/sitting"] = view.number


def open_round(stage: Stage, step: Step) -> None:
    """Open the next round."""
    stage.builder.write(
        lambda c: rounds.open_round(
            c,
            stage.who(step),
            stage.builder.keys,
            _number(stage, step),
            seen=_now(stage, step).mark,
            closes=step.values["closes"],
            at=step.at,
        )
    )


def attend(stage: Stage, step: Step) -> None:
    """Let people note that they are there."""
    number = _number(stage, step)
    stage.each(step, lambda c, who: attending.attend(c, who, number, step.at))


def stand(stage: Stage, step: Step) -> None:
    """Let the invited take their stances: those who say why, and so many others of each kind."""
    now = _now(stage, step)
    with stage.builder.database.read() as connection:
        view = contests.show(connection, now.rounds[-1].contest)
        invited = {one.id for one in attending.invited(connection, now.view)}
    said = {stage.people[one].id: tuple(words) for one, *words in step.values.get("said", ())}
    silent = (one for one in stage.residents if one.id in invited - set(said))
    speakers = [one for one in stage.residents if one.id in said]
    taken = [*zip(silent, _kinds(step.values["counts"]), strict=False)]
    taken += [(one, said[one.id][0]) for one in speakers]
    stage.cast(
        view,
        [(one, Stance.of(stance)) for one, stance in taken],
        lambda c, who, prepared: taking.take(c, who, prepared, *_words(said, who), at=step.at),
        at=step.at,
    )


def close(stage: Stage, step: Step) -> None:
    """Close the round and, a little later, say what its count means."""
    parts = (stage.builder.database, stage.who(step), stage.builder.keys, _number(stage, step))
    closed = rounds.close_round(*parts, seen=_now(stage, step).mark, at=step.at)
    rounds.conclude(*parts, seen=closed.mark, at=step.at + _A_WHILE)


def change_text(stage: Stage, step: Step) -> None:
    """Write the text anew."""
    stage.builder.write(
        lambda c: rounds.revise(
            c,
            stage.who(step),
            _number(stage, step),
            step.values["words"],
            seen=_now(stage, step).mark,
            at=step.at,
        )
    )


def answer_objection(stage: Stage, step: Step) -> None:
    """Answer the objection of one person; a change that is promised stands in the newest text."""
    author = handle(stage.people[step.values["of"]])
    now = _now(stage, step).deliberation
    objection = next(one for one in now.objections if one.author == author and one.is_open)
    given = step.values["answered"]
    stage.builder.write(
        lambda c: objecting.answer(
            c,
            stage.who(step),
            _number(stage, step),
            objection.number,
            given,
            version=0 if given == "declined" else now.versions[-1].number,
            reason=step.values["reason"],
            at=step.at,
        )
    )


def open_vote(stage: Stage, step: Step) -> None:
    """Open the vote that was announced, and let people vote the next evening."""
    number = _number(stage, step)
    view: ContestView = stage.builder.write(
        lambda c: falling_back.open_vote(
            c,
            stage.who(step),
            stage.builder.keys,
            number,
            seen=_now(stage, step).mark,
            at=step.at,
        )
    )
    with stage.builder.database.read() as connection:
        sitting = sittings.show(connection, number)
        invited = {one.id for one in attending.invited(connection, sitting)}
    voters = (one for one in stage.residents if one.id in invited)
    counts = {"1": step.values["yes"], "2": step.values["no"]}
    ballots = [*zip(voters, map(Choice.of, _kinds(counts)), strict=False)]
    stage.cast(view, ballots, at=step.at + step.values.get("later", 20 * 3600))


def record_vote(stage: Stage, step: Step) -> None:
    """Take the result of the vote into the sitting."""
    falling_back.record_vote(
        stage.builder.database,
        stage.who(step),
        stage.builder.keys,
        _number(stage, step),
        seen=_now(stage, step).mark,
        at=step.at,
    )


def _number(stage: Stage, step: Step) -> str:
    found: str = stage.made[f"{step.matter}/sitting"]
    return found


def _now(stage: Stage, step: Step) -> Standing:
    with stage.builder.database.read() as connection:
        return sittings.standing(connection, sittings.show(connection, _number(stage, step)))


def _kinds(counts: dict[str, int]) -> Iterator[str]:
    return chain.from_iterable(repeat(kind, count) for kind, count in counts.items())


def _words(said: dict[int, tuple[Any, ...]], person: Person) -> tuple[str, str]:
    """Return the words and the ground of somebody's stance."""
    _stance, *rest = said.get(person.id, ("",))
    words, ground = [*rest, "", ""][:2]
    return words, ground


ACTS = {
    "call-sitting": call,
    "open-round": open_round,
    "attend": attend,
    "stand": stand,
    "close-round": close,
    "change-text": change_text,
    "answer-objection": answer_objection,
    "open-vote": open_vote,
    "record-vote": record_vote,
}
