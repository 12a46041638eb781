"""Which of the processes that answer are well: each beats by its event loop, all hear them."""

from __future__ import annotations

from web.board import Board

BEAT_S = 0.5
# Who was not heard for so many beats (2 s) leaves what comes to the others.
_SILENT = 4
# And is killed after so many (5 s, as by uvicorn's own supervisor: timeout_worker_healthcheck).
LOST = 10


class Beats:
    """The beats of `count` processes, and how many of each were missed by the one that listens.

    They are counted, not timed: a machine that was asleep has not missed any.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._board = Board(count, 0)
        self._first = [0] * count
        self._heard = [0] * count
        self._missed = [0] * count

    def beat(self, place: int) -> None:
        """Tell the others that this process, which has a place, is well."""
        self._board.write(place, b"")

    def listen(self) -> None:
        """Hear who has beaten since the last time, which was BEAT_S ago."""
        for place in range(self.count):
            heard = self._board.version(place)
            self._missed[place] = self._missed[place] + 1 if heard == self._heard[place] else 0
            self._heard[place] = heard

    def expect(self, place: int) -> None:
        """Count from now on for a process that takes a place."""
        self._first[place] = self._heard[place] = self._board.version(place)
        self._missed[place] = 0

    def has_beaten(self, place: int) -> bool:
        """Return whether the process that took a place was heard."""
        return self._board.version(place) > self._first[place]

    def missed(self, place: int) -> int:
        """Return how many beats of a process were missed since it was heard last."""
        return self._missed[place]

    def silent(self, place: int) -> bool:
        """Return whether a process was not heard for so long that others take its connections."""
        return self._missed[place] >= _SILENT

    def answering(self) -> int:
        """Return how many processes are there: were ever heard, and are not silent."""
        return sum(
            bool(self._board.version(place)) and not self.silent(place)
            for place in range(self.count)
        )
