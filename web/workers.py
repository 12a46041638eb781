"""Several processes that answer at one address: one that ends is replaced, all end together."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from web.log_lines import LOGGER

_log = logging.getLogger(LOGGER)
_ENDING = (signal.SIGTERM, signal.SIGINT)
# One that ends at once is not replaced more often.
_LEAST_S = 1.0


def keep_serving(
    count: int, serve: Callable[[int], None], close: Callable[[], None], seconds: float
) -> None:
    """Run `serve` in `count` processes, forked from this one, until this one is told to end.

    It is given the number of its process, from 0; one that takes the place of another has the same.
    What was opened before is shared with them: memory, sockets, no threads. At SIGTERM or SIGINT
    `close` is called, and each is told to end by SIGTERM; one that has not after so many `seconds`
    is killed. They end too where this process is killed.
    """
    alive, held = os.pipe()
    running: dict[int, tuple[int, float]] = {}
    ending = False

    def tell_all(number: signal.Signals) -> None:
        for pid in running:
            os.kill(pid, number)

    def end(number: int, frame: FrameType | None) -> None:
        nonlocal ending
        if not ending:
            ending = True
            close()
            tell_all(signal.SIGTERM)
            signal.setitimer(signal.ITIMER_REAL, seconds)

    def start(place: int) -> None:
        # Told to end just now, both processes find it out behind the fork.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        pid = os.fork()
        if not pid:
            os.close(held)
            _work(lambda: serve(place), alive)
        running[pid] = place, time.monotonic()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)

    for number in _ENDING:
        signal.signal(number, end)
    signal.signal(signal.SIGALRM, lambda *_: tell_all(signal.SIGKILL))
    for place in range(count):
        if not ending:
            start(place)
    while running:
        pid, status = os.wait()
        ended = running.pop(pid, None)
        if ended is not None and not ending:
            place, started = ended
            code = os.waitstatus_to_exitcode(status)
            _log.error("a worker ended with status %d, another takes its place", code)
            time.sleep(max(0.0, started + _LEAST_S - time.monotonic()))
            if not ending:
                start(place)
    signal.setitimer(signal.ITIMER_REAL, 0)


def _work(serve: Callable[[], None], alive: int) -> None:
    """Run `serve` in a process of its own, which ends with it."""
    status = 1
    try:
        for number in _ENDING:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
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
