"""Results: all of them in a list, one in words, picture and tables, and where one's ballot is."""

from dataclasses import dataclass

from starlette.responses import Response

from voting.audit.fingerprints import words_of
from voting.ballots import Stance
from voting.deliberation import ContestState
from voting.errors import RefusalError
from voting.services import contests, deciding, duels, evidence
from voting.services.contests import ContestView
from voting.services.evidence import Found, Result
from voting.words import number as number_words
from web import stages, summaries
from web.booth import ReadBack, read_back
from web.duels import duels_page
from web.flow import LARGE, PHONE, Flow, flow
from web.forms import Reader
from web.visit import Visit

_MOST_CODE = 40


def index(visit: Visit) -> Response:
    """List every result, the latest first."""
    with visit.read() as connection:
        views = contests.index(connection, visit.at)
        published = [view for view in views if view.state is ContestState.PUBLISHED]
        results = [evidence.outcome(connection, view.number) for view in published]
    return visit.render("results/index", {"results": results, "picture_of": summaries.picture_of})


def show(visit: Visit) -> Response:
    """Show one result: a sentence, the figures, the flow, the stages, the reasons."""
    number = visit.params["number"]
    with visit.read() as connection:
        result = evidence.outcome(connection, number, visit.person)
        found_duels = duels.facts(connection, result)
        matter = deciding.matter_of(connection, result.view)
    view = result.view
    context = {
        "told": tell(visit, result),
        "result": result,
        "duels": duels_page(found_duels, result),
        "view": view,
        "matter": matter,
        "method_page": f"methods/{view.method.replace('-', '_')}.html",
        "words": words_of(bytes.fromhex(view.manifest_hash)),
    }
    return visit.render("results/show", context)


def find(visit: Visit) -> Response:
    """Find a ballot by the code on its receipt."""
    number = visit.params["number"]
    reader = Reader(visit.query, visit.language)
    code = reader.text("kode", most=_MOST_CODE)
    found: Found | None = None
    with visit.read() as connection:
        view = contests.read(connection, visit.person, number)
        if not reader.problems:
            try:
                found = evidence.find_receipt(connection, number, code)
            except RefusalError as error:
                reader.refuse("kode", error)
    context = {
        "view": view,
        "reader": reader,
        "code": code,
        "found": found,
        "read": _read_back(view, found),
    }
    return visit.render("results/find", context, 422 if reader.problems else 200)


def proof(visit: Visit) -> Response:
    """Give the file that proves, without the server, that a ballot was sealed and counted."""
    number = visit.params["number"]
    with visit.read() as connection:
        found = evidence.find_receipt(connection, number, str(visit.query.get("kode", "")))
    name = f"{number}-{found.code}.tlog-proof"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(found.proof, media_type="text/plain", headers=headers)


def _read_back(view: ContestView, found: Found | None) -> ReadBack | None:
    """Return a ballot that was found, in words."""
    return None if found is None or found.ballot is None else read_back(view, found.ballot)


@dataclass(frozen=True, kw_only=True)
class ResultPage:
    """Everything a result page says, ready for its template.

    ``one_text``: nothing was chosen among options; residents took a stance on one text.
    """

    result: Result
    one_text: bool
    percent: int
    headline: str
    quota: str
    lines: tuple[stages.Line, ...]
    stage_views: tuple[stages.StageView, ...]
    stage_names: list[str]
    why_not: tuple[tuple[str, tuple[str, ...]], ...]
    columns: int
    flows: list[tuple[str, Flow]]


def tell(visit: Visit, result: Result) -> ResultPage:
    """Return a result in words, tables and drawings."""
    transcript = result.transcript
    return ResultPage(
        result=result,
        one_text=result.view.ballot_form is Stance,
        percent=100 * transcript["ballots"]["cast"] // max(1, result.view.eligible),
        headline=stages.headline(visit, result),
        quota=number_words(transcript.get("quota", 0), visit.language),
        lines=stages.lines(visit, result),
        stage_views=stages.stage_views(visit, result),
        stage_names=[
            visit.gettext("No. %(number)s", number=stage["stage"]) for stage in transcript["stages"]
        ],
        why_not=stages.why_not(visit, result),
        columns=stages.MOST_COLUMNS,
        flows=[
            (kind, drawing)
            for kind, shape in (("large", LARGE), ("phone", PHONE))
            if (drawing := flow(transcript, shape)) is not None
        ],
    )
