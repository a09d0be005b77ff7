from fractions import Fraction

import pytest

from tests.published import cases, contest_and_profile, names, tie_order, votes
from voting.methods import stv_scottish

PUBLISHED = cases("stv", "scottish")
# The lots of the published counts, as the order that gives the same picks.
DRAWN = {
    "scottish-ties": ["F", "E"],
}


def counted(case, test):
    rules = {"seats": test["seats"]}
    contest, profile = contest_and_profile(case, test, stv_scottish.METHOD, rules)
    labels = [option.label for option in contest.options]
    if drawn := [label for label in DRAWN.get(case, ()) if label in labels]:
        order = [label for label in labels if label not in drawn] + drawn
        rules["ties"] = "previous," + tie_order(contest, order)
    contest, profile = contest_and_profile(case, test, stv_scottish.METHOD, rules)
    return contest.labels(), stv_scottish.METHOD.count(contest, profile)


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_counts_agree_stage_by_stage(case, test):
    labels, outcome = counted(case, test)
    assert {labels[option] for option in outcome.winners} == set(test["winners"])
    assert outcome.quota == Fraction(test["quota"])
    assert len(outcome.stages) == len(test["rounds"])
    for stage, expected in zip(outcome.stages, test["rounds"], strict=True):
        assert stage.number == expected["stage"]
        assert stage.action == expected["action"]
        assert {labels[o]: v for o, v in stage.tallies.items()} == votes(expected["votes"])
        assert dict(stage.inactive) == {"non_transferable": Fraction(expected["non_transferable"])}
        source = expected.get("from", [])
        source = [source] if isinstance(source, str) else source
        assert [labels[option] for option in stage.of] == source
        assert {labels[option] for option in stage.elected} == set(expected.get("elected", []))
