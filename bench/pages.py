"""What the voting pages cost: CPU for each, asked of the whole site in one process.

    python bench/pages.py [OPTIONS] [TIMES]

A village with one vote of 12 options is built in a folder of its own; the pages are asked for
through the site as a server would ask (session, access table, database, template, gzip), without
the network. Goals: the ballot page in at most 15 ms of CPU; its first view within 60 KB.
"""

import asyncio
import gzip
import re
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.types import Message

sys.path.insert(0, str(Path(__file__).parent.parent))

from voting.roll import Person, Role
from voting.services import sessions
from voting.services.contests import ContestDraft, ContestView, DraftOption
from voting.services.hashing import Hasher
from voting.services.keys import Keys
from voting.store import migrate, people
from voting.store.database import Database
from web import routes
from web.app import build_app
from web.demo import facts, village
from web.demo.builder import DAY, Builder
from web.lookups import LOOKUPS
from web.security import cookies, csrf
from web.settings import load

MILLISECONDS, KILOBYTES = 15, 60
HOST = b"127.0.0.1"
EVERY = tuple(o for name in ("first", "children", "team") for o in facts.vote(name, "id").options)


class Answer(NamedTuple):
    """What came back: status, bytes with head, the text, milliseconds of CPU."""

    status: int
    size: int
    text: str
    cpu: float


class Browser:
    """Asks an application directly, as one signed-in resident."""

    def __init__(self, app: Starlette, token: str) -> None:
        """Keep the application and a session's token."""
        self.app, self.token = app, token
        self.csrf = csrf.mask(csrf.secret(app.state.site.csrf_key, token))

    async def ask(self, path: str, fields: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to one request."""
        body = b"" if fields is None else urlencode({"csrf": self.csrf, **fields}).encode()
        head = [
            (b"host", HOST),
            (b"accept-encoding", b"gzip"),
            (b"cookie", f"{cookies.PLAIN_NAME}={self.token}".encode()),
            (b"sec-fetch-site", b"same-origin"),
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"content-length", str(len(body)).encode()),
        ]
        path, _, query = path.partition("?")
        scope = {
            "type": "http", "http_version": "1.1", "scheme": "http", "root_path": "",
            "method": "GET" if fields is None else "POST",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(),
            "headers": head, "client": (HOST.decode(), 50_000), "server": (HOST.decode(), 80),
        }  # fmt: skip
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        began = time.process_time()
        await self.app(scope, receive, send)
        cpu = (time.process_time() - began) * 1000
        raw = b"".join(message.get("body", b"") for message in sent)
        headers = dict(sent[0]["headers"])
        size = len(raw) + sum(len(name) + len(value) + 4 for name, value in headers.items())
        packed = headers.get(b"content-encoding") == b"gzip"
        text = (gzip.decompress(raw) if packed else raw).decode("utf-8", "replace")
        return Answer(sent[0]["status"], size, text, cpu)


def build(folder: Path, options: int) -> tuple[Starlette, ContestView, list[Person], int]:
    """Build the village; return the application, the contest and its residents."""
    now = int(time.time())
    settings = load({}, folder)
    database = Database(settings.database_url)
    migrate.upgrade(database)
    keys = Keys.load_or_create(folder / "keys")
    builder = Builder(
        database=database, keys=keys, hasher=Hasher(passes=1, memory_kib=8), pictures={}, tell=print
    )
    officers = village.found(builder, now - 2 * DAY)
    chosen = tuple(
        DraftOption(label=f"{o.label} {n}", description=o.description, picture=o.picture)
        for n, o in enumerate((EVERY * (options // len(EVERY) + 1))[:options], 1)
    )
    draft = ContestDraft(
        title="Apa yang kita bangun lebih dulu?",
        question="Dana desa cukup untuk satu pekerjaan besar.",
        method="irv",
        opens=now - DAY,
        closes=now + DAY,
        options=chosen,
    )
    view = builder.open(officers[Role.MODERATOR], draft, now - DAY)
    pages = {address: routes.page(address) for address in routes.ADDRESSES}
    app = build_app(settings, pages, lookups=LOOKUPS, database=database, keys=keys)
    with database.read() as connection:
        return app, view, people.residents(connection), now


def sign_in(app: Starlette, person: Person, now: int) -> Browser:
    """Return a browser in which a resident is signed in."""
    token = cookies.new_token()
    hashed = cookies.hash_of(token)
    app.state.site.database.write(
        lambda connection: sessions.start(connection, person.id, False, hashed, now)
    )
    return Browser(app, token)


def show(name: str, answers: Sequence[Answer]) -> float:
    """Print what a page costs and return the median of its CPU."""
    wrong = {answer.status for answer in answers} - {200}
    if wrong:
        sys.exit(f"{name} answered {wrong}")
    cpu = median(answer.cpu for answer in answers)
    sizes = f"{answers[0].size:7,} bytes over the wire, {len(answers[0].text):7,} unpacked"
    print(f"{name:24} {cpu:6.1f} ms CPU  {sizes}")
    return cpu


async def measure(folder: Path, options: int, times: int) -> tuple[float, float]:
    """Ask for every page, as many residents as there are times; return CPU and first view."""
    app, view, residents, now = build(folder, options)
    base = f"/p/{view.number}/suara"
    browsers = [sign_in(app, person, now) for person in residents[:times]]
    ranks = {f"rank-{option.id}": str(n) for n, option in enumerate(view.options, 1)}
    await browsers[0].ask(base)  # templates are compiled once
    print(f"{options} options, {len(browsers)} residents, medians")
    ballots = [await browser.ask(base) for browser in browsers]
    cpu = show("ballot", ballots)
    moved = {**ranks, "move": "1:down"}
    show("ballot after an arrow", [await browser.ask(base, moved) for browser in browsers])
    checks = [await browser.ask(f"{base}/periksa", ranks) for browser in browsers]
    show("check", checks)
    fields = [{**ranks, "key": f"{number:064x}"} for number, _ in enumerate(browsers)]
    casts = [
        await browser.ask(f"{base}/kirim", each)
        for browser, each in zip(browsers, fields, strict=True)
    ]
    show("cast, with its receipt", casts)
    static = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', ballots[0].text))
    folder_of = next(address for address in static if address.endswith("app.css"))
    static |= {folder_of.replace("app.css", "fonts/plus-jakarta-sans-5.3.0.woff2")}
    rest = [await browsers[0].ask(address) for address in static]
    first = (ballots[0].size + sum(answer.size for answer in rest)) / 1024
    app.state.site.database.close()
    return cpu, first


def main(options: int = 12, times: int = 100) -> None:
    """Print the figures beside their goals; exit 1 where one is missed."""
    with tempfile.TemporaryDirectory(prefix="mufakat-pages-") as folder:
        cpu, first = asyncio.run(measure(Path(folder), options, times))
    print(f"ballot page             {cpu:6.1f} ms CPU   goal {MILLISECONDS} ms")
    print(f"its first view          {first:6.1f} KB       goal {KILOBYTES} KB")
    sys.exit(cpu > MILLISECONDS or first > KILOBYTES)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
