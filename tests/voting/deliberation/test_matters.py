"""The way of a matter: every road keeps the rules, whoever walks it."""

from dataclasses import fields, replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from voting.deliberation.matters import (
    PERMITS,
    Facts,
    MatterAct,
    Phase,
    Standing,
    check_act,
    check_end,
    check_move,
    holes,
    is_back,
)
from voting.deliberation.templates import TEMPLATES, template
from voting.deliberation.themes import THEMES, theme
from voting.errors import ConflictError, ForbiddenError, InvalidError, MissingError, RefusalError
from voting.roll import Role

MODERATOR = frozenset({Role.MODERATOR})
FULL = Facts(
    answered=True, solutions=2, positions=5, summaries=1, decided=1, outcomes_due=0, undecided=0
)
WAYS = [one.way for one in TEMPLATES.values()]


def codes(found):
    return [hole.code for hole in found]


class Road(RuleBasedStateMachine):
    """A matter walked by people who try everything; facts change under their feet."""

    @initialize(way=st.sampled_from(WAYS))
    def begin(self, way):
        self.standing = Standing(phase=way[0], way=way)
        self.facts = Facts()
        self.decided_in = None
        self.visited = [way[0]]

    @rule(name=st.sampled_from([f.name for f in fields(Facts)]), value=st.integers(0, 3))
    def something_happens(self, name, value):
        self.facts = replace(self.facts, **{name: bool(value) if name == "answered" else value})

    @rule(
        to=st.sampled_from(Phase),
        roles=st.frozensets(st.sampled_from(Role)),
        reason=st.sampled_from(["", " ", "Data baru."]),
    )
    def try_to_move(self, to, roles, reason):
        before = self.standing
        found = () if to not in before.way else holes(before, to, self.facts)
        refused = self.refusal(check_move, before, to, self.facts, roles, reason)
        if refused is None:
            assert Role.MODERATOR in roles
            assert not found
            self.standing = replace(before, phase=to)
            self.visited.append(to)
        elif Role.MODERATOR in roles and not before.ended and not found and to in before.way:
            assert refused.code in ("matter.no-reason", "matter.no-such-move")
            assert to is before.phase or (is_back(before, to) and not reason.strip())

    def refusal(self, check, *arguments):
        """Return what a check refuses with, or None."""
        try:
            check(*arguments)
        except RefusalError as error:
            return error
        return None

    @rule(roles=st.frozensets(st.sampled_from(Role)))
    def try_to_end(self, roles):
        refused = self.refusal(check_end, self.standing, self.facts, roles)
        stopped = self.standing.ended or self.facts.undecided or Role.MODERATOR not in roles
        assert (refused is not None) == bool(stopped)
        if refused is None:
            self.standing = replace(self.standing, ended="done")

    @precondition(lambda self: self.standing.ended)
    @rule(act=st.sampled_from(MatterAct), roles=st.frozensets(st.sampled_from(Role)))
    def nothing_happens_after_the_end(self, act, roles):
        with pytest.raises((ConflictError, ForbiddenError)):
            check_act(self.standing, act, roles)

    @invariant()
    def it_stays_on_its_way_and_skips_nothing(self):
        way = self.standing.way
        assert self.standing.phase in way
        for before, after in zip(self.visited, self.visited[1:], strict=False):
            assert way.index(after) <= way.index(before) + 1
            assert after is not Phase.PROBLEM


TestRoad = Road.TestCase


@pytest.mark.parametrize("way", WAYS)
def test_a_matter_with_everything_goes_its_whole_way(way):
    standing = Standing(phase=way[0], way=way)
    while standing.following:
        check_move(standing, standing.following, FULL, MODERATOR, "")
        standing = replace(standing, phase=standing.following)
    assert standing.phase is Phase.REVIEW


