"""Proof files: the specification's example of the form, round trips, strict reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.audit.checkpoints import Checkpoint
from voting.audit.merkle import Tree, leaf_hash
from voting.audit.notes import Note, Signature
from voting.audit.proofs import Proof, read_proof
from voting.errors import InvalidError

# The head of the example in C2SP tlog-proof (its signatures are shortened there, so not checked).
HEAD = """c2sp.org/tlog-proof@v1
extra ZXhhbXBsZSBleHRyYQ==
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

"""
SIGNATURE = "— example.com/fancylog " + "A" * 91 + "=\n"


def checkpoint(tree):
    return Note(
        Checkpoint("log.example", tree.size, tree.root).text, (Signature("x", b"1234", b"5"),)
    ).encode()


def test_the_form_of_the_specification():
    data = (HEAD + SIGNATURE).encode()
    proof = read_proof(data)
    assert proof.index == 73894
    assert len(proof.path) == 5
    assert proof.extra == b"example extra"
    assert proof.encode() == data


@given(st.integers(1, 40), st.data(), st.none() | st.binary())
def test_a_proof_holds_for_its_leaf_only(size, data, extra):
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    tree = Tree.of(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = Proof(index, tree.inclusion(index), checkpoint(tree), extra)
    assert read_proof(proof.encode()) == proof
    assert [leaf for leaf in leaves if proof.holds_for(leaf)] == [leaves[index]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("extra ZX", "extra  ZX"),
        ("index 73894", "index 073894"),
        ("index 73894", "index"),
        ("index 73894\n", ""),
        ("gSKy", "gSK"),
        ("PlQ=", "PlR="),
        ("\n\nexample", "\nexample"),
        ("109482", "x"),
        ("gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=", "AAAA"),
        ("c2sp", "c2sp\u00e9"),
        ("EKNz", "AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=\n" * 64 + "EKNz"),
    ],
)
def test_malformed_proofs_are_refused(old, new):
    with pytest.raises(InvalidError):
        read_proof((HEAD + SIGNATURE).replace(old, new, 1).encode())
    with pytest.raises(InvalidError):
        read_proof(b"")
