"""Building Desa Tirtasari: its people and officers, a real election, and a year of its matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

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
from voting.words import Phrase
from web.demo import coldside, facts, story, teller
from web.demo.builder import DAY, Builder
from web.demo.stage import Stage

SLIPS_SHOWN = 40
_LEFT = Phrase("Pemilihan contoh sudah selesai.", "The example election is over.")


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


def build(builder: Builder, now: int, language: str = "id") -> Village:
    """Tell the story of the village up to ``now``, oldest first, in one of its two languages."""
    start = now - 340 * DAY
    officers = found(builder, start, language)
    roll_officer, moderator = officers[Role.ROLL_OFFICER], officers[Role.MODERATOR]
    real = coldside.build(builder, (roll_officer, moderator), start + DAY, language)
    reason = _LEFT.in_language(language)
    builder.write(
        lambda c: departing.leave_place(c, roll_officer, coldside.PLACE, reason, at=start + 4 * DAY)
    )
    builder.write(lambda c: slips.issue(c, roll_officer, builder.keys, None, start + 5 * DAY))
    builder.tell(facts.VILLAGE)
    stage = play(builder, now, language)
    _draft(builder, moderator, now, language)
    voted = sum(count for count, _ in facts.CHILDREN_BALLOTS)
    missing = stage.residents[voted : voted + SLIPS_SHOWN]
    accounts = (*_officers(stage), *_slips(builder, roll_officer, missing))
    return Village(
        real=real,
        decided=stage.made["contest first"],
        running=stage.made["contest children"],
        coming=stage.made["contest team"],
        accounts=accounts,
    )


def play(builder: Builder, now: int, language: str) -> Stage:
    """Play the year, and return the stage with everything that was made."""
    steps = story.steps(now, language, ZoneInfo(facts.TIMEZONE))
    stage = _stage(builder, language, steps[0].at)
    teller.tell(stage, steps)
    return stage


def _stage(builder: Builder, language: str, at: int) -> Stage:
    """Return the empty stage: residents by number, officers by the name they sign in with."""
    with builder.database.read() as connection:
        residents = people.residents(connection)
        known = {one.reference: one for one in residents}
        officers = {
            each.login: people.find(connection, known[each.reference].id, at)
            for each in facts.OFFICERS
        }
    cast: dict[int | str, Person] = {}
    cast.update((login, one) for login, one in officers.items())
    cast.update((int(ref.removeprefix("TS-")), one) for ref, one in known.items())
    return Stage(builder=builder, language=language, people=cast, residents=_spread(residents))


def _spread(residents: list[Person]) -> list[Person]:
    """Return residents so that neighbours do not stand together: every seventh, seven times."""
    return [person for first in range(7) for person in residents[first::7]]


def found(builder: Builder, at: int, language: str = "id") -> dict[Role, Person]:
    """Found the village, appoint its officers and enrol everybody; return one for each office."""
    roll = {elector.reference: elector for elector in facts.residents()}
    builder.write(
        lambda c: community.found(
            c,
            name=facts.VILLAGE,
            origin=facts.ORIGIN,
            language=language,
            timezone=facts.TIMEZONE,
            at=at,
        )
    )
    hashes = {
        each.login: signing_in.prepare_password(builder.hasher, each.password)
        for each in facts.OFFICERS
    }
    first, *others = facts.OFFICERS
    administrator = builder.write(
        lambda c: appointing.bootstrap(
            c, roll[first.reference], first.login, hashes[first.login], at=at
        )
    )
    found = {first.role: administrator}
    keeper = next(one for one in others if one.role is Role.ROLL_OFFICER)
    found[keeper.role] = _appoint(builder, administrator, keeper, hashes[keeper.login], at)
    builder.write(lambda c: enrolment.import_roll(c, found[keeper.role], tuple(roll.values()), at))
    for other in others:
        if other is not keeper:
            officer = _appoint(builder, administrator, other, hashes[other.login], at)
            found.setdefault(other.role, officer)
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


def _draft(builder: Builder, moderator: Person, now: int, language: str) -> None:
    """Leave a draft on the moderator's table: an open vote by approval."""
    vote = facts.vote("workday", language)
    draft = ContestDraft(
        title=vote.title,
        question=vote.question,
        method="approval",
        level="A",
        opens=now + 2 * DAY,
        closes=now + 4 * DAY,
        options=vote.options,
    )
    builder.write(lambda c: contests.draft(c, moderator, draft, now))


def _officers(stage: Stage) -> tuple[Account, ...]:
    return tuple(
        Account(
            role=each.role.value,
            name=stage.people[each.login].name,
            how="password",
            login=each.login,
            secret=each.password,
        )
        for each in facts.OFFICERS
    )


def _slips(
    builder: Builder, roll_officer: Person, residents: Sequence[Person]
) -> tuple[Account, ...]:
    """Return the slips of residents who have not voted in the running contest."""
    ids = [person.id for person in residents]
    with builder.database.read() as connection:
        printed = slips.printable(connection, roll_officer, builder.keys, ids=ids)
    return tuple(
        Account(role=Role.RESIDENT.value, name=slip.name, how="slip", login=slip.code, secret="")
        for slip in printed
    )
