"""Moderation in the open: reports, the moderator's queue, appeals, and what everybody may read."""

from collections.abc import Callable
from datetime import date

from babel.dates import format_date
from sqlalchemy import Connection
from starlette.responses import Response

from voting.deliberation.conduct import FLAGS_A_DAY, LONGEST_APPEAL, LONGEST_FLAG, RULES, Rule
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.roll import Person, Role
from voting.services import flagging, matters, moderating, moderation, subjects
from voting.services.moderation import Case
from web import offices, paging
from web.cldr import LOCALES
from web.forms import Reader
from web.forms.keys import path_number
from web.matters import cases
from web.visit import Visit

PAGE = 20
_AMISS = 422
_FIELDS = {
    "moderation.no-rule": "rule",
    "moderation.no-appeal": "words",
    "matter.text-too-long": "words",
    "people.no-reason": "reason",
    "people.reason-too-long": "reason",
}


def index(visit: Visit) -> Response:
    """Show how this place is moderated: counts, outcomes, and each case without its words."""
    zone = visit.site.settings.timezone
    with visit.read() as connection:
        totals = moderation.totals(connection, zone)
        at = paging.pages(visit, moderation.count(connection), PAGE)
        found = moderation.cases(connection, limit=PAGE, offset=at.offset)
        own = moderation.own_cases(connection, visit.person)
    context = {
        "totals": totals,
        "at": at,
        "found": [cases.read(visit, case) for case in found],
        "own": [cases.read(visit, case) for case in own],
        "rules": [(cases.rule_of(name), tally) for name, tally in totals.rules.items()],
        "months": [(_month(visit, name), tally) for name, tally in totals.months.items()],
    }
    return visit.render("moderation/index", context)


def rules(visit: Visit) -> Response:
    """Show the rules of the talk, and how they are kept."""
    return visit.render("moderation/rules", {"rules": list(RULES.values()), "most": FLAGS_A_DAY})


def case(visit: Visit) -> Response:
    """Show one case; the hidden words only to their author and to those who judge them."""
    with visit.read() as connection:
        found = moderation.show(connection, _case_id(visit))
        words = _hidden_words(visit, connection, found)
        may_hear = found.appealed_at is not None and found.heard_at is None
        may_hear = may_hear and _is_hearer(visit, connection, found)
    context = {
        "view": cases.read(visit, found),
        "words": words,
        "is_author": visit.person is not None and visit.person.id == found.author_id,
        "may_hear": may_hear,
    }
    return visit.render("moderation/case", context)


def flag(visit: Visit) -> Response:
    """Report something, with the rule it breaks."""
    person, (kind, subject_id) = offices.officer(visit), _subject(visit)
    reader = Reader(visit.form, visit.language)
    with visit.read() as connection:
        subject = subjects.find(connection, kind, subject_id)
        view = matters.show(connection, subject.number)
        known = flagging.flag_of(connection, kind, subject_id, person)
    hidden = subject.hidden or view.hidden
    if visit.is_post and _done(
        visit,
        reader,
        lambda c: flagging.flag(
            c, person, kind, subject_id, reader.raw("rule"), words=reader.raw("words"), at=visit.at
        ),
    ):
        return visit.redirect("moderation/flag", kind=kind, subject=subject_id)
    context = {
        "subject": subject,
        "words": "" if hidden else subject.words,
        "hidden": hidden,
        "what": cases.kind_words(visit, kind),
        "known": known,
        "rules": _rule_choices(visit),
        "reader": reader,
        "most": LONGEST_FLAG,
    }
    return visit.render("moderation/flag", context, _status(reader))


def queue(visit: Visit) -> Response:
    """List what was reported and waits for a moderator, and the appeals that wait."""
    officer = offices.officer(visit)
    with visit.read() as connection:
        items = moderation.queue(connection, officer) if visit.has(Role.MODERATOR) else ()
        waiting = moderation.appeals(connection, officer)
    context = {
        "items": [
            (one, cases.kind_words(visit, one.subject.kind), _named(one.flags)) for one in items
        ],
        "appeals": [cases.read(visit, one) for one in waiting],
        "own": officer.id,
    }
    return visit.render("moderation/queue", context)


