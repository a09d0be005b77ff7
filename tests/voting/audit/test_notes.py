"""Signed notes, checkpoints, cosignatures: published vectors, round trips, strict reading."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from voting.audit import notes
from voting.audit.checkpoints import Checkpoint, read_checkpoint, read_signed_checkpoint
from voting.audit.notes import COSIGNATURE, ED25519, Key, Note, Signature, read_key, read_note
from voting.errors import InvalidError

# The example of C2SP signed-note, section "Verifier keys".
C2SP_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
C2SP_NOTE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
""".encode()

# The example of Go's golang.org/x/mod/sumdb/note, where the format comes from.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = """If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
""".encode()

# A checkpoint of a public Certificate Transparency log (Arche, staging) with four cosignatures.
REAL_CHECKPOINT = """arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
""".encode()
REAL_LOG = (
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
)
REAL_WITNESSES = [
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
    "transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM",
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO",
]


def signer(seed, name="log.example/log", kind=ED25519):
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    return private, Key(name, kind, private.public_key().public_bytes_raw())


def signed(text, seed=1, **options):
    private, key = signer(seed, **options)
    return key, Note(text, (Signature.by(key, private.sign(notes.signed_bytes(key, text))),))


@pytest.mark.parametrize(("key", "note"), [(C2SP_KEY, C2SP_NOTE), (GO_KEY, GO_NOTE)])
def test_published_notes(key, note):
    read = read_note(note)
    assert read.is_signed_by(read_key(key))
    assert read.encode() == note
    assert str(read_key(key)) == key
    changed = read_note(note.replace(b"is", b"iz", 1))
    assert not changed.is_signed_by(read_key(key))


@pytest.mark.parametrize("key", [REAL_LOG, *REAL_WITNESSES])
def test_a_real_checkpoint_and_its_witnesses(key):
    note, checkpoint = read_signed_checkpoint(REAL_CHECKPOINT)
    assert checkpoint.size == 1432088532
    assert checkpoint.text == note.text
    assert note.is_signed_by(read_key(key))
    assert note.encode() == REAL_CHECKPOINT
    other = Note(note.text.replace("1432088532", "1432088533"), note.signatures)
    assert not other.is_signed_by(read_key(key))


def test_a_key_of_the_same_name_is_another_key():
    _, note = signed("text\n")
    _, other = signer(2)
    assert not note.is_signed_by(other)


def test_one_wrong_line_of_a_known_key_spoils_the_note():
    key, note = signed("text\n")
    wrong = Signature(key.name, key.id, bytes(64))
    assert not Note(note.text, (*note.signatures, wrong)).is_signed_by(key)


def test_a_cosignature_says_a_time_and_covers_it():
    private, key = signer(3, "witness.example", COSIGNATURE)
    text = "log.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    line = Signature.by(
        key, private.sign(notes.signed_bytes(key, text, time=1679315147)), time=1679315147
    )
    assert line.time == 1679315147
    assert Note(text, (line,)).is_signed_by(key)
    later = Signature.by(key, line.body[8:], time=1679315148)
    assert not Note(text, (later,)).is_signed_by(key)


names = st.text(min_size=1).filter(notes.is_name)


@given(names, st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), st.integers(0, 255))
def test_notes_survive_writing_and_reading(name, text, seed):
    key, note = signed(text + "\n", seed, name=name)
    assert read_key(str(key)) == key
    again = read_note(note.encode())
    assert again == note
    assert again.is_signed_by(key)


@given(st.binary())
def test_what_is_read_is_written_the_same_or_refused(data):
    for note in (data, C2SP_NOTE.replace(b"a", data[:2]), C2SP_NOTE + data):
        try:
            read = read_note(note)
        except InvalidError:
            continue
        assert read.encode() == note


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"text\n",
        b"text\n\n",
        "text\n\n— name\n".encode(),
        "text\n\n— name !!\n".encode(),
        "text\n\n— name AAAA\n".encode(),
        "text\n\n— na+me AAAAAAAA\n".encode(),
        "text\n\n—  AAAAAAAA\n".encode(),
        b"text\n\n- name AAAAAAAA\n",
        "text\n\n— name AAAAAAAA".encode(),
        "text\r\n\n— name AAAAAAAA\n".encode(),
        "text\n\n— name AAAAAAB=\n".encode(),
        b"text\xff\n\n" + "— name AAAAAAAA\n".encode(),
        b"text\n\n" + "— name AAAAAAAA\n".encode() * 33,
        b"x" * notes.LONGEST_NOTE + b"\n\n" + "— name AAAAAAAA\n".encode(),
    ],
)
def test_malformed_notes_are_refused(note):
    with pytest.raises(InvalidError):
        read_note(note)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        C2SP_KEY[:-1],
        C2SP_KEY.replace("530d903a", "530d903b"),
        C2SP_KEY.replace("530d903a", "530D903A"),
        C2SP_KEY.replace("foo", "fop"),
        C2SP_KEY.replace("foo", "f o"),
        C2SP_KEY.replace("+A", "+B"),
        C2SP_KEY + "\n",
        "small.example+00000000+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ],
)
def test_malformed_keys_are_refused(text):
    with pytest.raises(InvalidError):
        read_key(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "o\n1\n",
        "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n99999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
        "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hS\n",
        "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextension\n",
    ],
)
def test_malformed_checkpoints_are_refused(text):
    with pytest.raises(InvalidError):
        read_checkpoint(text)


def test_the_vector_of_the_design_note():
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    key = Key("mufakat.example/log", ED25519, private.public_key().public_bytes_raw())
    assert str(key) == "mufakat.example/log+98509055+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    root = notes.from_base64("fGryx7IFqw61U6TrU7xyJoOOzDfHWLcw+C1PBOD/LO0=")
    text = Checkpoint("mufakat.example/log", 3, root).text
    assert Signature.by(key, private.sign(text.encode())).line() == (
        "— mufakat.example/log mFCQVTD/GeVznryRSe5Pvg1AHWatr48u0EwudNeW/4mUuy8HOBcs+mC+fhEdCntgt8LHFziCRdjVN2Kd8WwFChyQ0wQ="
    )
