"""What the environment sets for the pages: where they are served, to whom, what is kept where."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from web.places import Room
from web.proxies import Network, collapsed

_PORT = re.compile(r"[0-9]{1,5}")
_HIGHEST_PORT = 65535
_ROOM = Room()
_COUNT = re.compile(r"[0-9]{1,4}")
_ADDRESS = re.compile(r"[0-9a-fA-F.:]+(?:/\d{1,3})?")
# 10.0.0.0/8 (RFC 1918) and fc00::/7 (RFC 4193): wider ones hold strangers.
_WIDEST = {4: 8, 6: 7}
_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]")
# A name that a browser itself may send is none to be believed.
_STAFF_HEADER = re.compile(
    r"(?:X-)?(?!Forwarded-(?:For|Host|Port|Proto)$)(?:Remote|Auth|Forwarded|Authenticated)-[A-Z-]+",
    re.IGNORECASE,
)
_FEEDBACK = "var/feedback.sqlite"
_QUESTION_DAYS = 30
_STAFF = "var/staff.json"


class SettingError(Exception):
    """A variable of the environment has a value that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the pages are served, and to whom.

    `feedback` is the database of verdicts on answers; `hosts` are the names that the server answers
    under, any if there are none; `proxies` the addresses whose X-Forwarded-For is believed;
    `scrapers` those that /metrics is shown to; `workers` is how many processes answer.
    `question_log` is the database of questions, None where they are not kept, and `question_days`
    for how many days one is. `staff_file` holds the password of the staff, `staff_header` is the
    header in which a proxy names one of them, "" for none.
    """

    host: str
    port: int
    feedback: Path
    hosts: frozenset[str] = frozenset()
    proxies: tuple[Network, ...] = ()
    room: Room = _ROOM
    question_log: Path | None = None
    question_days: int = _QUESTION_DAYS
    staff_file: Path = Path(_STAFF)
    staff_header: str = ""
    scrapers: tuple[Network, ...] = ()
    workers: int = 1

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Settings:
        """Read the settings; SettingError names a variable that cannot be used."""
        port = variables.get("PORT") or "8000"
        if not (_PORT.fullmatch(port) and 0 < int(port) <= _HIGHEST_PORT):
            raise SettingError(f"PORT: expected a number from 1 to {_HIGHEST_PORT}, not {port!r}")
        feedback = variables.get("MICHISHIRUBE_FEEDBACK") or _FEEDBACK
        hosts = _names(variables, "MICHISHIRUBE_HOSTS", _HOST)
        log = variables.get("MICHISHIRUBE_QUESTION_LOG")
        return cls(
            host=variables.get("HOST") or "127.0.0.1",
            port=int(port),
            feedback=Path(feedback),
            hosts=frozenset(name.lower() for name in hosts),
            question_log=Path(log) if log else None,
            question_days=_count(variables, "MICHISHIRUBE_QUESTION_DAYS", _QUESTION_DAYS),
            staff_file=Path(variables.get("MICHISHIRUBE_STAFF_FILE") or _STAFF),
            staff_header=_staff_header(variables),
            proxies=_networks(variables, "MICHISHIRUBE_PROXIES"),
            room=_room(variables),
            scrapers=_networks(variables, "MICHISHIRUBE_METRICS"),
            workers=_count(variables, "MICHISHIRUBE_WORKERS", _cores()),
        )


def _room(variables: Mapping[str, str]) -> Room:
    """The room for requests; one client could keep all others out of what it has alone."""
    places = _count(variables, "MICHISHIRUBE_PLACES", _ROOM.places)
    queue = _count(variables, "MICHISHIRUBE_QUEUE", _ROOM.queue)
    of_client = _count(variables, "MICHISHIRUBE_PER_CLIENT", _ROOM.of_client)
    if of_client >= places + queue:
        raise SettingError(
            f"MICHISHIRUBE_PER_CLIENT: {of_client} of one client must be fewer than there is room "
            f"for: {places} by MICHISHIRUBE_PLACES and {queue} by MICHISHIRUBE_QUEUE"
        )
    return Room(places, queue, of_client)


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _networks(variables: Mapping[str, str], name: str) -> tuple[Network, ...]:
    """The addresses and networks, such as 10.1.0.0/16, in a variable that holds several."""
    try:
        found = tuple(ipaddress.ip_network(one) for one in _names(variables, name, _ADDRESS))
    except ValueError as error:
        raise SettingError(f"{name}: {error}") from error
    for one in collapsed(found):
        if one.prefixlen < _WIDEST[one.version]:
            raise SettingError(f"{name}: {one} is wider than any network of one's own")
    return found


def _staff_header(variables: Mapping[str, str]) -> str:
    name = "MICHISHIRUBE_STAFF_HEADER"
    header = variables.get(name, "")
    if header and not _STAFF_HEADER.fullmatch(header):
        raise SettingError(f"{name}: expected a name such as X-Remote-User, not {header!r}")
    if header and not variables.get("MICHISHIRUBE_PROXIES", "").strip(", "):
        raise SettingError(f"{name}: MICHISHIRUBE_PROXIES names no proxy that could be believed")
    return header


def _names(variables: Mapping[str, str], name: str, form: re.Pattern[str]) -> tuple[str, ...]:
    """The values of a variable that holds several, between commas."""
    values = [one.strip() for one in variables.get(name, "").split(",") if one.strip()]
    for value in values:
        if not form.fullmatch(value):
            raise SettingError(f"{name}: {value!r} cannot be used")
    return tuple(values)


def _count(variables: Mapping[str, str], name: str, default: int) -> int:
    value = variables.get(name) or str(default)
    if not (_COUNT.fullmatch(value) and int(value) > 0):
        raise SettingError(f"{name}: expected a number from 1 to 9999, not {value!r}")
    return int(value)
