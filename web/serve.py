"""Assistant → a server that runs until it is told to stop."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from assistant.environment import Environment
from index.threads import one_thread_each
from web.app import create_app
from web.connections import Connection
from web.keeping import Keeping
from web.live import Live
from web.log_lines import log_to_stderr
from web.metrics import Metrics
from web.observed import Observed
from web.proxies import Proxies
from web.question_log import QuestionLog
from web.question_writer import QuestionWriter
from web.served_plans import Opened, ServedPlans
from web.settings import SettingError, Settings
from web.staff.door import Door
from web.staff.pages import Staff
from web.staff.password import PasswordError, read_secret
from web.staff.rebuilding import Rebuilding
from web.verdicts import NotKeptError

_LOOK_EVERY = 2.0
# Open answers are finished first: the longest takes well under a second.
_SECONDS_TO_FINISH = 10


def serve(plans: ServedPlans, environment: Environment, settings: Settings) -> None:
    """Serve the pages and the programs' interface of `plans` where `settings` says.

    An index that is built anew meanwhile, where `environment` says, is taken up. Raises
    SettingError where what is asked cannot be kept, or the staff not let in, as `settings` says.
    """
    log_to_stderr()
    one_thread_each()
    keeping = Keeping.open(settings, environment)
    metrics = Metrics()
    staff = _staff(settings, environment)
    with _written(keeping.questions) as questions:

        def make(opened: Opened) -> ASGIApp:
            metrics.index_built(plans.built())
            return create_app(
                opened.assistant,
                keeping.verdicts,
                settings.room,
                settings.hosts,
                questions,
                staff,
                metrics,
                settings.scrapers,
                opened.many,
            )

        _run(Live(plans, make), metrics, settings)


@contextmanager
def _written(log: QuestionLog | None) -> Iterator[QuestionWriter | None]:
    """What writes into `log` while the block runs, None where questions are not kept."""
    if log is None:
        yield None
        return
    try:
        log.add(())
    except NotKeptError as error:
        raise SettingError(f"MICHISHIRUBE_QUESTION_LOG: {error}") from error
    with QuestionWriter(log) as writer:
        yield writer


def _staff(settings: Settings, environment: Environment) -> Staff:
    """What opens the pages of the staff; a rebuilt index leaves their sessions as they are."""
    try:
        read_secret(settings.staff_file)
    except PasswordError as error:
        raise SettingError(f"MICHISHIRUBE_STAFF_FILE: {error}") from error
    return Staff(Door(settings.staff_file, settings.staff_header), Rebuilding(environment))


def _run(live: Live, metrics: Metrics, settings: Settings) -> None:
    # The server raises the signal again when it has finished: what is left to do is then done.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    stop = threading.Event()
    threading.Thread(target=live.watch, args=(_LOOK_EVERY, stop), daemon=True).start()
    try:
        # Its access log would hold the questions that stand in addresses.
        uvicorn.run(
            Proxies(Observed(live, metrics), settings.proxies),
            host=settings.host,
            port=settings.port,
            access_log=False,
            log_config=None,
            log_level="warning",
            server_header=False,
            # Proxies does this, and tells more.
            proxy_headers=False,
            http=Connection,
            ws="none",
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        )
    finally:
        stop.set()
