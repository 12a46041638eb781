"""The sockets that requests come from: one for each process at one address."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

# Connections that nobody has taken yet.
BACKLOG = 2048


@contextmanager
def listening(host: str, port: int, count: int) -> Iterator[Sequence[socket.socket]]:
    """Give `count` sockets at an address while the block runs. Raises OSError where it is taken.

    The system deals connections out among them (SO_REUSEPORT); from one that they shared, the
    process that wakes first would take all that come at once. It does so whether or not somebody
    takes them: what comes to a process that is silent is taken by the others (WorkerServer).
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Every address of this machine has those of IPv4 among them.
    is_every = host == "::" and socket.has_dualstack_ipv6()
    sockets: list[socket.socket] = []
    try:
        # Another server of this user could share the address: nobody may be there yet.
        socket.create_server((host, port), family=family, dualstack_ipv6=is_every).close()
        for _ in range(count):
            made = socket.create_server(
                (host, port),
                family=family,
                backlog=BACKLOG,
                reuse_port=count > 1,
                dualstack_ipv6=is_every,
            )
            sockets.append(made)
        yield sockets
    finally:
        close(sockets)


def close(sockets: Sequence[socket.socket]) -> None:
    """Let nobody come any more."""
    for one in sockets:
        one.close()
