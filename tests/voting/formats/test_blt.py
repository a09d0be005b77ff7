"""BLT in every dialect met, and every way in which a file can be wrong."""

import pytest

from voting.ballots import Ranking
from voting.errors import InvalidFileError
from voting.formats import FORMATS, read_poll, write_poll
from voting.formats.poll import MOST_BALLOTS

PLAIN = """3 2
4 1 2 0
2 3 0
1 0
0
"Castor"
"Pollux"
"Helen"
"Pollux and Helen should tie"
"""


def read(text):
    return read_poll(text.encode() if isinstance(text, str) else text, FORMATS["blt"])


def ballots(poll):
    return {ballot.ranks: often for ballot, often in poll.profile.ballots()}


def ranks(*marks):
    return Ranking(tuple(tuple(mark) for mark in marks)).ranks


def names(poll):
    return [option.label for option in poll.options]


def test_a_plain_file():
    poll = read(PLAIN)
    assert (poll.title, poll.seats) == ("Pollux and Helen should tie", 2)
    assert names(poll) == ["Castor", "Pollux", "Helen"]
    assert [option.id for option in poll.options] == ["1", "2", "3"]
    assert ballots(poll) == {ranks("1", "2"): 4, ranks("3"): 2, (): 1}
    assert poll.profile.blank == 1


SAME = {
    "no 0 at the end of a ballot": PLAIN.replace(" 0\n", "\n"),
    "one line per ballot": PLAIN.replace("4 1 2 0", "\n".join(["1 1 2 0"] * 4)),
    "byte order mark": "\ufeff" + PLAIN,
    "CR LF": PLAIN.replace("\n", "\r\n"),
    "CR": PLAIN.replace("\n", "\r"),
    "no line end at the end": PLAIN.rstrip(),
    "comments": "# before\n"
    + PLAIN.replace("4 1", "# here\n4 1").replace(" 0\n2", " 0 # there\n2"),
    "a comment behind the end of the ballots": PLAIN.replace("\n0\n", "\n0 # end\n"),
    "a comment behind a name": PLAIN.replace('"Pollux"', '"Pollux" # the second'),
    "block comments": PLAIN.replace("4 1", "/* two\nlines */4 1").replace("3 2", "3 /* o */ 2"),
    "empty lines": PLAIN.replace("\n", "\n\n"),
    "stray commas": PLAIN.replace("\n", ",,\n").replace("4 1", "4, 1"),
    "spaces and tabs": PLAIN.replace("\n", " \t\n ").replace("1 2", "1 \t 2"),
    "names on one line": PLAIN.replace('"\n"', '" "'),
    "names without quotes": PLAIN.replace('"', ""),
    "ballot ids": PLAIN.replace("4 1 2 0", "".join(f"(paper {n}) 1 2 0\n" for n in range(4))),
    "ballot ids of one word": PLAIN.replace(
        "4 1 2 0", "".join(f"(p{n}) 1 2 0\n" for n in range(4))
    ),
    "nicknames": PLAIN.replace("3 2\n4 1 2", "3 2\n[nick c p h]\n4 c p").replace("2 3 0", "2 h 0"),
    "how to count": PLAIN.replace("3 2\n", "3 2\n[droop precision=4 meek]\n"),
    "an order for ties": PLAIN.replace("3 2\n", "3 2\n[tie 3 2 1 ]\n"),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_a_dialect_says_the_same(text):
    poll, plain = read(text), read(PLAIN)
    assert ballots(poll) == ballots(plain)
    assert (poll.options, poll.title, poll.seats) == (plain.options, plain.title, plain.seats)


def test_equal_ranks_skipped_ranks_and_repetitions():
    poll = read(PLAIN.replace("4 1 2 0", "4 2=1 3 0\n1 3 = 1 0\n5 - 2 - - 0\n6 2 2 0"))
    assert ballots(poll) == {
        ranks("12", "3"): 4,
        ranks("13"): 1,
        ranks("", "2"): 5,
        ranks("2", "2"): 6,
        ranks("3"): 2,
        (): 1,
    }


@pytest.mark.parametrize("line", ["-2", "-2 -3", "-2\n-3", "[withdrawn 2 3]", "-3, -2,"])
def test_withdrawn_options(line):
    poll = read(PLAIN.replace("3 2\n", f"3 2\n{line}\n"))
    out = [option.label for option in poll.options if option.withdrawn]
    assert out == (["Pollux"] if line == "-2" else ["Pollux", "Helen"])


def test_undeclared_write_ins():
    poll = read(PLAIN.replace("3 2\n", "3 2\n[undeclared 3]\n"))
    assert [option.write_in for option in poll.options] == [False, False, True]


def test_a_party_in_doubled_quotes_is_the_description():
    party = PLAIN.replace('"Castor"', '"Jérémie FERNANDES ""Scottish National Party (SNP)"""')
    first = read(party).options[0]
    assert first.label == "Jérémie FERNANDES"
    assert first.description == "Scottish National Party (SNP)"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r'"Adam \"Ace\" Smith"', 'Adam "Ace" Smith'),
        ('"Adam ""Ace"" Smith"', 'Adam "Ace" Smith'),
        (r'"Back\\slash"', "Back\\slash"),
        (r'"C:\temp"', r"C:\temp"),
        ('"number # 1"', "number # 1"),
        ('"/* kept */"', "/* kept */"),
        ('"A, B"', "A, B"),
        ('"  spaces  "', "spaces"),
        ('"Jose\u0301"', "José"),
        ("Gary O'RORKE (Lab)", "Gary O'RORKE (Lab)"),
        ('"张伟"', "张伟"),
    ],
)
def test_names(written, name):
    assert names(read(PLAIN.replace('"Castor"', written)))[0] == name


