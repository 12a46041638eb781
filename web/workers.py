"""Several processes that answer at one address: one that ends or is silent is replaced.

Forked from one that has opened everything, each of two has 52 MiB of its own instead of 151, and
is there within milliseconds: uvicorn's own supervisor starts each from nothing.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from web.beats import BEAT_S, LOST, Beats
from web.log_lines import LOGGER

_log = logging.getLogger(LOGGER)
_ENDING = (signal.SIGTERM, signal.SIGINT)
# One that ends at once is not replaced more often.
_LEAST_S = 1.0
# One that could not even start is tried again after twice the time, up to so much.
_MOST_S = 30.0
# The rebuilt index of the largest collection is opened in a tenth of it (README, Measured).
_STARTING_S = 120.0


@dataclass
class _Worker:
    """The process at a place: `pid` is 0 while there is none; it may be started from `after`."""

    place: int
    pid: int = 0
    started: float = 0.0
    after: float = 0.0
    failures: int = 0


class Workers:
    """Runs `serve` in as many processes as have `beats`, forked from this one.

    `serve` is given the number of its process, from 0; one that takes the place of another has the
    same. What was opened before is shared with them: memory, sockets, no threads.
    """

    def __init__(
        self, serve: Callable[[int], None], close: Callable[[], None], seconds: float, beats: Beats
    ) -> None:
        """`close` is called when all are to end, which may take so many `seconds`."""
        self._serve = serve
        self._close = close
        self._seconds = seconds
        self._beats = beats
        self._workers = [_Worker(place) for place in range(beats.count)]
        self._ending = False
        # Who reads from the pipe learns that this process, which holds its other end, is gone.
        self._alive, self._held = os.pipe()

    def run(self) -> None:
        """Keep them running until this process is told to end, by SIGTERM or SIGINT.

        They end too where this process is killed. Where none of them can be started this one
        ends with status 1: who comes is then refused, where he would wait in vain.
        """
        with self._signals() as woken:
            listen_at = 0.0
            while not self._ending:
                self._reap()
                if time.monotonic() >= listen_at:
                    self._beats.listen()
                    listen_at = time.monotonic() + BEAT_S
                for worker in self._workers:
                    self._see_to(worker)
                if all(one.failures and not one.pid for one in self._workers):
                    _log.error("no worker can be started: this is the end")
                    sys.exit(1)
                _wait(woken, BEAT_S)
            self._end_all(woken)

    def _end(self, *_: object) -> None:
        self._ending = True

    @contextmanager
    def _signals(self) -> Iterator[int]:
        """Give what can be read as soon as a signal has come."""
        woken, wake = os.pipe()
        for end in (woken, wake):
            os.set_blocking(end, False)
        for number in _ENDING:
            signal.signal(number, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        try:
            yield woken
        finally:
            signal.set_wakeup_fd(-1)

    def _see_to(self, worker: _Worker) -> None:
        now = time.monotonic()
        if not worker.pid:
            if now >= worker.after and not self._ending:
                self._start(worker)
        elif self._beats.has_beaten(worker.place):
            if self._beats.missed(worker.place) >= LOST:
                _log.error("a worker does not answer: it is killed, another takes its place")
                os.kill(worker.pid, signal.SIGKILL)
        elif now - worker.started > _STARTING_S:
            _log.error("a worker does not come to answer: it is killed")
            os.kill(worker.pid, signal.SIGKILL)

    def _start(self, worker: _Worker) -> None:
        worker.started = time.monotonic()
        self._beats.expect(worker.place)
        # Told to end just now, both processes find it out behind the fork.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            worker.pid = os.fork()
            if not worker.pid:
                os.close(self._held)
                _work(lambda: self._serve(worker.place), self._alive)
        except OSError as error:
            _log.error("a worker cannot be started: %s", error.strerror)
            self._failed(worker)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)

    def _failed(self, worker: _Worker) -> None:
        worker.failures += 1
        pause = min(_MOST_S, _LEAST_S * 2 ** (worker.failures - 1))
        worker.after = time.monotonic() + pause

    def _reap(self) -> None:
        """See which have ended."""
        for worker in self._workers:
            if not worker.pid:
                continue
            pid, status = os.waitpid(worker.pid, os.WNOHANG)
            if not pid:
                continue
            worker.pid = 0
            if self._ending:
                continue
            code = os.waitstatus_to_exitcode(status)
            if self._beats.has_beaten(worker.place):
                _log.error("a worker ended with status %d, another takes its place", code)
                worker.failures = 0
                worker.after = worker.started + _LEAST_S
            else:
                _log.error("a worker ended with status %d before it answered", code)
                self._failed(worker)

    def _end_all(self, woken: int) -> None:
        self._close()
        for worker in self._workers:
            if worker.pid:
                lost = self._beats.silent(worker.place)
                os.kill(worker.pid, signal.SIGKILL if lost else signal.SIGTERM)
        end = time.monotonic() + self._seconds
        while any(one.pid for one in self._workers):
            _wait(woken, BEAT_S)
            self._reap()
            if time.monotonic() >= end:
                for worker in self._workers:
                    if worker.pid:
                        os.kill(worker.pid, signal.SIGKILL)


def _wait(woken: int, seconds: float) -> None:
    """Wait for a signal."""
    select.select([woken], [], [], seconds)
    with suppress(BlockingIOError):
        os.read(woken, 4096)


def _work(serve: Callable[[], None], alive: int) -> None:
    """Run `serve` in a process of its own, which ends with it."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (*_ENDING, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        threading.Thread(target=_end_with_parent, args=(alive,), daemon=True).start()
        serve()
        status = 0
    except (SystemExit, KeyboardInterrupt):
        status = 0
    except BaseException as error:
        _log.error("a worker failed", exc_info=error)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _end_with_parent(alive: int) -> None:
    """End once the parent is gone: nobody holds the other end of the pipe then."""
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)
