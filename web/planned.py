"""Addresses that are agreed but have no page yet: templates may link to them already.

Whoever writes a page moves its line to ``web.routes``. This module goes when it is empty.
"""

from web.addresses import Address

BOTH = ("GET", "POST")
POST = ("POST",)

PLANNED: tuple[Address, ...] = (
    Address("today/show", "/petugas", private=True),
    Address("people/index", "/petugas/orang", BOTH, private=True),
    Address("roll/index", "/petugas/daftar", private=True),
    Address("roll/upload", "/petugas/daftar/unggah", BOTH, private=True, upload=True),
    Address("roll/preview", "/petugas/daftar/tinjau", POST, private=True),
    Address("roll/import", "/petugas/daftar/impor", POST, private=True),
    Address("roll/slips", "/petugas/daftar/kartu", BOTH, private=True),
    Address("drafts/new", "/petugas/p/baru", BOTH, private=True),
    Address("drafts/edit", "/petugas/p/{number}/ubah", BOTH, private=True),
    Address("drafts/options", "/petugas/p/{number}/pilihan", BOTH, private=True),
    Address("drafts/option", "/petugas/p/{number}/pilihan/ubah", BOTH, private=True),
    Address("drafts/method", "/petugas/p/{number}/cara", BOTH, private=True),
    Address("drafts/preview", "/petugas/p/{number}/pratinjau", private=True),
    Address("drafts/opening", "/petugas/p/{number}/buka", BOTH, private=True),
    Address("changes/extend", "/petugas/p/{number}/perpanjang", BOTH, private=True),
    Address("changes/cancel", "/petugas/p/{number}/batalkan", BOTH, private=True),
    Address("changes/withdraw", "/petugas/p/{number}/tarik", BOTH, private=True),
    Address("changes/correct_roll", "/petugas/p/{number}/daftar", BOTH, private=True),
    Address("counts/desk", "/petugas/p/{number}", private=True),
    Address("counts/close", "/petugas/p/{number}/tutup", BOTH, private=True),
    Address("counts/finish", "/petugas/p/{number}/hitung", BOTH, private=True),
    Address("counts/draw", "/petugas/p/{number}/undi", BOTH, private=True),
)
