"""What the pages of matters cost when there are many: CPU and queries for each page.

    python bench/many.py [MATTERS] [POSITIONS] [TIMES]

A village of 300 residents with 1,000 matters in all phases, one of them with a talk of 2,000
positions, is built in a folder of its own; the pages are asked for through the site as a server
would ask. Goal: at most 30 ms of CPU a page. The number of queries is printed beside it.
"""

import asyncio
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Connection, Table, event, insert
from starlette.applications import Starlette

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from pages import Browser

from voting.deliberation.matters import Phase
from voting.deliberation.solutions import Solution, written
from voting.deliberation.themes import THEMES
from voting.roll import Person, Role
from voting.services import searching, sessions
from voting.services.hashing import Hasher
from voting.services.keys import Keys
from voting.store import migrate, people
from voting.store.database import Database
from voting.store.rows import (
    amendment,
    flag,
    matter,
    matter_answer,
    outcome,
    position,
    position_also,
    solution,
    solution_version,
    support,
)
from web import routes
from web.app import build_app
from web.demo import village
from web.demo.builder import DAY, Builder
from web.lookups import LOOKUPS
from web.security import cookies
from web.settings import load

MILLISECONDS = 30
SIDES = ("for", "against", "condition", "question")
NAMES = ("Air bersih", "Jalan berlubang", "Lampu mati", "Selokan meluap", "Pos ronda", "Sampah")
LINES = (
    "Setiap musim kering kami mengambil air dari sungai, anak-anak ikut memikul.",
    "Saya setuju kalau yang merawat sudah jelas dan iurannya ringan.",
    "Berapa biaya tiap tahun, dan siapa yang menyimpan uangnya?",
)


def key(*what: object) -> bytes:
    """Return bytes that look random and are the same in every run."""
    return sha256(repr(what).encode()).digest()


class Rows:
    """Rows of many tables, written at once."""

    def __init__(self) -> None:
        """Begin with none."""
        self.of: dict[Table, list[dict[str, Any]]] = {}

    def add(self, table: Table, **values: Any) -> None:
        """Keep a row."""
        self.of.setdefault(table, []).append(values)

    def write(self, connection: Connection) -> None:
        """Write them all."""
        for table, rows in self.of.items():
            connection.execute(insert(table), rows)


def fill(people_: list[Person], matters: int, positions: int, now: int) -> Rows:
    """Return the rows of a village with many matters; the first one holds the long talk."""
    rows, themes, phases = Rows(), list(THEMES), list(Phase)
    for number in range(1, matters + 1):
        phase = Phase.TALK if number == 1 else phases[number % len(phases)]
        author = people_[number % len(people_)].id
        rows.add(
            matter, id=number, number=f"M-2026-{number:03}", template="problem",
            title=f"{NAMES[number % len(NAMES)]} di RT {number:03}", words=LINES[number % 3] * 3,
            theme=themes[number % len(themes)], place="" if number % 3 else "Krajan",
            phase=phase.value, phase_since=now - 9 * DAY, phase_until=now + (number % 40 - 5) * DAY,
            picture="air-bersih", raised_by=author,
            raised_at=now - (number % 90) * DAY - number, key_hash=key(number),
            answer_due=now + (number % 14 - 3) * DAY if phase is Phase.PROBLEM else None,
        )  # fmt: skip
        for who in {(number * 7 + one) % len(people_) for one in range(number % 23 + 1)}:
            rows.add(support, matter_id=number, person_id=people_[who].id, at=now - DAY)
        if phase is not Phase.PROBLEM:
            rows.add(
                matter_answer, matter_id=number, person_id=author, decision="take-up",
                words="Kami kumpulkan usulan.", at=now - 8 * DAY,
            )  # fmt: skip
            _solutions(rows, people_, number, now)
        if phase is Phase.DELIVERY and number % 2:
            rows.add(
                outcome, matter_id=number, decided_at=now - DAY, due=now + (number % 9 - 4) * DAY
            )
        _talk(rows, people_, number, positions if number == 1 else number % 5, now)
    return rows


def _solutions(rows: Rows, people_: list[Person], number: int, now: int) -> None:
    for one in range(1, 3):
        ident = number * 10 + one
        text = Solution(title=f"Cara {one} untuk {number}", words=LINES[one] * 4)
        body, digest = written(text, f"M-2026-{number:03}", one)
        author = people_[(number + one) % len(people_)].id
        rows.add(
            solution, id=ident, matter_id=number, number=one, author_id=author,
            created_at=now - 5 * DAY, verify_due=now + (number % 9 - 2) * DAY,
            key_hash=key("s", ident),
        )  # fmt: skip
        rows.add(
            solution_version, solution_id=ident, version=1, title=text.title, body=body,
            hash=digest, person_id=author, at=now - 5 * DAY,
        )  # fmt: skip
        if number % 10 == 0:
            rows.add(
                amendment, solution_id=ident, base_version=1, person_id=people_[number % 7].id,
                body=body, reason="Lebih murah.", at=now - 9 * DAY, key_hash=key("a", ident),
            )  # fmt: skip


