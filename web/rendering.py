"""Typed contexts → pages, by Jinja2; what a template does not find is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from corpus.footnotes import markers
from corpus.plan import Latest, Target
from web.picture import picture
from web.reading import COOKIE, COOKIE_DAYS, Reading
from web.ruby import ruby

_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_HTML_BOX = re.compile(r"<input\b([^>]*)/?>")


class Renderer:
    """Renders the templates of this package."""

    def __init__(self) -> None:
        self.environment = Environment(
            loader=PackageLoader("web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters.update(
            note_numbers=note_numbers,
            with_notes=with_notes,
            legible=legible,
            in_language=in_language,
            reading=reading,
            picture=picture,
        )

    def html(self, template: str, context: Any) -> str:
        """Return `template` filled in with the fields of the dataclass `context`."""
        values = {field.name: getattr(context, field.name) for field in fields(context)}
        return self.environment.get_template(template).render(values)

    def page(self, template: str, context: Any, status: int = 200) -> HTMLResponse:
        """Return the page as a response, in its language."""
        headers = {"Content-Language": context.page.lang, "Vary": "Accept-Language, Cookie"}
        response = HTMLResponse(self.html(template, context), status, headers)
        chosen: Reading = context.page.reading
        if chosen.chosen:
            age = COOKIE_DAYS * 24 * 3600
            response.set_cookie(COOKIE, chosen.cookie, age, httponly=True, samesite="lax")
        return response


def with_notes(text: str, notes: str | None, furigana: bool = False) -> Markup:
    """Return `text` escaped, each footnote marker a link to its note on the page `notes`.

    Where that is None it is no link.     With `furigana`, readings stand over the ideographs.
    """
    written = ruby if furigana else escape
    parts: list[Markup] = []
    end = 0
    for match in _SUPERSCRIPT.finditer(text):
        number = markers(match[0])[0][0]
        parts.append(written(text[end : match.start()]))
        link = Markup('<a href="{}#fn{}">{}</a>').format(notes, number, number)
        shown = number if notes is None else link
        parts.append(Markup('<sup class="note">{}</sup>').format(shown))
        end = match.end()
    return Markup("").join([*parts, written(text[end:])])


def note_numbers(text: str) -> list[int]:
    """Return the numbers of the footnotes that `text` refers to."""
    return [number for number, _ in markers(text)]


def legible(text: str) -> str:
    """Return verbatim `text` for people to read: boxes written in HTML as ■ and □, tabs as gaps."""
    boxes = _HTML_BOX.sub(lambda box: "■" if "checked" in box[1] else "□", text)
    return boxes.replace("\t", "\u3000")


def in_language(address: str, suffix: str) -> str:
    """Return `address` with the query `suffix` before its anchor: /plan/2-1?lang=en#fn9."""
    path, hash_, anchor = address.partition("#")
    return f"{path}{suffix}{hash_}{anchor}"


def reading(figure: Latest | Target, words: Mapping[str, str]) -> str:
    """Return what a figure says in `words`: 「237 人 (2024 年度)」 → 237 people (FY2024)."""
    if isinstance(figure, Target) and figure.direction is not None:
        return words[figure.direction]
    said = words["undecided"]
    if figure.value is not None:
        unit = figure.unit or ""
        name = words.get(f"unit_{unit}", unit)
        said = f"{figure.value}{name}" if name in ("", "%") else f"{figure.value} {name}"
    year = figure.year if isinstance(figure, Latest) else None
    return said if year is None else f"{said} {words['fiscal_year'].format(year=year)}"
