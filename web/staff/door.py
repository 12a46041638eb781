"""Who gets in: by the password, or by a header of a trusted proxy; nobody where neither is set."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request

from web.log_lines import LOGGER
from web.proxies import is_brought_by_a_proxy
from web.staff.password import PasswordError, Secret, read_secret
from web.staff.protocols import SharedDoor, Tries
from web.staff.sessions import Session, Sessions, is_token, token
from web.staff.throttle import Throttle

COOKIE = "staff"
_log = logging.getLogger(LOGGER)


@dataclass(frozen=True, slots=True)
class Visit:
    """A request to the staff's pages: whether it gets in, and the token of its forms.

    `takes_password` says that signing in is possible at all.
    """

    session: Session
    inside: bool
    takes_password: bool
    cookie: str
    token: str


class Door:
    """Lets in who has the password of `file`, or whom a trusted proxy names in `header`.

    Either may be missing. The file is read at every visit: a new password holds at once, and ends
    every session. So does the end of the process, whose memory alone holds what signs them, unless
    several processes have it in common.
    """

    def __init__(
        self,
        file: Path | None = None,
        header: str = "",
        throttle: Tries | None = None,
        sessions: Sessions | None = None,
        key: bytes | None = None,
    ) -> None:
        self._file = file
        self._header = header
        self._throttle = throttle or Throttle()
        self._sessions = sessions or Sessions()
        self._own_key = key or secrets.token_bytes(32)
        self._checking = threading.Lock()

    @classmethod
    def shared(cls, file: Path, header: str, shared: SharedDoor) -> Door:
        """Return a door that lets in whom the doors of other processes have let in."""
        return cls(file, header, shared.tries, Sessions(ended=shared.ended), shared.key)

    def visit(self, request: Request) -> Visit | None:
        """Return the visit that `request` is, None where the door is closed to everybody."""
        secret = self._secret()
        if secret is None and not self._header:
            return None
        key = self._key(secret)
        session = self._sessions.read(request.cookies.get(COOKIE, ""), key)
        session = session or self._sessions.begin(signed_in=False)
        inside = session.signed_in or self._is_named(request)
        return self._visit(session, key, inside, secret is not None)

    def is_own_form(self, visit: Visit, text: str) -> bool:
        """Return whether a form with the token `text` belongs to the session of `visit`."""
        return is_token(text, visit.session, self._key(self._secret()))

    def wait(self, request: Request) -> float:
        """Count a try to sign in; return 0, or the seconds that the client must wait first."""
        return self._throttle.wait(_address(request))

    def sign_in(self, request: Request, password: str) -> Visit | None:
        """Return the visit of a new session where `password` is right, else None.

        One password is checked at a time: each takes 64 MiB.
        """
        secret = self._secret()
        with self._checking:
            if secret is None or not secret.is_opened_by(password):
                return None
        self._throttle.forgive(_address(request))
        return self._visit(self._sessions.begin(signed_in=True), self._key(secret), True, True)

    def sign_out(self, visit: Visit) -> None:
        """Refuse the session of `visit` from now on."""
        self._sessions.end(visit.session)

    def _visit(self, session: Session, key: bytes, inside: bool, takes_password: bool) -> Visit:
        cookie = self._sessions.cookie(session, key)
        return Visit(session, inside, takes_password, cookie, token(session, key))

    def _key(self, secret: Secret | None) -> bytes:
        """What signs the sessions that `secret` opened."""
        of_password = secret.password_hash if secret else ""
        return hmac.digest(self._own_key, of_password.encode(), hashlib.sha256)

    def _secret(self) -> Secret | None:
        try:
            return read_secret(self._file) if self._file else None
        except PasswordError as error:
            _log.error("/staff stays closed: %s", error)
            return None

    def _is_named(self, request: Request) -> bool:
        """A header twice is one of somebody else's beside the proxy's."""
        if not (self._header and is_brought_by_a_proxy(request.scope)):
            return False
        names = request.headers.getlist(self._header)
        return len(names) == 1 and bool(names[0].strip())


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
