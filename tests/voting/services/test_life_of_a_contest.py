"""A contest's whole life against a plain model, whatever happens in whatever order (T13).

Hypothesis opens a contest and then casts, repeats, crashes, extends, withdraws, corrects the roll,
closes, counts, draws and publishes at random; a dictionary of ballots is the model. In the end the
result must be the count of the model's ballots, and the bundle must pass every check.
"""

import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.village import CLOSES, DICE, GRACE, OPENS, SEEDS, Village, make_village
from voting.audit.commitments import tie_seed
from voting.ballots import Ranking
from voting.deliberation import ContestState
from voting.errors import RefusalError
from voting.methods import method
from voting.profile import Profile
from voting.services import balloting, care, changing, closing, counting, evidence, recording
from voting.services.keys import Keys
from voting.store import ballot_box, log, rolls
from voting.store.database import Database
from voting.tiebreak import Lot

VOTERS = 8
OPTIONS = "123"
WHY = "Sudah dibahas di balai"
WHO = st.integers(0, VOTERS - 1)
RANKS = st.permutations(OPTIONS).flatmap(
    lambda order: st.integers(0, 3).map(lambda length: tuple(order[:length]))
)
S = ContestState


class Crash(Exception):  # noqa: N818 - the machine stops here
    """Power is lost before the transaction ends."""


