"""Who may do what, when: one table of route, people and contest states. What it omits is refused.

Each route has one or more grants; a visit is allowed if one of them fits. An act on a contest
takes its roles and states from ``voting.deliberation.STEPS``, so that site and core cannot differ.
The same table drives the program (``web.endpoint`` asks for every request) and its test, which
walks every cell. OWASP ASVS 5.0, 8.2 and 8.3: deny by default, decide in one place.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from voting.deliberation import STEPS, Act, ContestState
from voting.roll import Role

EVERY_STATE = frozenset(ContestState)
SHOWN = EVERY_STATE - {ContestState.DRAFT}
DECIDED = frozenset({ContestState.PUBLISHED})
COUNTED = DECIDED | {ContestState.COUNTED, ContestState.DRAWN}
STAFF = frozenset(Role) - {Role.RESIDENT, Role.PARTNER}


class Verdict(Enum):
    """The answer to one visit."""

    ALLOW = "allow"
    SIGN_IN = "sign-in"
    FORBID = "forbid"
    WRONG_STATE = "wrong-state"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Grant:
    """Some people in some states. ``roles`` None: whoever comes; empty: whoever is signed in."""

    roles: frozenset[Role] | None = None
    states: frozenset[ContestState] = EVERY_STATE

    def knows(self, held: frozenset[Role] | None) -> bool:
        """Tell whether a visitor with these roles (None: not signed in) is meant at all."""
        if self.roles is None:
            return True
        return held is not None and (not self.roles or bool(self.roles & held))


ANYONE = (Grant(),)
SIGNED_IN = (Grant(frozenset()),)
PUBLIC_CONTEST = (Grant(None, SHOWN), Grant(frozenset({Role.MODERATOR}), EVERY_STATE))


def only(*roles: Role) -> tuple[Grant, ...]:
    """Grant to people who hold one of these roles, in every state."""
    return (Grant(frozenset(roles)),)


def act(*acts: Act) -> tuple[Grant, ...]:
    """Grant to the roles and in the states of these acts on a contest."""
    return tuple(Grant(STEPS[one].roles, STEPS[one].before) for one in acts)


def repeatable(*acts: Act) -> tuple[Grant, ...]:
    """Grant as ``act`` does, and afterwards too: a form sent twice is led to where things stand."""
    roles = frozenset(role for one in acts for role in STEPS[one].roles)
    return (*act(*acts), Grant(roles, SHOWN))


_CAST_OR_READ = (*act(Act.CAST), Grant(frozenset({Role.RESIDENT}), SHOWN))

TABLE: Mapping[str, tuple[Grant, ...]] = {
    "home/show": ANYONE,
    "matters/index": ANYONE,
    "matters/show": ANYONE,
    "notices/index": SIGNED_IN,
    "notices/followed": SIGNED_IN,
    "notices/follow": SIGNED_IN,
    "gatherings/add": only(Role.MODERATOR),
    "phases/start": only(Role.MODERATOR),
    "phases/move": only(Role.MODERATOR),
    "phases/end": only(Role.MODERATOR),
    "problems/index": ANYONE,
    "problems/report": only(Role.RESIDENT),
    "problems/support": only(Role.RESIDENT),
    "problems/answer": only(Role.MODERATOR),
    "problems/merge": only(Role.MODERATOR),
    "problems/consent": only(Role.RESIDENT),
    "solutions/index": ANYONE,
    "solutions/compare": ANYONE,
    "solutions/show": ANYONE,
    "solutions/versions": ANYONE,
    "solutions/verify": only(Role.MODERATOR),
    "proposals/write": only(Role.RESIDENT, Role.MODERATOR),
    "proposals/edit": only(Role.RESIDENT, Role.MODERATOR),
    "proposals/withdraw": only(Role.RESIDENT, Role.MODERATOR),
    "proposals/invite": only(Role.RESIDENT, Role.MODERATOR),
    "proposals/sign": only(Role.RESIDENT, Role.MODERATOR),
    "amendments/show": ANYONE,
    "amendments/write": only(Role.RESIDENT, Role.MODERATOR),
    "amendments/answer": only(Role.RESIDENT, Role.MODERATOR),
    "amendments/withdraw": only(Role.RESIDENT, Role.MODERATOR),
    "photos/show": ANYONE,
    "decisions/call": only(Role.MODERATOR),
    "decisions/outcome": only(Role.MODERATOR),
    "talk/index": ANYONE,
    "talk/write": only(Role.RESIDENT),
    "talk/withdraw": only(Role.RESIDENT),
    "talk/show": ANYONE,
    "talk/share": only(Role.RESIDENT),
    "talk/answer": only(Role.RESIDENT, Role.MODERATOR),
    "summaries/show": ANYONE,
    "summaries/reply": only(Role.RESIDENT),
    "summaries/write": only(Role.MODERATOR),
    "moderation/index": ANYONE,
    "moderation/rules": ANYONE,
    "moderation/case": ANYONE,
    "moderation/appeal": SIGNED_IN,
    "moderation/flag": SIGNED_IN,
    "moderation/queue": only(Role.MODERATOR, Role.ADMINISTRATOR),
    "moderation/hear": only(Role.MODERATOR, Role.ADMINISTRATOR),
    "moderation/decide": only(Role.MODERATOR),
    "sittings/show": ANYONE,
    "sittings/now": ANYONE,
    "sittings/record": ANYONE,
    "sittings/short": ANYONE,
    "halls/show": ANYONE,
    "halls/now": ANYONE,
    "sittings/attend": only(Role.RESIDENT),
    "sittings/speak": only(Role.RESIDENT),
    "sittings/resolve": only(Role.RESIDENT),
    "sittings/cosign": only(Role.RESIDENT),
    "sittings/take_away": only(Role.RESIDENT),
    "halls/presence": only(Role.MODERATOR, Role.POLL_OFFICER),
    "halls/enter": only(Role.MODERATOR, Role.POLL_OFFICER),
    "halls/speaker": only(Role.MODERATOR, Role.POLL_OFFICER),
    "calls/call": only(Role.MODERATOR),
    "calls/invite": only(Role.MODERATOR),
    "rounds/desk": only(Role.MODERATOR),
    "rounds/open": only(Role.MODERATOR),
    "rounds/close": only(Role.MODERATOR),
    "rounds/conclude": only(Role.MODERATOR),
    "rounds/text": only(Role.MODERATOR),
    "rounds/answer": only(Role.MODERATOR),
    "rounds/hide": only(Role.MODERATOR),
    "rounds/lapse": only(Role.MODERATOR),
    "rounds/vote": only(Role.MODERATOR),
    "about/help": ANYONE,
    "about/secrecy": ANYONE,
    "account/slip": ANYONE,
    "account/slip_link": ANYONE,
    "account/pin": ANYONE,
    "account/officer": ANYONE,
    "account/password": SIGNED_IN,
    "account/sign_out": ANYONE,
    "contests/index": ANYONE,
    "contests/show": PUBLIC_CONTEST,
    "ballots/show": act(Act.CAST),
    "ballots/check": act(Act.CAST),
    "ballots/cast": _CAST_OR_READ,  # a repeated cast gets its own receipt, a late one its sentence
    "ballots/receipt": (Grant(frozenset({Role.RESIDENT}), SHOWN),),
    "results/index": ANYONE,
    "results/show": (Grant(None, DECIDED), Grant(frozenset({Role.MODERATOR}), COUNTED)),
    "results/find": (Grant(None, SHOWN),),
    "results/proof": (Grant(None, DECIDED),),
    "evidence/index": ANYONE,
    "evidence/show": PUBLIC_CONTEST,
    "evidence/bundle": (Grant(None, DECIDED), Grant(frozenset({Role.AUDITOR}), COUNTED)),
    "evidence/log": ANYONE,
    "evidence/checkpoint": ANYONE,
    "today/show": only(*STAFF),
    "roll/index": only(Role.ROLL_OFFICER),
    "roll/person": only(Role.ROLL_OFFICER),
    "roll/add": only(Role.ROLL_OFFICER),
    "roll/leave": only(Role.ROLL_OFFICER),
    "roll/upload": only(Role.ROLL_OFFICER),
    "roll/sample": only(Role.ROLL_OFFICER),
    "roll/preview": only(Role.ROLL_OFFICER),
    "roll/bring_in": only(Role.ROLL_OFFICER),
    "slips/index": only(Role.ROLL_OFFICER),
    "slips/sheet": only(Role.ROLL_OFFICER),
    "slips/replace": only(Role.ROLL_OFFICER),
    "drafts/new": only(Role.MODERATOR),
    "drafts/edit": act(Act.REVISE),
    "drafts/options": act(Act.REVISE),
    "drafts/option": act(Act.REVISE),
    "drafts/method": act(Act.REVISE),
    "openings/preview": act(Act.REVISE),
    "openings/open": repeatable(Act.OPEN),
    "changes/extend": act(Act.EXTEND),
    "changes/cancel": repeatable(Act.CANCEL),
    "changes/withdraw": act(Act.WITHDRAW_OPTION),
    "changes/correct_roll": act(Act.CORRECT_ROLL),
    "counts/desk": only(Role.MODERATOR),
    "counts/close": repeatable(Act.CLOSE),
    "counts/finish": repeatable(Act.SEAL, Act.COUNT, Act.PUBLISH),
    "counts/draw": repeatable(Act.DRAW),
    "people/index": only(Role.ADMINISTRATOR),
    "people/appoint": only(Role.ADMINISTRATOR),
    "people/add": only(Role.ADMINISTRATOR),
    "people/revoke": only(Role.ADMINISTRATOR),
    "people/reset": only(Role.ADMINISTRATOR),
}


def decide(route: str, held: Collection[Role] | None, state: ContestState | None = None) -> Verdict:
    """Judge one visit: a route of ``TABLE``, the visitor's roles, the contest's state if any.

    A draft is hidden from those who may not see it, as if it did not exist.
    """
    roles = None if held is None else frozenset(held)
    grants = TABLE.get(route, ())
    meant = [grant for grant in grants if grant.knows(roles)]
    if any(state is None or state in grant.states for grant in meant):
        return Verdict.ALLOW
    if state is ContestState.DRAFT:
        return Verdict.HIDDEN
    if meant:
        return Verdict.WRONG_STATE
    return Verdict.SIGN_IN if roles is None and grants else Verdict.FORBID
