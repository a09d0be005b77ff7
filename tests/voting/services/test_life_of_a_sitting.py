"""A sitting lived through the services is the sitting that the pure machine knows.

Beside the database runs the machine alone, on events of our own. Whatever one refuses the other
refuses, with the same code; after every step both stand in the same place.
"""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests import sittings
from tests.village import DURING, make_village
from voting.audit.manifest import text_hash
from voting.ballots.stances import AGREE_WITH_NOTE, BLOCK, DISAGREE, STANCES
from voting.canonical import decode
from voting.deliberation import ContestState, machine
from voting.deliberation.events import (
    Answer,
    CloseRound,
    Conclude,
    Create,
    Discuss,
    Lapse,
    OpenRound,
    Resolve,
    Revise,
    Take,
)
from voting.deliberation.presets import preset
from voting.deliberation.standing import State
from voting.errors import RefusalError
from voting.rules import card
from voting.services import evidence, objecting, rounds
from voting.store import results

PEOPLE = 5
RULES = [
    {"place": "hall", "wait_hall": 0, "max_rounds": 2, "sitting_waits": "0"},
    {
        "place": "online",
        "wait_online": 1,
        "max_rounds": 3,
        "sitting_waits": "0-1",
        "block": "answer",
    },
    {"place": "hall", "wait_hall": 1, "max_postponements": 1, "after_postponements": "proceed"},
]


