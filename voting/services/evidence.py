"""What anybody may take home and check: the result, the bundle, and one's own ballot in it.

The bundle is made from stored values alone, so that it has the same bytes whenever it is made.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from voting.audit import bundle as bundles
from voting.audit.asking import Question
from voting.audit.ballot_lines import OpenedBallot
from voting.audit.bundle import Evidence, LoggedEntry, RollLine, RollSummary
from voting.audit.checkpoints import read_signed_checkpoint
from voting.audit.checks import verify
from voting.audit.commitments import roll_leaf, roll_root
from voting.audit.manifest import SECRET_BALLOT, read_manifest
from voting.audit.merkle import Tree
from voting.audit.policies import Policy
from voting.audit.reading import read_bundle
from voting.audit.report import Report
from voting.ballots import OptionId
from voting.canonical import decode, sha256
from voting.contest import Contest
from voting.deliberation import ContestState
from voting.errors import ConflictError, ForbiddenError
from voting.outcome import Reason
from voting.roll import Person, Role
from voting.services.finding import Found, find_receipt
from voting.store import ballot_box, contests, log, open_ballots, results, rolls, states
from voting.store.contests import ContestView
from voting.store.results import Draw

__all__ = [
    "AUDITOR",
    "PUBLIC",
    "Found",
    "Result",
    "bundle",
    "find_receipt",
    "keep_bundle",
    "make_bundle",
    "outcome",
    "read_reasons",
    "report",
]

PUBLIC = "public"
AUDITOR = "auditor"

_OVER = (ContestState.PUBLISHED, ContestState.CANCELLED)
_OFFICERS = frozenset({Role.MODERATOR, Role.AUDITOR})


@dataclass(frozen=True, kw_only=True)
class Result:
    """A count as pages show it.

    ``transcript`` is ``Outcome.transcript()`` (canonical JSON data, options by id), ``hash`` its
    SHA-256; ``labels`` names the options. ``tied`` tells whether the lot is still to be drawn,
    ``draw`` what was drawn. ``channels`` counts ballots by how they came.
    """

    view: ContestView
    contest: Contest[Any]
    transcript: Mapping[str, Any]
    hash: str
    labels: Mapping[OptionId, str]
    draw: Draw | None
    channels: Mapping[str, int]

    @property
    def tied(self) -> bool:
        """Tell whether the count ended in a tie that only the lot can resolve."""
        return bool(self.transcript["tied"])

    @property
    def winners(self) -> tuple[OptionId, ...]:
        """Return the options that won beyond doubt, in order."""
        return tuple(self.transcript["winners"])

    @property
    def winner_names(self) -> tuple[str, ...]:
        """Return the labels of the winners."""
        return tuple(self.labels[option] for option in self.winners)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return every reason of the count, stage by stage, then those of the whole."""
        listed = [r for stage in self.transcript["stages"] for r in stage["reasons"]]
        return read_reasons([*listed, *self.transcript["reasons"]])


def outcome(connection: Connection, number: str, reader: Person | None = None) -> Result:
    """Return the result of a contest: for all once published, before that for its officers."""
    view = contests.read(connection, number)
    transcript = results.transcript(connection, view.id)
    early = reader is not None and bool(reader.roles & _OFFICERS)
    if transcript is None or not (view.state is ContestState.PUBLISHED or early):
        raise ConflictError("result.not-published")
    contest = view.contest()
    return Result(
        view=view,
        contest=contest,
        transcript=decode(transcript),
        hash=sha256(transcript).hex(),
        labels=contest.labels(),
        draw=results.find_draw(connection, view.id),
        channels=ballot_box.by_channel(connection, view.id),
    )


