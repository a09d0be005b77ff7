"""What a cast needs to know of its contest, read anew in the transaction that casts, in one query.

The turnout is left out on purpose: adding up the roll at every cast would cost more than the cast.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from voting.ballots import OptionId
from voting.canonical import decode
from voting.contest import Contest, Option
from voting.deliberation import ContestState, Voting
from voting.errors import MissingError
from voting.methods import method
from voting.rules import read as read_rules
from voting.store.rows import community, contest, contest_option


@dataclass(frozen=True, kw_only=True)
class Booth:
    """A contest as it stands at this moment, and the origin of the log that will hold it."""

    id: int
    poll: str
    level: str
    voting: Voting
    contest: Contest[Any]
    origin: str


_BOOTH = (
    select(
        contest.c.id,
        contest.c.poll,
        contest.c.level,
        contest.c.title,
        contest.c.method,
        contest.c.rules,
        contest.c.state,
        contest.c.opens,
        contest.c.closes,
        contest.c.grace,
        select(community.c.origin).scalar_subquery().label("origin"),
        contest_option.c.option_id,
        contest_option.c.label,
        contest_option.c.cost,
        contest_option.c.withdrawn_at,
    )
    .join(contest_option, contest_option.c.contest_id == contest.c.id)
    .where(contest.c.poll == bindparam("poll"))
    .order_by(contest_option.c.position)
)


def read(connection: Connection, poll: str) -> Booth:
    """Return a contest by the name the log knows it by; MissingError if there is none."""
    rows = connection.execute(_BOOTH, {"poll": poll}).all()
    if not rows:
        raise MissingError("contest.unknown", number=poll)
    first = rows[0]
    return Booth(
        id=first.id,
        poll=first.poll,
        level=first.level,
        voting=Voting(
            state=ContestState(first.state),
            opens=first.opens,
            closes=first.closes,
            grace=first.grace,
        ),
        contest=Contest(
            title=first.title,
            method=first.method,
            rules=read_rules(method(first.method).rules, decode(first.rules.encode())),
            options=tuple(
                Option(
                    id=OptionId(row.option_id),
                    label=row.label,
                    cost=row.cost,
                    withdrawn=row.withdrawn_at is not None,
                )
                for row in rows
            ),
        ),
        origin=first.origin,
    )
