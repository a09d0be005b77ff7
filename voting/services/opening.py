"""Opening a contest: from here on everybody decides the same question by the same rules.

The roll is frozen (a number and a salt for each elector), the manifest is built and its hash put
on record. What is frozen never changes; what still may change, and who may change it, is in
``changing``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import perm

from sqlalchemy import Connection

from voting.audit.commitments import SALT_SIZE, roll_leaf, roll_root, tie_commitment
from voting.audit.entries import Opened
from voting.audit.manifest import OPEN_BALLOT, SECRET_BALLOT, Manifest, text_hash
from voting.ballots import Gifts, Ranking, Scores
from voting.canonical import sha256
from voting.deliberation import Act, check_act
from voting.errors import RefusalError
from voting.outcome import Reason
from voting.roll import Person
from voting.services import contests, recording
from voting.services.checkpointing import policy_of
from voting.services.keys import Keys, fresh, log_name, receipt_name
from voting.store import attendance, log, people, rolls, states
from voting.store import contests as store
from voting.store.contests import ContestView

FEW = 10


@dataclass(frozen=True, kw_only=True)
class OpeningSummary:
    """What a moderator reads before opening.

    ``frozen`` is what can no longer change, ``open`` what still can (as a logged act, with a
    reason), ``warnings`` what to think about first, ``holes`` what stops the opening.
    """

    frozen: tuple[Reason, ...]
    open: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    holes: tuple[RefusalError, ...]


def summary(connection: Connection, number: str, at: int) -> OpeningSummary:
    """Return what opening a draft would mean."""
    view = contests.show(connection, number)
    secret = view.level == SECRET_BALLOT
    may = ("extend", "withdraw-option", "correct-roll", "cancel")
    return OpeningSummary(
        frozen=(
            Reason(code="opening.keeps-question"),
            Reason(code="opening.keeps-options", params={"options": len(view.options)}),
            Reason(code="opening.keeps-method"),
            Reason(code="opening.keeps-secret" if secret else "opening.keeps-open"),
            Reason(code="opening.keeps-roll", params={"electors": view.eligible}),
            Reason(code="opening.keeps-times"),
        ),
        open=tuple(Reason(code=f"opening.may-{act}") for act in may),
        warnings=tuple(_warnings(view)) if secret else (),
        holes=contests.holes(view, at),
    )


def open_contest(
    connection: Connection,
    actor: Person,
    keys: Keys,
    number: str,
    at: int,
    *,
    pictures: Mapping[str, str] | None = None,
) -> ContestView:
    """Open a contest: freeze its roll and rules, put the manifest's hash on record.

    ``pictures`` maps the names of pictures to the SHA-256 of their files, in hexadecimal. Refuses
    the first hole of the draft, if it has any.
    """
    view = contests.show(connection, number)
    after = check_act(view.state, Act.OPEN, actor.roles)
    for hole in contests.holes(view, at):
        raise hole
    root = _freeze_roll(connection, view)
    view = _with_electors(connection, contests.show(connection, number))
    manifest = _manifest(log.origin(connection), keys, view, root, pictures or {})
    states.move(connection, view.id, view.state, after, opened_at=at, manifest=manifest.encode())
    entry = Opened(
        poll=view.poll, number=0, manifest=manifest.hash, actor=recording.handle(actor), at=at
    )
    recording.enter(connection, entry, "opened", at=at, actor=actor, contest_id=view.id)
    return contests.show(connection, number)


def _freeze_roll(connection: Connection, view: ContestView) -> bytes:
    """Give everybody who may vote a number, in an order of chance, and return the roll's root.

    Those are the residents of its place; in a contest of a sitting, whoever is invited there.
    """
    voters = attendance.electors(connection, view.id)
    if voters is None:
        voters = [person.id for person in people.residents(connection, view.place)]
    drawn = sorted((fresh(SALT_SIZE), person) for person in voters)
    electors = [(person, number, salt) for number, (salt, person) in enumerate(drawn, 1)]
    rolls.freeze(connection, view.id, sorted(electors))
    return roll_root(roll_leaf(salt, number) for _, number, salt in electors)


def _with_electors(connection: Connection, view: ContestView) -> ContestView:
    """Let a method that needs a quorum know how many may vote, where its rules leave that open."""
    if view.rules.get("eligible") != 0:
        return view
    store.set_rules(connection, view.id, {**view.rules, "eligible": view.eligible})
    return contests.show(connection, view.number)


def _manifest(
    origin: str, keys: Keys, view: ContestView, root: bytes, pictures: Mapping[str, str]
) -> Manifest:
    secret = view.level == SECRET_BALLOT
    return Manifest(
        poll=view.poll,
        number=view.number,
        level=view.level,
        contest=view.contest(),
        text_hashes={o.id: text_hash(o.description) for o in view.options if o.description},
        picture_hashes={
            o.id: pictures.get(o.picture, text_hash(o.picture)) for o in view.options if o.picture
        },
        opens=view.opens,
        closes=view.closes,
        grace=view.grace,
        eligible=view.eligible,
        roll_root=root.hex(),
        log=str(keys.log.public(log_name(origin))),
        receipt_key=str(keys.receipt.public(receipt_name(origin))),
        seal_key=keys.seal_key(view.poll) if secret else "",
        tie_commit=tie_commitment(keys.tie_secret(view.poll)),
        policy=sha256(policy_of(keys, origin).encode()).hex(),
        revote="until-close" if view.level == OPEN_BALLOT else "none",
    )


def _warnings(view: ContestView) -> list[Reason]:
    found = []
    if view.eligible < FEW:
        found.append(Reason(code="opening.few-electors", params={"electors": view.eligible}))
    if view.ballot_form is Ranking and 2 * _rankings(len(view.options)) > view.eligible:
        found.append(Reason(code="opening.ballots-stand-out"))
    if view.ballot_form in (Scores, Gifts):
        found.append(Reason(code="opening.ballots-stand-out"))
    return found


def _rankings(options: int) -> int:
    """Return how many different rankings there are, partial ones and the blank one included."""
    return sum(perm(options, ranked) for ranked in range(options + 1))
