"""A query in one line of words: how the question was understood."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answering.frames import frames
from assistant.answering.list_names import what_is_listed
from assistant.answering.wordings import kind_name, quoted, row_name, section_names
from assistant.source import Source
from assistant.understanding.query import LISTINGS, Act, Query
from corpus.plan import Kind

_MOST_NAMED = 3
_PLAIN = frozenset(
    {Act.HELP, Act.HELP_LINE, Act.GREET, Act.THANK, Act.FAREWELL, Act.REACT, Act.DECLINE}
)


def printed(query: Query, source: Source) -> str:
    """Return how `query` was understood, in the language of the answer."""
    said = frames("readings", source.lang, "normal")
    if query.act in _PLAIN or query.act is Act.UNKNOWN:
        return said[query.act.value]
    if query.act in LISTINGS:
        return said[query.act.value].format(listed=_listed(query, source))
    if query.act is Act.FIGURE:
        names = [said[one.value] for one in query.aspects] or [said["figures"]]
        of = _rows(query, source) or _what(query, source, said)
        return said["figure"].format(rows=of, aspects=said["and"].join(names))
    if query.act is Act.COMPARE:
        if query.rows:
            return said["compare_rows"].format(rows=_rows(query, source))
        sections = section_names(query.scope.sections, source) or said["plan"]
        return said["compare_sections"].format(sections=sections)
    if query.act is Act.PARTNERS:
        return _partners(query, source, said)
    kinds = said["and"].join(kind_name(kind, 2, source) for kind in query.kinds)
    what = _what(query, source, said)
    if query.act is Act.FIND and kinds:
        return said["find_kinds"].format(what=what, kinds=kinds)
    return said[query.act.value].format(what=what, kinds=kinds or said["related"])


def _listed(query: Query, source: Source) -> str:
    kinds: tuple[Kind | None, ...] = query.kinds or (None,)
    said = frames("readings", source.lang, "normal")
    return said["and"].join(what_is_listed(query, kind, 2, source) for kind in kinds)


def _rows(query: Query, source: Source) -> str:
    rows = [source.plan.indicators_by_id[one] for one in query.rows[:_MOST_NAMED]]
    more = "…" if len(query.rows) > _MOST_NAMED else ""
    return source.joined(quoted(row_name(row, source), source) for row in rows) + more


def _partners(query: Query, source: Source, said: Mapping[str, str]) -> str:
    names = [source.box_name(one) for one in query.partners.groups]
    if query.scope.sections:
        names.append(section_names(query.scope.sections, source))
    if not names:
        return said["partners"]
    key = "partners_lines" if query.partners.asks_lines else "partners_of"
    return said[key].format(what=source.joined(names))


def _what(query: Query, source: Source, said: Mapping[str, str]) -> str:
    """What a query is about: phrases, terms, notes, an item, rows, a topic, sections, the plan."""
    named = [*query.phrases, *query.terms]
    parts = [quoted(one, source) for one in named[:_MOST_NAMED]]
    parts += [said["note"].format(number=number) for number in query.scope.notes]
    if query.rows and not parts:
        parts.append(_rows(query, source))
    if query.topic and not parts:
        parts.append(quoted(query.topic, source))
    if query.claims and not parts:
        parts += [quoted(f"{claim:g}", source) for claim in query.claims]
    if query.scope.sections:
        parts.insert(0, section_names(query.scope.sections, source))
    if query.scope.item is not None:
        kind = kind_name(query.kinds[0] if query.kinds else Kind.INITIATIVE, 1, source)
        parts.append(said["item"].format(kind=kind, item=query.scope.item))
    if not parts and query.scope.passages:
        return said["told"]
    return said["and"].join(parts) or said["plan"]
