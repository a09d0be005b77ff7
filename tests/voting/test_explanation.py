from tests.strategies import contest_of
from voting.ballots import Ranking
from voting.explanation import explanation, sentence
from voting.methods import method
from voting.outcome import Reason
from voting.profile import Profile

LABELS = {"a": "Balai", "b": "Jalan"}


def test_option_ids_become_names():
    reason = Reason(code="count.excluded", params={"votes": 1200}, options={"excluded": ("b",)})
    assert sentence(reason, LABELS, "en") == "Jalan has the fewest votes (1,200) and is excluded."
    assert sentence(reason, LABELS, "id") == (
        "Jalan paling sedikit suaranya (1.200), jadi disingkirkan."
    )


def test_a_count_tells_its_story_in_order():
    irv = method("irv")
    contest = contest_of(irv, ("a", "b", "c"))
    ballots = (
        [Ranking.of("a")] * 4 + [Ranking.of("b", "a")] * 3 + [Ranking.of("c", "b"), Ranking.of("c")]
    )
    outcome = irv.count(contest, Profile.of(Ranking, contest.ids, ballots))
    labels = {"a": "Balai", "b": "Jalan", "c": "Sumur"}
    assert explanation(outcome, labels, "en") == (
        "9 ballots count; 5 votes are needed to win, which is more than half.",
        "Sumur has the fewest votes (2) and is excluded.",
        "1 of the ballots that counted for Sumur names nobody who is still in, so it no longer counts.",
        "Balai and Jalan are tied with 4 votes each, and no rule says which of them is elected. "
        "The count stops here.",
        "The result hangs on this tie: a lot must be drawn. Still possible: Balai and Jalan.",
    )
