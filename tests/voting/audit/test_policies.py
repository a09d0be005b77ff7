"""Trust policies: the specification's example, quorums, and every sentence that says "must"."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voting.audit.notes import COSIGNATURE, ED25519, Key, Note, Signature, signed_bytes
from voting.audit.policies import Policy, read_policy
from voting.errors import InvalidError

TEXT = "log.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"


def pair(seed, name, kind):
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    return private, Key(name, kind, private.public_key().public_bytes_raw())


LOG = pair(1, "log.example/log", ED25519)
X1, X2, X3, Y1, Y2, Y3 = (
    pair(seed, f"w{seed}.example", COSIGNATURE) for seed in (11, 12, 13, 21, 22, 23)
)
EXAMPLE = f"""# A policy with two levels of groups, as in C2SP tlog-policy.
log {LOG[1]}

witness X1 {X1[1]}
witness\tX2  {X2[1]} https://w12.example/
witness X3 {X3[1]}
group X-witnesses 2 X1 X2 X3

witness Y1 {Y1[1]}
witness Y2 {Y2[1]}
witness Y3 {Y3[1]}
group Y-witnesses any Y1 Y2 Y3

  group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


def note(*signers):
    lines = (
        Signature.by(key, private.sign(signed_bytes(key, TEXT, time=9)), time=9)
        for private, key in signers
    )
    return Note(TEXT, tuple(lines))


@pytest.mark.parametrize(
    ("signers", "enough"),
    [
        ((), False),
        ((X1, X2), False),
        ((X1, Y1), False),
        ((X1, X1, Y1), False),
        ((X1, X2, Y1), True),
        ((X3, X2, Y3), True),
        ((X1, X2, X3, Y1, Y2, Y3), True),
        ((Y1, Y2, Y3), False),
    ],
)
def test_the_example_of_the_specification(signers, enough):
    policy = read_policy(EXAMPLE.encode())
    signed = note(LOG, *signers)
    assert policy.log_of(signed) == LOG[1]
    assert policy.has_quorum(signed) is enough
    assert read_policy(policy.encode()) == policy


def test_a_log_must_sign_a_checkpoint_of_its_own_name():
    stranger = pair(2, "log.example/log", ED25519)
    elsewhere = pair(1, "other.example/log", ED25519)
    policy = Policy(logs=(LOG[1], elsewhere[1]))
    assert policy.log_of(note(LOG)) == LOG[1]
    assert policy.log_of(note(stranger)) is None
    assert policy.log_of(note(elsewhere)) is None


def test_no_quorum_and_one_witness():
    alone = Policy(logs=(LOG[1],), witnesses={"X1": X1[1]}, quorum="X1")
    assert read_policy(alone.encode()) == alone
    assert alone.has_quorum(note(LOG, X1))
    assert not alone.has_quorum(note(LOG, X2))
    assert Policy(logs=(LOG[1],)).has_quorum(note(LOG))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "quorum\n",
        "quorum none\nquorum none\n",
        "quorum W\n",
        "who none\n",
        "log\nquorum none\n",
        f"log {X1[1]}\nquorum none\n",
        f"log {LOG[1]}\nlog {LOG[1]}\nquorum none\n",
        f"witness W {LOG[1]}\nquorum W\n",
        f"witness none {X1[1]}\nquorum none\n",
        f"witness W {X1[1]}\nwitness V {X1[1]}\nquorum W\n",
        f"witness W {X1[1]}\nwitness W {X2[1]}\nquorum W\n",
        f"witness W {X1[1]}\ngroup G 0 W\nquorum G\n",
        f"witness W {X1[1]}\ngroup G 2 W\nquorum G\n",
        f"witness W {X1[1]}\ngroup G 1 W W\nquorum G\n",
        f"witness W {X1[1]}\ngroup G x W\nquorum G\n",
        f"witness W {X1[1]}\ngroup G 1\nquorum G\n",
        f"witness W {X1[1]}\ngroup G any W\ngroup H any W\nquorum G\n",
        f"witness W {X1[1]}\ngroup G any G\nquorum G\n",
        "group G any none\nquorum G\n",
        "quorum W\n" + f"witness W {X1[1]}\n",
    ],
)
def test_what_the_specification_forbids_is_refused(text):
    with pytest.raises(InvalidError):
        read_policy(text.encode())


def test_bytes_that_are_no_text_and_endless_files_are_refused():
    for data in (b"\xff\nquorum none\n", b"\n" * 2000 + b"quorum none\n"):
        with pytest.raises(InvalidError):
            read_policy(data)
