"""The officers' desk of a test village: what it tells, and what makes things wait on it."""

from tests.village import DURING, chance
from voting.services import raising
from voting.services.raising import ProblemDraft

DAY = 86_400
HOUR = 3600
DESK = "/petugas"


def desk(hall, who=None, prefix="", *, at=None):
    hall.at = hall.at if at is None else at
    return hall.visitor(who or hall.village.moderator).get(prefix + DESK)


def told(page):
    """Return the tasks of matters as (when, title, url), in the order of the page."""
    return [
        (t.when, t.title, t.url)
        for _, listed in page.context["sections"]
        for t in listed
        if "Catatan umum" not in t.title
    ]


def lines(page):
    return [task.line for _, listed in page.context["sections"] for task in listed]


def problem(hall, title="Selokan meluap", who=0, at=DURING, **values):
    draft = ProblemDraft(**{"theme": "water", "title": title, "words": "x", "place": "", **values})
    return hall.village.write(
        raising.raise_problem,
        hall.village.residents[who],
        draft,
        key=chance("problem", title, at).hex(),
        at=at,
    )


def has_too(hall, view, people):
    for who in people:
        hall.village.write(
            raising.support, hall.village.residents[who], view.number, wanted=True, at=DURING
        )
