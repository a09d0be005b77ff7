"""The officers' desk: each sees what waits for them, late things first, one button each."""

import re

import html5lib
import pytest

from tests.web.browser import words_of
from voting.ballots import Ranking
from voting.roll import Elector, Role
from voting.services import (
    appointing,
    balloting,
    changing,
    checkpointing,
    closing,
    counting,
    enrolment,
    recording,
    sealing,
)
from voting.services.preparing import prepare_cast
from web.desk.task import When

DAY = 86_400
HOUR = 3600
DESK = "/petugas"
EVIL = "<b onmouseover=alert(1)>"


def desk(town, role, prefix=""):
    client = town.client()
    town.sign_in_officer(client, role)
    return client.get(prefix + DESK)


def told(page):
    """Return the tasks as (when, title), in the order of the page."""
    return [(t.when, t.title) for _, listed in page.context["sections"] for t in listed]


def titles(page):
    return [title for _, title in told(page)]


def fill(page):
    """Return the words of the filled buttons in the page."""
    return re.findall(r'class="btn main[^"]*"[^>]*>(?:<svg.*?</svg>)?<span>([^<]+)', page.text)


@pytest.fixture
def signed(town):
    """The town with its log signed, as the worker keeps it."""
    recording.checkpoint(town.database, town.keys, town.at)
    return town


def test_without_anything_to_do_the_page_says_what_comes_next(signed):
    page = desk(signed, Role.MODERATOR)
    assert told(page) == []
    assert "Semua sudah beres" in page.text
    assert "Berikutnya" in page.text
    assert fill(page) == ["Pemungutan baru"]
    assert page.context["turnout"] is None


def test_a_draft_waits_until_it_is_whole_and_presses_when_its_day_comes(signed):
    ready = {"opens": signed.at + 2 * DAY, "closes": signed.at + 9 * DAY}
    view = signed.draft(title=f"Jalan {EVIL}", **ready)
    signed.draft(title="Belum", options=(), **ready)
    page = desk(signed, Role.MODERATOR)
    assert set(told(page)) == {
        (When.ANY_TIME, f"Buka pemungutan suara “Jalan {EVIL}”"),
        (When.ANY_TIME, "Selesaikan rancangan “Belum”"),
    }
    assert EVIL not in page.text
    assert EVIL in words_of(page)
    assert f'href="/petugas/p/{view.number}/buka"' in page.text
    assert fill(page) == []
    signed.at += 2 * DAY
    assert {when for when, _ in told(desk(signed, Role.MODERATOR))} == {When.TODAY}
    signed.at += 2 * DAY
    late = desk(signed, Role.MODERATOR)
    assert {when for when, _ in told(late)} == {When.LATE}
    assert "terlambat 2 hari" in late.text
    assert len(fill(late)) == 1


def test_a_vote_that_closes_today_is_told_with_its_hour(signed):
    view = signed.open(closes=signed.at + HOUR)
    page = desk(signed, Role.MODERATOR)
    assert told(page) == [
        (When.TODAY, "“Apa yang kita bangun lebih dulu?” ditutup pukul 19.00 WIB")
    ]
    assert page.context["running"] == []
    later = signed.open(title="Nanti", closes=signed.at + 5 * DAY)
    page = desk(signed, Role.MODERATOR)
    assert [view.number for view, _, _ in page.context["running"]] == [later.number]
    assert page.context["shown"].number == view.number
    assert f'href="/petugas/p/{later.number}"' in page.text


def test_what_is_over_is_to_be_counted_and_late_after_a_day(signed):
    view = signed.open(closes=signed.at + HOUR)
    signed.at += 2 * HOUR  # nobody has written the close down yet
    page = desk(signed, Role.MODERATOR)
    assert told(page) == [(When.TODAY, "Hitung suara “Apa yang kita bangun lebih dulu?”")]
    assert "1 jam yang lalu" in page.text
    closing.close_due(signed.database, signed.at)
    assert told(desk(signed, Role.MODERATOR)) == told(page)
    signed.at += DAY
    recording.checkpoint(signed.database, signed.keys, signed.at)
    late = desk(signed, Role.MODERATOR)
    assert [when for when, _ in told(late)] == [When.LATE]
    assert fill(late) == ["Hitung"]
    assert f'href="/petugas/p/{view.number}/hitung"' in late.text


def seal_and_count(town, number):
    moderator = town.officer(Role.MODERATOR)
    town.write(closing.close, moderator, number, "Semua sudah memilih.", at=town.at)
    prepared = town.read(sealing.prepare_seal, town.keys, number)
    town.write(sealing.seal, moderator, prepared, town.at)
    town.write(counting.count, moderator, number, town.at)
    recording.checkpoint(town.database, town.keys, town.at)


