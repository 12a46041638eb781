"""Assistant → a server that runs until it is told to stop."""

from __future__ import annotations

import uvicorn

from assistant.ask import Assistant
from web.app import create_app
from web.feedback_store import FeedbackStore
from web.settings import Settings


def serve(assistant: Assistant, settings: Settings) -> None:
    """Serve the pages and the programs' interface where `settings` says."""
    # An access log would hold the questions that stand in addresses.
    uvicorn.run(
        create_app(assistant, FeedbackStore(settings.feedback)),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
    )
