"""The roll as a CSV file (RFC 4180), as spreadsheets write it, read without guessing.

UTF-8 with or without a mark, or UTF-16 with one; columns apart by semicolon, comma or tab; a first
line ``sep=;``; a row of names in Indonesian or English: *nomor* / reference, *nama* / name,
*dusun*, *RT*, *tempat* / place. Other columns are left unread, as a roll should hold no more than
it needs.
Every bad row is listed, and whoever imports takes all of a file or nothing.

Two habits of spreadsheets are known here: ``="0012"`` keeps the noughts in front of a number, and
``3,27E+15`` is a long number (a NIK) whose last digits are lost for good.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voting.canonical import tidy
from voting.errors import InvalidError
from voting.roll import Elector

LONGEST_REFERENCE = 64
LONGEST_NAME = 200
SEPARATORS = ";,\t"
HEADERS = {"id": ("nomor", "nama", "dusun"), "en": ("reference", "name", "place")}

Param = str | int | tuple[str, ...]

# In order of preference: a sheet often counts its rows in "No" and has the real number beside it.
_REFERENCE = (
    *("nomor", "nomor pemilih", "nomor warga", "reference", "ref", "nik", "id", "number"),
    *("voter number", "no pemilih", "no warga", "no", "no urut"),
)
_NAME = ("nama", "nama lengkap", "nama pemilih", "nama warga", "name", "full name")
_PLACE = ("dusun", "place", "tempat", "lingkungan", "kampung", "hamlet", "wilayah", "alamat")
_PARTS = ("rt", "rw")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_KEPT_NOUGHTS = re.compile(r'="(.*)"')
_ROUNDED = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
_DECLARED = re.compile(r"sep=([;,\t])[ \t]*(?:\r\n|\r|\n|$)", re.IGNORECASE)
_FORMULA = re.compile("[=+@\uff1d\uff0b\uff20]|[-\uff0d].")  # spreadsheets read wide ones as well
_NOTHING = ("-", "–")


@dataclass(frozen=True, kw_only=True)
class RowError:
    """What is wrong with a row: the line it begins in, a code of the word files and its values."""

    line: int
    code: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RollFile:
    """A file as it was read: the good rows in order with their lines, and every bad one.

    ``ignored`` are the names of columns that were left unread.
    """

    electors: tuple[Elector, ...] = ()
    lines: tuple[int, ...] = ()
    errors: tuple[RowError, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Columns:
    reference: int
    name: int
    place: int | None
    parts: Mapping[str, int]

    @property
    def last(self) -> int:
        return max(self.reference, self.name, self.place or 0, *self.parts.values(), 0)


def read_roll(data: bytes) -> RollFile:
    """Read a roll; whatever the bytes are, the answer is a RollFile, and errors stand in it."""
    try:
        rows, broken = _rows(_decode(data))
        if not rows:
            return RollFile(errors=(broken or RowError(line=1, code="roll.empty-file"),))
        (line, header), *body = rows
        columns, ignored = _columns(line, header)
    except _BadFileError as error:
        return RollFile(errors=(error.found,))
    good, bad = _read_body(body, columns, len(header))
    if broken:
        bad.append(broken)
    elif not body:
        bad.append(RowError(line=line, code="roll.empty-file"))
    return RollFile(
        electors=tuple(elector for _, elector in good),
        lines=tuple(line for line, _ in good),
        errors=tuple(bad),
        ignored=ignored,
    )


def write_roll(electors: Sequence[Elector], language: str = "id", separator: str = ";") -> bytes:
    """Write a roll so that spreadsheets and ``read_roll`` read it: UTF-8 with a mark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(HEADERS[language])
    writer.writerows((one.reference, one.name, one.place) for one in electors)
    return out.getvalue().encode("utf-8-sig")


class _BadFileError(Exception):
    """The file cannot be read on; holds the RowError to report."""

    def __init__(self, line: int, code: str, **params: Param) -> None:
        super().__init__(code)
        self.found = RowError(line=line, code=code, params=params)