def test_a_tie_waits_for_the_lot_and_a_count_for_its_publication(signed):
    tied, clear = signed.open(title="Seri"), signed.open(title="Jelas")
    for reference, choice in (("TS-0001", 1), ("TS-0002", 2)):
        signed.cast(tied, reference, choice)
        signed.cast(clear, reference, 1)
    seal_and_count(signed, tied.number)
    seal_and_count(signed, clear.number)
    page = desk(signed, Role.MODERATOR)
    assert sorted(titles(page)) == ["Umumkan hasil “Jelas”", "Undi hasil seri “Seri”"]
    assert f'href="/petugas/p/{tied.number}/undi"' in page.text
    watched = desk(signed, Role.AUDITOR)
    assert sorted(titles(watched)) == ["Periksa hitungan “Jelas”", "Periksa hitungan “Seri”"]
    signed.write(
        counting.draw,
        signed.officer(Role.MODERATOR),
        signed.keys,
        tied.number,
        "31415926535897932384",
        at=signed.at,
    )
    recording.checkpoint(signed.database, signed.keys, signed.at)
    assert "Umumkan hasil “Seri”" in titles(desk(signed, Role.MODERATOR))


def test_an_auditor_checks_what_was_published_lately(signed):
    view, _ = signed.published()
    page = desk(signed, Role.AUDITOR)
    assert titles(page) == ["Periksa hitungan “Apa yang kita bangun lebih dulu?”"]
    assert f'href="/p/{view.number}/periksa"' in page.text
    assert titles(desk(signed, Role.MODERATOR)) == []
    signed.at += 15 * DAY
    assert titles(desk(signed, Role.AUDITOR)) == []


def test_a_cancelled_vote_waits_for_nobody(signed):
    view = signed.open()
    moderator = signed.officer(Role.MODERATOR)
    signed.write(changing.cancel, moderator, view.number, "Banjir.", at=signed.at)
    recording.checkpoint(signed.database, signed.keys, signed.at)
    for role in (Role.MODERATOR, Role.AUDITOR):
        assert titles(desk(signed, role)) == []


def crowd(town, view, numbers):
    for number in numbers:
        reference = f"TS-{number:04}"
        ballot = Ranking.of(view.options[0].id)
        key = f"test {reference}".ljust(16).encode()
        prepared = prepare_cast(town.keys, view, ballot, b"", "server", retry_key=key)
        town.write(balloting.cast, town.person(reference), prepared, "phone", town.at)


def test_who_has_not_voted_is_a_number_by_dusun_and_never_a_name(signed):
    view = signed.open(closes=signed.at + 3 * DAY)
    crowd(signed, view, range(1, 10))
    assert desk(signed, Role.MODERATOR).context["turnout"].places == []
    crowd(signed, view, range(10, 51))
    page = desk(signed, Role.MODERATOR)
    figures = {place: (voted, of) for place, voted, of in page.context["turnout"].places}
    assert figures["Krajan"] == (50, 82)
    assert figures["Kaliasem"] == (0, 76)
    assert page.text.count('class="few"') == 3  # outlined, and said:
    assert "Kaliasem, Ngemplak, Sumberejo belum sampai setengah" in page.text
    names = {signed.person(f"TS-{n:04}").name for n in range(1, 296)}
    officer = signed.officer(Role.MODERATOR).name
    assert not [name for name in names - {officer} if name in words_of(page)]
    assert desk(signed, Role.AUDITOR).context["turnout"].places
    assert desk(signed, Role.ROLL_OFFICER).context["turnout"] is None


def test_missing_slips_press_while_a_vote_runs(signed):
    page = desk(signed, Role.ROLL_OFFICER)
    assert told(page) == [(When.ANY_TIME, "296 kartu belum dipakai")]
    keeper = signed.officer(Role.ROLL_OFFICER)
    newcomer = Elector(reference="N-1", name="Baru", place="Krajan")
    signed.write(enrolment.add_person, keeper, newcomer, signed.at)
    page = desk(signed, Role.ROLL_OFFICER)
    assert told(page)[0] == (When.ANY_TIME, "1 orang belum punya kartu")
    signed.open(opens=signed.at + HOUR, closes=signed.at + 5 * DAY)
    assert told(desk(signed, Role.ROLL_OFFICER))[0] == (When.TODAY, "1 orang belum punya kartu")
    signed.at += HOUR
    late = desk(signed, Role.ROLL_OFFICER)
    assert told(late)[0] == (When.LATE, "1 orang belum punya kartu")
    assert fill(late) == ["Buat kartu"]


