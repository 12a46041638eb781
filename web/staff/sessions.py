"""A session of the staff: a signed cookie, and the tokens of the forms that belong to it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from itsdangerous import BadData, URLSafeSerializer

from web.shared import Shared
from web.staff.protocols import Ended

IDLE_S = 30 * 60
LONGEST_S = 8 * 3600
_MOST_ENDED = 1000


@dataclass(frozen=True, slots=True)
class Session:
    """One browser at the staff's pages; times are in seconds of the clock."""

    id: str
    began: float
    seen: float
    signed_in: bool


class EndedHere:
    """The sessions that were ended on this machine, the latest of them, for all its processes."""

    def __init__(self) -> None:
        self._ids = Shared([])

    def add(self, session_id: str) -> None:
        """Remember that a session was ended."""
        with self._ids.changed() as ids:
            ids[:] = [*ids, session_id][-_MOST_ENDED:]

    def __contains__(self, session_id: str) -> bool:
        """Return whether a session was ended."""
        return session_id in self._ids.value


class Sessions:
    """Begins, reads and ends sessions; one ends after 30 minutes without use, or after 8 hours.

    A cookie that was signed out is refused; no cookie outlives the key that signs it.
    """

    def __init__(self, clock: Callable[[], float] = time.time, ended: Ended | None = None) -> None:
        self._clock = clock
        self._ended: Ended = EndedHere() if ended is None else ended

    def begin(self, signed_in: bool) -> Session:
        """Return a new session."""
        now = self._clock()
        return Session(secrets.token_urlsafe(16), now, now, signed_in)

    def cookie(self, session: Session, key: bytes) -> str:
        """Return `session`, used now, as the cookie that `key` signs."""
        fields = [session.id, session.began, self._clock(), session.signed_in]
        return str(_signer(key, "session").dumps(fields))

    def read(self, cookie: str, key: bytes) -> Session | None:
        """Return the session of `cookie`; None where it is forged, too old or signed out."""
        try:
            session = Session(*_signer(key, "session").loads(cookie))
        except (BadData, TypeError):
            return None
        now = self._clock()
        if session.id in self._ended:
            return None
        if not (0 <= now - session.seen < IDLE_S and 0 <= now - session.began < LONGEST_S):
            return None
        return replace(session, seen=now)

    def end(self, session: Session) -> None:
        """Refuse the cookies of `session` from now on."""
        self._ended.add(session.id)


def token(session: Session, key: bytes) -> str:
    """Return the token that a form of `session` carries (OWASP, signed double submit)."""
    return str(_signer(key, "form").dumps(session.id))


def is_token(text: str, session: Session, key: bytes) -> bool:
    """Return whether `text` is the token of `session`."""
    return hmac.compare_digest(text.encode(errors="replace"), token(session, key).encode())


def _signer(key: bytes, use: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        key, salt=f"michishirube.{use}", signer_kwargs={"digest_method": hashlib.sha256}
    )
