r"""BLT files, after Hill, Wichmann and Woodall (Computer Journal 30, 1987), in all known dialects.

First line: number of options and of seats. Then one line per ballot or pile: how many, the options'
numbers in order of preference, 0. A line ``0`` ends the ballots; names and title follow.

Read as well: no 0 at the end of any ballot (OpenTally); ``3=4`` for equal ranks and ``-`` for
a skipped one (OpenSTV, OpaVote); ``(id)`` in place of the count (OpenSTV; one ballot, the id is
dropped); ``-2`` lines and ``[withdrawn 2]`` for withdrawn options, ``[undeclared 4]`` for
write-ins, ``[nick a b c]`` for names used in ballots, ``[tie ...]`` and ``[droop ...]``, which are
left to the rules of the count (Droop); ``# ...`` and ``/* ... */`` comments; commas where they do
not belong (Perth and Kinross); names without quotes, one a line, and a party in doubled quotes
after the name, which becomes the option's description (Scottish councils); ``\"`` and ``""``
inside names.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from voting.ballots import UNKNOWN_MARKS, Ranking, code_ranks
from voting.contest import Option
from voting.errors import InvalidError, InvalidFileError
from voting.formats import source
from voting.formats.blt_head import Head, number_of, read_head, tokens_of
from voting.formats.blt_plain import plain_piles
from voting.formats.poll import Format, Poll, numbered, poll_of
from voting.words import Phrase

_END = re.compile(r"[ \t,]*0[ \t,]*(?:#.*)?$", re.MULTILINE)
# Beginning with a line end, it is found several times faster than with "^".
_LATER_END = re.compile(rf"\n{_END.pattern}", re.MULTILINE)
_LINE = re.compile(r".*\n|.+")
_COMMENT = re.compile(r'"(?:[^"\\\n]|\\.|"")*"|/\*.*?\*/', re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.|"")*)"[\s,]*(?:#.*)?')
_ESCAPE = re.compile(r'\\(["\\])|""')
_PARTY = re.compile(r'(.*\S)\s+""([^"]+)""')
_BALLOT_ID = re.compile(r"\s*\([^)]*\)")


class _Name(NamedTuple):
    label: str
    party: str
    line: int


def read(text: str) -> Poll:
    """Read a BLT file; everything it does not say in one of the known dialects is refused."""
    text = _without_block_comments(text)
    end = _END.match(text) or _LATER_END.search(text)
    above = text[: end.start()] if end else text
    head = read_head(line[0] for line in _LINE.finditer(above))
    piles = _piles(above, head)
    if end is None:
        last = text.rstrip().count("\n") + 1
        raise InvalidFileError("file.truncated", line=last, expected="0")
    tail, first = text[end.end() :], text.count("\n", 0, end.end()) + 1
    names = list(_names(tail, first))
    options = list(_options(head, names, first + tail.rstrip().count("\n")))
    title = names[-1].label
    return poll_of(Ranking, options, piles, title=title, seats=head.seats)


def _piles(above: str, head: Head) -> dict[bytes, int]:
    """Return the piles of the ballots, which stand below the head."""
    place = 0
    for _ in range(head.lines):
        place = above.find("\n", place) + 1 or len(above)
    body = above[place:]
    plain = plain_piles(body, head.options)
    if plain is not None:
        return plain
    lines, ballots = body.split("\n"), _Ballots(head)
    found = source.piles(lines, head.lines + 1, ballots.read)
    if ballots.ended and ballots.open:
        # Where others end with 0, this one may be cut off, or go on in the next line.
        line = min(map(lines.index, ballots.open))
        raise InvalidFileError(
            "file.blt-open", line=head.lines + 1 + line, found=source.shown(lines[line])
        )
    return found


def _without_block_comments(text: str) -> str:
    if "/*" not in text:
        return text
    return _COMMENT.sub(
        lambda match: match[0] if match[0][0] == '"' else " " + "\n" * match[0].count("\n"), text
    )


class _Ballots:
    """Reads ballot lines: the plain ones without a detour, the rest by every dialect."""

    def __init__(self, head: Head) -> None:
        """Keep what the ballots refer to."""
        self._head = head
        self._plain = head.numbers.__getitem__
        self.ended = False
        self.open: list[str] = []

    def read(self, line: str) -> tuple[bytes, int] | None:
        """Return code and count of a line, or None if it is empty or a comment."""
        tokens = line.split()
        try:
            if tokens[-1] == "0" and tokens[0].isdigit():
                self.ended = True
                return bytes(map(self._plain, tokens[1:-1])), source.count(tokens[0])
        except (KeyError, IndexError):
            pass
        return self._read_odd(line)

    def _read_odd(self, line: str) -> tuple[bytes, int] | None:
        own_id = _BALLOT_ID.match(line)
        rest = line[own_id.end() :] if own_id else line
        tokens = re.sub(r"\s*=\s*", "=", " ".join(tokens_of(rest))).split()
        often = 1
        if not own_id:
            if not tokens:
                return None
            if tokens[0].startswith('"'):
                found = source.shown(line)
                raise InvalidFileError("file.blt-no-end", found=found, expected="0")
            often = source.count(tokens.pop(0))
        if tokens and tokens[-1] == "0":
            tokens.pop()
            self.ended = True
        else:
            self.open.append(line)
        if "0" in tokens:
            raise InvalidFileError(
                "file.blt-inner-zero", found=source.shown(line), expected="3 1 2 0"
            )
        return source.ranking_code([self._rank(token) for token in tokens]), often

    def _rank(self, mark: str) -> bytes:
        if mark == "-":
            return source.EMPTY_RANK
        return source.rank_code([number_of(part, self._head) for part in mark.split("=")])


def _names(tail: str, first: int) -> Iterator[_Name]:
    for number, line in enumerate(tail.split("\n"), first):
        rest = line.replace("\t", " ").strip(" ,")
        if not rest or rest.startswith("#"):
            continue
        if not rest.startswith('"'):
            yield _Name(rest, "", number)
            continue
        place = 0
        while place < len(rest):
            match = _QUOTED.match(rest, place)
            if match is None:
                found = source.shown(rest[place:])
                raise InvalidFileError("file.quotes", line=number, found=found, expected='"..."')
            party = _PARTY.fullmatch(match[1])
            label, description = (party[1], party[2]) if party else (match[1], "")
            yield _Name(_unescaped(label), _unescaped(description), number)
            place = match.end()


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: match[1] or '"', text).strip()


def _options(head: Head, names: Sequence[_Name], last: int) -> Iterator[Option]:
    expected = head.options + 1
    if len(names) < expected:
        raise InvalidFileError("file.names-missing", line=last, found=len(names), expected=expected)
    if len(names) > expected:
        line = names[expected].line
        raise InvalidFileError(
            "file.names-too-many", line=line, found=len(names), expected=expected
        )
    for number, name in enumerate(names[:-1], 1):
        try:
            label = source.label(name.label)
        except InvalidFileError as error:
            raise source.at_line(error, name.line) from None
        yield Option(
            id=numbered(number),
            label=label,
            description=name.party,
            withdrawn=number in head.withdrawn,
            write_in=number in head.write_in,
        )


def write(poll: Poll) -> str:
    """Write a poll as BLT; refuse ballots of another form, and overvotes with unknown marks.

    Equal ballots share a line, the most frequent first.
    """
    if poll.form is not Ranking:
        raise InvalidError("file.cannot-hold-form", format="blt", form=poll.form.form)
    lines = [f"{len(poll.options)} {poll.seats or 1}"]
    lines += [f"-{n}" for n, option in enumerate(poll.options, 1) if option.withdrawn]
    lines += [f"[undeclared {n}]" for n, option in enumerate(poll.options, 1) if option.write_in]
    lines += _ballot_lines(poll.profile.piles)
    lines += ["0", *map(_named, poll.options), _quoted(poll.title)]
    return "\n".join(lines) + "\n"


def _ballot_lines(piles: Mapping[bytes, int]) -> Iterator[str]:
    for code, often in sorted(piles.items(), key=lambda pile: (-pile[1], pile[0])):
        ranks = code_ranks(code)
        if None in ranks:
            raise InvalidError("file.cannot-hold-mark", format="blt", mark=UNKNOWN_MARKS)
        marks = ["=".join(map(str, rank)) if rank else "-" for rank in ranks]
        yield " ".join([str(often), *marks, "0"])


def _named(option: Option) -> str:
    party = option.description
    if party and not any(character in party for character in '"\\\n') and party == party.strip():
        return f'{_quoted(option.label)[:-1]} ""{party}"""'
    return _quoted(option.label)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


FORMATS = (
    Format(
        id="blt",
        title=Phrase("BLT (Hill, Wichmann, Woodall)", "BLT (Hill, Wichmann, Woodall)"),
        endings=(".blt",),
        read=read,
        write=write,
        keeps=frozenset({"title", "seats", "descriptions"}),
    ),
)
