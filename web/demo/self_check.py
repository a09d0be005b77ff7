"""``mufakat demo --check``: the demonstration looks at itself through its own front door.

Pages are asked for over HTTP as a browser would; the real election's result is compared with the
council's official stages (``coldside.json``) and its evidence verified from the downloaded bundle.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from voting.audit.asking import Question
from voting.audit.checks import verify
from voting.audit.reading import read_bundle
from voting.outcome import votes_from_json
from voting.services import community, evidence
from voting.store.database import Database
from web.demo import facts
from web.demo.village import Village

_WAIT_SECONDS = 30
_PATHS = ("/", "/masuk", "/urusan", "/masalah", "/hasil", "/catatan", "/periksa")
_SAID = {"id": "Musyawarah warga", "en": "Deciding together"}


def look(url: str, village: Village, database: Database) -> Iterator[tuple[str, bool]]:
    """Yield what was looked at and whether it is as it should be."""
    real, decided = village.real.number, village.decided.number
    with database.read() as connection:
        here = community.show(connection).language
    other = "id" if here == "en" else "en"
    for path in (*_PATHS, f"/p/{real}/hasil"):
        yield path, _SAID[here] in _get(url + path).decode()
        there = f"/{other}{path}".rstrip("/")
        yield there, _SAID[other] in _get(url + there).decode()
    won = facts.vote("first", here).options[0].label
    yield f"/p/{decided}/hasil", won in _get(f"{url}/p/{decided}/hasil").decode()
    yield "official stages of Coldside 2022", _is_official(database, real)
    for number in (real, decided):
        report = verify(Question(bundle=read_bundle(_get(f"{url}/p/{number}/berkas.tar"))))
        yield f"evidence of {number}", report.holds


def _get(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=_WAIT_SECONDS) as answer:  # noqa: S310 - own
            data: bytes = answer.read()
            return data
    except urllib.error.HTTPError as error:
        return f"HTTP {error.code}".encode()


def _is_official(database: Database, number: str) -> bool:
    """Tell whether every stage equals the council's, to the fifth decimal."""
    official = json.loads((Path(__file__).parent / "coldside.json").read_text("utf-8"))
    with database.read() as connection:
        result = evidence.outcome(connection, number)
    counted = result.transcript["stages"]
    if len(counted) != len(official["stages"]):
        return False
    for stage, expected in zip(counted, official["stages"], strict=True):
        held = {result.labels[o]: votes_from_json(v) for o, v in stage["tallies"].items()}
        if held != {name: Fraction(votes) for name, votes in expected["votes"].items()}:
            return False
        rest = votes_from_json(stage["inactive"]["non_transferable"])
        if rest != Fraction(expected["non_transferable"]):
            return False
    return True
