"""A resident with nothing but a printed slip: from its code to the receipt, and out again.

Walked in a real browser against a real server: with script, without, and by keyboard alone.
"""

import re

import pytest

from tests.conftest import needed
from voting.audit.commitments import voter_share
from voting.audit.receipts import read_receipt
from voting.ballots import Ranking
from voting.canonical import encode

pytestmark = pytest.mark.e2e

PIN = "482915"
CODE = re.compile(r"^[0-9A-Z]{3}( [0-9A-Z]{3}){3}$")
SERVERS_OWN = "dibuat oleh server"


def sign_in(page, served, reference):
    """Open the address on the slip and choose a PIN."""
    page.goto(served.url + "/k/" + served.town.slip(reference).replace(" ", ""))
    page.fill("#f-pin", PIN)
    page.fill("#f-again", PIN)
    page.locator("main form button.main").click()
    page.wait_for_url(served.url + "/")


def open_ballot(page, view):
    """Go to the ballot by the card on the home page."""
    page.locator(f'main a[href="/p/{view.number}/suara"]').first.click()


def press(page, words):
    page.get_by_role("button", name=words, exact=True).click()


def order(page):
    """Return the names of the ranked rows, from the first."""
    return page.locator(".opt.set .title").all_inner_texts()


def saved(page, words):
    """Press a button that saves a file and return the file."""
    with page.expect_download() as download:
        press(page, words)
    return download.value.path().read_bytes()


def walk(page, view, examine=lambda _page: None):
    """Vote for the health post, then the bridge; leave, and return the proof saved before."""
    open_ballot(page, view)
    for label in ("Jembatan Kali Asem", "Perbaikan posyandu", "Perbaikan posyandu"):
        press(page, f"Naikkan {label}")
    assert order(page) == ["Perbaikan posyandu", "Jembatan Kali Asem"]
    assert "2 dari 4" in page.locator(".bar").inner_text()
    examine(page)
    press(page, "Periksa pilihan saya")
    assert "Anda BELUM memilih" in page.locator("h1").inner_text()
    read = page.locator("#read li").all_inner_texts()
    assert read[0] == "Saya paling ingin Perbaikan posyandu."
    assert read[1] == "Kalau tidak bisa, Jembatan Kali Asem."
    examine(page)
    press(page, "Ubah pilihan")
    assert order(page) == ["Perbaikan posyandu", "Jembatan Kali Asem"]
    press(page, "Periksa pilihan saya")
    press(page, "Ya, kirim suara saya")
    assert "sudah masuk" in page.locator("h1").inner_text()
    assert CODE.match(" ".join(page.locator(".code-boxes span").all_inner_texts()))
    assert "posyandu" not in page.locator("body").inner_text()
    examine(page)
    page.locator("summary").click()
    examine(page)
    proof = saved(page, "Simpan bukti lengkap")
    assert saved(page, "Simpan") in proof
    receipt = read_receipt(proof)
    assert receipt.opening.ballot == encode(Ranking.of("3", "2").json())
    return receipt


def leave(page, served, view):
    """Sign out; whoever gets the phone next finds nothing."""
    press(page, "Selesai dan keluar")
    page.wait_for_url(served.url + "/")
    assert page.context.cookies() == []
    page.goto(f"{served.url}/p/{view.number}/suara")
    assert "/masuk" in page.url


def test_with_script_the_phone_draws_its_share(served, phone, examine):
    view, page = served.town.open(), phone()
    sign_in(page, served, "TS-0001")
    receipt = walk(page, view, examine)
    assert SERVERS_OWN not in page.content()
    assert receipt.opening.voter != voter_share("")
    leave(page, served, view)


def test_without_script_nothing_is_missing(served, phone):
    view, page = served.town.open(), phone(java_script_enabled=False)
    sign_in(page, served, "TS-0002")
    walk(page, view)
    assert SERVERS_OWN in page.content()
    leave(page, served, view)


def test_without_script_a_word_of_ones_own_is_the_share(served, phone):
    view, page = served.town.open(), phone(java_script_enabled=False)
    sign_in(page, served, "TS-0003")
    open_ballot(page, view)
    press(page, "Naikkan Lampu jalan surya")
    press(page, "Periksa pilihan saya")
    page.locator("summary").click()
    page.fill("#f-phrase", "kambing makan sandal")
    press(page, "Ya, kirim suara saya")
    page.locator("summary").click()
    receipt = read_receipt(saved(page, "Simpan bukti lengkap"))
    assert receipt.opening.voter == voter_share("kambing makan sandal")
    assert SERVERS_OWN not in page.content()


def test_without_script_a_number_given_twice_comes_back_to_the_row(served, phone):
    view, page = served.town.open(), phone(java_script_enabled=False)
    sign_in(page, served, "TS-0004")
    open_ballot(page, view)
    page.select_option("#f-rank-1", "1")
    page.select_option("#f-rank-4", "1")
    press(page, "Periksa pilihan saya")
    assert page.title().startswith("Perlu diperbaiki:")
    page.locator(".errors a").click()
    assert re.search(r"#f-rank-[14]$", page.url)
    page.select_option("#f-rank-4", "2")
    press(page, "Periksa pilihan saya")
    assert "BELUM memilih" in page.locator("h1").inner_text()


def test_by_keyboard_alone(served, phone):
    """Everything is reached by Tab and pressed by Enter, and what has focus shows it."""
    view, page = served.town.open(), phone()
    sign_in(page, served, "TS-0005")

    def reach(selector):
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                ring = "getComputedStyle(document.activeElement).outlineStyle"
                assert page.evaluate(ring) != "none", selector
                return
        raise AssertionError(f"Tab never reaches {selector}")

    reach(f'main a[href="/p/{view.number}/suara"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/suara")
    reach('[value="4:up"]')
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # already the first: nothing happens
    assert order(page) == ["Lampu jalan surya"]
    said = page.locator("[data-said]").inner_text()
    assert "Lampu jalan surya" in said
    reach("#f-rank-1")
    page.keyboard.press("1")
    assert order(page) == ["Pipa air bersih Krajan", "Lampu jalan surya"]
    reach(".bar button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/periksa")
    reach(".bar button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kirim")
    assert "sudah masuk" in page.locator("h1").inner_text()
    reach(".bar button")
    page.keyboard.press("Enter")
    page.wait_for_url(served.url + "/")
    assert page.context.cookies() == []


def test_reloading_or_going_back_and_sending_again_shows_the_same_receipt(served, phone):
    playwright = needed("playwright.sync_api", "e2e")
    view, page = served.town.open(), phone()
    sign_in(page, served, "TS-0006")
    open_ballot(page, view)
    press(page, "Naikkan Lampu jalan surya")
    press(page, "Periksa pilihan saya")
    press(page, "Ya, kirim suara saya")
    code = page.locator(".code-boxes").inner_text()
    page.reload()
    assert page.locator(".code-boxes").inner_text() == code
    with pytest.raises(
        playwright.Error, match="CACHE_MISS"
    ):  # a browser asks before it sends again
        page.go_back()
    page.wait_for_url("chrome-error://**")
    page.reload()
    assert page.locator(".code-boxes").inner_text() == code
