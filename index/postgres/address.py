"""The address of a PostgreSQL server: checked, and shown without the password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from index.errors import DatabaseError

_SCHEMES = ("postgresql", "postgres")
# Name, IPv4 or IPv6 address, or the folder of a socket with its / as %2F; several between commas.
_HOST = r"(?:[A-Za-z0-9._-]|%2F)*|\[[0-9A-Fa-f:.]+\]"
_HOSTS = re.compile(rf"(?:{_HOST})(?::\d{{1,5}})?(?:,(?:{_HOST})(?::\d{{1,5}})?)*", re.IGNORECASE)
_FORM = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE"


@dataclass(frozen=True, slots=True)
class Address:
    """An address as libpq takes it (PostgreSQL documentation, 32.1.1.2, connection URIs).

    `shown` names user, host, port and database alone.
    """

    whole: str = field(repr=False)
    shown: str
    passwords: tuple[str, ...] = field(repr=False)

    @classmethod
    def read(cls, text: str) -> Address:
        """Read an address. Raises DatabaseError, which tells what is wrong but not the password."""
        parts = _parts(text)
        login, at, hosts = parts.netloc.rpartition("@")
        if not _HOSTS.fullmatch(hosts):
            raise DatabaseError(f"an address of PostgreSQL without host or port: {_FORM}")
        user, _, password = login.partition(":")
        asked = parse_qsl(parts.query, keep_blank_values=True)
        named = [value for name, value in asked if name in ("password", "sslpassword")]
        found = {password, unquote(password), *named} - {""}
        shown = f"{parts.scheme}://{user}{at}{hosts}{parts.path}"
        # Of one that holds another the longer goes first.
        return cls(text, shown, tuple(sorted(found, key=len, reverse=True)))

    def without_password(self, said: str) -> str:
        """Return what a server or library `said`, its first line, without the password."""
        line = said.strip().partition("\n")[0]
        for password in self.passwords:
            line = line.replace(password, "…")
        return line


def _parts(text: str) -> SplitResult:
    """Part an address, where nothing of a password can be taken for something else."""
    try:
        found = urlsplit(text)
    except ValueError as error:
        raise DatabaseError(f"an address of PostgreSQL cannot be read: {_FORM}") from error
    if found.scheme not in _SCHEMES or not text.startswith(f"{found.scheme}://"):
        raise DatabaseError(f"expected an address of PostgreSQL: {_FORM}")
    after_hosts = text.partition("://")[2][len(found.netloc) :]
    misplaced = found.netloc.count("@") > 1 or "@" in after_hosts or "#" in text or " " in text
    if misplaced or not text.isprintable():
        message = "an address of PostgreSQL has / ? # @ or a space where it may not stand"
        raise DatabaseError(f"{message}: in a password they are %2F %3F %23 %40 %20")
    return found
