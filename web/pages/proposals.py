"""Writing solutions: a new one step by step, changes to one's own, co-authors, taking it back."""

from sqlalchemy import Connection
from starlette.responses import Response

from voting.deliberation.matters import MatterAct
from voting.errors import ForbiddenError, InvalidError
from voting.services import coauthoring, matters, proposing, raising, saving
from voting.services.matters import MatterView
from voting.services.proposing import SolutionView
from voting.services.saving import SavedForm
from web import offices, proposals
from web.forms import Reader
from web.forms import solutions as steps
from web.forms.keys import form_key, path_number
from web.matters import solutions
from web.proposals import CONFLICT, MORE, SOLUTION, UNSOUND
from web.visit import Visit


def write(visit: Visit) -> Response:
    """Lead through writing a solution; every step is kept on the server."""
    person, number = offices.officer(visit), visit.params["matter"]
    given = visit.form if visit.is_post else visit.query
    key = form_key(given)
    with visit.read() as connection:
        view = solutions.matter_of(visit, connection)
        done = proposing.by_key(connection, person, key)
        saved = saving.load(connection, person, SOLUTION, key)
        places = raising.places(connection)
    if done is not None:
        return visit.redirect("solutions/show", matter=done.matter, solution=done.number)
    matters.check(view, MatterAct.PROPOSE, person)
    kept = saved or SavedForm(token=key, fields={}, photo_id=None, at=visit.at)
    step = Reader(given, visit.language).raw("step")
    if not visit.is_post:
        return _page(visit, view, kept, Reader(given, visit.language), step=step)
    if visit.form.get("do") == "drop":
        visit.write(lambda c: saving.drop(c, person, SOLUTION, key))
        return visit.redirect("matters/show", matter=number)
    if step == "check":
        return _send(visit, view, kept)
    reader = steps.reader_of(steps.written(visit.form, kept.fields), visit.language)
    steps.check_step(step, reader, places)
    kept = proposals.keep(visit, SOLUTION, kept, reader, {"matter": number})
    if visit.form.get("do") == "more":
        return _page(visit, view, kept, Reader(visit.query, visit.language), step=step, more=MORE)
    if reader.problems:
        return _page(visit, view, kept, reader, step=step)
    after = steps.STEPS[steps.STEPS.index(step) + 1] if step in steps.STEPS[:-1] else "words"
    return visit.redirect("proposals/write", matter=number, key=key, step=after)


def edit(visit: Visit) -> Response:
    """Change a solution of one's own: what is sent becomes its next version."""
    person = offices.officer(visit)
    with visit.read() as connection:
        view, solution = solutions.found(visit, connection)
        proposing.check_authors(solution, person)
        proposing.open_solution(connection, person, view.number, solution.number)
        begun = proposals.begun(connection, visit, SOLUTION, solution)
        places = raising.places(connection)
    key = form_key(visit.form if visit.is_post else {"key": begun.token if begun else ""})
    same = begun is not None and begun.token == key
    kept = begun if begun and same else proposals.from_version(visit, key, solution)
    seen = proposals.seen(visit, kept, solution)
    if not visit.is_post:
        reader = Reader(visit.query, visit.language)
        return _edit_page(visit, view, solution, kept, reader, seen=seen)
    reader = steps.reader_of(steps.written(visit.form, kept.fields), visit.language)
    wanted = steps.read(reader, places)
    kept = proposals.keep(visit, SOLUTION, kept, reader, proposals.marks(solution, seen))
    if visit.form.get("do") == "more":
        plain = Reader(visit.query, visit.language)
        return _edit_page(visit, view, solution, kept, plain, seen=seen, more=MORE)
    if visit.form.get("do") == "save" and not reader.problems:
        return visit.redirect("proposals/edit", matter=view.number, solution=solution.number)

    def body(connection: Connection) -> None:
        proposing.revise(
            connection,
            person,
            view.number,
            solution.number,
            wanted,
            seen=seen,
            photo_id=kept.photo_id,
            at=visit.at,
        )
        saving.drop(connection, person, SOLUTION, key)

    status = proposals.done(visit, reader, body)
    if status is None:
        return visit.redirect("solutions/show", matter=view.number, solution=solution.number)
    return _edit_page(visit, view, solution, kept, reader, seen=seen, status=status)


def withdraw(visit: Visit) -> Response:
    """Take one's solution back, after a question."""
    person, number = offices.officer(visit), visit.params["matter"]
    with visit.read() as connection:
        view, solution = solutions.found(visit, connection)
    if solution.author_id != person.id:
        raise ForbiddenError("solution.not-yours")
    if visit.is_post:
        visit.write(lambda c: proposing.withdraw(c, person, number, solution.number, at=visit.at))
        return visit.redirect("solutions/show", matter=number, solution=solution.number)
    return visit.render("proposals/withdraw", {"view": view, "solution": solution})


