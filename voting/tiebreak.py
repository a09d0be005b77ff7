r"""Ties are results; a rule or the published lot resolves them, and every use is on record.

The lot is one public random order of the options: ascending SHA-256 of
``"mufakat/lot/1\n" || seed || option id`` (SPEC, "Lot"). Every tie of a count uses the one order:
the option that comes first in it is preferred, so it is elected and the last is excluded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.ballots import OptionId
from voting.canonical import sha256
from voting.errors import InvalidRuleError

Votes = int | Fraction

LOT_PREFIX = b"mufakat/lot/1\n"

_LADDERS = (("lot",), ("previous", "lot"), ("order",), ("previous", "order"))


@dataclass(frozen=True)
class Lot:
    """A public random order of options, drawn from a seed that nobody could choose."""

    seed: bytes

    def order(self, options: Iterable[OptionId]) -> tuple[OptionId, ...]:
        """Return options in the order of the lot, the preferred first."""
        return tuple(sorted(options, key=lambda o: sha256(LOT_PREFIX + self.seed + o.encode())))


@dataclass(frozen=True, kw_only=True)
class TieUse:
    """One tie met and resolved: between whom, for what, by which step, who was picked.

    ``purpose`` is ``elect`` (the preferred is picked), ``exclude`` (the least preferred is picked),
    ``order`` (who goes first) or ``advance`` (who goes on to a runoff). ``by`` is ``previous``,
    ``lot`` or ``order``.
    """

    purpose: str
    among: tuple[OptionId, ...]
    by: str
    picked: OptionId


@dataclass(frozen=True)
class TieBreak:
    """The steps of a contest's ``ties`` rule, tried in turn.

    ``previous``: votes at the most recent earlier stage where the tied differ; ``lot``: the drawn
    order, if it has been drawn; ``order``: an order published beforehand.
    """

    steps: tuple[str, ...]
    fixed: tuple[OptionId, ...] = ()
    lot: Lot | None = None

    def pick(
        self, purpose: str, tied: Sequence[OptionId], earlier: Sequence[Mapping[OptionId, Votes]]
    ) -> TieUse | None:
        """Pick one of the tied options, or None if no step decides.

        ``earlier`` are the votes at all stages before this one, oldest first. To ``exclude``, the
        option with the fewest earlier votes, or last in the order, is picked; else the reverse.
        """
        left, by = self.narrow(purpose, tied, earlier)
        if len(left) > 1:
            return None
        return TieUse(purpose=purpose, among=tuple(tied), by=by, picked=left[0])

    def narrow(
        self, purpose: str, tied: Sequence[OptionId], earlier: Sequence[Mapping[OptionId, Votes]]
    ) -> tuple[tuple[OptionId, ...], str]:
        """Return those of the tied between whom no step decides, and the last step that counted."""
        left, by = list(tied), ""
        for step in self.steps:
            by = step
            if step == "previous":
                left = _by_history(left, earlier, fewest=purpose == "exclude")
            else:
                left = self._by_order(step, left, last=purpose == "exclude")
            if len(left) == 1:
                break
        return tuple(left), by

    def check(self, options: Sequence[OptionId], standing: Sequence[OptionId]) -> None:
        """Refuse a published order that leaves out an option that can win, or is no order."""
        if "order" not in self.steps:
            return
        for option in self.fixed:
            if option not in options or self.fixed.count(option) > 1:
                raise InvalidRuleError("ties.order-unknown", option=option)
        if not set(standing) <= set(self.fixed):
            raise InvalidRuleError("ties.order-incomplete")

    def _by_order(self, step: str, tied: list[OptionId], *, last: bool) -> list[OptionId]:
        if step == "order":
            order = [option for option in self.fixed if option in tied]
            if len(order) != len(tied):
                raise InvalidRuleError("ties.order-incomplete")
        elif self.lot is None:
            return tied
        else:
            order = list(self.lot.order(tied))
        return [order[-1] if last else order[0]]


def tie_break(ties: str, lot: Lot | None) -> TieBreak:
    """Read a ``ties`` rule: steps joined by commas, the last one ``lot`` or ``order:ID,ID,...``."""
    head, separator, ids = ties.partition("order:")
    steps = tuple(step for step in head.split(",") if step)
    if any(step not in ("previous", "lot") for step in steps):
        raise InvalidRuleError("ties.unknown", value=ties)
    if separator:
        steps = (*steps, "order")
    if steps not in _LADDERS:
        raise InvalidRuleError("ties.unknown", value=ties)
    fixed = tuple(OptionId(option) for option in ids.split(",") if option)
    return TieBreak(steps=steps, fixed=fixed, lot=lot)


def _by_history(
    tied: list[OptionId], earlier: Sequence[Mapping[OptionId, Votes]], *, fewest: bool
) -> list[OptionId]:
    left = tied
    for votes in reversed(earlier):
        held = [votes.get(option, 0) for option in left]
        best = min(held) if fewest else max(held)
        left = [option for option, has in zip(left, held, strict=True) if has == best]
        if len(left) == 1:
            break
    return left
