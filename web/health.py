"""/healthz: the process lives; /readyz: it can answer."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.ask import Assistant


def health_router(assistant: Assistant) -> APIRouter:
    """Return the routes that a supervisor asks."""
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        """Whether the process lives."""
        return {"status": "ok"}

    @router.get("/readyz")
    def readyz() -> dict[str, str | int]:
        """Whether the index is open, and how many passages it holds."""
        return {"status": "ready", "passages": len(assistant.index.passage_ids)}

    return router
