from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from voting.engines.roots import (
    Product,
    Quotient,
    Root,
    Roots,
    Sum,
    compare,
    floor,
    rounded,
    sign,
    square_free,
    truncated,
    whole,
    written,
)

sums = st.dictionaries(st.integers(0, 60), st.integers(-4, 4), max_size=6)


def decimal(terms, digits=60):
    with localcontext() as context:
        context.prec = digits
        return sum((Decimal(n).sqrt() * factor for n, factor in terms.items()), Decimal(0))


@given(sums, sums)
def test_sums_compare_as_their_decimals_do(one, other):
    difference = decimal(one) - decimal(other)
    expected = 0 if abs(difference) < Decimal("1e-40") else 1 if difference > 0 else -1
    assert compare(Roots(one), Roots(other)) == expected


def test_the_trap_of_floats_is_a_tie():
    assert compare(Roots({2: 1, 8: 1}), Roots({18: 1})) == 0
    assert written(Roots({2: 1, 8: 1, 25: 1})) == "3√2+5"
    assert written(Roots({2: 1, 8: -1, 9: 0})) == "-√2"
    assert written(Roots({})) == "0"


def test_near_things_are_told_apart():
    near = 10**30
    assert compare(Roots({near: 1, near + 2: 1}), Roots({near + 1: 2})) == -1


@given(st.integers(1, 10**9))
def test_square_free_parts(number):
    side, free = square_free(number)
    assert side * side * free == number
    assert all(free % (d * d) for d in range(2, 100))


def test_square_free_parts_of_large_primes():
    prime = 2_147_483_647
    assert square_free(prime * prime) == (prime, 1)
    assert square_free(4 * prime) == (2, prime)


@given(sums, st.integers(0, 9))
def test_cut_off_towards_zero(terms, places):
    value, exact = truncated(Roots(terms), places), decimal(terms)
    unit = Decimal(10) ** -places
    near = Decimal(value.numerator) / value.denominator
    assert abs(near) <= abs(exact) + Decimal("1e-40")
    assert abs(exact - near) < unit


@given(st.fractions(0, 50))
def test_whole_parts_of_fractions(value):
    assert floor(whole(value)) == value // 1
    assert floor(Product(whole(value), whole(value))) == value * value // 1


def test_products_quotients_and_roots_stay_exact_while_they_can():
    two = Roots({2: 1})
    assert sign(Sum([(1, Product(two, two)), (-1, whole(2))])) == 0
    assert floor(Product(Roots({2: 1, 3: 1}), Roots({2: 1, 3: 1}))) == 9
    assert compare(Root(whole(Fraction(9, 4))), whole(Fraction(3, 2))) == 0
    assert compare(Quotient(Roots({18: 1}), whole(3)), two) == 0
    assert rounded(Root(Roots({2: 1})), 9) == "1.189207115"
    assert rounded(whole(Fraction(1, 2)), 1) == "0.5"


def test_roots_under_roots_that_agree_to_a_thousand_digits_are_equal():
    nested = Root(Roots({6: 2, 1: 5}))  # the same as √2 + √3
    assert nested.surd() is None
    assert compare(nested, Roots({2: 1, 3: 1})) == 0
