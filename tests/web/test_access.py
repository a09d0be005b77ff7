"""Every cell of route x role x state: nothing is allowed that the table does not say."""

from itertools import product

import pytest

from voting.deliberation import STEPS, Act, ContestState
from voting.roll import Role
from web.access import SHOWN, TABLE, Verdict, decide
from web.routes import ADDRESSES

ROUTES = {address.name: address for address in ADDRESSES}
VISITORS = [None, frozenset(), *[frozenset({role}) for role in Role]]
STATES = [None, *ContestState]

# Written down a second time, by hand: which act each route of an open contest performs.
ACTS = {
    "ballots/show": [Act.CAST],
    "ballots/check": [Act.CAST],
    "drafts/edit": [Act.REVISE],
    "drafts/options": [Act.REVISE],
    "drafts/option": [Act.REVISE],
    "drafts/method": [Act.REVISE],
    "openings/preview": [Act.REVISE],
    "changes/extend": [Act.EXTEND],
    "changes/withdraw": [Act.WITHDRAW_OPTION],
    "changes/correct_roll": [Act.CORRECT_ROLL],
}
# Acts whose form may come a second time: it is answered with the way to where things stand.
REPEATABLE = {
    "openings/open": [Act.OPEN],
    "changes/cancel": [Act.CANCEL],
    "counts/close": [Act.CLOSE],
    "counts/finish": [Act.SEAL, Act.COUNT, Act.PUBLISH],
    "counts/draw": [Act.DRAW],
}
# What anybody may ask for without signing in.
OPEN_TO_ALL = {
    "home/show", "matters/index", "matters/show", "problems/index", "photos/show", "solutions/index", "solutions/compare", "solutions/show",
    "solutions/versions", "amendments/show",
    "sittings/show", "sittings/now", "sittings/record", "sittings/short", "halls/show", "halls/now",
    "about/help", "about/secrecy", "account/slip",
    "talk/index", "talk/show", "summaries/show", "moderation/index", "moderation/rules", "moderation/case",
    "account/slip_link", "account/pin",
    "account/officer", "account/sign_out", "contests/index", "contests/show", "results/index",
    "results/show", "results/find", "results/proof", "evidence/index", "evidence/show", "evidence/bundle",
    "evidence/log", "evidence/checkpoint",
}  # fmt: skip
# Whose room each page of the office is, whatever the state.
ROOMS = {
    "today/show": {
        Role.MODERATOR,
        Role.ROLL_OFFICER,
        Role.POLL_OFFICER,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
    },
    "talk/write": {Role.RESIDENT},
    "talk/withdraw": {Role.RESIDENT},
    "talk/share": {Role.RESIDENT},
    "talk/answer": {Role.RESIDENT, Role.MODERATOR},
    "summaries/reply": {Role.RESIDENT},
    "summaries/write": {Role.MODERATOR},
    "moderation/queue": {Role.MODERATOR, Role.ADMINISTRATOR},
    "moderation/hear": {Role.MODERATOR, Role.ADMINISTRATOR},
    "moderation/decide": {Role.MODERATOR},
    "people/index": {Role.ADMINISTRATOR},
    "people/appoint": {Role.ADMINISTRATOR},
    "people/add": {Role.ADMINISTRATOR},
    "people/revoke": {Role.ADMINISTRATOR},
    "people/reset": {Role.ADMINISTRATOR},
    "roll/index": {Role.ROLL_OFFICER},
    "roll/person": {Role.ROLL_OFFICER},
    "roll/add": {Role.ROLL_OFFICER},
    "roll/leave": {Role.ROLL_OFFICER},
    "roll/upload": {Role.ROLL_OFFICER},
    "roll/sample": {Role.ROLL_OFFICER},
    "roll/preview": {Role.ROLL_OFFICER},
    "roll/bring_in": {Role.ROLL_OFFICER},
    "slips/index": {Role.ROLL_OFFICER},
    "slips/sheet": {Role.ROLL_OFFICER},
    "slips/replace": {Role.ROLL_OFFICER},
    "problems/report": {Role.RESIDENT},
    "problems/support": {Role.RESIDENT},
    "problems/consent": {Role.RESIDENT},
    "problems/answer": {Role.MODERATOR},
    "decisions/call": {Role.MODERATOR},
    "decisions/outcome": {Role.MODERATOR},
    "phases/start": {Role.MODERATOR},
    "gatherings/add": {Role.MODERATOR},
    "phases/move": {Role.MODERATOR},
    "phases/end": {Role.MODERATOR},
    "problems/merge": {Role.MODERATOR},
    "sittings/attend": {Role.RESIDENT},
    "sittings/speak": {Role.RESIDENT},
    "sittings/resolve": {Role.RESIDENT},
    "sittings/cosign": {Role.RESIDENT},
    "sittings/take_away": {Role.RESIDENT},
    "halls/presence": {Role.MODERATOR, Role.POLL_OFFICER},
    "halls/enter": {Role.MODERATOR, Role.POLL_OFFICER},
    "halls/speaker": {Role.MODERATOR, Role.POLL_OFFICER},
    "calls/call": {Role.MODERATOR},
    "calls/invite": {Role.MODERATOR},
    "rounds/desk": {Role.MODERATOR},
    "rounds/open": {Role.MODERATOR},
    "rounds/close": {Role.MODERATOR},
    "rounds/conclude": {Role.MODERATOR},
    "rounds/text": {Role.MODERATOR},
    "rounds/answer": {Role.MODERATOR},
    "rounds/hide": {Role.MODERATOR},
    "rounds/lapse": {Role.MODERATOR},
    "rounds/vote": {Role.MODERATOR},
    "solutions/verify": {Role.MODERATOR},
    "proposals/write": {Role.RESIDENT, Role.MODERATOR},
    "proposals/edit": {Role.RESIDENT, Role.MODERATOR},
    "proposals/withdraw": {Role.RESIDENT, Role.MODERATOR},
    "proposals/invite": {Role.RESIDENT, Role.MODERATOR},
    "proposals/sign": {Role.RESIDENT, Role.MODERATOR},
    "amendments/write": {Role.RESIDENT, Role.MODERATOR},
    "amendments/answer": {Role.RESIDENT, Role.MODERATOR},
    "amendments/withdraw": {Role.RESIDENT, Role.MODERATOR},
    "drafts/new": {Role.MODERATOR},
    "counts/desk": {Role.MODERATOR},
}
# What else needs an account, each for its own reason (see the table).
OWN = {
    "notices/index",
    "notices/followed",
    "notices/follow",
    "moderation/appeal",
    "moderation/flag",
    "account/password",
    "ballots/cast",
    "ballots/receipt",
}
CELLS = list(product(sorted(ROUTES), VISITORS, STATES))


