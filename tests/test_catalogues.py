"""Indonesian and English say everything, and say it with the same values.

The core's sentences are `voting/words/id.json` and `en.json`; the site's are the catalogues in
`web/locale`. A page half in one language and half in the other is a page nobody was asked about.
"""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from web.catalogues import in_use

ROOT = Path(__file__).parent.parent
PLACEHOLDER = re.compile(r"\{(\w+)(?::money|\|[^|{}]*\|[^|{}]*)?\}")
MONEY = re.compile(r"\{(\w+):money\}")
PERCENT = re.compile(r"%\((\w+)\)")
CATALOGUES = sorted(ROOT.glob("web/locale/*/LC_MESSAGES/messages.po"))


def words(language):
    return json.loads((ROOT / f"voting/words/{language}.json").read_text("utf-8"))


@cache
def trees():
    paths = [*ROOT.glob("voting/**/*.py"), *ROOT.glob("web/**/*.py")]
    return {p.relative_to(ROOT).as_posix(): ast.parse(p.read_text("utf-8")) for p in paths}


def refusal_classes():
    """Return the names of RefusalError and all its descendants, wherever they are defined."""
    names = {"RefusalError"}
    classes = [
        n for tree in trees().values() for n in ast.walk(tree) if isinstance(n, ast.ClassDef)
    ]
    while (
        grown := {c.name for c in classes if {getattr(b, "id", "") for b in c.bases} & names}
        - names
    ):
        names |= grown
    return names


def refusals():
    """Yield place, code and named values of every refusal in the program.

    The values are None where they are not written out (`**values`).
    """
    names = refusal_classes()
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in names:
                continue
            values = {keyword.arg for keyword in node.keywords}
            code = node.args[0] if node.args else None
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield f"{path}:{node.lineno}", code.value, None if None in values else values


def report(faults, advice):
    assert not faults, advice + "".join(f"\n  {fault}" for fault in sorted(set(faults)))


def test_words_have_the_same_codes_in_both_languages():
    report(words("id").keys() ^ words("en").keys(), "Write these in both id.json and en.json:")


def test_words_are_never_empty():
    faults = [
        f"{lang}: {code}" for lang in ("id", "en") for code, s in words(lang).items() if not s
    ]
    report(faults, "Write the sentences of these codes:")


def test_words_name_the_same_values_in_both_languages():
    first, second = words("id"), words("en")
    faults = [
        code
        for code in first.keys() & second.keys()
        if set(PLACEHOLDER.findall(first[code])) != set(PLACEHOLDER.findall(second[code]))
    ]
    report(faults, "Both languages must tell the reader the same values ({names}):")


def test_words_have_a_sentence_for_every_refusal():
    faults = [f"{place}: {code}" for place, code, _ in refusals() if code not in words("en")]
    report(faults, "Add these codes to voting/words/id.json and en.json:")


def test_words_call_the_same_values_money_in_both_languages():
    first, second = words("id"), words("en")
    faults = [c for c, s in first.items() if {*MONEY.findall(s)} ^ {*MONEY.findall(second[c])}]
    report(faults, "Mark the same values with :money in both languages:")


def test_words_ask_only_for_values_a_refusal_gives():
    known = words("en")
    faults = [
        f"{place}: {code} needs {', '.join(sorted(missing))}"
        for place, code, values in refusals()
        if values is not None
        if (missing := set(PLACEHOLDER.findall(known.get(code, ""))) - values)
    ]
    report(faults, "Give the refusal every value its sentence names:")


def test_words_are_sorted_so_that_two_people_can_add_to_them():
    for language in ("id", "en"):
        path = ROOT / f"voting/words/{language}.json"
        tidy = json.dumps(words(language), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        assert path.read_text("utf-8") == tidy, f"Sort {path.name} (indent 1, real characters)."


def keys(catalogue):
    return {(message.context, message.id) for message in catalogue if message.id}


def read(path):
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def test_no_sentence_hides_inside_another_text():
    """Babel does not look into f-strings on every Python: a sentence there is never collected."""
    hidden = [
        f"{path}:{node.lineno}"
        for path in sorted(Path("web").rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for node in ast.walk(text)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "").endswith("gettext")
    ]
    assert hidden == []


def test_catalogues_exist():
    assert CATALOGUES, "web/locale has no catalogue: run `make messages`."


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_catalogue_is_complete(path):
    messages = {(m.context, m.id): m for m in read(path) if m.id}
    faults = [str(key) for key, m in messages.items() if m.fuzzy]
    faults += [str(key) for key, m in messages.items() if not all(strings(m))]
    faults += [f"missing: {key}" for key in keys(in_use()) - messages.keys()]
    faults += [f"nobody asks for it: {key}" for key in messages.keys() - keys(in_use())]
    report(faults, f"{path.parent.parent.name} is not complete (empty, fuzzy, missing or unused):")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_catalogue_keeps_every_value(path):
    faults = [
        str(message.id)
        for message in read(path)
        if message.id
        for string in strings(message)
        if not set(PERCENT.findall(string)) <= set(PERCENT.findall(str(message.id)))
        or (
            not message.pluralizable
            and set(PERCENT.findall(string)) != set(PERCENT.findall(message.id))
        )
    ]
    report(faults, "A translation names exactly the %(values)s of its msgid:")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_catalogue_of_indonesian_has_one_plural_form(path):
    """Babel has no rule for Indonesian and would write two."""
    if path.parent.parent.name == "id":
        assert "nplurals=1; plural=0;" in path.read_text("utf-8"), "Set Plural-Forms by hand."


def strings(message):
    return message.string if isinstance(message.string, list | tuple) else [message.string]
