"""Attacks on matters by people with an account: floods, old consents, hidden words of others."""

import pytest

from tests import matters as given
from tests import solutions
from tests.village import DURING, chance
from voting.deliberation.matters import Phase
from voting.errors import ConflictError
from voting.services import answering, coauthoring, matters, merging, notices, photos, raising
from voting.services.photos import PreparedPhoto
from voting.services.raising import ProblemDraft
from voting.store import matters as store

DAY = 86_400


def raised(village, who, title="Air sering mati"):
    draft = ProblemDraft(title=title, theme="water")
    key = chance("problem", who, title).hex()
    return village.write(raising.raise_problem, village.residents[who], draft, key=key, at=DURING)


def merger(village, view, into):
    return village.write(
        merging.propose, village.moderator, view.number, into.number, "Sama.", at=DURING
    )


def consent(village, who, proposed):
    return village.write(
        merging.consent, village.residents[who], proposed.id, agreed=True, at=DURING
    )


def kinds(village, person):
    return [one.kind for one in village.read(notices.inbox, person, limit=99)]


def test_an_old_consent_does_not_end_a_matter_that_is_being_decided(village):
    view, target = raised(village, 0), raised(village, 1)
    proposed = merger(village, view, target)
    village.write(
        answering.answer, village.moderator, view.number, "take-up", "Ya.", seen=0, at=DURING
    )
    view = village.read(matters.show, view.number)
    solutions.propose(village, view, 2)
    given.move(village, view, Phase.TALK)  # sittings and votes can be called from here on
    with pytest.raises(ConflictError, match=r"matter\.not-in-this-phase"):
        consent(village, 0, proposed)
    assert village.read(matters.show, view.number).ended_as == ""
    assert village.read(merging.show, proposed.id).agreed is None


@pytest.mark.parametrize("which", [0, 1])
def test_nothing_merges_with_what_was_hidden_meanwhile(village, which):
    pair = raised(village, 0), raised(village, 1)
    proposed = merger(village, *pair)
    village.database.write(lambda c: store.change(c, pair[which].id, hidden=True))
    with pytest.raises(ConflictError, match=r"matter\.is-hidden"):
        consent(village, 0, proposed)


def test_of_two_mergers_that_cross_only_one_happens(village):
    view, other = raised(village, 0), raised(village, 1)
    there, back = merger(village, view, other), merger(village, other, view)
    consent(village, 0, there)
    with pytest.raises(ConflictError, match=r"matter\.has-ended"):
        consent(village, 1, back)


def test_a_merger_names_nothing_that_was_hidden(village):
    view, target = raised(village, 0, "Kuncirahasia"), raised(village, 1)
    proposed = merger(village, view, target)
    consent(village, 0, proposed)
    village.database.write(lambda c: store.change(c, view.id, hidden=True))
    (found,) = village.read(merging.mergers_into, target.id)
    assert (found.title, found.into_title) == ("–", target.title)


def test_toggling_a_support_presses_once(village):
    view = raised(village, 0)
    for who in range(1, 5):
        village.write(raising.support, village.residents[who], view.number, wanted=True, at=DURING)
    village.database.write(lambda c: store.change(c, view.id, answer_due=DURING + 90 * DAY))
    for wanted in (False, True) * 3:
        village.write(
            raising.support, village.residents[4], view.number, wanted=wanted, at=DURING + 1
        )
    assert kinds(village, village.moderator) == ["pressing"]
    assert village.read(matters.show, view.number).answer_due == DURING + 90 * DAY


def test_an_invited_author_who_wavers_tells_the_author_once_a_day(village):
    solution = solutions.propose(village, solutions.matter(village))
    who = village.residents[1]
    place = (solution.matter, solution.number)
    village.write(coauthoring.invite, village.residents[0], *place, who.id, at=DURING)
    for accepted in (True, False) * 3:
        village.write(coauthoring.answer, who, *place, accepted=accepted, at=DURING + 1)
    assert kinds(village, village.residents[0]).count("solution-joined") == 1
    assert "solution-not-joined" not in kinds(village, village.residents[0])
    village.write(coauthoring.answer, who, *place, accepted=True, at=DURING + DAY + 2)
    assert kinds(village, village.residents[0]).count("solution-joined") == 2


def test_a_solution_has_only_so_many_versions_a_day(village):
    solution = solutions.propose(village, solutions.matter(village))
    for n in range(20):
        solution = solutions.revise(village, solution, title=f"Pipa {n}")
    with pytest.raises(ConflictError, match=r"solution\.too-many-versions"):
        solutions.revise(village, solution, title="Pipa lagi")
    assert solutions.revise(village, solution, title="Pipa lagi", at=DURING + DAY + 2).version == 22


def test_somebody_sends_only_so_many_photos_a_day(village):
    def keep(n, at=DURING):
        photo = PreparedPhoto(data=b"%d" % n, size=(1, 1))
        return village.write(photos.keep, village.residents[0], photo, at)

    for n in range(photos.MOST_A_DAY):
        keep(n)
    with pytest.raises(ConflictError, match=r"photo\.too-many"):
        keep(99)
    assert keep(0)  # the same photo again takes no room
    assert keep(99, DURING + DAY + 1)
