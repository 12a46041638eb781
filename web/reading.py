"""How a page is read: furigana, size of letters, easy Japanese; by address, kept in a cookie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request

Size = Literal["normal", "large", "largest"]

COOKIE = "reading"
COOKIE_DAYS = 365
SIZES: tuple[Size, ...] = ("normal", "large", "largest")
_SWITCH = ("0", "1")
_KEPT = re.compile(r"f([01])s([012])p([01])")


@dataclass(frozen=True, slots=True)
class Reading:
    """The choices of a reader; `plain` is easy Japanese (やさしい日本語).

    `chosen` says that this request makes one, which is then kept.
    """

    furigana: bool
    plain: bool
    size: Size
    chosen: bool

    @property
    def cookie(self) -> str:
        """The choices as they are kept."""
        return f"f{int(self.furigana)}s{SIZES.index(self.size)}p{int(self.plain)}"


def reading_of(request: Request) -> Reading:
    """Return the choices of `request`: those of its address, then the cookie's, then none."""
    kept = _KEPT.fullmatch(request.cookies.get(COOKIE, ""))
    furigana, size, plain = "0", SIZES[0], "0"
    if kept:
        furigana, size, plain = kept[1], SIZES[int(kept[2])], kept[3]
    asked = request.query_params
    switches = {name: asked[name] for name in ("furigana", "plain") if asked.get(name) in _SWITCH}
    asked_size = next((one for one in SIZES if one == asked.get("size")), None)
    return Reading(
        furigana=switches.get("furigana", furigana) == "1",
        plain=switches.get("plain", plain) == "1",
        size=asked_size or size,
        # What another site's link chooses holds for the page that it leads to.
        chosen=bool(switches or asked_size) and not _is_from_another_site(request),
    )


def _is_from_another_site(request: Request) -> bool:
    return request.headers.get("sec-fetch-site") in ("cross-site", "same-site")
