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
)
