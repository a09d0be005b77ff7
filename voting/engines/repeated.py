"""The walk of a runoff that is held again for every seat, without those elected before.

Every pass begins with all papers; whoever was elected is taken out of them, as if never a
candidate, and everybody else stands again. Each pass is a runoff of ``voting.engines.runoff``.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from voting.ballots import OptionId
from voting.engines.branches import Act, Fork
from voting.engines.piles import Holdings, Papers
from voting.engines.runoff import Course, Runoff
from voting.tiebreak import Votes


class Repeated(NamedTuple):
    """The runoff of the current pass, with who was elected in all passes so far."""

    papers: Papers
    course: Course
    standing: tuple[OptionId, ...]
    seats: int
    runoff: Runoff
    elected: tuple[OptionId, ...] = ()

    @property
    def earlier(self) -> Sequence[Mapping[OptionId, Votes]]:
        """Return the votes at earlier rounds of this pass: other passes had other candidates."""
        return self.runoff.earlier

    @property
    def is_last_pass(self) -> bool:
        """Tell whether this pass fills the last seat that can be filled."""
        able = [option for option in self.standing if option not in self.course.write_ins]
        return len(self.elected) + 1 >= min(self.seats, len(able))

    def next(self) -> Act | Fork | None:
        """Return the next decision of this pass; None after the last pass."""
        return self.runoff.next()

    def after(self, act: Act) -> "Repeated":
        """Return the count after a decision: the next round, or the first of the next pass."""
        here = self._replace(runoff=self.runoff.after(act))
        if act.kind != "elect":
            return here
        here = here._replace(elected=self.elected + act.of)
        able = [o for o in self.standing if o not in {*here.elected, *self.course.write_ins}]
        return here.begin() if able and len(here.elected) < self.seats else here

    def begin(self) -> "Repeated":
        """Return the first round of a pass among all who are not elected."""
        left = tuple(option for option in self.standing if option not in self.elected)
        numbers = self.course.numbers
        out = bytes(numbers[option] for option in self.elected)
        papers: Papers = {}
        for path, count in self.papers.items():
            rest = path.translate(None, out)
            papers[rest] = papers.get(rest, 0) + count
        holdings = Holdings.first_count(papers, [numbers[option] for option in left], unit=1)
        return self._replace(
            runoff=Runoff(course=self.course, holdings=holdings, left=left, is_over=False)
        )

    def likeness(self) -> Hashable:
        """Return what decides the rest of the count."""
        return (frozenset(self.elected), self.runoff.likeness())
