"""Building Desa Tirtasari: its people and officers, one vote over, one open, one to come."""

from dataclasses import dataclass
from itertools import chain, repeat

from sqlalchemy import Connection

from voting.ballots import Ranking
from voting.roll import Person, Role
from voting.services import (
    appointing,
    community,
    contests,
    departing,
    enrolment,
    office_codes,
    signing_in,
    slips,
)
from voting.services.contests import ContestDraft
from voting.store import people
from voting.store.contests import ContestView
from web.demo import coldside, facts
from web.demo.builder import DAY, HOUR, Builder

SLIPS_SHOWN = 40


@dataclass(frozen=True, kw_only=True)
class Account:
    """A way to sign in to the demonstration: ``how`` is ``slip`` or ``password``."""

    role: str
    name: str
    how: str
    login: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class Village:
    """What was built: the four contests and the ways to sign in."""

    real: ContestView
    decided: ContestView
    running: ContestView
    coming: ContestView
    accounts: tuple[Account, ...]


def build(builder: Builder, now: int) -> Village:
    """Tell the story of the village up to ``now``, oldest first."""
    start = now - 30 * DAY
    officers = found(builder, start)
    roll_officer, moderator = officers[Role.ROLL_OFFICER], officers[Role.MODERATOR]
    real = coldside.build(builder, (roll_officer, moderator), start + DAY)
    reason = "Pemilihan contoh sudah selesai."
    builder.write(
        lambda c: departing.leave_place(c, roll_officer, coldside.PLACE, reason, at=start + 4 * DAY)
    )
    builder.write(lambda c: slips.issue(c, roll_officer, builder.keys, None, start + 5 * DAY))
    with builder.database.read() as connection:
        residents = _spread(people.residents(connection))
    builder.tell(facts.VILLAGE)
    decided = _decided(builder, moderator, residents, now)
    running, voted = _running(builder, moderator, residents, now)
    coming = _coming(builder, moderator, now)
    _draft(builder, moderator, now)
    missing = residents[voted : voted + SLIPS_SHOWN]
    accounts = (*_officers(officers), *_slips(builder, roll_officer, missing))
    return Village(real=real, decided=decided, running=running, coming=coming, accounts=accounts)


def _spread(residents: list[Person]) -> list[Person]:
    """Return residents so that neighbours do not stand together: every seventh, seven times."""
    return [person for first in range(7) for person in residents[first::7]]


def found(builder: Builder, at: int) -> dict[Role, Person]:
    """Found the village, appoint its officers and enrol everybody."""
    roll = {elector.reference: elector for elector in facts.residents()}
    builder.write(
        lambda c: community.found(
            c,
            name=facts.VILLAGE,
            origin=facts.ORIGIN,
            language="id",
            timezone=facts.TIMEZONE,
            at=at,
        )
    )
    hashes = {
        story.role: signing_in.prepare_password(builder.hasher, story.password)
        for story in facts.OFFICERS
    }
    first, *others = facts.OFFICERS
    administrator = builder.write(
        lambda c: appointing.bootstrap(
            c, roll[first.reference], first.login, hashes[first.role], at=at
        )
    )
    found = {first.role: administrator}
    keeper = next(story for story in others if story.role is Role.ROLL_OFFICER)
    found[keeper.role] = _appoint(builder, administrator, keeper, hashes[keeper.role], at)
    builder.write(lambda c: enrolment.import_roll(c, found[keeper.role], tuple(roll.values()), at))
    for story in others:
        if story is not keeper:
            found[story.role] = _appoint(builder, administrator, story, hashes[story.role], at)
    return found


def _appoint(
    builder: Builder, administrator: Person, story: facts.OfficerStory, hashed: str, at: int
) -> Person:
    """Appoint an officer, whom the administrator adds if the roll does not know them yet."""
    elector = next(one for one in facts.residents() if one.reference == story.reference)

    def body(connection: Connection) -> Person:
        known = people.by_reference(connection, story.reference)
        if known is None:
            added = enrolment.add_person(connection, administrator, elector, at, resident=False)
            known = added.id
        appointing.grant(connection, administrator, known, story.role, None, at=at)
        officer = people.find(connection, known, at)
        code = office_codes.show(connection, administrator, builder.keys, known)
        signing_in.set_password(
            connection, officer, story.login, hashed, at, keys=builder.keys, code=code
        )
        return officer

    return builder.write(body)