# What is wrong with the plain file: replaced text, replacement, code, line, found, expected.
WRONG = [
    ("3 2\n", "x 2\n", "file.blt-header", 1, "x 2", "4 2"),
    ("3 2\n", "3\n", "file.blt-header", 1, "3", "4 2"),
    ("3 2\n", "3 2 1\n", "file.blt-withdrawn", 1, "1", "-1 ... -3"),
    ("3 2\n", "3 0\n", "file.seats", 1, "0", "1–254"),
    ("3 2\n", "3 -1\n", "file.blt-header", 1, "3 -1", "4 2"),
    ("3 2\n", "3 999\n", "file.seats", 1, "999", "1–254"),
    ("3 2\n", "0 1\n", "file.no-options", 1, 0, 1),
    ("3 2\n", "255 1\n", "file.too-many-options", 1, 255, 254),
    ("3 2\n", f"{'9' * 9999} 1\n", "file.blt-header", 1, None, "4 2"),
    ("3 2\n", "3 2\n-4\n", "file.blt-withdrawn", 2, "-4", "-1 ... -3"),
    ("3 2\n", "3 2\n-2 -2\n", "file.blt-withdrawn", 2, "-2", "-1 ... -3"),
    ("3 2\n", "3 2\n[what 3]\n", "file.blt-directive", 2, "[what 3]", None),
    ("3 2\n", "3 2\n[nick a b]\n", "file.blt-nick", 2, "a b", 3),
    ("3 2\n", "3 2\n[nick a b b]\n", "file.blt-nick", 2, "a b b", 3),
    ("3 2\n", "3 2\n[nick 2 1 3]\n", "file.blt-nick", 2, "2 1 3", 3),
    ("3 2\n", "3 2\n[undeclared 4]\n", "file.unknown-option", 2, "4", "1–3"),
    ("4 1 2 0", "4 1 4 0", "file.unknown-option", 2, "4", "1–3"),
    ("2 3 0", "2 -3 0", "file.unknown-option", 3, "-3", "1–3"),
    ("2 3 0", "2 x 0", "file.unknown-option", 3, "x", "1–3"),
    ("2 3 0", "2 1=9 0", "file.unknown-option", 3, "9", "1–3"),
    ("2 3 0", "2 1=1 0", "file.marked-twice", 3, 1, None),
    ("2 3 0", "2 1= 0", "file.unknown-option", 3, "0", "1–3"),
    ("2 3 0", "0 3 0", "file.not-a-count", 3, "0", "1, 2, 3, ..."),
    ("2 3 0", "-2 3 0", "file.not-a-count", 3, "-2", "1, 2, 3, ..."),
    ("2 3 0", "1.5 3 0", "file.not-a-count", 3, "1.5", "1, 2, 3, ..."),
    ("2 3 0", "٣ 3 0", "file.not-a-count", 3, "٣", "1, 2, 3, ..."),
    ("2 3 0", f"{'9' * 5000} 3 0", "file.not-a-count", 3, None, "1, 2, 3, ..."),
    ("2 3 0", f"{MOST_BALLOTS} 3 0", "file.too-many-ballots", None, MOST_BALLOTS + 5, MOST_BALLOTS),
    ("2 3 0", "2 3 0 1 2 0", "file.blt-inner-zero", 3, "2 3 0 1 2 0", "3 1 2 0"),
    ("4 1 2 0", "4 1\n2 0", "file.blt-open", 2, "4 1", None),
    ("2 3 0", "2 3", "file.blt-open", 3, "2 3", None),
    ("2 3 0", "(b7) 3", "file.blt-open", 3, "(b7) 3", None),
    ("\n0\n", "\n", "file.blt-no-end", 5, '"Castor"', "0"),
    ('"Castor"\n', "", "file.names-missing", 8, 3, 4),
    ('"Castor"', '"Castor"\n"Zeus"', "file.names-too-many", 10, 5, 4),
    ('"Castor"', '""', "file.empty-name", 6, None, None),
    ('"Castor"', '"Castor', "file.quotes", 6, '"Castor', '"..."'),
    ('"Castor"', '"Castor" and', "file.quotes", 6, "and", '"..."'),
    ('"Castor"', f'"{"x" * 501}"', "file.long-name", 6, None, 500),
    ('"Castor"', '"Cas\0tor"', "file.control", 6, "U+0000", None),
    ('"Castor"', '"Cas\x1b[31mtor"', "file.control", 6, "U+001B", None),
]


