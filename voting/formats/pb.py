"""Pabulib ``.pb``: participatory budgets as pabulib.org publishes them (arXiv 2305.11035, app. A).

Three sections, ``META``, ``PROJECTS`` and ``VOTES``, each with a header; columns parted by ``;``
and quoted as in CSV. An option is called by its ``project_id``; its name is the description. Money
may have decimals: then all of it is read in the smallest unit that any amount needs. ``vote_type``
gives the ballot form: approval, choose-1, ordinal, cumulative or scoring. Columns that are not
known are kept: a file written as it was read has the same bytes.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from voting.ballots import AnyBallot, Approval, Choice, OptionId, Ranking, Scores
from voting.contest import Option
from voting.errors import InvalidError, InvalidFileError
from voting.formats import source
from voting.formats.pb_rules import BALLOTS, named_method, stated_rules
from voting.formats.pb_sections import Section, sections
from voting.formats.poll import Format, Poll, numbered, poll_of
from voting.words import Phrase

_FORMS: Mapping[str, type[AnyBallot]] = {
    "approval": Approval,
    "choose-1": Choice,
    "ordinal": Ranking,
    "cumulative": Scores,
    "scoring": Scores,
}
_TYPES = {"approval": "approval", "choice": "choose-1", "ranking": "ordinal", "scores": "scoring"}


def read(text: str) -> Poll:
    """Read a .pb file; the counts that META states must be those of the file."""
    found = sections(text)
    meta = _meta(found["META"])
    kind = meta.get("vote_type", "").strip()
    if kind not in _FORMS:
        expected = ", ".join(_FORMS)
        raise InvalidFileError("file.pb-vote-type", found=source.shown(kind), expected=expected)
    projects, votes = found["PROJECTS"], found["VOTES"]
    _check_count(meta, "num_projects", projects)
    _check_count(meta, "num_votes", votes)
    money = _unit(_amounts(found))
    options = _options(projects, money)
    rules = stated_rules(meta) | {"ballot": BALLOTS[kind]}
    if meta.get("budget", "").strip():
        rules["budget"] = str(money(meta["budget"]))
    if kind == "ordinal":
        rules |= _vector(votes)
    poll = poll_of(_FORMS[kind], options, _piles(votes, kind, options), title=_title(meta))
    method, its_rules = named_method(meta)
    return replace(poll, rules=rules, method=method, method_rules=its_rules)


def _meta(section: Section) -> dict[str, str]:
    """Return what META says by key; a key that says two things is refused."""
    meta: dict[str, str] = {}
    for line, row in section.rows:
        if len(row) > 1:
            key = row[0].strip()
            if meta.setdefault(key, row[1]) != row[1]:
                raise InvalidFileError("file.pb-key-twice", line=line, found=source.shown(key))
    return meta


def _amounts(found: Mapping[str, Section]) -> Iterator[Fraction]:
    """Yield every amount of money in a file: the budget and the costs."""
    projects = found["PROJECTS"]
    said = [(n, row[1]) for n, row in found["META"].rows if row[0].strip() == "budget" and row[1:]]
    said += [(line, projects.cell(row, "cost")) for line, row in projects.rows]
    for line, text in said:
        if text.strip():
            try:
                yield _amount(text)
            except InvalidFileError as error:
                raise source.at_line(error, line) from None


def _check_count(meta: Mapping[str, str], key: str, section: Section) -> None:
    said = meta.get(key, "").strip()
    if said and said != str(len(section.rows)):
        raise InvalidFileError(
            "file.pb-count", line=section.line, key=key, found=len(section.rows), expected=said
        )


def _title(meta: Mapping[str, str]) -> str:
    """Return what META calls the election: its description, else its unit and year."""
    parts = [meta.get(key, "").strip() for key in ("unit", "subunit", "instance")]
    said = " ".join(meta.get("description", "").split())
    return source.printable(said or ", ".join(filter(None, parts)))


def _unit(given: Iterable[Fraction]) -> Callable[[str], int]:
    """Return how amounts become whole numbers of the smallest unit that any of them needs."""
    amounts, scale = list(given), 1
    while any((amount * scale).denominator != 1 for amount in amounts):
        scale *= 10
    return lambda text: int(_amount(text) * scale)


def _amount(text: str) -> Fraction:
    whole, _, part = text.strip().partition(".")
    digits = whole + part
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= source.MOST_DIGITS):
        raise InvalidFileError("file.pb-money", found=source.shown(text), expected="12500")
    return Fraction(int(digits), 10 ** len(part))


def _options(projects: Section, money: Callable[[str], int]) -> tuple[Option, ...]:
    options: dict[str, Option] = {}
    for line, row in projects.rows:
        try:
            name = source.label(projects.cell(row, "project_id"))
            _refuse_twice(name, options)
            options[name] = Option(
                id=numbered(len(options) + 1),
                label=name,
                description=source.printable(" ".join(projects.cell(row, "name").split())),
                cost=money(projects.cell(row, "cost")),
            )
        except InvalidFileError as error:
            raise source.at_line(error, line) from None
    return tuple(options.values())


def _refuse_twice(name: str, options: Mapping[str, Option]) -> None:
    if name in options:
        raise InvalidFileError("file.pb-project-twice", found=source.shown(name))


def _piles(votes: Section, kind: str, options: Sequence[Option]) -> dict[bytes, int]:
    numbers = {option.label: number for number, option in enumerate(options, 1)}
    ids = {option.id: number for number, option in enumerate(options, 1)}
    lines: dict[tuple[str, str], int] = {}
    often: Counter[tuple[str, str]] = Counter()
    for line, row in votes.rows:
        said = (votes.cell(row, "vote"), votes.cell(row, "points"))
        lines.setdefault(said, line)
        often[said] += 1
    piles: dict[bytes, int] = {}
    for said, times in often.items():
        try:
            code = _ballot(kind, *said, numbers).code(ids)
        except InvalidFileError as error:
            raise source.at_line(error, lines[said]) from None
        piles[code] = piles.get(code, 0) + times
    return piles


def _ballot(kind: str, vote: str, points: str, numbers: Mapping[str, int]) -> AnyBallot:
    named = [part.strip() for part in vote.split(",") if part.strip()]
    for name in named:
        if name not in numbers:
            raise InvalidFileError("file.pb-unknown-project", found=source.shown(name))
    if len(set(named)) != len(named):
        again = next(name for name in named if named.count(name) > 1)
        raise InvalidFileError("file.marked-twice", found=source.shown(again))
    marked = [numbered(numbers[name]) for name in named]
    if kind == "approval":
        return Approval.of(*marked)
    if kind == "ordinal":
        return Ranking.of(*marked)
    if kind == "choose-1":
        if len(marked) > 1:
            raise InvalidFileError("file.pb-choose-one", found=source.shown(vote))
        return Choice.of(*marked)
    return Scores(_points(points, marked))


def _points(points: str, marked: Sequence[OptionId]) -> dict[OptionId, int]:
    given = [part.strip() for part in points.split(",") if part.strip()]
    values = [source.whole(text.removesuffix(".0")) for text in given]
    if len(values) != len(marked) or min(values, default=0) < 0:
        found = source.shown(points)
        raise InvalidFileError("file.pb-points", found=found, expected=len(marked))
    return dict(zip(marked, values, strict=True))


def _vector(votes: Section) -> dict[str, str]:
    """Return the points by rank, if the file states them: those of its longest vote."""
    given = [votes.cell(row, "points").replace(" ", "") for _, row in votes.rows]
    longest = max(given, key=lambda text: text.count(","), default="")
    return {"points": longest} if longest else {}


def write(poll: Poll) -> str:
    """Write a poll as .pb: projects by their names, one vote a line; refuse gifts and stances."""
    kind = _TYPES.get(poll.form.form)
    if kind is None:
        raise InvalidError("format.other-form", format="pb", form=poll.form.form)
    if any("," in option.label for option in poll.options):
        raise InvalidError("format.pb-comma")
    names = {option.id: option.label for option in poll.options}
    meta = {
        "description": poll.title or "-",
        "num_projects": str(len(poll.options)),
        "num_votes": str(poll.profile.cast - poll.profile.invalid),
        "budget": poll.rules.get("budget", ""),
        "vote_type": kind,
    }
    rows: list[Sequence[str]] = [("META",), ("key", "value"), *meta.items()]
    rows += [("PROJECTS",), ("project_id", "cost", "name")]
    rows += [(o.label, str(o.cost or 0), o.description) for o in poll.options]
    rows += [("VOTES",), ("voter_id", "vote", "points")]
    number = 0
    for ballot, often in poll.profile.ballots():
        vote, points = _said(ballot, names)
        for _ in range(often):
            number += 1
            rows.append((str(number), vote, points))
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    return out.getvalue()


def _said(ballot: AnyBallot, names: Mapping[OptionId, str]) -> tuple[str, str]:
    if isinstance(ballot, Scores):
        if min(ballot.points.values(), default=0) < 0:
            raise InvalidError("format.pb-negative")
        given = ballot.points.items()
        return ",".join(names[o] for o, _ in given), ",".join(str(value) for _, value in given)
    if isinstance(ballot, Ranking):
        if not ballot.is_clean():
            raise InvalidError("format.pb-ranks")
        return ",".join(names[rank[0]] for rank in ballot.ranks), ""
    return ",".join(name for option, name in names.items() if option in ballot.options()), ""


FORMATS = (
    Format(
        id="pb",
        title=Phrase("Pabulib, anggaran warga", "Pabulib, participatory budgets"),
        endings=(".pb",),
        read=read,
        write=write,
        keeps=frozenset({"title", "descriptions", "costs", "bytes"}),
    ),
)
