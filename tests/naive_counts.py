"""Counts written a second time, one ballot at a time and without any cleverness, as oracles.

They share nothing with `voting/engines`: ballots stay lists of ranks, every round reads every
ballot from its first rank again, and votes are fractions.
"""

from fractions import Fraction
from math import floor


def possible_winners(ballots, options):
    """Return everybody whom plain IRV can elect, over all ways in which ties can fall.

    ``ballots`` are lists of options, best first.
    """
    if len(options) == 1:
        return set(options)
    firsts = [next((o for o in ballot if o in options), None) for ballot in ballots]
    votes = {option: firsts.count(option) for option in options}
    active = sum(votes.values())
    if active == 0:
        return set(options)
    majority = {option for option in options if 2 * votes[option] > active}
    if majority:
        return majority
    last = [option for option in options if votes[option] == min(votes.values())]
    found = set()
    for option in last:
        found |= possible_winners(ballots, [o for o in options if o != option])
    return found


def recipient(ranks, still_in, rules):  # noqa: C901 - one loop, as the rule reads
    """Return whom a ballot counts for, or why for nobody, reading it from the first rank."""
    skipped, seen = 0, []
    for rank in ranks[: rules.max_rankings]:
        if not rank:
            skipped += 1
            continue
        if rules.max_skipped_ranks is not None and skipped > rules.max_skipped_ranks:
            return None, "skippedRankings"
        skipped = 0
        if rules.exhaust_on_duplicate and any(mark in seen for mark in rank if mark != "*"):
            return None, "repeatedRankings"
        seen += rank
        is_over = len(rank) > 1 or rank == ("*",)
        if is_over and rules.overvote == "exhaustImmediately":
            return None, "overvotes"
        if is_over and rules.overvote == "alwaysSkipToNextRank":
            continue
        if rank == ("*",):
            return None, "overvotes"
        continuing = [mark for mark in rank if mark in still_in]
        if len(continuing) > 1:
            return None, "overvotes"
        if continuing:
            return continuing[0], None
    return None, "exhaustedChoices"


def rctab_rounds(ballots, contest, order):  # noqa: C901 - one loop, as the rule reads
    """Return votes, threshold, inactive, elected, excluded of each round by RCTab's rules.

    ``ballots`` are lists of ranks; ``order`` decides ties: first is elected, last is excluded.
    A ballot once inactive stays so.
    """
    rules = contest.rules
    write_ins = {option.id for option in contest.options if option.write_in}
    still_in = [option.id for option in contest.options if not option.withdrawn]
    holder = [None] * len(ballots)
    resting = [None] * len(ballots)
    rounds, winner, threshold = [], None, None
    while len(rounds) != rules.stop_tabulation_early_after_round:
        for number, ranks in enumerate(ballots):
            if resting[number] is None and holder[number] not in still_in:
                holder[number], resting[number] = recipient(ranks, still_in, rules)
        active = [holder[n] for n in range(len(ballots)) if resting[n] is None]
        votes = {option: active.count(option) for option in still_in}
        if winner is None and (threshold is None or not rules.threshold_fixed_in_round_1):
            threshold = len(active) // 2 + 1
        inactive = {why: resting.count(why) for why in resting if why}
        entry = {"votes": votes, "threshold": threshold, "inactive": inactive}
        rounds.append(entry)
        able = [option for option in still_in if option not in write_ins]
        if winner is None:
            winner = _winner(votes, able, write_ins, threshold, order)
            if winner:
                entry["elected"] = winner
                if not (rules.continue_until_two and len(still_in) > 2 and active):
                    return rounds
                continue
        elif len(still_in) <= 2:
            return rounds
        is_first = all(entry.get("excluded", set()) <= write_ins for entry in rounds)
        entry["excluded"] = _excluded(votes, write_ins, rules, order, is_first)
        still_in = [option for option in still_in if option not in entry["excluded"]]
    return rounds


