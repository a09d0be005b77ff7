"""What a list of matters is asked for: odd or unknown values count as not given."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

from voting.canonical import tidy
from voting.deliberation.matters import Phase
from voting.deliberation.themes import THEMES
from voting.services.searching import LONGEST_ASKED

STATES = ("running", "ended", "all")
ORDERS = ("new", "due", "moved")


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Words to look for, phase, theme, place, whether matters run or ended, and the order."""

    q: str = ""
    phase: str = ""
    theme: str = ""
    place: str = ""
    state: str = ""
    order: str = ""

    @property
    def given(self) -> dict[str, str]:
        """Return what was asked for, as the address says it."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def narrows(self) -> bool:
        """Tell whether anything but words and the order was chosen."""
        return bool(self.phase or self.theme or self.place or self.state)

    @property
    def running(self) -> bool | None:
        """Return True for matters that go on, False for those that ended, None for both."""
        return {"ended": False, "all": None}.get(self.state, True)


def read(query: Mapping[str, str], places: Collection[str]) -> Filters:
    """Return what an address asks for."""

    def among(name: str, known: Collection[str]) -> str:
        value = query.get(name, "")
        return value if value in known else ""

    return Filters(
        q=tidy(query.get("q", "")[:LONGEST_ASKED]),
        phase=among("phase", list(Phase)),
        theme=among("theme", THEMES),
        place=among("place", places),
        state=among("state", STATES),
        order=among("order", ORDERS),
    )