def _decided(builder: Builder, moderator: Person, residents: list[Person], now: int) -> ContestView:
    """Hold the vote that is over: 214 of 296 ranked four projects."""
    opened = now - 12 * DAY
    draft = ContestDraft(
        title="Apa yang kita bangun lebih dulu?",
        question="Dana desa tahun ini cukup untuk satu pekerjaan besar. Mana yang didahulukan?",
        method="irv",
        opens=opened,
        closes=opened + 7 * DAY,
        options=facts.FIRST,
    )
    view = builder.open(moderator, draft, opened)
    _cast(builder, view, residents, facts.FIRST_BALLOTS, opened + DAY)
    return builder.finish(moderator, view, opened + 7 * DAY + HOUR)


def _running(
    builder: Builder, moderator: Person, residents: list[Person], now: int
) -> tuple[ContestView, int]:
    """Open the vote that runs now, with some ballots in the box; return it and how many."""
    opened = now - 3 * DAY
    draft = ContestDraft(
        title="Apa yang kita siapkan untuk anak-anak?",
        question="Iuran dan sumbangan terkumpul Rp15.000.000. Urutkan yang paling Anda inginkan.",
        method="irv",
        opens=opened,
        closes=now + 2 * DAY,
        options=facts.CHILDREN,
    )
    view = builder.open(moderator, draft, opened)
    voted = _cast(builder, view, residents, facts.CHILDREN_BALLOTS, opened + DAY)
    return view, voted


def _coming(builder: Builder, moderator: Person, now: int) -> ContestView:
    """Put on record the vote that opens tomorrow: three people for the team, by Scottish STV."""
    draft = ContestDraft(
        title="Siapa tiga orang tim pelaksana pipa air?",
        question="Tim ini membeli bahan, mengatur gotong royong, dan melapor setiap bulan.",
        method="stv-scottish",
        rules={"seats": 3},
        opens=now + DAY,
        closes=now + 6 * DAY,
        options=facts.TEAM,
    )
    return builder.open(moderator, draft, now - HOUR)


def _draft(builder: Builder, moderator: Person, now: int) -> None:
    """Leave a draft on the moderator's table: an open vote by approval."""
    draft = ContestDraft(
        title="Hari apa kita kerja bakti?",
        question="Pilih semua waktu yang cocok untuk Anda.",
        method="approval",
        level="A",
        opens=now + 2 * DAY,
        closes=now + 4 * DAY,
        options=facts.WORKDAY,
    )
    builder.write(lambda c: contests.draft(c, moderator, draft, now))


def _cast(
    builder: Builder,
    view: ContestView,
    residents: list[Person],
    ballots: tuple[tuple[int, tuple[int, ...]], ...],
    at: int,
) -> int:
    """Let residents cast these ballots, in an order spread over the village."""
    said = chain.from_iterable(
        repeat(Ranking.of(*(view.options[n - 1].id for n in numbers)), count)
        for count, numbers in ballots
    )
    return builder.cast(view, zip(residents, said, strict=False), "phone", at)


def _officers(officers: dict[Role, Person]) -> tuple[Account, ...]:
    return tuple(
        Account(
            role=story.role.value,
            name=officers[story.role].name,
            how="password",
            login=story.login,
            secret=story.password,
        )
        for story in facts.OFFICERS
    )


def _slips(builder: Builder, roll_officer: Person, residents: list[Person]) -> tuple[Account, ...]:
    """Return the slips of residents who have not voted in the running contest."""
    ids = [person.id for person in residents]
    with builder.database.read() as connection:
        printed = slips.printable(connection, roll_officer, builder.keys, ids=ids)
    return tuple(
        Account(role=Role.RESIDENT.value, name=slip.name, how="slip", login=slip.code, secret="")
        for slip in printed
    )
