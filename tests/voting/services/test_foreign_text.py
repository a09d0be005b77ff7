"""Whatever people type, services answer with a refusal or a result, never with a fault."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.village import CLOSES, DRAFTED, FOUNDED, OPENS
from voting.errors import RefusalError
from voting.roll import Elector, Role
from voting.services import appointing, contests, enrolment, signing_in, slips
from voting.services.contests import ContestDraft, DraftOption
from voting.services.hashing import Hasher

AT = FOUNDED + 100
CHEAP = Hasher(1, 8)
TEXT = st.text(alphabet=st.characters(codec=None), max_size=40)


@pytest.fixture
def admin(village):
    return village.add("K1", "Bu Kades", Role.ADMINISTRATOR)


def calls(village, admin, text, number):
    """Return one call for each place where somebody types a text or an address holds a number."""
    officer, keys = village.roll_officer, village.keys
    moderator = village.moderator
    draft = ContestDraft(
        title=text or "x",
        question=text,
        method="irv",
        opens=OPENS,
        closes=CLOSES,
        place=text,
        options=(DraftOption(label=text, description=text, picture=text, cost=number),),
    )
    return (
        lambda c: signing_in.find_slip(c, keys, text, AT),
        lambda c: signing_in.choose_pin(c, keys, text, "hash", AT),
        lambda c: signing_in.set_password(c, moderator, text, "hash", AT, keys=keys, code=text),
        lambda c: enrolment.people(c, officer, text, number, at=AT),
        lambda c: enrolment.preview(c, officer, text.encode("utf-8", "replace"), AT),
        lambda c: enrolment.add_person(
            c, officer, Elector(reference=text, name=text, place=text), AT
        ),
        lambda c: enrolment.leave(c, officer, number, text, at=AT),
        lambda c: slips.printable(c, officer, keys, text),
        lambda c: slips.replace(c, officer, keys, number, text, at=AT),
        lambda c: appointing.grant(c, admin, number, Role.AUDITOR, None, at=AT),
        lambda c: appointing.revoke(c, admin, number, Role.AUDITOR, text, at=AT),
        lambda c: signing_in.reset_password(c, admin, number, text, AT),
        lambda c: contests.read(c, None, text),
        lambda c: contests.draft(c, moderator, draft, DRAFTED),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(TEXT, st.integers(-(10**20), 10**20) | st.integers(-2, 20))
@example("\x00", 0)
@example("\ud800", 2**31)
@example("Krajan\x00", 2**63)
@example("%_\\'", -1)
def test_nothing_typed_breaks_a_service(village, admin, text, number):
    for call in calls(village, admin, text, number):
        with suppress(RefusalError):
            village.database.write(call)
    with suppress(RefusalError):
        signing_in.check_password(village.database, CHEAP, text, text, AT)
    with suppress(RefusalError):
        signing_in.check_pin(village.database, village.keys, CHEAP, text, text, at=AT)
    for prepare in (signing_in.prepare_pin, signing_in.prepare_password):
        with suppress(RefusalError):
            prepare(CHEAP, text)
