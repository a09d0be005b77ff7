"""Roles: granted on record, ending by themselves, never in conflict, never without a head."""

from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.village import FOUNDED, ORIGIN
from voting.errors import ConflictError, ForbiddenError, InvalidError, MissingError, RefusalError
from voting.roll import CONFLICTS, Elector, Person, Role
from voting.services import appointing, community, enrolment, recording, sessions
from voting.store import people
from voting.store.database import Database
from voting.store.rows import metadata

AT = FOUNDED + 100
OFFICES = sorted(set(Role) - {Role.RESIDENT})


@pytest.fixture
def admin(village):
    return village.add("K1", "Bu Kades", Role.ADMINISTRATOR)


def grant(village, admin, person, role, until=None, at=AT):
    village.write(appointing.grant, admin, person.id, role, until, at=at)


def revoke(village, admin, person, role, reason="", at=AT):
    village.write(appointing.revoke, admin, person.id, role, reason, at=at)


def roles(village, person, at=AT):
    return village.read(people.roles, person.id, at)


def test_the_first_administrator_founds_the_rest(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    metadata.create_all(database.engine)
    words = {"name": "Desa", "origin": ORIGIN, "language": "id", "timezone": "Asia/Jakarta"}
    database.write(lambda c: community.found(c, at=AT, **words))
    first = Elector(reference="K1", name="Bu Kades")

    def bootstrap(connection, login="kades"):
        return appointing.bootstrap(connection, first, login, "hash", at=AT)

    with pytest.raises(InvalidError):
        database.write(lambda c: bootstrap(c, "no good name"))
    person = database.write(bootstrap)
    assert (person.name, person.roles) == ("Bu Kades", {Role.ADMINISTRATOR})
    with pytest.raises(ConflictError) as refused:
        database.write(bootstrap)
    assert refused.value.code == "appointing.founded-already"
    with database.read() as connection:
        (officer,) = appointing.officers(connection, AT)
        assert officer.has_password
        kinds = [act.kind for act in recording.public_log(connection).acts]
    assert kinds == ["role-granted", "founded"]
    database.close()


def test_a_role_is_granted_shown_and_taken_back_on_record(village, admin):
    person = village.residents[0]
    grant(village, admin, person, Role.MODERATOR)
    assert roles(village, person) == {Role.RESIDENT, Role.MODERATOR}
    officers = {one.person.name: one for one in village.read(appointing.officers, AT)}
    assert [g.role for g in officers[person.name].grants] == [Role.MODERATOR]
    assert not officers[person.name].has_password
    revoke(village, admin, person, Role.MODERATOR, " Masa  tugas selesai")
    assert roles(village, person) == {Role.RESIDENT}
    revoked, granted = village.read(recording.public_log).acts[:2]
    assert (granted.kind, granted.detail["role"]) == ("role-granted", "moderator")
    assert granted.officer == "Bu Kades"
    assert (revoked.kind, revoked.reason) == ("role-revoked", "Masa tugas selesai")


def test_a_role_ends_by_itself_and_can_be_prolonged(village, admin):
    person = village.residents[0]
    grant(village, admin, person, Role.AUDITOR, AT + 50)
    assert Role.AUDITOR in roles(village, person, AT + 49)
    assert Role.AUDITOR not in roles(village, person, AT + 50)
    grant(village, admin, person, Role.AUDITOR, AT + 90, at=AT + 10)
    assert Role.AUDITOR in roles(village, person, AT + 89)
    assert Role.AUDITOR not in roles(village, person, AT + 90)
    with pytest.raises(InvalidError):
        grant(village, admin, person, Role.AUDITOR, AT)


@pytest.mark.parametrize("pair", sorted(map(sorted, CONFLICTS)))
def test_a_conflicting_pair_is_refused_either_way(sqlite_village, pair):
    village = sqlite_village
    admin = village.add("K1", "Bu Kades", Role.ADMINISTRATOR)
    for number, (held, asked) in enumerate((pair, reversed(pair))):
        if asked is Role.RESIDENT:
            continue
        person = village.add(f"X{number}", "Orang", held)
        with pytest.raises(ConflictError) as refused:
            grant(village, admin, person, asked)
        assert refused.value.code == "roll.conflicting-roles"
        assert roles(village, person) == {held}


def test_only_an_administrator_appoints(village, admin):
    for stranger in (village.moderator, village.roll_officer, village.residents[0]):
        with pytest.raises(ForbiddenError):
            grant(village, stranger, stranger, Role.POLL_OFFICER)
        with pytest.raises(ForbiddenError):
            revoke(village, stranger, admin, Role.ADMINISTRATOR)


def test_being_a_resident_is_no_office(village, admin):
    with pytest.raises(InvalidError):
        grant(village, admin, village.auditor, Role.RESIDENT)
    with pytest.raises(InvalidError):
        revoke(village, admin, village.residents[0], Role.RESIDENT)


def test_what_nobody_holds_cannot_be_taken(village, admin):
    with pytest.raises(ConflictError) as refused:
        revoke(village, admin, village.residents[0], Role.AUDITOR)
    assert refused.value.code == "appointing.not-held"
    with pytest.raises(MissingError):
        village.write(appointing.grant, admin, 999, Role.AUDITOR, None, at=AT)


def test_one_administrator_without_end_always_remains(village, admin):
    for act in (
        lambda: revoke(village, admin, admin, Role.ADMINISTRATOR),
        lambda: grant(village, admin, admin, Role.ADMINISTRATOR, AT + 9),
    ):
        with pytest.raises(ConflictError) as refused:
            act()
        assert refused.value.code == "appointing.last-administrator"
    second = village.residents[0]
    grant(village, admin, second, Role.ADMINISTRATOR)
    revoke(village, admin, admin, Role.ADMINISTRATOR)
    assert roles(village, admin) == frozenset()
    with pytest.raises(ConflictError):
        village.write(enrolment.leave, village.roll_officer, second.id, "Pindah", at=AT)


def test_sessions_end_when_roles_change_but_not_ones_own(village, admin):
    person = village.residents[0]
    village.write(sessions.start, person.id, False, b"theirs", AT)
    village.write(sessions.start, admin.id, True, b"mine", AT)
    grant(village, admin, person, Role.MODERATOR)
    grant(village, admin, admin, Role.MODERATOR)
    assert village.read(sessions.find, b"theirs", AT) is None
    assert Role.MODERATOR in village.read(sessions.find, b"mine", AT).roles


class Offices(RuleBasedStateMachine):
    """Random appointments beside a plain model: who holds what until when."""

    @initialize()
    def found(self):
        self.folder = TemporaryDirectory()
        self.database = Database(f"sqlite:///{self.folder.name}/offices.db")
        metadata.create_all(self.database.engine)
        words = {"name": "Desa", "origin": ORIGIN, "language": "id", "timezone": "Asia/Jakarta"}
        self.at = AT
        self.run(community.found, **words, at=AT)
        first = Elector(reference="K1", name="Bu Kades")
        admin = self.run(appointing.bootstrap, first, "kades", "hash", at=AT)
        self.held = {admin.id: {Role.ADMINISTRATOR: None}}
        for number in range(3):
            elector = Elector(reference=f"W{number}", name=f"Warga {number}")
            who = self.run(self.add, elector)
            self.held[who] = {Role.RESIDENT: None} if number else {}

    def add(self, connection, elector):
        who = people.add(connection, elector)
        if elector.reference != "W0":
            people.grant(connection, [who], Role.RESIDENT, self.at, None)
        return who

    def run(self, service, *args, **values):
        return self.database.write(lambda connection: service(connection, *args, **values))

    def now(self, who):
        held = self.held[who].items()
        return {role for role, until in held if until is None or until > self.at}

    def actor(self, who):
        return Person(id=who, reference="", name="", place="", roles=frozenset(self.now(who)))

    def permanent(self):
        return [
            who for who, held in self.held.items() if held.get(Role.ADMINISTRATOR, "none") is None
        ]

    people_numbers = st.integers(1, 4)

    @rule(
        actor=people_numbers,
        who=people_numbers,
        role=st.sampled_from(OFFICES),
        until=st.none() | st.integers(-5, 40),
    )
    def grant(self, actor, who, role, until):
        until = None if until is None else self.at + until
        after = self.now(who) | {role}
        allowed = (
            Role.ADMINISTRATOR in self.now(actor)
            and (until is None or until > self.at)
            and not any(pair <= after for pair in CONFLICTS)
            and not (role is Role.ADMINISTRATOR and until is not None and self.permanent() == [who])
        )
        done = self.attempt(appointing.grant, self.actor(actor), who, role, until, at=self.at)
        assert done == allowed
        if done:
            self.held[who][role] = until

    @rule(actor=people_numbers, who=people_numbers, role=st.sampled_from(OFFICES))
    def revoke(self, actor, who, role):
        last = role is Role.ADMINISTRATOR and self.permanent() == [who]
        allowed = Role.ADMINISTRATOR in self.now(actor) and role in self.now(who) and not last
        done = self.attempt(appointing.revoke, self.actor(actor), who, role, "", at=self.at)
        assert done == allowed
        if done:
            del self.held[who][role]

    @rule(seconds=st.integers(1, 30))
    def wait(self, seconds):
        self.at += seconds

    def attempt(self, service, *args, **values):
        before = self.entries()
        try:
            self.run(service, *args, **values)
        except RefusalError:
            assert self.entries() == before
            return False
        assert self.entries() == before + 1
        return True

    def entries(self):
        with self.database.read() as connection:
            return recording.log.size(connection)

    @precondition(lambda self: hasattr(self, "held"))
    @invariant()
    def roles_are_those_of_the_model(self):
        with self.database.read() as connection:
            for who in self.held:
                found = people.roles(connection, who, self.at)
                assert found == self.now(who)
                assert not any(pair <= found for pair in CONFLICTS)
        assert self.permanent()

    def teardown(self):
        if hasattr(self, "folder"):
            self.database.close()
            self.folder.cleanup()


TestOffices = Offices.TestCase
# Every step is a transaction on disk, so no profile asks for more than this.
TestOffices.settings = settings(
    stateful_step_count=20, max_examples=min(settings().max_examples, 60)
)


def test_offices_are_told_whatever_the_session_may_use(village, admin):
    who = village.residents[0]
    grant(village, admin, who, Role.MODERATOR, until=AT + 10)
    grant(village, admin, village.add("P1", "Toko Jaya"), Role.PARTNER)
    assert village.read(appointing.offices, who, AT) == {Role.MODERATOR}
    assert village.read(appointing.offices, who, AT + 10) == set()
    assert village.read(appointing.offices, village.residents[1], AT) == set()
