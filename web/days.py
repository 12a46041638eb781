"""The day that is kept with a row: that of Japan, whatever the clock of the machine is set to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

_JAPAN = timezone(timedelta(hours=9))


def today() -> date:
    """Return the day that it is in Japan."""
    return datetime.now(UTC).astimezone(_JAPAN).date()
