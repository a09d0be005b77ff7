"""Contests for everybody: all of them in a list, and one with its question, options and rules."""

from dataclasses import dataclass

from starlette.responses import Response

from voting.audit.fingerprints import words_of
from voting.deliberation import ContestState
from voting.methods import method
from voting.rules import rule_fields
from voting.services import balloting, contests, deciding, recording
from voting.services.balloting import VotingRight
from voting.services.contests import ContestView
from web import acts, summaries
from web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A contest in the list: its state in words, the tone of that, and the date that matters."""

    view: ContestView
    state: str
    tone: str
    when: str
    picture: str


def index(visit: Visit) -> Response:
    """List contests: those that run, those to come, those that are over."""
    with visit.read() as connection:
        views = contests.index(connection, visit.at)
    return visit.render("contests/index", {"contests": [_listed(visit, view) for view in views]})


def show(visit: Visit) -> Response:
    """Show one contest: what is asked, by which rules, and where it stands."""
    number = visit.params["number"]
    with visit.read() as connection:
        view = contests.read(connection, visit.person, number)
        right: VotingRight | None = None
        if visit.person is not None and view.state is not ContestState.DRAFT:
            right = balloting.may_vote(connection, visit.person, number, visit.at)
        done = recording.acts_of_contest(connection, view.id)
        matter = deciding.matter_of(connection, view)
    counting = method(view.method)
    context = {
        "view": view,
        "matter": matter,
        "listed": _listed(visit, view),
        "right": right,
        "running": summaries.is_running(view, visit.at),
        "coming": summaries.is_coming(view, visit.at),
        "line": summaries.task(visit, view),
        "method": counting,
        "method_page": f"methods/{view.method.replace('-', '_')}.html",
        "rules": _rules(visit, view),
        "words": words_of(bytes.fromhex(view.manifest_hash)) if view.manifest_hash else (),
        "acts": [acts.read(visit, act, acts.labels(view)) for act in done],
    }
    return visit.render("contests/show", context)


def _listed(visit: Visit, view: ContestView) -> Listed:
    state, tone = summaries.state_words(visit, view)
    return Listed(
        view=view,
        state=state,
        tone=tone,
        when=summaries.when(visit, view),
        picture=summaries.picture_of(view),
    )


def _rules(visit: Visit, view: ContestView) -> list[tuple[str, str]]:
    """Return the rules of counting in words: what each is called and how it is set here."""
    told = []
    for name, (rule, _) in rule_fields(method(view.method).rules).items():
        if rule.internal or name not in view.rules:
            continue
        value = view.rules[name]
        if isinstance(value, bool):
            words = visit.gettext("yes") if value else visit.gettext("no")
        elif rule.choices is not None and str(value) in rule.choices:
            words = rule.choices[str(value)].in_language(visit.language)
        else:
            words = str(value)
        told.append((rule.label.in_language(visit.language), words))
    return told
