"""Voting: fill in the ballot, read it back, send it, keep the receipt.

Nothing is kept between these pages. The choices, the retry key and the device's share travel in the
forms themselves: going back loses nothing, and sending twice is sending once.
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error

from starlette.datastructures import ImmutableMultiDict
from starlette.responses import Response

from voting.audit.fingerprints import receipt_code, words_of
from voting.audit.receipts import read_receipt
from voting.ballots import AnyBallot, Ranking
from voting.errors import (
    ConflictError,
    ForbiddenError,
    InvalidBallotError,
    InvalidError,
    RefusalError,
)
from voting.methods import method
from voting.services import balloting, contests, stances
from voting.services.contests import ContestView
from voting.services.keys import named_key, receipt_name
from web import booth, papers, qr
from web.booth import Booth
from web.forms import Reader
from web.forms.ballots import GROUP, sent_as
from web.papers import GROUND, NOTE, Paper
from web.visit import Visit

_NO_CHANGE = {"other_language_url": ""}  # the other language would begin with an empty ballot

# What somebody reads instead of a ballot, by the code of the refusal; any other is "spoiled".
_STOPS = {
    "ballot.already-cast": "voted",
    "ballot.not-on-roll": "off-roll",
    "contest.not-open-yet": "early",
    "contest.is-closed": "late",
    "contest.was-cancelled": "cancelled",
}


def show(visit: Visit) -> Response:
    """Show the ballot: empty, as it was cast in an open vote, or as the form has it so far."""
    here = booth.enter(visit)
    earlier = ImmutableMultiDict(sent_as(here.earlier) if here.earlier else [])
    reader = Reader(visit.form if visit.is_post else earlier, visit.language)
    return _stop(visit, here) or _ask(visit, here, reader)


def check(visit: Visit) -> Response:
    """Read the ballot back; nothing is sent yet. Without a form, go to the ballot."""
    if not visit.is_post:
        return visit.redirect("ballots/show", **visit.params)
    here = booth.enter(visit)
    view = here.view
    reader = Reader(visit.form, visit.language)
    stop = _sent_before(visit, here) or _stop(visit, here)
    paper = papers.find(visit, view, reader)
    ballot = None if stop else _readable(view, reader, paper)
    if ballot is None:
        return stop or _ask(visit, here, reader, 422)
    context = {
        "view": view,
        "booth": here,
        "read": booth.read_back(view, ballot),
        "sent": sent_as(ballot) + (papers.sent(reader) if paper else []),
        "paper": paper,
    }
    return visit.render("ballots/check", context | booth.kept(visit.form) | _NO_CHANGE)


def cast(visit: Visit) -> Response:
    """Store the ballot and show its receipt, or say why it was not stored.

    This one form is answered with a page (200) instead of a redirect: an address of the receipt, or
    a receipt kept for the session, would tie the voter to the ballot. Whoever sends the same form
    again, by reloading, tapping twice or from a copied tab, gets the same receipt, byte for byte;
    nobody else can, for the retry key stands in the voter's own page only.
    """
    if not visit.is_post:
        return visit.redirect("ballots/show", **visit.params)
    with visit.read() as connection:
        view = contests.show(connection, visit.params["number"])
    reader = Reader(visit.form, visit.language)
    try:
        return _receipt(visit, view, _whole(visit, booth.read(view, reader)))
    except InvalidBallotError as error:  # an option withdrawn while the ballot was read back
        reader.refuse("", error)
        here = booth.enter(visit)
        return _stop(visit, here) or _ask(visit, here, reader, 422)
    except (ConflictError, ForbiddenError, InvalidError) as error:
        return _refused(visit, view, error)


def receipt(visit: Visit) -> Response:
    """Give a receipt back as a file: the promise alone, or with the opening of the ballot.

    The page sends the receipt along, as the site does not keep it. Only what this site has signed
    for this contest comes back.
    """
    with visit.read() as connection:
        view = contests.show(connection, visit.params["number"])
    try:
        found = read_receipt(b64decode(str(visit.form.get("file", "")), validate=True))
    except Base64Error as error:
        raise InvalidError("receipt.malformed") from error
    key = named_key(visit.keys.receipt.public_bytes(), receipt_name(visit.community.origin))
    if found.poll != view.poll or not (found.is_signed_by(key) and found.fits_opening()):
        raise InvalidError("receipt.malformed")
    whole = visit.form.get("part") == "whole"
    # The code stands in the name: who finds the file again need not read what is in it.
    code = receipt_code(found.commitment)
    name = f"mufakat-{view.number}-{code}{'-lengkap' if whole else ''}.txt"
    return Response(
        found.encode() if whole else found.note.encode(),
        media_type="text/plain; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _readable(view: ContestView, reader: Reader, paper: Paper | None) -> AnyBallot | None:
    """Return the form's ballot if it could be cast as things stand, with the words it needs."""
    ballot = booth.read(view, reader)
    try:
        if ballot is not None:
            balloting.check_ballot(view, ballot)
            if paper is not None and not papers.check(reader, ballot):
                return None
    except InvalidBallotError as error:
        reader.refuse("", error)
        return None
    return ballot


