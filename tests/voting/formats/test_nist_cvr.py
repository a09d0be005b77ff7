"""NIST cast vote records: what SP 1500-103 asks for, and every ballot once."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.formats.polls import polls
from voting.ballots import Approval, Choice, Ranking, Scores
from voting.errors import InvalidError, InvalidFileError
from voting.formats import FORMATS, format_of, read_poll, write_poll

CVR = FORMATS["nist-cvr"]

# By @type: what NIST SP 1500-103, version 1.0, requires, besides @type itself. Read against the
# standard's tables and a published data model made from its JSON schema, where the schema of
# https://github.com/usnistgov/CastVoteRecords is of an earlier draft.
REQUIRED = {
    "CVR.CastVoteRecordReport": {
        "Election",
        "GeneratedDate",
        "GpUnit",
        "ReportGeneratingDeviceIds",
        "ReportingDevice",
        "Version",
    },
    "CVR.Election": {"@id", "Contest", "ElectionScopeId"},
    "CVR.CandidateContest": {"@id", "ContestSelection"},
    "CVR.CandidateSelection": {"@id"},
    "CVR.Candidate": {"@id"},
    "CVR.GpUnit": {"@id", "Type"},
    "CVR.ReportingDevice": {"@id"},
    "CVR.CVR": {"CVRSnapshot", "CurrentSnapshotId", "ElectionId"},
    "CVR.CVRSnapshot": {"@id", "Type"},
    "CVR.CVRContest": {"ContestId"},
    "CVR.CVRContestSelection": {"SelectionPosition"},
    "CVR.SelectionPosition": {"HasIndication", "NumberVotes"},
}


# By @type: what else an object may hold. The schema allows nothing that it does not name.
ALLOWED = {
    "CVR.CastVoteRecordReport": {"CVR", "Notes", "OtherReportType", "Party", "ReportType"},
    "CVR.Election": {"Candidate", "Code", "Name"},
    "CVR.CandidateContest": {
        "Abbreviation",
        "Code",
        "Name",
        "NumberElected",
        "OtherVoteVariation",
        "PrimaryPartyId",
        "VoteVariation",
        "VotesAllowed",
    },
    "CVR.CandidateSelection": {"CandidateIds", "Code", "IsWriteIn"},
    "CVR.Candidate": {"Code", "Name", "PartyId"},
    "CVR.GpUnit": {"Code", "Name", "OtherType", "ReportingDeviceIds"},
    "CVR.ReportingDevice": {
        "Application",
        "Code",
        "Manufacturer",
        "MarkMetricType",
        "Model",
        "Notes",
        "SerialNumber",
    },
    "CVR.CVR": {
        "BallotAuditId",
        "BallotImage",
        "BallotPrePrintedId",
        "BallotSheetId",
        "BallotStyleId",
        "BallotStyleUnitId",
        "BatchId",
        "BatchSequenceId",
        "CreatingDeviceId",
        "PartyIds",
        "UniqueId",
    },
    "CVR.CVRSnapshot": {"Annotation", "CVRContest", "OtherStatus", "Status"},
    "CVR.CVRContest": {
        "CVRContestSelection",
        "OtherStatus",
        "Overvotes",
        "Selections",
        "Status",
        "Undervotes",
        "WriteIns",
    },
    "CVR.CVRContestSelection": {
        "ContestSelectionId",
        "OptionPosition",
        "OtherStatus",
        "Rank",
        "Status",
        "TotalFractionalVotes",
        "TotalNumberVotes",
    },
    "CVR.SelectionPosition": {
        "CVRWriteIn",
        "Code",
        "FractionalVotes",
        "IsAllocable",
        "IsGenerated",
        "MarkMetricValue",
        "OtherStatus",
        "Position",
        "Rank",
        "Status",
    },
}
# By @type and field: the words that the standard knows.
WORDS = {
    ("CVR.CastVoteRecordReport", "Version"): {"1.0.0"},
    ("CVR.GpUnit", "Type"): {
        "combined-precinct",
        "other",
        "polling-place",
        "precinct",
        "split-precinct",
        "vote-center",
    },
    ("CVR.CandidateContest", "VoteVariation"): {
        "approval",
        "borda",
        "cumulative",
        "majority",
        "n-of-m",
        "other",
        "plurality",
        "proportional",
        "range",
        "rcv",
        "super-majority",
    },
    ("CVR.CVRSnapshot", "Type"): {"interpreted", "modified", "original"},
    ("CVR.SelectionPosition", "HasIndication"): {"no", "unknown", "yes"},
}
# What is a list may be empty, except these.
NEVER_EMPTY = {
    "CVRSnapshot",
    "Contest",
    "ContestSelection",
    "Election",
    "GpUnit",
    "ReportGeneratingDeviceIds",
    "ReportingDevice",
    "SelectionPosition",
}
NUMBERS = {"NumberElected", "NumberVotes", "Rank"}


def objects(value):
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def written(poll):
    return json.loads(write_poll(poll, CVR))


def ballot_of(record, form):
    (contest,) = record["CVRSnapshot"][0]["CVRContest"]
    marks = [
        (position.get("Rank", 0), selection["ContestSelectionId"].removeprefix("selection-"))
        for selection in contest["CVRContestSelection"]
        for position in selection["SelectionPosition"]
    ]
    if form is Ranking:
        last = max((rank for rank, _ in marks), default=0)
        ranks = [tuple(sorted(o for r, o in marks if r == rank)) for rank in range(1, last + 1)]
        return Ranking(tuple(ranks))
    return form.of(*(option for _, option in marks))


@given(st.sampled_from([Ranking, Approval, Choice]).flatmap(lambda f: polls(form=f, unknown=False)))
def test_every_ballot_is_one_record(poll):
    records = [ballot_of(record, poll.form) for record in written(poll)["CVR"]]
    expected = Counter()
    for ballot, often in poll.profile.ballots():
        if isinstance(ballot, Ranking):
            ballot = Ranking(tuple(tuple(sorted(rank)) for rank in ballot.ranks))  # noqa: PLW2901
        expected[ballot] += often
    assert Counter(records) == expected


@given(polls(unknown=False))
def test_what_the_standard_requires_is_there_and_every_id_is_one(poll):
    found = list(objects(written(poll)))
    for each in found:
        kind = each["@type"]
        assert REQUIRED[kind] <= each.keys()
        assert each.keys() <= REQUIRED[kind] | ALLOWED[kind] | {"@type"}
        for field, value in each.items():
            assert (kind, field) not in WORDS or value in WORDS[kind, field]
            assert (type(value) is int) == (field in NUMBERS)
            assert value or not isinstance(value, list) or field not in NEVER_EMPTY
    ids = [each["@id"] for each in found if "@id" in each]
    assert len(ids) == len(set(ids))
    named = {each[key] for each in found for key in each if key.endswith("Id")}
    assert named <= set(ids)


@given(polls(unknown=False))
def test_every_reference_is_to_what_it_names(poll):
    whole = written(poll)
    (election,) = whole["Election"]
    (contest,) = election["Contest"]
    selections = {each["@id"] for each in contest["ContestSelection"]}
    assert election["ElectionScopeId"] == whole["GpUnit"][0]["@id"]
    assert whole["ReportGeneratingDeviceIds"] == [each["@id"] for each in whole["ReportingDevice"]]
    candidates = {each["@id"] for each in election["Candidate"]}
    assert {c for each in contest["ContestSelection"] for c in each["CandidateIds"]} == candidates
    for record in whole["CVR"]:
        (snapshot,) = record["CVRSnapshot"]
        assert record["CurrentSnapshotId"] == snapshot["@id"]
        assert record["ElectionId"] == election["@id"]
        (marked,) = snapshot["CVRContest"]
        assert marked["ContestId"] == contest["@id"]
        named = {each["ContestSelectionId"] for each in marked["CVRContestSelection"]}
        assert named <= selections


def test_the_ending_chooses_it():
    assert format_of("out.cvr.json") is CVR


def test_it_is_not_read():
    with pytest.raises(InvalidFileError, match=r"file\.write-only"):
        read_poll(b"{}", CVR)


def test_marks_that_nobody_knows_are_refused():
    poll = read_poll(b"count,rank1\n1,A\n1,overvote\n", FORMATS["rank-csv"])
    with pytest.raises(InvalidError, match=r"file\.cannot-hold-mark"):
        write_poll(poll, CVR)


@given(polls(form=Scores))
def test_numbers_are_refused(poll):
    with pytest.raises(InvalidError, match=r"file\.holds-marks-only"):
        write_poll(poll, CVR)