def test_an_administrator_sees_who_lacks_a_password_and_whose_time_ends(signed):
    head = signed.officer(Role.ADMINISTRATOR)
    assert titles(desk(signed, Role.ADMINISTRATOR)) == []
    who = signed.person("TS-0030")
    until = signed.at + 3 * DAY
    signed.write(appointing.grant, head, who.id, Role.POLL_OFFICER, until, at=signed.at)
    recording.checkpoint(signed.database, signed.keys, signed.at)
    page = desk(signed, Role.ADMINISTRATOR)
    assert titles(page) == ["1 petugas belum punya kata sandi", f"Tugas {who.name} akan berakhir"]
    assert f'href="/petugas/orang/tunjuk?person={who.id}&amp;role=poll-officer"' in page.text


def test_a_partner_needs_no_password_and_a_far_end_is_no_task(signed):
    head = signed.officer(Role.ADMINISTRATOR)

    def outsider(connection):
        shop = Elector(reference="L-1", name="Toko Jaya")
        added = enrolment.add_person(connection, head, shop, signed.at, resident=False)
        until = signed.at + 8 * DAY
        appointing.grant(connection, head, added.id, Role.PARTNER, until, at=signed.at)

    signed.database.write(outsider)
    recording.checkpoint(signed.database, signed.keys, signed.at)
    assert titles(desk(signed, Role.ADMINISTRATOR)) == []


def test_an_administrator_sees_which_office_is_empty(signed):
    head = signed.officer(Role.ADMINISTRATOR)
    who = signed.officer(Role.AUDITOR)
    signed.write(appointing.revoke, head, who.id, Role.AUDITOR, "Pindah.", at=signed.at)
    recording.checkpoint(signed.database, signed.keys, signed.at)
    assert told(desk(signed, Role.ADMINISTRATOR)) == [(When.TODAY, "Belum ada pemeriksa")]


def test_a_log_that_cannot_be_written_or_is_not_signed_is_late(signed):
    view = signed.open(closes=signed.at + 5 * DAY)
    moderator = signed.officer(Role.MODERATOR)
    signed.write(changing.extend, moderator, view.number, view.closes + DAY, "Hujan.", at=signed.at)
    assert titles(desk(signed, Role.ADMINISTRATOR)) == []
    signed.at += 20 * 60
    page = desk(signed, Role.ADMINISTRATOR)
    assert told(page) == [(When.LATE, "Catatan umum belum ditandatangani")]
    assert "20 menit yang lalu" in page.text
    assert titles(desk(signed, Role.ROLL_OFFICER)) == ["296 kartu belum dipakai"]
    checkpointing.make_read_only(signed.database)
    for role in (Role.ADMINISTRATOR, Role.MODERATOR):
        found = told(desk(signed, role))
        assert found[0] == (When.LATE, "Tidak ada yang bisa dicatat: catatan umum terkunci")
    checkpointing.make_writable(signed.database)


def test_each_officer_finds_the_way_to_their_own_rooms(signed):
    rooms = {
        Role.MODERATOR: {"/petugas/p/baru"},
        Role.ROLL_OFFICER: {"/petugas/daftar", "/petugas/kartu"},
        Role.ADMINISTRATOR: {"/petugas/orang"},
        Role.AUDITOR: {"/periksa"},
    }
    for role, wanted in rooms.items():
        page = desk(signed, role)
        assert page.status_code == 200
        assert {name for name in wanted if f'href="{name}"' in page.text} == wanted
        others = set().union(*rooms.values()) - wanted - {"/periksa"}
        assert not [name for name in others if f'href="{name}"' in page.text]
        html5lib.HTMLParser(strict=True).parse(page.text)


def test_the_desk_speaks_english_too(signed):
    signed.draft(opens=signed.at + 2 * DAY, closes=signed.at + 9 * DAY)
    page = desk(signed, Role.MODERATOR, "/en")
    assert "One thing, about 3 minutes" in page.text
    assert titles(page) == ["Open the vote “Apa yang kita bangun lebih dulu?”"]
    empty = desk(signed, Role.ADMINISTRATOR, "/en")
    assert "Everything is done" in empty.text


def test_a_resident_has_no_desk(town):
    client = town.client()
    town.sign_in_slip(client, "TS-0030")
    assert client.get(DESK).status_code == 403
    assert town.client().get(DESK).headers["location"].startswith("/masuk/petugas")
