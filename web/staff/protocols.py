"""The seams of the staff's door: what it remembers, in a process or for several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Tries(Protocol):
    """Counts tries to sign in; raises NotKeptError where it cannot."""

    def wait(self, address: str) -> float:
        """Count a try of the client at `address` and return 0, or the seconds that it must wait."""

    def forgive(self, address: str) -> None:
        """Forget the tries of a client that has signed in."""


class Ended(Protocol):
    """Knows the sessions that were ended; raises NotKeptError where it cannot."""

    def add(self, session_id: str) -> None:
        """Remember that a session was ended."""

    def __contains__(self, session_id: str) -> bool:
        """Return whether a session was ended."""


@dataclass(frozen=True, slots=True)
class SharedDoor:
    """What the doors of several processes have in common; `key` signs their sessions."""

    key: bytes
    tries: Tries
    ended: Ended
