"""Photos that residents sent, as they were made small."""

from starlette.responses import Response

from voting.errors import MissingError
from voting.services import photos
from web.visit import Visit

_DIGITS = 9


def show(visit: Visit) -> Response:
    """Send a photo that everybody may see, or one's own; always as what it is."""
    text = visit.params["photo"]
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise MissingError("photo.unknown")
    with visit.read() as connection:
        found = photos.show(connection, int(text), visit.person)
    headers = {"content-disposition": "inline", "content-security-policy": "default-src 'none'"}
    return Response(found.data, media_type=found.media_type, headers=headers)
