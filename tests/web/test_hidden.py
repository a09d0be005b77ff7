"""What moderation has hidden leaks nowhere: every page, as everybody, in both languages.

Its author and those who judge it may read it, on the pages made for that, and nobody else.
"""

import pytest

from tests import solutions, talk
from tests.village import DURING
from voting.deliberation.matters import Phase
from voting.roll import Role
from voting.services import notices
from web.routes import ADDRESSES

SECRET = "Kuncirahasia"
OWN = {"moderation/case", "moderation/appeal"}
LANGUAGES = ("", "/en")


@pytest.fixture
def hidden(hall):
    """A village where a matter, a solution, a position, its answer and a reply are hidden."""
    village = hall.village
    village.add("AD", "Pak Adi", Role.ADMINISTRATOR)
    view = solutions.matter(village, Phase.TALK)
    solution = solutions.propose(village, view, 2, key="secret", title=SECRET, words=SECRET)
    said = talk.speak(village, view, 0, "question", SECRET)
    talk.answer(village, view, said, village.moderator, "Jawaban.")
    whole = talk.talk(village, title=SECRET, words=SECRET)
    village.write(notices.follow, village.residents[7].id, whole.id, DURING)
    talk.summarise(village, whole, SECRET)
    other = talk.second_moderator(village)
    for kind, one in (("solution", solution), ("position", said), ("matter", whole)):
        talk.hide(village, one, kind=kind, actor=other)
    talk.appeal(village, type("Case", (), {"id": 1}), 2)
    given = {"matter": view.number, "solution": 2, "version": 1, "position": said.id, "photo": 1}
    return [
        {**given, "kind": "position", "subject": said.id, "case": 2},
        {**given, "kind": "solution", "subject": solution.id, "case": 1},
        {**given, "kind": "matter", "subject": whole.id, "case": 3, "matter": whole.number},
    ]


def paths(hidden):
    """Yield each address that can be read with each set of values it can be filled with."""
    for address in ADDRESSES:
        if "GET" not in address.methods:
            continue
        for values in hidden:
            try:
                yield address.name, address.path.format(**values)
            except KeyError:
                continue


def test_hidden_words_are_on_no_page(hall, hidden):
    village = hall.village
    visitors = {
        "nobody": hall.visitor(),
        "a resident": hall.visitor(village.residents[7], officer=False),
        "the auditor": hall.visitor(village.auditor),
        "the roll officer": hall.visitor(village.roll_officer),
        "a moderator": hall.visitor(village.moderator),
    }
    leaks = []
    for name, path in sorted(set(paths(hidden))):
        for who, browser in visitors.items():
            if who == "a moderator" and (path.startswith("/petugas") or name in OWN):
                continue  # moderators judge hidden words; this one wrote the hidden matter
            for language in LANGUAGES:
                page = browser.get(language + (path if path != "/" or not language else ""))
                assert page.status_code < 500, (path, who)
                if SECRET.lower() in page.text.lower():
                    leaks.append((name, path, who))
    assert sorted(set(leaks)) == []


def test_searching_for_hidden_words_finds_nothing(hall, hidden):
    assert hidden
    for path in ("/urusan?q=kuncirahasi", "/urusan?q=Kunci", "/urusan?state=all", "/masalah"):
        page = hall.visitor().get(path).text
        assert SECRET not in page


def test_a_hidden_matter_takes_no_part(hall, hidden):
    number = hidden[2]["matter"]
    browser = hall.visitor(hall.village.residents[7], officer=False)
    moderator = hall.visitor(hall.village.moderator)
    form = {"side": "for", "words": "Ada", "key": "k" * 32}
    assert browser.post(f"/m/{number}/pendapat/tulis", data=form).status_code == 409
    for tail in ("/pendapat", "/pendapat/tulis", "/ringkasan"):
        assert browser.get(f"/m/{number}{tail}").status_code == 409
    form = {"words": "Ada", "not_agreed": "Ada", "seen": "0", "key": "k" * 32}
    assert moderator.post(f"/petugas/m/{number}/ringkasan", data=form).status_code == 409


def test_a_hidden_matter_says_why_and_leads_to_the_record(hall, hidden):
    page = hall.visitor().get(f"/m/{hidden[2]['matter']}")
    assert page.status_code == 410
    assert "Merendahkan tetangga." in page.text
    assert 'href="/moderasi/3"' in page.text
