"""Assistant → a server that runs until it is told to stop."""

from __future__ import annotations

import threading

import uvicorn
from starlette.types import ASGIApp

from assistant.ask import Assistant
from assistant.environment import Environment
from index.threads import one_thread_each
from web.app import create_app
from web.feedback_store import FeedbackStore
from web.live import Live
from web.settings import Settings

_LOOK_EVERY = 2.0
# Open answers are finished first: the longest takes well under a second.
_SECONDS_TO_FINISH = 10


def serve(assistant: Assistant, environment: Environment, settings: Settings) -> None:
    """Serve the pages and the programs' interface where `settings` says.

    An index that is built anew meanwhile, where `environment` says, is taken up.
    """
    one_thread_each()
    feedback = FeedbackStore(settings.feedback)

    def make(one: Assistant) -> ASGIApp:
        return create_app(one, feedback, settings.room, settings.hosts)

    live = Live(environment, assistant, make)
    stop = threading.Event()
    threading.Thread(target=live.watch, args=(_LOOK_EVERY, stop), daemon=True).start()
    try:
        # An access log would hold the questions that stand in addresses.
        uvicorn.run(
            live,
            host=settings.host,
            port=settings.port,
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=list(settings.proxies),
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        )
    finally:
        stop.set()
