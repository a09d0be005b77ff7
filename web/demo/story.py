"""The year of the village as data: who did what, when and in which words, in both languages.

Each file in ``story/`` is one matter: its steps in their order. A text is
``{"id": ..., "en": ...}``, a moment ``"-12 19:30"``: so many days before today, at that hour in the
village. All else about a step are values for its act (see ``web.demo.acts``).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from voting.words import LANGUAGES

FOLDER = Path(__file__).parent / "story"
_MOMENT = re.compile(r"([+-]\d+) (\d\d):(\d\d)")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that happened in a matter, at a Unix time; ``index`` is its place in the matter."""

    at: int
    act: str
    matter: str
    index: int
    values: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Return the key that the form of this step carried; real ones are random."""
        return f"{self.matter}{self.index:04}".encode().hex().ljust(32, "0")


def steps(now: int, language: str, zone: ZoneInfo) -> list[Step]:
    """Return everything that happened by now, the oldest first."""
    found = [step for path in sorted(FOLDER.glob("*.json")) for step in _read(path, now, zone)]
    spoken = [_step(step, language) for step in found]
    return sorted(spoken, key=lambda step: (step.at, step.matter, step.index))


def told(value: Any, change: Any) -> Any:
    """Return data with every leaf changed; a text in two languages is one leaf."""
    if isinstance(value, dict) and set(value) != set(LANGUAGES):
        return {name: told(each, change) for name, each in value.items()}
    if isinstance(value, list):
        return [told(each, change) for each in value]
    return change(value)


def said(value: Any, language: str) -> Any:
    """Return data with its texts in one language."""
    return told(value, lambda leaf: leaf[language] if isinstance(leaf, dict) else leaf)


def moment(today: datetime, leaf: Any) -> Any:
    """Return the Unix time that a leaf stands for, or the leaf if it is no moment."""
    match = _MOMENT.fullmatch(leaf) if isinstance(leaf, str) else None
    if match is None:
        return leaf
    day = today.date() + timedelta(days=int(match[1]))
    at = datetime.combine(day, time(int(match[2]), int(match[3])), today.tzinfo)
    return int(at.timestamp())


def _read(path: Path, now: int, zone: ZoneInfo) -> list[Step]:
    today = datetime.fromtimestamp(now, zone)
    found = []
    for index, raw in enumerate(json.loads(path.read_text("utf-8"))):
        values = told(raw, partial(moment, today))
        at, act = values.pop("when"), values.pop("act")
        found.append(Step(at=at, act=act, matter=path.stem, index=index, values=values))
    return found


def _step(step: Step, language: str) -> Step:
    values = said(step.values, language)
    return Step(at=step.at, act=step.act, matter=step.matter, index=step.index, values=values)
