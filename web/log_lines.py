"""The log: a JSON object a line on standard error, without a question or an address in it.

A failure is logged with its type and the places of its traceback, not with its message or any
value: both may hold what was asked. Of other packages' messages only their place is logged.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime

LOGGER = "michishirube"
_OF_MESSAGES_KNOWN = (LOGGER, "uvicorn")


class JsonLines(logging.Formatter):
    """A log record → one line of JSON; the record's `fields`, a dictionary, become its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] in _OF_MESSAGES_KNOWN:
            said["message"] = record.getMessage()
        else:
            said["place"] = f"{record.pathname}:{record.lineno}"
        said |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1]:
            said["failure"] = list(_failures(record.exc_info[1], set()))
        return json.dumps(said, ensure_ascii=False)


def log_to_stderr() -> None:
    """Let every logger write to standard error in this form, warnings of Python too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(LOGGER).setLevel(logging.INFO)
    logging.captureWarnings(True)


def _failures(error: BaseException, told: set[int]) -> Iterator[dict[str, object]]:
    """The type and places of `error`, of those that it holds, and of what led to it."""
    if id(error) in told:
        return
    told.add(id(error))
    frames = traceback.extract_tb(error.__traceback__, limit=None)
    kind = type(error)
    yield {
        "type": f"{kind.__module__}.{kind.__qualname__}",
        "places": [f"{one.filename}:{one.lineno} {one.name}" for one in frames],
    }
    within = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for one in (*within, error.__cause__, error.__context__):
        if one is not None:
            yield from _failures(one, told)
