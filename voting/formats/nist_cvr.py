"""NIST cast vote records: JSON, one record per ballot (SP 1500-103, version 1.0). Written only.

Records stand in the order of how often a ballot was cast, never of when or by whom, and carry
numbers of their own. A writer without a clock cannot say when it wrote: ``GeneratedDate`` is always
the same moment, so that the same ballots give the same bytes. A rank with several marks is several
positions of one rank, a skipped rank is no position, a blank ballot a contest without selections.
"""

import itertools
import json
from collections.abc import Iterator
from typing import Any, NoReturn

from voting.ballots import UNKNOWN_MARKS, AnyBallot, Approval, Choice, Ranking
from voting.contest import Option
from voting.errors import InvalidError, InvalidFileError
from voting.formats.poll import Format, Poll
from voting.words import Phrase

_MOMENT = "1970-01-01T00:00:00Z"
_VARIATIONS = {Ranking: "rcv", Approval: "approval", Choice: "plurality"}


def read(text: str) -> NoReturn:
    """Refuse: this format is only written."""
    del text
    raise InvalidFileError("file.write-only", format="nist-cvr")


def write(poll: Poll) -> str:
    """Write a poll as cast vote records; refuse numbers as ballots, and marks nobody knows."""
    if poll.form not in _VARIATIONS:
        raise InvalidError("file.holds-marks-only", format="nist-cvr", form=poll.form.form)
    records = ",\n".join(_records(poll))
    head = _dumped(_report(poll))
    return f'{head[:-1]},"CVR":[\n{records}\n]}}\n'


def _records(poll: Poll) -> Iterator[str]:
    numbers = itertools.count(1)
    for code, often in sorted(poll.profile.piles.items(), key=lambda pile: (-pile[1], pile[0])):
        contest = _dumped(_contest(poll.form.from_code(code, poll.profile.options)))
        for number in itertools.islice(numbers, often):
            yield (
                f'{{"@type":"CVR.CVR","CVRSnapshot":[{{"@id":"ballot-{number}",'
                f'"@type":"CVR.CVRSnapshot","CVRContest":[{contest}],"Type":"original"}}],'
                f'"CurrentSnapshotId":"ballot-{number}","ElectionId":"election"}}'
            )


def _contest(ballot: AnyBallot) -> dict[str, Any]:
    positions: dict[str, list[dict[str, Any]]] = {}
    for option, rank in _marks(ballot):
        position = {"@type": "CVR.SelectionPosition", "HasIndication": "yes", "NumberVotes": 1}
        positions.setdefault(option, []).append(position | ({"Rank": rank} if rank else {}))
    return {
        "@type": "CVR.CVRContest",
        "ContestId": "contest",
        "CVRContestSelection": [
            {
                "@type": "CVR.CVRContestSelection",
                "ContestSelectionId": f"selection-{option}",
                "SelectionPosition": places,
            }
            for option, places in positions.items()
        ],
    }


def _marks(ballot: AnyBallot) -> Iterator[tuple[str, int]]:
    """Yield each mark with its rank; 0 where ballots have no ranks."""
    if not isinstance(ballot, Ranking):
        for option in sorted(ballot.options()):
            yield option, 0
        return
    for rank, options in enumerate(ballot.ranks, 1):
        for option in options:
            if option == UNKNOWN_MARKS:
                raise InvalidError("file.cannot-hold-mark", format="nist-cvr", mark=option)
            yield option, rank


def _report(poll: Poll) -> dict[str, Any]:
    return {
        "@type": "CVR.CastVoteRecordReport",
        "Election": [_election(poll)],
        "GeneratedDate": _MOMENT,
        "GpUnit": [
            {"@id": "unit", "@type": "CVR.GpUnit", "OtherType": "electorate", "Type": "other"}
        ],
        "ReportGeneratingDeviceIds": ["device"],
        "ReportingDevice": [
            {"@id": "device", "@type": "CVR.ReportingDevice", "Application": "Mufakat"}
        ],
        "Version": "1.0.0",
    }


def _election(poll: Poll) -> dict[str, Any]:
    contest: dict[str, Any] = {
        "@id": "contest",
        "@type": "CVR.CandidateContest",
        "ContestSelection": [_selection(option) for option in poll.options],
        "Name": poll.title,
        "VoteVariation": _VARIATIONS[poll.form],
    }
    if poll.seats is not None:
        contest["NumberElected"] = poll.seats
    return {
        "@id": "election",
        "@type": "CVR.Election",
        "Candidate": [
            {"@id": f"candidate-{option.id}", "@type": "CVR.Candidate", "Name": option.label}
            for option in poll.options
        ],
        "Contest": [contest],
        "ElectionScopeId": "unit",
        "Name": poll.title,
    }


def _selection(option: Option) -> dict[str, Any]:
    return {
        "@id": f"selection-{option.id}",
        "@type": "CVR.CandidateSelection",
        "CandidateIds": [f"candidate-{option.id}"],
        "IsWriteIn": option.write_in,
    }


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


FORMATS = (
    Format(
        id="nist-cvr",
        title=Phrase("Catatan suara NIST (hanya ditulis)", "NIST cast vote records (written only)"),
        endings=(".json",),
        read=read,
        write=write,
        keeps=frozenset({"title", "seats", "ids"}),
    ),
)
