"""The Merkle tree of RFC 6962 section 2.1 (the same in RFC 9162), as pure functions.

A leaf is ``SHA-256(00 || entry)``, a node ``SHA-256(01 || left || right)``, the empty tree the
hash of nothing. A tree of n leaves splits at the largest power of two below n, which is the same as
pairing neighbours level by level and carrying an odd last one up unchanged: so we build it.

Everywhere ``leaves`` are leaf hashes, not entries. Proofs list hashes from the leaf upwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the leaf of an entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the node above two hashes."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    level = leaves
    while len(level) > 1:
        level = _level_above(level)
    return level[0] if level else EMPTY_ROOT


def _level_above(level: Sequence[bytes]) -> list[bytes]:
    hashed = sha256
    above = [
        hashed(b"\x01" + left + right).digest()
        for left, right in zip(level[::2], level[1::2], strict=False)
    ]
    if len(level) % 2:
        above.append(level[-1])
    return above


@dataclass(frozen=True)
class Tree:
    """A whole tree, kept level by level so that many proofs cost little: leaves first, root last.

    About 64 bytes a leaf; ``root_of`` keeps nothing.
    """

    levels: tuple[Sequence[bytes], ...]

    @classmethod
    def of(cls, leaves: Sequence[bytes]) -> "Tree":
        """Build the tree over leaf hashes."""
        levels = [leaves]
        while len(levels[-1]) > 1:
            levels.append(_level_above(levels[-1]))
        return cls(tuple(levels))

    @property
    def size(self) -> int:
        """Return the number of leaves."""
        return len(self.levels[0])

    @property
    def root(self) -> bytes:
        """Return the root hash."""
        return self.levels[-1][0] if self.size else EMPTY_ROOT

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """Return the proof that leaf ``index`` (from 0) is in this tree; IndexError beyond it."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        return self._path(index, 0)

    def consistency(self, old_size: int) -> tuple[bytes, ...]:
        """Return the proof that this tree extends its own first ``old_size`` leaves."""
        if not 0 <= old_size <= self.size:
            raise IndexError(old_size)
        if old_size in (0, self.size):
            return ()
        node, level = old_size - 1, 0
        while node % 2:
            node //= 2
            level += 1
        start = (self.levels[level][node],) if node else ()
        return start + self._path(node, level)

    def _path(self, node: int, level: int) -> tuple[bytes, ...]:
        path = []
        for hashes in self.levels[level:-1]:
            if node ^ 1 < len(hashes):
                path.append(hashes[node ^ 1])
            node //= 2
        return tuple(path)


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root that a proof leads to; None if its length does not fit index and size."""
    if not 0 <= index < size:
        return None
    node, last, above = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if node % 2 or node == last:
            above = node_hash(step, above)
            while not node % 2 and node:
                node, last = node // 2, last // 2
        else:
            above = node_hash(above, step)
        node, last = node // 2, last // 2
    return above if last == 0 else None


def includes(root: bytes, size: int, leaf: bytes, index: int, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows that the tree of this root and size holds the leaf there."""
    return root_from_inclusion(leaf, index, size, proof) == root


def root_up_to(leaf: bytes, index: int, proof: Sequence[bytes], size: int) -> bytes | None:
    """Return the root of the first ``index + 1`` leaves, read off a later tree's inclusion proof.

    The proof's left-hand hashes are the full subtrees before the leaf, so whoever has checked an
    entry's inclusion also knows the tree that ended with it. None if the proof does not fit.
    """
    if root_from_inclusion(leaf, index, size, proof) is None:
        return None
    node, last, above = index, size - 1, leaf
    for step in proof:
        if node % 2 or node == last:
            above = node_hash(step, above)
            while not node % 2 and node:
                node, last = node // 2, last // 2
        node, last = node // 2, last // 2
    return above


def extends(
    old_root: bytes, old_size: int, new_root: bytes, new_size: int, proof: Sequence[bytes]
) -> bool:
    """Tell whether the proof shows that the new tree only adds leaves to the old (RFC 9162 2.1.4).

    Every tree extends the empty one, and no proof is needed for that.
    """
    if not 0 <= old_size <= new_size:
        return False
    if old_size in (0, new_size):
        expected = EMPTY_ROOT if old_size == 0 else new_root
        return not proof and old_root == expected
    steps = list(proof)
    if old_size & (old_size - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    node, last = old_size - 1, new_size - 1
    while node % 2:
        node, last = node // 2, last // 2
    return _roots_of(steps, node, last) == (old_root, new_root)


def _roots_of(steps: Sequence[bytes], node: int, last: int) -> tuple[bytes, bytes] | None:
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if node % 2 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not node % 2 and node:
                node, last = node // 2, last // 2
        else:
            new = node_hash(new, step)
        node, last = node // 2, last // 2
    return (old, new) if last == 0 else None


@dataclass(frozen=True)
class Frontier:
    """All that is needed to append: the roots of the full subtrees, the largest first.

    It grows with the logarithm of the size; ``peaks`` and ``size`` may be stored and loaded.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> "Frontier":
        """Return the frontier after one more leaf hash."""
        peaks, size, node = list(self.peaks), self.size, leaf
        while size % 2:
            node = node_hash(peaks.pop(), node)
            size //= 2
        return Frontier(self.size + 1, (*peaks, node))

    def extend(self, leaves: Iterable[bytes]) -> "Frontier":
        """Return the frontier after more leaf hashes."""
        frontier = self
        for leaf in leaves:
            frontier = frontier.append(leaf)
        return frontier

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        if not self.peaks:
            return EMPTY_ROOT
        above = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            above = node_hash(peak, above)
        return above
