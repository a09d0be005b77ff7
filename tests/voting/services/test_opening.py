"""Opening: what is frozen, what is on record, and what stops it."""

import pytest
from sqlalchemy import select

from tests.village import AFTER, CLOSES, DRAFTED, OPENED, make_village
from voting.audit.commitments import roll_leaf, roll_root, tie_commitment
from voting.audit.entries import Opened, read_entry
from voting.audit.manifest import read_manifest
from voting.deliberation import ContestState
from voting.errors import ConflictError, ForbiddenError
from voting.services import contests, opening, recording
from voting.store import log, rolls, states
from voting.store.rows import elector
from voting.words import say


def manifest_of(village, number):
    return read_manifest(village.read(states.manifest, village.view(number).id))


@pytest.mark.parametrize("level", ["A", "B"])
def test_opening_freezes_the_rules_and_puts_their_hash_on_record(village, level):
    number = village.open(level)
    view, manifest = village.view(number), manifest_of(village, number)
    assert view.state is ContestState.OPEN
    assert manifest.contest.rules == view.contest().rules
    assert manifest.level == level
    assert manifest.tie_commit == tie_commitment(village.keys.tie_secret(view.poll))
    assert bool(manifest.seal_key) == (level == "B")
    assert manifest.hash == view.manifest_hash
    entries = village.read(log.entries_of_contest, view.id)
    entry = read_entry(entries[0][1])
    assert isinstance(entry, Opened)
    assert (entry.number, entry.manifest) == (0, manifest.hash)
    act = village.read(recording.public_log).acts[0]
    assert (act.kind, act.officer, act.contest) == ("opened", "Ibu Sri", number)


def test_opening_freezes_the_roll_by_numbers_and_salts(village):
    number = village.open()
    view, manifest = village.view(number), manifest_of(village, number)
    standing = village.read(rolls.standing, view.id)
    assert [e.number for e in standing] == list(range(1, 13))
    assert len({e.salt for e in standing}) == 12
    assert manifest.eligible == 12
    assert manifest.roll_root == roll_root(roll_leaf(e.salt, e.number) for e in standing).hex()
    village.add("W7777", "Warga baru", *village.residents[0].roles)
    assert village.view(number).eligible == 12


def test_numbers_on_the_roll_do_not_follow_the_register(sqlite_village):
    number = sqlite_village.open()
    view = sqlite_village.view(number)
    query = select(elector.c.number).where(elector.c.contest_id == view.id)
    with sqlite_village.database.read() as c:
        drawn = list(c.execute(query.order_by(elector.c.person_id)).scalars())
    assert drawn != sorted(drawn)  # 1 in 479,001,600 runs says otherwise


def test_the_manifest_never_changes_afterwards(sqlite_village):
    number = sqlite_village.open()
    before = manifest_of(sqlite_village, number).encode()
    sqlite_village.cast(number, 0, "1")
    sqlite_village.finish(number)
    assert manifest_of(sqlite_village, number).encode() == before


def test_only_a_moderator_opens_and_only_once(village):
    number = village.draft()
    with pytest.raises(ForbiddenError):
        village.write(opening.open_contest, village.auditor, village.keys, number, OPENED)
    village.write(opening.open_contest, village.moderator, village.keys, number, OPENED)
    with pytest.raises(ConflictError, match="wrong-state"):
        village.write(opening.open_contest, village.moderator, village.keys, number, OPENED)


def test_a_hole_stops_the_opening_and_leaves_no_trace(village):
    number = village.draft(options=("Sumur",))
    before = village.read(log.size)
    with pytest.raises(ConflictError, match="too-few-options"):
        village.write(opening.open_contest, village.moderator, village.keys, number, OPENED)
    late = village.draft()
    with pytest.raises(ConflictError, match="closes-in-the-past"):
        village.write(opening.open_contest, village.moderator, village.keys, late, AFTER)
    assert village.read(log.size) == before
    assert village.view(number).state is ContestState.DRAFT


def test_secrecy_needs_five_electors(tmp_path):
    village = make_village(f"sqlite:///{tmp_path / 'm.db'}", tmp_path / "keys", residents=4)
    number = village.draft()
    with pytest.raises(ConflictError, match="too-few-for-secrecy"):
        village.write(opening.open_contest, village.moderator, village.keys, number, OPENED)
    village.write(opening.open_contest, village.moderator, village.keys, village.draft("A"), OPENED)
    village.database.close()


def test_the_summary_says_in_both_languages_what_opening_means(sqlite_village):
    for level in ("A", "B"):
        number = sqlite_village.draft(level)
        summary = sqlite_village.read(opening.summary, number, DRAFTED)
        assert not summary.holes
        codes = [r.code for r in (*summary.frozen, *summary.open, *summary.warnings)]
        assert ("opening.keeps-secret" in codes) == (level == "B")
        for reason in (*summary.frozen, *summary.open, *summary.warnings):
            for language in ("id", "en"):
                assert say(reason.code, reason.params, language) != reason.code


def test_the_summary_warns_where_secrecy_is_thin(tmp_path):
    village = make_village(f"sqlite:///{tmp_path / 'm.db'}", tmp_path / "keys", residents=6)
    number = village.draft(options=tuple("ABCDE"))
    codes = [w.code for w in village.read(opening.summary, number, DRAFTED).warnings]
    assert codes == ["opening.few-electors", "opening.ballots-stand-out"]
    assert village.read(opening.summary, number, CLOSES).holes
    village.database.close()


def test_pictures_are_named_by_the_hash_of_their_file(sqlite_village):
    picture = contests.DraftOption(label="Sumur", picture="sumur", description="Sumur bor")
    number = sqlite_village.draft(options=())
    wanted = contests.ContestDraft(
        title="Apa?",
        method="irv",
        opens=OPENED,
        closes=CLOSES,
        options=(picture, contests.DraftOption(label="Jalan")),
    )
    sqlite_village.write(contests.revise, sqlite_village.moderator, number, wanted, DRAFTED)
    sqlite_village.write(
        opening.open_contest,
        sqlite_village.moderator,
        sqlite_village.keys,
        number,
        OPENED,
        pictures={"sumur": "ab" * 32},
    )
    manifest = manifest_of(sqlite_village, number)
    assert manifest.picture_hashes == {"1": "ab" * 32}
    assert set(manifest.text_hashes) == {"1"}
