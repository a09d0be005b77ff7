"""Checking Ed25519 signatures in plain Python, after RFC 8032 section 5.1.

Checking only: nothing here touches a secret, so nothing needs constant time. Signing is done by
``cryptography`` in the services. What RFC 8032 leaves open is decided strictly:

- the check is the cofactorless one, ``encode([s]B - [k]A) == R``, on bytes: an R that is not
  written canonically never matches;
- ``s`` must be below the order L, so that no second signature can be made from a first;
- the public key must be a point in canonical form, and not one of the eight points of small
  order, under which one signature fits many messages.

Points are extended coordinates (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z; the formulas are those
of RFC 8032 section 5.1.4. About 2 ms a check.
"""

from hashlib import sha512
from typing import TypeAlias

Point: TypeAlias = tuple[int, int, int, int]

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
KEY_SIZE = 32
SIGNATURE_SIZE = 64

IDENTITY: Point = (0, 1, 1, 0)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the signature (64 bytes) over the message is by this public key (32 bytes)."""
    if len(public) != KEY_SIZE or len(signature) != SIGNATURE_SIZE:
        return False
    key = decompress(public)
    first, s = signature[:32], int.from_bytes(signature[32:], "little")
    if key is None or s >= L or has_small_order(key):
        return False
    digest = sha512(first + public + message).digest()
    k = int.from_bytes(digest, "little") % L
    return compress(_sum_of_two(s, k, _negative(key))) == first


def is_key(public: bytes) -> bool:
    """Tell whether these bytes are a public key that ``verify`` may ever accept."""
    point = decompress(public) if len(public) == KEY_SIZE else None
    return point is not None and not has_small_order(point)


def decompress(data: bytes) -> Point | None:
    """Return the point behind 32 bytes; None if there is none or they are not its only form."""
    number = int.from_bytes(data, "little")
    y, odd = number & (2**255 - 1), number >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square or (x == 0 and odd):
        return None
    if x & 1 != odd:
        x = P - x
    return x, y, 1, x * y % P


def compress(point: Point) -> bytes:
    """Return the 32 bytes of a point: y, with the lowest bit of x on top."""
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def has_small_order(point: Point) -> bool:
    """Tell whether eight times the point is the identity."""
    eightfold = _double(_double(_double(point)))
    return eightfold[0] == 0 and eightfold[1] == eightfold[2]


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _double(point: Point) -> Point:
    x, y, z, _ = point
    a, b = x * x % P, y * y % P
    h = a + b
    e = h - (x + y) * (x + y)
    g = a - b
    f = 2 * z * z + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def _negative(point: Point) -> Point:
    return P - point[0], point[1], point[2], P - point[3]


def _table(point: Point) -> tuple[Point, ...]:
    multiples = [IDENTITY, point]
    for _ in range(14):
        multiples.append(_add(multiples[-1], point))
    return tuple(multiples)


def _base() -> Point:
    point = decompress((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    assert point is not None  # noqa: S101 - the base point of RFC 8032 is on its curve
    return point


_BASE_TABLE = _table(_base())


def _sum_of_two(s: int, k: int, key: Point) -> Point:
    """Return [s]B + [k]key, both scalars read four bits at a time from the top."""
    key_table = _table(key)
    total = IDENTITY
    for shift in range(252, -1, -4):
        total = _double(_double(_double(_double(total))))
        total = _add(total, _BASE_TABLE[s >> shift & 15])
        total = _add(total, key_table[k >> shift & 15])
    return total
