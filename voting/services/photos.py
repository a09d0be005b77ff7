"""Photos that people send: decoded, made small, rid of everything but the picture, stored.

A phone's photo tells where it was taken and with what. Only the pixels are kept: the picture is
decoded by a library and written anew, so no byte of the file that came in is ever sent out. What
is not an image, or would be enormous once unpacked, is refused before it is unpacked.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps
from sqlalchemy import Connection

from voting.canonical import sha256
from voting.errors import ConflictError, InvalidError, MissingError
from voting.roll import Person, Role
from voting.services import subjects
from voting.store import photos as store
from voting.store.photos import StoredPhoto

__all__ = ["PreparedPhoto", "StoredPhoto", "keep", "prepare", "show"]

# How many pixels may be unpacked, by format: a JPEG can be read at an eighth of its size.
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 20_000_000, "WEBP": 20_000_000}
LONGEST_SIDE = 1280
MOST_A_DAY = 30
DAY = 86_400
MEDIA_TYPE = "image/jpeg"
_QUALITY = 72
_JUDGES = frozenset({Role.MODERATOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, kw_only=True)
class PreparedPhoto:
    """A photo made small, ready to be stored."""

    data: bytes
    size: tuple[int, int]


def prepare(sent: bytes) -> PreparedPhoto:
    """Make a photo small and plain, outside any transaction; InvalidError if it is none.

    JPEG of at most 50 million pixels, PNG or WebP of at most 20; of an animation the first picture.
    """
    try:
        return _prepared(sent)
    except Image.DecompressionBombError as error:
        raise InvalidError(
            "photo.too-large", most=max(MOST_PIXELS.values()) // 1_000_000
        ) from error
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError) as error:
        raise InvalidError("photo.not-readable") from error


def keep(connection: Connection, person: Person, photo: PreparedPhoto, at: int) -> int:
    """Store a prepared photo and return its id; ConflictError beyond thirty new ones a day."""
    hashed = sha256(photo.data)
    known = store.by_hash(connection, hashed)
    if known is not None:
        return known
    if store.sent_since(connection, person.id, at - DAY) >= MOST_A_DAY:
        raise ConflictError("photo.too-many", most=MOST_A_DAY)
    return store.add(
        connection,
        data=photo.data,
        hashed=hashed,
        media_type=MEDIA_TYPE,
        size=photo.size,
        person_id=person.id,
        at=at,
    )


def show(connection: Connection, photo_id: int, reader: Person | None) -> StoredPhoto:
    """Return a photo that everybody may see, or one's own; MissingError for any other.

    One that moderation has hidden is for its owner and for those who judge it (``photo.hidden``).
    """
    own = reader is not None and store.is_own(connection, photo_id, reader.id)
    found = store.read(connection, photo_id)
    if found is None or not (own or store.is_shown(connection, photo_id)):
        raise MissingError("photo.unknown")
    judges = reader is not None and bool(reader.roles & _JUDGES)
    if not (own or judges) and subjects.is_photo_hidden(connection, photo_id):
        raise MissingError("photo.hidden")
    return found


def _prepared(sent: bytes) -> PreparedPhoto:
    with Image.open(io.BytesIO(sent), formats=tuple(MOST_PIXELS)) as opened:
        most = MOST_PIXELS[opened.format or ""]
        if opened.width * opened.height > most:
            raise InvalidError("photo.too-large", most=most // 1_000_000)
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = _on_white(upright)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return PreparedPhoto(data=out.getvalue(), size=plain.size)


def _on_white(image: Image.Image) -> Image.Image:
    """Return the pixels alone: no profile, no comment, white where it was see-through."""
    seen = image.convert("RGBA")
    plain = Image.new("RGB", seen.size, "white")
    plain.paste(seen, mask=seen.getchannel("A"))
    return plain
