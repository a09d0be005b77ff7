"""A deliberation walked at random: whatever people do, it keeps its promises."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.voting.deliberation.stories import DAY, HOUR, PEOPLE, ROLL
from voting.ballots.stances import STANCES
from voting.deliberation.events import (
    Answer,
    CloseRound,
    Conclude,
    Create,
    Discuss,
    OpenRound,
    RecordChoice,
    RecordVote,
    Resolve,
    Revise,
    Take,
    event_from_json,
    event_json,
)
from voting.deliberation.machine import apply, replay
from voting.deliberation.minutes import minutes, sentences_of
from voting.deliberation.objections import ANSWERS
from voting.deliberation.presets import PRESETS
from voting.deliberation.standing import State
from voting.errors import RefusalError
from voting.words import explain

ADOPTED = {State.ADOPTED, State.ADOPTED_WITH_RESERVATIONS}


class Road(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.state, self.events, self.at, self.texts = None, [], 0, 1
        self.refusals = []

    def attempt(self, kind, actor="moderator", wait=1, **values):
        """Take a step; one that does not fit must leave everything as it was, and explain itself."""
        event = kind(actor=actor, at=self.at + wait, reason=values.pop("reason", ""), **values)
        try:
            after = apply(self.state, event)
        except RefusalError as error:
            self.refusals.append(error)
            return
        if self.state is not None:
            assert not self.state.is_over
        self.state, self.at = after, event.at
        self.events.append(event)

    @initialize(name=st.sampled_from(sorted(PRESETS)))
    def create(self, name):
        self.attempt(Create, title="Ronda", text="text-1", rules=PRESETS[name].values)
        self.attempt(Discuss)

    @rule(wait=st.sampled_from([1, HOUR, DAY, 2 * DAY]))
    def open(self, wait):
        self.attempt(OpenRound, wait=wait, closes=self.at + wait + HOUR, roll=ROLL)

    @rule(data=st.data())
    @precondition(lambda self: self.state.state is State.ROUND_OPEN)
    def everybody(self, data):
        likely = st.sampled_from([*STANCES, "agree", "agree", "agree"])
        for who in PEOPLE:
            stance = data.draw(likely)
            ground = "rule" if stance == "block" else ""
            self.attempt(Take, who, stance=stance, reason="Karena itu.", ground=ground)
        self.attempt(CloseRound)
        self.attempt(Conclude, review_at=self.at + DAY)

    @rule(who=st.sampled_from([*PEOPLE, "stranger"]), stance=st.sampled_from(STANCES))
    def take(self, who, stance):
        self.attempt(
            Take,
            who,
            stance=stance,
            reason="Karena itu.",
            ground="harm" if stance == "block" else "",
        )

    @rule(wait=st.sampled_from([1, DAY]))
    def close(self, wait):
        self.attempt(CloseRound, wait=wait)

    @rule(later=st.sampled_from([0, DAY]))
    def conclude(self, later):
        self.attempt(Conclude, review_at=self.at + later if later else 0)

    @rule()
    def revise(self):
        self.texts += 1
        self.attempt(Revise, text=f"text-{self.texts}")

    @rule(answer=st.sampled_from(ANSWERS), signs=st.sampled_from([(), PEOPLE]))
    def answer(self, answer, signs):
        for objection in self.state.of_this_round():
            version = self.state.versions[-1].number if answer in ANSWERS[:2] else 0
            self.attempt(
                Answer,
                objection=objection.number,
                answer=answer,
                version=version,
                reason="Begini.",
                cosigners=signs,
            )

    @rule(who=st.sampled_from(PEOPLE), number=st.integers(1, 4))
    def resolve(self, who, number):
        self.attempt(Resolve, who, objection=number)

    @rule(yes=st.integers(0, 3), no=st.integers(0, 3), wait=st.sampled_from([1, DAY]))
    def vote(self, yes, no, wait):
        self.attempt(RecordVote, wait=wait, yes=yes, no=no, abstain=0, eligible=6)

    @rule(winners=st.sampled_from([(), ("keep",), ("a",), ("a", "keep")]))
    def choose(self, winners):
        self.attempt(RecordChoice, winners=winners, keep="keep")

    @invariant()
    def promises_hold(self):
        if self.state is None:
            return
        state, rules = self.state, self.state.rules
        assert state.round_number <= rules.max_rounds
        assert state.sitting <= rules.max_postponements + 1
        if state.state in ADOPTED:
            count = state.rounds[-1].count
            assert count.waived or count.quorum_met
            assert rules.block != "stop" or not count.counts["block"]
            assert state.adopted == state.versions[state.rounds[-1].version - 1].text
            assert rules.block != "answer" or not any(o.is_open for o in state.of_this_round())
        assert len({record.version for record in state.rounds}) == len(
            {r.number for r in state.rounds}
        )

    def teardown(self):
        for error in self.refusals:
            assert explain(error) != error.code
            assert all("{" not in explain(error, language) for language in ("id", "en"))
        if self.events:
            again = [event_from_json(event_json(event)) for event in self.events]
            assert replay(again) == replay(self.events) == self.state
            for language in ("id", "en"):
                assert not any("{" in said for said in sentences_of(minutes(self.events), language))


TestRoad = Road.TestCase
TestRoad.settings = settings(deadline=None, stateful_step_count=30)
