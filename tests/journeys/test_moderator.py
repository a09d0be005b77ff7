"""A moderator with a laptop or a phone: from an empty form to a result that a lot had to decide.

Walked in a real browser against a real server: with script, without, and by keyboard alone.
"""

import pytest

from voting.deliberation import ContestState
from voting.roll import Role
from voting.services import contests
from web.demo import facts

pytestmark = pytest.mark.e2e

TITLE = "Apa yang kita perbaiki dulu?"
WHY = "Semua yang hadir sudah memilih."
DICE = "31415 92653 58979 32384"


def sign_in(page, served, role):
    """Sign in by name and password."""
    story = next(o for o in facts.OFFICERS if o.role is role)
    page.goto(served.url + "/masuk/petugas")
    page.fill("#f-name", story.login)
    page.fill("#f-password", story.password)
    page.locator("main form button.main").click()
    page.wait_for_url(served.url + "/petugas")


def press(page, words):
    page.get_by_role("button", name=words, exact=True).click()


def follow(page, words):
    page.get_by_role("link", name=words, exact=True).click()


def heading(page):
    return page.locator("h1").inner_text()


def drafted(page, served, examine):
    """Write a draft with three options and two seats; return its number."""
    page.goto(served.url + "/petugas/p/baru")
    examine(page)
    page.fill("#f-title", TITLE)
    page.fill("#f-question", "Dana cukup untuk dua pekerjaan.")
    page.fill("#f-opens", "2026-05-14T17:00")
    press(page, "Simpan dan lanjut")
    number = page.url.split("/")[-2]
    examine(page)
    follow(page, "Tambah pilihan pertama")
    examine(page)
    for label, picture in (("Selokan", "sampah"), ("Jembatan", "jembatan"), ("Balai", "balai")):
        page.fill("#f-label", label)
        page.fill("#f-description", f"{label} lama sudah rusak. Perlu semen.")
        page.locator(f"label[for=f-picture-{picture}]").click()
        press(page, "Simpan pilihan ini")
        if label != "Balai":
            follow(page, "Tambah pilihan kedua" if label == "Selokan" else "Tambah pilihan")
    press(page, "Naikkan Balai")
    names = page.locator(".rows a.title").all_inner_texts()
    assert names == ["Selokan", "Balai", "Jembatan"]
    examine(page)
    follow(page, "Lanjut")
    page.locator("label[for=f-method-stv-scottish]").click()
    press(page, "Simpan dan lanjut")
    page.fill("#f-rule-seats", "2")
    examine(page)
    press(page, "Simpan dan lanjut")
    return number


def opened(page, served, examine=lambda _page: None):
    """Draft, rehearse and open a vote."""
    number = drafted(page, served, examine)
    assert "UJI COBA" in page.locator("p.test").inner_text()
    press(page, "Naikkan Jembatan")
    examine(page)
    press(page, "Periksa pilihan saya")
    assert "Saya paling ingin Jembatan." in page.locator("#read").inner_text()
    examine(page)
    follow(page, "Lanjut ke pembukaan")
    examine(page)
    press(page, "Buka pemungutan suara ini")
    assert heading(page) == TITLE
    examine(page)
    view = served.town.read(contests.show, number)
    assert view.state is ContestState.OPEN
    assert view.rules["seats"] == 2
    return view


def drawn(page, served, view, examine=lambda _page: None):
    """Close early, count, draw the lot, read the result."""
    for number, ballot in enumerate(((1,), (2,), (3,)), 1):
        served.town.cast(view, f"TS-{number:04}", *ballot)
    page.goto(f"{served.url}/petugas/p/{view.number}")
    follow(page, "Tutup")
    examine(page)
    page.fill("#f-reason", WHY)
    press(page, "Tutup sekarang")
    examine(page)
    press(page, "Hitung dan umumkan")
    assert "undi" in heading(page)
    examine(page)
    page.fill("#f-digits", "31415")
    press(page, "Periksa angkanya")
    assert "Baru 5 angka" in page.locator(".errors").inner_text()
    page.fill("#f-digits", DICE)
    press(page, "Periksa angkanya")
    assert page.locator(".code-boxes span").all_inner_texts() == DICE.split()
    examine(page)
    press(page, "Ya, undi dengan angka ini")
    page.wait_for_url(f"{served.url}/p/{view.number}/hasil")
    assert served.town.read(contests.show, view.number).state is ContestState.PUBLISHED


def test_with_script(served, phone, examine):
    page = phone()
    sign_in(page, served, Role.MODERATOR)
    drawn(page, served, opened(page, served, examine), examine)


def test_without_script_nothing_is_missing(served, phone):
    page = phone(java_script_enabled=False)
    sign_in(page, served, Role.MODERATOR)
    drawn(page, served, opened(page, served))


def test_changes_in_an_open_contest(served, phone, examine):
    view, page = served.town.open(), phone()
    sign_in(page, served, Role.MODERATOR)
    page.goto(f"{served.url}/petugas/p/{view.number}")
    for link, button in (
        ("Undur", "Undur penutupan"),
        ("Tarik", "Tarik pilihan ini"),
        ("Batalkan", "Ya, batalkan"),
    ):
        follow(page, link)
        examine(page)
        page.fill("#f-reason", WHY)
        if link == "Undur":
            page.fill("#f-closes", "2026-05-20T20:00")
        if link == "Tarik":
            page.locator("label[for=f-option-2]").click()
        press(page, button)
        page.wait_for_url(f"{served.url}/petugas/p/{view.number}")
        assert WHY in page.locator("main").inner_text()
        examine(page)
    assert served.town.read(contests.show, view.number).state is ContestState.CANCELLED


def test_the_roll_is_corrected(served, phone, examine):
    view, page = served.town.open(), phone(java_script_enabled=True)
    sign_in(page, served, Role.ROLL_OFFICER)
    page.goto(f"{served.url}/petugas/p/{view.number}/daftar")
    examine(page)
    page.fill("#f-q", "TS-0041")
    press(page, "Cari")
    examine(page)
    follow(page, "Coret")
    examine(page)
    page.fill("#f-reason", "Sudah pindah ke kota.")
    press(page, "Coret dari daftar")
    assert "sudah dicoret" in page.locator("main").inner_text()
    examine(page)
    assert served.town.read(contests.show, view.number).eligible == 295


def test_by_keyboard_alone(served, phone):
    """Everything on the way to a draft is reached by Tab, and what has focus shows it."""
    page = phone()
    sign_in(page, served, Role.MODERATOR)
    page.goto(served.url + "/petugas/p/baru")

    def reach(selector):
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab never reaches {selector}")

    reach("#f-title")
    page.keyboard.type(TITLE)
    reach(".bar button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pilihan")
    reach(".bar a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pilihan/ubah")
    reach("#f-label")
    page.keyboard.type("Selokan")
    reach("[name=picture]")
    page.keyboard.press("ArrowDown")
    ring = "getComputedStyle(document.activeElement.nextElementSibling).outlineStyle"
    assert page.evaluate(ring) != "none"
    reach(".bar button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pilihan#o-1")
    view = served.town.read(contests.show, page.url.split("/")[-2])
    assert [(o.label, o.picture) for o in view.options] == [("Selokan", "jalan")]


def test_a_kept_page_does_not_come_back_after_signing_out(served, phone):
    view, page = served.town.draft(), phone()
    sign_in(page, served, Role.MODERATOR)
    page.goto(f"{served.url}/petugas/p/{view.number}/ubah")
    page.locator("header button.out").click()
    page.wait_for_url(served.url + "/")
    page.go_back()
    assert view.title not in page.locator("main").inner_text()
