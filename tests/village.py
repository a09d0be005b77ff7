"""A small village for tests of the services: officers, residents, keys, contests, ballots cast.

Everything goes through the services as the site would do it; times are plain Unix seconds.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import update

from voting.ballots import Ranking
from voting.roll import Elector, Person, Role
from voting.services import balloting, community, contests, counting, opening
from voting.services.contests import ContestDraft, DraftOption
from voting.services.keys import Keys
from voting.store import migrate, people
from voting.store.database import Database
from voting.store.rows import contest, metadata

FOUNDED = 1_700_000_000
DRAFTED = FOUNDED + 1_000
OPENED = FOUNDED + 2_000
OPENS = FOUNDED + 3_000
DURING = FOUNDED + 3_500
CLOSES = FOUNDED + 10_000
GRACE = 60
AFTER = CLOSES + GRACE
ORIGIN = "desa-tirtasari.example/log"
DICE = "31415926535897932384"
SEEDS = {
    name: sha256(name.encode()).digest()
    for name in ("log", "receipt", "seal", "tie", "slip", "session")
}


def chance(*what, size=32):
    """Return bytes that look random and are the same in every run."""
    return sha256(repr(what).encode()).digest()[:size]


@dataclass
class Village:
    """A database and keys with people in it; residents are numbered from 0."""

    database: Database
    keys: Keys
    moderator: Person = None
    roll_officer: Person = None
    auditor: Person = None
    residents: list[Person] = field(default_factory=list)

    def write(self, service, *args, **values):
        """Run one service in a write transaction of its own."""
        return self.database.write(lambda connection: service(connection, *args, **values))

    def read(self, service, *args, **values):
        """Run one service on a reading connection."""
        with self.database.read() as connection:
            return service(connection, *args, **values)

    def found(self, residents):
        """Found the community with its officers and residents."""
        self.write(
            community.found,
            name="Desa Tirtasari",
            origin=ORIGIN,
            language="id",
            timezone="Asia/Jakarta",
            at=FOUNDED,
        )
        self.moderator = self.add("M1", "Ibu Sri", Role.MODERATOR)
        self.roll_officer = self.add("R1", "Pak Joko", Role.ROLL_OFFICER)
        self.auditor = self.add("A1", "Bu Wulan", Role.AUDITOR)
        self.residents = self.add_residents(range(residents))
        return self

    def add(self, reference, name, *roles):
        """Add a person with roles."""

        def body(connection):
            elector = Elector(reference=reference, name=name, place="Krajan")
            person_id = people.add(connection, elector)
            for role in roles:
                people.grant(connection, [person_id], Role(role), FOUNDED, None)
            return people.find(connection, person_id, FOUNDED)

        return self.database.write(body)

    def add_residents(self, numbers):
        """Add residents by number, all in one transaction, and return them."""

        def body(connection):
            ids = [
                people.add(
                    connection,
                    Elector(
                        reference=f"W{number:04}",
                        name=f"Warga Tirtasari {number:04}",
                        place="Krajan",
                    ),
                )
                for number in numbers
            ]
            people.grant(connection, ids, Role.RESIDENT, FOUNDED, None)
            return [people.find(connection, person_id, FOUNDED) for person_id in ids]

        return self.database.write(body)

    def draft(self, level="B", options=("Sumur", "Jalan", "Balai"), **values):
        """Draft a contest and give it a poll name that is the same in every run."""
        wanted = ContestDraft(
            **{
                "title": "Apa yang kita bangun?",
                "question": "Pilih menurut urutan.",
                "method": "irv",
                "level": level,
                "opens": OPENS,
                "closes": CLOSES,
                "grace": GRACE,
                "options": tuple(DraftOption(label=label) for label in options),
            }
            | values
        )
        view = self.write(contests.draft, self.moderator, wanted, DRAFTED)
        poll = chance("poll", view.number, size=16).hex()
        change = update(contest).where(contest.c.id == view.id).values(poll=poll)
        self.database.write(lambda connection: connection.execute(change))
        return view.number

    def open(self, level="B", **values):
        """Draft and open a contest; return its number."""
        number = self.draft(level, **values)
        self.write(opening.open_contest, self.moderator, self.keys, number, OPENED)
        return number

    def view(self, number):
        """Return a contest with the true turnout."""
        return self.read(contests.store.read, number)

    def prepare(self, number, who, *ranks, retry=0):
        """Prepare the ballot of resident ``who``; another ``retry`` is another form."""
        return balloting.prepare_cast(
            self.keys,
            self.view(number),
            Ranking.of(*ranks),
            chance("voter", number, who, retry),
            "device",
            retry_key=chance("retry", number, who, retry),
        )

    def cast(self, number, who, *ranks, retry=0, at=DURING):
        """Prepare and cast the ballot of resident ``who``."""
        prepared = self.prepare(number, who, *ranks, retry=retry)
        return self.write(balloting.cast, self.residents[who], prepared, "phone", at)

    def finish(self, number, at=AFTER, **values):
        """Press the moderator's one button."""
        return counting.finish(self.database, self.moderator, self.keys, number, at, **values)

    def draw(self, number, at=AFTER):
        """Throw the dice."""
        return self.write(counting.draw, self.moderator, self.keys, number, DICE, at=at)


def make_village(url, folder, residents=12, *, migrated=False):
    """Return a new village in an empty database, with keys that are the same in every run.

    ``migrated`` makes the tables by the migrations, as a real site does; without, it is faster.
    """
    database = Database(url)
    if migrated:
        migrate.upgrade(database)
    else:
        metadata.create_all(database.engine)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Village(database, Keys.of(folder, SEEDS)).found(residents)
