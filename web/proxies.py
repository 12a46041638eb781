"""Which requests a trusted proxy brings, told before their client's address is written over."""

from __future__ import annotations

import ipaddress

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from web.clients import plain_address

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_BROUGHT = "michishirube.brought_by_a_proxy"


def collapsed(networks: tuple[Network, ...]) -> tuple[Network, ...]:
    """Return the fewest networks that hold the same; IPv4 written as IPv6 is IPv4."""
    plain = [_plain(one) for one in networks]
    of_4 = [one for one in plain if isinstance(one, ipaddress.IPv4Network)]
    of_6 = [one for one in plain if isinstance(one, ipaddress.IPv6Network)]
    return (*ipaddress.collapse_addresses(of_4), *ipaddress.collapse_addresses(of_6))


def _plain(network: Network) -> Network:
    mapped = network.network_address
    if isinstance(mapped, ipaddress.IPv6Address) and mapped.ipv4_mapped and network.prefixlen >= 96:
        return ipaddress.IPv4Network((mapped.ipv4_mapped, network.prefixlen - 96))
    return network


class Proxies:
    """ASGI application around the pages: believes X-Forwarded-For of the proxies in `networks`."""

    def __init__(self, app: ASGIApp, networks: tuple[Network, ...]) -> None:
        self._networks = networks
        # It takes the type of ASGI that uvicorn defines, which is the same.
        self._app = ProxyHeadersMiddleware(app, [str(one) for one in networks])  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Mark the request, and pass it on as its client's."""
        marked = {**scope, _BROUGHT: False}
        if scope.get("client"):
            peer, port = scope["client"]
            address = plain_address(peer)
            is_trusted = address is not None and any(address in one for one in self._networks)
            marked = {**scope, _BROUGHT: is_trusted, "client": (str(address or peer), port)}
        await self._app(marked, receive, send)  # type: ignore[arg-type]


def is_brought_by_a_proxy(scope: Scope) -> bool:
    """Return whether a trusted proxy itself is the peer of this request."""
    return scope.get(_BROUGHT) is True
