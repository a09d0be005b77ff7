"""A community is founded once, with words that everything else can rely on."""

import pytest

from tests.village import FOUNDED, ORIGIN
from voting.errors import ConflictError, InvalidError, MissingError
from voting.services import community, recording
from voting.store.database import Database
from voting.store.rows import metadata

GOOD = {"name": "Desa  Tirtasari", "origin": ORIGIN, "language": "id", "timezone": "Asia/Jakarta"}


@pytest.fixture
def database(database_url):
    opened = Database(database_url)
    metadata.create_all(opened.engine)
    yield opened
    opened.close()


def found(database, **values):
    database.write(lambda c: community.found(c, **{**GOOD, **values}, at=FOUNDED))


def test_before_it_is_founded_there_is_nothing(database):
    with database.read() as c:
        assert not community.is_founded(c)
        with pytest.raises(MissingError) as refused:
            community.show(c)
    assert refused.value.code == "community.not-founded"


def test_it_is_founded_once_and_on_record(database):
    found(database)
    with pytest.raises(ConflictError) as refused:
        found(database)
    assert refused.value.code == "community.founded-already"
    with database.read() as c:
        assert community.is_founded(c)
        shown = community.show(c)
        (act,) = recording.public_log(c).acts
    assert (shown.name, shown.origin, shown.language) == ("Desa Tirtasari", ORIGIN, "id")
    assert (act.kind, act.at) == ("founded", FOUNDED)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "community.no-name"),
        ({"origin": ""}, "community.origin"),
        ({"origin": "desa tirtasari/log"}, "community.origin"),
        ({"origin": "desa+log"}, "community.origin"),
        ({"language": "jv"}, "community.language"),
        ({"timezone": "Jakarta"}, "community.timezone"),
    ],
)
def test_what_cannot_be_relied_on_is_refused(database, wrong, code):
    with pytest.raises(InvalidError) as refused:
        found(database, **wrong)
    assert refused.value.code == code
    with database.read() as c:
        assert not community.is_founded(c)
