"""Requirements on single stances: "at least 3/4 of all electors agree", "nobody blocks".

What Loomio's manual calls vote share requirements: a stance, at least or at most, a share, and of
whom. Each is written ``agree>=3/4 eligible``; several are joined by semicolons.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from voting.ballots.stances import ABSTAIN, AGREE, BLOCK, DISAGREE, STAND_ASIDE
from voting.deliberation.shares import read_share
from voting.errors import InvalidRuleError

AT_LEAST = ">="
AT_MOST = "<="
ELIGIBLE = "eligible"
CAST = "cast"

_STANCES = "|".join((AGREE, STAND_ASIDE, ABSTAIN, DISAGREE, BLOCK))
_LINE = re.compile(rf"({_STANCES})\s*(>=|<=)\s*([\d/]+)\s+({ELIGIBLE}|{CAST})")


class Requirement(NamedTuple):
    """One requirement: at least or at most (``op``) a share of ``base`` takes a stance.

    ``base``: ``eligible``, all electors, or ``cast``, all who took a stance, abstainers included.
    """

    stance: str
    op: str
    share: Fraction
    base: str

    def is_met(self, counts: Mapping[str, int], eligible: int) -> bool:
        """Tell whether counts by stance meet it; agreeing with a note counts as agreeing."""
        of = eligible if self.base == ELIGIBLE else sum(counts.values())
        have, want = counts.get(self.stance, 0), self.share * of
        return have >= want if self.op == AT_LEAST else have <= want

    def __str__(self) -> str:
        """Return it as it is written in a rule card."""
        return f"{self.stance}{self.op}{self.share} {self.base}"


def read_requirements(text: str) -> tuple[Requirement, ...]:
    """Read requirements from a rule card; InvalidRuleError names the first that is none."""
    lines = [line.strip() for line in text.split(";")]
    return tuple(_requirement(line) for line in lines if line)


def _requirement(line: str) -> Requirement:
    match = _LINE.fullmatch(line)
    if match is None:
        raise InvalidRuleError("consensus.not-a-requirement", value=line)
    stance, op, share, base = match.groups()
    return Requirement(stance=stance, op=op, share=read_share("requirements", share), base=base)
