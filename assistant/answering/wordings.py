"""Names of rows, sections and kinds as an answer says them, and words in the plural."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assistant.answering.frames import frames
from assistant.source import Source
from corpus.plan import Indicator, Kind


def one_or_many(forms: str, number: int | Decimal) -> str:
    """Return the form of a word that goes with `number`: "case|cases", or the only one."""
    one, _, many = forms.partition("|")
    return one if number == 1 or not many else many


def row_name(row: Indicator, source: Source) -> str:
    """Return the name of a row in the view that the answer is given in."""
    view = source.view(row.passage)
    return (view.heading if view else None) or row.name


def quoted(name: str, source: Source) -> str:
    """Return `name` in quotation marks, other ones than it has in itself."""
    if source.lang == "ja":
        return f"『{name}』" if "「" in name else f"「{name}」"
    return f"“{name.replace('“', '‘').replace('”', '’')}”"


def section_name(number: str, source: Source) -> str:
    """Return the number and title of a section, in easy words in an answer in easy Japanese."""
    is_plain = source.lang == "ja" and source.style == "plain"
    plain = source.companions.get("plain") if is_plain else None
    title = plain.titles.get(number) if plain else None
    return f"{number} {title}" if title else source.section_name(number)


def section_names(numbers: Iterable[str], source: Source) -> str:
    """Return the names of several sections in one phrase."""
    return source.joined(section_name(number, source) for number in numbers)


def chapter_names(source: Source) -> str:
    """Return the titles of the plan's chapters in the view of the answer."""
    language = "en" if source.lang == "en" else "plain" if source.style == "plain" else ""
    companion = source.companions.get(language)
    titles = companion.titles if companion else {}
    chapters = enumerate(source.plan.chapters, start=1)
    return source.joined(titles.get(f"chapter.{n}", one.title) for n, one in chapters)


def kind_name(kind: Kind | None, count: int, source: Source) -> str:
    """Return the name of a kind of passage; of passages of whatever kind for None."""
    said = frames("kinds", source.lang, source.style)
    return one_or_many(said[kind.value if kind else "passage"], count)
