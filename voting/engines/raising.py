"""Raising everybody's endowment while the outcome fits the budget: the completion Add1.

As at equalshares.net ("completion"): endowments are raised, everything is counted again, and the
last outcome that fits stands. Towns raise by one unit of their money; here endowments may also rise
evenly, from each change of the course to the next, so that the unit of money chooses no winner. In
large contests such changes come so thick that the least raise is a 500th of the first endowment.
"""

from fractions import Fraction
from typing import NamedTuple

from voting.ballots import OptionId
from voting.engines.courses import Course
from voting.engines.shares import sooner

PARTS = 500


class Raised(NamedTuple):
    """How far endowments were raised: the last endowment that counts, and what ended it.

    ``over`` is the project whose purchase would cost more than the budget by ``by``, at endowment
    ``at``; None where the outcome could not grow any more.
    """

    e: Fraction
    above: bool
    over: OptionId | None = None
    by: int = 0
    at: Fraction = Fraction(0)
    courses: int = 1


def raise_shares(
    course: Course, first: Fraction, step: int | None, *, is_exhaustive: bool
) -> Raised:
    """Raise the endowments from the first one on, while the outcome fits the budget.

    ``step`` is by how much each time; None raises them evenly, so that no unit of money matters:
    to where the course changes next, but at least by one of ``PARTS`` parts of the first endowment.
    With ``is_exhaustive`` it ends as soon as no further supported project fits.
    """
    course.advance(first)
    fits, above, courses = first, False, 1
    while course.cost <= course.money:
        if is_exhaustive and _leaves_nothing(course):
            return Raised(e=course.e, above=course.above, courses=courses)
        fits, above = course.e, course.above
        until = _until(course)
        if until is None:
            return Raised(e=fits, above=above, courses=courses)
        e, just_above = _next(first, course, until, step)
        course.advance(e, above=just_above)
        courses += 1
    if step is not None and course.e > first:
        fits = course.e - step
    cost = course.cost
    return Raised(
        e=fits,
        above=above,
        over=course.bought[-1],
        by=cost - course.money,
        at=course.e,
        courses=courses,
    )


def _until(course: Course) -> Fraction | None:
    until = course.until
    for purchase in course.purchases:
        until = sooner(until, purchase.until)
    return None if until is None else Fraction(*until)


def _next(
    first: Fraction, course: Course, until: Fraction, step: int | None
) -> tuple[Fraction, bool]:
    """Return the next endowment worth counting at, and whether just above it is meant."""
    if step is None:
        least = course.e + first * Fraction(1, PARTS)
        return (until, True) if until > least else (least, False)
    steps = -((first - until) // step)
    return max(first + steps * step, course.e + step), False


def _leaves_nothing(course: Course) -> bool:
    left = course.money - course.cost
    gone = set(course.bought).union(*(course.buyers[option].rivals for option in course.bought))
    return all(buyer.cost > left for option, buyer in course.buyers.items() if option not in gone)