def decide(visit: Visit) -> Response:
    """Hide something, with the rule and the reason, or let it stand, with the reason."""
    officer, (kind, subject_id) = offices.officer(visit), _subject(visit)
    reader = Reader(visit.form, visit.language)
    with visit.read() as connection:
        item = moderation.item(connection, officer, kind, subject_id)
        known = cases.stubs(visit, connection, kind, [subject_id]).get(subject_id)
    if visit.is_post and _done(visit, reader, lambda c: _decided(visit, c, reader)):
        return visit.redirect("moderation/queue")
    named = _named(item.flags)
    context = {
        "item": item,
        "subject": item.subject,
        "what": cases.kind_words(visit, kind),
        "named": named,
        "known": known,
        "rules": _rule_choices(visit),
        "rule": reader.raw("rule") or (named[0][0].id if named else ""),
        "reader": reader,
    }
    return visit.render("moderation/decide", context, _status(reader))


def appeal(visit: Visit) -> Response:
    """Appeal against a hiding, as its author."""
    person, case_id = offices.officer(visit), _case_id(visit)
    reader = Reader(visit.form, visit.language)
    with visit.read() as connection:
        found = moderation.show(connection, case_id)
        if found.author_id != person.id:
            raise ForbiddenError("moderation.not-the-author")
        words = _hidden_words(visit, connection, found)
    if visit.is_post and _done(
        visit,
        reader,
        lambda c: moderating.appeal(c, person, case_id, reader.raw("words"), at=visit.at),
    ):
        return visit.redirect("moderation/case", case=case_id)
    context = {
        "view": cases.read(visit, found),
        "words": words,
        "reader": reader,
        "most": LONGEST_APPEAL,
    }
    return visit.render("moderation/appeal", context, _status(reader))


def hear(visit: Visit) -> Response:
    """Hear an appeal: the words stay hidden, or they come back, with the reason."""
    officer, case_id = offices.officer(visit), _case_id(visit)
    reader = Reader(visit.form, visit.language)
    with visit.read() as connection:
        found = moderation.show(connection, case_id)
        moderating.check_hearer(connection, officer, found)
        words = _hidden_words(visit, connection, found)
    if visit.is_post:
        upheld = reader.choice("upheld", ("1", "0")) == "1"
        reason = reader.raw("reason")
        if not reader.problems and _done(
            visit,
            reader,
            lambda c: moderating.hear(c, officer, case_id, reason, upheld=upheld, at=visit.at),
        ):
            return visit.redirect("moderation/case", case=case_id)
    context = {"view": cases.read(visit, found), "words": words, "reader": reader}
    return visit.render("moderation/hear", context, _status(reader))


def _decided(visit: Visit, connection: Connection, reader: Reader) -> None:
    officer, (kind, subject_id) = offices.officer(visit), _subject(visit)
    reason = reader.raw("reason")
    if reader.raw("do") == "keep":
        moderating.dismiss(connection, officer, kind, subject_id, reason, at=visit.at)
        return
    rule = reader.raw("rule")
    moderating.hide(connection, officer, kind, subject_id, rule, reason=reason, at=visit.at)


def _hidden_words(visit: Visit, connection: Connection, found: Case) -> str | None:
    """Return the words of a case for those who may see them; None for everybody else."""
    person = visit.person
    if person is None:
        return None
    if person.id != found.author_id and not visit.has(*moderating.HEARERS):
        return None
    return subjects.find(connection, found.kind, found.subject_id).words


def _is_hearer(visit: Visit, connection: Connection, found: Case) -> bool:
    person: Person | None = visit.person
    if person is None:
        return False
    try:
        moderating.check_hearer(connection, person, found)
    except ForbiddenError:
        return False
    return True


def _named(flags: tuple[flagging.FlagView, ...]) -> list[tuple[Rule, int]]:
    """Return the rules that reports name, the most often named first, each with how often."""
    count: dict[str, int] = {}
    for one in flags:
        count[one.rule] = count.get(one.rule, 0) + 1
    ordered = sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(cases.rule_of(name), times) for name, times in ordered]


def _rule_choices(visit: Visit) -> list[tuple[str, str, str]]:
    lang = visit.language
    return [
        (name, rule.title.in_language(lang), rule.line.in_language(lang))
        for name, rule in RULES.items()
    ]


def _month(visit: Visit, name: str) -> str:
    year, month = map(int, name.split("-"))
    return format_date(date(year, month, 1), "MMMM yyyy", locale=LOCALES[visit.language])


def _subject(visit: Visit) -> tuple[str, int]:
    return visit.params["kind"], path_number(visit.params["subject"], "moderation.no-subject")


def _case_id(visit: Visit) -> int:
    return path_number(visit.params["case"], "moderation.no-case")


def _done(visit: Visit, reader: Reader, act: Callable[[Connection], object]) -> bool:
    try:
        visit.write(act)
    except (InvalidError, ConflictError) as error:
        reader.refuse(_FIELDS.get(error.code, ""), error)
        return False
    return True


def _status(reader: Reader) -> int:
    return _AMISS if reader.problems else 200
