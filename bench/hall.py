"""How a live round goes with a hall full of phones, over the network of one machine.

    python bench/hall.py [PHONES] [SECONDS]

A village with a sitting whose round is open is served by a process of its own, as in a hall. Each
phone looks at the sitting, loads the ballot, reads it back, sends it, and later changes its stance
once, all within so many seconds; until then it asks every six seconds how things stand, and the
screen on the wall every three. Goal: with 300 phones every answer within 1 s on two cores. The
clients run on the same cores, which a hall's phones do not.
"""

import http.client
import multiprocessing
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import uvicorn
from sqlalchemy import Connection

sys.path.insert(0, str(Path(__file__).parent.parent))

from voting.ballots.stances import STANCES
from voting.roll import Elector, Role
from voting.services import attending, calling, community, matters, rounds, sessions, sittings
from voting.services.calling import Call, Fallback
from voting.services.hashing import Hasher
from voting.services.keys import Keys, fresh
from voting.store import migrate, people
from voting.store.database import Database
from web import routes
from web.app import build_app
from web.lookups import LOOKUPS
from web.security import cookies, csrf
from web.settings import load

PHONES, SECONDS, GOAL = 300, 60, 1.0
POLL, SCREEN = 6, 3
HOST = "127.0.0.1"
_KEY = re.compile(r'name="key" value="([0-9a-f]+)"')


class Hall(NamedTuple):
    """What the phones need to know: sitting, contest, a session's token for each of them."""

    sitting: str
    contest: str
    tokens: tuple[str, ...]


def build(folder: Path, phones: int) -> Hall:
    """Build the village with its sitting, and open the round."""
    now = int(time.time())
    database = Database(load({}, folder).database_url)
    migrate.upgrade(database)
    keys = Keys.load_or_create(folder / "keys")
    tokens = tuple(cookies.new_token() for _ in range(phones))

    def body(connection: Connection) -> Hall:
        community.found(
            connection,
            name="Desa Bangku",
            origin="bench.example/log",
            language="id",
            timezone="Asia/Jakarta",
            at=now - 9000,
        )
        officer = people.add(connection, Elector(reference="m", name="Ibu Sri"))
        people.grant(connection, [officer], Role.MODERATOR, now - 9000, None)
        electors = [Elector(reference=f"{n:06}", name=f"Warga {n}") for n in range(phones)]
        ids = people.add_all(connection, electors)
        people.grant(connection, ids, Role.RESIDENT, now - 9000, None)
        for person, token in zip(ids, tokens, strict=True):
            sessions.start(connection, person, False, cookies.hash_of(token), now)
        moderator = people.find(connection, officer, now)
        about = matters.start(
            connection,
            moderator,
            {"template": "quick", "title": "Ronda malam", "words": "", "theme": "safety"},
            key=fresh(32),
            at=now - 60,
        )
        view = calling.call(
            connection,
            moderator,
            about.number,
            Call(
                title="Ronda malam",
                words="Ronda malam dilakukan tujuh orang tiap malam. " * 8,
                preset="mufakat",
                edits={"place": "hall"},
                fallback=Fallback(),
            ),
            key=fresh(32),
            at=now - 50,
        )
        calling.invite(connection, moderator, view.number, place="", at=now - 40)
        for person in ids:
            attending.attend(connection, people.find(connection, person, now), view.number, now)
        seen = sittings.standing(connection, view).mark
        after = rounds.open_round(
            connection, moderator, keys, view.number, seen=seen, closes=now + 3600, at=now
        )
        return Hall(view.number, after.rounds[-1].contest, tokens)

    made = database.write(body)
    database.close()
    return made


def serve(folder: Path, port: object) -> None:
    """Serve the site until it is killed; tell its port."""
    settings = load({}, folder)
    app = build_app(
        settings,
        {address: routes.page(address) for address in routes.ADDRESSES},
        lookups=LOOKUPS,
        keys=Keys.load_or_create(folder / "keys"),
        hasher=Hasher(passes=1, memory_kib=8),
        works=True,
    )
    config = uvicorn.Config(app, port=0, ws="none", log_level="warning", access_log=False)
    server = uvicorn.Server(config)

    def tell() -> None:
        while not server.started:
            time.sleep(0.01)
        port.value = server.servers[0].sockets[0].getsockname()[1]  # type: ignore[attr-defined]

    threading.Thread(target=tell, daemon=True).start()
    server.run()


