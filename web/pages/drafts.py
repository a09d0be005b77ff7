"""A moderator's draft, page by page: the question, the options, the way of counting.

Every page saves its own part at once. What is wrong is shown in place with all that was typed.
Rehearsing and opening a draft stand in ``web/pages/openings``.
"""

from collections.abc import Mapping
from functools import partial

from starlette.responses import RedirectResponse, Response

from voting.ballots import MOST_OPTIONS
from voting.errors import ConflictError, InvalidError
from voting.methods import METHODS
from voting.methods import method as method_named
from voting.services import enrolment
from voting.services.contests import ContestView, DraftOption
from web import drafting, pictures
from web.forms import Reader
from web.forms.ballots import MOVE
from web.forms.drafts import (
    EVERYBODY,
    SHOWN_METHOD,
    Question,
    check_times,
    read_counting,
    read_option,
    read_question,
    refuse,
)
from web.forms.moments import moment_field
from web.forms.rules_form import RuleField, posted_rules, rule_form
from web.visit import Visit
from web.ways import shelves

_AMISS = 422
_DIGITS = 3


def new(visit: Visit) -> Response:
    """Begin a draft with its question."""
    return _question_page(visit, None)


def edit(visit: Visit) -> Response:
    """Ask a draft's question anew."""
    return _question_page(visit, drafting.show(visit))


def options(visit: Visit) -> Response:
    """List the options; arrows move them."""
    view = drafting.show(visit)
    reader = Reader(visit.form, visit.language)
    if visit.is_post:
        place, step = _arrow(reader.raw(MOVE))
        change = partial(drafting.with_move, place=place, step=step)
        if _save(visit, reader, "options", change):
            return _to_options(visit, place + step)
        view = drafting.show(visit)
    context = {"view": view, "reader": reader, "seen": drafting.mark(view, "options")}
    return visit.render("drafts/options", context, _status(reader))


def option(visit: Visit) -> Response:
    """Add an option, or write one anew or remove it; ``option`` in the address is its number."""
    view = drafting.show(visit)
    place = _place(visit)
    if place > len(view.options):
        return _to_options(visit)
    reader = Reader(visit.form, visit.language)
    if visit.is_post and (saved := _save_option(visit, reader, view, place)):
        return saved
    stored = drafting.as_draft(view).options[place - 1] if place else DraftOption(label="")
    shown = {
        "label": stored.label,
        "description": stored.description,
        "picture": stored.picture,
        "cost": "" if stored.cost is None else str(stored.cost),
    }
    context = {
        "view": view,
        "reader": reader,
        "place": place,
        "seen": drafting.mark(view, "options"),
        "values": {name: reader.raw(name) for name in shown} if visit.is_post else shown,
    }
    return visit.render("drafts/option", context, _status(reader))


def method(visit: Visit) -> Response:
    """Choose how ballots are cast and counted: method, rules, secrecy."""
    view = drafting.show(visit)
    reader = Reader(visit.form, visit.language)
    if visit.is_post:
        counting = read_counting(reader)
        if counting is not None and _save(
            visit, reader, "counting", partial(drafting.with_counting, counting=counting)
        ):
            return visit.redirect("openings/preview", number=view.number)
        view = drafting.show(visit)
    chosen = reader.raw("method") if reader.raw("method") in METHODS else view.method
    context = {
        "view": view,
        "reader": reader,
        "seen": drafting.mark(view, "counting"),
        "shelves": shelves(visit, METHODS.values()),
        "chosen": METHODS[chosen],
        "rules": _rules(visit, reader, view, chosen),
        "sample": {"rules": {"seats": 1}},
        "level": reader.raw("level") if visit.is_post else view.level,
        "turned": visit.is_post and reader.raw(SHOWN_METHOD) != chosen,
    }
    return visit.render("drafts/method", context, _status(reader))


def _question_page(visit: Visit, view: ContestView | None) -> Response:
    zone = visit.site.settings.timezone
    reader = Reader(visit.form, visit.language)
    places = _places(visit, view)
    if visit.is_post:
        question = read_question(reader, zone, [value for value, _ in places])
        if view is None or (view.opens, view.closes) != (question.opens, question.closes):
            check_times(reader, question, visit.at)
        saved = None if reader.problems else _save_question(visit, reader, view, question)
        if saved is not None:
            return visit.redirect("drafts/options", number=saved.number)
        view = view and drafting.show(visit)
    opens, closes = (view.opens, view.closes) if view else drafting.usual_times(visit.at, zone)
    stored = {
        "title": view.title if view else "",
        "question": view.question if view else "",
        "place": (view.place if view else "") or EVERYBODY,
    }
    context = {
        "view": view,
        "reader": reader,
        "places": places,
        "seen": drafting.mark(view, "question") if view else "",
        "values": {name: reader.raw(name) for name in stored} if visit.is_post else stored,
        "opens": moment_field(reader, "opens", zone, opens),
        "closes": moment_field(reader, "closes", zone, closes),
    }
    return visit.render("drafts/edit", context, _status(reader))


