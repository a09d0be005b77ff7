"""Contests with their options: the draft a moderator works on and, later, what was frozen."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    RowMapping,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    update,
)

from voting.ballots import AnyBallot, OptionId
from voting.canonical import Json, decode, encode
from voting.contest import Contest, Option
from voting.deliberation import ContestState, Voting
from voting.errors import MissingError
from voting.methods import method
from voting.rules import read as read_rules
from voting.store import people
from voting.store.rows import contest, contest_option, elector, person


@dataclass(frozen=True, kw_only=True)
class ContestView:
    """Everything about a contest that pages and services read.

    ``number`` is public (P-2026-001), ``poll`` names the contest in the log. ``eligible`` counts
    the electors of the frozen roll, before opening the residents who would be on it. ``voted`` is
    None where so few have voted that the figure would say too much.
    """

    id: int
    number: str
    poll: str
    title: str
    question: str
    method: str
    rules: Mapping[str, Json]
    level: str
    place: str
    state: ContestState
    opens: int
    closes: int
    grace: int
    created_at: int
    options: tuple[Option, ...]
    eligible: int
    voted: int | None
    manifest_hash: str = ""
    opened_at: int | None = None
    closed_at: int | None = None
    published_at: int | None = None

    def contest(self) -> Contest[Any]:
        """Return the contest as the core counts it; InvalidError if a draft has holes."""
        return Contest(
            title=self.title,
            question=self.question,
            method=self.method,
            rules=read_rules(method(self.method).rules, self.rules),
            options=self.options,
        )

    @property
    def ballot_form(self) -> type[AnyBallot]:
        """Return the form of ballot that the method asks for under these rules."""
        chosen = method(self.method)
        return chosen.form_of(read_rules(chosen.rules, self.rules))

    def voting(self) -> Voting:
        """Return when ballots are taken."""
        return Voting(state=self.state, opens=self.opens, closes=self.closes, grace=self.grace)


def read(connection: Connection, number: str) -> ContestView:
    """Return a contest by its public number; MissingError if there is none."""
    sound = number.isascii() and number.isprintable()  # else PostgreSQL cannot even look for it
    row = connection.execute(_BY_NUMBER, {"number": number}).mappings().first() if sound else None
    if row is None:
        raise MissingError("contest.unknown", number=number)
    options = _read_options(connection.execute(_OPTIONS_OF, {"contest": row["id"]}))
    counts = connection.execute(_COUNTS_OF, {"contest": row["id"]}).first()
    known = (counts.eligible, counts.voted) if counts else None
    return _view(connection, row, options[row["id"]], known)


def voting(connection: Connection, number: str) -> Voting:
    """Return when a contest takes ballots, and no more; MissingError if there is none."""
    sound = number.isascii() and number.isprintable()
    row = connection.execute(_VOTING, {"number": number}).first() if sound else None
    if row is None:
        raise MissingError("contest.unknown", number=number)
    state = ContestState(row.state)
    return Voting(state=state, opens=row.opens, closes=row.closes, grace=row.grace)


def read_all(connection: Connection) -> tuple[ContestView, ...]:
    """Return every contest, the latest closing time first."""
    return tuple(_views(connection))


def read_ids(connection: Connection, ids: Sequence[int]) -> tuple[ContestView, ...]:
    """Return some contests, the latest closing time first."""
    return tuple(_views(connection, contest.c.id.in_(ids))) if ids else ()


def poll(connection: Connection, contest_id: int) -> str:
    """Return the name by which the log knows a contest."""
    query = select(contest.c.poll).where(contest.c.id == contest_id)
    return str(connection.execute(query).scalar_one())


def last_number(connection: Connection, prefix: str) -> str | None:
    """Return the highest public number that begins with a text, such as ``P-2026-``.

    Numbers of equal length sort as text; a longer one is the higher.
    """
    query = select(contest.c.number).where(contest.c.number.startswith(prefix, autoescape=True))
    highest = query.order_by(func.length(contest.c.number).desc(), contest.c.number.desc())
    found = connection.execute(highest.limit(1)).scalar()
    return None if found is None else str(found)


def add(
    connection: Connection,
    values: Mapping[str, Any],
    rules: Mapping[str, Json],
    options: Sequence[Option],
) -> None:
    """Write a new contest down; ``values`` are its columns but for the rules."""
    query = insert(contest).values(rules=_text(rules), **values).returning(contest.c.id)
    _add_options(connection, connection.execute(query).scalar_one(), options)


def replace(
    connection: Connection,
    contest_id: int,
    values: Mapping[str, Any],
    rules: Mapping[str, Json],
    options: Sequence[Option],
) -> None:
    """Write a contest anew in place of what stood there: only for drafts."""
    mine = contest.c.id == contest_id
    connection.execute(update(contest).where(mine).values(rules=_text(rules), **values))
    old = contest_option.c.contest_id == contest_id
    connection.execute(delete(contest_option).where(old))
    _add_options(connection, contest_id, options)


def turnout_by_place(connection: Connection, contest_id: int) -> list[tuple[str, int, int]]:
    """Return for every place of the frozen roll: how many may vote, how many have."""
    query = select(person.c.place, *_COUNTS).join_from(elector, person)
    query = query.where(elector.c.contest_id == contest_id).group_by(person.c.place)
    rows = connection.execute(query.order_by(person.c.place))
    return [(row.place, row.eligible, row.voted) for row in rows]


_VOTED = case((elector.c.voted > 0, 1), else_=0)
_STANDS = case((elector.c.struck_at.is_(None), 1), else_=0)
_COUNTS = (
    func.coalesce(func.sum(_STANDS), 0).label("eligible"),
    func.coalesce(func.sum(_VOTED), 0).label("voted"),
)


def set_rules(connection: Connection, contest_id: int, rules: Mapping[str, Json]) -> None:
    """Write the rules of a contest anew, and nothing else."""
    connection.execute(update(contest).where(contest.c.id == contest_id).values(rules=_text(rules)))


def _text(rules: Mapping[str, Json]) -> str:
    return encode(rules).decode()


def _add_options(connection: Connection, contest_id: int, options: Sequence[Option]) -> None:
    rows = [
        {
            "contest_id": contest_id,
            "option_id": option.id,
            "position": position,
            "label": option.label,
            "description": option.description,
            "picture": option.picture,
            "cost": option.cost,
        }
        for position, option in enumerate(options, 1)
    ]
    if rows:
        connection.execute(insert(contest_option), rows)


def _views(connection: Connection, *only: ColumnElement[bool]) -> list[ContestView]:
    query = select(contest).where(*only).order_by(contest.c.closes.desc(), contest.c.id.desc())
    rows = connection.execute(query).mappings().all()
    ids = [row["id"] for row in rows]
    options = _options(connection, ids)
    counts = _counts(connection, ids)
    return [_view(connection, row, options[row["id"]], counts.get(row["id"])) for row in rows]


def _view(
    connection: Connection,
    row: RowMapping,
    options: Sequence[Option],
    counts: tuple[int, int] | None,
) -> ContestView:
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    manifest = values.pop("manifest")
    if counts is None:
        counts = (people.count_residents(connection, row["place"]), 0)
    return ContestView(
        **values
        | {
            "state": ContestState(row["state"]),
            "rules": decode(row["rules"].encode()),
            "options": tuple(options),
            "eligible": counts[0],
            "voted": counts[1],
            "manifest_hash": "" if manifest is None else hashlib.sha256(manifest).hexdigest(),
        }
    )


def _options(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Option]]:
    query = select(contest_option).where(contest_option.c.contest_id.in_(ids))
    return _read_options(connection.execute(query.order_by(contest_option.c.position)))


def _read_options(rows: Iterable[Row[Any]]) -> Mapping[int, list[Option]]:
    found: defaultdict[int, list[Option]] = defaultdict(list)
    for row in rows:
        found[row.contest_id].append(
            Option(
                id=OptionId(row.option_id),
                label=row.label,
                description=row.description,
                picture=row.picture,
                cost=row.cost,
                withdrawn=row.withdrawn_at is not None,
            )
        )
    return found


def _counts(connection: Connection, ids: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    query = select(elector.c.contest_id, *_COUNTS).group_by(elector.c.contest_id)
    rows = connection.execute(query.where(elector.c.contest_id.in_(ids)))
    return {row.contest_id: (row.eligible, row.voted) for row in rows}


# Made once: every page of a contest reads it, some more than once.
_VOTING = select(contest.c.state, contest.c.opens, contest.c.closes, contest.c.grace).where(
    contest.c.number == bindparam("number")
)
_BY_NUMBER = select(contest).where(contest.c.number == bindparam("number"))
_OPTIONS_OF = (
    select(contest_option)
    .where(contest_option.c.contest_id == bindparam("contest"))
    .order_by(contest_option.c.position)
)
_COUNTS_OF = (
    select(elector.c.contest_id, *_COUNTS)
    .where(elector.c.contest_id == bindparam("contest"))
    .group_by(elector.c.contest_id)
)
