"""What the tests of all methods that look at duels share: cases, and duels counted by hand."""

from hypothesis import strategies as st

from tests.published import contest_and_profile
from tests.strategies import IDS, contest_of, counted_ballots, profile_of, rankings
from voting.ballots import Ranking

WORDS = {
    "winning_votes": "winning-votes",
    "margins": "margins",
    "pairwise_opposition": "opposition",
    "last_tied": "last",
    "no_opinion": "no-opinion",
}

ids_and_ballots = st.integers(2, 5).flatmap(
    lambda n: st.tuples(st.just(IDS[:n]), counted_ballots(rankings(IDS[:n]), most=8))
)
complete = st.integers(2, 5).flatmap(
    lambda n: st.tuples(st.just(IDS[:n]), counted_ballots(rankings(IDS[:n], shortest=n), most=8))
)


def count(module, ids, counted, *, lot=None, **rules):
    """Count ballots by a method's module; rankings may be written as words of one-letter ids."""
    read = [(b if isinstance(b, Ranking) else ranking(b), n) for b, n in counted]
    contest = contest_of(module.METHOD, tuple(ids), module.Rules(**rules))
    return module.METHOD.count(contest, profile_of(Ranking, tuple(ids), read), lot)


def ranking(text):
    """Read `a > b=c` or `abc`."""
    ranks = text.split(">") if ">" in text else list(text)
    return Ranking(tuple(tuple(o.strip() for o in rank.split("=")) for rank in ranks))


def can_win(outcome):
    """Return everybody who is elected however ties fall."""
    return set(outcome.details.get("possible_winners", outcome.winners))


def rules_of(module, test):
    """Return a case's rules in our words."""
    rule = test.get("rule") or {}
    rules = {"unranked": WORDS[test.get("unranked", "last_tied")]}
    strength = rule.get("defeat_strength") or rule.get("variant")
    if strength and hasattr(module.Rules(), "strength"):
        rules["strength"] = WORDS[strength]
    return rules


def check_case(module, case, test):
    """Compare all that a case publishes: winners or tie, ranking, scores, paths."""
    contest, profile = contest_and_profile(case, test, module.METHOD, rules_of(module, test))
    outcome = module.METHOD.count(contest, profile)
    labels = contest.labels()
    named = lambda group: [labels[option] for option in group]  # noqa: E731
    expected = test["winners"] or test["tied"]
    if len(expected) > 1:
        assert outcome.winners == ()
        assert [set(named(group)) for group in outcome.tied] == [set(expected)]
    else:
        assert (named(outcome.winners), outcome.tied) == (expected, ())
    groups = [set(named(group)) for group in outcome.sets["ranking"]]
    if "ranking" in test:
        assert groups == [{g} if isinstance(g, str) else set(g) for g in test["ranking"]]
    if "rankings" in test:
        assert sorted(map(named, outcome.sets["rankings"])) == sorted(test["rankings"])
    if "scores" in test:
        assert {labels[o]: v for o, v in outcome.tables["scores"].items()} == test["scores"]
    if "score" in test:
        assert outcome.details["score"] == test["score"]
    if "strongest_paths" in test:
        paths = outcome.pairs["strongest_paths"]
        assert {
            labels[a]: {labels[b]: v for b, v in row.items()} for a, row in paths.items()
        } == test["strongest_paths"]


def over(counted, one, other, *, unranked="last"):
    """Count one duel ballot by ballot: how many put one option above another."""
    total = 0
    for ballot, n in counted:
        place = {}
        for number, rank in enumerate(ballot.ranks):
            for option in rank:
                place.setdefault(option, number)
        last = len(ballot.ranks) if unranked == "last" else None
        first, second = place.get(one), place.get(other, last)
        total += n * (first is not None and second is not None and first < second)
    return total


def matrix(ids, counted, **how):
    return {a: {b: over(counted, a, b, **how) for b in ids if b != a} for a in ids}


def raised(ballot, option):
    """Return a ballot with an option moved up by one place, or put on it."""
    order = [rank[0] for rank in ballot.ranks]
    if option in order:
        place = max(order.index(option) - 1, 0)
        order.remove(option)
    else:
        place = len(order)
    return Ranking.of(*order[:place], option, *order[place:])


def turned(ballot, ids):
    """Return a complete ballot from the last to the first."""
    assert len(ballot.ranks) == len(ids)
    return Ranking(ballot.ranks[::-1])


def cloned(ballot, original, clones):
    """Return a ballot with clones, in an order, at the place of one option."""
    ranks = []
    for rank in ballot.ranks:
        ranks += [(clone,) for clone in clones] if rank == (original,) else [rank]
    return Ranking(tuple(ranks))
