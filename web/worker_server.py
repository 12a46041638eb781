"""The server of a process among several: it beats, and sees to those who do not."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Sequence

import uvicorn

from web.beats import BEAT_S, Beats
from web.listening import BACKLOG, close
from web.log_lines import LOGGER

_log = logging.getLogger(LOGGER)
# The server ticks ten times a second (uvicorn.Server.main_loop).
_TICKS = round(BEAT_S * 10)


class WorkerServer(uvicorn.Server):
    """Takes connections from the socket of its place, and from those of processes that are silent.

    `sockets` has one for each place. Beside each beat `tell` is called.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        place: int,
        sockets: Sequence[socket.socket],
        beats: Beats,
        tell: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._place = place
        self._sockets = sockets
        self._beats = beats
        self._tell = tell
        self._taken: dict[int, asyncio.AbstractServer] = {}

    def answer(self) -> None:
        """Serve until this process is told to end."""
        self.run([self._sockets[self._place]])

    async def on_tick(self, counter: int) -> bool:
        """Beat, and look after the others; what ends the server is said by uvicorn."""
        if counter % _TICKS == 0:
            self._beats.beat(self._place)
            self._beats.listen()
            await self._look_after_others()
            self._tell_all()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody come any more, by any of the sockets, and finish what was begun."""
        for taken in self._taken.values():
            taken.close()
        close(self._sockets)
        await super().shutdown(sockets)

    async def _look_after_others(self) -> None:
        for place, own in enumerate(self._sockets):
            is_silent = place != self._place and self._beats.silent(place)
            if is_silent and place not in self._taken:
                try:
                    self._taken[place] = await asyncio.get_running_loop().create_server(
                        self._connection, sock=own.dup(), backlog=BACKLOG
                    )
                except OSError as error:
                    # Of too many open files, say: it is tried again with the next beat.
                    _log.error("connections of a silent worker are left: %s", error.strerror)
            elif not is_silent and place in self._taken:
                self._taken.pop(place).close()

    def _connection(self) -> asyncio.Protocol:
        """As uvicorn makes it for its own sockets."""
        return self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )

    def _tell_all(self) -> None:
        try:
            self._tell()
        except Exception as error:
            # What is told of the duty never ends it.
            _log.error("a worker's counts are not told: %s", type(error).__name__)
