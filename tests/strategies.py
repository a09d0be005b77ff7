"""Hypothesis strategies: contests, ballots by form, rules by method, whole elections.

Numbers are small on purpose: few options and few ballots make ties and empty stages common, and a
failing example shrinks to something a person can count by hand.
"""

from dataclasses import replace

from hypothesis import strategies as st

from voting.ballots import (
    STANCES,
    Approval,
    Choice,
    Gifts,
    OptionId,
    Ranking,
    Scores,
    Stance,
)
from voting.contest import Contest, Option
from voting.profile import Profile
from voting.rules import card, read, rule_fields
from voting.tiebreak import Lot

IDS = tuple(OptionId(letter) for letter in "abcdefgh")


def lots():
    """Draw a lot."""
    return st.binary(min_size=1, max_size=4).map(Lot)


def rankings(ids, *, shortest=0):
    """Draw rankings without marking errors, complete or cut short."""
    return st.permutations(ids).flatmap(
        lambda order: st.integers(min(shortest, len(ids)), len(ids)).map(
            lambda length: Ranking.of(*order[:length])
        )
    )


def messy_rankings(ids, *, unknown=True):
    """Draw rankings as paper has them: skipped ranks, several marks at one, options twice."""
    single = st.sampled_from(ids).map(lambda option: (option,))
    several = st.sets(st.sampled_from(ids), min_size=min(2, len(ids))).map(tuple)
    ranks = st.one_of(single, single, st.just(()), several, *([st.just(("*",))] if unknown else []))
    return st.lists(ranks, max_size=len(ids) + 2).map(lambda drawn: Ranking(tuple(drawn)))


def approvals(ids):
    """Draw sets of approved options."""
    return st.frozensets(st.sampled_from(ids)).map(Approval)


def choices(ids):
    """Draw one option or none."""
    return st.lists(st.sampled_from(ids), max_size=1).map(lambda chosen: Choice(tuple(chosen)))


def scores(ids, *, least=0, most=5):
    """Draw a whole number for some of the options."""
    return st.dictionaries(st.sampled_from(ids), st.integers(least, most)).map(Scores)


def gifts(ids):
    """Draw small amounts of money for some of the options, from people of no group."""
    return st.dictionaries(st.sampled_from(ids), st.integers(0, 9)).map(Gifts)


def stances(_ids):
    """Draw a stance or none."""
    return st.lists(st.sampled_from(STANCES), max_size=1).map(lambda taken: Stance(tuple(taken)))


BALLOTS = {
    Ranking: rankings,
    Approval: approvals,
    Choice: choices,
    Scores: scores,
    Gifts: gifts,
    Stance: stances,
}

# For each form, a ballot that is for one option and nothing else, and a blank one.
ONLY = {
    Ranking: Ranking.of,
    Approval: Approval.of,
    Choice: Choice.of,
    Scores: Scores.of,
    Gifts: Gifts.of,
    Stance: lambda _option: Stance.of("agree"),
}
BLANK = {form: form({} if form in (Scores, Gifts) else ()) for form in BALLOTS}
BLANK[Approval] = Approval.of()


def ballots(form, ids):
    """Draw a ballot of a form as the site would take it."""
    return BALLOTS[form](ids)


def profile_of(form, ids, counted):
    """Return the profile of some ballots, each with how often it was cast."""
    return Profile.of(form, tuple(ids), (ballot for ballot, n in counted for _ in range(n)))


def counted_ballots(ballot, *, fewest=0, most=10):
    """Draw ballots with how often each was cast."""
    return st.lists(st.tuples(ballot, st.integers(1, 4)), min_size=fewest, max_size=most)


def profiles(form, ids, *, ballot=None, fewest=0):
    """Draw all ballots of a contest; pass ``ballot`` for messier ones than the site takes."""
    ballot = ballots(form, ids) if ballot is None else ballot
    counted = counted_ballots(ballot, fewest=fewest)
    return counted.map(lambda drawn: profile_of(form, ids, drawn))


def tie_rules(ids):
    """Draw the ways to break ties."""
    order = st.permutations(ids).map(lambda drawn: "order:" + ",".join(drawn))
    steps = st.sampled_from(["lot", "previous,lot"])
    return st.one_of(steps, order, order.map(lambda drawn: "previous," + drawn))


def lot_ties(method):
    """Return the ways of a method to break ties that end with the lot."""
    default = getattr(method.rules(), "ties", "lot")
    return ["lot", default] if default.startswith("lower-cost") else ["lot", "previous,lot"]


