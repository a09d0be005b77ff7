"""Commitments, lots and rolls: the vectors of the specification, and what each keeps apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.audit import commitments
from voting.audit.commitments import Opening, commitment, read_opening, roll_leaf, tie_seed
from voting.audit.entries import ballot_entry, commitment_text
from voting.audit.merkle import leaf_hash, root_of
from voting.canonical import decode, encode, sha256
from voting.errors import InvalidError
from voting.tiebreak import Lot

POLL = "00112233445566778899aabbccddeeff"
BALLOT = b'{"ranking":["b","a"],"v":1}'
SERVER, VOTER = b"\x01" * 32, b"\x02" * 32

shares = st.binary(min_size=32, max_size=32)


def test_the_vectors_of_the_specification():
    c = commitment(POLL, SERVER, VOTER, BALLOT)
    assert c.hex() == "44331ff891e5fb25f1d3dd5fd774cfda5cbf80de25a533fe170261d06a4fab68"
    assert commitment_text(c) == "RDMf-JHl-yXx091f13TP2ly_gN4lpTP-FwJh0GpPq2g"
    assert ballot_entry(POLL, c) == (
        b'{"c":"RDMf-JHl-yXx091f13TP2ly_gN4lpTP-FwJh0GpPq2g",'
        b'"p":"00112233445566778899aabbccddeeff","t":"ballot/1"}'
    )
    leaf = leaf_hash(ballot_entry(POLL, c))
    assert leaf.hex() == "6a39b7cb11f0044489a3e5295cdd7ec1b2dcd5d57c063211efe17552d40427a9"
    three = sorted(commitment(POLL, SERVER, bytes([n]) * 32, BALLOT) for n in (2, 3, 4))
    root = root_of([leaf_hash(ballot_entry(POLL, c)) for c in three])
    assert commitments.to_text(root) == "fGryx7IFqw61U6TrU7xyJoOOzDfHWLcw+C1PBOD/LO0="


def test_the_lot_of_the_specification():
    seed = tie_seed(POLL, b"\x07" * 32, "31415926535897932384")
    assert seed.hex() == "81c1ceaf7826f93b18bf2f3739cab5716514e3b513406e1f2da6043c5a63c2fa"
    assert Lot(seed).order("abcd") == ("a", "c", "d", "b")


def test_the_ballot_entry_is_canonical():
    data = ballot_entry(POLL, bytes(range(32)))
    assert encode(decode(data)) == data


@given(shares, shares)
def test_openings_survive_padding_and_reading(server, voter):
    opening = Opening(BALLOT, server, voter)
    assert encode(decode(opening.encode())) == opening.encode()
    assert read_opening(opening.encode()) == read_opening(opening.padded()) == opening
    assert len(opening.padded()) % 256 == 0
    assert opening.commitment(POLL) == commitment(POLL, server, voter, BALLOT)


def test_every_part_changes_the_commitment():
    others = {
        commitment(POLL, SERVER, VOTER, BALLOT),
        commitment("f" * 32, SERVER, VOTER, BALLOT),
        commitment(POLL, VOTER, SERVER, BALLOT),
        commitment(POLL, SERVER, VOTER, BALLOT[:-1]),
    }
    assert len(others) == 4


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"b":1,"n":"","v":""}',
        b'{"b":1,"n":"AAAA"}',
        Opening(BALLOT, SERVER, b"short").encode(),
        Opening(BALLOT, SERVER, VOTER).encode().replace(b"=", b"", 1),
        Opening(BALLOT, SERVER, VOTER).encode().replace(b"E=", b"F=", 1),
        Opening(b'{"v":1,"ranking":[]}', SERVER, VOTER).encode(),
        b" " + Opening(BALLOT, SERVER, VOTER).encode(),
    ],
)
def test_malformed_openings_are_refused(data):
    with pytest.raises(InvalidError):
        read_opening(data)


@pytest.mark.parametrize("poll", ["", "0" * 31, "0" * 33, "G" * 32, "A" * 32, "0" * 32 + "\n"])
def test_a_contest_has_one_spelling(poll):
    for use in (commitments.ballot_prefix, commitments.seal_info):
        with pytest.raises(InvalidError):
            use(poll)


@pytest.mark.parametrize("public", ["", "1" * 19, "1" * 21, "x" * 20, "\u0661" * 20])
def test_the_public_part_of_a_lot_is_twenty_digits(public):
    with pytest.raises(InvalidError):
        tie_seed(POLL, SERVER, public)


def test_the_order_of_a_roll_is_hidden_and_does_not_matter():
    leaves = [roll_leaf(bytes([n]) * 16, n) for n in range(1, 20)]
    assert commitments.roll_root(leaves) == commitments.roll_root(reversed(leaves))
    assert commitments.roll_root(leaves) != commitments.roll_root(leaves[1:])
    assert leaves[0] == leaf_hash(b'{"s":"01010101010101010101010101010101","v":1}')


def test_a_detail_is_hidden_by_its_salt():
    one = commitments.detail_hash(b"1" * 16, {"reason": "hujan"})
    assert one != commitments.detail_hash(b"2" * 16, {"reason": "hujan"})
    assert one == sha256(b"mufakat/detail/1\n" + b"1" * 16 + b'{"reason":"hujan"}').hex()


def test_a_typed_phrase_is_the_same_on_every_keyboard():
    assert commitments.voter_share(" caf\u00e9 ") == commitments.voter_share("cafe\u0301")
    assert commitments.voter_share("a") != commitments.voter_share("b")


def test_what_only_says_it_is_a_hash_is_refused():
    assert commitments.read_hash("0" * 64) == bytes(32)
    for text in ("0" * 63, "G" * 64, "A" * 64, None, 5):
        with pytest.raises(InvalidError):
            commitments.read_hash(text)


@given(st.lists(shares))
def test_ascending_means_sorted_and_none_twice(values):
    assert commitments.are_ascending(values) == (values == sorted(set(values)))
