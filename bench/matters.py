"""What the pages of many matters cost: CPU for each, asked of the whole site in one process.

    python bench/matters.py [MATTERS] [TIMES]

A village with 1,000 matters in every phase is built in a folder of its own; list, search, board,
home, inbox and a matter's page are asked for as ``bench/pages.py`` does. Goal: at most 30 ms of CPU
a page.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from sqlalchemy import Connection, insert

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.pages import Browser, build, show, sign_in
from voting.deliberation.matters import Phase
from voting.deliberation.themes import THEMES
from voting.roll import Person
from voting.services import notices, searching
from voting.store import matters as store
from voting.store.rows import matter

MILLISECONDS = 30
PLACES = ("Krajan", "Krajan, RT 02", "Sumber", "Kidul, RT 01")
WORDS = ("air", "jalan", "jembatan", "sekolah", "posyandu", "sampah", "lampu", "sawah", "pasar")
PAGES = {
    "list": "/urusan",
    "list, page 20": "/urusan?page=20&state=all",
    "list by date": "/urusan?order=due",
    "list, filtered": "/urusan?phase=talk&theme=water&place=Krajan",
    "search": "/urusan?q=air+rusak",
    "search, all found": "/urusan?q=urusan",
    "home": "/",
    "inbox": "/kabar",
    "followed": "/kabar/ikuti",
}


def fill(connection: Connection, residents: list[Person], many: int, now: int) -> None:
    """Write matters as rows, with their words and a notice of each to the first resident."""
    themes, phases = list(THEMES), list(Phase)
    for n in range(many):
        phase = phases[n % len(phases)]
        title = f"{WORDS[n % len(WORDS)].title()} rusak di RT {n % 7 + 1}"
        row = {
            "number": f"M-2026-{n:04}",
            "title": title,
            "words": f"Urusan ke-{n}: sudah lama begini, warga menunggu.",
            "theme": themes[n % len(themes)],
            "place": PLACES[n % len(PLACES)],
            "picture": "balai",
            "phase": phase.value,
            "phase_since": now - n * 3600,
            "phase_until": now + (n - 100) * 3600,
            "raised_by": residents[n % len(residents)].id,
            "raised_at": now - n * 7200,
            "answer_due": now + n * 3600 if phase is Phase.PROBLEM else None,
        }
        values = {**row, "template": "problem", "key_hash": n.to_bytes(8, "big")}
        made = connection.execute(insert(matter).values(**values)).inserted_primary_key
        matter_id = int(made[0]) if made else 0
        searching.note(connection, matter_id, title, row["words"])
        notices.follow(connection, residents[0].id, matter_id, now)
        notices.tell(connection, [residents[0].id], "decided", at=now - n, matter_id=matter_id)


async def measure(folder: Path, many: int, times: int) -> float:
    """Ask for every page some times; return the largest median."""
    app, _view, residents, now = build(folder, 4)
    app.state.site.database.write(lambda connection: fill(connection, residents, many, now))
    browser: Browser = sign_in(app, residents[0], now)
    with app.state.site.database.read() as connection:
        some = store.listed(connection, store.Wanted(phase=Phase.TALK, limit=1))
    pages = {**PAGES, "a matter": f"/m/{some[0].number}"}
    worst = 0.0
    for name, path in pages.items():
        await browser.ask(path)  # templates are compiled once
        worst = max(worst, show(name, [await browser.ask(path) for _ in range(times)]))
    app.state.site.database.close()
    return worst


def main(many: int = 1_000, times: int = 30) -> None:
    """Print the figures beside the goal; exit 1 where it is missed."""
    with tempfile.TemporaryDirectory(prefix="mufakat-matters-") as folder:
        worst = asyncio.run(measure(Path(folder), many, times))
    print(f"dearest page  {worst:6.1f} ms CPU   goal {MILLISECONDS} ms")
    sys.exit(worst > MILLISECONDS)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
