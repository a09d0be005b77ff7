"""Solutions for readers: the list, one with its versions, several side by side; and the verdict."""

from starlette.responses import Response

from voting.deliberation.matters import MatterAct
from voting.deliberation.solutions import FIT, LIGHTS, SOURCES, compared_totals
from voting.errors import ConflictError, InvalidError
from voting.services import amending, matters, proposing, verifying
from voting.services.proposing import SolutionView
from voting.words import say
from web import offices, paging
from web.forms import Reader
from web.forms.keys import path_number
from web.matters import cases, rewording, solutions
from web.visit import Visit

MOST_COMPARED = 3
PAGE = 20
_AMISS = 422
_GONE = 410
_CONFLICT = 409
_DIGITS = 9
_FIELDS = {"solution.no-light": "light", "solution.no-verdict": "words"}


def index(visit: Visit) -> Response:
    """List every solution of a matter, withdrawn ones last, with boxes to compare some."""
    return _list(visit)


def _list(visit: Visit, stop: str = "") -> Response:
    """Show the list, with what keeps some of it from being compared."""
    with visit.read() as connection:
        view = solutions.matter_of(visit, connection)
        total, standing = proposing.count(connection, view)
        page = paging.pages(visit, total, PAGE)
        found = proposing.listed(connection, view, withdrawn=False, limit=PAGE, offset=page.offset)
        shown = solutions.cards(visit, connection, found)
        gone = proposing.listed(connection, view, withdrawn=True, limit=PAGE)
    context = {
        "view": view,
        "cards": shown,
        "withdrawn": [one for one in gone if not one.hidden],
        "may_propose": solutions.may(visit, view, MatterAct.PROPOSE),
        "may_compare": standing > 1,
        "page": page,
        "stop": stop,
    }
    return visit.render("solutions/index", context, _AMISS if stop else 200)


def show(visit: Visit) -> Response:
    """Show a solution as it stands, with what was proposed to change in it."""
    with visit.read() as connection:
        view, solution = solutions.found(visit, connection)
        if solution.hidden:
            case = cases.stubs(visit, connection, "solution", [solution.id]).get(solution.id)
            context = {"view": view, "solution": solution, "case": case}
            return visit.render("solutions/show", context, _GONE)
        asked = amending.listed(connection, solution)
        hidden = [one.id for one in asked if one.hidden]
        stubs = cases.stubs(visit, connection, "amendment", hidden) if hidden else {}
    context = {
        "view": view,
        "solution": solution,
        "told": solutions.told(visit, solution.text),
        "light": solutions.light(visit, solution),
        "authors": solutions.authors(solution),
        "fingerprint": solutions.fingerprint(solution.hash),
        "amendments": asked,
        "stubs": stubs,
        **_permits(visit, view, solution),
    }
    return visit.render("solutions/show", context)


def versions(visit: Visit) -> Response:
    """Show every version with its fingerprint, and what one of them changed."""
    with visit.read() as connection:
        view, solution = solutions.found(visit, connection)
        if solution.hidden:
            raise ConflictError("solution.is-hidden")
        found = proposing.versions(connection, solution)
    wanted = visit.query.get("v", "")
    by_number = {one.number: one for one in found}
    n = path_number(wanted, "solution.unknown") if wanted else solution.version
    chosen = by_number.get(n, found[0])
    before = by_number.get(chosen.number - 1)
    context = {
        "view": view,
        "solution": solution,
        "versions": [(one, solutions.fingerprint(one.hash)) for one in found],
        "chosen": chosen,
        "told": solutions.told(visit, chosen.text),
        "changes": rewording.changes(visit, before.text, chosen.text) if before else (),
    }
    return visit.render("solutions/versions", context)


def compare(visit: Visit) -> Response:
    """Show two or three solutions of a matter side by side."""
    with visit.read() as connection:
        view = solutions.matter_of(visit, connection)
        asked = dict.fromkeys(int(n) for n in visit.query.getlist("s") if _is_number(n))
        wanted = list(asked)[: MOST_COMPARED + 1]
        found = proposing.listed(connection, view, withdrawn=False, numbers=wanted)
    shown = {one.number: one for one in found if one.shown}
    chosen = [shown[n] for n in wanted if n in shown]
    if not 1 < len(chosen) <= MOST_COMPARED:
        return _list(visit, visit.explain(InvalidError("solution.compare")))
    texts = [one.text for one in chosen]
    context = {
        "view": view,
        "cards": [(one, solutions.light(visit, one), solutions.authors(one)) for one in chosen],
        "told": [solutions.told(visit, text) for text in texts],
        "sources": [(SOURCES[one], [t.by_source().get(one, 0) for t in texts])
                    for one in compared_totals(texts)],
        "questions": list(FIT.values()),
    }  # fmt: skip
    return visit.render("solutions/compare", context)


def verify(visit: Visit) -> Response:
    """Say in public whether a solution can be done, and why."""
    person, reader = offices.officer(visit), Reader(visit.form, visit.language)
    n = path_number(visit.params["solution"], "solution.unknown")
    status = 200
    if visit.is_post:
        light = reader.choice("light", LIGHTS)
        words = reader.text("words", most=verifying.LONGEST_VERDICT)
        seen = reader.whole("seen", most=10**6)
        number = visit.params["matter"]
        try:
            if not reader.problems:
                visit.write(
                    lambda c: verifying.verify(
                        c, person, number, n, light, words=words, seen=seen, at=visit.at
                    )
                )
                return visit.redirect("solutions/show", matter=number, solution=n)
            status = _AMISS
        except (InvalidError, ConflictError) as error:
            reader.refuse(_FIELDS.get(error.code, ""), error)
            status = _CONFLICT if isinstance(error, ConflictError) else _AMISS
    with visit.read() as connection:
        view, solution = solutions.found(visit, connection)
        if solution.hidden:
            raise ConflictError("solution.is-hidden")
    context = {
        "view": view,
        "solution": solution,
        "told": solutions.told(visit, solution.text),
        "light": solutions.light(visit, solution),
        "authors": solutions.authors(solution),
        "lights": {one: say(f"light.{one}", {}, visit.language) for one in LIGHTS},
        "reader": reader,
        "own": solution.is_author(person.id),
    }
    return visit.render("solutions/verify", context, status)


def _permits(visit: Visit, view: matters.MatterView, solution: SolutionView) -> dict[str, object]:
    """Return what the visitor may do with a solution."""
    person = visit.person
    is_author = person is not None and solution.is_author(person.id)
    able = solution.shown and solutions.may(visit, view, MatterAct.AMEND)
    invited = person is not None and any(
        one.person_id == person.id and one.accepted is None for one in solution.others
    )
    return {
        "is_author": is_author,
        "may_edit": is_author and able,
        "may_withdraw": person is not None and person.id == solution.author_id and able,
        "may_amend": amending.may_amend(view, solution, person),
        "may_verify": solution.shown
        and not is_author
        and solutions.may(visit, view, MatterAct.VERIFY),
        "signs": person is not None and any(one.person_id == person.id for one in solution.signers),
        "invited": invited and able,
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS
