"""Exact numbers made of square roots: sums, products and quotients that are never rounded.

Every number gives whole bounds at any precision, by ``math.isqrt``, so that a comparison is
decided by a proven gap. Where no gap shows, equality is proven by square-free parts: square roots
of different square-free numbers are independent over the rationals (Besicovitch, "On the linear
independence of fractional powers of integers", Journal of the London Mathematical Society 15,
1940), so a sum of them is zero only if it cancels term by term. Numbers in which roots stand under
roots or below a fraction stroke have no such form here: two of them that agree to 1,000 decimals
count as equal.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from math import gcd, isqrt

Surd = Mapping[int, Fraction]  # sum of fraction times root, by square-free radicand; zero: empty
Bounds = tuple[int, int]  # at a precision of n bits the number times 2^n lies between these

_FIRST, _PROOF, _LAST = 64, 256, 4096


class Real:
    """A number known by its bounds; ``surd`` is its exact form as a sum of roots, if it has one."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._bounds: dict[int, Bounds] = {}
        self._surd: list[Surd | None] = []

    def bounds(self, bits: int) -> Bounds:
        """Return whole numbers that the number times two to the power of ``bits`` lies between."""
        if bits not in self._bounds:
            self._bounds[bits] = self._find_bounds(bits)
        return self._bounds[bits]

    def surd(self) -> Surd | None:
        """Return the exact form: fractions by square-free radicand, zero being empty."""
        if not self._surd:
            self._surd.append(self._find_surd())
        return self._surd[0]

    def _find_bounds(self, bits: int) -> Bounds:
        raise NotImplementedError

    def _find_surd(self) -> Surd | None:
        raise NotImplementedError