@pytest.mark.parametrize("wrong", WRONG, ids=[f"{case[2]}-{n}" for n, case in enumerate(WRONG)])
def test_a_wrong_file_is_refused_with_its_line(wrong):
    old, new, code, line, found, expected = wrong
    assert old in PLAIN
    with pytest.raises(InvalidFileError) as refused:
        read(PLAIN.replace(old, new, 1))
    params = refused.value.params
    assert (refused.value.code, params.get("line")) == (code, line)
    if found is not None:
        assert params["found"] == found
    if expected is not None:
        assert params["expected"] == expected


def test_a_tab_in_a_name_party_or_title_is_a_space():
    text = PLAIN.replace('"Castor"', '"Cas\ttor ""Two\tStars"""').replace("should", "\tshould")
    poll = read(text)
    assert (poll.options[0].label, poll.options[0].description) == ("Cas tor", "Two Stars")
    assert "\t" not in poll.title
    assert read_poll(write_poll(poll, FORMATS["jsonl"]), FORMATS["jsonl"]).title == poll.title


@pytest.mark.parametrize("lines", range(1, 9))
def test_a_file_cut_off_anywhere_is_refused(lines):
    cut = "\n".join(PLAIN.split("\n")[:lines])
    with pytest.raises(InvalidFileError) as refused:
        read(cut)
    assert refused.value.params["line"] == lines


def test_the_line_is_counted_through_comments_and_equal_lines():
    text = PLAIN.replace("2 3 0", "/* one\ntwo */\n4 1 2 0\n# three\n4 1 2 0\n4 9 0")
    with pytest.raises(InvalidFileError) as refused:
        read(text)
    assert refused.value.params["line"] == 8


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "file.empty", None),
        (b" \n\n", "file.empty", None),
        (b"\xef\xbb\xbf", "file.empty", None),
        (PLAIN.replace("Castor", "Jos\u00e9").encode("latin-1"), "file.not-utf8", 6),
        (PLAIN.encode("utf-16"), "file.not-utf8", 1),
        (PLAIN.encode("utf-16-le"), "file.control", 1),
        (b"PK\x03\x04\x14\x00", "file.control", 1),
    ],
)
def test_other_encodings_and_binary_data(data, code, line):
    with pytest.raises(InvalidFileError) as refused:
        read(data)
    assert (refused.value.code, refused.value.params.get("line")) == (code, line)
