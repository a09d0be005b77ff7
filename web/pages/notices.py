"""The inbox: what somebody was told about matters, and which matters they follow."""

from sqlalchemy import Connection
from starlette.responses import Response

from voting.services import listing, matters, notices
from voting.services.listing import Wanted
from web import offices, paging
from web.matters import cards, told
from web.visit import Visit

PAGE = 20


def index(visit: Visit) -> Response:
    """Show the notices, the newest first; the form of the page says that all have been read."""
    person = offices.officer(visit)
    if visit.is_post:
        visit.write(lambda connection: notices.mark_read(connection, person, visit.at))
        return visit.redirect("notices/index")
    with visit.read() as connection:
        total = notices.count(connection, person)
        unread = notices.unread(connection, person.id)
        at = paging.pages(visit, total, PAGE)
        found = notices.inbox(connection, person, limit=PAGE, offset=at.offset)
    context = {"notices": [told.read(visit, one) for one in found], "unread": unread, "at": at}
    return visit.render("notices/index", context)


def followed(visit: Visit) -> Response:
    """List the matters somebody follows, what moved last in front; they can be let go there."""
    person = offices.officer(visit)
    with visit.read() as connection:
        ids = notices.followed(connection, person.id)
        wanted = Wanted(ids=ids, order="moved", hidden=True)
        at = paging.pages(visit, len(ids), PAGE)
        views = listing.page(connection, wanted, at.offset, PAGE)
    context = {"cards": cards.cards(visit, views), "total": len(ids), "at": at}
    return visit.render("notices/followed", context)


def follow(visit: Visit) -> Response:
    """Follow a matter, or do so no longer; sent twice it stays as it was wanted."""
    person, number = offices.officer(visit), visit.params["matter"]
    wanted = visit.form.get("wanted", "1") != "0"

    def body(connection: Connection) -> None:
        view = matters.show(connection, number)
        if wanted:
            notices.follow(connection, person.id, view.id, visit.at)
        else:
            notices.unfollow(connection, person.id, view.id)

    visit.write(body)
    if visit.form.get("from") == "list":
        return visit.redirect("notices/followed")
    return visit.redirect("matters/show", matter=number)
