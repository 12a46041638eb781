"""Memory that processes forked later share: each writes a place of its own, and all read them."""

from __future__ import annotations

import mmap
import struct

_VERSION = struct.Struct("=Q")
_LENGTH = struct.Struct("=Q")


class Board:
    """So many `places` of `size` bytes, each with one writer; nobody ever waits for another.

    It is in no file: no disk can be too full for it. A process that is stopped or killed while it
    writes leaves what its place held before.
    """

    def __init__(self, places: int, size: int) -> None:
        self.places = places
        self._size = size
        # The version tells which half holds what was written last; what is new goes into the other.
        self._half = _LENGTH.size + (size + 7) // 8 * 8
        self._room = _VERSION.size + 2 * self._half
        self._memory = mmap.mmap(-1, places * self._room)

    def version(self, place: int) -> int:
        """Return how often a place was written."""
        (version,) = _VERSION.unpack_from(self._memory, place * self._room)
        return int(version)

    def write(self, place: int, content: bytes) -> None:
        """Put `content` in place of what a place held. Raises ValueError where it is too long."""
        if len(content) > self._size:
            raise ValueError(f"{len(content)} bytes do not fit into {self._size}")
        version = self.version(place) + 1
        start = self._start(place, version)
        _LENGTH.pack_into(self._memory, start, len(content))
        start += _LENGTH.size
        self._memory[start : start + len(content)] = content
        _VERSION.pack_into(self._memory, place * self._room, version)

    def read(self, place: int) -> bytes:
        """Return what was written last in a place, b"" where nothing was."""
        while True:
            version = self.version(place)
            start = self._start(place, version)
            (length,) = _LENGTH.unpack_from(self._memory, start)
            start += _LENGTH.size
            content = self._memory[start : start + min(length, self._size)]
            # The half that was read is only written again after the version has changed.
            if self.version(place) == version:
                return content

    def _start(self, place: int, version: int) -> int:
        return place * self._room + _VERSION.size + version % 2 * self._half
