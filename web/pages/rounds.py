"""A sitting on its moderator's desk: rounds opened, closed, concluded; texts, answers, the vote."""

from collections.abc import Callable

from starlette.responses import Response

from voting.deliberation.standing import State
from voting.errors import ConflictError, InvalidError, MissingError, RefusalError
from voting.roll import Person
from voting.services import falling_back, objecting, rounds, sittings, stances, watching
from web import drafting
from web.forms import Reader
from web.forms.moments import moment_field, read_moment
from web.pages.sittings import objection
from web.sittings import tell
from web.visit import Visit

MINUTE = 60
DAY = 86_400
_AMISS = 422
_CLASH = 409
_USUAL_MINUTES = "10"
_USUAL_DAYS = 3
_MOST_MINUTES = 24 * 60
# The field that a refusal is about; any other is about the whole desk.
_FIELDS = {
    "consensus.closes-in-the-past": "closes",
    "consensus.same-text": "words",
    "sitting.no-text": "words",
    "consensus.review-needed": "review",
    "consensus.answer-without-change": "version",
    "consensus.two-cosigners": "answer",
    "consensus.only-blocks-out-of-order": "answer",
    "people.no-reason": "reason",
    "people.reason-too-long": "reason",
}


def desk(visit: Visit) -> Response:
    """Show where a sitting stands and what its moderator may do now."""
    return _desk(visit, Reader(visit.form, visit.language))


def open(visit: Visit) -> Response:  # noqa: A001 - named after its address
    """Open the next round."""

    def body(person: Person, number: str, reader: Reader) -> None:
        closes = _closes(visit, reader)
        if not reader.problems:
            visit.write(
                lambda c: rounds.open_round(
                    c,
                    person,
                    visit.keys,
                    number,
                    seen=reader.raw("seen"),
                    closes=closes,
                    at=visit.at,
                )
            )

    return _act(visit, body)


def close(visit: Visit) -> Response:
    """Close the round that is open, and count it."""
    return _act(
        visit,
        lambda person, number, reader: rounds.close_round(
            visit.site.database,
            person,
            visit.keys,
            number,
            seen=reader.raw("seen"),
            reason=reader.raw("reason")[:500],
            at=visit.at,
        ),
    )


def conclude(visit: Visit) -> Response:
    """Declare what the count means."""

    def body(person: Person, number: str, reader: Reader) -> None:
        review = _moment(visit, reader, "review") if reader.raw("review") else 0
        if not reader.problems:
            rounds.conclude(
                visit.site.database,
                person,
                visit.keys,
                number,
                seen=reader.raw("seen"),
                review_at=review,
                at=visit.at,
            )

    return _act(visit, body)


def text(visit: Visit) -> Response:
    """Keep a new version of the text."""
    return _act(
        visit,
        lambda person, number, reader: visit.write(
            lambda c: rounds.revise(
                c, person, number, reader.raw("words"), seen=reader.raw("seen"), at=visit.at
            )
        ),
    )


def answer(visit: Visit) -> Response:
    """Answer one objection."""

    def body(person: Person, number: str, reader: Reader) -> None:
        given = reader.choice("answer", objecting.ANSWERS)
        version = reader.whole("version", most=1000) if reader.raw("version") else 0
        promised = given in ("accepted", "partly")
        if not reader.problems:
            visit.write(
                lambda c: objecting.answer(
                    c,
                    person,
                    number,
                    objection(visit),
                    given,
                    version=version if promised else 0,
                    reason=reader.raw("reason"),
                    at=visit.at,
                )
            )

    return _act(visit, body)


def lapse(visit: Visit) -> Response:
    """Give a sitting up."""
    return _act(
        visit,
        lambda person, number, reader: visit.write(
            lambda c: rounds.lapse(
                c, person, number, reader.raw("reason"), seen=reader.raw("seen"), at=visit.at
            )
        ),
    )


def hide(visit: Visit) -> Response:
    """Take somebody's words away, with a reason."""

    def body(person: Person, _number: str, reader: Reader) -> None:
        who = reader.whole("person", least=1, most=2**31 - 1)
        if not reader.problems:
            visit.write(
                lambda c: stances.take_away(
                    c, person, reader.raw("contest"), who, reader.raw("reason"), at=visit.at
                )
            )

    return _act(visit, body)


def vote(visit: Visit) -> Response:
    """Open the vote that was announced, or take its result."""

    def body(person: Person, number: str, reader: Reader) -> None:
        seen = reader.raw("seen")
        if reader.checked("record"):
            falling_back.record_vote(
                visit.site.database, person, visit.keys, number, seen=seen, at=visit.at
            )
        else:
            visit.write(
                lambda c: falling_back.open_vote(
                    c, person, visit.keys, number, seen=seen, at=visit.at
                )
            )

    return _act(visit, body)


def _act(visit: Visit, body: Callable[[Person, str, Reader], object]) -> Response:
    """Take a step and go back to the desk; what is refused is told there, all typed words kept."""
    person, number = drafting.moderator(visit), visit.params["sitting"]
    if not visit.is_post:
        return visit.redirect("rounds/desk", sitting=number)
    reader = Reader(visit.form, visit.language)
    status = _AMISS
    try:
        body(person, number, reader)
    except (ConflictError, InvalidError, MissingError) as error:
        reader.refuse(_FIELDS.get(error.code, ""), error)
        status = _status(error)
    if reader.problems:
        return _desk(visit, reader, status)
    return visit.redirect("rounds/desk", sitting=number)


def _status(error: RefusalError) -> int:
    if isinstance(error, MissingError):
        return 404
    return _CLASH if isinstance(error, ConflictError) else _AMISS


def _desk(visit: Visit, reader: Reader, status: int = 200) -> Response:
    with visit.read() as connection:
        view = sittings.show(connection, visit.params["sitting"])
        if view.matter_hidden:
            raise ConflictError("matter.is-hidden")
        standing = sittings.standing(connection, view)
        told = tell(visit, connection, standing)
        pulse = watching.pulse(connection, view.number, visit.at)
    state = standing.deliberation.state
    running = falling_back.running(standing) if standing.deliberation.awaits_vote else None
    zone = visit.site.settings.timezone
    context = {
        "told": told,
        "view": view,
        "pulse": pulse,
        "reader": reader,
        "due": state is State.ROUND_OPEN and not pulse.open,
        "may_close": pulse.open and (told.is_hall or pulse.stood == pulse.electors),
        "running": running,
        "awaits_vote": standing.deliberation.awaits_vote
        and state in (State.FALLBACK_VOTE, State.TIE_REVOTE, State.POSTPONED),
        "closes": moment_field(reader, "closes", zone, visit.at + _USUAL_DAYS * DAY),
        "minutes": reader.raw("minutes") or _USUAL_MINUTES,
        "mark": standing.mark,
    }
    return visit.render("rounds/desk", context, status)


def _closes(visit: Visit, reader: Reader) -> int:
    """Return when a round is to close: so many minutes from now, or at a moment."""
    if reader.raw("minutes"):
        return visit.at + MINUTE * reader.whole("minutes", least=1, most=_MOST_MINUTES, default=1)
    return _moment(visit, reader, "closes")


def _moment(visit: Visit, reader: Reader, name: str) -> int:
    zone = visit.site.settings.timezone
    return reader.value(name, lambda: read_moment(reader.raw(name), zone), 0)
