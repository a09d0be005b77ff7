"""The one main act of a matter's page: what fits its phase and whoever visits it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voting.ballots import Stance
from voting.deliberation.matters import MatterAct, Phase
from voting.roll import Role
from voting.services.matters import MatterView
from voting.services.overview import Standing
from web import summaries
from web.cldr import date
from web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class MainAct:
    """A button in the bar at the bottom: a link, or a form that posts; with a line of truth."""

    label: str
    line: str
    icon: str
    url: str
    posts: bool = False


def read(
    visit: Visit, view: MatterView, parts: Mapping[str, Any], running: Sequence[Standing]
) -> MainAct | None:
    """Return what the page asks of the visitor, if anything."""
    if view.ended_as or view.hidden:
        return None
    if (vote := _vote(visit, running)) is not None:
        return vote
    if visit.has(Role.MODERATOR) and (duty := _duty(visit, view, parts)) is not None:
        return duty
    if visit.has(Role.RESIDENT):
        return _residents(visit, view, parts)
    return _guests(visit, view) if visit.person is None else None


def _vote(visit: Visit, running: Sequence[Standing]) -> MainAct | None:
    """Return the vote or stance that waits for the visitor, or for whoever signs in."""
    for one in running:
        if not (one.eligible and not one.voted and summaries.is_running(one.view, visit.at)):
            continue
        if visit.person is not None and not visit.has(Role.RESIDENT):
            continue
        label = visit.gettext("Vote")
        if one.view.ballot_form is Stance:
            label = visit.gettext("Take your stance")
        if visit.person is None:
            label = visit.gettext("Sign in and take part")
        return MainAct(
            label=label,
            line=f"{one.view.title} · {summaries.deadline(visit, one.view).words}",
            icon="vote",
            url=visit.url("ballots/show", number=one.view.number),
        )
    return None


def _duty(visit: Visit, view: MatterView, parts: Mapping[str, Any]) -> MainAct | None:
    """Return what waits for a moderator: a problem's answer, or an outcome to write down."""
    if view.phase is Phase.PROBLEM:
        return MainAct(
            label=visit.gettext("Answer"),
            line=parts["problem"].card.due,
            icon="pencil",
            url=visit.url("problems/answer", matter=view.number),
        )
    part = parts["decision"]
    if part.may_record and any(one.at is None for one in part.outcomes):
        return MainAct(
            label=visit.gettext("Write down who does what"),
            line=visit.gettext("It was decided; the outcome is not written down yet."),
            icon="pencil",
            url=visit.url("decisions/outcome", matter=view.number),
        )
    return None


def _residents(visit: Visit, view: MatterView, parts: Mapping[str, Any]) -> MainAct | None:
    part = parts["problem"]
    if view.phase is Phase.PROBLEM and part.may_support and not (part.mine or part.own):
        return MainAct(
            label=visit.gettext("I have this too"),
            line=visit.ngettext(
                "%(num)d resident has it so far.",
                "%(num)d residents have it so far.",
                part.supports,
            ),
            icon="hand",
            url=visit.url("problems/support", matter=view.number),
            posts=True,
        )
    if view.phase is Phase.SOLUTIONS and parts["solutions"].may_propose:
        return MainAct(
            label=visit.gettext("Write a solution"),
            line=_lasts(visit, view),
            icon="pencil",
            url=visit.url("proposals/write", matter=view.number),
        )
    if view.phase is Phase.TALK and parts["talk"].may_speak:
        own = parts["talk"].own
        return MainAct(
            label=visit.gettext("Change my position") if own else visit.gettext("Say what I think"),
            line=_until(visit, view),
            icon="message-circle",
            url=visit.url("talk/write", matter=view.number),
        )
    return None


def _guests(visit: Visit, view: MatterView) -> MainAct | None:
    """Return the way over the sign-in to what residents do in this phase."""
    here = visit.url("matters/show", matter=view.number)
    if view.phase is Phase.PROBLEM and view.standing().allows(MatterAct.SUPPORT):
        return MainAct(
            label=visit.gettext("Sign in and say: I have this too"),
            line=visit.gettext("You need the slip from your roll officer."),
            icon="hand",
            url=visit.url("account/slip", next=here),
        )
    if view.phase is Phase.SOLUTIONS:
        return MainAct(
            label=visit.gettext("Sign in and write a solution"),
            line=_lasts(visit, view),
            icon="pencil",
            url=visit.url("proposals/write", matter=view.number),
        )
    if view.phase is Phase.TALK:
        return MainAct(
            label=visit.gettext("Sign in and say what I think"),
            line=_until(visit, view),
            icon="message-circle",
            url=visit.url("talk/write", matter=view.number),
        )
    return None


def _lasts(visit: Visit, view: MatterView) -> str:
    if view.phase_until is None or view.phase_until < visit.at:
        return visit.gettext("Solutions are being collected.")
    day = date(view.phase_until, visit.language, visit.site.settings.timezone)
    return visit.gettext("Solutions are collected until %(day)s.", day=day)


def _until(visit: Visit, view: MatterView) -> str:
    if view.phase_until is None or view.phase_until < visit.at:
        return visit.gettext("You may change your position as long as the talk is open.")
    day = date(view.phase_until, visit.language, visit.site.settings.timezone)
    return visit.gettext("You may change your position until %(day)s.", day=day)
