"""The container: one form for the same files, and every other form is seen."""

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.audit.archive import BLOCK, is_plain, read_archive, write_archive
from voting.errors import InvalidError, InvalidFileError

FILES = {"a.txt": b"hello\n", "empty": b"", "log/b.json": b"{}" * 300}

names = st.from_regex(r"[a-z]{1,5}(/[a-z]{1,5})?", fullmatch=True)
contents = st.dictionaries(names, st.binary(max_size=1200), min_size=1, max_size=6)


@given(contents)
def test_files_survive_and_the_archive_has_one_form(files):
    data = write_archive(files)
    read = read_archive(data)
    assert read.files == files
    assert not read.faults
    assert write_archive(dict(reversed(files.items()))) == data
    assert len(data) % BLOCK == 0


def test_any_tar_unpacks_it():
    with tarfile.open(fileobj=io.BytesIO(write_archive(FILES)), mode="r:") as archive:
        members = archive.getmembers()
        assert [member.name for member in members] == sorted(FILES)
        assert {(m.mtime, m.uid, m.gid, m.uname, m.mode, m.type) for m in members} == {
            (0, 0, 0, "", 0o644, tarfile.REGTYPE)
        }
        for member in members:
            assert archive.extractfile(member).read() == FILES[member.name]


def test_what_tar_writes_by_itself_is_another_form():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in FILES.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    read = read_archive(out.getvalue())
    assert read.faults
    assert read.files == FILES


@given(contents, st.data())
def test_every_changed_byte_shows(files, data):
    good = write_archive(files)
    place = data.draw(st.integers(0, len(good) - 1))
    bad = bytearray(good)
    bad[place] ^= data.draw(st.integers(1, 255))
    try:
        read = read_archive(bytes(bad))
    except InvalidFileError:
        return
    assert read.faults or read.files != files


@given(contents, st.data())
def test_every_cut_and_every_addition_shows(files, data):
    good = write_archive(files)
    place = data.draw(st.integers(0, len(good) - 1))
    for bad in (good[:place], good + b"\x00", good[:place] + b"x" + good[place:]):
        try:
            assert read_archive(bad).faults
        except InvalidFileError:
            continue


def test_the_rest_is_read_when_one_header_is_wrong():
    data = bytearray(write_archive(FILES))
    data[140] = ord("7")  # the time of the first file
    read = read_archive(bytes(data))
    assert [fault.code for fault in read.faults] == ["archive.form"]
    assert read.files == FILES


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../up", "a/../b", "a//b", "a\\b", "a\nb", ".hidden", "x" * 100, "é"],
)
def test_names_that_could_leave_the_folder_are_refused(name):
    assert not is_plain(name)
    with pytest.raises(InvalidError):
        write_archive({name: b""})


@pytest.mark.parametrize("data", [b"", b"hello", bytes(1024), b"PK" * 2000])
def test_what_is_no_archive_is_refused(data):
    with pytest.raises(InvalidFileError):
        read_archive(data)


def test_too_many_files_are_not_read():
    files = {f"f{number:03}": b"" for number in range(101)}
    assert read_archive(write_archive(files)).faults
