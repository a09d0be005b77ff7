"""The history of one contest, replayed from its log entries: what may follow what.

open -> (votes, acts of officers) -> closed -> seal -> result -> (lot) -> published, or cancelled.
The running number ``q`` starts at 0 and has no gap, so an entry left out shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from voting.audit.entries import (
    Counted,
    Drawn,
    Entry,
    Event,
    Opened,
    Sealed,
    Voted,
)
from voting.audit.manifest import Manifest
from voting.ballots import OptionId
from voting.errors import InvalidError

START, OPEN, CLOSED, SEALED, COUNTED, DRAWN, PUBLISHED, CANCELLED = range(8)
ANY = frozenset({OPEN, CLOSED, SEALED, COUNTED, DRAWN, PUBLISHED})
FINAL = frozenset({PUBLISHED, CANCELLED})

_STEPS: Mapping[str, tuple[frozenset[int], int | None]] = {
    "open/1": (frozenset({START}), OPEN),
    "vote/1": (frozenset({OPEN}), None),
    "extended": (frozenset({OPEN}), None),
    "option-withdrawn": (frozenset({OPEN}), None),
    "roll-corrected": (frozenset({OPEN}), None),
    "cancelled": (frozenset({OPEN, CLOSED}), CANCELLED),
    "closed": (frozenset({OPEN}), CLOSED),
    "seal/1": (frozenset({CLOSED}), SEALED),
    "result/1": (frozenset({SEALED}), COUNTED),
    "lot/1": (frozenset({COUNTED}), DRAWN),
    "published": (frozenset({COUNTED, DRAWN}), PUBLISHED),
}


@dataclass
class History:
    """What the entries so far amount to; ``eligible`` and ``roll_root`` after all corrections."""

    manifest: Manifest
    state: int = START
    eligible: int = 0
    roll_root: str = ""
    closes: int = 0
    withdrawn: list[OptionId] = field(default_factory=list)
    votes: list[Voted] = field(default_factory=list)
    turns: dict[str, Voted] = field(default_factory=dict)
    opened: Opened | None = None
    seal: Sealed | None = None
    counted: Counted | None = None
    drawn: Drawn | None = None
    corrections: int = 0

    @property
    def result(self) -> str:
        """Return the hash of the transcript that stands: after the lot if one was drawn."""
        last = self.drawn or self.counted
        return last.result if last else ""

    def counting(self) -> Mapping[str, Voted]:
        """Return the vote that counts for each handle of an open contest: their last."""
        return self.turns

    def _enter(self, number: int, entry: Entry) -> None:
        act = entry.act if isinstance(entry, Event) else entry.kind
        before, after = _STEPS.get(act, (ANY, None))
        if getattr(entry, "number", -1) != number:
            raise InvalidError("history.number", number=number)
        if getattr(entry, "poll", "") != self.manifest.poll:
            raise InvalidError("history.other-contest", number=number)
        if self.state not in before:
            raise InvalidError("history.order", number=number, act=act)
        self.state = self.state if after is None else after
        self._note(number, entry)

    def _note(self, number: int, entry: Entry) -> None:
        if isinstance(entry, Opened):
            self.opened = entry
        elif isinstance(entry, Voted):
            self._vote(number, entry)
        elif isinstance(entry, Sealed):
            self.seal = entry
        elif isinstance(entry, Counted):
            self.counted = entry
        elif isinstance(entry, Drawn):
            self.drawn = entry
        elif isinstance(entry, Event):
            self._event(number, entry)

    def _vote(self, number: int, vote: Voted) -> None:
        last = self.turns.get(vote.handle)
        if self.manifest.is_secret or vote.turn != (last.turn if last else 0) + 1:
            raise InvalidError("history.vote", number=number)
        if last and self.manifest.revote == "none":
            raise InvalidError("history.vote", number=number)
        self.votes.append(vote)
        self.turns[vote.handle] = vote

    def _event(self, number: int, event: Event) -> None:
        details = event.details
        if event.act == "extended":
            if int(details["closes"]) <= self.closes:
                raise InvalidError("history.order", number=number, act=event.act)
            self.closes = int(details["closes"])
        elif event.act == "option-withdrawn":
            option = OptionId(str(details["option"]))
            if option not in self.manifest.contest.ids or option in self.withdrawn:
                raise InvalidError("history.order", number=number, act=event.act)
            self.withdrawn.append(option)
        elif event.act == "roll-corrected":
            self.eligible, self.roll_root = int(details["eligible"]), str(details["roll_root"])
            self.corrections += 1


def replay(manifest: Manifest, entries: Iterable[Entry]) -> History:
    """Return the history that a contest's entries tell; InvalidError where it makes no sense."""
    history = History(
        manifest,
        eligible=manifest.eligible,
        roll_root=manifest.roll_root,
        closes=manifest.closes,
    )
    number = -1
    for number, entry in enumerate(entries):
        history._enter(number, entry)  # noqa: SLF001 - the one reader of entries
    if history.state not in FINAL:
        raise InvalidError("history.unfinished", number=number + 1)
    return history


def last_votes(votes: Sequence[Voted]) -> Mapping[str, Voted]:
    """Return, of an open contest's votes in the order of the log, the last of each handle."""
    return {vote.handle: vote for vote in votes}
