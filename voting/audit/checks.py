"""The twelve checks, in order, all of them always run: ``verify`` makes the report.

| id  | question                                                                     |
|-----|------------------------------------------------------------------------------|
| V1  | Is every file there and of its one form?                                     |
| V2  | Are these the rules that were put on record at the opening?                  |
| V3  | Did the log sign its checkpoint, and did enough witnesses see it?            |
| V4  | Is every entry in that log, none left out, and does their order make sense?  |
| V5  | Does every ballot open its commitment, and are just these sealed?            |
| V6  | Do the rules allow every ballot?                                             |
| V7  | As many ballots as marks on the roll, and no more than electors?             |
| V8  | Was the lot drawn only where needed, from halves fixed beforehand?           |
| V9  | Does counting again give the published result?                               |
| V10 | Is a voter's receipt kept?                                                   |
| V11 | Does everything an older bundle said still stand?                            |
| V12 | What could the published ballots give away?                                  |
"""

from collections.abc import Callable

from voting.audit import ballot_checks, count_checks, record_checks
from voting.audit.asking import Answer, Holds, Question, Skipped
from voting.audit.report import Finding, Report, Status
from voting.errors import RefusalError

CHECKS: dict[str, Callable[[Question], Answer]] = {
    "V1": record_checks.check_form,
    "V2": record_checks.check_rules,
    "V3": record_checks.check_log,
    "V4": record_checks.check_entries,
    "V5": ballot_checks.check_openings,
    "V6": count_checks.check_ballots,
    "V7": ballot_checks.check_numbers,
    "V8": count_checks.check_lot,
    "V9": count_checks.check_result,
    "V10": ballot_checks.check_receipt,
    "V11": record_checks.check_older,
    "V12": ballot_checks.check_privacy,
}


def verify(question: Question) -> Report:
    """Ask every check and return all answers."""
    return Report([_ask(check_id, question) for check_id in CHECKS])


def _ask(check_id: str, question: Question) -> Finding:
    try:
        answer = CHECKS[check_id](question)
    except RefusalError as error:
        cause = error.__cause__
        return Finding(
            id=check_id,
            status=Status.FAILS,
            code=error.code,
            params=error.params,
            cause=cause if isinstance(cause, RefusalError) else None,
        )
    if isinstance(answer, Holds):
        return Finding(id=check_id, status=Status.HOLDS, code=answer.code, params=answer.params)
    status = Status.SKIPPED if isinstance(answer, Skipped) else Status.UNASKED
    return Finding(id=check_id, status=status, code=answer.code)
