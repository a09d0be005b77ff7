"""Styles, script, face and drawings: served from memory, compressed once, kept for a year.

The address of a file carries the fingerprint of the whole folder (``/static/3f2a.../app.css``), so
that any change is a new address, and a path inside a style sheet stays right. Without the right
fingerprint a file is served too, but asked for again each time.
"""

import gzip
import mimetypes
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
_DIGITS = 12
_DIGEST = re.compile(f"[0-9a-f]{{{_DIGITS}}}")
_TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class _File:
    content: bytes
    compressed: bytes | None
    media_type: str
    etag: str


class Assets:
    """All files of the static folder, read once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Read, compress and fingerprint a folder."""
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        self._files = {path.relative_to(folder).as_posix(): _read(path) for path in paths}
        whole = sha256()
        for name, file in self._files.items():
            whole.update(f"{name}\0{file.etag}\0".encode())
        self.digest = whole.hexdigest()[:_DIGITS]

    def url(self, path: str) -> str:
        """Return the address of a file; a name that does not exist is an error in the template."""
        if path not in self._files:
            raise FileNotFoundError(path)
        return f"/static/{self.digest}/{path}"

    def respond(self, request: Request) -> Response:
        """Answer a request for ``/static/{path}``."""
        wanted = str(request.path_params["path"])
        first, _, rest = wanted.partition("/")
        fresh = first == self.digest
        file = self._files.get(rest if _DIGEST.fullmatch(first) else wanted)
        if file is None:
            raise HTTPException(404)
        headers = {
            "cache-control": "public, max-age=31536000, immutable" if fresh else "no-cache",
            "etag": file.etag,
            "vary": "accept-encoding",
        }
        return _respond(file, request.headers, headers)


def _respond(file: _File, asked: Headers, headers: dict[str, str]) -> Response:
    if asked.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=headers)
    if file.compressed is not None and "gzip" in asked.get("accept-encoding", ""):
        headers |= {"content-encoding": "gzip"}
        return Response(file.compressed, headers=headers, media_type=file.media_type)
    return Response(file.content, headers=headers, media_type=file.media_type)


def _read(path: Path) -> _File:
    content = path.read_bytes()
    compressed = gzip.compress(content, 9, mtime=0)
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain"
    return _File(
        content,
        compressed if len(compressed) < len(content) else None,
        media_type,
        f'W/"{sha256(content).hexdigest()[:_DIGITS]}"',
    )
