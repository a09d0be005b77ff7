"""Sittings of the test village: called, invited to and held through the services."""

from tests import matters
from tests.village import DURING, chance
from voting.ballots import Choice, Stance
from voting.deliberation.matters import Phase
from voting.services import balloting, calling, objecting, rounds, sittings, stances
from voting.services.calling import Call, Fallback

HOUR = 3600
TEXT = "Ronda malam dilakukan lima orang tiap malam."
BETTER = "Ronda malam dilakukan tujuh orang tiap malam, warga di atas 60 tahun tidak wajib."


def matter_in_talk(village, **values):
    """Return a matter in the phase of talk."""
    view = matters.start(village, template="quick", **values)
    assert view.phase is Phase.TALK
    return view


def call(village, matter=None, at=DURING, key="sitting", **values):
    """Call a sitting on a matter and invite everybody; return its number."""
    about = matter or matter_in_talk(village)
    wanted = Call(
        **{
            "title": "Jadwal ronda",
            "words": TEXT,
            "preset": "mufakat",
            "fallback": Fallback(hours=1),
        }
        | values
    )
    view = village.write(
        calling.call,
        village.moderator,
        about.number,
        wanted,
        key=chance("sitting", key, at),
        at=at,
    )
    village.write(calling.invite, village.moderator, view.number, place="", at=at)
    return view.number


def now(village, number):
    """Return where a sitting stands."""
    return village.read(lambda c: sittings.standing(c, sittings.show(c, number)))


def open_round(village, number, at=DURING, closes=None):
    """Open the next round; return the number of its contest."""
    after = village.write(
        rounds.open_round,
        village.moderator,
        village.keys,
        number,
        seen=now(village, number).mark,
        closes=at + HOUR if closes is None else closes,
        at=at,
    )
    return after.rounds[-1].contest


def prepare(village, contest, who, *taken, retry=0):
    """Prepare the ballot with a resident's stance."""
    return balloting.prepare_cast(
        village.keys,
        village.view(contest),
        Stance.of(*taken),
        chance("voter", contest, who, retry),
        "device",
        retry_key=chance("retry", contest, who, retry),
    )


def take(village, contest, who, stance, words="", ground="", at=DURING + 1, retry=0):
    """Let resident ``who`` take a stance."""
    prepared = prepare(village, contest, who, stance, retry=retry)
    return village.write(stances.take, village.residents[who], prepared, words, ground, at=at)


def close(village, number, at=DURING + 2):
    """Close the round that is open, by the moderator's hand."""
    return rounds.close_round(
        village.database,
        village.moderator,
        village.keys,
        number,
        seen=now(village, number).mark,
        at=at,
    )


def conclude(village, number, at=DURING + 3, **values):
    """Let the chair declare what the count means."""
    return rounds.conclude(
        village.database,
        village.moderator,
        village.keys,
        number,
        seen=now(village, number).mark,
        at=at,
        **values,
    )


def hold(village, number, taken, at=DURING):
    """Hold a round: open it, take stances (by resident: stance, words, ground), close, conclude."""
    contest = open_round(village, number, at)
    for who, given in enumerate(taken):
        stance, *said = given if isinstance(given, tuple) else (given,)
        take(village, contest, who, stance, *said, at=at + 1)
    close(village, number, at + 2)
    return conclude(village, number, at + 3)


def vote(village, contest, ballots, at):
    """Let residents vote after a stalemate: so many yes, so many no."""
    yes, no = ballots
    for who, answer in enumerate(["1"] * yes + ["2"] * no):
        prepared = balloting.prepare_cast(
            village.keys,
            village.view(contest),
            Choice.of(answer),
            chance("voter", contest, who),
            "device",
            retry_key=chance("retry", contest, who),
        )
        village.write(balloting.cast, village.residents[who], prepared, "phone", at)


def paths(village, words):
    """Return a value for ``{sitting}``: one with odd words wherever people write."""
    edits = {"place": "hall", "wait_hall": 0}
    number = call(
        village, matter_in_talk(village, title=words), edits=edits, title=words[:120], words=words
    )
    taken = ["agree"] * 9 + [("aside", words), ("disagree", words), ("block", words, "harm")]
    hold(village, number, taken)
    village.write(
        objecting.answer, village.moderator, number, 1, "declined", reason=words, at=DURING + 4
    )
    return {"sitting": number}
