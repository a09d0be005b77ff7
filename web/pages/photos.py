"""Photos that residents sent, as they were made small."""

from markupsafe import escape
from starlette.responses import Response

from voting.errors import MissingError
from voting.services import photos
from web.forms.keys import path_number
from web.visit import Visit

_GONE = 410
_HEADERS = {"content-disposition": "inline", "content-security-policy": "default-src 'none'"}
# What stands where a photo was hidden; browsers draw it whatever the status says.
_STUB = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" width="640" height="320">'
    '<rect width="640" height="320" fill="#e4dac6"/><g fill="none" stroke="#5c5446"'
    ' stroke-width="8"><circle cx="320" cy="120" r="44"/><path d="M289 89l62 62"/></g>'
    '<text x="320" y="230" fill="#25221b" font-family="sans-serif" font-size="26"'
    ' text-anchor="middle">{words}</text></svg>'
)


def show(visit: Visit) -> Response:
    """Send a photo that everybody may see, or one's own; always as what it is."""
    number = path_number(visit.params["photo"], "photo.unknown")
    try:
        with visit.read() as connection:
            found = photos.show(connection, number, visit.person)
    except MissingError as error:
        if error.code != "photo.hidden":
            raise
        stub = _STUB.format(words=escape(visit.explain(error)))
        return Response(stub, _GONE, media_type="image/svg+xml", headers=_HEADERS)
    return Response(found.data, media_type=found.media_type, headers=_HEADERS)
