"""The worker: closes what is due and signs the log, every few seconds, beside the pages.

One thread in the server by default; ``mufakat worker`` runs it alone where the site has several
servers. Nothing depends on its being on time: a late ballot is refused by the clock, not by it.
"""

import logging
import threading
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from voting.errors import RefusalError
from voting.services import care
from voting.services.keys import Keys
from voting.store.database import Database

EVERY_SECONDS = 5

_log = logging.getLogger(__name__)


class Worker:
    """Does the work again and again until it is told to stop."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Callable[[], float] = time.time,
        every: int = EVERY_SECONDS,
    ) -> None:
        """Prepare to work on a database every so many seconds."""
        self._database = database
        self._keys = keys
        self._clock = clock
        self._every = every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self.run, name="worker", daemon=True)

    def start(self) -> None:
        """Work in a thread of its own from now on."""
        self._thread.start()

    def stop_soon(self) -> None:
        """Let the work at hand be the last."""
        self._stopped.set()

    def stop(self) -> None:
        """Let the work at hand end, and wait for it."""
        self.stop_soon()
        if self._thread.is_alive():
            self._thread.join()

    def run(self) -> None:
        """Work in this thread until told to stop."""
        while not self._stopped.is_set():
            self.once()
            self._stopped.wait(self._every)

    def once(self) -> None:
        """Do what is due now; what cannot be done is written to the log of the server."""
        try:
            care.work(self._database, self._keys, int(self._clock()))
        except (RefusalError, SQLAlchemyError, OSError) as error:
            _log.warning("the worker could not do its work: %s", type(error).__name__)
