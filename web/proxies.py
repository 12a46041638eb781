"""Which requests a trusted proxy brings, told before their client's address is written over."""

from __future__ import annotations

import ipaddress

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_BROUGHT = "michishirube.brought_by_a_proxy"


class Proxies:
    """ASGI application around the pages: believes X-Forwarded-For of the proxies in `networks`."""

    def __init__(self, app: ASGIApp, networks: tuple[Network, ...]) -> None:
        self._networks = networks
        # It takes the type of ASGI that uvicorn defines, which is the same.
        self._app = ProxyHeadersMiddleware(app, [str(one) for one in networks])  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Mark the request, and pass it on as its client's."""
        address = scope["client"][0] if scope.get("client") else ""
        marked = {**scope, _BROUGHT: self._is_trusted(address)}
        await self._app(marked, receive, send)  # type: ignore[arg-type]

    def _is_trusted(self, address: str) -> bool:
        try:
            peer = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(peer in network for network in self._networks)


def is_brought_by_a_proxy(scope: Scope) -> bool:
    """Return whether a trusted proxy itself is the peer of this request."""
    return scope.get(_BROUGHT) is True
