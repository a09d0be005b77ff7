"""The roll as a file: what is written is read again, what is wrong is listed row by row."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voting.canonical import tidy
from voting.formats.roll_csv import RollFile, read_roll, write_roll
from voting.roll import Elector
from voting.words import LANGUAGES, say, sentences

CELL = st.text(max_size=30).map(tidy).filter(lambda text: not text.startswith(tuple("=+@-–")))
ELECTORS = st.lists(
    st.builds(Elector, reference=CELL.filter(len), name=CELL.filter(len), place=CELL),
    min_size=1,
    max_size=12,
    unique_by=lambda elector: elector.reference,
)


def errors(text):
    return [(error.line, error.code) for error in read_roll(text.encode()).errors]


@given(ELECTORS, st.sampled_from(LANGUAGES), st.sampled_from(";,\t"))
def test_what_is_written_is_read(electors, language, separator):
    file = read_roll(write_roll(electors, language, separator))
    rounded = [error for error in file.errors if error.code == "roll.rounded-number"]
    assert list(file.errors) == rounded
    assert len(file.electors) + len(rounded) == len(electors)
    assert set(file.electors) <= set(electors)


@given(st.binary(max_size=300))
@example(b"")
@example(b"\xff\xfe")
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf")
@example(b'nomor;nama\n1;"Sari')
@example(b"sep=;")
@example(b"nomor;nama\n\x00;\x00")
@example(b"nomor;nama\r1;Sari\r")
def test_no_bytes_break_the_reader(data):
    file = read_roll(data)
    assert file.electors or file.errors
    assert len(file.lines) == len(file.electors)
    speak(file)


@given(st.text(alphabet='nomrae;,"\n\r\t=E+-0123é', max_size=200))
def test_no_text_breaks_the_reader(text):
    speak(read_roll(("nomor;nama;dusun\n" + text).encode()))


def speak(file):
    """Every error has a sentence in both languages, and its values fit."""
    for error in file.errors:
        assert error.line >= 1
        for language in LANGUAGES:
            assert error.code in sentences(language)
            assert say(error.code, error.params, language)


def test_every_bad_row_is_listed_and_the_good_ones_too():
    file = read_roll(
        b"nomor;nama;dusun\n"
        b"1;Sari;Krajan\n"
        b";Tanpa nomor;Krajan\n"
        b"3;;Krajan\n"
        b"1;Sari lagi;Krajan\n"
        b"3,27E+15;Budi;Krajan\n"
        b"6;=HYPERLINK(1);Krajan\n"
        b"7;Wati;Krajan;lebih\n"
        b"\n"
        b"9;Joko;Sumber\n"
    )
    assert [(error.line, error.code) for error in file.errors] == [
        (3, "roll.empty-elector"),
        (4, "roll.empty-elector"),
        (5, "roll.reference-twice"),
        (6, "roll.rounded-number"),
        (7, "roll.formula"),
        (8, "roll.too-many-cells"),
    ]
    assert [elector.name for elector in file.electors] == ["Sari", "Joko"]
    assert file.lines == (2, 10)
    assert file.errors[2].params == {"reference": "1", "first": 2}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "roll.empty-file")]),
        ("nomor;nama\n", [(1, "roll.empty-file")]),
        ("1;Sari\n2;Budi\n", [(1, "roll.no-header")]),
        ("nama;dusun\nSari;Krajan\n", [(1, "roll.no-header")]),
        ('nomor;nama\n;x\n2;"Budi\n3;Wati\n', [(2, "roll.empty-elector"), (3, "roll.quotes")]),
        (
            "nomor;nama\n1;\uff1dcmd\n2;\uff0b1\n3;\uff0d1\n4;\uff20x\n",
            [(line, "roll.formula") for line in (2, 3, 4, 5)],
        ),
        (
            f"nomor;nama\n1;{'a' * 201}\n{'2' * 65};Budi\n",
            [(2, "roll.too-long"), (3, "roll.too-long")],
        ),
    ],
)
def test_a_file_that_is_no_roll(text, expected):
    assert errors(text) == expected


def test_letters_in_another_encoding_are_refused_with_their_line():
    file = read_roll("nomor;nama\n1;Sari\n2;José\n".encode("cp1252"))
    assert [(error.line, error.code) for error in file.errors] == [(3, "roll.not-utf8")]


@pytest.mark.parametrize(
    "data",
    [
        b"nomor;nama;dusun\n0012;Sari;Krajan\n",
        "nomor;nama;dusun\r\n0012;Sari;Krajan\r\n".encode("utf-8-sig"),
        "nomor\tnama\tdusun\n0012\tSari\tKrajan\n".encode("utf-16"),
        b"sep=;\r\nNOMOR;Nama ;Dusun\r\n0012; Sari ;Krajan;;\r\n;;\r\n",
        b"reference,full name,place\n0012,Sari,Krajan\n",
        b'"No","NIK","Nama Lengkap","Dusun"\n"1","=""0012""","Sari","Krajan"\n',
        b"Nama_Warga;No. Warga;Alamat\nSari;0012;Krajan\n",
        b"nama;nomor;dusun\nSari;0012;Krajan",
    ],
)
def test_what_spreadsheets_write(data):
    assert read_roll(data).electors == (Elector(reference="0012", name="Sari", place="Krajan"),)
    assert read_roll(data).errors == ()


def test_a_place_goes_from_large_to_small():
    file = read_roll(b"nomor;nama;RT;Dusun\n1;Sari;02;Krajan\n2;Budi;;Krajan\n3;Wati;rt 1;\n")
    places = [elector.place for elector in file.electors]
    assert places == ["Krajan, RT 02", "Krajan", "rt 1"]


def test_without_a_dusun_the_place_is_rt_and_rw():
    file = read_roll(b"nomor;nama;RT;RW\n1;Sari;02;05\n2;Budi;RT 3;-\n")
    assert [elector.place for elector in file.electors] == ["RT 02, RW 05", "RT 3"]


def test_columns_that_a_roll_does_not_need_are_left_unread():
    file = read_roll(b"No;NIK;Nama;Tanggal Lahir;Agama\n1;77;Sari;1990-01-01;x\n")
    assert file == RollFile(
        electors=(Elector(reference="77", name="Sari"),),
        lines=(2,),
        ignored=("No", "Tanggal Lahir", "Agama"),
    )


def test_a_name_over_two_lines_counts_lines_rightly():
    file = read_roll(b'nomor;nama\n1;"Sari\nDewi"\n;x\n')
    assert file.electors[0].name == "Sari Dewi"
    assert file.errors[0].line == 4
