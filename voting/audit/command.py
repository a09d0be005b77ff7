"""The auditor's command: ``verify BUNDLE [--policy F] [--receipt F] [--since OLD]``.

Reads files, asks every check, prints the report. Exit codes are those of the command line: 0 every
check holds, 1 one fails, 3 a file cannot be read, 5 checks were skipped.
"""

import argparse
import gc
import json
import sys
from pathlib import Path
from typing import Any

from voting.audit.asking import Question
from voting.audit.checks import verify
from voting.audit.policies import read_policy
from voting.audit.reading import read_bundle
from voting.audit.report import Report, Status
from voting.errors import InvalidFileError, RefusalError
from voting.words import LANGUAGES, explain, say

EXIT_UNREADABLE = 3

_MARKS = {Status.HOLDS: "+", Status.FAILS: "x", Status.SKIPPED: "-", Status.UNASKED: " "}


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Add ``verify`` to the subcommands of a parser and return its own parser."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "verify",
        help="check the evidence of a contest and count it again, offline",
        description="Check the evidence of a contest and count it again. No network is used.",
    )
    parser.add_argument("bundle", metavar="BUNDLE", type=Path, help="the evidence file (.tar)")
    parser.add_argument(
        "--policy", metavar="F", type=Path, help="the log and witnesses you trust (tlog-policy)"
    )
    parser.add_argument(
        "--receipt", metavar="F", type=Path, help="a voter's receipt or .tlog-proof to look up"
    )
    parser.add_argument(
        "--since", metavar="OLD", type=Path, help="an older bundle of the same contest to compare"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the sentences")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Verify as the arguments say, print the report, return the exit code."""
    language: str = arguments.lang
    gc.disable()  # hundreds of thousands of small values, none in a cycle: a fifth faster
    try:
        report = verify(_question(arguments))
    except RefusalError as error:
        sys.stderr.write(f"mufakat: {explain(error, language)}\n")
        return EXIT_UNREADABLE
    finally:
        gc.enable()
    if arguments.json:
        sys.stdout.write(json.dumps(report.json(language), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(as_text(report, language))
    return report.exit_code


def as_text(report: Report, language: str) -> str:
    """Return a report for people: one paragraph a check, and the whole in one sentence."""
    lines = []
    for finding in report.findings:
        mark = _MARKS[finding.status]
        state = say(f"verify.status.{finding.status.value}", {}, language)
        lines.append(f"{mark} {finding.id:<4}{finding.title(language)}: {state}")
        lines.append(f"       {finding.says(language)}")
    failed, skipped = report.with_status(Status.FAILS), report.with_status(Status.SKIPPED)
    held = len(report.with_status(Status.HOLDS))
    if failed:
        whole = say("verify.whole.fails", {"failed": failed}, language)
    elif skipped:
        whole = say("verify.whole.skipped", {"skipped": skipped, "held": held}, language)
    else:
        whole = say("verify.whole.holds", {"held": held}, language)
    return "\n".join((*lines, "", whole, ""))


def _question(arguments: argparse.Namespace) -> Question:
    since, policy, receipt = arguments.since, arguments.policy, arguments.receipt
    return Question(
        bundle=read_bundle(_read(arguments.bundle)),
        policy=None if policy is None else read_policy(_read(policy)),
        receipt=None if receipt is None else _read(receipt),
        since=None if since is None else read_bundle(_read(since)),
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidFileError(
            "file.unreadable", file=str(path), why=error.strerror or ""
        ) from error
