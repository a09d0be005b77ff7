"""Every bundle format that was ever released verifies for ever (bundles/format-N/*.tar)."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.voting.audit.elections import Election, clean_ballots, election, tied_election
from voting.audit.asking import Question
from voting.audit.checks import verify
from voting.audit.manifest import Manifest
from voting.audit.reading import read_bundle
from voting.canonical import decode, encode, fingerprint

FOLDER = Path(__file__).parent / "bundles"
KEPT = sorted(FOLDER.glob("format-*/*.tar"))

# How the bundles of format 1 were made. Once released they are never made again: `python -m
# tests.voting.audit.test_old_bundles` writes them anew, which is right only before a release.
FORMAT_1 = {
    "secret": lambda: election().bundle(with_roll=True),
    "open": lambda: election(level="A", again=5).bundle(),
    "tied": lambda: tied_election(acts=[("extended", {"closes": 1_790_090_000})]).bundle(),
    "cancelled": lambda: election(cancelled=True).bundle(),
    "seats": lambda: election(
        method="stv-scottish", rules={"seats": 2}, count=40, options="abcdef"
    ).bundle(),
}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_kept_bundle_still_verifies(path):
    report = verify(Question(bundle=read_bundle(path.read_bytes())))
    assert report.holds, [f"{f.id}: {f.says('en')}" for f in report.findings]


@pytest.mark.parametrize("kind", FORMAT_1)
def test_what_we_write_today_is_what_was_kept(kind):
    assert FORMAT_1[kind]() == (FOLDER / "format-1" / f"{kind}.tar").read_bytes(), (
        "The bytes of a bundle changed. If a release has been made, this needs format 2."
    )


class YoungerManifest(Manifest):
    """A manifest written before the method had the rule ``max_rankings``."""

    def json(self):
        value = decode(encode(super().json()))
        del value["method"]["rules"]["max_rankings"]
        return value


class Older(Election):
    """An election counted by a program that did not know the rule yet."""

    def _manifest(self):
        known = super()._manifest()
        return YoungerManifest(**{n: getattr(known, n) for n in Manifest.__dataclass_fields__})

    def counted(self, outcome):
        method = self.manifest.json()["method"]
        named = fingerprint({"method": method["id"], "rules": method["rules"]})
        return replace(outcome, rules=method["rules"], rules_hash=named)


def test_a_rule_that_a_method_learns_later_does_not_break_old_bundles():
    built = Older(ballots=clean_ballots(1, "abc", 20))
    report = verify(Question(bundle=read_bundle(built.bundle())))
    assert report.exit_code == 0, [f"{f.id}: {f.says('en')}" for f in report.findings]


if __name__ == "__main__":
    for name, make in FORMAT_1.items():
        target = FOLDER / "format-1" / f"{name}.tar"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(make())
