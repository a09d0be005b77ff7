"""Co-authors: found by their whole name, invited, and authors only once they say yes."""

import pytest

from tests.solutions import amend, matter, now, person, propose, revise
from tests.village import DURING
from voting.errors import ConflictError, ForbiddenError, MissingError
from voting.roll import Role
from voting.services import coauthoring, notices


def invite(village, solution, who, by=0):
    return village.write(
        coauthoring.invite,
        person(village, by),
        solution.matter,
        solution.number,
        person(village, who).id,
        at=DURING,
    )


def reply(village, solution, who, accepted=True):
    return village.write(
        coauthoring.answer,
        person(village, who),
        solution.matter,
        solution.number,
        accepted=accepted,
        at=DURING,
    )


def test_who_accepts_becomes_an_author(village):
    solution = propose(village, matter(village))
    for _twice in range(2):
        invite(village, solution, 1)
    told = village.read(notices.inbox, village.residents[1], limit=9)
    assert [one.kind for one in told] == ["solution-invited"]
    with pytest.raises(ForbiddenError):
        revise(village, solution, 1, title="Belum")  # an invitation is no signature
    reply(village, solution, 1)
    assert [one.name for one in now(village, solution).signers] == [village.residents[1].name]
    assert revise(village, solution, 1, title="Bersama").version == 2
    with pytest.raises(ConflictError, match="own-solution"):
        amend(village, now(village, solution), 1, title="x")


def test_a_no_is_final_and_who_signs_may_leave(village):
    solution = propose(village, matter(village))
    invite(village, solution, 1)
    reply(village, solution, 1)
    left = reply(village, solution, 1, accepted=False)
    assert left.signers == ()
    with pytest.raises(ConflictError, match="said-no"):
        invite(village, solution, 1)
    reply(village, solution, 1)  # but they may think better of it


def test_who_may_not_invite_or_be_invited(village):
    solution = propose(village, matter(village))
    with pytest.raises(ForbiddenError):
        invite(village, solution, 2, by=1)
    with pytest.raises(ConflictError, match="author-already"):
        invite(village, solution, 0)
    with pytest.raises(MissingError):
        invite(village, solution, village.auditor)
    with pytest.raises(ForbiddenError, match="not-invited"):
        reply(village, solution, 3)
    for who in range(1, 9):
        invite(village, solution, who)
    with pytest.raises(ConflictError, match="too-many-authors"):
        invite(village, solution, 9)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Siti Aminah", 1),
        ("bu SITI  aminah", 1),
        ("Ibu Siti Aminah ", 1),
        ("Siti", 0),
        ("", 0),
        ("Bu", 0),
        ("%", 0),
        ("\x00", 0),
        ("Warga Tirtasari 0001", 1),
    ],
)
def test_only_a_whole_name_finds_somebody(village, typed, found):
    village.add("S1", "Bu Siti Aminah", Role.RESIDENT)
    assert len(village.read(coauthoring.named, typed)) == found
