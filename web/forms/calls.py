"""The form of a call: a text, a preset with its numbers, the vote for the case of a stalemate."""

from voting.deliberation.presets import PRESETS
from voting.deliberation.protocol import ProtocolRules
from voting.rules import card
from voting.services.calling import Call, Fallback
from voting.services.contests import LEVELS
from voting.services.writing import LONGEST_TITLE, LONGEST_WORDS
from web.forms import Reader
from web.forms.rules_form import PREFIX, RuleField, posted_rules, read_rules, rule_form

SHOWN_PRESET = "rules-of"
# What the site decides itself: stances are open, and counts by hamlet are for information.
LEFT_OUT = ("secret", "require_each_group")
MAIN = ("place", "quorum", "max_rounds", "fallback")

# The field that a refusal of the service is about; any other is about the whole form.
FIELDS = {
    "sitting.no-title": "title",
    "sitting.no-text": "words",
    "sitting.fallback-method": "method",
    "sitting.fallback-hours": "hours",
    "sitting.other-twice": "others",
    "contest.too-many-options": "others",
}


def read_call(reader: Reader) -> Call | None:
    """Read a call; None while there are problems, or numbers that were not shown before."""
    title = reader.text("title", most=LONGEST_TITLE)
    words = reader.text("words", most=LONGEST_WORDS)
    preset = reader.choice("preset", PRESETS)
    level = reader.choice("level", LEVELS, "A")
    hours = reader.whole("hours", least=1, most=24 * 90, default=72)
    others = [line.strip() for line in reader.raw("others").splitlines()]
    if not preset or reader.raw(SHOWN_PRESET) != preset:
        return None
    rules = read_rules(ProtocolRules, reader)
    if rules is None or reader.problems:
        return None
    fallback = Fallback(
        method=reader.raw("method") or "plurality",
        level=level,
        hours=hours,
        others=tuple(line for line in others if line),
    )
    return Call(title=title, words=words, preset=preset, edits=card(rules), fallback=fallback)


def fields_of(reader: Reader, preset: str, language: str) -> tuple[RuleField, ...]:
    """Return the fields of a preset's numbers: as sent, or as the preset has them."""
    given: dict[str, object] = {**PRESETS[preset].values}
    if reader.raw(SHOWN_PRESET) == preset:
        given = {**posted_rules(ProtocolRules, reader.fields)}
    fields = rule_form(ProtocolRules, language, given)
    return tuple(f for f in fields if f.name.removeprefix(PREFIX) not in LEFT_OUT)