def invite(visit: Visit) -> Response:
    """Invite residents, by their whole names, to sign a solution too."""
    person, number = offices.officer(visit), visit.params["matter"]
    reader = Reader(visit.form, visit.language)
    with visit.read() as connection:
        view, solution = solutions.found(visit, connection)
        proposing.check_authors(solution, person)
        name = reader.raw("name")[:200]
        found = coauthoring.named(connection, name) if visit.is_post else ()
    chosen = reader.raw("person")
    meant = found if len(found) == 1 else [one for one in found if str(one.id) == chosen]
    if meant:
        status = proposals.done(
            visit,
            reader,
            lambda c: coauthoring.invite(
                c, person, number, solution.number, meant[0].id, at=visit.at
            ),
        )
        if status is None:
            return visit.redirect("proposals/invite", matter=number, solution=solution.number)
    elif visit.is_post and not found:
        reader.refuse("name", InvalidError("solution.nobody-by-name"))
    context = {
        "view": view,
        "solution": solution,
        "reader": reader,
        "found": found if len(found) > 1 else (),
    }
    return visit.render("proposals/invite", context, UNSOUND if reader.problems else 200)


def sign(visit: Visit) -> Response:
    """Say whether one signs a solution one is invited to."""
    person, number = offices.officer(visit), visit.params["matter"]
    n = path_number(visit.params["solution"], "solution.unknown")
    accepted = visit.form.get("accepted") == "1"
    visit.write(lambda c: coauthoring.answer(c, person, number, n, accepted=accepted, at=visit.at))
    return visit.redirect("solutions/show", matter=number, solution=n)


def _page(
    visit: Visit, view: MatterView, kept: SavedForm, reader: Reader, *, step: str, more: int = 0
) -> Response:
    """Show a step; none comes before those in front of it are as they must be."""
    person = offices.officer(visit)
    with visit.read() as connection:
        places = raising.places(connection)
        missing = steps.first_amiss(kept.fields, visit.language, places)
        allowed = steps.STEPS[: steps.STEPS.index(missing) + 1]
        step = step if step in allowed else missing
        context = proposals.form_context(visit, connection, view, kept, more)
        others = [one for one in saving.begun(connection, person, SOLUTION) if _is_new(one, view)]
    context |= {
        "view": view,
        "step": step,
        "number": steps.STEPS.index(step) + 1,
        "steps": len(steps.STEPS),
        "reader": reader,
        "begun": [one for one in others if one.token != kept.token] if step == "words" else [],
    }
    return visit.render("proposals/write", context, UNSOUND if reader.problems else 200)


def _send(visit: Visit, view: MatterView, kept: SavedForm) -> Response:
    """Send the solution; a form sent twice leads to the same one."""
    person = offices.officer(visit)
    reader = steps.reader_of(kept.fields, visit.language)
    with visit.read() as connection:
        places = raising.places(connection)
    text = steps.read(reader, places)
    made: list[SolutionView] = []

    def body(connection: Connection) -> None:
        made[:] = [
            proposing.propose(
                connection,
                person,
                view.number,
                text,
                key=kept.token,
                photo_id=kept.photo_id,
                at=visit.at,
            )
        ]

    if proposals.done(visit, reader, body) is None:
        return visit.redirect("solutions/show", matter=view.number, solution=made[0].number, sent=1)
    return _page(visit, view, kept, reader, step="check")


def _edit_page(
    visit: Visit,
    view: MatterView,
    solution: SolutionView,
    kept: SavedForm,
    reader: Reader,
    *,
    seen: int,
    status: int = 200,
    more: int = 0,
) -> Response:
    """Show the form; where there is a newer version, also what changed, and go on from that one."""
    with visit.read() as connection:
        solution = proposing.show(connection, view, solution.number)
        changed = proposals.newer(visit, connection, solution, seen)
        context = proposals.form_context(visit, connection, view, kept, more)
    context |= {
        "view": view,
        "solution": solution,
        "reader": reader,
        "seen": solution.version if status == CONFLICT else seen,
        "newer": changed,
        "begun": "n" in kept.fields and not visit.is_post,
    }
    return visit.render("proposals/edit", context, status)


def _is_new(saved: SavedForm, view: MatterView) -> bool:
    return saved.fields.get("matter") == view.number and "n" not in saved.fields