class Sitting(RuleBasedStateMachine):
    """The database on one side, the machine on the other."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        here = Path(self.folder.name)
        self.village = make_village(f"sqlite:///{here / 'v.db'}", here / "keys", residents=PEOPLE)
        self.at = DURING
        self.number = None
        self.model = None
        self.stances = {}
        self.texts = 1
        self.turn = 0

    def teardown(self):
        self.village.database.close()
        self.folder.cleanup()

    @property
    def chair(self):
        return f"person-{self.village.moderator.id}"

    def handle(self, who):
        return f"person-{self.village.residents[who].id}"

    def both(self, events, service):
        """Do a thing on both sides; the refusal must be the same one."""
        after, refused = self.model, None
        try:
            for event in events:
                after = machine.apply(after, event)
        except RefusalError as error:
            refused = error.code
        told = None
        try:
            service()
        except RefusalError as error:
            told = error.code
        assert told == refused
        self.model = self.model if refused else after
        return not refused

    @precondition(lambda self: self.number is None)
    @rule(edits=st.sampled_from(RULES))
    def call(self, edits):
        self.number = sittings.call(self.village, at=self.at, edits=edits)
        rules = card(preset("mufakat").rules(**edits))
        text = text_hash(sittings.TEXT)
        created = Create(actor=self.chair, at=self.at, title="Jadwal ronda", text=text, rules=rules)
        self.model = machine.replay([created, Discuss(actor=self.chair, at=self.at)])

    @precondition(lambda self: self.number)
    @rule(seconds=st.sampled_from([1, 61, 3600, 90_000]))
    def wait(self, seconds):
        if self.model.state is not State.ROUND_OPEN or self.at + seconds < self.model.closes:
            self.at += seconds

    @precondition(lambda self: self.number)
    @rule()
    def open_round(self):
        roll = tuple((self.handle(who), "Krajan") for who in range(PEOPLE))
        closes = self.at + 100_000
        event = OpenRound(actor=self.chair, at=self.at, closes=closes, roll=roll)
        if self.both(
            [event], lambda: sittings.open_round(self.village, self.number, self.at, closes)
        ):
            self.stances = {}

    @precondition(lambda self: self.number and self.model.state is State.ROUND_OPEN)
    @rule(who=st.integers(0, PEOPLE - 1), stance=st.sampled_from(STANCES))
    def take(self, who, stance):
        words = "Karena mahal." if stance in (AGREE_WITH_NOTE, DISAGREE, BLOCK) else ""
        ground = "harm" if stance == BLOCK else ""
        contest = sittings.now(self.village, self.number).rounds[-1].contest
        self.turn += 1
        sittings.take(
            self.village, contest, who, stance, words, ground, at=self.at, retry=self.turn
        )
        self.stances.pop(who, None)  # the log's order is that of the last turn
        self.stances[who] = (stance, words, ground)

    @precondition(lambda self: self.number)
    @rule()
    def everybody_agrees(self):
        if self.model.state is State.ROUND_OPEN:
            for who in range(PEOPLE):
                self.take(who=who, stance="agree")

    @precondition(lambda self: self.number)
    @rule()
    def close(self):
        takes = [
            Take(actor=self.handle(who), at=self.at, stance=stance, reason=words, ground=ground)
            for who, (stance, words, ground) in self.stances.items()
        ]
        if self.model.state is not State.ROUND_OPEN:
            takes = []
        done = CloseRound(actor=self.chair, at=self.at)
        self.both([*takes, done], lambda: sittings.close(self.village, self.number, self.at))

    @precondition(lambda self: self.number)
    @rule()
    def conclude(self):
        event = Conclude(actor=self.chair, at=self.at)
        self.both([event], lambda: sittings.conclude(self.village, self.number, self.at))

    @precondition(lambda self: self.number)
    @rule()
    def revise(self):
        words = f"{sittings.TEXT} Versi {self.texts}."
        event = Revise(actor=self.chair, at=self.at, text=text_hash(words))
        seen = sittings.now(self.village, self.number).mark
        self.texts += self.both(
            [event],
            lambda: self.village.write(
                rounds.revise,
                self.village.moderator,
                self.number,
                words,
                seen=seen,
                at=self.at,
            ),
        )

    @precondition(lambda self: self.number and self.model.objections)
    @rule(data=st.data(), given=st.sampled_from(["accepted", "partly", "declined", "out-of-order"]))
    def answer(self, data, given):
        number = data.draw(st.integers(1, len(self.model.objections)))
        version = len(self.model.versions) if given in ("accepted", "partly") else 0
        values = {"objection": number, "answer": given, "version": version, "reason": "Begini."}
        event = Answer(actor=self.chair, at=self.at, **values)
        self.both(
            [event],
            lambda: self.village.write(
                objecting.answer,
                self.village.moderator,
                self.number,
                number,
                given,
                version=version,
                reason="Begini.",
                at=self.at,
            ),
        )

    @precondition(lambda self: self.number and self.model.objections)
    @rule(data=st.data(), who=st.integers(0, PEOPLE - 1))
    def resolve(self, data, who):
        number = data.draw(st.integers(1, len(self.model.objections)))
        if self.model.objection(number).resolved:
            return
        event = Resolve(actor=self.handle(who), at=self.at, objection=number)
        person = self.village.residents[who]
        stranger = self.model.objection(number).author != self.handle(who)
        if stranger and self.model.is_over:
            return  # two reasons to refuse; which is told first is no matter
        self.both(
            [event],
            lambda: self.village.write(objecting.resolve, person, self.number, number, at=self.at),
        )

    @precondition(lambda self: self.number)
    @rule()
    def lapse(self):
        if self.model.state is State.DISCUSSION:
            return  # it would end every example early
        event = Lapse(actor=self.chair, at=self.at, reason="Sudah lewat.")
        seen = sittings.now(self.village, self.number).mark
        self.both(
            [event],
            lambda: self.village.write(
                rounds.lapse,
                self.village.moderator,
                self.number,
                "Sudah lewat.",
                seen=seen,
                at=self.at,
            ),
        )

    @invariant()
    def both_stand_in_the_same_place(self):
        if self.number is None:
            return
        now = sittings.now(self.village, self.number)
        assert now.view.state is now.deliberation.state is self.model.state
        assert now.deliberation.objections == self.model.objections
        assert now.deliberation.rounds == self.model.rounds
        assert now.deliberation.versions == self.model.versions
        assert now.deliberation.adopted == self.model.adopted
        for record, part in zip(now.deliberation.rounds, now.rounds, strict=False):
            self.contest_says_the_same(record, part)

    def contest_says_the_same(self, record, part):
        """The contest of a round was counted for itself, and anybody can check it."""
        if part.state is not ContestState.PUBLISHED:
            return
        said = decode(self.village.read(results.transcript, part.contest_id))["details"]
        assert said["stances"] == dict(record.count.counts)
        if not record.count.waived:
            assert said["outcome"] == record.count.outcome
            assert said["next"] == record.count.follows
        assert self.village.read(evidence.report, part.contest).holds


TestSitting = Sitting.TestCase
TestSitting.settings = settings(max_examples=12, stateful_step_count=30, deadline=None)
