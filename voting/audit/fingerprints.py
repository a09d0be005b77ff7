"""Hashes for people: short codes to find a ballot by, and words to compare by eye.

Both are aids beside the full hash, never instead of it:

- the receipt code has 60 bits: enough to find one line among millions, too few to prove anything
  against somebody who can compute for weeks; the proof file carries all 256;
- four words have 32 bits: they show at a glance that two people look at the same thing, not that
  nobody forged it on purpose.
"""

from voting.errors import InvalidError

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LETTERS = 12
GROUP = 3
WITNESS_LETTERS = 26

_LOOKALIKES = str.maketrans("OIL", "011")

WORDS = tuple(
    # A table of 256 words reads better as a block than as a list of 256 strings.
    """
adat adik air akar alam anak anggur angin angsa anyam apung arus ayah ayun badak baju bakau
balai bambu bangau batik bawang bayam bebek belut benang benih berani biduk bintang biru bola
buah bubur budi buku bulan bunga burung cabai cahaya candi cangkir cemara cendol cerah cincin
coklat cumi dahan damai danau dapur daun delima delman dermaga desa dingin domba durian ekor
elang emas embun fajar gajah gamelan garam gendang getah gigi gitar gong gula gurita guru
halaman hangat harum hati hijau hujan ibu ikan indah intan irama istana itik jagung jahe jala
jamu janur jejak jendela jerami jeruk jingga joglo jujur kabut kacang kaki kambing kancil kapal
kawan kayu kebun kecap kelapa kembang kenari kencur kerbau keris kertas ketan kijang kincir
kolam kopi kucing kuda kulit kunyit ladang lagu lampu langit laut lebah lentera lereng lesung
lilin lontar lumbung lumut lurah lurik madu mangga manis mata mawar mekar melati mentari merak
mimpi minyak murai musim mutiara nada nanas nangka nasi nelayan nenek niat nila nyala nyiur obor
ombak padi pantai papan parang pasar pelangi pena perahu petani pinang pintu piring pohon pondok
pulau puncak purnama putih rambut rawa rebung rempah rotan roti ruas rukun rumah rumput rusa
sahabat sambal sampan sapi sarung sawah sayap sayur segar sehat sejuk selasih semut senja senyum
serai silat siput sirih soto suling sumur sungai surau susu sutra tahu tali tambur tanah tanjung
tebu teduh telaga telur tembaga tenun terang tikar timba timur tiram tugu tulus tunas turi ubi
udang udara unggas wajan wangi warna wayang wijen wortel zaitun zamrud
""".split()  # noqa: SIM905
)


def letters(data: bytes, count: int) -> str:
    """Return the first ``count`` times five bits of some bytes in Crockford's base 32.

    Its 32 letters leave out I, L, O and U, so that no two are mistaken for each other.
    """
    number = int.from_bytes(data) >> 8 * len(data) - 5 * count
    return "".join(LETTERS[number >> 5 * place & 31] for place in range(count - 1, -1, -1))


def receipt_code(commitment: bytes) -> str:
    """Return the code a voter finds their ballot by: 12 letters of the commitment, in threes."""
    text = letters(commitment, RECEIPT_LETTERS)
    return "-".join(text[place : place + GROUP] for place in range(0, RECEIPT_LETTERS, GROUP))


def read_receipt_code(text: str) -> str:
    """Return a code somebody typed as ``receipt_code`` writes it; InvalidError if it is none.

    Small letters, missing or other separators, and O, I, L for 0 and 1 are all right.
    """
    plain = "".join(filter(str.isalnum, text.upper())).translate(_LOOKALIKES)
    if len(plain) != RECEIPT_LETTERS or not set(plain) <= set(LETTERS):
        raise InvalidError("receipt.code")
    return "-".join(plain[place : place + GROUP] for place in range(0, RECEIPT_LETTERS, GROUP))


def witness_code(root: bytes) -> str:
    """Return a hash as 26 letters (130 bits): short enough to print, too long to forge."""
    return letters(root, WITNESS_LETTERS)


def words_of(digest: bytes, count: int = 4) -> tuple[str, ...]:
    """Return the first bytes of a hash as words, one word a byte (``WORDS`` in order)."""
    return tuple(WORDS[byte] for byte in digest[:count])
