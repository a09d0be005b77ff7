"""Checks of the record: form (V1), rules (V2), log (V3), entries (V4), older bundle (V11).

Each check returns an answer if it holds and raises InvalidError, whose sentence says what is
wrong, if it fails.
"""

from collections.abc import Sequence

from voting.audit.asking import Answer, Holds, Question, Unasked
from voting.audit.bundle import ROLL_LINES
from voting.audit.fingerprints import witness_code, words_of
from voting.audit.merkle import includes, root_up_to
from voting.audit.notes import Key, Note
from voting.audit.policies import Policy
from voting.audit.reading import Bundle, PlacedEntry
from voting.canonical import sha256
from voting.errors import InvalidError


def check_form(question: Question) -> Answer:
    """V1: every file is there, is of its one form, and nothing else is in the archive."""
    bundle = question.bundle
    for fault in (*bundle.archive.faults, *bundle.read_everything().values()):
        raise fault
    edition = "auditor" if ROLL_LINES in bundle.archive.files else "public"
    files = len(bundle.archive.files)
    return Holds.saying(f"verify.v1.holds-{edition}", files=files)


def check_rules(question: Question) -> Answer:
    """V2: the manifest is the one whose hash was put on record when the contest opened."""
    bundle = question.bundle
    digest = sha256(bundle.data("manifest.json"))
    manifest = bundle.manifest
    opened = bundle.history.opened
    if opened is None or opened.manifest != digest.hex():
        raise InvalidError("verify.v2.other-manifest", code=witness_code(digest))
    words = " ".join(words_of(digest))
    return Holds.saying(
        "verify.v2.holds", number=manifest.number, code=witness_code(digest), words=words
    )


def check_log(question: Question) -> Answer:
    """V3: the log of the manifest signed the checkpoint, and enough witnesses cosigned it."""
    bundle = question.bundle
    note, checkpoint = bundle.signed_checkpoint
    own = bundle.policy
    if sha256(bundle.data("policy.txt")).hex() != bundle.manifest.policy:
        raise InvalidError("verify.v3.other-policy")
    key = bundle.manifest.log_key
    if checkpoint.origin != key.name or not note.is_signed_by(key):
        raise InvalidError("verify.v3.not-signed", log=key.name)
    policy = question.policy or own
    if policy.log_of(note) is None:
        raise InvalidError("verify.v3.not-trusted", log=key.name)
    if not policy.has_quorum(note):
        raise InvalidError("verify.v3.no-quorum", quorum=policy.quorum)
    _check_signatures(note, key, (own, policy))
    witnesses = len({*own.cosigners(note), *policy.cosigners(note)})
    code = "verify.v3.holds" if question.policy else "verify.v3.holds-own-policy"
    return Holds.saying(code, log=key.name, entries=checkpoint.size, witnesses=witnesses)


def _check_signatures(note: Note, log: Key, policies: Sequence[Policy]) -> None:
    """Refuse any line that is not of a known key, right, and in its place.

    The log's line comes first, those of witnesses follow in ascending order of their names, so
    that a checkpoint in a bundle has one form.
    """
    keys = (log, *(key for p in policies for key in (*p.logs, *p.witnesses.values())))
    known = {(key.name, key.id): key for key in keys}
    last = ""
    for place, line in enumerate(note.signatures):
        signer = known.get((line.name, line.id))
        is_log = signer == log
        in_place = is_log if place == 0 else not is_log and line.name > last
        if signer is None or not in_place or not note.is_signed_by(signer):
            raise InvalidError("verify.v3.stray-signature", name=line.name)
        last = "" if is_log else line.name


def check_entries(question: Question) -> Answer:
    """V4: every entry is in the signed log, none is left out, and they make sense in order."""
    bundle = question.bundle
    _, checkpoint = bundle.signed_checkpoint
    last = -1
    for number, placed in enumerate(bundle.entries):
        if placed.index <= last:
            raise InvalidError("verify.v4.order", number=number)
        last = placed.index
        if not includes(checkpoint.root, checkpoint.size, placed.leaf, placed.index, placed.proof):
            raise InvalidError("verify.v4.not-in-log", number=number)
    history = bundle.history
    officers = len(bundle.entries) - len(history.votes)
    if bundle.is_cancelled:
        return Holds.saying("verify.v4.holds-cancelled", entries=len(bundle.entries))
    return Holds.saying("verify.v4.holds", entries=len(bundle.entries), acts=officers)


def check_older(question: Question) -> Answer:
    """V11: everything an older bundle of the same contest said still stands."""
    if question.since is None:
        return Unasked("verify.v11.unasked")
    old, new = question.since, question.bundle
    if old.manifest != new.manifest:
        raise InvalidError("verify.v11.other-manifest")
    standing = {placed.index: placed.leaf for placed in new.entries}
    for number, placed in enumerate(old.entries):
        if standing.get(placed.index) != placed.leaf:
            raise InvalidError("verify.v11.entry-changed", number=number)
    for name in ("ballots.jsonl", "result.json", "tie.json"):
        if name in old.archive.files and old.data(name) != new.data(name):
            raise InvalidError("verify.v11.file-changed", file=name)
    if not _log_grew(old, new):
        return Holds.saying("verify.v11.holds-entries", entries=len(old.entries))
    return Holds.saying("verify.v11.holds", entries=len(old.entries))


def _log_grew(old: Bundle, new: Bundle) -> bool:
    """Tell whether the new log is proved to extend the old; False if nothing here can prove it.

    InvalidError if it is proved not to.
    """
    note, before = old.signed_checkpoint
    _, after = new.signed_checkpoint
    if not note.is_signed_by(new.manifest.log_key) or before.size > after.size:
        raise InvalidError("verify.v11.log-forked")
    known = {placed.index: placed for placed in new.entries}
    last = known.get(before.size - 1)
    root = after.root if before.size == after.size else _root_at(last, after.size)
    if root is None:
        return False
    if root != before.root:
        raise InvalidError("verify.v11.log-forked")
    return True


def _root_at(placed: PlacedEntry | None, size: int) -> bytes | None:
    if placed is None:
        return None
    return root_up_to(placed.leaf, placed.index, placed.proof, size)
