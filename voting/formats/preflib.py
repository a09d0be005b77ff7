"""PrefLib files of orders: ``soc`` and ``soi`` (strict), ``toc`` and ``toi`` (with ties).

Header lines ``# KEY: VALUE``, of which ``NUMBER ALTERNATIVES``, ``NUMBER VOTERS`` and
``ALTERNATIVE NAME n`` are used, then ``count: 3,1,{2,4}``. In ``soc`` and ``toc`` every order names
every option; in ``soc`` and ``soi`` no two stand at one rank. After preflib.org, "Format".

Files from before 2022 are read too: the number of options, a line ``n,name`` for each, a line of
the voters, their sum and the number of orders, then ``count,3,1,{2,4}``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from voting.ballots import MOST_OPTIONS, Ranking, code_ranks
from voting.contest import Option
from voting.errors import InvalidError, InvalidFileError
from voting.formats import source
from voting.formats.poll import Format, Poll, numbered, poll_of
from voting.words import Phrase

_NAME = re.compile(r"#\s*ALTERNATIVE NAME\s+([0-9]{1,4})\s*:(.*)", re.IGNORECASE)
_OLD_NAME = re.compile(r"\s*([0-9]{1,4})\s*,(.*)")
_OLD_VOTERS = re.compile(r"\s*([0-9]+)\s*,\s*[0-9]+\s*,\s*[0-9]+\s*")
_OLD_ORDER = re.compile(r"\s*([0-9]+)\s*,(.*)")
_RANK = re.compile(r"\{([^{}]*)\}|([^,{}]+)")
_ORDER = re.compile(r"(?:\{[^{}]*\}|[^,{}]+)(?:,(?:\{[^{}]*\}|[^,{}]+))*")

_TITLES = {
    "soc": Phrase("PrefLib: urutan lengkap", "PrefLib: complete orders"),
    "soi": Phrase("PrefLib: urutan tak lengkap", "PrefLib: incomplete orders"),
    "toc": Phrase("PrefLib: urutan lengkap, boleh sama", "PrefLib: complete orders with ties"),
    "toi": Phrase(
        "PrefLib: urutan tak lengkap, boleh sama", "PrefLib: incomplete orders with ties"
    ),
}


def read(kind: str, text: str) -> Poll:
    """Read a PrefLib file; a number of voters that the orders do not add up to is refused."""
    lines = _as_of_now(text.split("\n"))
    keys = _keys(lines)
    number = _whole_key(keys, "NUMBER ALTERNATIVES", 1, MOST_OPTIONS)
    options = list(_options(lines, number))
    piles = source.piles(lines, 1, partial(_order, kind, number))
    voters = _whole_key(keys, "NUMBER VOTERS", 0, None)
    if sum(piles.values()) != voters:
        raise InvalidFileError(
            "file.preflib-voters",
            line=keys["NUMBER VOTERS"][1],
            found=sum(piles.values()),
            expected=voters,
        )
    title = keys.get("TITLE", ("", 0))[0].replace("\t", " ")
    return poll_of(Ranking, options, piles, title=title)


def _as_of_now(lines: list[str]) -> list[str]:
    """Return the lines of an old file as they are written since 2022, each in its place."""
    first = lines[0].strip()
    if not first.isascii() or not first.isdecimal():
        return lines
    names = min(source.whole(first), MOST_OPTIONS)
    return [
        f"# NUMBER ALTERNATIVES: {first}",
        *(_OLD_NAME.sub(r"# ALTERNATIVE NAME \1:\2", line) for line in lines[1 : names + 1]),
        *(_OLD_VOTERS.sub(r"# NUMBER VOTERS: \1", line) for line in lines[names + 1 : names + 2]),
        *(_OLD_ORDER.sub(r"\1:\2", line) for line in lines[names + 2 :]),
    ]


def _keys(lines: list[str]) -> dict[str, tuple[str, int]]:
    """Return value and line number of every header key."""
    keys: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            key, _, value = line[1:].partition(":")
            keys[key.strip().upper()] = (value.strip(), number)
    return keys


def _whole_key(keys: Mapping[str, tuple[str, int]], key: str, least: int, most: int | None) -> int:
    text, line = keys.get(key, ("", 1))
    value = source.whole(text)
    if value < least or (most is not None and value > most):
        found = source.shown(text)
        expected = f"# {key}: {least}" if most is None else f"# {key}: {least}–{most}"
        raise InvalidFileError("file.preflib-key", line=line, found=found, expected=expected)
    return value


def _options(lines: list[str], number: int) -> Iterator[Option]:
    names: dict[int, str] = {}
    last = 1
    for line_number, line in enumerate(lines, 1):
        if match := _NAME.fullmatch(line):
            last = line_number
            try:
                names[int(match[1])] = source.label(match[2])
            except InvalidFileError as error:
                raise source.at_line(error, line_number) from None
    if sorted(names) != list(range(1, number + 1)):
        raise InvalidFileError("file.preflib-names", line=last, found=len(names), expected=number)
    for place in range(1, number + 1):
        yield Option(id=numbered(place), label=names[place])


def _order(kind: str, options: int, line: str) -> tuple[bytes, int] | None:
    stripped = line.strip()
    if not stripped or stripped.startswith("#"):
        return None
    often, _, order = stripped.partition(":")
    order = order.replace(" ", "")
    if not _ORDER.fullmatch(order):
        found = source.shown(stripped)
        raise InvalidFileError("file.preflib-order", found=found, expected="12: 3,1,{2,4}")
    ranks = [_numbers(match[1] or match[2] or "", options) for match in _RANK.finditer(order)]
    _check(kind, options, ranks, stripped)
    return b"".join(map(source.rank_code, ranks)), source.count(often.strip())


def _numbers(text: str, options: int) -> list[int]:
    numbers = [source.whole(part) for part in text.split(",")]
    for part, number in zip(text.split(","), numbers, strict=True):
        if not 1 <= number <= options:
            found = source.shown(part)
            raise InvalidFileError("file.unknown-option", found=found, expected=f"1–{options}")
    return numbers


def _check(kind: str, options: int, ranks: list[list[int]], line: str) -> None:
    marked = [number for rank in ranks for number in rank]
    if len(set(marked)) != len(marked):
        raise InvalidFileError("file.ranked-twice", found=source.shown(line))
    if kind in ("soc", "toc") and len(marked) != options:
        found = source.shown(line)
        raise InvalidFileError("file.preflib-incomplete", found=found, expected=options)
    if kind in ("soc", "soi") and len(marked) != len(ranks):
        raise InvalidFileError("file.preflib-tie", found=source.shown(line))


def write(kind: str, poll: Poll) -> str:
    """Write a poll as PrefLib; refuse ballots that the kind cannot hold, blank ones included."""
    if poll.form is not Ranking:
        raise InvalidError("file.cannot-hold-form", format=kind, form=poll.form.form)
    if any(option.withdrawn or option.write_in for option in poll.options):
        raise InvalidError("file.cannot-hold-options", format=kind)
    piles = poll.profile.piles
    orders = [
        f"{often}: {_written(kind, code, len(poll.options))}"
        for code, often in sorted(piles.items(), key=lambda pile: (-pile[1], pile[0]))
    ]
    lines = [f"# TITLE: {poll.title}"] if poll.title else []
    lines += [
        f"# DATA TYPE: {kind}",
        f"# NUMBER ALTERNATIVES: {len(poll.options)}",
        f"# NUMBER VOTERS: {sum(piles.values())}",
        f"# NUMBER UNIQUE ORDERS: {len(piles)}",
    ]
    lines += [f"# ALTERNATIVE NAME {n}: {o.label}" for n, o in enumerate(poll.options, 1)]
    return "\n".join(lines + orders) + "\n"


def _written(kind: str, code: bytes, options: int) -> str:
    ranks = code_ranks(code)
    parts = [",".join(map(str, rank)) if rank else "" for rank in ranks]
    order = ",".join(f"{{{part}}}" if "," in part else part for part in parts)
    refused = InvalidError("file.cannot-hold-ballot", format=kind, ballot=order)
    if not all(parts) or not parts:
        raise refused
    try:
        _check(kind, options, [list(rank or b"") for rank in ranks], order)
    except InvalidFileError:
        raise refused from None
    return order


def _format(kind: str) -> Format:
    reader: Callable[[str], Poll] = partial(read, kind)
    writer: Callable[[Poll], str] = partial(write, kind)
    return Format(
        id=kind,
        title=_TITLES[kind],
        endings=(f".{kind}",),
        read=reader,
        write=writer,
        keeps=frozenset({"title"}),
    )


FORMATS = tuple(_format(kind) for kind in _TITLES)