class Roots(Real):
    """A sum of square roots of whole numbers, each times a fraction; a root of 1 is rational."""

    def __init__(self, terms: Mapping[int, int | Fraction]) -> None:
        """Take the factors by radicand; radicands are whole and not below zero."""
        super().__init__()
        self.terms = {n: Fraction(factor) for n, factor in terms.items() if n and factor}

    def _find_bounds(self, bits: int) -> Bounds:
        least = most = 0
        for radicand, factor in self.terms.items():
            square = radicand << 2 * bits
            root = isqrt(square)
            ends = (root, root + (root * root != square))
            low, high = ends if factor > 0 else ends[::-1]
            least += factor.numerator * low // factor.denominator
            most += -(-factor.numerator * high // factor.denominator)
        return least, most

    def _find_surd(self) -> Surd:
        return _gathered(
            (free, factor * side)
            for radicand, factor in self.terms.items()
            for side, free in [square_free(radicand)]
        )


class Sum(Real):
    """A sum of numbers, each times a fraction."""

    def __init__(self, parts: Iterable[tuple[int | Fraction, Real]]) -> None:
        """Take pairs of factor and number."""
        super().__init__()
        self.parts = [(Fraction(factor), number) for factor, number in parts if factor]

    def _find_bounds(self, bits: int) -> Bounds:
        least = most = 0
        for factor, number in self.parts:
            ends = number.bounds(bits)
            low, high = ends if factor > 0 else ends[::-1]
            least += factor.numerator * low // factor.denominator
            most += -(-factor.numerator * high // factor.denominator)
        return least, most

    def _find_surd(self) -> Surd | None:
        found: list[tuple[int, Fraction]] = []
        for factor, number in self.parts:
            surd = number.surd()
            if surd is None:
                return None
            found += [(free, factor * value) for free, value in surd.items()]
        return _gathered(found)


class Product(Real):
    """The product of two numbers, neither below zero."""

    def __init__(self, one: Real, other: Real) -> None:
        """Take the two."""
        super().__init__()
        self.one, self.other = one, other

    def _find_bounds(self, bits: int) -> Bounds:
        (low, high), (least, most) = self.one.bounds(bits), self.other.bounds(bits)
        return max(low, 0) * max(least, 0) >> bits, -(-high * most >> bits)

    def _find_surd(self) -> Surd | None:
        one, other = self.one.surd(), self.other.surd()
        if one is None or other is None:
            return None
        return _gathered(
            (a // shared * (b // shared), left * right * shared)
            for a, left in one.items()
            for b, right in other.items()
            for shared in [gcd(a, b)]
        )


class Root(Real):
    """The square root of a number not below zero."""

    def __init__(self, of: Real) -> None:
        """Take what stands under the root."""
        super().__init__()
        self.of = of

    def _find_bounds(self, bits: int) -> Bounds:
        low, high = (max(end, 0) << bits for end in self.of.bounds(bits))
        most = isqrt(high)
        return isqrt(low), most + (most * most != high)

    def _find_surd(self) -> Surd | None:
        value = rational(self.of)
        if value is None:
            return None
        side, free = square_free(value.numerator * value.denominator)
        return _gathered([(free, Fraction(side, value.denominator))])


class Quotient(Real):
    """One number, not below zero, divided by another above zero."""

    def __init__(self, over: Real, under: Real) -> None:
        """Take what is divided, and what by."""
        super().__init__()
        self.over, self.under = over, under

    def _find_bounds(self, bits: int) -> Bounds:
        wide = bits
        while self.under.bounds(wide)[0] <= 0:
            wide *= 2
        (low, high), (least, most) = self.over.bounds(wide), self.under.bounds(wide)
        return (max(low, 0) << bits) // most, -(-(high << bits) // least)

    def _find_surd(self) -> Surd | None:
        over, under = self.over.surd(), rational(self.under)
        if over is None or under is None:
            return None
        return {
            free: value * Fraction(under.denominator, under.numerator)
            for free, value in over.items()
        }


def whole(value: int | Fraction) -> Roots:
    """Return a whole number or fraction as a Real."""
    return Roots({1: value})


def rational(number: Real) -> Fraction | None:
    """Return the fraction that a number is, None if it is none or not known to be one."""
    surd = number.surd()
    return surd.get(1, Fraction(0)) if surd is not None and set(surd) <= {1} else None


def sign(number: Real) -> int:
    """Return 1, 0 or -1: above, equal to or below zero."""
    bits = _FIRST
    while True:
        low, high = number.bounds(bits)
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
        if bits == _PROOF and number.surd() == {}:
            return 0
        if bits >= _LAST and number.surd() is None:
            return 0
        bits *= 4 if bits < _PROOF else 2


def compare(one: Real, other: Real) -> int:
    """Return 1, 0 or -1: the one is more than, equal to or less than the other."""
    return sign(Sum([(1, one), (-1, other)]))


def floor(number: Real) -> int:
    """Return the greatest whole number not above a number."""
    bits = _FIRST
    while True:
        low, high = number.bounds(bits)
        if low >> bits == high >> bits:
            return low >> bits
        if high - low < 1 << bits:
            most = high >> bits
            return most if compare(number, whole(most)) >= 0 else most - 1
        bits *= 2


def truncated(number: Real, places: int) -> Fraction:
    """Return a number cut off after some decimals, towards zero."""
    unit = 10**places
    if sign(number) < 0:
        return -truncated(Sum([(-1, number)]), places)
    return Fraction(floor(Sum([(unit, number)])), unit)


def rounded(number: Real, places: int) -> str:
    """Return the decimal digits of a number not below zero, halves rounded up."""
    unit = 10**places
    digits = str(floor(Sum([(unit, number), (1, whole(Fraction(1, 2)))]))).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def written(number: Real) -> str:
    """Return the exact form of a sum of roots with whole factors, as "3√2+5"."""
    out = ""
    for free, factor in sorted((number.surd() or {}).items(), reverse=True):
        head = f"{factor}" if free == 1 or abs(factor) != 1 else "-" if factor < 0 else ""
        term = head + (f"√{free}" if free > 1 else "")
        out += term if term.startswith("-") or not out else f"+{term}"
    return out or "0"


@cache
def square_free(number: int) -> tuple[int, int]:
    """Return a and b with number = a² b and b square-free, for a number above zero.

    Division by all up to the cube root leaves at most two primes: the same twice, or none twice.
    """
    side, free, left, divisor = 1, 1, number, 2
    while divisor**3 <= left:
        while left % (divisor * divisor) == 0:
            left //= divisor * divisor
            side *= divisor
        if left % divisor == 0:
            left //= divisor
            free *= divisor
        divisor += 1 if divisor == 2 else 2  # noqa: PLR2004 - the only even prime
    root = isqrt(left)
    return (side * root, free) if root * root == left else (side, free * left)


def _gathered(terms: Iterable[tuple[int, Fraction]]) -> Surd:
    found: dict[int, Fraction] = {}
    for free, value in terms:
        found[free] = found.get(free, Fraction(0)) + value
    return {free: value for free, value in found.items() if value}