def _talk(rows: Rows, people_: list[Person], number: int, positions: int, now: int) -> None:
    for one in range(positions):
        ident = number * 10_000 + one
        rows.add(
            position, id=ident, matter_id=number, person_id=people_[one % len(people_)].id,
            side=SIDES[one % 4], words=f"{LINES[one % 3]} ({one})", at=now - 3 * DAY + one,
            key_hash=key("p", ident),
        )  # fmt: skip
        for other in range(one % 6):
            who = people_[(one + other + 1) % len(people_)].id
            rows.add(position_also, position_id=ident, person_id=who, at=now - DAY)
        if number % 50 == 2:
            rows.add(
                flag, kind="position", subject_id=ident, matter_id=number,
                person_id=people_[(one + 3) % len(people_)].id, rule="insult", at=now - DAY,
            )  # fmt: skip


def build(folder: Path, matters: int, positions: int, now: int) -> tuple[Starlette, Person, Person]:
    """Build the village; return the application, its moderator and a resident."""
    settings = load({}, folder)
    database = Database(settings.database_url)
    migrate.upgrade(database)
    keys = Keys.load_or_create(folder / "keys")
    builder = Builder(
        database=database, keys=keys, hasher=Hasher(passes=1, memory_kib=8), pictures={}, tell=print
    )
    officers = village.found(builder, now - 2 * DAY)
    with database.read() as connection:
        residents = people.residents(connection)
    rows = fill(residents, matters, positions, now)

    def body(connection: Connection) -> None:
        rows.write(connection)
        for row in rows.of[matter]:
            searching.note(connection, row["id"], row["title"], row["words"])

    database.write(body)
    pages = {address: routes.page(address) for address in routes.ADDRESSES}
    app = build_app(settings, pages, lookups=LOOKUPS, database=database, keys=keys)
    return app, officers[Role.MODERATOR], residents[0]


def sign_in(app: Starlette, person: Person | None, now: int) -> Browser:
    """Return a browser in which somebody is signed in, an officer or a resident; or nobody."""
    token = cookies.new_token() if person else "none"
    if person:
        officer = Role.MODERATOR in person.roles
        hashed = cookies.hash_of(token)
        app.state.site.database.write(
            lambda connection: sessions.start(connection, person.id, officer, hashed, now)
        )
    return Browser(app, token)


async def measure(folder: Path, matters: int, positions: int, times: int) -> bool:
    """Ask for every page; print what each costs and tell whether all reach the goal."""
    now = int(time.time())
    app, moderator, resident = build(folder, matters, positions, now)
    nobody, one, officer = (sign_in(app, who, now) for who in (None, resident, moderator))
    sent: list[str] = []
    event.listen(
        app.state.site.database.engine,
        "before_cursor_execute",
        lambda *given: sent.append(given[2]),
    )
    first = "M-2026-001"
    asked = (
        ("home", one, "/"),
        ("list of matters", nobody, "/urusan"),
        ("list, a resident", one, "/urusan"),
        ("search", one, "/urusan?q=air"),
        ("problem board", one, "/masalah"),
        ("matter with the talk", one, f"/m/{first}"),
        ("its talk", one, f"/m/{first}/pendapat"),
        ("its solutions", one, f"/m/{first}/usulan"),
        ("another matter", nobody, "/m/M-2026-010"),
        ("officers' today", officer, "/petugas"),
        ("reports", officer, "/petugas/moderasi"),
    )
    print(f"{matters:,} matters, {positions:,} positions in one talk, medians of {times}")
    good = True
    for name, browser, path in asked:
        await browser.ask(path)  # templates and statements are compiled once
        sent.clear()
        answers = [await browser.ask(path) for _ in range(times)]
        if {answer.status for answer in answers} != {200}:
            sys.exit(f"{name} answered {answers[0].status}")
        cpu = median(answer.cpu for answer in answers)
        good = good and cpu <= MILLISECONDS
        size = answers[0].size
        print(f"{name:22} {cpu:6.1f} ms CPU {len(sent) // times:4} queries {size:8,} bytes")
    print(f"goal {MILLISECONDS} ms of CPU a page: {'reached' if good else 'missed'}")
    app.state.site.database.close()
    return good


def main(matters: int = 1000, positions: int = 2000, times: int = 15) -> None:
    """Print the figures beside the goal; exit 1 where it is missed."""
    with tempfile.TemporaryDirectory(prefix="mufakat-matters-") as folder:
        good = asyncio.run(measure(Path(folder), matters, positions, times))
    sys.exit(not good)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