class Phone:
    """One phone: keeps its connection, and writes down how long each answer took."""

    def __init__(self, port: int, token: str, secret: bytes, took: dict[str, list[float]]) -> None:
        """Keep what it needs."""
        self.port, self.token, self.took = port, token, took
        self.csrf = csrf.mask(csrf.secret(secret, token)) if token else ""
        self.connection = http.client.HTTPConnection(HOST, port, timeout=30)
        self.etags: dict[str, str] = {}

    def ask(self, name: str, path: str, fields: dict[str, str] | None = None) -> str:
        """Ask for a page or send a form."""
        head = {"accept-encoding": "gzip", "sec-fetch-site": "same-origin"}
        if self.token:
            head["cookie"] = f"{cookies.PLAIN_NAME}={self.token}"
        if path in self.etags:
            head["if-none-match"] = self.etags[path]
        body = None
        if fields is not None:
            body = urlencode({"csrf": self.csrf, **fields})
            head["content-type"] = "application/x-www-form-urlencoded"
        else:
            head.pop("accept-encoding")
        began = time.perf_counter()
        try:
            self.connection.request("GET" if body is None else "POST", path, body, head)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # idle for too long
            self.connection.close()
            self.connection.request("GET" if body is None else "POST", path, body, head)
            answer = self.connection.getresponse()
        data = answer.read()
        self.took[name].append(time.perf_counter() - began)
        assert answer.status in (200, 304), (path, answer.status, data[:300])
        if answer.headers["etag"]:
            self.etags[path] = answer.headers["etag"]
        return data.decode("utf-8", "replace") if fields is None else ""

    def stand(self, contest: str, stance: str) -> None:
        """Take a stance the whole way: ballot, check, sending."""
        page = self.ask("ballot page", f"/p/{contest}/suara")
        found = _KEY.search(page)
        assert found
        note = "Mohon jadwalnya ditempel." if stance not in ("agree", "abstain") else ""
        given = {"stance": stance, "key": found[1], "note": note}
        if stance == "block":
            given["ground"] = "harm"
        self.ask("check page", f"/p/{contest}/suara/periksa", given)
        self.ask("stance sent", f"/p/{contest}/suara/kirim", given)

    def live(self, hall: Hall, seconds: float, chance: random.Random) -> None:
        """Come in, take a stance, change it, and look on in between."""
        began = time.monotonic()
        acts = sorted(chance.uniform(0, seconds) for _ in range(2))
        time.sleep(chance.uniform(0, acts[0]))
        self.ask("sitting page", f"/musyawarah/{hall.sitting}")
        while acts:
            if time.monotonic() - began >= acts[0]:
                acts.pop(0)
                self.stand(hall.contest, chance.choice(STANCES))
            else:
                self.ask("how it stands", f"/musyawarah/{hall.sitting}/kini")
                time.sleep(max(0, min(POLL, acts[0] - (time.monotonic() - began))))


def main() -> None:
    """Print the figures."""
    given = [int(argument) for argument in sys.argv[1:]]
    phones, seconds = (given + [PHONES, SECONDS][len(given) :])[:2]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hall = build(folder, phones)
        port = multiprocessing.Value("i", 0)
        server = multiprocessing.Process(target=serve, args=(folder, port), daemon=True)
        server.start()
        while not port.value:
            time.sleep(0.05)
        took: defaultdict[str, list[float]] = defaultdict(list)
        secret = csrf_key(folder)
        people_in = [Phone(port.value, token, secret, took) for token in hall.tokens]
        wall = Phone(port.value, "", secret, took)
        first = Phone(port.value, hall.tokens[0], secret, defaultdict(list))
        first.ask("", f"/musyawarah/{hall.sitting}")
        first.stand(hall.contest, "aside")  # the moderator has tried it before everybody came
        wall.ask("screen", f"/musyawarah/{hall.sitting}/layar")
        threads = [
            threading.Thread(target=one.live, args=(hall, seconds, random.Random(number)))
            for number, one in enumerate(people_in)
        ]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            wall.ask("screen", f"/musyawarah/{hall.sitting}/layar/kini")
            time.sleep(SCREEN)
        server.kill()
        server.join()
    worst = 0.0
    print(f"{phones} phones within {seconds} s")
    for what, times in took.items():
        times.sort()
        worst = max(worst, times[-1])
        half, last = times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000
        print(f"{what:14} {len(times):6} answers  p50 {half:6.1f} ms  p99 {last:6.1f} ms")
    spent, answers = os.times(), sum(map(len, took.values()))
    cpu = spent.children_user + spent.children_system
    print(f"server         {cpu:6.1f} s CPU, {cpu / answers * 1000:.1f} ms an answer")
    print(f"slowest        {worst:6.2f} s (goal {GOAL:.0f})")


def csrf_key(folder: Path) -> bytes:
    """Return the key that tokens of forms are made with."""
    return Keys.load_or_create(folder / "keys").session


if __name__ == "__main__":
    main()
