"""Pabulib files: what they say, what is refused, and that nothing in them is lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import IDS, ballots, profile_of
from voting.ballots import Approval, Choice, Ranking, Scores, Stance
from voting.contest import Option
from voting.errors import InvalidError, InvalidFileError
from voting.formats import FORMATS, read_poll, write_poll
from voting.formats.poll import numbered, poll_of

PB = FORMATS["pb"]
BUDGETS = Path(__file__).parents[2] / "vectors/budget"
FILES = sorted(BUDGETS.glob("*.pb"))

SMALL = """META
key;value
description;Dana desa
num_projects;2
num_votes;3
budget;1000.50
vote_type;cumulative
rule;equalshares/add1-comparison
min_project_score_threshold;5
PROJECTS
project_id;cost;name;selected
10;400;"Sumur; dan pompa";1
2;600.25;Jembatan;0
VOTES
voter_id;vote;points;sex
a;10,2;3,1;F
b;2;4;M
c;;;
"""


def read(text):
    return read_poll(text.encode(), PB)


def refusal(text):
    with pytest.raises(InvalidFileError) as caught:
        read(text)
    return caught.value


def test_a_file_says_its_projects_votes_and_rules():
    poll = read(SMALL)
    assert [(o.label, o.description, o.cost) for o in poll.options] == [
        ("10", "Sumur; dan pompa", 40000),
        ("2", "Jembatan", 60025),
    ]
    assert dict(poll.profile.ballots()) == {
        Scores({"1": 3, "2": 1}): 1,
        Scores({"2": 4}): 1,
        Scores({}): 1,
    }
    assert poll.title == "Dana desa"
    assert poll.rules == {"budget": "100050", "ballot": "points", "min_score": "5"}
    assert poll.method == "equal-shares"
    assert poll.method_rules == {"completion": "add1", "stop": "run-on", "compare": "approvals"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_real_files_are_read_and_given_back_byte_for_byte(path):
    data = path.read_bytes()
    poll = read_poll(data, PB)
    meta = dict(
        line.split(";", 1)
        for line in data.decode().partition("PROJECTS")[0].splitlines()
        if line.count(";") == 1
    )
    assert len(poll.options) == int(meta["num_projects"])
    assert poll.profile.cast == int(meta["num_votes"])
    assert write_poll(poll, PB) == data


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_votes_of_real_files_add_up_to_their_own_column(path):
    text = path.read_text("utf-8")
    poll = read_poll(text.encode(), PB)
    header, *rows = text.partition("\nPROJECTS\n")[2].partition("\nVOTES\n")[0].split("\n")
    place = header.split(";").index("votes")
    votes = {row.split(";")[0]: row.split(";")[place] for row in rows}
    for option in poll.options:
        held = sum(n for ballot, n in poll.profile.ballots() if option.id in ballot.options())
        assert str(held) == votes[option.label].removesuffix(".0")


def test_other_line_separators_stand_within_a_name_or_a_note():
    odd = SMALL.replace("Jembatan", "Jem\u2028batan").replace(
        "META\nkey;value\n", "META\nkey;value\nnote;a\u2028b\n"
    )
    assert [option.description for option in read(odd).options] == ["Sumur; dan pompa", "Jem batan"]
    two_lines = SMALL.replace("Dana desa", '"Dana\ndesa"')
    assert read(two_lines).title == "Dana desa"
    assert refusal(odd.replace("a;10,2;", "a;10,7;")).params["line"] == 17


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("META\n", "key;x\nMETA\n", "file.pb-section", 1),
        ("\nVOTES\n", "\nOTHER\n", "file.pb-no-section", None),
        ("num_votes;3", "num_votes;4", "file.pb-count", 14),
        ("num_projects;2", "num_projects;3", "file.pb-count", 10),
        ("project_id;cost", "project_id;price", "file.pb-column", 10),
        ("vote_type;cumulative", "vote_type;plus-minus", "file.pb-vote-type", None),
        ("budget;1000.50", "budget;a lot", "file.pb-money", 6),
        ("budget;1000.50", "budget;1000.50\nbudget;9", "file.pb-key-twice", 7),
        ("2;600.25;", "2;-600;", "file.pb-money", 13),
        ("\nVOTES\n", "\nPROJECTS\n", "file.pb-section-twice", 14),
        ("2;600.25;", "10;600.25;", "file.pb-project-twice", 13),
        ("a;10,2;", "a;10,7;", "file.pb-unknown-project", 16),
        ("a;10,2;", "a;10,10;", "file.marked-twice", 16),
        ("10,2;3,1", "10,2;3", "file.pb-points", 16),
        ("10,2;3,1", "10,2;3,-1", "file.pb-points", 16),
        ("cumulative", "choose-1", "file.pb-choose-one", 16),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(old, new, code, line):
    assert old in SMALL
    error = refusal(SMALL.replace(old, new))
    assert (error.code, error.params.get("line")) == (code, line)


@given(
    st.sampled_from([Approval, Choice, Ranking, Scores]).flatmap(
        lambda form: st.tuples(
            st.just(form), st.lists(ballots(form, [numbered(n) for n in (1, 2, 3)]), max_size=6)
        )
    ),
    st.lists(st.integers(0, 10**12), min_size=3, max_size=3),
)
def test_what_is_written_reads_the_same(drawn, costs):
    form, cast = drawn
    options = [
        Option(id=numbered(n), label=f"proyek {n}", description='a "b"; c', cost=cost)
        for n, cost in enumerate(costs, 1)
    ]
    ids = [option.id for option in options]
    piles = profile_of(form, ids, [(ballot, 1) for ballot in cast]).piles
    poll = poll_of(form, options, piles, title="Dana; desa")
    again = read(write_poll(poll, PB).decode())
    assert (again.options, again.profile, again.title) == (poll.options, poll.profile, poll.title)


@pytest.mark.parametrize(
    ("form", "ballot", "code"),
    [
        (Stance, Stance.of("agree"), "format.other-form"),
        (Scores, Scores({IDS[0]: -1}), "format.pb-negative"),
        (Ranking, Ranking(((), (IDS[0],))), "format.pb-ranks"),
    ],
)
def test_what_the_format_cannot_hold_is_not_written(form, ballot, code):
    options = [Option(id=IDS[0], label="A", cost=1)]
    poll = poll_of(form, options, profile_of(form, IDS[:1], [(ballot, 1)]).piles)
    with pytest.raises(InvalidError) as caught:
        write_poll(poll, PB)
    assert caught.value.code == code
