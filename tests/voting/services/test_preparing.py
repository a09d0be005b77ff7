"""Preparing a cast: what is refused before anything happens, and what never varies."""

import pytest

from tests.village import DURING, chance
from voting.ballots import Approval, Ranking
from voting.errors import InvalidBallotError, InvalidError
from voting.services import balloting, changing


def test_the_server_draws_the_voters_share_when_nobody_else_did(village):
    number = village.open()
    cast = [
        balloting.prepare_cast(
            village.keys, village.view(number), Ranking.of("1"), b"", "server",
            retry_key=chance("form"),
        )
        for _ in range(2)
    ]  # fmt: skip
    assert cast[0].opening == cast[1].opening
    assert len(cast[0].opening.voter) == 32
    assert cast[0].opening.voter != cast[0].opening.server


@pytest.mark.parametrize(
    ("ballot", "code"),
    [
        (Ranking.of("1", "9"), "ballot.unknown-option"),
        (Ranking.of("1", "1"), "ballot.marking-error"),
        (Approval.of("1"), "ballot.wrong-form"),
    ],
)
def test_a_ballot_the_method_does_not_admit_is_refused(sqlite_village, ballot, code):
    number = sqlite_village.open()
    with pytest.raises(InvalidBallotError) as refusal:
        balloting.prepare_cast(
            sqlite_village.keys,
            sqlite_village.view(number),
            ballot,
            bytes(32),
            "device",
            retry_key=bytes(32),
        )
    assert refusal.value.code == code


def test_an_unknown_channel_or_share_is_refused(sqlite_village):
    number = sqlite_village.open()
    prepared = sqlite_village.prepare(number, 0, "1")
    with pytest.raises(InvalidError, match=r"ballot\.tampered"):
        sqlite_village.write(
            balloting.cast, sqlite_village.residents[0], prepared, "pigeon", DURING
        )
    for share, source, key in (
        (bytes(31), "device", bytes(32)),
        (bytes(32), "oracle", bytes(32)),
        (bytes(32), "device", bytes(15)),
    ):
        with pytest.raises(InvalidError, match=r"ballot\.tampered"):
            balloting.prepare_cast(
                sqlite_village.keys,
                sqlite_village.view(number),
                Ranking.of("1"),
                share,
                source,
                retry_key=key,
            )


def test_the_length_of_a_sealed_ballot_does_not_tell_how_much_was_marked(sqlite_village):
    number = sqlite_village.open()
    sizes = {len(sqlite_village.prepare(number, who, *"123"[:who]).sealed) for who in range(4)}
    assert len(sizes) == 1


def test_the_page_before_casting_may_ask_whether_a_ballot_could_be_cast(sqlite_village):
    number = sqlite_village.open()
    view = sqlite_village.view(number)
    balloting.check_ballot(view, Ranking.of("1", "2"))
    with pytest.raises(InvalidBallotError):
        balloting.check_ballot(view, Ranking.of("7"))
    sqlite_village.write(
        changing.withdraw_option, sqlite_village.moderator, number, "2", "Ditarik", at=DURING
    )
    with pytest.raises(InvalidBallotError, match="withdrawn"):
        balloting.check_ballot(sqlite_village.view(number), Ranking.of("1", "2"))
