"""/healthz: the process lives; /readyz: the service answers, all of its processes or some."""

from __future__ import annotations

import threading
import time

from fastapi import APIRouter, Response

from assistant.plans.many_plans import ManyPlans
from assistant.service import Assistant
from index.collection.protocols import PlanStore
from index.errors import SearchIndexError
from web.beats import Beats

_LOOK_EVERY_S = 2.0
_NOT_READY = 503


def health_router(
    assistant: Assistant, many: ManyPlans | None, beats: Beats | None = None
) -> APIRouter:
    """Return the routes that a supervisor asks; `beats` are those of the processes that answer."""
    router = APIRouter()
    seen = _Seen(many.store) if many else None

    # By the event loop: it lives even where every thread waits for something.
    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Whether the process lives."""
        return {"status": "ok"}

    @router.get("/readyz", responses={_NOT_READY: {"description": "Most processes are silent."}})
    def readyz(response: Response) -> dict[str, str | int]:
        """Whether the service answers, by how many of its processes, and from how many passages.

        `partly` where some of them are silent, or the store of several plans cannot be read just
        now: those that are open answer all the same, so that it is better asked than left out.
        `not ready`, with 503, where most of them are silent.
        """
        processes = beats.count if beats else 1
        answering = beats.answering() if beats else 1
        if 2 * answering < processes:
            status = "not ready"
            response.status_code = _NOT_READY
        elif answering < processes or (seen and not seen.is_there()):
            status = "partly"
        else:
            status = "ready"
        counts = {"processes": processes, "answering": answering} if beats else {}
        return {"status": status, "passages": len(assistant.index.passage_ids), **counts}

    return router


class _Seen:
    """Whether a store can be read, looked at every two seconds at most.

    One looks and the others are told what was seen before: a database may be silent for seconds,
    and anybody may ask.
    """

    def __init__(self, store: PlanStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._is_there = True
        self._until = 0.0

    def is_there(self) -> bool:
        if time.monotonic() >= self._until and self._lock.acquire(blocking=False):
            try:
                self._is_there = self._looked()
                self._until = time.monotonic() + _LOOK_EVERY_S
            finally:
                self._lock.release()
        return self._is_there

    def _looked(self) -> bool:
        try:
            return bool(self._store.version)
        except SearchIndexError:
            return False
