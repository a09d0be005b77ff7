"""Polls for tests: names people really have, names nobody should have, ballots with every mistake."""

import unicodedata

from hypothesis import strategies as st

from voting.ballots import (
    FORMS,
    STANCES,
    Approval,
    Choice,
    Gifts,
    OptionId,
    Ranking,
    Scores,
    Stance,
)
from voting.contest import Option
from voting.formats.poll import WRITE_IN, Poll
from voting.profile import Profile

NASTY_NAMES = (
    "Siti Aisyah",
    "José Ñandú",
    "张伟",
    "🗳️",
    "Wayan, I.",
    'Adam "Ace" Smith',
    '"Bobby" Smith',
    '"quoted"',
    "A=B",
    "A > B",
    "=1+1",
    "'=1+1",
    "\uff1dSUM(1)",
    "-5",
    "+62",
    "@home",
    "overvote",
    "UWI",
    "#1",
    "count",
    "O'Rorke",
    "back\\slash",
    "12: x",
    'ends with quote"',
    "semi;colon",
    "0",
    "- ",
    "{2}",
    "/* not a comment */",
)

labels = (
    st.one_of(
        st.sampled_from(NASTY_NAMES),
        st.text(
            st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12
        ),
    )
    .map(lambda name: " ".join(name.split()))
    .filter(lambda name: name not in ("", WRITE_IN))
)


def _normal(name):
    return unicodedata.normalize("NFC", name)


@st.composite
def options(draw, *, unusual=True, many=6):
    names = draw(
        st.lists(labels.map(_normal).filter(str.strip), min_size=1, max_size=many, unique=True)
    )
    kinds = st.sampled_from(["plain", "plain", "plain", "withdrawn", "write_in"])
    return tuple(
        Option(
            id=OptionId(str(number)),
            label=name.strip(),
            withdrawn=(kind := draw(kinds) if unusual else "plain") == "withdrawn",
            write_in=kind == "write_in",
        )
        for number, name in enumerate(names, 1)
    )


def _rankings(ids, *, unknown):
    one = st.sampled_from(ids).map(lambda option: (option,))
    several = st.sets(st.sampled_from(ids), min_size=min(2, len(ids))).map(tuple)
    marks = [one, one, one, several, st.just(())]
    if unknown:
        marks.append(st.just((OptionId("*"),)))
    return st.lists(st.one_of(marks), max_size=5).map(lambda ranks: Ranking(tuple(ranks)))


def _ballots(form, ids, *, unknown):
    if form is Ranking:
        return _rankings(ids, unknown=unknown)
    if form is Approval:
        return st.sets(st.sampled_from(ids)).map(lambda chosen: Approval(frozenset(chosen)))
    if form is Scores:
        return st.dictionaries(st.sampled_from(ids), st.integers(-(10**9), 10**9)).map(Scores)
    if form is Gifts:
        amounts = st.dictionaries(st.sampled_from(ids), st.integers(0, 10**9))
        return st.builds(Gifts, amounts, st.sampled_from([(), ("dusun-1",), ("a", "b")]))
    if form is Stance:
        return st.sampled_from([(), *((stance,) for stance in STANCES)]).map(Stance)
    return st.sets(st.sampled_from(ids), max_size=1).map(lambda chosen: Choice(tuple(chosen)))


@st.composite
def polls(draw, *, form=Ranking, unknown=True, unusual=True):
    """Draw a poll of one form; `unknown` allows overvotes whose marks nobody knows."""
    listed = draw(options(unusual=unusual))
    ids = tuple(option.id for option in listed)
    cast = draw(st.lists(_ballots(form, ids, unknown=unknown), max_size=20))
    counts = {}
    for number, ballot in enumerate(cast):
        code = ballot.code({option: place for place, option in enumerate(ids, 1)})
        counts[code] = counts.get(code, 0) + 1 + number % 3 * 41
    return Poll(
        options=listed,
        profile=Profile(form=form, options=ids, piles=counts),
        title=draw(st.one_of(st.just(""), labels.map(_normal).map(str.strip))),
        seats=draw(st.one_of(st.none(), st.integers(1, 9))),
    )


forms = st.sampled_from(sorted(FORMS.values(), key=lambda form: form.form))
