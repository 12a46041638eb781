"""A value that a process and those forked from it read and change, one at a time."""

from __future__ import annotations

import fcntl
import json
import mmap
import os
import struct
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_PLACE = struct.Struct("=II")


class Shared:
    """A list or dictionary of JSON in memory that is shared with every process forked later.

    It is in no file. A process that is killed while it changes the value leaves it as it was. More
    than `size` bytes of JSON cannot be kept (ValueError).
    """

    def __init__(self, value: Any, size: int = 64 * 1024) -> None:
        self._size = size
        # Which half holds the value, then the two halves: a new value goes into the other one.
        self._memory = mmap.mmap(-1, _PLACE.size + 2 * size)
        # Empty; its lock ends with the process that holds it, whatever ends that.
        self._file = _nameless_file()
        weakref.finalize(self, os.close, self._file)
        self._lock = threading.Lock()
        self._write(value)

    @property
    def value(self) -> Any:
        """The value as it is now."""
        with self._alone():
            return self._read()

    @contextmanager
    def changed(self) -> Iterator[Any]:
        """Give the value to be changed while the block runs; nobody else has it meanwhile."""
        with self._alone():
            value = self._read()
            yield value
            self._write(value)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _read(self) -> Any:
        start, length = _PLACE.unpack_from(self._memory)
        return json.loads(self._memory[start : start + length])

    def _write(self, value: Any) -> None:
        said = json.dumps(value).encode()
        if len(said) > self._size:
            raise ValueError(f"{len(said)} bytes do not fit into {self._size}")
        before, _ = _PLACE.unpack_from(self._memory)
        start = _PLACE.size + (0 if before > _PLACE.size else self._size)
        self._memory[start : start + len(said)] = said
        self._memory[: _PLACE.size] = _PLACE.pack(start, len(said))


def _nameless_file() -> int:
    """Open a file that is on no disk, which may be full or written by nobody, where that can be."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("michishirube")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