def _save_question(
    visit: Visit, reader: Reader, view: ContestView | None, question: Question
) -> ContestView | None:
    """Keep the question; None if it was refused, which the reader then says."""
    if view is not None:
        change = partial(drafting.with_question, question=question)
        return _save(visit, reader, "question", change)
    try:
        return drafting.begin(visit, question)
    except InvalidError as error:
        refuse(reader, error)
        return None


def _save_option(visit: Visit, reader: Reader, view: ContestView, place: int) -> Response | None:
    """Keep or remove one option; None if that was refused, which the reader then says."""
    if visit.form.get("remove"):
        change = partial(drafting.with_option, place=place, option=None)
        removed = place and _save(visit, reader, "options", change)
        return _to_options(visit) if removed else None
    taken = [option.label for n, option in enumerate(view.options, 1) if n != place]
    given = read_option(reader, pictures.hashes(), taken)
    if not place and len(taken) >= MOST_OPTIONS:
        reader.refuse("", InvalidError("contest.too-many-options", most=MOST_OPTIONS))
    if reader.problems:
        return None
    change = partial(drafting.with_option, place=place, option=given)
    saved = _save(visit, reader, "options", change)
    return _to_options(visit, place or len(saved.options)) if saved else None


def _save(visit: Visit, reader: Reader, part: str, change: drafting.Change) -> ContestView | None:
    """Revise one part of the draft; None if that was refused, which the reader then says."""
    try:
        return drafting.revise(visit, part, change)
    except (InvalidError, ConflictError) as error:
        refuse(reader, error)
        return None


def _to_options(visit: Visit, place: int = 0) -> Response:
    """Go to the list of options, scrolled to the one in a place if given."""
    url = visit.url("drafts/options", number=visit.params["number"])
    return RedirectResponse(f"{url}#o-{place}" if place else url, 303)


def _place(visit: Visit) -> int:
    """Return which option the address or the form names, counted from 1; 0 for a new one."""
    asked = str((visit.form if visit.is_post else visit.query).get("option", ""))
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= _DIGITS else 0


def _arrow(move: str) -> tuple[int, int]:
    """Return which option an arrow moves, counted from 1, and by how many places."""
    place, _, way = move.partition(":")
    known = place.isascii() and place.isdecimal() and len(place) <= _DIGITS
    return (int(place) if known else 0), {"up": -1, "down": 1}.get(way, 0)


def _status(reader: Reader) -> int:
    return _AMISS if reader.problems else 200


def _places(visit: Visit, view: ContestView | None) -> list[tuple[str, str]]:
    """Return for whom a contest can be: the whole community, a dusun, a neighbourhood in it."""
    with visit.read() as connection:
        known = enrolment.summary(connection, drafting.moderator(visit)).places
    people = {view.place: 0} if view and view.place else {}
    for place, residents in known:
        dusun = place.partition(",")[0]
        for name in dict.fromkeys((dusun, place)):
            people[name] = people.get(name, 0) + residents
    people.pop("", None)
    listed = sorted(people.items(), key=lambda item: item[0].casefold())
    everybody = sum(residents for _, residents in known)
    return [(EVERYBODY, _counted_words(visit, visit.community.name, everybody))] + [
        (place, _counted_words(visit, place, residents)) for place, residents in listed
    ]


def _counted_words(visit: Visit, place: str, residents: int) -> str:
    return visit.ngettext(
        "%(place)s (%(num)d person)", "%(place)s (%(num)d people)", residents, place=place
    )


def _rules(visit: Visit, reader: Reader, view: ContestView, chosen: str) -> tuple[RuleField, ...]:
    """Return the fields of the chosen method's rules: as sent, as kept, or as usual."""
    rules = method_named(chosen).rules
    given: Mapping[str, object] | None = view.rules if view.method == chosen else None
    if reader.raw(SHOWN_METHOD) == chosen:
        given = posted_rules(rules, reader.fields)
    return rule_form(rules, visit.language, given)
