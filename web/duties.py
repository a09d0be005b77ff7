"""What a moderator can do with one contest now: a list of duties, as its desk shows them."""

from dataclasses import dataclass

from voting.deliberation import Act, ContestState, allows
from voting.roll import Role
from voting.services.contests import ContestView
from web import summaries
from web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing to do: a sentence, what follows from it, a button. ``due``: it waits to be done."""

    title: str
    line: str
    icon: str
    label: str
    url: str
    due: bool = False


def where(visit: Visit, view: ContestView, *, tied: bool) -> str:
    """Return in one sentence where a contest stands and what comes next."""
    if summaries.is_coming(view, visit.at):
        return visit.gettext("It is on record. Residents can vote as soon as it begins.")
    if summaries.is_running(view, visit.at):
        return visit.gettext("Residents are voting. Nothing is counted before the close.")
    if tied:
        return visit.gettext("The count ended in a tie that decides the result. A lot is needed.")
    return {
        ContestState.CLOSED: visit.gettext("Voting is over. The votes can be counted now."),
        ContestState.SEALED: visit.gettext("The votes are sealed. The count can go on now."),
        ContestState.COUNTED: visit.gettext("The votes are counted. The result can be published."),
        ContestState.DRAWN: visit.gettext("The lot is drawn. The result can be published."),
        ContestState.PUBLISHED: visit.gettext("The result is out, for everybody to read."),
        ContestState.CANCELLED: visit.gettext("This vote was cancelled. Nothing can be done here."),
    }.get(view.state, visit.gettext("Voting is over. The votes can be counted now."))


def now(visit: Visit, view: ContestView, *, tied: bool) -> list[Duty]:
    """Return what can be done now, what waits first."""
    return [*_due(visit, view, tied=tied), *_possible(visit, view)]


def _due(visit: Visit, view: ContestView, *, tied: bool) -> list[Duty]:
    """Return the one thing that waits for a moderator, if any."""
    number = view.number
    if view.state is ContestState.PUBLISHED:
        return [
            Duty(
                title=visit.gettext("The result"),
                line=visit.gettext("With every stage of the count and a file to check it."),
                icon="circle-check",
                label=visit.gettext("Read the result"),
                url=visit.url("results/show", number=number),
                due=True,
            )
        ]
    if tied:
        return [
            Duty(
                title=visit.gettext("Draw the lot in public"),
                line=visit.gettext("Twenty throws, before everybody’s eyes."),
                icon="dices",
                label=visit.gettext("To the lot"),
                url=visit.url("counts/draw", number=number),
                due=True,
            )
        ]
    if not allows(view.state, Act.SEAL) and view.state not in _BEING_COUNTED:
        return []
    return [
        Duty(
            title=visit.gettext("Count and publish"),
            line=visit.gettext("One button; it can be pressed again if anything comes between."),
            icon="list-checks",
            label=visit.gettext("To the count"),
            url=visit.url("counts/finish", number=number),
            due=True,
        )
    ]


_BEING_COUNTED = (ContestState.SEALED, ContestState.COUNTED, ContestState.DRAWN)


def _possible(visit: Visit, view: ContestView) -> list[Duty]:
    """Return the acts that may be done, each with a reason."""
    listed = [
        (
            Act.EXTEND,
            visit.gettext("Let it close later"),
            visit.gettext("For example because of a flood or a feast."),
            "calendar-clock",
            visit.gettext("Extend"),
            "changes/extend",
        ),
        (
            Act.WITHDRAW_OPTION,
            visit.gettext("Withdraw an option"),
            visit.gettext("It can no longer be chosen, and the count passes over it."),
            "ban",
            visit.gettext("Withdraw"),
            "changes/withdraw",
        ),
        (
            Act.CORRECT_ROLL,
            visit.gettext("Correct the roll"),
            visit.gettext("Somebody was forgotten, or does not belong on it."),
            "users",
            visit.gettext("Correct"),
            "changes/correct_roll",
        ),
        (
            Act.CLOSE,
            visit.gettext("Close before the time"),
            visit.gettext("Whoever has not voted yet no longer can."),
            "hourglass",
            visit.gettext("Close"),
            "counts/close",
        ),
        (
            Act.CANCEL,
            visit.gettext("Cancel this vote"),
            visit.gettext("For good. No result will ever be published."),
            "octagon-alert",
            visit.gettext("Cancel it"),
            "changes/cancel",
        ),
    ]
    return [
        Duty(
            title=title, line=line, icon=icon, label=label, url=visit.url(route, number=view.number)
        )
        for act, title, line, icon, label, route in listed
        if allows(view.state, act) and _is_for(visit, view, act)
    ]


def _is_for(visit: Visit, view: ContestView, act: Act) -> bool:
    """Tell whether an act makes sense now and is this officer's."""
    if act is Act.CORRECT_ROLL:
        return visit.has(Role.ROLL_OFFICER)
    return act is not Act.CLOSE or summaries.is_running(view, visit.at)
