"""Amendments: what somebody would change in a solution, side by side; the answer of its authors."""

from collections.abc import Mapping

from sqlalchemy import Connection
from starlette.responses import Response

from voting.deliberation.matters import MatterAct
from voting.errors import ConflictError, ForbiddenError
from voting.services import amending, proposing, raising
from voting.services.amending import Amendment
from voting.services.matters import MatterView
from voting.services.proposing import SolutionView
from voting.services.saving import SavedForm
from web import offices, proposals
from web.forms import Reader
from web.forms import solutions as steps
from web.forms.keys import form_key, path_number
from web.matters import cases, rewording, solutions
from web.proposals import AMENDMENT, CONFLICT, MORE
from web.visit import Visit

_GONE = 410
_LONGEST_REASON = 500
_MOST_TYPED = 5_000


def write(visit: Visit) -> Response:
    """Say what one would change in a solution, and why."""
    person = offices.officer(visit)
    with visit.read() as connection:
        view, solution = solutions.found(visit, connection)
        proposing.open_solution(connection, person, view.number, solution.number)
        if solution.is_author(person.id):
            raise ConflictError("amendment.own-solution")
        begun = proposals.begun(connection, visit, AMENDMENT, solution)
        places = raising.places(connection)
    key = form_key(visit.form if visit.is_post else {"key": begun.token if begun else ""})
    same = begun is not None and begun.token == key
    kept = begun if begun and same else proposals.from_version(visit, key, solution)
    base = proposals.seen(visit, kept, solution)
    if not visit.is_post:
        reader = Reader(visit.query, visit.language)
        return _write_page(visit, view, solution, kept, reader, base=base)
    reader = steps.reader_of(_written(visit, kept), visit.language)
    wanted = steps.read(reader, places)
    do = visit.form.get("do")
    reason = reader.text("reason", most=_LONGEST_REASON, required=not do)
    kept = proposals.keep(visit, AMENDMENT, kept, reader, proposals.marks(solution, base))
    if do == "more":
        plain = Reader(visit.query, visit.language)
        return _write_page(visit, view, solution, kept, plain, base=base, more=MORE)
    if do == "save" and not reader.problems:
        return visit.redirect("amendments/write", matter=view.number, solution=solution.number)
    made: list[Amendment] = []

    def body(connection: Connection) -> None:
        made[:] = [
            amending.amend(
                connection,
                person,
                view.number,
                solution.number,
                wanted,
                reason=reason,
                base=base,
                key=key,
                at=visit.at,
            )
        ]

    status = proposals.done(visit, reader, body)
    if status is None:
        return _to(visit, view, solution, made[0].id)
    return _write_page(visit, view, solution, kept, reader, base=base, status=status)


def show(visit: Visit) -> Response:
    """Show an amendment beside the text it would change, and what was answered."""
    with visit.read() as connection:
        view, solution, amendment = _found(visit, connection)
        if amendment.hidden:
            case = cases.stubs(visit, connection, "amendment", [amendment.id]).get(amendment.id)
            context = {"view": view, "solution": solution, "case": case, "one": amendment}
            return visit.render("amendments/show", context, _GONE)
        context = _beside(visit, connection, solution, amendment)
    person = visit.person
    waits = not amendment.answer and solutions.may(visit, view, MatterAct.AMEND)
    context |= {
        "view": view,
        "may_answer": waits and amending.may_answer(solution, amendment, person, visit.at),
        "own": waits and person is not None and amendment.person_id == person.id,
    }
    return visit.render("amendments/show", context)


def answer(visit: Visit) -> Response:
    """Answer an amendment as an author: accepted, partly with one's own words, or declined."""
    person = offices.officer(visit)
    with visit.read() as connection:
        view, solution, amendment = _found(visit, connection)
        if not amending.may_answer(solution, amendment, person, visit.at):
            raise ForbiddenError("solution.not-yours")
        if amendment.hidden:
            raise ConflictError("amendment.is-hidden")
        proposing.open_solution(connection, person, view.number, solution.number)
        places = raising.places(connection)
    if amendment.answer and not visit.is_post:
        return _to(visit, view, solution, amendment.id)
    fields = _answer_fields(visit, solution, amendment)
    reader = steps.reader_of(fields, visit.language)
    if not visit.is_post:
        return _answer_page(visit, fields, reader)
    answered = reader.choice("answer", amending.ANSWERS)
    reason = reader.text("reason", most=_LONGEST_REASON)
    partly = answered == amending.PARTLY
    writes = partly and visit.form.get("step") == "text"
    more = MORE if visit.form.get("do") == "more" else 0
    if partly and not reader.problems and (more or not writes):
        return _answer_page(visit, fields, reader, writes=True, more=more)
    wanted = steps.read(reader, places) if writes else None
    seen = proposals.seen(visit, _form(fields), solution)
    status = proposals.done(
        visit,
        reader,
        lambda c: amending.answer(
            c,
            person,
            view.number,
            solution.number,
            amendment.id,
            answered=answered,
            reason=reason,
            wanted=wanted,
            seen=seen,
            at=visit.at,
        ),
    )
    if status is None:
        return _to(visit, view, solution, amendment.id)
    return _answer_page(visit, fields, reader, writes=writes, status=status)


