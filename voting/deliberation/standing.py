"""Where a deliberation by consensus stands: what its events add up to so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from voting.deliberation.groups import group_consensus, seen_of, shares_by_group
from voting.deliberation.objections import Objection
from voting.deliberation.protocol import ProtocolRules
from voting.deliberation.rounds import RoundCount
from voting.deliberation.votes import VoteCount
from voting.errors import MissingError


class State(StrEnum):
    """The states; the last five are the end."""

    DRAFT = "draft"
    DISCUSSION = "discussion"
    ROUND_OPEN = "round_open"
    ROUND_CLOSED = "round_closed"
    AMENDING = "amending"
    POSTPONED = "postponed"
    FALLBACK_VOTE = "fallback_vote"
    TIE_REVOTE = "tie_revote"
    ADOPTED = "adopted"
    ADOPTED_WITH_RESERVATIONS = "adopted_with_reservations"
    ADOPTED_BY_VOTE = "adopted_by_vote"
    REJECTED = "rejected"
    LAPSED = "lapsed"


ENDS = frozenset(list(State)[8:])


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of the text, by its hash."""

    number: int
    text: str
    at: int
    actor: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The stance somebody holds in the round that is open, with their reason."""

    stance: str
    reason: str = ""
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class RoundRecord:
    """A round as it was counted. ``groups`` hold its counts by group, "" where there is none.

    ``notes`` are the reasons of those who stand aside or agree with a note: author, stance, reason.
    """

    number: int
    sitting: int
    version: int
    chair: str
    opened_at: int
    closed_at: int
    eligible: int
    signed: int
    groups: Mapping[str, Mapping[str, int]]
    notes: tuple[tuple[str, str, str], ...]
    count: RoundCount

    @property
    def group_shares(self) -> dict[str, Fraction | None]:
        """Return the share of agreement in each group, for information."""
        return shares_by_group(self.groups)

    @property
    def group_consensus(self) -> Fraction:
        """Return the group-informed consensus, for information."""
        return group_consensus(seen_of(counts) for counts in self.groups.values())


@dataclass(frozen=True, kw_only=True)
class Deliberation:
    """A deliberation as it stands. ``adopted`` is the hash or name of what was adopted, if any."""

    title: str
    rules: ProtocolRules
    versions: tuple[Version, ...]
    last_at: int
    state: State = State.DRAFT
    round_number: int = 0
    sitting: int = 0
    chair: str = ""
    opened_at: int = 0
    closes: int = 0
    roll: Mapping[str, str] = field(default_factory=dict)
    stances: Mapping[str, Taken] = field(default_factory=dict)
    objections: tuple[Objection, ...] = ()
    rounds: tuple[RoundRecord, ...] = ()
    votes: tuple[VoteCount, ...] = ()
    attempt: int = 1
    vote_sitting: int = 1
    awaits_vote: bool = False
    held_at: int = 0
    review_at: int = 0
    adopted: str = ""

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more can happen."""
        return self.state in ENDS

    def objection(self, number: int) -> Objection:
        """Return an objection by its number; MissingError if there is none."""
        for objection in self.objections:
            if objection.number == number:
                return objection
        raise MissingError("consensus.no-such-objection", number=number)

    def of_this_round(self) -> tuple[Objection, ...]:
        """Return the objections of the latest round."""
        return tuple(o for o in self.objections if o.round_number == self.round_number)