def read_reasons(listed: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Return the reasons that a transcript lists, ready for ``voting.explanation.sentence``."""
    return tuple(
        Reason(
            code=reason["code"],
            params=reason["params"],
            options={name: tuple(ids) for name, ids in reason["options"].items()},
        )
        for reason in listed
    )


def bundle(
    connection: Connection, number: str, edition: str = PUBLIC, reader: Person | None = None
) -> bytes:
    """Return the bundle of a contest that is over: everything it takes to check it offline.

    The auditors' edition also holds the roll (numbers, salts and marks, no names) and is for
    auditors only. ConflictError before publication, or before the log was signed after it.
    """
    view = contests.read(connection, number)
    if view.state not in _OVER or view.opened_at is None:
        raise ConflictError("evidence.not-published")
    if edition == AUDITOR:
        if reader is None or Role.AUDITOR not in reader.roles:
            raise ForbiddenError("evidence.auditors-only")
        return make_bundle(connection, view, with_roll=True)
    return results.bundle(connection, view.id) or make_bundle(connection, view, with_roll=False)


def keep_bundle(connection: Connection, number: str) -> None:
    """Keep the public bundle of a published contest, for fast downloads."""
    view = contests.read(connection, number)
    if results.bundle(connection, view.id) is None:
        results.keep_bundle(connection, view.id, make_bundle(connection, view, with_roll=False))


def report(connection: Connection, number: str) -> Report:
    """Return what the twelve checks say of a contest's own public bundle.

    It is the site checking itself: convenient, and no replacement for checking elsewhere.
    """
    return _report(bundle(connection, number))


@lru_cache(maxsize=2)
def _report(data: bytes) -> Report:
    return verify(Question(bundle=read_bundle(data)))


def make_bundle(connection: Connection, view: ContestView, *, with_roll: bool) -> bytes:
    """Make a bundle from what is stored: always the same bytes."""
    entries = log.entries_of_contest(connection, view.id)
    checkpoint = log.checkpoint_after(connection, entries[-1][0])
    if checkpoint is None:
        raise ConflictError("evidence.not-signed-yet")
    _, signed = read_signed_checkpoint(checkpoint)
    tree = Tree.of(log.leaves(connection, signed.size))
    manifest = states.manifest(connection, view.id)
    logged = [
        LoggedEntry(index=index, entry=entry, proof=tree.inclusion(index))
        for index, entry in entries
    ]
    counted = view.state is ContestState.PUBLISHED
    standing = rolls.standing(connection, view.id)
    drawn = results.find_draw(connection, view.id)
    evidence = Evidence(
        manifest=manifest,
        policy=Policy(logs=(read_manifest(manifest).log_key,)).encode(),
        checkpoint=checkpoint,
        entries=logged,
        ballots=_ballots(connection, view, [index for index, _ in entries]) if counted else (),
        roll=_summary(standing) if counted else None,
        result=(results.transcript(connection, view.id) or b"") if counted else b"",
        draw=bundles.Draw(public=drawn.public, secret=drawn.share) if drawn else None,
        roll_lines=[
            RollLine(number=elector.number, salt=elector.salt, voted=elector.voted)
            for elector in standing
        ]
        if with_roll
        else (),
    )
    return bundles.write_bundle(view.poll, evidence)


def _summary(standing: Sequence[rolls.Entitled]) -> RollSummary:
    voted = [elector for elector in standing if elector.voted]
    return RollSummary(
        eligible=len(standing),
        roll_root=_root(standing).hex(),
        voted=len(voted),
        voted_root=_root(voted).hex(),
    )


def _root(electors: Sequence[rolls.Entitled]) -> bytes:
    return roll_root(roll_leaf(elector.salt, elector.number) for elector in electors)


def _ballots(
    connection: Connection, view: ContestView, indices: Sequence[int]
) -> Iterator[OpenedBallot]:
    """Yield the ballots in the order of ``ballots.jsonl``; at level A superseded ones too."""
    if view.level == SECRET_BALLOT:
        for commitment, opening in ballot_box.opened(connection, view.id):
            yield OpenedBallot(commitment, opening)
        return
    numbers = {index: number for number, index in enumerate(indices)}
    handles = open_ballots.handles(connection, view.id)
    for cast in open_ballots.all_turns(connection, view.id):
        number, salt = handles[cast.person_id]
        yield OpenedBallot(
            cast.opening.commitment(view.poll),
            cast.opening,
            roll_leaf(salt, number).hex(),
            numbers[cast.entry],
        )