def _winner(votes, able, write_ins, threshold, order):
    if any(votes[option] for option in votes if option in write_ins):
        return None
    best = max(votes[option] for option in able)
    top = sorted((o for o in able if votes[o] == best), key=order.index)
    if len(able) <= 2 or best >= threshold or sum(votes.values()) == 0:
        return top[0]
    return None


def _excluded(votes, write_ins, rules, order, is_first):
    written = {o for o in votes if o in write_ins and votes[o]}
    if written:
        return written
    few = {o for o in votes if votes[o] < rules.minimum_vote_threshold}
    if is_first and few and any(o not in few and o not in write_ins for o in votes):
        return few
    if rules.batch_elimination:
        sizes = []
        for option in votes:
            below = {o for o in votes if votes[o] < votes[option]}
            if sum(votes[o] for o in below) < votes[option]:
                sizes.append(below)
        sizes = sorted(sizes, key=len)
        if rules.continue_until_two:
            sizes = [group for group in sizes if len(group) < len(votes) - 1]
        if sizes and len(sizes[-1]) > 1:
            return sizes[-1]
    fewest = min(votes.values())
    last = [o for o in votes if votes[o] == fewest]
    return {o for o in last if o in write_ins} or {max(last, key=order.index)}


class ScottishBallot:
    """One paper: its preferences, whose it is now, and what it is worth."""

    def __init__(self, preferences):
        self.preferences, self.holder, self.value = preferences, None, Fraction(1)

    def next_among(self, options):
        return next((option for option in self.preferences if option in options), None)


def scottish_stages(ballots, options, seats, order):  # noqa: C901 - one loop, as the rule reads
    """Return credited votes, non-transferable votes and newly elected of every stage.

    ``ballots`` are lists of options; ``order`` is the lot: first is preferred.
    """
    papers = [ScottishBallot(ballot) for ballot in ballots if any(o in options for o in ballot)]
    quota = floor(Fraction(len(papers), seats + 1)) + 1
    hopeful, elected, to_move, history = list(options), [], [], []
    credit = dict.fromkeys(options, Fraction(0))
    for paper in papers:
        paper.holder = paper.next_among(hopeful)
        credit[paper.holder] += 1
    while True:
        new = sorted((o for o in hopeful if credit[o] >= quota), key=lambda o: -credit[o])
        to_move += new
        hopeful = [o for o in hopeful if o not in new]
        if 0 < len(hopeful) <= seats - len(elected) - len(new):
            new += sorted(hopeful, key=lambda o: -credit[o])
            hopeful = []
        elected += new
        lost = len(papers) - sum(credit.values())
        history.append({"votes": dict(credit), "lost": lost, "elected": set(new)})
        if not hopeful or len(elected) >= seats:
            return elected, history
        if to_move:
            best = max(credit[o] for o in to_move)
            among = [o for o in to_move if credit[o] == best]
            if best == quota:
                chosen = _latest(among, history, max)
            else:
                chosen = [min(_latest(among, history, max), key=order.index)]
            for option in chosen:
                to_move.remove(option)
                for paper in (p for p in papers if p.holder == option):
                    raw = (best - quota) * paper.value / best
                    paper.value = Fraction(floor(raw * 100_000), 100_000)
                _move(papers, option, hopeful, credit, Fraction(quota))
        else:
            least = min(credit[o] for o in hopeful)
            among = [o for o in hopeful if credit[o] == least]
            gone = max(_latest(among, history, min), key=order.index)
            hopeful.remove(gone)
            _move(papers, gone, hopeful, credit, Fraction(0))


def _latest(among, history, best):
    for stage in reversed(history[:-1]):
        target = best(stage["votes"][o] for o in among)
        among = [o for o in among if stage["votes"][o] == target]
    return among


def _move(papers, source, hopeful, credit, keep):
    credit[source] = keep
    for paper in papers:
        if paper.holder == source:
            paper.holder = paper.next_among(hopeful)
            if paper.holder is not None:
                credit[paper.holder] += paper.value
