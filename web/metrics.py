"""/metrics: counts and times for Prometheus, to those addresses only that are configured.

Labels come from fixed sets: no question, no address, no path as it was asked for.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector

from web.counted import Counted
from web.noted import Noted
from web.proxies import Network

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_NOT_FOUND = 404


class Metrics:
    """What is counted while the server lives, in a registry of its own.

    Each of several processes counts by itself, in memory, and tells the others on a board, whose
    place it keeps; what is told of a process itself (process_…) is told of one that serves alone.
    """

    def __init__(self, processes: int = 1) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "michishirube_requests",
            "Requests by method, route template and status class.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "michishirube_request_seconds",
            "Time to the end of a response, by the intent of its answer (none: no answer).",
            ("intent", "status"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._verdicts = Counter(
            "michishirube_verdicts",
            "Verdicts on answers.",
            ("useful",),
            registry=self._registry,
        )
        self._refused = Counter(
            "michishirube_refused",
            "Requests that there was no room for (429).",
            registry=self._registry,
        )
        # The time itself, from which the age follows (Prometheus: instrumentation, timestamps).
        self._index_built = Gauge(
            "michishirube_index_built_timestamp_seconds",
            "When the index that is served was built, in seconds since 1970.",
            registry=self._registry,
        )
        self._counted = Counted(self._registry, processes) if processes > 1 else None
        if not self._counted:
            ProcessCollector(registry=self._registry)

    def observe(self, note: Noted, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that has been answered."""
        of_class = f"{status // 100}xx"
        self._requests.labels(method, route, of_class).inc()
        self._seconds.labels(note.intent or "none", of_class).observe(seconds)
        if note.useful is not None:
            self._verdicts.labels("yes" if note.useful else "no").inc()
        if note.refused:
            self._refused.inc()

    def index_built(self, time: float) -> None:
        """Tell when the index was built that is served from now on, in seconds since 1970."""
        self._index_built.set(time)

    def take(self, place: int) -> None:
        """Count as the process at a place from now on, on top of what was counted there before."""
        if self._counted:
            self._counted.take(place)

    def tell(self) -> None:
        """Tell the others what this process has counted."""
        if self._counted:
            self._counted.tell()

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self._counted.together() if self._counted else self._registry)


def metrics_router(metrics: Metrics | None, scrapers: Sequence[Network]) -> APIRouter:
    """Return the route that gives `metrics` to `scrapers`; for others there is no such page.

    Nor is there one where nothing is counted.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    def show(request: Request) -> Response:
        """Everything that is counted."""
        if metrics is None or not _may_scrape(request, scrapers):
            raise HTTPException(_NOT_FOUND)
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return router


def _may_scrape(request: Request, scrapers: Sequence[Network]) -> bool:
    # Behind a proxy that is not configured, everybody has its address: a scraper asks directly.
    if request.client is None or {"forwarded", "x-forwarded-for"} & set(request.headers):
        return False
    try:
        address = ipaddress.ip_address(request.client.host)
    except ValueError:
        return False
    return any(address in network for network in scrapers)
