from itertools import combinations

import pytest

from voting.errors import ConflictError, InvalidError
from voting.roll import CONFLICTS, Elector, Role, check_roles


@pytest.mark.parametrize(
    "pair", sorted(CONFLICTS, key=sorted), ids=lambda pair: "-".join(sorted(pair))
)
def test_conflicting_roles_are_refused_whoever_else_one_is(pair):
    with pytest.raises(ConflictError) as refusal:
        check_roles([*pair, Role.POLL_OFFICER])
    assert {refusal.value.params["first"], refusal.value.params["second"]} == set(pair)


def test_all_other_pairs_are_allowed():
    for pair in combinations(Role, 2):
        if frozenset(pair) not in CONFLICTS:
            check_roles(pair)
    check_roles([])


def test_whoever_checks_does_not_run_the_vote():
    for other in (Role.ROLL_OFFICER, Role.MODERATOR, Role.ADMINISTRATOR, Role.PARTNER):
        assert frozenset({Role.AUDITOR, other}) in CONFLICTS


@pytest.mark.parametrize(
    ("reference", "name"), [("", "Siti"), (" ", "Siti"), ("1", ""), ("1", "\t")]
)
def test_an_elector_has_a_reference_and_a_name(reference, name):
    with pytest.raises(InvalidError):
        Elector(reference=reference, name=name)
    assert Elector(reference="17", name="Siti").place == ""
