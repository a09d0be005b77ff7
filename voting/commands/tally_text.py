"""A count told on a screen: the result first, then every stage, then why."""

import re
from collections.abc import Iterator

from voting.ballots import OptionId, Stance
from voting.commands.counting import Count
from voting.commands.duels_told import duels_text
from voting.commands.tables import blocks, shortened, table
from voting.outcome import Stage, votes_json
from voting.rules import card, rule_fields
from voting.tiebreak import Votes
from voting.words import number, say, sentences

LONGEST_NAME = 32
LONGEST_DESCRIPTION = 60

# What became of the winners: over their list, and under the table of stages.
_WON = {
    "elected": ("tally.elected", "tally.legend"),
    "funded": ("tally.funded", "tally.legend-funded"),
    "adopted": ("tally.adopted", "tally.legend-adopted"),
}

# C1 controls stand in some real files (names encoded twice); a terminal must not obey them.
_OBEYED = re.compile(r"[\x80-\x9f\u202a-\u202e\u2066-\u2069]")


def tally_text(count: Count, language: str, columns: int = 100) -> str:
    """Return the text of a count, its table at most ``columns`` wide where names allow it."""
    lines = [*_head(count, language), "", *_result(count, language)]
    if told := list(duels_text(count, language, columns)):
        lines += ["", *told]
    if any(stage.tallies for stage in count.outcome.stages):
        lines += ["", *_stages(count, language, columns)]
    if sentences_of := count.explanation(language):
        lines += ["", say("tally.why", {}, language)]
        lines += [f"  {sentence}" for sentence in sentences_of]
    return _OBEYED.sub("\ufffd", "\n".join(lines)) + "\n"


def _head(count: Count, language: str) -> Iterator[str]:
    outcome = count.outcome
    if count.contest.title:
        yield count.contest.title
    title = count.method.title.in_language(language)
    defaults = {name: default for name, (_, default) in rule_fields(count.contest.rules).items()}
    shown = [
        f"{key}={value}"
        for key, value in card(count.contest.rules).items()
        if key == "seats" or getattr(count.contest.rules, key) != defaults[key]
    ]
    yield f"{title} ({count.method.id})" + "".join(f" · {rule}" for rule in shown)
    profile = outcome.profile
    yield say(
        "tally.ballots",
        {
            "cast": profile.cast,
            "counted": profile.counted,
            "blank": profile.blank,
            "invalid": profile.invalid,
            "distinct": profile.distinct,
        },
        language,
    )
    if outcome.quota is not None:
        yield say("tally.quota", {"quota": votes_json(outcome.quota, outcome.scale)}, language)
    for code, params in count.notes:
        yield say(code, params, language)


def _won(count: Count) -> str:
    """Say what winning means here: people are elected, projects funded, a text is adopted."""
    if count.outcome.profile.form is Stance:
        return "adopted"
    return "funded" if {"budget", "pool"} & set(rule_fields(count.contest.rules)) else "elected"


def _result(count: Count, language: str) -> Iterator[str]:
    names, outcome = count.contest.labels(), count.outcome
    if outcome.winners:
        yield say(_WON[_won(count)][0], {}, language)
        about = {option.id: option.description for option in count.contest.options}
        for place, option in enumerate(outcome.winners, 1):
            said = about[option].partition("\n")[0] if _won(count) == "funded" else ""
            more = f" · {shortened(said, LONGEST_DESCRIPTION)}" if said else ""
            yield f"  {place}. {names[option]}{more}"
    elif not outcome.tied:
        yield say("tally.nobody", {}, language)
    for place, group in enumerate(outcome.tied):
        tied = tuple(names[option] for option in group)
        yield say("tally.open" if place else "tally.tied", {"options": tied}, language)
    if outcome.details.get("tie_changes_winners", bool(outcome.tied)):
        yield say("tally.draw", {}, language)


def _stages(count: Count, language: str, columns: int) -> Iterator[str]:
    stages = count.outcome.stages
    names = {o: shortened(n, LONGEST_NAME) for o, n in count.contest.labels().items()}
    causes = list(dict.fromkeys(cause for stage in stages for cause in stage.inactive))
    has_residual = any(stage.residual for stage in stages)
    has_threshold = count.outcome.quota is None and any(stage.threshold for stage in stages)
    first = [say("tally.stage", {}, language), *names.values()]
    first += [_cause(cause, language) for cause in causes]
    first += [say("tally.residual", {}, language)] * has_residual
    first += [say("tally.threshold", {}, language)] * has_threshold
    body = []
    for stage in stages:
        cells = [str(stage.number), *(_cell(stage, option, count, language) for option in names)]
        cells += [_amount(stage.inactive.get(cause), count, language) for cause in causes]
        cells += [_amount(stage.residual, count, language)] * has_residual
        cells += [_amount(stage.threshold, count, language)] * has_threshold
        body.append(cells)
    for block in blocks(first, body, columns):
        yield from table(list(zip(first, *block, strict=True)))
        yield ""
    yield say(_WON[_won(count)][1], {}, language)


def _cell(stage: Stage, option: OptionId, count: Count, language: str) -> str:
    mark = "+" if option in stage.elected else "-" if option in stage.excluded else " "
    if option not in stage.tallies:
        return f"{mark} ".strip(" ") + ("  " if mark == " " else " ")
    return f"{_votes(stage.tallies[option], count, language)} {mark}"


def _amount(votes: Votes | None, count: Count, language: str) -> str:
    return "  " if votes is None else f"{_votes(votes, count, language)}  "


def _votes(votes: Votes, count: Count, language: str) -> str:
    return number(votes_json(votes, count.outcome.scale), language)


def _cause(cause: str, language: str) -> str:
    code = f"cause.{cause}"
    return say(code, {}, language) if code in sentences(language) else cause