def of_contest(route):
    return "{number}" in ROUTES[route].path


def test_every_route_has_its_line_and_every_line_its_route():
    assert set(TABLE) == set(ROUTES)


def test_a_route_that_the_table_omits_is_refused():
    for visitor, state in product(VISITORS, STATES):
        assert decide("nobody/knows", visitor, state) is not Verdict.ALLOW


@pytest.mark.parametrize("route", sorted(ACTS))
def test_an_act_is_allowed_to_its_roles_in_its_states_only(route):
    for visitor, state in product(VISITORS, ContestState):
        expected = any(
            state in STEPS[act].before and bool(STEPS[act].roles & (visitor or frozenset()))
            for act in ACTS[route]
        )
        assert (decide(route, visitor, state) is Verdict.ALLOW) is expected, (visitor, state)


@pytest.mark.parametrize("route", sorted(ROOMS))
def test_a_room_of_the_office_is_its_officers_own(route):
    for role in Role:
        assert (decide(route, {role}) is Verdict.ALLOW) is (role in ROOMS[route]), role
    assert decide(route, set()) is Verdict.FORBID


def test_every_route_stands_in_one_of_the_lists_above():
    lists = [set(ACTS), set(REPEATABLE), OPEN_TO_ALL, set(ROOMS), OWN]
    assert set().union(*lists) == set(ROUTES)
    assert sum(map(len, lists)) == len(ROUTES)


@pytest.mark.parametrize("route", sorted(REPEATABLE))
def test_a_form_sent_twice_is_led_on_but_only_for_whoever_may_act(route):
    for visitor, state in product(VISITORS, ContestState):
        steps = [STEPS[act] for act in REPEATABLE[route]]
        meant = any(step.roles & (visitor or frozenset()) for step in steps)
        expected = meant and (state in SHOWN or any(state in step.before for step in steps))
        assert (decide(route, visitor, state) is Verdict.ALLOW) is expected, (visitor, state)


@pytest.mark.parametrize("route", sorted(set(ROUTES) - OPEN_TO_ALL))
def test_passers_by_are_sent_to_sign_in(route):
    for state in STATES:
        verdict = decide(route, None, state)
        assert verdict in (Verdict.SIGN_IN, Verdict.HIDDEN)
        if state is not ContestState.DRAFT:
            assert verdict is Verdict.SIGN_IN


@pytest.mark.parametrize("route", sorted(OPEN_TO_ALL))
def test_what_is_open_needs_no_account(route):
    shown = ContestState.PUBLISHED if of_contest(route) else None
    assert decide(route, None, shown) is Verdict.ALLOW


@pytest.mark.parametrize("route", sorted(name for name in ROUTES if of_contest(name)))
def test_a_draft_is_there_for_moderators_only(route):
    for visitor in VISITORS:
        if decide(route, visitor, ContestState.DRAFT) is Verdict.ALLOW:
            assert visitor == {Role.MODERATOR}
        elif visitor != {Role.MODERATOR}:
            assert decide(route, visitor, ContestState.DRAFT) is Verdict.HIDDEN


def test_no_result_is_shown_before_it_is_published():
    for route, visitor, state in product(
        ["results/show", "results/proof", "evidence/bundle"], VISITORS, SHOWN
    ):
        if decide(route, visitor, state) is Verdict.ALLOW:
            counted = state in (ContestState.COUNTED, ContestState.DRAWN)
            inside = counted and visitor in ({Role.MODERATOR}, {Role.AUDITOR})
            assert inside or state is ContestState.PUBLISHED


def test_a_partner_never_votes_and_a_resident_never_runs_the_office():
    for route, state in product(ROUTES, STATES):
        if route.startswith("ballots/"):
            assert decide(route, {Role.PARTNER}, state) is not Verdict.ALLOW
        if ROUTES[route].path.startswith("/petugas"):
            assert decide(route, {Role.RESIDENT}, state) is not Verdict.ALLOW


def test_roles_add_up():
    both = {Role.RESIDENT, Role.MODERATOR}
    for route, state in product(ROUTES, STATES):
        alone = [decide(route, {role}, state) for role in both]
        if Verdict.ALLOW in alone:
            assert decide(route, both, state) is Verdict.ALLOW


def test_every_cell_has_an_answer():
    for route, visitor, state in CELLS:
        verdict = decide(route, visitor, state)
        if verdict is Verdict.WRONG_STATE:
            assert any(decide(route, visitor, other) is Verdict.ALLOW for other in ContestState)
        if verdict is Verdict.FORBID:
            assert visitor is not None


def test_every_unsafe_route_is_private():
    """What a form changes is about somebody; no browser keeps its page."""
    assert [a.name for a in ROUTES.values() if "POST" in a.methods and not a.private] == []
