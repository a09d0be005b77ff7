"""Searching: matters by their words, and those that resemble what somebody is writing."""

import re
import unicodedata

from sqlalchemy import Connection

from voting.store import matters, search, solutions
from voting.store.matters import MatterView, Wanted

MOST_WORDS = 12
LONGEST_WORD = 40
LONGEST_ASKED = 400
MOST_FOUND = 1_000
_WORD = re.compile(r"[^\W_]+")

# Words so common that two texts are not alike for sharing them.
_COMMON_WORDS = """
    ada agar akan atau bagi bila bisa buat dalam dan dari dengan di hanya harus hingga ini itu jadi
    jangan juga kalau kami karena ke kita lagi lebih masih mau mereka oleh pada para perlu pun saja
    sampai sangat saya sebagai sejak seperti sering setiap sudah tapi telah tetapi tidak untuk warga
    yang
    and are for from has have its not our that the there this was were when which with you
    """
_COMMON = frozenset(_COMMON_WORDS.split())


def note(connection: Connection, matter_id: int, title: str, *words: str) -> None:
    """Keep the words by which a matter is found; call it again when they change."""
    search.write(connection, matter_id, fold(title), fold(" ".join(words)))


def refresh(connection: Connection, matter_id: int) -> None:
    """Keep the words of a matter as they are now, with the titles of its solutions that stand."""
    view = matters.read_id(connection, matter_id)
    titles = solutions.titles(connection, matter_id)
    note(connection, matter_id, view.title, view.words, *view.causes, *titles)


def found(connection: Connection, asked: str, *, limit: int) -> tuple[MatterView, ...]:
    """Return the matters that have every word asked for, the best first; hidden ones left out."""
    return _views(connection, _words(asked), every=True, limit=limit)


def ids(connection: Connection, asked: str) -> tuple[int, ...]:
    """Return the ids of the matters that have every word asked for, the best first.

    At most 1,000; hidden ones are among them, for the list that shows them to leave out.
    """
    return tuple(search.find(connection, _words(asked), every=True, limit=MOST_FOUND))


def similar(connection: Connection, written: str, *, limit: int) -> tuple[MatterView, ...]:
    """Return matters that go on and share telling words with a text, the most alike first."""
    words = [word for word in _words(written) if word not in _COMMON]
    views = _views(connection, words, every=False, limit=4 * limit)
    return tuple(view for view in views if not view.ended_as)[:limit]


def fold(text: str) -> str:
    """Return the words of a text in small letters without marks, as they are kept and looked for.

    Only letters and digits stay, so that both databases split a text in the same places.
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(plain))


def _words(text: str) -> list[str]:
    """Return the words of a text, folded, each once, the longest ones where there are many."""
    known = dict.fromkeys(word[:LONGEST_WORD] for word in fold(text).split())
    words = [word for word in known if word.isalnum()]
    return sorted(words, key=len, reverse=True)[:MOST_WORDS]


def _views(
    connection: Connection, words: list[str], *, every: bool, limit: int
) -> tuple[MatterView, ...]:
    ids = search.find(connection, words, every=every, limit=limit)
    if not ids:
        return ()
    views = {view.id: view for view in matters.listed(connection, Wanted(ids=ids))}
    return tuple(views[one] for one in ids if one in views and not views[one].hidden)
