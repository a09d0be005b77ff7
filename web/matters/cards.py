"""A matter in a list: its number and place, the phase it stands in, until when, how it ended."""

from collections.abc import Iterable
from dataclasses import dataclass

from voting.services.matters import MatterView
from web.desk.task import late
from web.matters import phases
from web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class MatterCard:
    """One matter: the number of its phase, a date in words, and whether that date has passed."""

    view: MatterView
    phase: int
    until: str
    late: bool


def cards(visit: Visit, views: Iterable[MatterView]) -> tuple[MatterCard, ...]:
    """Return the cards of matters, in their order."""
    return tuple(_card(visit, view) for view in views)


def _card(visit: Visit, view: MatterView) -> MatterCard:
    due = None if view.ended_as else view.phase_until
    over = due is not None and due < visit.at
    return MatterCard(
        view=view,
        phase=phases.number(view.phase),
        until=late(visit, due) if over and due is not None else phases.until(visit, view),
        late=over,
    )
