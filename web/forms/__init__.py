"""Forms: what people type into fields, read into values, with a sentence for what is wrong.

A form that comes back is filled in with what was sent. Nothing is raised: a reader collects all
problems, so that a person corrects them in one go.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from starlette.datastructures import ImmutableMultiDict

from voting.errors import InvalidError, RefusalError
from voting.words import explain
from web.cldr import sum_of_money

T = TypeVar("T")

_DIGITS = 15


# What was posted, or an address's query: ``get`` the last value of a name, ``getlist`` all.
Fields: TypeAlias = ImmutableMultiDict[str, Any]


class Problem(NamedTuple):
    """One field and the sentence that says what is wrong with it; no field: the whole form."""

    field: str
    sentence: str


@dataclass
class Reader:
    """Reads fields one by one and keeps the problems: ``if reader.problems: render again, 422``."""

    fields: Fields
    language: str
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str, *, most: int = 200, required: bool = True) -> str:
        """Read one line or, with a larger ``most``, a text; spaces at the ends go."""
        value = self.raw(name).replace("\r\n", "\n").strip()
        if required and not value:
            self.refuse(name, InvalidError("form.empty"))
        if len(value) > most:
            self.refuse(name, InvalidError("form.too-long", most=most))
        return value

    def whole(self, name: str, *, least: int = 0, most: int = 10**12, default: int = 0) -> int:
        """Read a whole number written with or without separators of thousands."""
        value = self.raw(name).strip().replace(".", "").replace(",", "")
        if not (value.isascii() and value.isdecimal() and len(value) < _DIGITS):
            self.refuse(name, InvalidError("form.not-a-number"))
            return default
        if not least <= int(value) <= most:
            self.refuse(name, InvalidError("form.out-of-bounds", least=least, most=most))
        return int(value)

    def choice(self, name: str, known: Collection[str], default: str = "") -> str:
        """Read one of several known values."""
        value = self.raw(name)
        if value not in known:
            self.refuse(name, InvalidError("form.not-chosen"))
            return default
        return value

    def moment(self, name: str, zone: ZoneInfo, default: int = 0) -> int:
        """Read a ``datetime-local`` field, in the community's zone, as Unix seconds."""
        try:
            value = datetime.fromisoformat(self.raw(name).strip())
        except ValueError:
            self.refuse(name, InvalidError("form.not-a-moment"))
            return default
        return int(value.replace(tzinfo=zone).timestamp())

    def checked(self, name: str) -> bool:
        """Tell whether a box is ticked."""
        return bool(self.raw(name))

    def value(self, name: str, make: Callable[[], T], default: T) -> T:
        """Make a value whose refusal belongs to a field."""
        try:
            return make()
        except InvalidError as error:
            self.refuse(name, error)
            return default

    def refuse(self, name: str, error: RefusalError) -> None:
        """Keep what is wrong with a field, once."""
        if all(problem.field != name for problem in self.problems):
            money = partial(sum_of_money, language=self.language)
            self.problems.append(Problem(name, explain(error, self.language, money)))

    def raw(self, name: str) -> str:
        """Return what was typed, for the field when the form comes back; a file is no text."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    @property
    def errors(self) -> Mapping[str, str]:
        """Return the sentences by field, for ``error=errors.get(name, '')`` in templates."""
        return dict(self.problems)


def local_moment(at: int, zone: ZoneInfo) -> str:
    """Return Unix seconds as the value of a ``datetime-local`` field."""
    return datetime.fromtimestamp(at, zone).strftime("%Y-%m-%dT%H:%M")
