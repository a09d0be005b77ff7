"""A draft tried out as residents will see it, and opened: from then on it is on record."""

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from voting.ballots import Ranking
from voting.deliberation import ContestState
from voting.errors import ConflictError, InvalidBallotError, InvalidError, RefusalError
from voting.methods import method
from voting.outcome import Reason
from voting.services import balloting, contests, opening, recording
from voting.services.contests import ContestView
from voting.words import say
from web import booth, drafting, pictures
from web.booth import Booth, ReadBack
from web.forms import Reader
from web.forms.ballots import GROUP, MOVE
from web.visit import Visit

# Where a moderator mends what stops the opening, by the code of the hole: route and field.
_MENDED_AT = {
    "contest.no-electors": ("drafts/edit", "#f-place"),
    "contest.closes-in-the-past": ("drafts/edit", "#f-closes"),
    "contest.too-few-options": ("drafts/options", ""),
    "contest.too-many-options": ("drafts/options", ""),
    "contest.no-options": ("drafts/options", ""),
    "contest.label-twice": ("drafts/options", ""),
    "contest.too-few-for-secrecy": ("drafts/method", "#f-level"),
}
_RULES = ("drafts/method", "#f-rules")
_AMISS = 422


@dataclass(frozen=True, kw_only=True)
class Hole:
    """What stops a draft from being opened, in words, and where it is mended."""

    sentence: str
    url: str


def preview(visit: Visit) -> Response:
    """Show the ballot as residents will see it, under a band that says it is a test.

    It may be filled in and read back; nothing is cast, and there is nothing it could be cast into.
    """
    view = drafting.show(visit)
    reader = Reader(visit.form, visit.language)
    rows = booth.rows(view, drafting.moderator(visit)) if view.options else []
    marks = booth.marks(view, reader.fields, [row.id for row in rows])
    read = _read_back(view, reader) if visit.is_post and view.options else None
    if view.options and view.ballot_form is Ranking and isinstance(marks, dict):
        rows.sort(key=lambda row: marks.get(row.id, len(rows) + 1))
    problems = {problem.sentence: problem for problem in reversed(reader.problems)}
    context = {
        "view": view,
        "stop": "",
        "booth": Booth(view=view, right=_RIGHT, earlier=None),
        "method": method(view.method),
        "form": view.ballot_form.form,
        "rows": rows,
        "marks": marks,
        "most": booth.most(view),
        "groups": reader.fields.getlist(GROUP),
        "problems": list(reversed(problems.values())),
        "errors": booth.errors(reader),
        "described": [o for o in view.options if o.description],
        "withdrawn": [],
        "words": (),
        "key": "",
        "nv": "",
        "read": read,
        "moved_to": visit.url("openings/preview", number=view.number),
    }
    return visit.render("openings/preview", context, _AMISS if reader.problems else 200)


def open(visit: Visit) -> Response:  # noqa: A001 - the page's name is its route's
    """Show once more what opening freezes, and open. Whatever is open already leads to its desk."""
    number = visit.params["number"]
    problem = _open(visit) if visit.is_post else None
    with visit.read() as connection:
        view = contests.show(connection, number)
        found = opening.summary(connection, number, visit.at)
    if view.state is not ContestState.DRAFT:
        return visit.redirect("counts/desk", number=number)
    context = {
        "view": view,
        "seen": drafting.mark(view),
        "method": method(view.method),
        "problem": visit.explain(problem) if problem else "",
        "holes": [_hole(visit, view, hole) for hole in found.holes],
        "frozen": _said(visit, found.frozen),
        "changeable": _said(visit, found.open),
        "warnings": _said(visit, found.warnings),
    }
    return visit.render("openings/open", context, _AMISS if problem else 200)


_RIGHT = balloting.VotingRight(eligible=True, voted=False, open=True, may_cast=True)


def _read_back(view: ContestView, reader: Reader) -> ReadBack | None:
    """Return the ballot in words; None while arrows move or something is wrong."""
    if reader.raw(MOVE):
        return None
    ballot = booth.read(view, reader)
    try:
        if ballot is None:
            return None
        balloting.check_ballot(view, ballot)
    except InvalidBallotError as error:
        reader.refuse("", error)
        return None
    return booth.read_back(view, ballot)


def _open(visit: Visit) -> RefusalError | None:
    """Open the contest on record and sign the log; return the refusal if it did not open."""
    person, number = drafting.moderator(visit), visit.params["number"]

    def body(connection: Connection) -> None:
        drafting.check_seen(visit, contests.show(connection, number))
        opening.open_contest(
            connection, person, visit.keys, number, visit.at, pictures=pictures.hashes()
        )

    try:
        visit.write(body)
    except (ConflictError, InvalidError) as error:
        return error
    with suppress(ConflictError):  # the contest is open; the worker signs a moment later
        recording.checkpoint(visit.site.database, visit.keys, visit.at)
    return None


def _hole(visit: Visit, view: ContestView, hole: RefusalError) -> Hole:
    route, field = _MENDED_AT.get(hole.code, _RULES)
    return Hole(sentence=visit.explain(hole), url=visit.url(route, number=view.number) + field)


def _said(visit: Visit, reasons: tuple[Reason, ...]) -> list[str]:
    return [say(reason.code, reason.params, visit.language) for reason in reasons]
