"""Many at once in one sitting: of two officers one wins, and no stance is lost or counted twice."""

from concurrent.futures import ThreadPoolExecutor

from tests import sittings
from tests.sittings import HOUR
from tests.village import DURING
from tests.voting.services.test_races import all_at_once
from voting.canonical import decode
from voting.deliberation.standing import State
from voting.errors import ConflictError
from voting.services import attending, evidence, rounds
from voting.store import results

HALL = {"place": "hall", "wait_hall": 0}
FEW = 6


def test_of_many_who_open_a_round_one_does(village):
    number = sittings.call(village, edits=HALL)
    seen = sittings.now(village, number).mark
    done, refused = all_at_once(
        lambda _: village.write(
            rounds.open_round,
            village.moderator,
            village.keys,
            number,
            seen=seen,
            closes=DURING + HOUR,
            at=DURING,
        ),
        FEW,
    )
    assert len(done) == 1
    assert {error.code for error in refused} == {"sitting.moved-meanwhile"}
    assert len(sittings.now(village, number).rounds) == 1


def test_of_many_who_close_and_conclude_one_does(village):
    number = sittings.call(village, edits=HALL)
    contest = sittings.open_round(village, number)
    for who in range(8):
        sittings.take(village, contest, who, "agree")
    seen = sittings.now(village, number).mark
    done, _ = all_at_once(
        lambda _: rounds.close_round(
            village.database, village.moderator, village.keys, number, seen=seen, at=DURING + 2
        ),
        FEW,
    )
    assert done
    seen = sittings.now(village, number).mark
    all_at_once(
        lambda _: rounds.conclude(
            village.database, village.moderator, village.keys, number, seen=seen, at=DURING + 3
        ),
        FEW,
    )
    now = sittings.now(village, number)
    assert now.deliberation.state is State.ADOPTED
    assert len(now.deliberation.rounds) == 1
    assert village.read(evidence.report, contest).holds


def test_a_presence_sent_many_times_is_one(village):
    number = sittings.call(village, edits=HALL)
    person = village.residents[0]
    done, refused = all_at_once(
        lambda _: village.write(attending.attend, person, number, DURING), FEW
    )
    assert sum(done) + len(refused) <= FEW
    view = sittings.now(village, number).view
    assert sum(one.present_at is not None for one in village.read(attending.invited, view)) == 1


def test_a_stance_at_the_close_is_counted_or_refused(village):
    number = sittings.call(village, edits=HALL)
    contest = sittings.open_round(village, number)

    def stand(who):
        try:
            return sittings.take(village, contest, who, "agree")
        except ConflictError as error:
            return error.code

    with ThreadPoolExecutor(FEW) as pool:
        waiting = [pool.submit(stand, who) for who in range(12)]
        after = sittings.close(village, number)
        answers = [each.result() for each in waiting]
    refused = [answer for answer in answers if isinstance(answer, str)]
    assert set(refused) <= {"contest.is-closed"}
    taken = len(answers) - len(refused)
    count = after.deliberation.rounds[0].count
    assert count.counts["agree"] == taken
    said = decode(village.read(results.transcript, village.view(contest).id))["details"]
    assert said["stances"]["agree"] == taken
