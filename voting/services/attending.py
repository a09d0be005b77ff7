"""Being there: who is present at a sitting, and who speaks when.

Residents note their own presence; an officer may tick somebody without a phone, which the log shows
with both. Whoever has not spoken yet comes before those who have.
"""

from sqlalchemy import Connection

from voting.canonical import Json, tidy
from voting.deliberation.standing import ENDS
from voting.errors import ConflictError, ForbiddenError
from voting.roll import Person, Role
from voting.services import permission, recording, sittings
from voting.services.sitting_steps import OFFICERS
from voting.store import attendance, people, sitting_contests, speakers
from voting.store import sittings as store
from voting.store.attendance import Invited
from voting.store.sittings import SittingView
from voting.store.speakers import Speaker

__all__ = [
    "Invited",
    "Speaker",
    "ask",
    "attend",
    "call",
    "elements",
    "invited",
    "is_invited",
    "note",
    "take_back",
    "to_invite",
]

MOST_FOUND = 60


def invited(
    connection: Connection, view: SittingView, *, search: str = "", limit: int | None = None
) -> list[Invited]:
    """Return who is invited, each with their presence today."""
    return attendance.listed(
        connection, view.id, _day(connection, view), search=tidy(search), limit=limit
    )


def elements(connection: Connection, view: SittingView) -> list[tuple[str, int]]:
    """Return how many are invited as which part of the community, the most first."""
    return attendance.elements(connection, view.id)


def to_invite(connection: Connection, actor: Person, search: str, at: int) -> list[Person]:
    """Return residents whose name, reference or place holds a text, for a moderator to invite."""
    permission.check(actor, Role.MODERATOR)
    found = people.page(connection, tidy(search), at, limit=MOST_FOUND, offset=0)
    return [one for one in found if Role.RESIDENT in one.roles]


def is_invited(connection: Connection, view: SittingView, person: Person) -> bool:
    """Tell whether somebody is invited."""
    return attendance.is_invited(connection, view.id, person.id)


def attend(connection: Connection, person: Person, number: str, at: int) -> bool:
    """Note one's own presence; False if it was noted before."""
    view = _running(connection, number)
    _check_invited(connection, view, person.id)
    day = _day(connection, view)
    return attendance.note(connection, view.id, day, person_id=person.id, ticked_by=None, at=at)


def note(connection: Connection, actor: Person, number: str, person_id: int, at: int) -> None:
    """Tick somebody who is there, as an officer; ConflictError if they are ticked already."""
    permission.check(actor, *OFFICERS)
    view = _running(connection, number)
    person = people.find_present(connection, person_id, at)
    _check_invited(connection, view, person.id)
    day = _day(connection, view)
    done = attendance.note(connection, view.id, day, person_id=person.id, ticked_by=actor.id, at=at)
    if not done:
        raise ConflictError("sitting.present-already", name=person.name)
    detail: dict[str, Json] = {"sitting": number, "person": recording.handle(person)}
    recording.record(
        connection, "presence-noted", at=at, actor=actor, detail=detail, matters=[view.matter_id]
    )


def ask(connection: Connection, person: Person, number: str, at: int) -> bool:
    """Ask to speak; False if somebody waits for their turn already."""
    view = _running(connection, number)
    _check_invited(connection, view, person.id)
    return speakers.ask(connection, view.id, person.id, at)


def take_back(connection: Connection, person: Person, number: str) -> None:
    """Leave the list of speakers."""
    speakers.take_back(connection, store.read(connection, number).id, person.id)


def call(connection: Connection, actor: Person, number: str, speaker: int, at: int) -> None:
    """Give somebody of the list the word; ConflictError if that happened already."""
    permission.check(actor, Role.MODERATOR, Role.POLL_OFFICER)
    view = _running(connection, number)
    if speaker not in {one.id for one in speakers.waiting(connection, view.id)}:
        raise ConflictError("sitting.spoke-already")
    speakers.call(connection, speaker, at)


def _running(connection: Connection, number: str) -> SittingView:
    view = store.read(connection, number)
    if view.matter_hidden:
        raise ConflictError("matter.is-hidden")
    if view.state in ENDS:
        raise ConflictError(f"consensus.stands.{view.state.value}")
    return view


def _check_invited(connection: Connection, view: SittingView, person_id: int) -> None:
    if not attendance.is_invited(connection, view.id, person_id):
        raise ForbiddenError("sitting.not-invited")


def _day(connection: Connection, view: SittingView) -> int:
    return sittings.day_of(view.state, sitting_contests.parts(connection, view.id))
