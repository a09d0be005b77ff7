"""``README.txt`` of every bundle: how to check it, also by hand, in Indonesian and English.

The text is part of the bundle's first format: it never changes for bundles that exist. A new text
needs a new constant, and the old one stays accepted.
"""

TEXT = """\
BERKAS BUKTI PEMUNGUTAN SUARA (Mufakat, bentuk 1)

Berkas ini memuat semua yang diperlukan untuk menghitung ulang, tanpa internet dan tanpa percaya
pada peladen. Cara termudah, di komputer mana pun yang punya Python 3.11 atau lebih baru:

    python -m voting verify BERKAS.tar

Dengan tangan, cukup dengan pembuka arsip (tar) dan alat SHA-256:

1. manifest.json adalah aturan yang dibekukan saat dibuka. SHA-256 berkas itu harus sama dengan
   kode di papan pengumuman, dan sama dengan "m" pada isi log pertama (log/entries.jsonl).
2. ballots.jsonl memuat semua surat suara, satu baris satu suara, tanpa nama, terurut menurut "c".
   Carilah baris Anda: kode bukti suara Anda adalah awal "c" dalam huruf Crockford.
3. "c" sama dengan SHA-256 dari: "mufakat/ballot/1", baris baru, nomor pemungutan suara ("poll"),
   baris baru, lalu 32 bita "n", 32 bita "v", dan teks "b" persis seperti tertulis.
   Jadi tidak seorang pun dapat mengganti suara Anda tanpa mengubah "c".
4. Hitunglah surat suara "b" menurut aturan "method" dalam manifest.json. Hasilnya harus sama
   dengan result.json, tahap demi tahap.
5. Jumlah baris harus sama dengan "voted_n" dalam roll.json, dan tidak lebih dari "eligible".
6. log/checkpoint ditandatangani kunci log. Setiap baris log/entries.jsonl membuktikan diri ada di
   dalam log itu (RFC 6962), sehingga tidak dapat dihapus atau disisipkan kemudian.
7. Bila hasilnya seri, tie.json memuat angka dadu yang dilempar di depan umum dan rahasia peladen
   yang sudah dikunci sebelum pemungutan suara dibuka.

Yang tidak dapat dibuktikan berkas ini: bahwa setiap orang memilih tanpa tekanan, bahwa ponselnya
jujur, dan bahwa daftar pemilihnya benar. Petugas pemeriksa memegang daftar itu (roll.jsonl).

EVIDENCE OF A VOTE (Mufakat, format 1)

This file holds all it takes to count again, without a network and without trusting the server.
The easiest way, on any computer with Python 3.11 or newer:

    python -m voting verify FILE.tar

By hand, a tar program and a SHA-256 tool are enough:

1. manifest.json holds the rules as frozen at the opening. Its SHA-256 must be the code on the
   notice board, and the "m" of the first log entry (log/entries.jsonl).
2. ballots.jsonl holds every ballot, one line each, without names, in the order of "c". Look for
   your line: your receipt code is the beginning of "c" in Crockford's letters.
3. "c" is the SHA-256 of: "mufakat/ballot/1", a newline, the name of the contest ("poll"), a
   newline, then the 32 bytes "n", the 32 bytes "v", and the text "b" exactly as written.
   So nobody can exchange your ballot without changing "c".
4. Count the ballots "b" by the rules under "method" in manifest.json. What comes out must be
   result.json, stage by stage.
5. The number of lines must be "voted_n" of roll.json, and no more than "eligible".
6. log/checkpoint is signed by the log's key. Every line of log/entries.jsonl proves that it is in
   that log (RFC 6962), so that nothing can be taken out or slipped in later.
7. If the count was tied, tie.json holds the dice thrown in public and the server's secret, which
   was locked before the vote was opened.

What this file cannot prove: that everybody voted without pressure, that their phone was honest,
and that the roll is right. The auditors hold the roll (roll.jsonl).
"""

README = TEXT.encode()
KNOWN = (README,)
