"""Reading a bundle that may be damaged: every part that can be read, and why the others cannot.

A part that is missing or malformed is a fault, kept by its file's name; the checks that need the
part fail and name the file, all others still run.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from voting.audit import bundle, by_hand
from voting.audit.archive import Archive, read_archive
from voting.audit.ballot_lines import BallotLines, read_ballots
from voting.audit.bundle import Draw, RollLine, RollSummary
from voting.audit.checkpoints import Checkpoint, read_signed_checkpoint
from voting.audit.entries import Entry, entry_from_json
from voting.audit.history import CANCELLED, History, replay
from voting.audit.manifest import Manifest, read_manifest
from voting.audit.merkle import HASH_SIZE, leaf_hash
from voting.audit.notes import Note, from_base64
from voting.audit.policies import Policy, read_policy
from voting.canonical import decode, encode
from voting.errors import InvalidError, InvalidFileError, RefusalError

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class PlacedEntry:
    """An entry read from the bundle, with its leaf, its place and the proof of it."""

    index: int
    entry: Entry
    leaf: bytes
    proof: tuple[bytes, ...]


@dataclass
class Bundle:
    """The parts of a bundle, each read when first asked for and then kept.

    Asking for a part that cannot be read raises the InvalidError that says why. ``faults`` holds,
    by file name, what was found wrong so far; ``read_everything`` makes it complete.
    """

    archive: Archive
    faults: dict[str, RefusalError] = field(default_factory=dict)

    def data(self, name: str) -> bytes:
        """Return a file's bytes; InvalidError if it is not there."""
        if name not in self.archive.files:
            raise InvalidError("bundle.missing", file=name)
        return self.archive.files[name]

    def _part(self, name: str, read: Callable[[bytes], T]) -> T:
        if name in self.faults:
            raise self.faults[name]
        try:
            return read(self.data(name))
        except RefusalError as error:
            fault = error
            if "file" not in error.params:
                fault = InvalidError("bundle.unreadable", file=name)
                fault.__cause__ = error
            self.faults[name] = fault
            raise fault from error

    @cached_property
    def manifest(self) -> Manifest:
        """Return the frozen manifest."""
        return self._part(bundle.MANIFEST, read_manifest)

    @cached_property
    def policy(self) -> Policy:
        """Return the policy that the bundle itself names."""
        return self._part(bundle.POLICY, read_policy)

    @cached_property
    def signed_checkpoint(self) -> tuple[Note, Checkpoint]:
        """Return the log's checkpoint, signatures not checked."""
        return self._part(bundle.CHECKPOINT, read_signed_checkpoint)

    @cached_property
    def entries(self) -> Sequence[PlacedEntry]:
        """Return the contest's entries in the order of the file."""
        return self._part(bundle.ENTRIES, _read_entries)

    @cached_property
    def history(self) -> History:
        """Return what the entries tell; InvalidError if they make no sense."""
        return replay(self.manifest, (placed.entry for placed in self.entries))

    @cached_property
    def ballots(self) -> BallotLines:
        """Return the columns of the ballots' file."""
        secret = self.manifest.is_secret
        return self._part(bundle.BALLOTS, lambda data: read_ballots(data, secret=secret))

    @cached_property
    def distinct(self) -> Mapping[bytes, int]:
        """Return each distinct ballot text of the file with how often it occurs."""
        return Counter(self.ballots.texts)

    @cached_property
    def values(self) -> Mapping[bytes, Any]:
        """Return the JSON value of each distinct ballot text; InvalidError if not canonical."""

        def read(_: bytes) -> dict[bytes, Any]:
            return {text: decode(text) for text in self.distinct}

        return self._part(bundle.BALLOTS, read)

    @cached_property
    def roll(self) -> RollSummary:
        """Return what the public learns of the roll."""
        return self._part(bundle.ROLL, bundle.read_roll)

    @cached_property
    def roll_lines(self) -> Sequence[RollLine] | None:
        """Return the roll itself in the auditors' edition, None in the public one."""
        if bundle.ROLL_LINES not in self.archive.files:
            return None
        return self._part(bundle.ROLL_LINES, bundle.read_roll_lines)

    @cached_property
    def draw(self) -> Draw | None:
        """Return the lot that was drawn, None if none was."""
        poll = self.manifest.poll
        return self._part(bundle.TIE, lambda data: bundle.read_tie(poll, data))

    @cached_property
    def result(self) -> bytes:
        """Return the transcript as it was published."""

        def read(data: bytes) -> bytes:
            decode(data)
            return data

        return self._part(bundle.RESULT, read)

    @property
    def is_cancelled(self) -> bool:
        """Tell whether the contest was cancelled, so that there is nothing to count."""
        return self.history.state == CANCELLED

    def read_everything(self) -> Mapping[str, RefusalError]:
        """Read every part and return what is wrong with each file, by name, in a fixed order."""
        cancelled = bundle.BALLOTS not in self.archive.files and self._says_cancelled()
        for name in sorted(bundle.ALWAYS if cancelled else bundle.COUNTED):
            if name not in self.archive.files:
                self.faults[name] = InvalidError("bundle.missing", file=name)
        for name in self.archive.files.keys() - bundle.COUNTED - {bundle.ROLL_LINES}:
            self.faults[name] = InvalidError("bundle.unknown", file=name)
        if self.archive.files.get(bundle.README, by_hand.README) not in by_hand.KNOWN:
            self.faults[bundle.README] = InvalidError("bundle.changed", file=bundle.README)
        for part in ("manifest", "policy", "signed_checkpoint", "entries", "roll_lines"):
            self._try(part)
        for part in () if cancelled else ("roll", "draw", "values", "result"):
            self._try(part)
        return dict(sorted(self.faults.items()))

    def _try(self, part: str) -> None:
        try:
            getattr(self, part)
        except RefusalError:  # kept in ``faults`` by the part's own file
            return

    def _says_cancelled(self) -> bool:
        try:
            return self.is_cancelled
        except RefusalError:
            return False


def read_bundle(data: bytes) -> Bundle:
    """Open a bundle; InvalidFileError only if the bytes are no archive at all."""
    return Bundle(read_archive(data))


def _read_entries(data: bytes) -> list[PlacedEntry]:
    if not data.endswith(b"\n"):
        raise InvalidFileError("file.line", file=bundle.ENTRIES, line=data.count(b"\n") + 1)
    placed = []
    for number, line in enumerate(data[:-1].split(b"\n"), 1):
        try:
            placed.append(_read_entry(line))
        except RefusalError as error:
            raise InvalidFileError("file.line", file=bundle.ENTRIES, line=number) from error
    return placed


def _read_entry(line: bytes) -> PlacedEntry:
    value: Any = decode(line)
    if not isinstance(value, dict) or set(value) != {"e", "i", "p"}:
        raise InvalidError("entry.keys", kind="line")
    index, steps = value["i"], value["p"]
    if type(index) is not int or index < 0 or not isinstance(steps, list):
        raise InvalidError("entry.value", key="i")
    if not all(isinstance(step, str) for step in steps):
        raise InvalidError("entry.value", key="p")
    proof = tuple(from_base64(step) for step in steps)
    if any(len(step) != HASH_SIZE for step in proof):
        raise InvalidError("entry.value", key="p")
    leaf = leaf_hash(encode(value["e"]))
    return PlacedEntry(index=index, entry=entry_from_json(value["e"]), leaf=leaf, proof=proof)
