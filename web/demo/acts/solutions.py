"""Acts of solutions: proposed, signed together, amended, changed, verified."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from voting.deliberation.solutions import Cost, Fit, Solution
from voting.services import amending, coauthoring, proposing, verifying
from web.demo.stage import Stage
from web.demo.story import Step


def propose(stage: Stage, step: Step) -> None:
    """Let a resident propose a solution to the problem of its matter, or to those it cites."""
    values = dict(step.values["solution"])
    cited = tuple(stage.made[name] for name in values.pop("cites", (step.matter,)))
    wanted = replace(Solution(title=""), **_texts(values), cites=cited)
    made = stage.builder.write(
        lambda c: proposing.propose(
            c, stage.who(step), stage.number(step), wanted, key=step.key, at=step.at
        )
    )
    stage.keep(step, made.number)


def sign(stage: Stage, step: Step) -> None:
    """Let an author invite a neighbour to sign a solution too, who does the same evening."""
    number, n = stage.number(step), stage.get(step)
    other = stage.people[step.values["with"]]
    stage.builder.write(
        lambda c: coauthoring.invite(c, stage.who(step), number, n, other.id, at=step.at)
    )
    stage.builder.write(
        lambda c: coauthoring.answer(c, other, number, n, accepted=True, at=step.at)
    )


def amend(stage: Stage, step: Step) -> None:
    """Let somebody propose to change a solution."""
    number, n = stage.number(step), stage.get(step)
    with stage.builder.database.read() as connection:
        solution = proposing.show(connection, stage.view(connection, step), n)
    wanted = replace(solution.text, **_texts(step.values["change"]))
    made = stage.builder.write(
        lambda c: amending.amend(
            c,
            stage.who(step),
            number,
            n,
            wanted,
            reason=step.values["reason"],
            base=solution.version,
            key=step.key,
            at=step.at,
        )
    )
    stage.keep(step, made.id)


def settle(stage: Stage, step: Step) -> None:
    """Let the author answer an amendment; of one taken partly, the author writes the change."""
    number, n, amendment = stage.number(step), stage.get(step), stage.get(step, "amendment")
    with stage.builder.database.read() as connection:
        solution = proposing.show(connection, stage.view(connection, step), n)
    change = step.values.get("change")
    stage.builder.write(
        lambda c: amending.answer(
            c,
            stage.who(step),
            number,
            n,
            amendment,
            answered=step.values["answered"],
            reason=step.values["reason"],
            wanted=replace(solution.text, **_texts(change)) if change else None,
            seen=solution.version,
            at=step.at,
        )
    )


def verify(stage: Stage, step: Step) -> None:
    """Let a moderator say whether a solution can be done, and why."""
    number, n = stage.number(step), stage.get(step)
    stage.builder.write(
        lambda c: verifying.verify(
            c,
            stage.who(step),
            number,
            n,
            step.values["light"],
            words=step.values["words"],
            seen=proposing.show(c, stage.view(c, step), n).version,
            at=step.at,
        )
    )


def _texts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a solution's values from the story's: cost lines, and the checklist's answers."""
    found = dict(values)
    if "costs" in found:
        found["costs"] = tuple(_cost(*line) for line in found["costs"])
    if "fit" in found:
        found["fit"] = {
            name: Fit(answer=answer, words=words) for name, (answer, words) in found["fit"].items()
        }
    return found


def _cost(what: str, volume: int, unit: str, price: int, source: str) -> Cost:
    return Cost(what=what, volume=Fraction(volume), unit=unit, price=price, source=source)


ACTS = {"propose": propose, "sign": sign, "amend": amend, "settle": settle, "verify": verify}
