"""Verification: a verdict on one version, with a public reason, on record; old ones show."""

import pytest

from tests.solutions import amend, answer, matter, now, propose, revise, verify
from tests.village import DURING
from voting.errors import ConflictError, ForbiddenError, InvalidError
from voting.roll import Role
from voting.services import matters, notices, recording
from voting.store import people

DAY = 86_400


def acts(village, solution):
    found = village.read(recording.acts_of_matter, solution.matter_id)
    return [act for act in found if act.kind == "solution-verified"]


def test_a_verdict_stands_with_its_reason_and_in_the_log(village):
    solution = propose(village, matter(village))
    seen = verify(village, solution, "yellow", "Bisa,\nkalau pipanya 2 dim.")
    assert (seen.light, seen.light_by, seen.light_version) == ("yellow", "Ibu Sri", 1)
    assert seen.light_words == "Bisa,\nkalau pipanya 2 dim."
    assert not seen.stale
    verify(village, solution, "yellow", "Bisa,\nkalau pipanya 2 dim.")
    (act,) = acts(village, solution)  # though it was sent twice
    assert act.detail == {"matter": solution.matter, "n": 1, "light": "yellow"}
    assert act.reason == "Bisa, kalau pipanya 2 dim."
    told = village.read(notices.inbox, village.residents[0], limit=1)
    assert told[0].kind == "verified-yellow"


def test_it_grows_stale_with_a_new_version_and_waits_again(village):
    solution = propose(village, matter(village))
    verify(village, solution)
    made = amend(village, solution, title="Sumur bor")
    changed = answer(village, solution, made, "accepted", at=DURING + 9 * DAY)
    assert changed.stale
    assert changed.verify_due == DURING + 23 * DAY
    view = village.read(matters.show, solution.matter)
    assert village.read(matters.facts, view).unverified == 1
    verify(village, changed, "red", "Tidak ada air tanah.")
    assert len(acts(village, solution)) == 2
    assert not now(village, solution).stale


def test_a_version_that_was_not_seen_is_not_judged(village):
    solution = propose(village, matter(village))
    revise(village, solution, title="Pipa 900 meter")
    with pytest.raises(ConflictError, match="changed-meanwhile"):
        verify(village, solution)
    assert now(village, solution).light == ""


@pytest.mark.parametrize(
    ("light", "words", "code"),
    [("blue", "Alasan.", "no-light"), ("", "Alasan.", "no-light"), ("red", " \u200b\n", "no-verdict"),
     ("red", "x" * 1001, "text-too-long")],
)  # fmt: skip
def test_a_verdict_needs_a_light_and_a_reason(village, light, words, code):
    solution = propose(village, matter(village))
    with pytest.raises(InvalidError, match=code):
        verify(village, solution, light, words)


def test_moderators_verify_but_never_their_own(village):
    view = matter(village)
    solution = propose(village, view)
    with pytest.raises(ForbiddenError):
        verify(village, solution, actor=village.residents[1])
    with pytest.raises(ForbiddenError):
        verify(village, solution, actor=village.auditor)
    village.database.write(
        lambda c: people.grant(c, [village.moderator.id], Role.RESIDENT, DURING, None)
    )
    own = propose(village, view, village.moderator, key="m")
    with pytest.raises(ForbiddenError, match="verify-own"):
        verify(village, own)
