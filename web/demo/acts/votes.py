"""Acts of decisions: a matter's contest called, voted in, counted; its outcome written down."""

from itertools import chain, repeat

from voting.ballots import Ranking
from voting.services import deciding
from voting.services.contests import ContestDraft
from voting.services.deciding import Task
from web.demo import facts
from web.demo.stage import Stage
from web.demo.story import Step

HOUR = 3_600


def call(stage: Stage, step: Step) -> None:
    """Call the contest of a matter and open it; those who vote later do so with the first."""
    values = step.values
    vote = facts.vote(values["vote"], stage.language)
    draft = ContestDraft(
        title=vote.title,
        question=vote.question,
        method=values["method"],
        rules=values.get("rules", {}),
        opens=values["opens"],
        closes=values["closes"],
        options=vote.options,
    )
    view = stage.builder.open(stage.who(step), draft, step.at, matter=stage.number(step))
    stage.made[f"contest {values['vote']}"] = view


def ballots(stage: Stage, step: Step) -> None:
    """Let residents cast the ballots of a vote, in an order spread over the village."""
    view = stage.made[f"contest {step.values['vote']}"]
    cast = chain.from_iterable(
        repeat(Ranking.of(*(view.options[n - 1].id for n in numbers)), count)
        for count, numbers in facts.BALLOTS[step.values["vote"]]
    )
    stage.cast(view, [*zip(stage.residents, cast, strict=False)], at=step.at)


def finish(stage: Stage, step: Step) -> None:
    """Close, seal, count and publish."""
    name = f"contest {step.values['vote']}"
    stage.made[name] = stage.builder.finish(stage.who(step), stage.made[name], step.at)


def outcome(stage: Stage, step: Step) -> None:
    """Write down what was decided, who does what by when, and when it is looked at again."""
    values = step.values
    with stage.builder.database.read() as connection:
        waits = deciding.outcomes(connection, stage.view(connection, step))
    stage.builder.write(
        lambda c: deciding.record(
            c,
            stage.who(step),
            stage.number(step),
            next(one.id for one in waits if one.at is None),
            words=values["words"],
            tasks=[Task(who=who, what=what, due=due) for who, what, due in values["tasks"]],
            review_at=values["review"],
            at=step.at,
        )
    )


ACTS = {"call": call, "ballots": ballots, "finish": finish, "outcome": outcome}