def withdraw(visit: Visit) -> Response:
    """Take one's own amendment back."""
    person = offices.officer(visit)
    with visit.read() as connection:
        view, solution, amendment = _found(visit, connection)
    visit.write(
        lambda c: amending.take_back(
            c, person, view.number, solution.number, amendment.id, at=visit.at
        )
    )
    return _to(visit, view, solution, amendment.id)


def _write_page(
    visit: Visit,
    view: MatterView,
    solution: SolutionView,
    kept: SavedForm,
    reader: Reader,
    *,
    base: int,
    status: int = 200,
    more: int = 0,
) -> Response:
    """Show the form; where there is a newer version, also what changed, and go on from that one."""
    with visit.read() as connection:
        solution = proposing.show(connection, view, solution.number)
        changed = proposals.newer(visit, connection, solution, base)
        context = proposals.form_context(visit, connection, view, kept, more)
    context |= {
        "view": view,
        "solution": solution,
        "reader": reader,
        "reason": kept.fields.get("reason", ""),
        "seen": solution.version if status == CONFLICT else base,
        "newer": changed,
        "begun": "n" in kept.fields and not visit.is_post,
    }
    return visit.render("amendments/write", context, status)


def _answer_page(
    visit: Visit,
    fields: Mapping[str, str],
    reader: Reader,
    *,
    writes: bool = False,
    status: int = 200,
    more: int = 0,
) -> Response:
    """Show the amendment with the answers; where one takes a part of it, also the text to write."""
    with visit.read() as connection:
        view, solution, amendment = _found(visit, connection)
        context = _beside(visit, connection, solution, amendment)
        context |= proposals.form_context(visit, connection, view, _form(fields), more)
    context |= {
        "view": view,
        "reader": reader,
        "writes": writes,
        "seen": solution.version,
        "is_author": visit.person is not None and solution.is_author(visit.person.id),
        "old": amendment.base != solution.version,
    }
    return visit.render("amendments/answer", context, status)


def _answer_fields(visit: Visit, solution: SolutionView, amendment: Amendment) -> dict[str, str]:
    """Return the form of an answer: its text begins as the amendment's, or the present one's."""
    old = amendment.base != solution.version
    begin = steps.as_fields(solution.text if old else amendment.text)
    typed = Reader(visit.form, visit.language)
    answer = {name: typed.raw(name)[:_MOST_TYPED] for name in ("answer", "reason")}
    return {**steps.written(visit.form, begin), **answer}


def _beside(
    visit: Visit, connection: Connection, solution: SolutionView, amendment: Amendment
) -> dict[str, object]:
    """Return an amendment beside the version it was made for."""
    texts = {one.number: one.text for one in proposing.versions(connection, solution)}
    return {
        "solution": solution,
        "one": amendment,
        "changes": rewording.changes(visit, texts[amendment.base], amendment.text),
        "answer_due": amendment.at + amending.ANSWER_DAYS * amending.DAY,
    }


def _found(visit: Visit, connection: Connection) -> tuple[MatterView, SolutionView, Amendment]:
    """Return what the path names; ConflictError where the solution is hidden."""
    view, solution = solutions.found(visit, connection)
    if solution.hidden:
        raise ConflictError("solution.is-hidden")
    amendment_id = path_number(visit.params["amendment"], "amendment.unknown")
    return view, solution, amending.show(connection, solution, amendment_id)


def _written(visit: Visit, kept: SavedForm) -> dict[str, str]:
    reason = Reader(visit.form, visit.language).raw("reason")[:_MOST_TYPED]
    return {**steps.written(visit.form, kept.fields), "reason": reason}


def _form(fields: Mapping[str, str]) -> SavedForm:
    return SavedForm(token="", fields=fields, photo_id=None, at=0)


def _to(visit: Visit, view: MatterView, solution: SolutionView, amendment_id: int) -> Response:
    return visit.redirect(
        "amendments/show", matter=view.number, solution=solution.number, amendment=amendment_id
    )
