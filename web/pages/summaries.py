"""Summaries of a talk: all their versions, writing one, and what those who took part reply."""

from starlette.responses import Response

from voting.deliberation.matters import MatterAct
from voting.errors import ConflictError, InvalidError
from voting.services import saving, summarising
from web import offices
from web.forms import Reader
from web.forms.keys import form_key
from web.matters import cases, talk
from web.visit import Visit

KIND = "summary"
_AMISS = 422
_MOST_TYPED = 20_000
_FIELDS = {
    "talk.no-summary": "words",
    "talk.nothing-not-agreed": "not_agreed",
    "talk.say-what": "words",
    "matter.text-too-long": "words",
}


def show(visit: Visit) -> Response:
    """Show the summaries of a talk, the newest first, with what was said about them."""
    with visit.read() as connection:
        view = talk.matter_of(visit, connection)
        listed = summarising.listed(connection, view)
        replies = summarising.differing(connection, view, visit.person)
        hidden = [one.id for one in replies if one.hidden]
        context = {
            "view": view,
            "listed": listed,
            "replies": replies,
            "stubs": cases.stubs(visit, connection, "reply", hidden),
            "people": len(summarising.participants_of(connection, view)),
            "talk": talk.read(visit, connection, view),
        }
    return visit.render("summaries/show", context)


def write(visit: Visit) -> Response:
    """Write a summary of the talk; what was begun comes back."""
    person, number = offices.officer(visit), visit.params["matter"]
    reader = Reader(visit.form, visit.language)
    with visit.read() as connection:
        view = talk.matter_of(visit, connection)
        latest = summarising.latest(connection, view)
        begun = [
            one
            for one in saving.begun(connection, person, KIND)
            if one.fields.get("matter") == number
        ]
        part = talk.read(visit, connection, view)
    key = form_key(visit.form if visit.is_post else {"key": begun[0].token if begun else ""})
    fields = {name: reader.raw(name)[:_MOST_TYPED] for name in ("words", "not_agreed")}
    if visit.is_post:
        if _published(visit, reader, key, fields):
            return visit.redirect("summaries/show", matter=number)
        _keep(visit, key, {"matter": number, **fields})
    elif begun:
        fields = {name: begun[0].fields.get(name, "") for name in fields}
    elif latest is not None:
        fields = {"words": latest.words, "not_agreed": latest.not_agreed}
    context = {
        "view": view,
        "latest": latest,
        "talk": part,
        "reader": reader,
        "key": key,
        "fields": fields,
        "may": talk.may(visit, view, MatterAct.SUMMARISE),
    }
    return visit.render("summaries/write", context, _AMISS if reader.problems else 200)


def reply(visit: Visit) -> Response:
    """Confirm the summary, or say what is not right."""
    person, number = offices.officer(visit), visit.params["matter"]
    reader = Reader(visit.form, visit.language)
    with visit.read() as connection:
        view = talk.matter_of(visit, connection)
        part = talk.read(visit, connection, view)
    if visit.is_post:
        version = reader.whole("version", most=10**6)
        agrees = reader.choice("agrees", ("1", "0")) == "1"
        words = reader.raw("words")[:_MOST_TYPED]
        if not reader.problems:
            try:
                visit.write(
                    lambda c: summarising.reply(
                        c, person, number, version, words, agrees=agrees, at=visit.at
                    )
                )
                return _to_talk(visit)
            except (InvalidError, ConflictError) as error:
                reader.refuse(_FIELDS.get(error.code, ""), error)
    context = {"view": view, "talk": part, "reader": reader}
    return visit.render("summaries/reply", context, _AMISS if reader.problems else 200)


def _to_talk(visit: Visit) -> Response:
    """Lead back to the talk on the matter's page, where the reply is thanked for."""
    response = visit.redirect("matters/show", matter=visit.params["matter"], replied=1)
    response.headers["location"] += "#talk"
    return response


def _published(visit: Visit, reader: Reader, key: str, fields: dict[str, str]) -> bool:
    person, number = offices.officer(visit), visit.params["matter"]
    seen = reader.whole("seen", most=10**6)
    if reader.problems:
        return False
    words, open_ends = fields["words"], fields["not_agreed"]
    try:
        visit.write(
            lambda c: summarising.publish(
                c, person, number, words, open_ends, seen=seen, at=visit.at
            )
        )
    except (InvalidError, ConflictError) as error:
        reader.refuse(_FIELDS.get(error.code, ""), error)
        return False
    visit.write(lambda c: saving.drop(c, person, KIND, key))
    return True


def _keep(visit: Visit, key: str, fields: dict[str, str]) -> None:
    """Save what was written, if there is room; the page holds it anyway."""
    person = offices.officer(visit)
    try:
        visit.write(lambda c: saving.save(c, person, KIND, key, fields, at=visit.at))
    except (InvalidError, ConflictError):
        return
