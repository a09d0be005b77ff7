"""JSON lines: the canonical ballots of a poll of any form, with nothing lost.

The first line is a header object: ``t`` (``ballots/1``), ``form``, ``options`` (each with ``id``
and ``label``, and if it has them ``description``, ``cost``, ``withdrawn``, ``write_in``), and where
known ``title``, ``seats`` and ``invalid`` (papers that could not be read as ballots). Every other
line is ``{"ballot":{...},"count":n}``: a ballot as a voter commits to it, and how often it was
cast (1 if left out). What is written is canonical JSON; what is read may have spaces and any order
of keys, but no number with a decimal point, no null and no key twice.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

from voting.ballots import FORMS, MOST_OPTIONS, VERSION, AnyBallot, OptionId, Ranking
from voting.canonical import Json, encode
from voting.contest import Option
from voting.errors import InvalidError, InvalidFileError
from voting.formats import source
from voting.formats.poll import MOST_BALLOTS, Format, Poll, poll_of
from voting.words import Phrase

KIND = "ballots/1"

_HEADER = '{"form":"ranking","options":[{"id":"1","label":"A"}],"t":"ballots/1"}'
_LINE = '{"ballot":{"ranking":["1"],"v":1},"count":1}'
_HEADER_KEYS = {"t", "form", "options", "title", "seats", "invalid"}
_KINDS: Mapping[str, type] = {
    "id": str,
    "label": str,
    "description": str,
    "cost": int,
    "withdrawn": bool,
    "write_in": bool,
}


def read(text: str) -> Poll:
    """Read JSON lines; any line that is not as described is refused."""
    lines = text.split("\n")
    top = next(number for number, line in enumerate(lines) if line.strip())
    try:
        header = _header(_object(lines[top]))
        options = tuple(_option(value) for value in header["options"])
        _check_options(options)
    except InvalidFileError as error:
        raise source.at_line(error, top + 1) from None
    form = FORMS[header["form"]]
    piles = source.piles(lines[top + 1 :], top + 2, _line_reader(form, options))
    return poll_of(
        form,
        options,
        piles,
        title=header.get("title", ""),
        seats=header.get("seats"),
        invalid=header.get("invalid", 0),
    )


def _object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(
            line, parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=_once
        )
    except (ValueError, RecursionError):
        raise InvalidFileError("file.json", found=source.shown(line), expected="{...}") from None
    if not isinstance(value, dict):
        raise InvalidFileError("file.json", found=source.shown(line), expected="{...}")
    return value


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(value := dict(pairs)) != len(pairs):
        raise ValueError
    return value


def _header(header: dict[str, Any]) -> dict[str, Any]:
    options = header.get("options")
    sound = (
        header.get("t") == KIND
        and header.keys() <= _HEADER_KEYS
        and isinstance(form := header.get("form"), str)
        and form in FORMS
        and isinstance(options, list)
        and isinstance(header.get("title", ""), str)
        and _is_whole(header.get("seats", 1), 1)
        and _is_whole(header.get("invalid", 0), 0)
    )
    if not sound:
        found = source.shown(json.dumps(header, ensure_ascii=False))
        raise InvalidFileError("file.json-header", found=found, expected=_HEADER)
    given = len(header["options"])
    if given > MOST_OPTIONS:
        raise InvalidFileError("file.too-many-options", found=given, expected=MOST_OPTIONS)
    if "title" in header:
        header["title"] = source.printable(header["title"].strip())
    return header


def _is_whole(value: object, least: int) -> bool:
    return type(value) is int and least <= value <= MOST_BALLOTS


def _option(value: Any) -> Option:
    sound = (
        isinstance(value, dict)
        and {"id", "label"} <= value.keys() <= _KINDS.keys()
        and all(type(inner) is _KINDS[key] for key, inner in value.items())
    )
    if not sound:
        found = source.shown(json.dumps(value, ensure_ascii=False))
        raise InvalidFileError("file.json-option", found=found, expected='{"id":"1","label":"A"}')
    given = {**value, "label": source.label(value["label"])}
    if "description" in given:
        given["description"] = source.printable(given["description"].strip())
    try:
        return Option(**given)
    except InvalidError as error:
        raise InvalidFileError(error.code, **error.params) from None


def _check_options(options: tuple[Option, ...]) -> None:
    seen: set[OptionId] = set()
    for option in options:
        if option.id in seen:
            raise InvalidFileError("file.name-twice", found=option.id)
        seen.add(option.id)


def _line_reader(
    form: type[AnyBallot], options: tuple[Option, ...]
) -> Callable[[str], tuple[bytes, int] | None]:
    numbers = {option.id: number for number, option in enumerate(options, 1)}

    def plain(ballot: Any) -> bytes | None:
        """Return the code of a ranking with one option a rank, the usual case, without detour."""
        if form is not Ranking or ballot.keys() != {"ranking", "v"} or ballot["v"] is not VERSION:
            return None
        ranks = ballot["ranking"]
        try:
            return bytes([numbers[rank] for rank in ranks]) if isinstance(ranks, list) else None
        except (KeyError, TypeError):
            return None

    def line_reader(line: str) -> tuple[bytes, int] | None:
        if not line.strip():
            return None
        value = _object(line)
        ballot = value.get("ballot")
        often = value.get("count", 1)
        if not value.keys() <= {"ballot", "count"} or not isinstance(ballot, dict):
            raise InvalidFileError("file.json-line", found=source.shown(line), expected=_LINE)
        if not _is_whole(often, 1):
            found = source.shown(str(often))
            raise InvalidFileError("file.not-a-count", found=found, expected="1, 2, 3, ...")
        code = plain(ballot)
        return (_code(form, ballot, numbers) if code is None else code), often

    return line_reader


def _code(form: type[AnyBallot], value: Any, numbers: Mapping[OptionId, int]) -> bytes:
    try:
        ballot = form.from_json(value)
    except InvalidError as error:
        raise InvalidFileError(error.code, **error.params) from None
    unknown = sorted(ballot.options() - numbers.keys())
    if unknown:
        known = ", ".join(numbers)
        raise InvalidFileError(
            "file.unknown-option", found=source.shown(unknown[0]), expected=known
        )
    return ballot.code(numbers)


def write(poll: Poll) -> str:
    """Write a poll as JSON lines, the most frequent ballot first."""
    return "\n".join(_lines(poll)) + "\n"


def _lines(poll: Poll) -> Iterator[str]:
    header: dict[str, Json] = {
        "t": KIND,
        "form": poll.form.form,
        "options": [_option_json(option) for option in poll.options],
    }
    if poll.title:
        header["title"] = poll.title
    if poll.seats is not None:
        header["seats"] = poll.seats
    if poll.profile.invalid:
        header["invalid"] = poll.profile.invalid
    yield encode(header).decode()
    for code, often in sorted(poll.profile.piles.items(), key=lambda pile: (-pile[1], pile[0])):
        ballot = poll.form.from_code(code, poll.profile.options).json()
        yield encode({"ballot": ballot, "count": often}).decode()


def _option_json(option: Option) -> dict[str, Json]:
    data: dict[str, Json] = {"id": option.id, "label": option.label}
    if option.description:
        data["description"] = option.description
    if option.cost is not None:
        data["cost"] = option.cost
    if option.withdrawn:
        data["withdrawn"] = True
    if option.write_in:
        data["write_in"] = True
    return data


FORMATS = (
    Format(
        id="jsonl",
        title=Phrase("Baris JSON kanonik", "Canonical JSON lines"),
        endings=(".jsonl",),
        read=read,
        write=write,
        keeps=frozenset({"title", "seats", "ids", "descriptions", "invalid"}),
    ),
)
