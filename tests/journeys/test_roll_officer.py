"""A roll officer: from a spreadsheet to slips on paper, and a resident in with one of them.

Walked in a real browser against a real server, with script, without, and on paper (PDF).
"""

import re

import pytest

from voting.roll import Role
from web.demo import facts

pytestmark = pytest.mark.e2e

NAMES = [("N-1", "Siti Aminah"), ("N-2", "<b>Tebal</b>"), ("N-3", "Wayan & Putri")]
ROLL = "nomor;nama;dusun\r\n" + "".join(f"{n};{name};Baru, RT 01\r\n" for n, name in NAMES)
BAD = ROLL + ";Tanpa Nomor;Baru\r\n"
A4 = re.compile(rb"/MediaBox\s*\[0 0 59[45][0-9.]* 84[12]")
SHEETS = re.compile(rb"/Type\s*/Page\b")


def enter(page, served, role):
    """Sign in as an officer and come to the desk."""
    story = next(o for o in facts.OFFICERS if o.role == role)
    page.goto(f"{served.url}/masuk/petugas")
    page.fill("#f-name", story.login)
    page.fill("#f-password", story.password)
    page.locator("main form button.main").click()
    page.wait_for_url("**/petugas")


def press(page, words):
    page.get_by_role("button", name=words, exact=True).click()


def follow(page, words):
    page.get_by_role("link", name=words, exact=True).click()


def choose(page, text):
    """Choose a file and send it to be looked at."""
    data = b"\xef\xbb\xbf" + text.encode()
    page.set_input_files("#f-file", {"name": "a.csv", "mimeType": "text/csv", "buffer": data})
    press(page, "Periksa berkasnya")


def bring_in(page, examine=lambda _page: None):
    """Go from the desk to the roll and import the file, after one that is wrong."""
    follow(page, "Daftar pemilih")
    examine(page)
    follow(page, "Unggah berkas")
    examine(page)
    choose(page, BAD)
    assert "Belum ada yang bisa dimasukkan" in page.locator("h1").inner_text()
    assert "5" in page.locator("tbody th").all_inner_texts()
    examine(page)
    choose(page, ROLL)
    assert [cell for cell in page.locator("tbody td").all_inner_texts() if "Tebal" in cell]
    examine(page)
    press(page, "Masukkan ke daftar")
    page.wait_for_url("**/petugas/daftar?**")
    assert "3 orang baru" in page.locator(".note").inner_text()


def print_slips(page, examine=lambda _page: None):
    """Issue the missing slips and open the sheet of the new place; return its codes."""
    follow(page, "Kartu")
    press(page, "Buat 3 kartu")
    assert "3 kartu sudah dibuat" in page.locator(".note.ok").inner_text()
    examine(page)
    row = page.locator(".rows > li").filter(has_text="Baru")
    row.get_by_role("link", name="Cetak", exact=True).click()
    page.wait_for_url("**/cetak?**")
    examine(page)
    return page.locator(".cut-code").all_inner_texts()


@pytest.mark.parametrize("script", [True, False])
def test_from_a_spreadsheet_to_a_resident_who_is_in(served, phone, examine, script):
    page = phone(java_script_enabled=script)
    look = examine if script else lambda _page: None
    enter(page, served, Role.ROLL_OFFICER)
    look(page)
    bring_in(page, look)
    codes = print_slips(page, look)
    assert len(codes) == 3
    assert page.locator(".cut svg").count() == 3
    assert "<b>Tebal</b>" in "".join(page.locator(".cut").all_inner_texts())
    assert page.locator("[data-print]").is_visible() is script
    resident = phone(java_script_enabled=script)
    resident.goto(f"{served.url}/k/{codes[0].replace(' ', '')}")
    assert any(name in resident.locator(".eyebrow").inner_text() for _, name in NAMES)
    resident.fill("#f-pin", "482915")
    resident.fill("#f-again", "482915")
    resident.locator("main form button.main").click()
    resident.wait_for_url(f"{served.url}/")
    page.reload()
    assert len(page.locator(".cut-code").all_inner_texts()) == 2


def test_a_lost_slip_is_replaced_by_keyboard_alone(served, phone):
    page = phone()
    enter(page, served, Role.ROLL_OFFICER)
    page.goto(f"{served.url}/petugas/daftar?q=TS-0009")

    def reach(selector):
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab never reaches {selector}")

    reach(".rows a.title")
    page.keyboard.press("Enter")
    page.wait_for_url("**/orang?**")
    reach('a[href*="/kartu/ganti"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/ganti?**")
    reach("#f-reason")
    page.keyboard.type("Kartu hilang di pasar.")
    reach(".bar button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/orang?**")
    assert "Kartu baru siap dicetak" in page.locator(".note.ok").inner_text()


def test_slips_on_paper_are_ten_on_a_sheet_and_nothing_else(served, phone):
    page = phone()
    enter(page, served, Role.ROLL_OFFICER)
    page.goto(f"{served.url}/petugas/kartu/cetak?place=Krajan")
    slips = page.locator(".cut").count()
    assert slips == 82
    paper = page.pdf(prefer_css_page_size=True)
    assert len(SHEETS.findall(paper)) == -(-slips // 10)
    assert len(A4.findall(paper)) == -(-slips // 10)
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert not page.locator("h1").is_visible()
    page.set_viewport_size({"width": 718, "height": 1047})  # A4 within its margins
    for cut in page.locator(".cut").all()[:20]:
        box, code, square = (
            part.bounding_box() for part in (cut, cut.locator(".cut-code"), cut.locator(".qr"))
        )
        for inside in (code, square):
            assert box["x"] <= inside["x"]
            assert inside["x"] + inside["width"] <= box["x"] + box["width"]
            assert box["y"] <= inside["y"]
            assert inside["y"] + inside["height"] <= box["y"] + box["height"]
        assert square["width"] > 110  # 29 mm: every phone reads it
        assert code["height"] < 45  # one line, however wide its letters are


def test_an_administrator_appoints_and_takes_back_without_script(served, phone):
    page = phone(java_script_enabled=False)
    enter(page, served, Role.ADMINISTRATOR)
    follow(page, "Petugas")
    follow(page, "Angkat petugas")
    page.fill("#f-q", "TS-0030")
    press(page, "Cari")
    follow(page, "Pilih")
    page.check("#f-role-auditor", force=True)
    press(page, "Angkat")
    page.wait_for_url("**/orang?**")
    assert "sudah diangkat" in page.locator(".note.ok").inner_text()
    holder = page.locator(".rows > li").filter(has_text="TS-0030")
    assert "Belum punya kata sandi" in holder.inner_text()
    holder.get_by_role("link", name=re.compile("^Cabut")).click()
    page.fill("#f-reason", "Salah orang.")
    press(page, "Cabut tugasnya")
    page.wait_for_url("**/petugas/orang*")
    assert page.locator(".rows > li").filter(has_text="TS-0030").count() == 0
