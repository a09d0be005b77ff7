"""Solutions of the test village: proposed, amended and verified through the services."""

from dataclasses import replace
from fractions import Fraction

from tests import matters
from tests.village import DURING, chance
from voting.deliberation.matters import Phase
from voting.deliberation.solutions import Cost, Fit, Solution
from voting.services import amending, answering, proposing, verifying
from voting.store import matters as store

PIPE = Cost(what="Pipa PVC 2 dim", volume=Fraction(1200), unit="m", price=28_500, source="dd")
DIGGING = Cost(what="Galian", volume=Fraction(60), unit="HOK", price=70_000, source="kind")
PIPES = Solution(
    title="Ganti pipa 1.200 meter",
    words="Pipa lama diganti, dari mata air sampai balai.",
    costs=(PIPE, DIGGING),
    place="Krajan",
    gains="Semua rumah di Krajan.",
    women=64,
    upkeep_by="Kelompok air",
    upkeep_yearly=600_000,
)


def matter(village, phase=Phase.SOLUTIONS, **values):
    """Start a problem, take it up, and bring it to a phase in which solutions can be written."""
    view = matters.start(village, **values)
    view = village.write(
        answering.answer,
        village.moderator,
        view.number,
        "take-up",
        "Kami kumpulkan usulan.",
        seen=0,
        at=DURING,
    )
    assert view.phase is Phase.SOLUTIONS
    if phase is Phase.TALK:
        propose(village, view)
        view = matters.move(village, view, Phase.TALK)
    return view


def propose(village, view, who=0, *, at=DURING, key="a", wanted=PIPES, photo_id=None, **values):
    """Let a resident (by index, or the person) propose a solution; return its view."""
    text = replace(wanted, **{"cites": (view.number,), **values})
    token = chance("solution", view.number, str(who), key).hex()
    return village.write(
        proposing.propose,
        person(village, who),
        view.number,
        text,
        key=token,
        photo_id=photo_id,
        at=at,
    )


def revise(village, solution, who=0, *, seen=None, at=DURING + 1, **values):
    """Let somebody change a solution; return its view."""
    return village.write(
        proposing.revise,
        person(village, who),
        solution.matter,
        solution.number,
        replace(solution.text, **values),
        seen=solution.version if seen is None else seen,
        photo_id=solution.photo_id,
        at=at,
    )


def amend(village, solution, who=1, *, reason="Lebih murah.", base=None, at=DURING + 1, key="a", **values):  # fmt: skip
    """Let somebody propose to change a solution; return the amendment."""
    return village.write(
        amending.amend,
        person(village, who),
        solution.matter,
        solution.number,
        replace(solution.text, **values),
        reason=reason,
        base=solution.version if base is None else base,
        key=chance("amendment", solution.id, str(who), key).hex(),
        at=at,
    )


def answer(village, solution, amendment, answered, who=0, *, reason="Sudah kami timbang.", seen=None, at=DURING + 2, wanted=None):  # fmt: skip
    """Let somebody answer an amendment; return the solution."""
    return village.write(
        amending.answer,
        person(village, who),
        solution.matter,
        solution.number,
        amendment.id,
        answered=answered,
        reason=reason,
        wanted=wanted,
        seen=solution.version if seen is None else seen,
        at=at,
    )


def verify(village, solution, light="green", words="Pipa ada di anggaran.", *, seen=None, at=DURING + 3, actor=None):  # fmt: skip
    """Let the moderator verify a solution; return its view."""
    return village.write(
        verifying.verify,
        actor or village.moderator,
        solution.matter,
        solution.number,
        light,
        words=words,
        seen=solution.version if seen is None else seen,
        at=at,
    )


def now(village, solution):
    """Return a solution as it stands."""
    return village.read(proposing.store.read, solution.matter_id, solution.number)


def person(village, who):
    """Return a resident by index, or the person themselves."""
    return village.residents[who] if isinstance(who, int) else who


def paths(village, view, evil):
    """Write solutions and an amendment full of evil words; return what paths call them.

    The matter stays where solutions can be written, so that every form is shown.
    """
    cost = Cost(what=evil, volume=Fraction(5, 2), unit=evil[:30], price=1001, source="dd")
    wanted = Solution(
        title=evil,
        words=f"{evil}\n\n- {evil}",
        costs=(cost, replace(cost, source="kind")),
        gains=evil,
        women=3,
        upkeep_by=evil,
        fit={"land": Fit(answer="no", words=evil)},
        signed_by=evil,
    )
    village.database.write(lambda c: store.change(c, view.id, phase=Phase.TALK.value))
    solution = propose(village, view, wanted=wanted)
    propose(village, view, 1, wanted=wanted)
    verify(village, solution, "yellow", evil)
    made = amend(village, solution, 2, title=f"{evil[:60]} lain", reason=evil)
    return {"solution": str(solution.number), "amendment": str(made.id)}
