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
    not fit the options, ``check_opening`` those that can be counted but not be voted on, such as a
    pool of nothing. Where the rules choose between forms, ``choose_form`` says which, and
    ``form`` is that of the default rules. ``single_vote``: a ballot counts for one option at a
    time, so that tallies, inactive and residual add up to the ballots counted at every stage.
    """

    id: str
    title: Phrase
    summary: Phrase
    form: type[AnyBallot]
    rules: type[R]
    tally: Callable[[Contest[R], Profile, Lot | None], Outcome]
    check: Callable[[Any, Contest[R]], None] | None = None
    check_contest: Callable[[Contest[R]], None] | None = None
    check_opening: Callable[[Contest[R]], None] | None = None
    choose_form: Callable[[R], type[AnyBallot]] | None = None
    single_vote: bool = True

    def form_of(self, rules: R) -> type[AnyBallot]:
        """Return the form of ballot that these rules ask for."""
        return self.form if self.choose_form is None else self.choose_form(rules)

    def admit(self, ballot: AnyBallot, contest: Contest[R]) -> None:
        """Refuse, with InvalidBallotError, a ballot that may not be cast in this contest."""
        form = self.form_of(contest.rules)
        if not isinstance(ballot, form):
            raise InvalidBallotError("ballot.wrong-form", form=form.form)
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

    def admit_opening(self, contest: Contest[R]) -> None:
        """Refuse, with InvalidRuleError, a contest that may not be put before the voters."""
        self.admit_contest(contest)
        if self.check_opening is not None:
            self.check_opening(contest)

    def count(self, contest: Contest[R], profile: Profile, lot: Lot | None = None) -> Outcome:
        """Count a profile by this method and the contest's rules."""
        self.admit_contest(contest)
        form = self.form_of(contest.rules)
        if profile.form is not form or profile.options != contest.ids:
            raise InvalidBallotError("ballot.wrong-form", form=form.form)
        return self.tally(contest, profile, lot)
