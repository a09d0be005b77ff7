"""The tables. Times are UTC Unix seconds; hashes, keys and sealed ballots are bytes.

What is not here matters as much: nothing in ``box`` points to a person, a time, a device or an
order. ``box`` and ``retry`` have no row id on SQLite, because row order would be the order of
casting; the voter's mark in ``elector`` and the ballot in ``box`` are written in one transaction
and share no value.
"""

from voting.store.rows.contests import (
    box,
    contest,
    contest_option,
    draw,
    elector,
    open_ballot,
    opened_ballot,
    result,
    retry,
)
from voting.store.rows.log import (
    act,
    checkpoint,
    log_entry,
)
from voting.store.rows.matters import (
    follow,
    gathering,
    matter,
    matter_act,
    matter_answer,
    matter_contest,
    merger,
    merger_ask,
    notice,
    outcome,
    photo,
    saved_form,
    support,
)
from voting.store.rows.metadata import (
    metadata,
)
from voting.store.rows.people import (
    community,
    login,
    person,
    role_grant,
    sign_in_failure,
    slip,
    web_session,
)
from voting.store.rows.search import matter_text
from voting.store.rows.sittings import (
    attendance,
    cosignature,
    invitation,
    sitting,
    sitting_event,
    sitting_text,
    speaker,
    stance_note,
)
from voting.store.rows.solutions import (
    amendment,
    coauthor,
    solution,
    solution_cite,
    solution_version,
)
from voting.store.rows.talk import (
    flag,
    hiding,
    position,
    position_also,
    summary,
    summary_reply,
)

__all__ = [
    "act",
    "amendment",
    "attendance",
    "box",
    "checkpoint",
    "coauthor",
    "community",
    "contest",
    "contest_option",
    "cosignature",
    "draw",
    "elector",
    "flag",
    "follow",
    "gathering",
    "hiding",
    "invitation",
    "log_entry",
    "login",
    "matter",
    "matter_act",
    "matter_answer",
    "matter_contest",
    "matter_text",
    "merger",
    "merger_ask",
    "metadata",
    "notice",
    "open_ballot",
    "opened_ballot",
    "outcome",
    "person",
    "photo",
    "position",
    "position_also",
    "result",
    "retry",
    "role_grant",
    "saved_form",
    "sign_in_failure",
    "sitting",
    "sitting_event",
    "sitting_text",
    "slip",
    "solution",
    "solution_cite",
    "solution_version",
    "speaker",
    "stance_note",
    "summary",
    "summary_reply",
    "support",
    "web_session",
]
