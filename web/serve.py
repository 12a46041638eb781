"""Assistant → a server that runs until it is told to stop."""

from __future__ import annotations

import gc
import signal
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from assistant.environment import Environment
from index.threads import one_thread_each
from web.app import create_app
from web.beats import Beats
from web.connections import Connection
from web.keeping import Keeping
from web.listening import BACKLOG, close, listening
from web.live import Live
from web.log_lines import log_to_stderr
from web.metrics import Metrics
from web.observed import Observed
from web.proxies import Proxies
from web.question_log import QuestionLog
from web.question_writer import QuestionWriter
from web.served_plans import Opened, ServedPlans
from web.settings import SettingError, Settings
from web.sqlite_file import check_writable
from web.staff.door import Door
from web.staff.pages import Staff
from web.staff.password import PasswordError, read_secret
from web.staff.protocols import SharedDoor
from web.staff.rebuilding import Rebuilding
from web.verdict_writer import VerdictWriter
from web.verdicts import NotKeptError
from web.worker_server import WorkerServer
from web.workers import Workers

_LOOK_EVERY = 2.0
# Open answers are finished first: the longest takes well under a second.
_SECONDS_TO_FINISH = 10
# And what was asked is written down.
_SECONDS_TO_END = 25.0


def serve(plans: ServedPlans, environment: Environment, settings: Settings) -> None:
    """Serve the pages and the programs' interface of `plans` where `settings` says.

    An index that is built anew meanwhile, where `environment` says, is taken up. Raises
    SettingError where what is asked cannot be kept, or the staff not let in, as `settings` says;
    OSError where the address is taken.
    """
    log_to_stderr()
    one_thread_each()
    keeping = Keeping.open(settings, environment)
    _check_log(keeping.questions)
    if environment.engine is None:
        _check_feedback(settings.feedback)
    staff = _staff(settings, environment, keeping.door)
    version = plans.version()
    address = (settings.host, settings.port)
    # Where nobody may read them nothing is counted.
    metrics = Metrics(settings.workers) if settings.scrapers else None
    beats = Beats(settings.workers)
    with listening(*address, settings.workers) as sockets:

        def answer(place: int) -> None:
            """Serve by this process; threads begin here, behind every fork."""
            if metrics:
                metrics.take(place)
            with (
                _writing(keeping.questions) as questions,
                VerdictWriter.over(keeping.verdicts) as verdicts,
            ):

                def make(opened: Opened) -> ASGIApp:
                    if metrics:
                        metrics.index_built(plans.built())
                    return create_app(
                        opened.assistant,
                        verdicts,
                        settings.room,
                        settings.hosts,
                        questions,
                        staff,
                        metrics,
                        settings.scrapers,
                        opened.many,
                        beats,
                    )

                live = Live(plans, make, version)
                # The index may have been built anew since it was opened: this process may take the
                # place of another.
                live.refresh()
                config = _config(live, metrics, settings)
                tell = metrics.tell if metrics else _tell_nothing
                _run(live, WorkerServer(config, place, sockets, beats, tell))

        # What lives as long as the server is not looked through again by the collector of garbage,
        # and stays in memory that processes share.
        gc.collect()
        gc.freeze()
        if settings.workers == 1:
            answer(0)
        else:
            Workers(answer, partial(close, sockets), _SECONDS_TO_END, beats).run()


def _check_log(log: QuestionLog | None) -> None:
    """See that questions can be kept, where they are."""
    if log is None:
        return
    try:
        log.add(())
    except NotKeptError as error:
        raise SettingError(f"MICHISHIRUBE_QUESTION_LOG: {error}") from error


def _check_feedback(file: Path) -> None:
    """See that verdicts on answers can be kept: nobody would hear of it until one is given."""
    try:
        check_writable(file)
    except (sqlite3.Error, OSError) as error:
        raise SettingError(f"MICHISHIRUBE_FEEDBACK: {file}: {error}") from error


@contextmanager
def _writing(log: QuestionLog | None) -> Iterator[QuestionWriter | None]:
    """What keeps the questions in `log` while the block runs."""
    if log is None:
        yield None
        return
    with QuestionWriter(log) as writer:
        yield writer


def _staff(settings: Settings, environment: Environment, shared: SharedDoor | None) -> Staff:
    """What opens the pages of the staff; a rebuilt index leaves their sessions as they are."""
    try:
        read_secret(settings.staff_file)
    except PasswordError as error:
        raise SettingError(f"MICHISHIRUBE_STAFF_FILE: {error}") from error
    file, header = settings.staff_file, settings.staff_header
    door = Door.shared(file, header, shared) if shared else Door(file, header)
    return Staff(door, Rebuilding(environment))


def _config(live: Live, metrics: Metrics | None, settings: Settings) -> uvicorn.Config:
    # Its access log would hold the questions that stand in addresses.
    return uvicorn.Config(
        Proxies(Observed(live, metrics), settings.proxies),
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        # Proxies does this, and tells more.
        proxy_headers=False,
        http=Connection,
        loop="uvloop",
        ws="none",
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        backlog=BACKLOG,
    )


def _tell_nothing() -> None:
    """Where nothing is counted there is nothing to tell."""


def _run(live: Live, server: WorkerServer) -> None:
    # The server raises the signal again when it has finished: what is left to do is then done.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    stop = threading.Event()
    threading.Thread(target=live.watch, args=(_LOOK_EVERY, stop), daemon=True).start()
    try:
        server.answer()
    finally:
        stop.set()
