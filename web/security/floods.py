"""Floods: how many forms one address may send. Counted in memory, per process, never written down.

The limit is loose, because a whole hall shares one address and each arrow on a ballot is a form
without JavaScript. Guessing is slowed per account, in the database, by the services of sign-in.
"""

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.exceptions import HTTPException
from starlette.types import Scope

from web.security.csrf import SAFE_METHODS
from web.security.transport import client_of

FORMS = RateLimitItemPerMinute(6000)
SIGN_INS = RateLimitItemPerMinute(300)
SIGN_IN_PATHS = ("/masuk", "/k/")


class Floods:
    """The counters of one process."""

    def __init__(
        self,
        forms: RateLimitItemPerMinute = FORMS,
        sign_ins: RateLimitItemPerMinute = SIGN_INS,
    ) -> None:
        """Begin to count, with these limits a minute and address."""
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._forms = forms
        self._sign_ins = sign_ins

    def check(self, scope: Scope) -> None:
        """Refuse, for the rest of the minute, what goes beyond the limit."""
        client = client_of(scope)
        path = scope["path"]
        signs_in = any(part in path for part in SIGN_IN_PATHS)
        if scope["method"] in SAFE_METHODS and "/k/" not in path:
            return
        limit = self._sign_ins if signs_in else self._forms
        if not self._limiter.hit(limit, client):
            reset = self._limiter.get_window_stats(limit, client).reset_time
            wait = max(1, math.ceil(reset - time.time()))
            raise HTTPException(429, headers={"retry-after": str(wait)})
