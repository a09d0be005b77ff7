"""Make ballots that look like real ones: `python bench/generate.py KIND N OPTIONS SEED > FILE`.

``blt``: a Plackett-Luce election, truncated: options have strengths that fall off, each voter draws
options in proportion to the strengths left, and stops early as real voters do; one line a ballot.
``pb``: a budget that pays for about a tenth of all costs; projects differ in fame as those options
do, and a voter approves two to ten of them. ``quadratic``: whole votes within 100 credits, as CSV.
The same numbers give the same file everywhere.
"""

import math
import random
import sys
from collections.abc import Iterator


def rankings(number: int, options: int, seed: int) -> Iterator[list[int]]:
    """Yield rankings as lists of option numbers from 1."""
    chance = random.Random(seed)
    strengths = [chance.gammavariate(1.2, 1.0) + 0.05 for _ in range(options)]
    for _ in range(number):
        # Exponential clocks: the order in which they ring is a Plackett-Luce ranking.
        rings = [chance.expovariate(strength) for strength in strengths]
        ranking = sorted(range(1, options + 1), key=lambda option: rings[option - 1])
        yield ranking[: chance.randint(1, options)]


def blt(number: int, options: int, seed: int) -> str:
    """Return the election as BLT text, one line per ballot, one seat."""
    lines = [f"{options} 1"]
    lines += [f"1 {' '.join(map(str, ranking))} 0" for ranking in rankings(number, options, seed)]
    lines += ["0", *(f'"Option {option}"' for option in range(1, options + 1))]
    return "\n".join([*lines, f'"Plackett-Luce {number} x {options}, seed {seed}"', ""])


def pb(voters: int, projects: int, seed: int) -> str:
    """Return a budget with approvals as Pabulib text."""
    chance = random.Random(seed)
    fame = [chance.gammavariate(1.2, 1.0) + 0.05 for _ in range(projects)]
    costs = [chance.randint(10, 100) * 1000 for _ in range(projects)]
    votes = [0] * projects
    lines = []
    for voter in range(voters):
        rings = [chance.expovariate(each) for each in fame]
        chosen = sorted(range(projects), key=rings.__getitem__)[: chance.randint(2, 10)]
        for project in chosen:
            votes[project] += 1
        lines.append(f"{voter};{','.join(str(project + 1) for project in chosen)}")
    meta = {
        "description": f"Drawn {voters} x {projects}, seed {seed}",
        "num_projects": projects,
        "num_votes": voters,
        "budget": sum(costs) // 10,
        "vote_type": "approval",
    }
    rows = [f"{n};{cost};{votes[n - 1]};Project {n}" for n, cost in enumerate(costs, 1)]
    head = ["META", "key;value", *(f"{key};{value}" for key, value in meta.items())]
    body = ["PROJECTS", "project_id;cost;votes;name", *rows, "VOTES", "voter_id;vote", *lines]
    return "\n".join([*head, *body, ""])


def quadratic(voters: int, options: int, seed: int) -> str:
    """Return whole votes whose squares stay within 100 credits, as score CSV."""
    chance = random.Random(seed)
    lines = [",".join(["count", *(f"Option {n}" for n in range(1, options + 1))])]
    for _ in range(voters):
        left, votes = 100, [0] * options
        for option in chance.sample(range(options), chance.randint(1, options)):
            votes[option] = chance.randint(0, math.isqrt(left))
            left -= votes[option] ** 2
        lines.append(",".join(["1", *map(str, votes)]))
    return "\n".join([*lines, ""])


KINDS = {"blt": blt, "pb": pb, "quadratic": quadratic}

if __name__ == "__main__":
    if len(sys.argv) == 5 and sys.argv[1] in KINDS:
        sys.stdout.write(KINDS[sys.argv[1]](*map(int, sys.argv[2:])))
    else:
        kinds = "|".join(KINDS)
        print(f"nothing to measure here; usage: generate.py {kinds} BALLOTS OPTIONS SEED > FILE")
