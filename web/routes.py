"""Every address of the site in one list, each named ``noun/action``.

The name is the place of the page: ``noun/action`` is the function ``action`` in
``web/pages/noun.py`` and, if it shows something, ``templates/noun/action.html``. Paths are the
same words in every language; another language than the default one has its name in front.
"""

from collections.abc import Callable
from importlib import import_module

from starlette.responses import Response

from web.addresses import Address
from web.visit import Visit

BOTH = ("GET", "POST")
POST = ("POST",)

ADDRESSES: tuple[Address, ...] = (
    Address("home/show", "/"),
    Address("matters/index", "/urusan"),
    Address("matters/show", "/m/{matter}"),
    Address("phases/start", "/petugas/m/baru", BOTH, private=True),
    Address("phases/move", "/petugas/m/{matter}/tahap", BOTH, private=True),
    Address("phases/end", "/petugas/m/{matter}/akhiri", BOTH, private=True),
    Address("problems/index", "/masalah"),
    Address("problems/report", "/lapor", BOTH, private=True, photo=True),
    Address("problems/support", "/m/{matter}/saya-juga", POST, private=True),
    Address("problems/answer", "/petugas/m/{matter}/jawab", BOTH, private=True),
    Address("problems/merge", "/petugas/m/{matter}/gabung", BOTH, private=True),
    Address("problems/consent", "/m/{matter}/gabung", BOTH, private=True),
    Address("decisions/call", "/petugas/m/{matter}/pemungutan", BOTH, private=True),
    Address("decisions/outcome", "/petugas/m/{matter}/keputusan", BOTH, private=True),
    Address("photos/show", "/foto/{photo}"),
    Address("talk/index", "/m/{matter}/pendapat"),
    Address("talk/write", "/m/{matter}/pendapat/tulis", BOTH, private=True),
    Address("talk/withdraw", "/m/{matter}/pendapat/tarik", POST, private=True),
    Address("talk/show", "/m/{matter}/pendapat/{position}"),
    Address("talk/share", "/m/{matter}/pendapat/{position}/saya-juga", POST, private=True),
    Address("talk/answer", "/m/{matter}/pendapat/{position}/jawab", BOTH, private=True),
    Address("summaries/show", "/m/{matter}/ringkasan"),
    Address("summaries/reply", "/m/{matter}/ringkasan/tanggapan", BOTH, private=True),
    Address("summaries/write", "/petugas/m/{matter}/ringkasan", BOTH, private=True),
    Address("moderation/index", "/moderasi"),
    Address("moderation/rules", "/moderasi/tata-tertib"),
    Address("moderation/case", "/moderasi/{case}"),
    Address("moderation/appeal", "/moderasi/{case}/banding", BOTH, private=True),
    Address("moderation/flag", "/laporkan/{kind}/{subject}", BOTH, private=True),
    Address("moderation/queue", "/petugas/moderasi", private=True),
    Address("moderation/hear", "/petugas/moderasi/banding/{case}", BOTH, private=True),
    Address("moderation/decide", "/petugas/moderasi/{kind}/{subject}", BOTH, private=True),
    Address("sittings/show", "/musyawarah/{sitting}"),
    Address("sittings/now", "/musyawarah/{sitting}/kini"),
    Address("sittings/record", "/musyawarah/{sitting}/berita-acara"),
    Address("sittings/attend", "/musyawarah/{sitting}/hadir", BOTH, private=True),
    Address("sittings/speak", "/musyawarah/{sitting}/bicara", BOTH, private=True),
    Address("sittings/resolve", "/musyawarah/{sitting}/selesai", BOTH, private=True),
    Address("sittings/cosign", "/musyawarah/{sitting}/tanda-tangan", BOTH, private=True),
    Address("sittings/take_away", "/musyawarah/{sitting}/tarik", BOTH, private=True),
    Address("sittings/short", "/s/{sitting}"),
    Address("halls/show", "/musyawarah/{sitting}/layar"),
    Address("halls/now", "/musyawarah/{sitting}/layar/kini"),
    Address("halls/presence", "/petugas/musyawarah/{sitting}/hadir", BOTH, private=True),
    Address("halls/enter", "/petugas/musyawarah/{sitting}/sikap", BOTH, private=True),
    Address("halls/speaker", "/petugas/musyawarah/{sitting}/bicara", BOTH, private=True),
    Address("calls/call", "/petugas/m/{matter}/musyawarah", BOTH, private=True),
    Address("calls/invite", "/petugas/musyawarah/{sitting}/undangan", BOTH, private=True),
    Address("rounds/desk", "/petugas/musyawarah/{sitting}", private=True),
    Address("rounds/open", "/petugas/musyawarah/{sitting}/buka", BOTH, private=True),
    Address("rounds/close", "/petugas/musyawarah/{sitting}/tutup", BOTH, private=True),
    Address("rounds/conclude", "/petugas/musyawarah/{sitting}/simpulkan", BOTH, private=True),
    Address("rounds/text", "/petugas/musyawarah/{sitting}/naskah", BOTH, private=True),
    Address("rounds/answer", "/petugas/musyawarah/{sitting}/jawab", BOTH, private=True),
    Address("rounds/hide", "/petugas/musyawarah/{sitting}/hapus", BOTH, private=True),
    Address("rounds/lapse", "/petugas/musyawarah/{sitting}/hentikan", BOTH, private=True),
    Address("rounds/vote", "/petugas/musyawarah/{sitting}/pungut", BOTH, private=True),
    Address("account/slip", "/masuk", BOTH, private=True),
    Address("account/slip_link", "/k/{code}", private=True),
    Address("account/pin", "/masuk/pin", BOTH, private=True),
    Address("account/officer", "/masuk/petugas", BOTH, private=True),
    Address("account/password", "/masuk/sandi", BOTH, private=True),
    Address("account/sign_out", "/keluar", POST, private=True),
    Address("results/index", "/hasil"),
    Address("results/show", "/p/{number}/hasil"),
    Address("results/find", "/p/{number}/hasil/bukti"),
    Address("results/proof", "/p/{number}/hasil/bukti.tlog-proof"),
    Address("ballots/show", "/p/{number}/suara", BOTH, private=True),
    Address("ballots/check", "/p/{number}/suara/periksa", BOTH, private=True),
    Address("ballots/cast", "/p/{number}/suara/kirim", BOTH, private=True),
    Address("ballots/receipt", "/p/{number}/bukti", POST, private=True),
    Address("evidence/index", "/periksa"),
    Address("evidence/show", "/p/{number}/periksa"),
    Address("evidence/bundle", "/p/{number}/berkas.tar"),
    Address("evidence/log", "/catatan"),
    Address("evidence/checkpoint", "/catatan/titik"),
    Address("about/help", "/bantuan"),
    Address("about/secrecy", "/kerahasiaan"),
    Address("contests/index", "/pemungutan"),
    Address("contests/show", "/p/{number}"),
    Address("drafts/new", "/petugas/p/baru", BOTH, private=True),
    Address("drafts/edit", "/petugas/p/{number}/ubah", BOTH, private=True),
    Address("drafts/options", "/petugas/p/{number}/pilihan", BOTH, private=True),
    Address("drafts/option", "/petugas/p/{number}/pilihan/ubah", BOTH, private=True),
    Address("drafts/method", "/petugas/p/{number}/cara", BOTH, private=True),
    Address("openings/preview", "/petugas/p/{number}/pratinjau", BOTH, private=True),
    Address("openings/open", "/petugas/p/{number}/buka", BOTH, private=True),
    Address("changes/extend", "/petugas/p/{number}/perpanjang", BOTH, private=True),
    Address("changes/cancel", "/petugas/p/{number}/batalkan", BOTH, private=True),
    Address("changes/withdraw", "/petugas/p/{number}/tarik", BOTH, private=True),
    Address("changes/correct_roll", "/petugas/p/{number}/daftar", BOTH, private=True),
    Address("counts/desk", "/petugas/p/{number}", private=True),
    Address("counts/close", "/petugas/p/{number}/tutup", BOTH, private=True),
    Address("counts/finish", "/petugas/p/{number}/hitung", BOTH, private=True),
    Address("counts/draw", "/petugas/p/{number}/undi", BOTH, private=True),
    Address("today/show", "/petugas", private=True),
    Address("roll/index", "/petugas/daftar", private=True),
    Address("roll/person", "/petugas/daftar/orang", private=True),
    Address("roll/add", "/petugas/daftar/tambah", BOTH, private=True),
    Address("roll/leave", "/petugas/daftar/pergi", BOTH, private=True),
    Address("roll/upload", "/petugas/daftar/unggah", private=True),
    Address("roll/sample", "/petugas/daftar/contoh.csv", private=True),
    Address("roll/preview", "/petugas/daftar/tinjau", POST, private=True, upload=True),
    Address("roll/bring_in", "/petugas/daftar/impor", POST, private=True, upload=True),
    Address("slips/index", "/petugas/kartu", BOTH, private=True),
    Address("slips/sheet", "/petugas/kartu/cetak", private=True),
    Address("slips/replace", "/petugas/kartu/ganti", BOTH, private=True),
    Address("people/index", "/petugas/orang", private=True),
    Address("people/appoint", "/petugas/orang/tunjuk", BOTH, private=True),
    Address("people/add", "/petugas/orang/tambah", BOTH, private=True),
    Address("people/revoke", "/petugas/orang/cabut", BOTH, private=True),
    Address("people/reset", "/petugas/orang/sandi", BOTH, private=True),
)


def page(address: Address) -> Callable[[Visit], Response]:
    """Return the page of an address; a missing one stops the start."""
    noun, _, action = address.name.partition("/")
    found: Callable[[Visit], Response] = getattr(import_module(f"web.pages.{noun}"), action)
    return found
