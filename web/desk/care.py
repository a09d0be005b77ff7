"""What the log asks for: it must be writable, and signed within minutes."""

from sqlalchemy import Connection

from voting.roll import Role
from voting.services import log_health
from web.desk.task import MINUTE, Task, When, ago
from web.visit import Visit

SIGNED_WITHIN = 10 * MINUTE


def tasks(visit: Visit, connection: Connection) -> list[Task]:
    """Return what is wrong with the log: for those who call whoever runs the server."""
    if not visit.has(Role.ADMINISTRATOR, Role.MODERATOR):
        return []
    log = log_health.look(connection)
    if log.read_only:
        return [_task(visit, visit.gettext("Nothing can be put on record: the log is read-only"))]
    if log.unsigned_since is not None and log.unsigned_since < visit.at - SIGNED_WITHIN:
        since = ago(visit, log.unsigned_since)
        return [_task(visit, visit.gettext("The log waits to be signed"), since)]
    return []


def _task(visit: Visit, title: str, age: str = "") -> Task:
    advice = visit.gettext("Call whoever runs the server; the command there is mufakat doctor")
    return Task(
        when=When.LATE,
        title=title,
        line=f"{age}. {advice}" if age else advice,
        icon="scroll-text",
        label=visit.gettext("See the log"),
        url=visit.url("evidence/log"),
        minutes=5,
    )
