"""Addresses that are agreed but have no page yet: templates may link to them already.

Whoever writes a page moves its line to ``web.routes``. This module goes when it is empty.
"""

from web.addresses import Address

BOTH = ("GET", "POST")
POST = ("POST",)

PLANNED: tuple[Address, ...] = (
    Address("about/help", "/bantuan"),
    Address("about/secrecy", "/kerahasiaan"),
    Address("contests/index", "/pemungutan"),
    Address("contests/show", "/p/{number}"),
    Address("ballots/show", "/p/{number}/suara", BOTH, private=True),
    Address("ballots/check", "/p/{number}/suara/periksa", POST, private=True),
    Address("ballots/cast", "/p/{number}/suara/kirim", POST, private=True),
    Address("ballots/receipt", "/p/{number}/bukti", private=True),
    Address("evidence/index", "/periksa"),
    Address("evidence/show", "/p/{number}/periksa"),
    Address("evidence/bundle", "/p/{number}/berkas.tar"),
    Address("evidence/log", "/catatan"),
    Address("evidence/checkpoint", "/catatan/titik"),
    Address("today/show", "/petugas", private=True),
    Address("people/index", "/petugas/orang", BOTH, private=True),
    Address("roll/index", "/petugas/daftar", private=True),
    Address("roll/upload", "/petugas/daftar/unggah", BOTH, private=True, upload=True),
    Address("roll/preview", "/petugas/daftar/tinjau", POST, private=True),
    Address("roll/import", "/petugas/daftar/impor", POST, private=True),
    Address("roll/slips", "/petugas/daftar/kartu", BOTH, private=True),
    Address("contests/new", "/petugas/p/baru", BOTH, private=True),
    Address("contests/edit", "/petugas/p/{number}", BOTH, private=True),
    Address("contests/options", "/petugas/p/{number}/pilihan", BOTH, private=True),
    Address("contests/preview", "/petugas/p/{number}/pratinjau", private=True),
    Address("contests/opening", "/petugas/p/{number}/pembukaan", private=True),
    Address("contests/open", "/petugas/p/{number}/buka", POST, private=True),
    Address("contests/extend", "/petugas/p/{number}/perpanjang", BOTH, private=True),
    Address("contests/cancel", "/petugas/p/{number}/batalkan", BOTH, private=True),
    Address("contests/withdraw", "/petugas/p/{number}/tarik", BOTH, private=True),
    Address("contests/correct_roll", "/petugas/p/{number}/daftar", BOTH, private=True),
    Address("contests/close", "/petugas/p/{number}/tutup", BOTH, private=True),
    Address("contests/count", "/petugas/p/{number}/hitung", BOTH, private=True),
    Address("contests/draw", "/petugas/p/{number}/undi", BOTH, private=True),
    Address("contests/publish", "/petugas/p/{number}/umumkan", BOTH, private=True),
)
