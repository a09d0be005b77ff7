"""From reasons to sentences: an outcome explains itself in words, option ids becoming names."""

from collections.abc import Mapping

from voting.ballots import OptionId
from voting.outcome import Outcome, Reason
from voting.words import Money, say


def sentence(
    reason: Reason, labels: Mapping[OptionId, str], language: str, money: Money | None = None
) -> str:
    """Return a reason's sentence, with the labels of the options it names.

    ``money`` writes sums in the currency of the contest; without it they are plain numbers.
    """
    names = {
        name: tuple(labels[option] for option in options)
        for name, options in reason.options.items()
    }
    return say(reason.code, {**reason.params, **names}, language, money)


def explanation(outcome: Outcome, labels: Mapping[OptionId, str], language: str) -> tuple[str, ...]:
    """Return one sentence for each decision of the count, in order."""
    return tuple(sentence(reason, labels, language) for reason in outcome.all_reasons())
