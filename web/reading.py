"""How a page is read: furigana, the size of its letters; chosen by address, kept in a cookie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request

Size = Literal["normal", "large", "largest"]

COOKIE = "reading"
COOKIE_DAYS = 365
SIZES: tuple[Size, ...] = ("normal", "large", "largest")
_KEPT = re.compile(r"f([01])s([012])")


@dataclass(frozen=True, slots=True)
class Reading:
    """The choices of a reader; `chosen` says that this request makes one, which is then kept."""

    furigana: bool
    size: Size
    chosen: bool

    @property
    def cookie(self) -> str:
        """The choices as they are kept."""
        return f"f{int(self.furigana)}s{SIZES.index(self.size)}"


def reading_of(request: Request) -> Reading:
    """Return the choices of `request`: `?furigana=`, `?size=`, then the cookie, then none."""
    kept = _KEPT.fullmatch(request.cookies.get(COOKIE, ""))
    furigana, size = (kept[1] == "1", SIZES[int(kept[2])]) if kept else (False, SIZES[0])
    asked_furigana = request.query_params.get("furigana")
    asked_size = request.query_params.get("size")
    chosen = asked_furigana in ("0", "1") or asked_size in SIZES
    if asked_furigana in ("0", "1"):
        furigana = asked_furigana == "1"
    size = next((one for one in SIZES if one == asked_size), size)
    return Reading(furigana, size, chosen)