def new_folder():
    """Return a folder in memory where there is one: no power is cut here, so no disk is needed."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="mufakat-life-", dir=memory if memory.is_dir() else None))


@cache
def template(level):
    """Return a folder with a village in which a contest is open, and what it is called."""
    folder = new_folder()
    village = make_village(f"sqlite:///{folder / 'mufakat.db'}", folder / "keys", VOTERS)
    number = village.open(level)
    village.database.close()
    return folder, village, number


class Life(RuleBasedStateMachine):
    """One contest and its model."""

    @initialize(level=st.sampled_from("AB"))
    def begin(self, level):
        folder, made, self.number = template(level)
        self.folder = new_folder()
        shutil.copytree(folder, self.folder, dirs_exist_ok=True)
        database = Database(f"sqlite:///{self.folder / 'mufakat.db'}")
        keys = Keys.of(self.folder / "keys", SEEDS)
        self.village = Village(
            database, keys, made.moderator, made.roll_officer, made.auditor, made.residents
        )
        self.level = level
        self.now, self.closes, self.state = OPENS, CLOSES, S.OPEN
        self.ballots, self.receipts, self.form = {}, {}, 0
        self.struck, self.withdrawn = set(), set()
        self.entries = self.village.read(log.size)
        self.result = None
        self.kept = True

    def is_over(self):
        return self.state is not S.OPEN or self.now >= self.closes + GRACE

    def may_cast(self, who, ranks):
        again = who in self.ballots and self.level == "B"
        return not (self.is_over() or again or who in self.struck or self.withdrawn & set(ranks))

    def expect(self, allowed, do):
        """Do something; it must succeed just when the model says so, and say so if not."""
        try:
            value = do()
        except RefusalError:
            assert not allowed
            return None
        assert allowed
        return value

    @rule(seconds=st.sampled_from([1, 600, 3000, CLOSES - OPENS]))
    def time_passes(self, seconds):
        self.now += seconds

    @rule(who=WHO, ranks=RANKS)
    def cast(self, who, ranks):
        self.form += 1
        allowed = self.may_cast(who, ranks)
        receipt = self.expect(allowed, lambda: self._cast(who, ranks, self.form))
        if allowed:
            self.ballots[who] = ranks
            self.receipts[who, self.form, ranks] = receipt
            self.entries += self.level == "A"

    @precondition(lambda self: self.receipts)
    @rule(data=st.data())
    def repeat(self, data):
        """Send the same form again: it is known until the order of casting is wiped."""
        who, form, ranks = data.draw(st.sampled_from(sorted(self.receipts)))
        known = self.level == "A" or self.kept
        again = self.expect(known, lambda: self._cast(who, ranks, form))
        if known:
            assert again == self.receipts[who, form, ranks]

    @rule(who=WHO, ranks=RANKS)
    def crash_while_casting(self, who, ranks):
        self.form += 1
        prepared = self.village.prepare(self.number, who, *ranks, retry=self.form)

        def body(connection):
            voter = self.village.residents[who]
            balloting.cast(connection, voter, prepared, "phone", self.now)
            raise Crash

        with pytest.raises((Crash, RefusalError)):
            self.village.database.write(body)

    @rule(later=st.sampled_from([-1, 0, 60, 3600]))
    def extend(self, later):
        closes = self.closes + later
        allowed = not self.is_over() and later > 0
        if self._act(allowed, changing.extend, "moderator", closes, WHY):
            self.closes = closes

    @rule(option=st.sampled_from(OPTIONS))
    def withdraw(self, option):
        allowed = not self.is_over() and not self.withdrawn
        if self._act(allowed, changing.withdraw_option, "moderator", option, WHY):
            self.withdrawn.add(option)

    @rule(who=WHO)
    def strike(self, who):
        known = who not in self.struck and who not in self.ballots
        person = self.village.residents[who].id
        allowed = known and not self.is_over()
        if self._act(allowed, changing.strike_elector, "roll_officer", person, WHY):
            self.struck.add(who)

    @rule(who=WHO)
    def put_back(self, who):
        person = self.village.residents[who].id
        allowed = who in self.struck and not self.is_over()
        if self._act(allowed, changing.add_elector, "roll_officer", person, WHY):
            self.struck.remove(who)

    @rule(early=st.booleans())
    def close(self, early):
        due = self.is_over()
        if early:
            allowed = self.state is S.OPEN
            closed = self._act(allowed, closing.close, "moderator", WHY)
        else:
            closed = closing.close_due(self.village.database, self.now) == (self.number,)
            closed = closed and self.state is S.OPEN
            assert closed == (due and self.state is S.OPEN)
            self.entries += closed
        if closed:
            self.state = S.CLOSED

    @rule()
    def work(self):
        """Let the worker do what is due."""
        closed = care.work(self.village.database, self.village.keys, self.now).closed
        due = self.state is S.OPEN and self.is_over()
        assert (self.number in closed) == due
        if due:
            self.state = S.CLOSED
            self.entries += 1
        self.kept = self.kept and self.state is S.OPEN

    @precondition(lambda self: self.state not in (S.OPEN, S.CANCELLED))
    @rule()
    def press_the_button(self):
        self.finish()

    @precondition(lambda self: self.state is S.COUNTED)
    @rule()
    def publish_a_tie(self):
        self._act(False, counting.publish, "moderator", positional=True)

    @rule()
    def draw(self):
        if self._act(
            self.state is S.COUNTED, counting.draw, "moderator", self.village.keys, DICE, keyed=True
        ):
            self.state = S.DRAWN

    @precondition(lambda self: self.state is S.PUBLISHED)
    @rule()
    def recount(self):
        lot = self._lot() if self.was_tied else None
        outcome = self.village.read(counting.tally, self.number, lot)
        assert outcome.transcript() == self.result

    @precondition(lambda self: self.form > 12)
    @rule()
    def cancel(self):
        allowed = self.state in (S.OPEN, S.CLOSED)
        if self._act(allowed, changing.cancel, "moderator", WHY):
            self.state = S.CANCELLED

    def _cast(self, who, ranks, form):
        return self.village.cast(self.number, who, *ranks, retry=form, at=self.now)

    def _act(self, allowed, service, actor, *args, positional=False, keyed=False):
        """Run a service of an officer; where allowed it adds one entry to the log."""
        person = getattr(self.village, actor)
        given = (person, args[0], self.number, *args[1:]) if keyed else (person, self.number, *args)
        if positional:
            given, values = (*given, self.now), {}
        else:
            values = {"at": self.now}
        self.expect(allowed, lambda: self.village.write(service, *given, **values))
        self.entries += allowed
        return allowed

    def _lot(self):
        poll = self.village.view(self.number).poll
        return Lot(tie_seed(poll, self.village.keys.tie_secret(poll), DICE))

    def _expected(self, lot):
        contest = self.village.view(self.number).contest()
        ballots = [Ranking.of(*ranks) for ranks in self.ballots.values()]
        profile = Profile.of(Ranking, contest.ids, ballots)
        return method("irv").count(contest, profile, lot).transcript()

    def finish(self):
        """Press the moderator's button and compare with the model."""
        before = self.state
        view = self.village.finish(self.number, at=self.now, reason=WHY)
        self.was_tied = bool(self._expected(None)["tied"])
        left = {S.OPEN: 4, S.CLOSED: 3, S.COUNTED: 0, S.DRAWN: 1, S.PUBLISHED: 0}[before]
        if before in (S.OPEN, S.CLOSED) and self.was_tied:
            left -= 1
        self.entries += left
        self.kept = False
        waits = self.was_tied and before not in (S.DRAWN, S.PUBLISHED)
        self.state = S.COUNTED if waits else S.PUBLISHED
        assert view.state is self.state
        lot = self._lot() if self.was_tied and not waits else None
        self.result = self._expected(lot)
        found = self.village.read(evidence.outcome, self.number, self.village.moderator)
        assert found.transcript == self.result

    @invariant()
    def the_record_is_the_model(self):
        view = self.village.view(self.number)
        assert (view.state, view.closes) == (self.state, self.closes)
        assert view.eligible == VOTERS - len(self.struck)
        assert view.voted == len(self.ballots)
        if self.level == "B":
            assert self.village.read(ballot_box.count, view.id) == len(self.ballots)
        standing = self.village.read(rolls.standing, view.id)
        assert sum(elector.voted for elector in standing) == len(self.ballots)
        assert self.village.read(log.size) == self.entries

    def teardown(self):
        if not hasattr(self, "village"):
            return
        if self.state is not S.CANCELLED:
            self.finish()
            if self.state is S.COUNTED:
                self.draw()
                self.finish()
            if self.level == "B":
                for receipt in self.receipts.values():
                    found = self.village.read(evidence.find_receipt, self.number, receipt.code)
                    assert found.ballot == receipt.ballot
        recording.checkpoint(self.village.database, self.village.keys, self.now)
        assert self.village.read(evidence.report, self.number).holds
        self.village.database.close()
        shutil.rmtree(self.folder)


TestLife = Life.TestCase
TestLife.settings = settings(stateful_step_count=30)
