"""About: how a vote goes here, and what secrecy can and cannot promise."""

from starlette.responses import Response

from web.visit import Visit


def help(visit: Visit) -> Response:  # noqa: A001 - the page is called so in the address table
    """Say how a vote goes, step by step."""
    return visit.render("about/help")


def secrecy(visit: Visit) -> Response:
    """Say what secrecy promises, and what it cannot."""
    return visit.render("about/secrecy")
