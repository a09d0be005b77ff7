"""A contest on the moderator's desk: where it stands, its close, its count, its lot."""

from sqlalchemy import Connection
from starlette.responses import Response

from voting.audit.fingerprints import words_of
from voting.deliberation import ContestState
from voting.errors import ConflictError, InvalidError
from voting.services import closing, contests, counting, evidence, recording
from voting.services.contests import ContestView
from voting.services.evidence import Result
from web import acts, drafting, duties, summaries, turnouts
from web.forms import Reader
from web.pages.changes import done, reason
from web.sending import status
from web.visit import Visit

DIGITS = 20
_GROUP = 5
_SHOWN = 12
_DONE = {
    ContestState.CLOSED: 1,
    ContestState.SEALED: 2,
    ContestState.COUNTED: 3,
    ContestState.DRAWN: 4,
}


def desk(visit: Visit) -> Response:
    """Show one contest as its moderator needs it; a draft is led to where it is prepared."""
    person, number = drafting.moderator(visit), visit.params["number"]
    with visit.read() as connection:
        view = contests.show(connection, number)
        if view.state is ContestState.DRAFT:
            return visit.redirect("openings/open", number=number)
        tied = _tied(visit, connection, view) is not None
        turnout = contests.turnout_by_place(connection, person, number)
        done_so_far = recording.acts_of_contest(connection, view.id)
    state, tone = summaries.state_words(visit, view)
    context = {
        "view": view,
        "state": state,
        "tone": tone,
        "where": duties.where(visit, view, tied=tied),
        "duties": duties.now(visit, view, tied=tied),
        "running": summaries.is_running(view, visit.at),
        "turnout": turnouts.read(turnout),
        "acts": [acts.read(visit, act, acts.labels(view)) for act in reversed(done_so_far)],
    }
    return visit.render("counts/desk", context)


def close(visit: Visit) -> Response:
    """Close a contest before its time, with the reason."""
    person, number = drafting.moderator(visit), visit.params["number"]
    view = drafting.show(visit)
    if not summaries.is_running(view, visit.at):
        return visit.redirect("counts/desk", number=number)
    reader = Reader(visit.form, visit.language)
    if visit.is_post:
        why = reason(reader)
        if done(visit, reader, lambda c: closing.close(c, person, number, why, at=visit.at)):
            return visit.redirect("counts/finish", number=number)
    return visit.render("counts/close", {"view": view, "reader": reader}, status(reader))


def finish(visit: Visit) -> Response:
    """Count a closed contest and publish its result: one button, safe to press again."""
    person, number = drafting.moderator(visit), visit.params["number"]
    problem = ""
    if visit.is_post and drafting.show(visit).state in _DONE:
        try:
            counting.finish(visit.site.database, person, visit.keys, number, visit.at)
        except (ConflictError, InvalidError) as error:
            problem = visit.explain(error)
    with visit.read() as connection:
        view = contests.show(connection, number)
        tied = _tied(visit, connection, view) is not None
    if view.state is ContestState.PUBLISHED:
        return visit.redirect("results/show", number=number)
    if view.state not in _DONE:
        return visit.redirect("counts/desk", number=number)
    if tied and not problem:
        return visit.redirect("counts/draw", number=number)
    context = {"view": view, "problem": problem, "steps_done": _DONE[view.state]}
    return visit.render("counts/finish", context, 422 if problem else 200)


def draw(visit: Visit) -> Response:
    """Draw the lot that resolves a tie: twenty digits thrown in public, read once more, drawn."""
    person, number = drafting.moderator(visit), visit.params["number"]
    with visit.read() as connection:
        view = contests.show(connection, number)
        result = _tied(visit, connection, view)
        if result is None:
            return visit.redirect("counts/finish", number=number)
        promise = counting.lot_promise(connection, number)
    reader = Reader(visit.form, visit.language)
    digits = _digits(reader) if visit.is_post else ""
    if (
        visit.form.get("sure")
        and not reader.problems
        and done(
            visit,
            reader,
            lambda c: counting.draw(c, person, visit.keys, number, digits, at=visit.at),
        )
    ):
        return finish(visit)
    context = {
        "view": view,
        "reader": reader,
        "tied": _sentences(visit, result),
        "between": [[result.labels[o] for o in group] for group in result.transcript["tied"][:1]],
        "promise": promise,
        "words": words_of(bytes.fromhex(promise)),
        "groups": _groups(digits) if visit.is_post and not reader.problems else [],
        "digits": digits,
    }
    return visit.render("counts/draw", context, status(reader))


def _tied(visit: Visit, connection: Connection, view: ContestView) -> Result | None:
    """Return the count of a contest that waits for the lot; None for any other."""
    if view.state is not ContestState.COUNTED:
        return None
    result = evidence.outcome(connection, view.number, visit.person)
    return result if result.tied else None


def _sentences(visit: Visit, result: Result) -> list[str]:
    """Return what the count says of its tie."""
    told = [reason for reason in result.reasons if reason.code.startswith("tie.")]
    said = [visit.sentence(reason, result.labels) for reason in told]
    return list(dict.fromkeys(said))


def _digits(reader: Reader) -> str:
    """Read the digits thrown, however they are spaced; what is wrong is said exactly."""
    typed = "".join(c for c in reader.raw("digits") if not c.isspace() and c not in "-.,")
    other = next((c for c in typed if not (c.isascii() and c.isdecimal())), "")
    if not typed:
        reader.refuse("digits", InvalidError("form.empty"))
    elif other:
        reader.refuse("digits", InvalidError("form.dice-letters", found=other))
    elif len(typed) < DIGITS:
        given = {"given": len(typed), "needed": DIGITS}
        reader.refuse("digits", InvalidError("form.dice-missing", **given))
    elif len(typed) > DIGITS:
        given = {"given": len(typed), "needed": DIGITS}
        reader.refuse("digits", InvalidError("form.dice-too-many", **given))
    return typed


def _groups(digits: str) -> list[str]:
    return [digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP)]