def _values(method, name, rule, default, ids):
    if name == "ties" and default.startswith("lower-cost"):
        return st.sampled_from(lot_ties(method))
    if name == "ties":
        return tie_rules(ids)
    if name == "budget":
        return st.integers(1, 30)
    if rule.kind == "text":
        return st.just(default)
    if name == "seats":
        return st.integers(1, min(rule.most or len(ids), len(ids)))
    if rule.kind == "switch":
        return st.booleans()
    if rule.kind == "choice":
        return st.sampled_from(sorted(rule.choices))
    most = (rule.least or 0) + 4 if rule.most is None else rule.most
    numbers = st.integers(rule.least or 0, most)
    return st.one_of(st.just(rule.unlimited), numbers) if rule.kind == "limit" else numbers


def rules(method, ids, **fixed):
    """Draw rules of a method, from its own fields; ``fixed`` ones are as given."""
    fields = rule_fields(method.rules)
    drawn = {
        name: (st.just(fixed[name]) if name in fixed else _values(method, name, rule, default, ids))
        for name, (rule, default) in fields.items()
    }
    return st.fixed_dictionaries(drawn).map(lambda given: read(method.rules, given))


def paper_of(method):
    """Return a few options, as many as this method can put before its voters."""
    return IDS[:1] if method.form is Stance else IDS[:2]


def plain_rules(method, **given):
    """Return a method's default rules, with a budget where it spends one."""
    if "budget" in rule_fields(method.rules):
        given = {"budget": 10, **given}
    return method.rules(**given)


def contest_of(method, ids, its_rules=None, *, withdrawn=(), write_ins=()):
    """Return a contest of a method with these options; projects cost 1, 4, 7 and so on."""
    priced = "budget" in rule_fields(method.rules)
    return Contest(
        title="What shall we do?",
        method=method.id,
        rules=its_rules or plain_rules(method),
        options=tuple(
            Option(
                id=option,
                label=option.upper(),
                withdrawn=option in withdrawn,
                write_in=option in write_ins,
                cost=1 + 3 * place if priced else None,
            )
            for place, option in enumerate(ids)
        ),
    )


@st.composite
def elections(draw, method, *, ids=None, messy=False, fewest=0, **fixed):
    """Draw a contest and its ballots; messy ones with withdrawn options and marking errors."""
    ids = ids or IDS[: draw(st.integers(1, 1 if method.form is Stance else 5))]
    withdrawn, write_ins = (), ()
    if messy:
        withdrawn = draw(st.sets(st.sampled_from(ids), max_size=1))
        write_ins = draw(st.sets(st.sampled_from(ids), max_size=1)) - withdrawn
    contest = contest_of(
        method, ids, draw(rules(method, ids, **fixed)), withdrawn=withdrawn, write_ins=write_ins
    )
    form = method.form_of(contest.rules)
    ballot = messy_rankings(ids) if messy and form is Ranking else None
    return contest, draw(profiles(form, ids, ballot=ballot, fewest=fewest))


def renamed(contest, profile, names, order):
    """Give the options other ids and another order on the ballot paper."""
    options = {option.id: option for option in contest.options}
    moved = tuple(replace(options[old], id=names[old]) for old in order)
    values = card(contest.rules)
    if "ties" in values:
        head, order_step, ids = values["ties"].partition("order:")
        values["ties"] = head + order_step + ",".join(names[o] for o in ids.split(",") if o)
    new_rules = read(type(contest.rules), values)
    new = Contest(title="", method=contest.method, rules=new_rules, options=moved)
    ballots = [(rename(ballot, names), n) for ballot, n in profile.ballots()]
    return new, profile_of(profile.form, new.ids, ballots)


def rename(ballot, names):
    if isinstance(ballot, Ranking):
        return Ranking(
            tuple(tuple(names.get(mark, mark) for mark in rank) for rank in ballot.ranks)
        )
    if isinstance(ballot, Approval):
        return Approval.of(*(names[option] for option in ballot.approved))
    if isinstance(ballot, Scores):
        return Scores({names[option]: value for option, value in ballot.points.items()})
    if isinstance(ballot, Gifts):
        amounts = {names[option]: value for option, value in ballot.amounts.items()}
        return Gifts(amounts, ballot.groups)
    if isinstance(ballot, Stance):
        return ballot
    return Choice.of(*(names[option] for option in ballot.chosen))