@pytest.mark.parametrize(
    ("phase", "facts", "missing"),
    [
        (Phase.PROBLEM, replace(FULL, answered=False), ["matter.needs-answer"]),
        (Phase.SOLUTIONS, replace(FULL, solutions=0), ["matter.needs-solution"]),
        (Phase.TALK, replace(FULL, summaries=0), ["matter.needs-summary"]),
        (Phase.TALK, replace(FULL, amendments_waiting=2), ["matter.amendments-wait"]),
        (Phase.CAPACITY, replace(FULL, unverified=1), ["matter.unverified"]),
        (Phase.DECISION, replace(FULL, decided=0), ["matter.needs-decision"]),
        (Phase.DECISION, replace(FULL, undecided=1), ["matter.being-decided"]),
        (Phase.DECISION, replace(FULL, outcomes_due=1), ["matter.needs-outcome"]),
    ],
)
def test_each_hole_is_named(phase, facts, missing):
    standing = Standing(phase=phase)
    assert codes(holes(standing, standing.following, facts)) == missing
    assert holes(standing, standing.following, FULL) == ()
    with pytest.raises(ConflictError):
        check_move(standing, standing.following, facts, MODERATOR, "")


def test_going_back_needs_a_reason_and_nothing_decided():
    standing = Standing(phase=Phase.TALK)
    open_still = replace(FULL, decided=0)
    with pytest.raises(InvalidError, match=r"matter\.no-reason"):
        check_move(standing, Phase.SOLUTIONS, open_still, MODERATOR, " ")
    check_move(standing, Phase.SOLUTIONS, open_still, MODERATOR, "Ada usulan baru.")
    assert codes(holes(standing, Phase.SOLUTIONS, FULL)) == ["matter.was-decided"]
    running = replace(open_still, undecided=1)
    assert codes(holes(standing, Phase.SOLUTIONS, running)) == ["matter.being-decided"]
    assert codes(holes(standing, Phase.PROBLEM, open_still)) == ["matter.problem-was-answered"]


def test_phases_are_not_skipped():
    with pytest.raises(InvalidError, match="no-such-move"):
        check_move(Standing(phase=Phase.PROBLEM), Phase.TALK, FULL, MODERATOR, "Cepat.")
    quick = Standing(phase=Phase.TALK, way=template("quick").way)
    assert quick.following is Phase.DECISION
    with pytest.raises(InvalidError, match="no-such-move"):
        check_move(quick, Phase.CAPACITY, FULL, MODERATOR, "")


@pytest.mark.parametrize("act", MatterAct)
def test_every_act_has_roles_and_phases(act):
    permit = PERMITS[act]
    assert permit.roles
    assert permit.phases
    for phase in Phase:
        standing = Standing(phase=phase)
        for role in Role:
            may = role in permit.roles and phase in permit.phases
            if may:
                check_act(standing, act, {role})
            else:
                with pytest.raises((ForbiddenError, ConflictError)):
                    check_act(standing, act, {role})
    assert not Standing(phase=Phase.TALK, ended="done").allows(act)


def test_a_partner_never_takes_part_in_deciding():
    assert all(Role.PARTNER not in permit.roles for permit in PERMITS.values())


def test_a_matter_being_decided_cannot_end():
    with pytest.raises(ConflictError, match="being-decided"):
        check_end(Standing(phase=Phase.DECISION), replace(FULL, undecided=1), MODERATOR)


def test_templates_and_themes_by_name():
    for name, one in TEMPLATES.items():
        assert template(name) is one
        assert one.way[-1] is Phase.REVIEW
        assert list(one.plan(0).values()) == sorted(one.plan(0).values())
        assert one.preset or one.method
    with pytest.raises(MissingError, match="no-such-template"):
        template("rapat")
    assert [theme(name).id for name in list(THEMES)[:4]] == [
        "poverty", "schooling", "health", "work",
    ]  # fmt: skip
    with pytest.raises(InvalidError, match="no-theme"):
        theme("cuaca")
