"""Every page of the site, asked by everybody, in every state, in both languages (T15).

What the table refuses is refused over HTTP too, with nothing changed; what it allows never breaks.
Forms that are allowed are the business of each page's own test.
"""

import re
from collections import Counter

import html5lib
import pytest
from sqlalchemy import text

from tests import matters, sittings, solutions, talk
from tests.village import AFTER, DURING, make_village
from tests.web.visitors import make_hall
from voting.deliberation import ContestState
from voting.roll import Role
from voting.services import changing, closing, counting, sealing
from web.access import Verdict, decide
from web.routes import ADDRESSES

STATUS = {
    Verdict.SIGN_IN: 303,
    Verdict.FORBID: 403,
    Verdict.WRONG_STATE: 409,
    Verdict.HIDDEN: 404,
}
SOUND: set[str] = set()  # pages that have been parsed already: most refusals look the same
LANGUAGES = {"id": "", "en": "/en"}
REASON = "Alasan yang jelas."
# What somebody may call themselves or their option, hoping that a page runs it.
EVIL = """<img src=x onerror=alert(1)>"'><script>alert(2)</script>{{7*7}}%(x)s"""
LEAKS = ("<img src=x", "<script>alert", ">alert(2)", "49%", "\"'><")


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    """A village with a contest in each state, and its site."""
    folder = tmp_path_factory.mktemp("hall")
    village = make_village(f"sqlite:///{folder / 'village.db'}", folder / "keys")
    made = make_hall(village, folder / "site")
    made.numbers = {state: contest_in(village, state) for state in ContestState}
    made.given = matter_paths(village)
    made.people = {
        frozenset({role}): village.add(f"X-{role}", f"{EVIL}{role}", role) for role in Role
    }
    made.people[None] = None
    made.people[frozenset()] = village.add("X-0", "Ibu Tamu")
    yield made
    village.database.close()


def contest_in(village, state):
    """Bring a contest into a state by the services, as people would."""
    words = {"title": EVIL, "question": EVIL, "options": (EVIL, f"{EVIL} 2", "Balai")}
    if state is ContestState.DRAFT:
        return village.draft(**words)
    number = village.open(**words)
    if state is ContestState.CANCELLED:
        village.write(changing.cancel, village.moderator, number, REASON, at=DURING)
        return number
    if state is ContestState.OPEN:
        return number
    first = ("1",) if state is ContestState.PUBLISHED else ("2",)
    village.cast(number, 0, "1")
    village.cast(number, 1, *first)
    village.write(closing.close, village.moderator, number, REASON, at=DURING)
    if state is ContestState.CLOSED:
        return number
    prepared = village.read(sealing.prepare_seal, village.keys, number)
    village.write(sealing.seal, village.moderator, prepared, AFTER)
    if state is ContestState.SEALED:
        return number
    if state is ContestState.PUBLISHED:
        village.finish(number)
        return number
    village.write(counting.count, village.moderator, number, AFTER)
    if state is ContestState.DRAWN:
        village.draw(number)
    return number


def matter_paths(village):
    """Make a matter with everything a path can name; return the values of the paths' names."""
    matter = matters.start(village, title=EVIL, words=EVIL)
    held = sittings.paths(village, EVIL)
    said = talk.paths(village, matter, EVIL)
    written = solutions.paths(village, matter, EVIL)
    return {"matter": matter.number, "photo": "1", **held, **said, **written}


def test_the_village_has_a_contest_in_each_state(hall):
    for state, number in hall.numbers.items():
        assert hall.village.view(number).state is state


def cells(address):
    """Yield who comes, the contest's state and the address's parameters."""
    states = ContestState if "{number}" in address.path else [None]
    for roles in [None, frozenset(), *[frozenset({role}) for role in Role]]:
        for state in states:
            yield roles, state


def path_of(hall, address, state, language):
    values = {"number": hall.numbers.get(state, ""), "code": "H4KD92TW", **hall.given}
    return LANGUAGES[language] + (
        address.path.format(**values).rstrip("/") or "/"[: not LANGUAGES[language]]
    )


def contents(hall):
    """Return how much is in each table, sessions' use aside."""
    with hall.village.database.read() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        return Counter(
            {
                name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar()
                for (name,) in names.all()
                if name != "web_session"
            }
        )


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell(hall, address, language):
    browsers = {roles: hall.visitor(person) for roles, person in hall.people.items()}
    before = contents(hall)
    for roles, state in cells(address):
        verdict = decide(address.name, roles, state)
        path = path_of(hall, address, state, language)
        for method in address.methods:
            if verdict is Verdict.ALLOW and method == "POST":
                continue
            response = getattr(browsers[roles], method.lower())(path)
            where = (
                f"{method} {path} by {sorted(roles) if roles is not None else 'nobody'} in {state}"
            )
            if verdict is Verdict.ALLOW:
                assert response.status_code < 500, where
            else:
                assert response.status_code == STATUS[verdict], where
            check_language(response, language, where)
            check_page(response, where)
    assert contents(hall) == before


def check_language(response, language, where):
    """A page is in the language of its address and leads to itself in the other one."""
    if hasattr(response, "context"):
        visit = response.context["visit"]
        assert visit.language == language, where
        if is_part(response):
            return
        assert f'<html lang="{language}">' in response.text, where
        other = "en" if language == "id" else "id"
        assert response.context["other_language_url"].startswith(LANGUAGES[other] or "/"), where


def check_page(response, where):
    """A page is sound HTML and holds nothing of what somebody hoped it would run."""
    if response.headers.get("content-type", "").startswith("text/html"):
        for leak in LEAKS:
            assert leak not in response.text, where
        page = re.sub(r'value="[0-9a-f]{128}"', "", response.text)
        if page not in SOUND:
            parser = html5lib.HTMLParser(strict=True)
            (parser.parseFragment if is_part(response) else parser.parse)(response.text)
            SOUND.add(page)


def is_part(response):
    """Tell whether an answer is a part of a page that renews itself (`_name.html`)."""
    return "/_" in getattr(getattr(response, "template", None), "name", "")
