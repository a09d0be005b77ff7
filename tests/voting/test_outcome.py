from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting import canonical
from voting.ballots import Ranking
from voting.outcome import Outcome, Reason, Stage, Transfer, votes_from_json, votes_json
from voting.profile import Profile
from voting.tiebreak import TieUse


@pytest.mark.parametrize(
    ("votes", "scale", "expected"),
    [
        (7, None, 7),
        (Fraction(7), 5, 7),
        (Fraction(43053520, 100000), 5, "430.53520"),
        (Fraction(1, 100000), 5, "0.00001"),
        (Fraction(-1, 2), 5, "-0.50000"),
        (Fraction(61, 3), None, "61/3"),
        (Fraction(61, 3), 5, "61/3"),
        (Fraction(1, 2), None, "1/2"),
    ],
)
def test_votes_are_written_exactly(votes, scale, expected):
    assert votes_json(votes, scale) == expected
    assert votes_from_json(expected) == votes


@given(st.fractions(), st.sampled_from([None, 1, 5, 9]))
def test_votes_read_back_as_they_were(votes, scale):
    assert votes_from_json(votes_json(votes, scale)) == votes


def outcome(**more):
    use = TieUse(purpose="exclude", among=("a", "b"), by="lot", picked="b")
    stage = Stage(
        number=1,
        action="exclude",
        of=("b",),
        tallies={"a": Fraction(3, 2), "b": 1},
        threshold=Fraction(5, 2),
        excluded=("b",),
        transfers=(Transfer(source="b", target="exhausted", votes=Fraction(1, 2)),),
        inactive={"exhausted": Fraction(1, 2)},
        ties=(use,),
        reasons=(Reason(code="one", params={"votes": 1}, options={"excluded": ("b",)}),),
    )
    profile = Profile(form=Ranking, options=("a", "b"), piles={b"\1": 3, b"": 1}, invalid=2)
    return Outcome(
        method="irv",
        rules={"seats": 1},
        rules_hash="00",
        profile=profile,
        winners=("a",),
        stages=(stage,),
        reasons=(Reason(code="two"),),
        **more,
    )


def test_a_transcript_tells_everything_by_option_id():
    transcript = outcome(scale=5, quota=Fraction(5, 2)).transcript()
    assert canonical.decode(canonical.encode(transcript)) == {
        "t": "outcome/1",
        "method": "irv",
        "rules": {"seats": 1},
        "rules_hash": "00",
        "options": ["a", "b"],
        "ballots": {"cast": 6, "blank": 1, "invalid": 2, "counted": 3, "distinct": 1},
        "winners": ["a"],
        "tied": [],
        "quota": "2.50000",
        "stages": [
            {
                "stage": 1,
                "action": "exclude",
                "of": ["b"],
                "tallies": {"a": "1.50000", "b": 1},
                "threshold": "2.50000",
                "elected": [],
                "excluded": ["b"],
                "transfers": [{"from": "b", "to": "exhausted", "votes": "0.50000"}],
                "inactive": {"exhausted": "0.50000"},
                "residual": 0,
                "lots": [{"purpose": "exclude", "among": ["a", "b"], "by": "lot", "picked": "b"}],
                "reasons": [
                    {"code": "one", "params": {"votes": 1}, "options": {"excluded": ["b"]}}
                ],
            }
        ],
        "reasons": [{"code": "two", "params": {}, "options": {}}],
        "details": {},
    }


def test_without_quota_and_scale_the_transcript_says_nothing_of_them():
    transcript = outcome().transcript()
    assert "quota" not in transcript
    assert transcript["stages"][0]["tallies"] == {"a": "3/2", "b": 1}


def test_reasons_come_stage_by_stage_then_those_of_the_whole():
    assert [reason.code for reason in outcome().all_reasons()] == ["one", "two"]
