"""/healthz: the process lives; /readyz: it can answer, from every plan or from some."""

from __future__ import annotations

import threading
import time

from fastapi import APIRouter

from assistant.plans.many_plans import ManyPlans
from assistant.service import Assistant
from index.collection.protocols import PlanStore
from index.errors import SearchIndexError

_LOOK_EVERY_S = 2.0


def health_router(assistant: Assistant, many: ManyPlans | None) -> APIRouter:
    """Return the routes that a supervisor asks."""
    router = APIRouter()
    seen = _Seen(many.store) if many else None

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        """Whether the process lives."""
        return {"status": "ok"}

    @router.get("/readyz")
    def readyz() -> dict[str, str | int]:
        """Whether the index is open, and how many passages it holds.

        `partly` where the store of several plans cannot be read just now: those that are open
        answer all the same, so that this process is better asked than left out.
        """
        status = "partly" if seen and not seen.is_there() else "ready"
        return {"status": status, "passages": len(assistant.index.passage_ids)}

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
