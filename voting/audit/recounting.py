"""Counting a bundle again: its ballots admitted one by one, its rules, its lot."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from voting.audit.bundle import MANIFEST
from voting.audit.commitments import tie_seed
from voting.audit.reading import Bundle
from voting.ballots import AnyBallot, OptionId
from voting.canonical import decode, encode, fingerprint, sha256
from voting.contest import Contest
from voting.errors import InvalidError, RefusalError
from voting.outcome import Outcome
from voting.profile import Profile
from voting.tiebreak import Lot


def final_contest(contest: Contest[Any], withdrawn: Iterable[OptionId]) -> Contest[Any]:
    """Return a contest as it is counted: options withdrawn while it was open are marked so."""
    gone = frozenset(withdrawn)
    options = tuple(
        replace(option, withdrawn=True) if option.id in gone else option
        for option in contest.options
    )
    return replace(contest, options=options)


def as_frozen(outcome: Outcome, manifest: bytes) -> Outcome:
    """Return an outcome that states the rule card as the manifest froze it.

    A rule that the method has learnt since then, at its default, must not change what is said of
    an older contest: whoever counts it and whoever checks that count write the same bytes.
    """
    frozen = decode(manifest)["method"]
    named = fingerprint({"method": frozen["id"], "rules": frozen["rules"]})
    return replace(outcome, rules=frozen["rules"], rules_hash=named)


def transcript_bytes(outcome: Outcome) -> bytes:
    """Return an outcome's transcript as canonical bytes: the file ``result.json``."""
    return encode(outcome.transcript())


def transcript_hash(outcome: Outcome) -> str:
    """Return the SHA-256 of an outcome's transcript, as ``result/1`` and ``lot/1`` name it."""
    return sha256(transcript_bytes(outcome)).hex()


@dataclass(frozen=True)
class Recount:
    """A bundle's count, each step done once, when first asked for; InvalidError where it cannot."""

    bundle: Bundle

    @cached_property
    def admitted(self) -> Mapping[bytes, AnyBallot]:
        """Return each distinct ballot text with its ballot; InvalidError for one not allowed."""
        method, contest = self.bundle.manifest.method, self.bundle.manifest.contest
        form = method.form_of(contest.rules)
        found: dict[bytes, AnyBallot] = {}
        for text, value in self.bundle.values.items():
            try:
                ballot = form.from_json(value)
                method.admit(ballot, contest)
            except RefusalError as error:
                line = self.bundle.ballots.texts.index(text) + 1
                raise InvalidError("verify.v6.not-allowed", line=line) from error
            found[text] = ballot
        return found

    @cached_property
    def profile(self) -> Profile:
        """Return the ballots that count, as piles."""
        manifest = self.bundle.manifest
        numbers = {option: number for number, option in enumerate(manifest.contest.ids, 1)}
        piles: Counter[bytes] = Counter()
        often = self._often()
        for text, ballot in self.admitted.items():
            if text in often:
                piles[ballot.code(numbers)] += often[text]
        form = manifest.method.form_of(manifest.contest.rules)
        return Profile(form=form, options=manifest.contest.ids, piles=piles)

    def _often(self) -> Mapping[bytes, int]:
        if self.bundle.manifest.is_secret:
            return self.bundle.distinct
        lines = self.bundle.ballots
        counting = {vote.number for vote in self.bundle.history.turns.values()}
        rows = zip(lines.texts, lines.numbers, strict=True)
        return Counter(text for text, number in rows if number in counting)

    @cached_property
    def first(self) -> Outcome:
        """Return the count without any lot, in which ties stay ties."""
        return self._count(None)

    @cached_property
    def lot(self) -> Lot | None:
        """Return the lot that was drawn, None if none was."""
        draw = self.bundle.draw
        if draw is None:
            return None
        return Lot(tie_seed(self.bundle.manifest.poll, draw.secret, draw.public))

    @cached_property
    def final(self) -> Outcome:
        """Return the count that stands: with the lot if one was drawn."""
        return self.first if self.lot is None else self._count(self.lot)

    def _count(self, lot: Lot | None) -> Outcome:
        manifest = self.bundle.manifest
        contest = final_contest(manifest.contest, self.bundle.history.withdrawn)
        outcome = manifest.method.count(contest, self.profile, lot)
        return as_frozen(outcome, self.bundle.data(MANIFEST))
