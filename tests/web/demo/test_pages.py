"""Every public page of the year, in both languages: it opens, says all in words, mixes no tongues."""

import re
from collections import deque
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.web.browser import words_of
from voting.words import sentences

# Downloads, and pages that need somebody to sign in, are for others to test.
SKIPPED = re.compile(r"berkas|/static/|/masuk|/keluar|\.(tar|json|csv|txt|png|svg|ics)|/foto/|#")
INDONESIAN = re.compile(r"\b(yang|dan|untuk|dengan|tidak)\b")
ENGLISH = re.compile(r"\b(the|and|with|which|of)\b")
MOST = 700


def crawl(client, first):
    """Yield every page that can be reached by links, with its path."""
    waits, seen = deque([first]), {first}
    while waits:
        path = waits.popleft()
        page = client.get(path)
        yield path, page
        for found in re.findall(r'href="(/[^"]*)"', page.text):
            link = unescape(found).partition("#")[0]
            known = link in seen or SKIPPED.search(link)
            if not known and is_same(link, first) and len(seen) < MOST:
                seen.add(link)
                waits.append(link)


def is_same(link, first):
    """Tell whether a link stays in the language in which the crawl began."""
    other = re.match(r"/(id|en)(/|$)", link)
    return bool(other) == (first != "/")


@pytest.mark.parametrize("first", ["/", "/other"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_public_page_opens_and_has_no_evil(years, language, first):
    year = years[language]
    other = {"id": "en", "en": "id"}[language]
    start = "/" if first == "/" else f"/{other}"
    client = TestClient(year.app(), base_url="http://127.0.0.1", follow_redirects=True)
    codes = set(sentences("en"))
    count = 0
    for path, page in crawl(client, start):
        assert page.status_code == 200, path
        words = words_of(page)
        assert not codes & set(words.split()), path
        assert "EVIL" not in page.text, path
        assert "<script>alert" not in page.text, path
        if first == "/":
            foreign = INDONESIAN if language == "en" else ENGLISH
            visible = re.sub(r"https?://\S+", "", words)
            assert not foreign.search(visible), (path, foreign.search(visible))
        count += 1
    assert count > 60
    for name in ("pasar", "hajatan", "dana-desa", "sumur"):
        assert client.get(f"{start.rstrip('/')}/m/{year.made[name]}").status_code == 200
