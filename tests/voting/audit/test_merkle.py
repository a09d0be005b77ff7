"""RFC 6962 trees: the published roots and proofs, and a naive reading of the RFC's definition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.audit import merkle

# The leaves, roots and proofs of Certificate Transparency's own tests (google/certificate-
# transparency and transparency-dev/merkle), quoted by every implementation of RFC 6962.
LEAVES = [
    merkle.leaf_hash(bytes.fromhex(text))
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}
CONSISTENCY = {
    (1, 8): INCLUSION[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}

SIZES = range(18)


def some_leaves(size):
    return [merkle.leaf_hash(number.to_bytes(2)) for number in range(size)]


def split(size):
    return 1 << ((size - 1).bit_length() - 1)


def naive_root(leaves):
    if not leaves:
        return merkle.EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return merkle.node_hash(naive_root(leaves[:k]), naive_root(leaves[k:]))


def naive_path(index, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*naive_path(index, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), naive_root(leaves[:k])]


def naive_consistency(old, leaves, *, whole=True):
    if old == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = split(len(leaves))
    if old <= k:
        return [*naive_consistency(old, leaves[:k], whole=whole), naive_root(leaves[k:])]
    return [*naive_consistency(old - k, leaves[k:], whole=False), naive_root(leaves[:k])]


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size):
    assert merkle.root_of(LEAVES[:size]).hex() == ROOTS[size]
    assert merkle.Tree.of(LEAVES[:size]).root.hex() == ROOTS[size]
    assert merkle.Frontier().extend(LEAVES[:size]).root().hex() == ROOTS[size]


@pytest.mark.parametrize(("place", "proof"), INCLUSION.items())
def test_published_inclusion_proofs(place, proof):
    index, size = place
    tree = merkle.Tree.of(LEAVES[:size])
    assert [step.hex() for step in tree.inclusion(index)] == proof
    root = bytes.fromhex(ROOTS[size])
    assert merkle.includes(root, size, LEAVES[index], index, [bytes.fromhex(p) for p in proof])


@pytest.mark.parametrize(("sizes", "proof"), CONSISTENCY.items())
def test_published_consistency_proofs(sizes, proof):
    old, new = sizes
    assert [step.hex() for step in merkle.Tree.of(LEAVES[:new]).consistency(old)] == proof
    steps = [bytes.fromhex(step) for step in proof]
    roots = [bytes.fromhex(ROOTS[size]) for size in sizes]
    assert merkle.extends(roots[0], old, roots[1], new, steps)


@pytest.mark.parametrize("size", SIZES)
def test_every_proof_is_the_one_the_rfc_defines(size):
    leaves = some_leaves(size)
    tree = merkle.Tree.of(leaves)
    assert tree.root == naive_root(leaves) == merkle.root_of(leaves)
    for index in range(size):
        proof = tree.inclusion(index)
        assert list(proof) == naive_path(index, leaves)
        assert merkle.includes(tree.root, size, leaves[index], index, proof)
    for old in range(1, size + 1):
        proof = tree.consistency(old)
        assert list(proof) == naive_consistency(old, leaves)
        assert merkle.extends(merkle.root_of(leaves[:old]), old, tree.root, size, proof)


@pytest.mark.parametrize("size", SIZES)
def test_no_proof_serves_another_place(size):
    leaves = some_leaves(size)
    tree = merkle.Tree.of(leaves)
    for index in range(size):
        proof = tree.inclusion(index)
        for other in range(-1, size + 2):
            if other != index:
                assert not merkle.includes(tree.root, size, leaves[index], other, proof)
        assert not merkle.includes(tree.root, size, leaves[index], index, (*proof, tree.root))
        if proof:
            assert not merkle.includes(tree.root, size, leaves[index], index, proof[:-1])


@given(old=st.integers(0, 40), more=st.integers(0, 40), changed=st.data())
def test_a_consistency_proof_fails_for_another_history(old, more, changed):
    leaves = some_leaves(old + more)
    tree = merkle.Tree.of(leaves)
    proof = tree.consistency(old)
    old_root = merkle.root_of(leaves[:old])
    assert merkle.extends(old_root, old, tree.root, tree.size, proof)
    forged = merkle.node_hash(old_root, old_root)
    assert not merkle.extends(forged, old, tree.root, tree.size, proof)
    assert not merkle.extends(old_root, old, forged, tree.size, proof) or old == 0
    if proof:
        place = changed.draw(st.integers(0, len(proof) - 1))
        bad = [*proof[:place], forged, *proof[place + 1 :]]
        assert not merkle.extends(old_root, old, tree.root, tree.size, bad)
        assert not merkle.extends(old_root, old, tree.root, tree.size, proof[:-1])


def test_the_end_of_a_tree_and_beyond():
    tree = merkle.Tree.of(some_leaves(3))
    for wrong in (-1, 3):
        with pytest.raises(IndexError):
            tree.inclusion(wrong)
    for wrong in (-1, 4):
        with pytest.raises(IndexError):
            tree.consistency(wrong)
    assert not merkle.extends(tree.root, 3, tree.root, 2, ())
    assert not merkle.extends(tree.root, 3, tree.root, 3, (tree.root,))
    assert not merkle.extends(tree.root, 3, tree.root, 5, ())


@given(st.integers(0, 70), st.integers(0, 70))
def test_a_stored_frontier_goes_on_where_it_stopped(first, second):
    leaves = some_leaves(first + second)
    stored = merkle.Frontier().extend(leaves[:first])
    again = merkle.Frontier(stored.size, stored.peaks).extend(leaves[first:])
    assert again.root() == merkle.root_of(leaves)
    assert again.size == first + second
    assert len(again.peaks) == again.size.bit_count()


@pytest.mark.parametrize("size", range(1, 18))
def test_an_inclusion_proof_also_shows_the_tree_that_ended_there(size):
    leaves = some_leaves(size)
    tree = merkle.Tree.of(leaves)
    for index in range(size):
        proof = tree.inclusion(index)
        assert merkle.root_up_to(leaves[index], index, proof, size) == naive_root(
            leaves[: index + 1]
        )
        assert merkle.root_up_to(leaves[index], index, (*proof, tree.root), size) is None