def _whole(visit: Visit, ballot: AnyBallot | None) -> AnyBallot:
    """Return a ballot that arrived as our own page sends it.

    That page says so when a ballot is blank on purpose: a form that lost its fields on the way must
    not count as one.
    """
    if ballot is None or (ballot == type(ballot).of() and not visit.form.get("blank")):
        raise InvalidError("ballot.tampered")
    return ballot


def _receipt(visit: Visit, view: ContestView, ballot: AnyBallot) -> Response:
    """Cast the form's ballot, or find that it was cast by this same form; return its receipt."""
    person = booth.voter(visit)
    share, source = booth.share(visit.form)
    key = booth.retry_key(visit.form)
    prepared = balloting.prepare_cast(visit.keys, view, ballot, share, source, retry_key=key)
    paper = papers.find(visit, view)
    if paper is not None:
        words, ground = (str(visit.form.get(name, "")) for name in (NOTE, GROUND))
        stored = visit.write(
            lambda c: stances.take(c, person, prepared, words, ground, at=visit.at)
        )
    else:
        stored = visit.write(lambda c: balloting.cast(c, person, prepared, "phone", visit.at))
    context = {
        "view": view,
        "receipt": stored,
        "groups": stored.code.split("-"),
        "qr": qr.svg(visit.address("results/find", number=view.number, kode=stored.code)),
        "promise": stored.note.decode(),
        "paper": paper,
        "file": b64encode(stored.file).decode(),
    }
    return visit.render("ballots/cast", context | _NO_CHANGE)


def _sent_before(visit: Visit, here: Booth) -> Response | None:
    """Return the receipt to somebody who sent this ballot, saw no answer and went a page back.

    Their mark is set, so that nothing can be cast anew here.
    """
    if not (here.secret and here.right.voted):
        return None
    try:
        ballot = booth.read(here.view, Reader(visit.form, visit.language))
        return None if ballot is None else _receipt(visit, here.view, ballot)
    except (ConflictError, ForbiddenError, InvalidError):
        return None


def _stop(visit: Visit, here: Booth) -> Response | None:
    """Return the page for somebody who may not vote (yet, or any more); None if they may."""
    if here.right.may_cast:
        return None
    view = here.view
    if not here.right.eligible:
        return _refused(visit, view, ForbiddenError("ballot.not-on-roll"))
    if here.right.voted and here.secret:
        return _refused(visit, view, ConflictError("ballot.already-cast"))
    try:
        view.voting().check_cast(visit.at)
    except ConflictError as error:
        return _refused(visit, view, error)
    return None


def _refused(visit: Visit, view: ContestView, error: RefusalError) -> Response:
    status = {ConflictError: 409, ForbiddenError: 403}.get(type(error), 422)
    stop = _STOPS.get(error.code, "spoiled")
    context = {"view": view, "stop": stop, "sentence": visit.explain(error)}
    return visit.render("ballots/show", context, status)


def _ask(visit: Visit, here: Booth, reader: Reader, status: int = 200) -> Response:
    """Show the ballot with what the reader's fields hold; ranked options come first."""
    view = here.view
    rows = booth.rows(view, booth.voter(visit))
    marks = booth.marks(view, reader.fields, [row.id for row in rows])
    if view.ballot_form is Ranking and isinstance(marks, dict):
        last = len(rows) + 1
        rows.sort(key=lambda row: marks.get(row.id, last))
    problems = {problem.sentence: problem for problem in reversed(reader.problems)}
    context = {
        "view": view,
        "stop": "",
        "booth": here,
        "method": method(view.method),
        "form": view.ballot_form.form,
        "rows": rows,
        "marks": marks,
        "most": booth.most(view),
        "groups": reader.fields.getlist(GROUP),
        "problems": list(reversed(problems.values())),
        "errors": booth.errors(reader),
        "described": [o for o in view.options if not o.withdrawn and o.description],
        "withdrawn": [o.label for o in view.options if o.withdrawn],
        "words": words_of(bytes.fromhex(view.manifest_hash)),
        "paper": papers.find(visit, view, reader),
    }
    kept = booth.kept(reader.fields, renew=here.changes)
    return visit.render("ballots/show", context | kept, status)
