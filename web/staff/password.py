"""The password of the staff: its hash (Argon2id, RFC 9106) in a file of the owner's own."""

from __future__ import annotations

import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import Argon2Error, InvalidHashError
from pydantic import BaseModel, ValidationError

from web.private_file import write_private

SHORTEST, LONGEST = 12, 200
_HASHER = PasswordHasher()


class PasswordError(Exception):
    """A password that cannot be set, or a file of one that cannot be used; it says why."""


class _File(BaseModel):
    password: str


@dataclass(frozen=True, slots=True)
class Secret:
    """What the file holds: the hash of the password.

    Nothing that signs sessions lies beside it: who reads a backup cannot make one.
    """

    password_hash: str

    def is_opened_by(self, password: str) -> bool:
        """Return whether `password` is the right one; it takes as long whether it is or not."""
        try:
            return _HASHER.verify(self.password_hash, _normal(password))
        except Argon2Error:
            return False


def write_password(file: Path, password: str) -> None:
    """Set the password: the file is replaced whole. Raises PasswordError, OSError."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordError(f"a password has {SHORTEST} to {LONGEST} characters")
    kept = _File(password=_HASHER.hash(_normal(password)))
    file.parent.mkdir(parents=True, exist_ok=True)
    write_private(file, kept.model_dump_json() + "\n")


def read_secret(file: Path) -> Secret | None:
    """Return what `file` holds, None where there is none; PasswordError where it is unsafe."""
    mend = "set the password anew: python -m web password"
    try:
        mode = file.stat().st_mode
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise PasswordError(f"{file} cannot be read ({error}); {mend}") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise PasswordError(f"{file} is open to others (mode {stat.S_IMODE(mode):o}); {mend}")
    try:
        kept = _File.model_validate_json(text)
        known = extract_parameters(kept.password).type is Type.ID
    except (ValidationError, InvalidHashError):
        known = False
    if not known:
        raise PasswordError(f"{file} holds no password; {mend}")
    return Secret(kept.password)


def _normal(password: str) -> str:
    """The same letters typed on two keyboards are the same password (RFC 8265, 4.2.2)."""
    return unicodedata.normalize("NFC", password)
