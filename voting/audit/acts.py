"""The acts that may stand in the log as ``event/1``, and the form of every value in an entry."""

import re
from collections.abc import Callable, Mapping

from voting.canonical import LARGEST


def _text(pattern: str) -> Callable[[object], bool]:
    shape = re.compile(pattern)
    return lambda value: isinstance(value, str) and shape.fullmatch(value) is not None


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


_MATTER = _text(r"M-[0-9]{4}-[0-9]{3,9}")
_is_hash = _text(r"[0-9a-f]{64}")
CHECKS: Mapping[str, Callable[[object], bool]] = {
    "a": _text(r"[a-z0-9-]{1,64}"),
    "at": _is_count,
    "c": _text(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"),
    "closes": _is_count,
    "eligible": _is_count,
    "h": _is_hash,
    "into": _MATTER,
    "k": _text(r"[a-z][a-z-]{1,31}"),
    "light": _text("green|yellow|red"),
    "m": _is_hash,
    "matter": _MATTER,
    "n": _is_count,
    "option": _text(r"[a-z0-9-]{1,32}"),
    "person": _text(r"person-[0-9]{1,18}"),
    "phase": _text(r"[a-z]{1,32}"),
    "p": _text(r"[0-9a-f]{32}"),
    "public": _text(r"[0-9]{20}"),
    "q": _is_count,
    "r": _is_hash,
    "role": _text(r"[a-z-]{1,32}"),
    "roll_root": _is_hash,
    "root": _is_hash,
    "s": _is_hash,
    "sitting": _text(r"K-[0-9]{4}-[0-9]{3,9}"),
    "step": _text(r"[a-z-]{1,32}"),
    "subject": _text(r"[a-z]{1,16}-[0-9]{1,18}"),
    "text": _is_hash,
    "until": _is_count,
    "upheld": lambda value: value in (0, 1) and _is_count(value),
    "voted_n": _is_count,
    "voted_root": _is_hash,
}

EVENTS: Mapping[str, tuple[str, ...]] = {
    # of a contest, while it is open or after
    "extended": ("closes",),
    "option-withdrawn": ("option",),
    "roll-corrected": ("eligible", "roll_root"),
    "cancelled": (),
    "closed": (),
    "published": (),
    # of the community; with a contest's name where the act happened during one
    "founded": (),
    "roll-imported": ("n",),
    "elector-added": ("n",),
    "elector-removed": ("n",),
    "slips-issued": ("n",),
    "slip-reset": ("n",),
    "password-reset": (),
    "role-granted": ("role",),
    "role-revoked": ("role",),
    "lan-http": (),
    "restored": (),
    # of a matter, from its problem to its outcome
    "matter-raised": ("matter",),
    "matter-answered": ("matter",),
    "matter-moved": ("matter", "phase", "until"),
    "matter-gathered": ("matter", "into"),
    "matter-merged": ("matter", "into"),
    "matter-ended": ("matter",),
    "solution-verified": ("matter", "n", "light"),
    "summary-published": ("matter", "n"),
    "outcome-recorded": ("matter",),
    "words-hidden": ("matter", "subject"),
    "flags-dismissed": ("matter", "subject"),
    "appeal-heard": ("matter", "subject", "upheld"),
    # of a sitting that seeks consensus
    "sitting-called": ("matter", "sitting"),
    "sitting-moved": ("sitting", "step"),
    "sitting-text": ("sitting", "n", "text"),
    "people-invited": ("sitting", "n"),
    "presence-noted": ("sitting", "person"),
    "stance-entered": ("sitting", "person"),
}
"""Every kind of ``event/1`` with the public values it carries."""
