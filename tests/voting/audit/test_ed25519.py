"""Ed25519 checks: the vectors of RFC 8032, agreement with `cryptography`, and strictness."""

import hashlib

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from voting.audit import ed25519

# RFC 8032 section 7.1: TEST 1, 2, 3 and SHA(abc): public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]

# All encodings of the points of small order (canonical ones first), as published in "Taming the
# many EdDSAs" (Chalkias, Garillot, Nikolaenko, SSR 2020), table 1.
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]


def signed(seed, message):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.public_key().public_bytes_raw(), key.sign(message)


def theirs(public, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_vectors_of_rfc_8032(public, message, signature):
    key, text, proof = (bytes.fromhex(part) for part in (public, message, signature))
    assert ed25519.verify(key, text, proof)
    assert theirs(key, text, proof)
    assert not ed25519.verify(key, text + b"x", proof)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_agrees_with_cryptography_on_true_signatures(seed, message):
    public, signature = signed(seed, message)
    assert ed25519.verify(public, message, signature)
    assert ed25519.is_key(public)


@given(
    st.binary(min_size=32, max_size=32),
    st.binary(max_size=60),
    st.integers(0, 95),
    st.integers(1, 255),
)
def test_agrees_with_cryptography_on_changed_ones(seed, message, place, flip):
    public, signature = signed(seed, message)
    both = bytearray(public + signature)
    both[place] ^= flip
    public, signature = bytes(both[:32]), bytes(both[32:])
    assert not ed25519.verify(public, message, signature)
    assert not theirs(public, message, signature)


@given(st.binary(min_size=32, max_size=32))
def test_accepts_nothing_that_cryptography_refuses(public):
    ours = ed25519.verify(public, b"", bytes(64))
    assert not ours or theirs(public, b"", bytes(64))


def test_a_second_signature_made_from_a_first_is_refused():
    public, signature = signed(bytes(32), b"message")
    s = int.from_bytes(signature[32:], "little") + ed25519.L
    assert not ed25519.verify(public, b"message", signature[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("text", SMALL_ORDER)
def test_keys_of_small_order_are_refused_though_their_equation_holds(text):
    public = bytes.fromhex(text)
    # s = 0 and R = the identity: fits any message whose k is a multiple of the key's order.
    signature = bytes.fromhex(SMALL_ORDER[0]) + bytes(32)
    assert not any(ed25519.verify(public, bytes([i]), signature) for i in range(64))
    assert not ed25519.is_key(public)


def test_a_key_that_is_not_in_canonical_form_is_refused():
    for y in range(ed25519.P, 2**255):
        assert ed25519.decompress(y.to_bytes(32, "little")) is None


@pytest.mark.parametrize(("key", "signature"), [(31, 64), (33, 64), (32, 63), (32, 65), (0, 0)])
def test_other_lengths_are_refused(key, signature):
    assert not ed25519.verify(bytes(key), b"", bytes(signature))
    assert key == 32 or not ed25519.is_key(bytes(key))


def test_points_survive_the_way_there_and_back():
    public, _ = signed(b"\x07" * 32, b"")
    point = ed25519.decompress(public)
    assert point is not None
    assert ed25519.compress(point) == public
