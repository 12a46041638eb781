"""Who counts as one client, where clients are counted."""

from __future__ import annotations

import ipaddress


def plain_address(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return `address`, of IPv4 where it is written as IPv6 (RFC 4291, 2.5.5.2); None if none is.

    A socket that listens at :: tells of IPv4 so.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    return (parsed.ipv4_mapped if parsed.version == 6 else None) or parsed


def client_at(address: str) -> str:
    """Return the client at `address`: an IPv4 address, however written, or a network of IPv6.

    One who has an IPv6 address has 2⁶⁴ of them (RFC 4291, 2.5.4); all IPv4 addresses that are
    written as IPv6 would stand in one such network. What is no address is of one client, "",
    whatever a proxy passes on and however long.
    """
    plain = plain_address(address)
    if plain is None:
        return ""
    if plain.version == 4:
        return str(plain)
    return str(ipaddress.ip_network((int(plain), 64), strict=False))
