"""All numbers of a consensus deliberation: its rounds, its waits and the vote that may end it.

One flat rule card, so that a preset is data and a community edits numbers.
"""

import re
from dataclasses import dataclass

from voting.deliberation.round_rules import RoundRules
from voting.deliberation.shares import read_share
from voting.deliberation.votes import VoteRules
from voting.errors import InvalidRuleError
from voting.rules import check_bounds, choice, switch, text, whole
from voting.words import Phrase

ONLINE = "online"
HALL = "hall"
MINUTE = 60
HOUR = 3600
GROUNDS = {
    "harm": Phrase("Merugikan warga", "It harms the community"),
    "rule": Phrase("Melanggar aturan", "It breaks a rule"),
}

_WAIT = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")


@dataclass(frozen=True)
class Wait:
    """How long until the next sitting, in seconds: at least, and at most if there is a limit."""

    least: int
    most: int | None


@dataclass(frozen=True, kw_only=True)
class ProtocolRules(RoundRules, VoteRules):
    """The rule card of a deliberation by consensus."""

    place: str = choice(
        ONLINE,
        Phrase("Tempat bermusyawarah", "Where it is held"),
        Phrase(
            "Di balai, jeda antarputaran lebih pendek.",
            "In a hall the pause between rounds is shorter.",
        ),
        {ONLINE: Phrase("Lewat situs", "On the site"), HALL: Phrase("Di balai", "In a hall")},
    )
    wait_online: int = whole(
        1440,
        Phrase("Jeda antarputaran di situs", "Pause between rounds on the site"),
        Phrase("Dalam menit.", "In minutes."),
    )
    wait_hall: int = whole(
        30,
        Phrase("Jeda antarputaran di balai", "Pause between rounds in a hall"),
        Phrase("Dalam menit.", "In minutes."),
    )
    sitting_waits: str = text(
        "24",
        Phrase("Lamanya penundaan", "How long a postponement lasts"),
        Phrase(
            "Dalam jam, satu untuk tiap penundaan: “24” paling sedikit 24 jam, “0-72” paling lama "
            "72 jam. Yang terakhir berlaku juga untuk penundaan berikutnya.",
            "In hours, one for each postponement: “24” is at least 24 hours, “0-72” at most 72. "
            "The last one holds for those that follow.",
        ),
    )
    revote_wait: int = whole(
        24,
        Phrase("Jeda sebelum pemungutan ulang", "Pause before the vote is held again"),
        Phrase("Dalam jam, bila suara sama banyak.", "In hours, after equal votes."),
    )
    require_each_group: str = text(
        "0",
        Phrase("Setuju di setiap dusun", "Agreement in every group"),
        Phrase(
            "Bagian yang harus setuju di setiap dusun; 0 berarti hanya untuk diketahui.",
            "The share that must agree in every group; 0 means for information only.",
        ),
    )
    secret: bool = switch(
        False,
        Phrase("Sikap dirahasiakan", "Stances are secret"),
        Phrase(
            "Alasan ditampilkan tanpa nama; hasil putaran datang dari kotak suara.",
            "Reasons are shown without names; a round's counts come from its ballot box.",
        ),
    )

    def __post_init__(self) -> None:
        """Refuse what rounds and votes refuse, and waits that are none."""
        check_bounds(self)
        RoundRules.__post_init__(self)
        VoteRules.__post_init__(self)
        read_share("require_each_group", self.require_each_group)
        self.wait_before(2)

    @property
    def round_wait(self) -> int:
        """Return the least time between two rounds, in seconds."""
        return MINUTE * (self.wait_hall if self.place == HALL else self.wait_online)

    def wait_before(self, sitting: int) -> Wait:
        """Return the wait before a sitting, the second being the first after a postponement."""
        waits = [_wait(part.strip()) for part in self.sitting_waits.split(",")]
        return waits[min(sitting - 2, len(waits) - 1)]


def _wait(written: str) -> Wait:
    match = _WAIT.fullmatch(written)
    least, most = (match[1], match[2]) if match else ("1", "0")
    if most is not None and int(most) < int(least):
        raise InvalidRuleError("consensus.not-a-wait", value=written)
    return Wait(int(least) * HOUR, None if most is None else int(most) * HOUR)
