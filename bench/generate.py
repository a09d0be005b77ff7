"""Make ranked ballots that look like real ones: `python bench/generate.py N OPTIONS SEED > FILE`.

A Plackett-Luce election, truncated: options have strengths that fall off, each voter draws options
in proportion to the strengths left, and stops early as real voters do. Written as BLT, one line
per ballot. The same numbers give the same file everywhere.
"""

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


if __name__ == "__main__":
    if len(sys.argv) == 4:
        sys.stdout.write(blt(*map(int, sys.argv[1:])))
    else:
        print("nothing to measure here; usage: generate.py BALLOTS OPTIONS SEED > FILE")
