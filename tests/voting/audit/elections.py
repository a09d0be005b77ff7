"""Whole elections in memory: the complete signed evidence of a contest, without any store.

Everything a server would do is done here from values: keys, manifest, log, ballots, seal, count,
lot, bundle. Shares and salts follow from a seed, so that the same call gives the same bytes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voting import rules as rule_cards
from voting.audit import bundle
from voting.audit.ballot_lines import OpenedBallot, ballot_root
from voting.audit.ballot_proofs import BallotProof
from voting.audit.checkpoints import Checkpoint
from voting.audit.commitments import Opening, roll_root, tie_commitment, tie_seed, to_text
from voting.audit.entries import (
    Counted,
    Drawn,
    Entry,
    Event,
    Opened,
    Sealed,
    Voted,
    ballot_entry,
    commitment_text,
)
from voting.audit.manifest import Manifest, text_hash
from voting.audit.merkle import Tree, leaf_hash
from voting.audit.notes import COSIGNATURE, ED25519, Key, Note, Signature, signed_bytes
from voting.audit.policies import Policy
from voting.audit.proofs import Proof
from voting.audit.receipts import Receipt, receipt_text
from voting.audit.recounting import final_contest, transcript_bytes, transcript_hash
from voting.ballots import OptionId, Ranking
from voting.canonical import encode, sha256
from voting.contest import Contest, Option
from voting.methods import method as method_by_id
from voting.profile import Profile
from voting.tiebreak import Lot

ORIGIN = "desa.example/log"
POLL = "00112233445566778899aabbccddeeff"
PUBLIC = "31415926535897932384"


class Signer:
    """A key pair of tests, from one byte."""

    def __init__(self, name, kind, byte):
        self.private = Ed25519PrivateKey.from_private_bytes(bytes([byte]) * 32)
        self.key = Key(name, kind, self.private.public_key().public_bytes_raw())

    def sign(self, text, time=0):
        return Signature.by(
            self.key, self.private.sign(signed_bytes(self.key, text, time=time)), time=time
        )


LOG = Signer(ORIGIN, ED25519, 1)
RECEIPT = Signer(f"{ORIGIN}/receipt", ED25519, 2)
WITNESS = Signer("saksi.example", COSIGNATURE, 3)
POLICY = Policy(logs=(LOG.key,), witnesses={"saksi": WITNESS.key}, quorum="saksi")


def chance(seed: int, *parts: object, size: int = 32) -> bytes:
    return hashlib.shake_128(repr((seed, *parts)).encode()).digest(size)


def clean_ballots(seed: int, options: Sequence[str], count: int) -> list[Ranking]:
    """Return rankings of some of the options, in an order that the seed decides."""
    found = []
    for number in range(count):
        order = sorted(options, key=lambda option: chance(seed, "order", number, option))
        length = chance(seed, "length", number, size=1)[0] % (len(options) + 1)
        found.append(Ranking.of(*order[:length]))
    return found


@dataclass
class Election:
    """What to build, and, once built, all its parts."""

    options: Sequence[str] = ("a", "b", "c")
    ballots: Sequence = ()
    level: str = "B"
    method: str = "irv"
    rules: dict = field(default_factory=dict)
    seed: int = 1
    eligible: int | None = None
    acts: Sequence[tuple[str, dict]] = ()
    again: int = 0
    cancelled: bool = False
    others: int = 3
    poll: str = POLL
    policy: Policy = POLICY

    def __post_init__(self):
        self.eligible = len(self.ballots) + 2 if self.eligible is None else self.eligible
        self.secret = chance(self.seed, "tie")
        self.roll = [
            bundle.RollLine(
                number=number,
                salt=chance(self.seed, "roll", number, size=16),
                voted=number <= len(self.ballots),
            )
            for number in range(1, self.eligible + 1)
        ]
        self.manifest = self._manifest()
        self.opened = [
            self._opened(number, ballot) for number, ballot in enumerate(self.ballots, 1)
        ]
        self.log: list[bytes] = []
        self.own: list[int] = []
        self._run()
        self.tree = Tree.of([leaf_hash(entry) for entry in self.log])
        self.checkpoint = self.sign_checkpoint(self.tree)

    def _manifest(self):
        found = method_by_id(self.method)
        contest = Contest(
            title="Apa yang kita bangun lebih dulu?",
            question="Urutkan menurut keinginan Anda.",
            method=self.method,
            rules=rule_cards.read(found.rules, self.rules),
            options=tuple(
                Option(id=OptionId(o), label=f"Pilihan {o.upper()}") for o in self.options
            ),
        )
        return Manifest(
            poll=self.poll, number="M-2026-014", level=self.level, contest=contest,
            text_hashes={OptionId(self.options[0]): text_hash("Jembatan bambu")}, picture_hashes={},
            opens=1_790_000_000, closes=1_790_086_400, grace=60, eligible=self.eligible,
            roll_root=roll_root(line.leaf for line in self.roll).hex(), log=str(LOG.key),
            receipt_key=str(RECEIPT.key), seal_key=to_text(bytes([9]) * 32) if self.level == "B" else "",
            tie_commit=tie_commitment(self.secret), policy=sha256(self.policy.encode()).hex(),
            revote="none" if self.level == "B" else "until-close",
        )  # fmt: skip

    def _opened(self, number, ballot, turn=1):
        shares = (chance(self.seed, side, number, turn) for side in ("server", "voter"))
        opening = Opening(encode(ballot.json()), *shares)
        return OpenedBallot(opening.commitment(self.poll), opening)

    def add(self, entry: Entry):
        for _ in range(self.others):
            self.log.append(
                Event(act="slip-reset", actor="x", at=1, details={"n": len(self.log)}).encode()
            )
        self.own.append(len(self.log))
        self.log.append(entry.encode())

    def place(self):
        """Return what the next entry of the contest says of itself."""
        return {"poll": self.poll, "number": len(self.own)}

    def act(self, name, **details):
        self.add(Event(act=name, actor="ketua", at=1_790_000_002, details=details, **self.place()))

    def _run(self):
        at = {"actor": "ketua", "at": 1_790_000_001}
        self.add(Opened(manifest=self.manifest.hash, **self.place(), **at))
        if self.level == "A":
            self._vote()
        for name, details in self.acts:
            self.act(name, **details)
        if self.cancelled:
            self.act("cancelled")
            return
        self.act("closed")
        voted = [line.leaf for line in self.roll if line.voted]
        counting = sorted(opened.commitment for opened in self.opened)
        self.seal = Sealed(
            ballots=len(counting), root=ballot_root(self.poll, counting).hex(),
            voted=len(voted), voted_root=roll_root(voted).hex(), **self.place(), **at,
        )  # fmt: skip
        self.add(self.seal)
        self._count(at)
        self.act("published")

    def _vote(self):
        """Cast the open votes; the first ``again`` electors vote a second time."""
        self.history = []
        for turn in (1, 2):
            for number, ballot in enumerate(self.ballots[: self.again if turn == 2 else None], 1):
                opened = self._opened(number, ballot, turn)
                handle = self.roll[number - 1].leaf.hex()
                commitment = commitment_text(opened.commitment)
                where = self.place()
                self.add(Voted(handle=handle, turn=turn, commitment=commitment, **where))
                opened = replace(opened, handle=handle, number=where["number"])
                self.history.append(opened)
                self.opened[number - 1] = opened

    def _count(self, at):
        withdrawn = [OptionId(d["option"]) for name, d in self.acts if name == "option-withdrawn"]
        contest = final_contest(self.manifest.contest, withdrawn)
        found = self.manifest.method
        profile = Profile.of(found.form, contest.ids, self.ballots)
        self.outcome = self.counted(found.count(contest, profile))
        self.draw = None
        self.add(Counted(result=transcript_hash(self.outcome), **self.place(), **at))
        if self.outcome.tied:
            self.draw = bundle.Draw(public=PUBLIC, secret=self.secret)
            lot = Lot(tie_seed(self.poll, self.secret, PUBLIC))
            self.outcome = self.counted(found.count(contest, profile, lot))
            result = transcript_hash(self.outcome)
            self.add(
                Drawn(public=PUBLIC, secret=self.secret.hex(), result=result, **self.place(), **at)
            )

    def counted(self, outcome):
        """Return an outcome as the transcript states it; a test may say something else."""
        return outcome

    def sign_checkpoint(self, tree):
        text = Checkpoint(ORIGIN, tree.size, tree.root).text
        lines = [LOG.sign(text)]
        if self.policy.witnesses:
            lines.append(WITNESS.sign(text, time=1_790_000_003))
        return Note(text, tuple(lines)).encode()

    def evidence(self, *, with_roll=False) -> bundle.Evidence:
        placed = [
            bundle.LoggedEntry(index=index, entry=self.log[index], proof=self.tree.inclusion(index))
            for index in self.own
        ]
        common = {
            "manifest": self.manifest.encode(),
            "policy": self.policy.encode(),
            "checkpoint": self.checkpoint,
            "entries": placed,
        }
        if self.cancelled:
            return bundle.Evidence(**common)
        history = (
            self.history if self.level == "A" else sorted(self.opened, key=lambda o: o.commitment)
        )
        roll = bundle.RollSummary(
            eligible=self.manifest.eligible, roll_root=self.manifest.roll_root,
            voted=self.seal.voted, voted_root=self.seal.voted_root,
        )  # fmt: skip
        for name, details in self.acts:
            if name == "roll-corrected":
                roll = replace(roll, **details)
        return bundle.Evidence(
            ballots=history, roll=roll, result=transcript_bytes(self.outcome), draw=self.draw,
            roll_lines=self.roll if with_roll else (), **common,
        )  # fmt: skip

    def bundle(self, *, with_roll=False) -> bytes:
        return bundle.write_bundle(self.poll, self.evidence(with_roll=with_roll))

    def receipt(self, number) -> Receipt:
        opened = self.opened[number - 1]
        text = receipt_text(self.poll, opened.commitment)
        return Receipt(
            self.poll, opened.commitment, Note(text, (RECEIPT.sign(text),)), opened.opening
        )

    def proof(self, number) -> BallotProof:
        counting = sorted(opened.commitment for opened in self.opened)
        tree = Tree.of([leaf_hash(ballot_entry(self.poll, c)) for c in counting])
        index = counting.index(self.opened[number - 1].commitment)
        place = self.log.index(self.seal.encode())
        log = Proof(place, self.tree.inclusion(place), self.checkpoint)
        return BallotProof(
            opening=self.opened[number - 1].opening, index=index, path=tree.inclusion(index),
            seal=self.seal, log=log,
        )  # fmt: skip


def election(count=20, seed=1, options=("a", "b", "c"), **given) -> Election:
    """Return an election of so many ballots drawn from a seed."""
    return Election(
        options=options, ballots=clean_ballots(seed, options, count), seed=seed, **given
    )


def tied_election(**given) -> Election:
    """Return an election that only the lot can decide."""
    return Election(
        ballots=[Ranking.of("a"), Ranking.of("b"), Ranking.of("a"), Ranking.of("b")], **given
    )
