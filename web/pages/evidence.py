"""Evidence: how to check, what was checked, the bundle, the public log and its checkpoint."""

from starlette.responses import Response

from voting.audit.checkpoints import read_signed_checkpoint
from voting.audit.fingerprints import witness_code, words_of
from voting.audit.report import Report, Status
from voting.deliberation import ContestState
from voting.errors import MissingError
from voting.services import checking, contests, evidence, recording
from web import acts
from web.visit import Visit


def index(visit: Visit) -> Response:
    """Say how anybody checks, and list what can be checked."""
    with visit.read() as connection:
        views = contests.index(connection, visit.at)
    checkable = [view for view in views if view.state is ContestState.PUBLISHED]
    return visit.render("evidence/index", {"views": checkable, "code": _code(visit)})


def show(visit: Visit) -> Response:
    """Show what was checked of one contest, what that proves and what it does not."""
    number = visit.params["number"]
    with visit.read() as connection:
        view = contests.read(connection, visit.person, number)
        done = recording.acts_of_contest(connection, view.id)
    report: Report | None = None
    size = 0
    if view.published_at is not None:
        report, size = checking.kept(visit.site.database, number, view.published_at)
    asked = [f for f in report.findings if f.status is not Status.UNASKED] if report else []
    context = {
        "view": view,
        "report": report,
        "findings": asked,
        "holding": sum(finding.status is Status.HOLDS for finding in asked),
        "tones": {Status.HOLDS: "ok", Status.SKIPPED: "now", Status.FAILS: "bad"},
        "size": -(-size // 1024),
        "words": words_of(bytes.fromhex(view.manifest_hash)) if view.manifest_hash else (),
        "acts": [acts.read(visit, act, acts.labels(view)) for act in done],
    }
    return visit.render("evidence/show", context)


def bundle(visit: Visit) -> Response:
    """Give the file that holds all it takes to count again."""
    number = visit.params["number"]
    edition = "auditor" if visit.query.get("edisi") == "pemeriksa" else "public"
    with visit.read() as connection:
        data = evidence.bundle(connection, number, edition, visit.person)
    name = f"{number}{'-pemeriksa' if edition == 'auditor' else ''}.tar"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type="application/x-tar", headers=headers)


def log(visit: Visit) -> Response:
    """Show what officers did, the newest first, for everybody to read."""
    asked = str(visit.query.get("halaman", "1"))
    with visit.read() as connection:
        page = recording.public_log(connection, int(asked[:6]) if asked.isdecimal() else 1)
    context = {"page": page, "acts": [acts.read(visit, act) for act in page.acts]}
    return visit.render("evidence/log", {**context, "code": _code(visit)})


def checkpoint(visit: Visit) -> Response:
    """Give the newest signed checkpoint of the log, as witnesses read it."""
    with visit.read() as connection:
        note = recording.last_checkpoint(connection)
    if note is None:
        raise MissingError("evidence.not-signed-yet")
    return Response(note, media_type="text/plain; charset=utf-8")


def _code(visit: Visit) -> str:
    """Return the short code of the newest checkpoint, for the notice board; empty if none."""
    with visit.read() as connection:
        note = recording.last_checkpoint(connection)
    if note is None:
        return ""
    code = witness_code(read_signed_checkpoint(note)[1].root)
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))
