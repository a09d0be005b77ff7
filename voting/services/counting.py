"""Counting, drawing the lot where the count met a tie, and publishing.

The count is repeated by anybody from the bundle: it starts from the manifest that was frozen at
opening and the options that were withdrawn on record, exactly as a verifier does.
"""

from collections import Counter
from functools import partial
from typing import Any

from sqlalchemy import Connection

from voting.audit.commitments import tie_commitment, tie_seed
from voting.audit.entries import Counted, Drawn
from voting.audit.manifest import read_manifest
from voting.audit.recounting import as_frozen, final_contest, transcript_bytes, transcript_hash
from voting.canonical import decode
from voting.contest import Contest
from voting.deliberation import STEPS, Act, ContestState, check_act, check_publishable
from voting.errors import ConflictError, ForbiddenError
from voting.methods import method
from voting.outcome import Outcome
from voting.profile import Profile
from voting.roll import Person
from voting.services import closing, deciding, evidence, recording, sealing
from voting.services.keys import Keys
from voting.store import ballot_box, contests, results, states
from voting.store.contests import ContestView
from voting.store.database import Database
from voting.tiebreak import Lot


def finish(
    database: Database, actor: Person, keys: Keys, number: str, at: int, *, reason: str = ""
) -> ContestView:
    """Close, seal, count and publish: the moderator's one button, safe to press again.

    Each step is its own transaction, so that after a failure it goes on where it stopped. It stops
    at COUNTED where the count met a tie: then the lot must be drawn, and ``finish`` pressed again.
    ``reason`` is needed to close before the time.
    """
    if not actor.roles & STEPS[Act.PUBLISH].roles:
        raise ForbiddenError("contest.not-your-act", act=Act.PUBLISH.value)
    view = _view(database, number)
    if view.state is ContestState.OPEN:
        view = database.write(lambda c: closing.close(c, actor, number, reason, at=at))
    if view.state is ContestState.CLOSED:
        with database.read() as connection:
            prepared = sealing.prepare_seal(connection, keys, number)
        view = database.write(lambda c: sealing.seal(c, actor, prepared, at))
    if view.state is ContestState.SEALED:
        recording.checkpoint(database, keys, at)
        sealing.scrub(database, number)
        database.write(lambda c: count(c, actor, number, at))
    if database.write(lambda c: _publish_if_clear(c, actor, number, at)):
        recording.checkpoint(database, keys, at)
        database.write(partial(evidence.keep_bundle, number=number))
    return _view(database, number)


def tally(connection: Connection, number: str, lot: Lot | None = None) -> Outcome:
    """Count the opened ballots of a sealed contest; writes nothing."""
    view = contests.read(connection, number)
    contest = counted_contest(connection, view)
    counting = method(contest.method)
    form = counting.form_of(contest.rules)
    piles: dict[bytes, int] = {}
    numbers = {option: place for place, option in enumerate(contest.ids, 1)}
    for text, ballots in Counter(ballot_box.ballots(connection, view.id)).items():
        code = form.from_json(decode(text)).code(numbers)
        piles[code] = piles.get(code, 0) + ballots
    outcome = counting.count(contest, Profile(form=form, options=contest.ids, piles=piles), lot)
    return as_frozen(outcome, states.manifest(connection, view.id))


def counted_contest(connection: Connection, view: ContestView) -> Contest[Any]:
    """Return the contest as its manifest froze it, less the options withdrawn on record."""
    gone = (option.id for option in view.options if option.withdrawn)
    return final_contest(read_manifest(states.manifest(connection, view.id)).contest, gone)


def count(connection: Connection, actor: Person, number: str, at: int) -> Outcome:
    """Count a sealed contest and put the transcript's hash on record; ties stay unresolved."""
    view = contests.read(connection, number)
    after = check_act(view.state, Act.COUNT, actor.roles)
    outcome = tally(connection, number)
    result = _keep(connection, view, after, outcome)
    entry = Counted(
        poll=view.poll,
        number=recording.next_number(connection, view.id),
        result=result,
        actor=recording.handle(actor),
        at=at,
    )
    recording.enter(connection, entry, "counted", at=at, actor=actor, contest_id=view.id)
    return outcome


def draw(
    connection: Connection, actor: Person, keys: Keys, number: str, digits: str, *, at: int
) -> Outcome:
    """Draw the lot from 20 digits thrown in public and the server's share, and count again.

    Only where the count met a tie. The server's share is revealed with it; it was committed to in
    the manifest, so nobody could choose it after seeing the ballots or the dice.
    """
    view = contests.read(connection, number)
    after = check_act(view.state, Act.DRAW, actor.roles)
    if not is_tied(connection, view):
        raise ConflictError("contest.no-tie")
    secret = keys.tie_secret(view.poll)
    manifest = read_manifest(states.manifest(connection, view.id))
    if tie_commitment(secret) != manifest.tie_commit:
        raise ConflictError("tie.other-secret")
    outcome = tally(connection, number, Lot(tie_seed(view.poll, secret, digits)))
    result = _keep(connection, view, after, outcome)
    results.keep_draw(connection, view.id, results.Draw(public=digits, share=secret, at=at))
    entry = Drawn(
        poll=view.poll,
        number=recording.next_number(connection, view.id),
        public=digits,
        secret=secret.hex(),
        result=result,
        actor=recording.handle(actor),
        at=at,
    )
    recording.enter(connection, entry, "drawn", at=at, actor=actor, contest_id=view.id)
    return outcome


def lot_promise(connection: Connection, number: str) -> str:
    """Return what the site promised of its share of a lot: the hash frozen at opening, in hex."""
    view = contests.read(connection, number)
    return read_manifest(states.manifest(connection, view.id)).tie_commit


def publish(connection: Connection, actor: Person, number: str, at: int) -> ContestView:
    """Publish a result; ConflictError while a tie waits for its lot."""
    view = contests.read(connection, number)
    after = check_act(view.state, Act.PUBLISH, actor.roles)
    check_publishable(view.state, tied=is_tied(connection, view))
    states.move(connection, view.id, view.state, after, published_at=at)
    recording.record(
        connection, "published", at=at, actor=actor, contest_id=view.id, poll=view.poll
    )
    deciding.note_published(connection, view.id, at)
    return contests.read(connection, number)


def _publish_if_clear(connection: Connection, actor: Person, number: str, at: int) -> bool:
    """Publish unless a tie waits for its lot; tell whether the contest is published now."""
    view = contests.read(connection, number)
    if view.state is ContestState.PUBLISHED:
        return True
    if view.state is ContestState.COUNTED and is_tied(connection, view):
        return False
    publish(connection, actor, number, at)
    return True


def _view(database: Database, number: str) -> ContestView:
    with database.read() as connection:
        return contests.read(connection, number)


def is_tied(connection: Connection, view: ContestView) -> bool:
    """Tell whether the count that stands ended in a tie that only the lot can resolve."""
    transcript = results.transcript(connection, view.id)
    return transcript is not None and bool(decode(transcript)["tied"])


def _keep(connection: Connection, view: ContestView, after: ContestState, outcome: Outcome) -> str:
    states.move(connection, view.id, view.state, after)
    results.keep(connection, view.id, transcript_bytes(outcome))
    return transcript_hash(outcome)
