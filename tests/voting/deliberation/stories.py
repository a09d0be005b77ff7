"""A deliberation by consensus with a clock of its own, so that a story reads from top to bottom."""

import pytest

from voting.deliberation.events import (
    Answer,
    CloseRound,
    Conclude,
    Create,
    Discuss,
    OpenRound,
    Revise,
    Take,
)
from voting.deliberation.machine import apply, replay
from voting.deliberation.presets import PRESETS

HOUR, DAY = 3600, 86_400
PEOPLE = ("ani", "budi", "citra", "dewi")
ROLL = tuple((name, "utara" if name < "c" else "selatan") for name in PEOPLE)
WHY = {"disagree": "Terlalu mahal.", "block": "Merugikan petani."}


class Village:
    """A deliberation with a clock, so that a story reads from top to bottom."""

    def __init__(self, name="mufakat", **edits):
        self.at, self.text, self.events = 0, 1, []
        self.do(Create, title="Ronda", text="hash-1", rules={**PRESETS[name].values, **edits})
        self.do(Discuss)

    @property
    def now(self):
        return replay(self.events)

    def do(self, kind, actor="moderator", wait=1, **values):
        event = kind(actor=actor, at=self.at + wait, **values)
        apply(self.now if self.events else None, event)
        self.events.append(event)
        self.at += wait
        return self

    def round(self, *stances, wait=1, **close):
        self.do(OpenRound, closes=self.at + wait + DAY, roll=ROLL, wait=wait)
        for who, stance in zip(PEOPLE, stances, strict=False):
            ground = "harm" if stance == "block" else ""
            self.do(Take, who, stance=stance, reason=WHY.get(stance, ""), ground=ground)
        return self.do(CloseRound, wait=DAY, **close)

    def conclude(self, **values):
        return self.do(Conclude, **values)

    def amend(self):
        self.text += 1
        self.do(Revise, text=f"hash-{self.text}")
        version = self.now.versions[-1].number
        for objection in self.now.of_this_round():
            self.do(
                Answer,
                objection=objection.number,
                answer="accepted",
                version=version,
                reason="Baik.",
            )
        return self

    def failed_round(self, wait=DAY):
        return self.round("agree", "agree", "agree", "block", wait=wait).conclude()


def refused(family, code, act):
    with pytest.raises(family) as refusal:
        act()
    assert refusal.value.code == code
