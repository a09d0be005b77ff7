"""The manifest: everything frozen survives, and nothing else is read as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import paper_of, plain_rules
from tests.voting.audit.elections import LOG, POLL, RECEIPT, election
from voting import rules as rule_cards
from voting.audit.commitments import to_text
from voting.audit.manifest import Manifest, read_manifest, text_hash
from voting.ballots import OptionId
from voting.canonical import decode, encode, sha256
from voting.contest import Contest, Option
from voting.errors import RefusalError
from voting.methods import METHODS

GOOD = election(count=2).manifest

ids = st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True)
texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs"]), max_size=20).filter(
    lambda text: encode_or_none(text) is not None
)


def encode_or_none(text):
    try:
        return encode(text)
    except RefusalError:
        return None


options = st.builds(
    Option,
    id=ids,
    label=texts,
    cost=st.none() | st.integers(0, 10**9),
    withdrawn=st.just(False),
    write_in=st.booleans(),
)


@given(
    st.lists(options, min_size=2, max_size=6, unique_by=lambda option: option.id),
    texts,
    st.sampled_from(["A", "B"]),
    st.integers(0, 2**40),
)
def test_a_manifest_survives(choices, title, level, at):
    contest = Contest(
        title=title, method="irv", rules=METHODS["irv"].rules(), options=tuple(choices)
    )
    manifest = Manifest(
        poll=POLL, number="M-2026-001", level=level, contest=contest,
        text_hashes={choices[0].id: text_hash("teks")}, picture_hashes={choices[1].id: text_hash("")},
        opens=at, closes=at + 1, grace=0, eligible=7, roll_root="ab" * 32, log=str(LOG.key),
        receipt_key=str(RECEIPT.key), seal_key=to_text(bytes(32)) if level == "B" else "",
        tie_commit="cd" * 32, policy="ef" * 32, revote="none" if level == "B" else "until-close",
    )  # fmt: skip
    data = manifest.encode()
    read = read_manifest(data)
    assert read == manifest
    assert read.encode() == data
    assert read.hash == sha256(data).hex()
    assert read.method is METHODS["irv"]


@pytest.mark.parametrize("method_id", sorted(METHODS))
def test_every_method_has_a_card_that_can_be_frozen(method_id):
    found = METHODS[method_id]
    contest = Contest(
        title="x", method=method_id, rules=plain_rules(found),
        options=tuple(Option(id=OptionId(o), label=o, cost=1) for o in paper_of(found)),
    )  # fmt: skip
    manifest = Manifest(**{**_fields(GOOD), "contest": contest, "text_hashes": {}})
    read = read_manifest(manifest.encode())
    assert rule_cards.card(read.contest.rules) == rule_cards.card(contest.rules)


def _fields(manifest):
    return {name: getattr(manifest, name) for name in manifest.__dataclass_fields__}


def test_a_rule_that_is_younger_than_the_file_takes_its_default():
    value = decode(GOOD.encode())
    del value["method"]["rules"]["max_rankings"]
    assert read_manifest(encode(value)).contest == GOOD.contest


CHANGES = [
    ("t", "manifest/2"), ("poll", "0" * 31), ("poll", 5), ("level", "C1"), ("level", "A"),
    ("title", 5), ("options", {}), ("options", []), ("options", [{"id": "a"}]),
    ("options", [{"id": "a", "label": 5}]), ("options", [{"id": "A", "label": "a"}]),
    ("options", [{"id": "a", "label": "a", "more": 1}]),
    ("options", [{"id": "a", "label": "a", "cost": True}]),
    ("options", [{"id": "a", "label": "a", "cost": -1}]),
    ("options", [{"id": "a", "label": "a", "withdrawn": False}]),
    ("options", [{"id": "a", "label": "a", "text": "00"}]),
    ("options", [{"id": "a", "label": "a"}, {"id": "a", "label": "b"}]),
    ("opens", -1), ("opens", True), ("opens", "1"), ("grace", 2**53), ("eligible", "many"),
    ("roll_root", "AB" * 32), ("policy", ""), ("log", "no key"), ("receipt_key", str(LOG.key)),
    ("seal_key", ""), ("seal_key", "AAAA"), ("tie", {}), ("tie", {"commit": "00" * 32, "public": "coin"}),
    ("tie", {"commit": "00", "public": "dice-d10x20"}), ("receipt", "never"), ("revote", "always"),
    ("batch", 20), ("publish", "nothing"), ("backup", "never"), ("method", "irv"),
    ("method", {"id": "irv"}), ("method", {"id": "irv", "rules": []}), ("method", {"id": "nothing", "rules": {}}),
    ("method", {"id": "irv", "rules": {"unknown": 1}}), ("method", {"id": "irv", "rules": {"seats": 2}}),
    ("method", {"id": 5, "rules": {}}),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_malformed_manifests_are_refused(number):
    key, value = CHANGES[number]
    with pytest.raises(RefusalError):
        read_manifest(encode({**decode(GOOD.encode()), key: value}))


@pytest.mark.parametrize("key", sorted(decode(GOOD.encode())))
def test_every_key_is_needed_and_no_other_allowed(key):
    value = decode(GOOD.encode())
    with pytest.raises(RefusalError):
        read_manifest(encode({**value, "more": 1}))
    del value[key]
    with pytest.raises(RefusalError):
        read_manifest(encode(value))
