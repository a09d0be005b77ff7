"""A moderator's tools for a matter, in one quiet block of its page."""

from dataclasses import dataclass

from voting.deliberation.matters import MatterAct, Phase
from voting.roll import Role
from voting.services import gathering
from voting.services.matters import MatterView
from web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Tool:
    """One thing a moderator can do: its words, icon and page."""

    label: str
    icon: str
    url: str


def read(visit: Visit, view: MatterView) -> tuple[Tool, ...]:
    """Return what the visitor can do with a matter as its moderator; nothing for others."""
    if not visit.has(Role.MODERATOR):
        return ()
    standing = view.standing()
    meeting = gathering.gathers(view)
    subject = {"kind": "matter", "subject": view.id}
    at_problem = view.phase is Phase.PROBLEM
    known = (
        (at_problem and _can(view, MatterAct.ANSWER), "problems/answer", "pencil"),
        (not view.ended_as and not view.hidden, "phases/move", "arrow-right"),
        (_can(view, MatterAct.MERGE) and not meeting, "problems/merge", "layers"),
        (_can(view, MatterAct.GATHER) and meeting, "gatherings/add", "list"),
        (_can(view, MatterAct.SUMMARISE), "summaries/write", "file-text"),
        (_can(view, MatterAct.CALL), "calls/call", "users"),
        (_can(view, MatterAct.CALL), "decisions/call", "vote"),
    )
    words = _words(visit)
    found = [
        Tool(label=words[route], icon=icon, url=visit.url(route, matter=view.number))
        for wanted, route, icon in known
        if wanted
    ]
    if not view.hidden:
        like = visit.url("phases/start", **{"from": view.number})
        found.append(Tool(label=visit.gettext("Start one like this"), icon="copy", url=like))
        hide = visit.url("moderation/decide", **subject)
        found.append(Tool(label=visit.gettext("Hide its words"), icon="ban", url=hide))
    if not standing.ended:
        end = visit.url("phases/end", matter=view.number)
        found.append(Tool(label=visit.gettext("End this matter"), icon="x", url=end))
    return tuple(found)


def _can(view: MatterView, act: MatterAct) -> bool:
    return view.standing().allows(act) and not view.hidden


def _words(visit: Visit) -> dict[str, str]:
    return {
        "problems/answer": visit.gettext("Answer"),
        "phases/move": visit.gettext("Move on, or change the end"),
        "problems/merge": visit.gettext("Merge"),
        "gatherings/add": visit.gettext("Gather other matters"),
        "summaries/write": visit.gettext("Summarise the talk"),
        "calls/call": visit.gettext("Call a sitting"),
        "decisions/call": visit.gettext("Call a vote"),
    }
