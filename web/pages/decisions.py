"""Deciding a matter: a contest made of its solutions, and who does what by when afterwards."""

from sqlalchemy import Connection
from starlette.responses import Response

from voting.canonical import LARGEST
from voting.deliberation.templates import TEMPLATES, template
from voting.methods import METHODS
from voting.services import deciding, matters, proposing
from voting.services.contests import LONGEST_LINE, ContestDraft, DraftOption
from voting.services.matters import MatterView
from voting.services.proposing import Standing as Proposed
from web import drafting, offices, sending
from web.cldr import money
from web.forms import Reader
from web.forms import outcomes as forms
from web.forms.moments import moment_field, read_moment
from web.visit import Visit

_USUAL = "approval"
_FIRST_WORDS = 600
_FIELDS = {
    "contest.closes-before-opening": "closes",
    "contest.closes-in-the-past": "closes",
    "contest.no-title": "title",
    "outcome.no-words": "words",
    "outcome.no-review": "review",
    "outcome.no-tasks": "who1",
}


def call(visit: Visit) -> Response:
    """Make a contest of a matter's solutions; it is revised and opened as any other."""
    person, number = offices.officer(visit), visit.params["matter"]
    reader = Reader(visit.form, visit.language)
    zone = visit.site.settings.timezone
    with visit.read() as connection:
        view = matters.show(connection, number)
        found = proposing.standing(connection, view.id)
    usual = TEMPLATES[view.template].method if view.template in TEMPLATES else ""
    if visit.is_post:
        draft = _draft(visit, reader, view, found)
        made: list[str] = []

        def body(connection: Connection) -> None:
            made[:] = [deciding.call(connection, person, number, draft, visit.at).number]

        if sending.done(visit, reader, body, _FIELDS):
            return visit.redirect("openings/open", number=made[0])
    opens, closes = drafting.usual_times(visit.at, zone)
    context = {
        "view": view,
        "found": found,
        "chosen": set(reader.fields.getlist("solution")) if visit.is_post else None,
        "reader": reader,
        "methods": sorted(METHODS, key=lambda name: (name != (usual or _USUAL), name)),
        "method_of": METHODS,
        "usual": usual or _USUAL,
        "opens": moment_field(reader, "opens", zone, opens),
        "closes": moment_field(reader, "closes", zone, closes),
    }
    return visit.render("decisions/call", context, sending.status(reader))


def outcome(visit: Visit) -> Response:
    """Write down what was decided, who does what by when, and the day of review."""
    person, number = offices.officer(visit), visit.params["matter"]
    reader = Reader(visit.form, visit.language)
    zone = visit.site.settings.timezone
    with visit.read() as connection:
        view = matters.show(connection, number)
        awaited = [one for one in deciding.outcomes(connection, view) if one.at is None]
    if visit.is_post:
        outcome_id = reader.whole("outcome", most=2**31)
        words = forms.read_words(reader)
        tasks = forms.read_tasks(reader, zone)
        review = forms.read_review(reader, zone)
        if sending.done(
            visit,
            reader,
            lambda c: deciding.record(
                c,
                person,
                number,
                outcome_id,
                words=words,
                tasks=tasks,
                review_at=review,
                at=visit.at,
            ),
            _FIELDS,
        ):
            return visit.redirect("matters/show", matter=number)
    context = {
        "view": view,
        "awaited": awaited,
        "reader": reader,
        "rows": forms.rows_of(visit.form),
    }
    return visit.render("decisions/outcome", context, sending.status(reader))


def _draft(
    visit: Visit, reader: Reader, view: MatterView, found: tuple[Proposed, ...]
) -> ContestDraft:
    """Return the contest that the form asks for, its options carried over from the solutions."""
    zone = visit.site.settings.timezone
    wanted = set(reader.fields.getlist("solution"))
    title = reader.text("title", most=LONGEST_LINE)
    chosen = reader.choice("method", METHODS, _USUAL)
    opens = reader.value("opens", lambda: read_moment(reader.raw("opens"), zone), 0)
    closes = reader.value("closes", lambda: read_moment(reader.raw("closes"), zone), 0)
    picked = [one for one in found if str(one.number) in wanted]
    usual = template(view.template) if view.template in TEMPLATES else None
    rules = dict(usual.rules) if usual is not None and usual.method == chosen else {}
    return ContestDraft(
        title=title,
        question=visit.gettext(
            "Matter %(number)s: %(title)s", number=view.number, title=view.title
        ),
        method=chosen,
        rules=rules,
        place=view.place,
        opens=opens,
        closes=closes,
        options=tuple(_option(visit, one) for one in picked),
    )


def _option(visit: Visit, one: Proposed) -> DraftOption:
    cost = one.cost if one.cost <= LARGEST else None
    words = one.words[:_FIRST_WORDS].strip()
    line = visit.gettext("Cost: %(money)s.", money=money(one.cost, visit.language)) if cost else ""
    return DraftOption(
        label=one.title[:LONGEST_LINE],
        description="\n".join(part for part in (line, words) if part),
        picture=one.picture,
        cost=cost or None,
    )
