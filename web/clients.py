"""Who counts as one client, where clients are counted."""

from __future__ import annotations

import ipaddress


def client_at(address: str) -> str:
    """Return the client at `address`: an IPv4 address, however written, or a network of IPv6.

    One who has an IPv6 address has 2⁶⁴ of them (RFC 4291, 2.5.4); all IPv4 addresses that are
    written as IPv6 (2.5.5.2) would stand in one such network. What is no address is of one client,
    "", whatever a proxy passes on and however long.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 4:
        return str(parsed)
    mapped = parsed.ipv4_mapped
    return str(mapped or ipaddress.ip_network((int(parsed), 64), strict=False))
