"""Acts of a matter's frame: raised, had too, answered, merged, gathered, moved, ended."""

from sqlalchemy import Connection

from voting.deliberation.matters import Phase
from voting.services import answering, gathering, matters, merging, raising
from voting.services.raising import ProblemDraft
from web.demo.stage import Stage
from web.demo.story import Step

_PROBLEM = ("title", "words", "theme", "place", "households")


def start(stage: Stage, step: Step) -> None:
    """Let a moderator start a matter from a template."""
    given = {name: value for name, value in step.values.items() if name != "who"}
    view = stage.builder.write(
        lambda c: matters.start(c, stage.who(step), given, key=step.key.encode(), at=step.at)
    )
    stage.made[step.matter] = view.number


def raise_problem(stage: Stage, step: Step) -> None:
    """Let a resident raise a problem."""
    given = {name: step.values[name] for name in _PROBLEM if name in step.values}
    draft = ProblemDraft(**given, causes=tuple(step.values.get("causes", ())))
    view = stage.builder.write(
        lambda c: raising.raise_problem(c, stage.who(step), draft, key=step.key, at=step.at)
    )
    stage.made[step.matter] = view.number


def support(stage: Stage, step: Step) -> None:
    """Let many say that they have this too; an hour apart would be no different."""
    number = stage.number(step)
    stage.each(step, lambda c, who: raising.support(c, who, number, wanted=True, at=step.at))


def answer(stage: Stage, step: Step) -> None:
    """Answer a problem in public."""
    values = step.values
    stage.builder.write(
        lambda c: answering.answer(
            c,
            stage.who(step),
            stage.number(step),
            values["decision"],
            values["words"],
            seen=len(answering.answers(c, stage.view(c, step))),
            due=values.get("due"),
            at=step.at,
        )
    )


def merge(stage: Stage, step: Step) -> None:
    """Propose to merge a matter into another."""
    into = stage.made[step.values["into"]]
    merger = stage.builder.write(
        lambda c: merging.propose(
            c, stage.who(step), stage.number(step), into, step.values["reason"], at=step.at
        )
    )
    stage.keep(step, merger.id)


def consent(stage: Stage, step: Step) -> None:
    """Let whoever raised a matter agree to its merger."""
    merger = stage.get(step)
    stage.builder.write(
        lambda c: merging.consent(c, stage.who(step), merger, agreed=True, at=step.at)
    )


def reply(stage: Stage, step: Step) -> None:
    """Let supporters of a merged matter say whether they go along."""
    merger, agreed = stage.get(step), step.values["agreed"]
    stage.each(step, lambda c, who: merging.reply(c, who, merger, agreed=agreed, at=step.at))


def gather(stage: Stage, step: Step) -> None:
    """Take other matters into a meeting."""
    meeting, parts = stage.number(step), [stage.made[name] for name in step.values["parts"]]

    def body(connection: Connection) -> None:
        for part in parts:
            gathering.gather(connection, stage.who(step), meeting, part, at=step.at)

    stage.builder.write(body)


def move(stage: Stage, step: Step) -> None:
    """Move a matter to its next phase."""
    stage.builder.write(
        lambda c: matters.move(
            c,
            stage.who(step),
            stage.number(step),
            Phase(step.values["to"]),
            seen=stage.view(c, step).phase,
            until=step.values.get("until"),
            reason=step.values.get("reason", ""),
            at=step.at,
        )
    )


ACTS = {
    "start": start,
    "raise": raise_problem,
    "support": support,
    "answer": answer,
    "merge": merge,
    "consent": consent,
    "reply": reply,
    "gather": gather,
    "move": move,
}
