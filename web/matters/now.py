"""What one may do in a matter now, until when, and what comes next, in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from voting.ballots import Stance
from voting.deliberation.matters import PERMITS, MatterAct, Phase, holes
from voting.errors import RefusalError
from voting.roll import Role
from voting.services import gathering, matters
from voting.services.matters import MatterView
from voting.services.overview import Standing
from web import summaries
from web.desk.task import DAY, late
from web.matters import phases
from web.visit import Visit

# What is asked for in some phases only, although the rules leave it open in others.
_ASKED = {
    MatterAct.ANSWER: (Phase.PROBLEM,),
    MatterAct.RECORD: (Phase.DECISION, Phase.DELIVERY, Phase.REVIEW),
}
_OWN_TOOLS = frozenset({MatterAct.MOVE, MatterAct.END})


@dataclass(frozen=True, kw_only=True)
class Now:
    """The present phase: what it is for, how long it lasts, what the reader may do, what follows.

    ``who`` says whose acts ``may`` are; ``needs`` what is missing before the next phase.
    """

    phase: str
    line: str
    until: str
    late: bool
    who: str
    may: tuple[str, ...]
    following: str
    following_line: str
    needs: tuple[str, ...]


def read(
    visit: Visit, connection: Connection, view: MatterView, running: Sequence[Standing]
) -> Now | None:
    """Return where a matter stands, for whoever reads it; None once it has ended."""
    standing = view.standing()
    if standing.ended:
        return None
    following = standing.following
    missing: tuple[RefusalError, ...] = ()
    if following is not None:
        missing = holes(standing, following, matters.facts(connection, view))
    who, may = _may(visit, view, running)
    return Now(
        phase=phases.phase_words(visit, view.phase),
        line=_line(visit, view.phase),
        until=_until(visit, view),
        late=view.phase_until is not None and view.phase_until < visit.at,
        who=who,
        may=may,
        following="" if following is None else phases.phase_words(visit, following),
        following_line="" if following is None else _line(visit, following),
        needs=tuple(visit.explain(one) for one in missing),
    )


def _may(
    visit: Visit, view: MatterView, running: Sequence[Standing]
) -> tuple[str, tuple[str, ...]]:
    """Return whose acts are possible now, and which."""
    if visit.has(Role.MODERATOR):
        return visit.gettext("As moderator you can"), _acts(visit, view, Role.MODERATOR)
    votes = tuple(
        _vote(visit, one) for one in running if one.eligible and _takes_ballots(visit, one)
    )
    if visit.has(Role.RESIDENT):
        return visit.gettext("You can"), (*votes, *_acts(visit, view, Role.RESIDENT))
    return visit.gettext("Residents can"), (*votes, *_acts(visit, view, Role.RESIDENT))


def _acts(visit: Visit, view: MatterView, role: Role) -> tuple[str, ...]:
    """Return what one role may do; a moderator's acts without those that residents share."""
    words = _words(visit)
    standing = view.standing()
    left_out = set(_OWN_TOOLS)
    if not gathering.gathers(view):
        left_out.add(MatterAct.GATHER)
    return tuple(
        words[act]
        for act in MatterAct
        if act not in left_out
        and role is (Role.RESIDENT if Role.RESIDENT in PERMITS[act].roles else Role.MODERATOR)
        and standing.allows(act)
        and view.phase in _ASKED.get(act, Phase)
    )


def _takes_ballots(visit: Visit, one: Standing) -> bool:
    return summaries.is_running(one.view, visit.at) and (not one.voted or one.may_change)


def _vote(visit: Visit, one: Standing) -> str:
    if one.view.ballot_form is Stance:
        return visit.gettext("take a stance in the sitting")
    return visit.gettext("vote")


def _until(visit: Visit, view: MatterView) -> str:
    """Return until when the phase lasts and how long that is, or by how much it is late."""
    if view.phase_until is None:
        return ""
    left = view.phase_until - visit.at
    if left < 0:
        return late(visit, view.phase_until)
    days = -(-left // DAY)
    words = visit.ngettext("%(num)d day left", "%(num)d days left", days)
    return f"{phases.until(visit, view)} · {words}"


def _line(visit: Visit, phase: Phase) -> str:
    """Return what a phase is for."""
    return {
        Phase.PROBLEM: visit.gettext("Neighbours say whether they have this too."),
        Phase.SOLUTIONS: visit.gettext("We collect what would help and what it costs."),
        Phase.TALK: visit.gettext("Everybody says what they think: for, against, on a condition."),
        Phase.CAPACITY: visit.gettext("We see what we can do ourselves, and what can be done."),
        Phase.DECISION: visit.gettext("We decide together, by consensus or by vote."),
        Phase.DELIVERY: visit.gettext("What was decided is carried out."),
        Phase.REVIEW: visit.gettext("We look whether it has helped."),
    }[phase]


def _words(visit: Visit) -> dict[MatterAct, str]:
    return {
        MatterAct.SUPPORT: visit.gettext("say that you have this too"),
        MatterAct.ANSWER: visit.gettext("answer in public"),
        MatterAct.MERGE: visit.gettext("merge it with another matter, if its author agrees"),
        MatterAct.GATHER: visit.gettext("gather other matters in a meeting"),
        MatterAct.PROPOSE: visit.gettext("propose a solution"),
        MatterAct.AMEND: visit.gettext("suggest a change to a solution"),
        MatterAct.VERIFY: visit.gettext("verify solutions"),
        MatterAct.SPEAK: visit.gettext("say what you think, and change it later"),
        MatterAct.SUMMARISE: visit.gettext("summarise the talk"),
        MatterAct.CONFIRM: visit.gettext("say whether the summary is right"),
        MatterAct.CALL: visit.gettext("call a vote or a sitting"),
        MatterAct.RECORD: visit.gettext("write down what was decided and who does it"),
    }
