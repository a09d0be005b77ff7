"""Photos: small, upright, rid of their location; whatever is not a bearable image is refused."""

import io
import struct
import zlib

import pytest
from PIL import Image

from tests import matters
from voting.errors import InvalidError, MissingError
from voting.services import photos, saving
from voting.store import matters as store


def picture(size=(60, 40), kind="JPEG", mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, kind, **more)
    return out.getvalue()


def with_location():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Kamera Rahasia"
    exif.get_ifd(0x8825).update({1: "S", 2: (7.0, 47.0, 12.0), 3: "E", 4: (110.0, 22.0, 1.0)})
    return picture((60, 40), exif=exif, comment=b"di rumah Bu Sari")


def test_a_photo_is_upright_and_holds_nothing_but_pixels():
    sent = with_location()
    assert b"Kamera Rahasia" in sent
    assert b"Bu Sari" in sent
    done = photos.prepare(sent)
    assert done.size == (40, 60)
    assert b"Kamera" not in done.data
    assert b"Bu Sari" not in done.data
    with Image.open(io.BytesIO(done.data)) as kept:
        assert (kept.format, kept.mode) == ("JPEG", "RGB")
        assert not kept.getexif()
        assert "icc_profile" not in kept.info
        assert "comment" not in kept.info


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_photo_becomes_small(kind):
    done = photos.prepare(picture((4000, 3000), kind))
    assert done.size == (1280, 960)
    assert len(done.data) < 100_000


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_kind_of_colour(mode):
    done = photos.prepare(picture((9, 9), "PNG", mode) if mode != "I;16" else grey16())
    assert done.size == (9, 9)


def grey16():
    out = io.BytesIO()
    Image.new("I;16", (9, 9)).save(out, "PNG")
    return out.getvalue()


def bomb(width, height):
    """A PNG that says it is enormous, in a few bytes."""

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"bukan gambar",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + bytes(40),
        b"%PDF-1.7\n",
        b"\xff\xd8\xff\xe0" + bytes(64),
        picture()[:200],
        picture(kind="PNG")[:60],
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        bytes(100_000),
    ],
)
def test_what_is_no_image_is_refused(sent):
    with pytest.raises(InvalidError, match="not-readable"):
        photos.prepare(sent)


@pytest.mark.parametrize("size", [(50_000, 50_000), (5_000, 5_000), (2**31 - 1, 1)])
def test_what_would_be_enormous_is_refused_unopened(size):
    with pytest.raises(InvalidError, match="photo"):
        photos.prepare(bomb(*size))


def test_whoever_sends_the_same_photo_sees_it_in_their_own_form(village):
    first, second = village.residents[:2]
    prepared = photos.prepare(picture())
    kept = village.write(photos.keep, first, prepared, 1)
    assert village.write(photos.keep, second, prepared, 2) == kept
    with pytest.raises(MissingError):
        village.read(photos.show, kept, second)
    village.write(saving.save, second, "problem", "ab" * 16, {}, photo_id=kept, at=2)
    assert village.read(photos.show, kept, second).data == prepared.data


def test_a_photo_is_seen_with_its_matter_only(village):
    sender, other = village.residents[:2]
    prepared = photos.prepare(picture())
    kept = village.write(photos.keep, sender, prepared, 1)
    assert village.write(photos.keep, other, prepared, 2) == kept
    assert village.read(photos.show, kept, sender).data == prepared.data
    for reader in (other, None):
        with pytest.raises(MissingError):
            village.read(photos.show, kept, reader)
    view = matters.start(village)
    village.write(store.change, view.id, photo_id=kept)
    assert village.read(photos.show, kept, None).media_type == "image/jpeg"
    village.write(store.change, view.id, hidden=True)
    with pytest.raises(MissingError):
        village.read(photos.show, kept, None)
