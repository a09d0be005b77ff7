"""Hashing what people know: PINs and passwords, by Argon2id, no more at once than cores.

Parameters are OWASP's smaller set (19 MiB, 2 passes, 1 lane; Password Storage Cheat Sheet): more
costs the hall of a village its patience and gains little where a slip or a limit stands in front.
A rush waits in a short queue; beyond it the answer is BusyError at once, which is honest, rather
than a page that hangs.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from voting.errors import BusyError

PASSES = 2
MEMORY_KIB = 19_456
QUEUE = 20
COME_BACK_SECONDS = 3


class Hasher:
    """Makes and checks hashes. One stands in a process and is shared by its threads."""

    def __init__(
        self,
        passes: int = PASSES,
        memory_kib: int = MEMORY_KIB,
        at_once: int | None = None,
        queue: int = QUEUE,
    ) -> None:
        """Set the cost, how many are hashed at once (by default one a core), how many wait."""
        at_once = at_once or os.cpu_count() or 1
        self._argon2 = PasswordHasher(passes, memory_kib, parallelism=1, type=Type.ID)
        self._admitted = threading.BoundedSemaphore(at_once + queue)
        self._working = threading.BoundedSemaphore(at_once)
        self._dummy = self._argon2.hash("nobody's password")

    def hash(self, secret: str) -> str:
        """Return the hash of a secret in PHC form; BusyError if too many wait already."""
        with self._turn():
            return self._argon2.hash(secret)

    def matches(self, known: str | None, secret: str) -> bool:
        """Tell whether a secret has this hash.

        None stands for a person who does not exist: the answer is no and takes as long.
        BusyError if too many wait already.
        """
        with self._turn():
            try:
                self._argon2.verify(known or self._dummy, secret)
            except (VerificationError, InvalidHashError):
                return False
        return known is not None

    def is_outdated(self, known: str) -> bool:
        """Tell whether a hash was made at another cost than today's."""
        return self._argon2.check_needs_rehash(known)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._admitted.acquire(blocking=False):
            raise BusyError("signing-in.busy", seconds=COME_BACK_SECONDS)
        try:
            with self._working:
                yield
        finally:
            self._admitted.release()