def _decode(data: bytes) -> str:
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _BadFileError(line, "roll.not-utf8") from error


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], RowError | None]:
    """Return each row that is not empty with the line it begins in, and where reading broke off."""
    declared = _DECLARED.match(text)
    separator = declared[1] if declared else _separator(text)
    skipped = 1 if declared else 0
    lines = io.StringIO(text[declared.end() :] if declared else text, newline="")
    reader = csv.reader(lines, delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    start = skipped + 1
    try:
        for row in reader:
            cells = [_cell(cell) for cell in row]
            if any(cells):
                rows.append((start, cells))
            start = reader.line_num + skipped + 1
    except csv.Error:
        return rows, RowError(line=start, code="roll.quotes")
    return rows, None


def _separator(text: str) -> str:
    """Return the separator that occurs most often in the first line that has one."""
    for line in text.splitlines():
        counts = {separator: line.count(separator) for separator in SEPARATORS}
        if any(counts.values()):
            return max(SEPARATORS, key=lambda separator: counts[separator])
    return SEPARATORS[0]


def _cell(text: str) -> str:
    cell = tidy(text)
    kept = _KEPT_NOUGHTS.fullmatch(cell)
    cell = kept[1].strip() if kept else cell
    return "" if cell in _NOTHING else cell


def _columns(line: int, header: Sequence[str]) -> tuple[_Columns, tuple[str, ...]]:
    names = [" ".join(re.sub(r"[\W_]+", " ", cell.casefold()).split()) for cell in header]
    reference, name = _first(names, _REFERENCE), _first(names, _NAME)
    if reference is None or name is None:
        raise _BadFileError(line, "roll.no-header", found=tuple(cell for cell in header if cell))
    place = _first(names, _PLACE)
    parts = {part: names.index(part) for part in _PARTS if part in names}
    known = {reference, name, place, *parts.values()}
    ignored = tuple(cell for index, cell in enumerate(header) if cell and index not in known)
    return _Columns(reference=reference, name=name, place=place, parts=parts), ignored


def _first(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _read_body(
    rows: Sequence[tuple[int, list[str]]], columns: _Columns, width: int
) -> tuple[list[tuple[int, Elector]], list[RowError]]:
    good: list[tuple[int, Elector]] = []
    bad: list[RowError] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        found = _read_row(line, row, columns, width)
        if isinstance(found, Elector) and found.reference in seen:
            values: dict[str, Param] = {
                "reference": found.reference,
                "first": seen[found.reference],
            }
            found = RowError(line=line, code="roll.reference-twice", params=values)
        if isinstance(found, RowError):
            bad.append(found)
        else:
            seen[found.reference] = line
            good.append((line, found))
    return good, bad


def _read_row(line: int, row: list[str], columns: _Columns, width: int) -> Elector | RowError:
    if any(row[width:]):
        return RowError(line=line, code="roll.too-many-cells", params={"most": width})
    row = row + [""] * (columns.last + 1 - len(row))
    reference, name, place = row[columns.reference], row[columns.name], _place(row, columns)
    if _ROUNDED.fullmatch(reference):
        return RowError(line=line, code="roll.rounded-number", params={"value": reference})
    for value in (reference, name, place):
        if _FORMULA.match(value):
            return RowError(line=line, code="roll.formula", params={"value": value[:40]})
    limits = ((reference, LONGEST_REFERENCE), (name, LONGEST_NAME), (place, LONGEST_NAME))
    for value, most in limits:
        if len(value) > most:
            params: dict[str, Param] = {"value": f"{value[:40]}…", "most": most}
            return RowError(line=line, code="roll.too-long", params=params)
    try:
        return Elector(reference=reference, name=name, place=place)
    except InvalidError as error:
        return RowError(line=line, code=error.code, params=error.params)


def _place(row: Sequence[str], columns: _Columns) -> str:
    """Return the place, the larger part first: ``Krajan``, ``Krajan, RT 02``, ``RT 02, RW 05``."""
    parts = [] if columns.place is None else [row[columns.place]]
    for part, index in columns.parts.items():
        value = row[index]
        named = not value or value.casefold().startswith(part)
        parts.append(value if named else f"{part.upper()} {value}")
    return ", ".join(part for part in parts if part)
