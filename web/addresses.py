"""Addresses: what a route is, and how its URL is written in each language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from web.language import prefix

_PARAM = re.compile(r"{(\w+)(?::\w+)?}")


@dataclass(frozen=True)
class Address:
    """One route: its name ``noun/action``, its path, its methods.

    ``private`` pages are never kept by a browser (booth, receipt, sign-in); ``upload`` raises the
    limit on what may be sent, ``photo`` raises it further.
    """

    name: str
    path: str
    methods: tuple[str, ...] = ("GET",)
    private: bool = False
    upload: bool = False
    photo: bool = False

    def path_in(self, language: str, default: str) -> str:
        """Return the path's pattern in a language."""
        front = prefix(language, default)
        return front if front and self.path == "/" else front + self.path


class Addresses:
    """All routes of a site by name."""

    def __init__(self, addresses: Iterable[Address], default: str) -> None:
        """Keep the addresses; ``default`` is the language without a prefix."""
        self.all: Mapping[str, Address] = {address.name: address for address in addresses}
        self.default = default

    def url(self, language: str, name: str, /, **params: object) -> str:
        """Return the path of a route in a language; what is no part of the path is the query."""
        pattern = self.all[name].path_in(language, self.default)
        inside = set(_PARAM.findall(pattern))
        path = _PARAM.sub(lambda match: quote(str(params[match[1]]), safe=""), pattern)
        query = {key: value for key, value in params.items() if key not in inside}
        return f"{path}?{urlencode(query)}" if query else path
