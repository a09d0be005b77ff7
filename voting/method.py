"""A method: which ballots are valid and how they are totalled, as one frozen value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from voting.ballots import AnyBallot
from voting.contest import Contest
from voting.errors import InvalidBallotError, InvalidRuleError
from voting.outcome import Outcome
from voting.profile import Profile
from voting.tiebreak import Lot
from voting.words import Phrase

R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Method(Generic[R]):
    """One way to decide: its id, its names, the ballot form it asks for, its rules, its tally.

    ``tally`` is pure. Given no lot, it reports ties instead of resolving them. ``check`` refuses
    a ballot that its form allows but these rules do not; ``check_contest`` refuses rules that do
    not fit the options.
    """

    id: str
    title: Phrase
    summary: Phrase
    form: type[AnyBallot]
    rules: type[R]
    tally: Callable[[Contest[R], Profile, Lot | None], Outcome]
    check: Callable[[Any, Contest[R]], None] | None = None
    check_contest: Callable[[Contest[R]], None] | None = None

    def admit(self, ballot: AnyBallot, contest: Contest[R]) -> None:
        """Refuse, with InvalidBallotError, a ballot that may not be cast in this contest."""
        if not isinstance(ballot, self.form):
            raise InvalidBallotError("ballot.wrong-form", form=self.form.form)
        unknown = ballot.options() - set(contest.ids)
        if unknown:
            raise InvalidBallotError("ballot.unknown-option", option=min(unknown))
        if not ballot.is_clean():
            raise InvalidBallotError("ballot.marking-error")
        if self.check is not None:
            self.check(ballot, contest)

    def admit_contest(self, contest: Contest[R]) -> None:
        """Refuse, with InvalidRuleError, a contest whose rules this method cannot count."""
        if contest.method != self.id or not isinstance(contest.rules, self.rules):
            raise InvalidRuleError("rules.wrong-method", method=self.id)
        if self.check_contest is not None:
            self.check_contest(contest)

    def count(self, contest: Contest[R], profile: Profile, lot: Lot | None = None) -> Outcome:
        """Count a profile by this method and the contest's rules."""
        self.admit_contest(contest)
        if profile.form is not self.form or profile.options != contest.ids:
            raise InvalidBallotError("ballot.wrong-form", form=self.form.form)
        return self.tally(contest, profile, lot)
