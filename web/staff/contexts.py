"""The contexts of the staff's templates."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from web.contexts import Page
from web.staff.figures import Table
from web.staff.rebuilding import State


@dataclass(frozen=True, slots=True)
class StaffPage:
    """What was asked and judged in the last `days` days.

    Of each table the first `most` rows are shown. Questions are kept for `log_days` days, 0 for
    not at all. `signs_out` is whether the one who is inside came by the password; `token` is what
    the forms carry; `rebuilding` and `said` tell how the index was last built from here.
    """

    page: Page
    tables: tuple[Table, ...]
    most: int
    charts: tuple[tuple[str, Markup], ...]
    days: int
    spans: tuple[int, ...]
    log_days: int
    signs_out: bool
    token: str
    rebuilding: State
    said: str


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The form of the password; `said` tells why the last try failed."""

    page: Page
    token: str
    said: str


@dataclass(frozen=True, slots=True)
class StaffClosedPage:
    """Nobody gets in by a password; `by_proxy` is whether a proxy may bring somebody."""

    page: Page
    by_proxy: bool
