"""Ballots of one form read as another: ranked papers counted by a method that asks for less.

Plurality takes the first choice of each ranking; where several options are marked there, the paper
is no vote for one of them and counts as invalid. Approval takes every option that is ranked, be it
first or last; a paper with nothing but overvotes nobody can read is invalid. Withdrawn options are
skipped first, as every method does. No other form can be read as another.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from voting.ballots import AnyBallot, Approval, Choice, Ranking, code_ranks
from voting.engines.first_choices import first_choices
from voting.errors import InvalidBallotError
from voting.formats.poll import Poll
from voting.formats.source import rank_code, ranking_code
from voting.profile import Profile

Said: TypeAlias = tuple[str, Mapping[str, int | str]]


class Recast(NamedTuple):
    """A profile in the form asked for, and what has to be said about how it came about."""

    profile: Profile
    notes: tuple[Said, ...]


def recast(poll: Poll, form: type[AnyBallot]) -> Recast:
    """Return a poll's profile in a form; InvalidBallotError if it cannot be read so."""
    if poll.form is form:
        return Recast(poll.profile, ())
    reading = _READINGS.get((poll.form, form))
    if reading is None:
        raise InvalidBallotError("tally.wrong-form", form=poll.form.form, asked=form.form)
    read, code = reading
    profile = read(_without_withdrawn(poll))
    return Recast(profile, ((code, {"invalid": profile.invalid - poll.profile.invalid}),))


def _without_withdrawn(poll: Poll) -> Profile:
    out = {number for number, option in enumerate(poll.options, 1) if option.withdrawn}
    if not out:
        return poll.profile
    piles: dict[bytes, int] = {}
    for code, often in poll.profile.piles.items():
        # A paper that names nobody else keeps its marks, so that it is not taken for a blank one.
        left = _skipping(code, out) or code
        piles[left] = piles.get(left, 0) + often
    return replace(poll.profile, piles=piles)


def _skipping(code: bytes, out: set[int]) -> bytes:
    ranks = [
        b"\xff\0" if rank is None else rank_code([number for number in rank if number not in out])
        for rank in code_ranks(code)
    ]
    return ranking_code(ranks)


def _approvals(profile: Profile) -> Profile:
    piles: dict[bytes, int] = {}
    invalid = profile.invalid
    for code, often in profile.piles.items():
        approved = bytes(sorted({number for rank in code_ranks(code) for number in rank or b""}))
        if code and not approved:
            invalid += often
        else:
            piles[approved] = piles.get(approved, 0) + often
    return Profile(form=Approval, options=profile.options, piles=piles, invalid=invalid)


_READINGS: Mapping[
    tuple[type[AnyBallot], type[AnyBallot]], tuple[Callable[[Profile], Profile], str]
] = {
    (Ranking, Choice): (first_choices, "tally.first-choices"),
    (Ranking, Approval): (_approvals, "tally.approvals"),
}
