"""What a follow-up took over from the turns before it, in words."""

from __future__ import annotations

from assistant.answering.frames import frames
from assistant.answering.wordings import kind_name, row_name, section_name
from assistant.source import Source
from assistant.understanding.entities import EntityKind
from assistant.understanding.query import Query
from assistant.understanding.reader import Reading
from corpus.plan import Kind
from index.terms import english_terms, terms_of_plan

_MOST = 3


def carried_slots(query: Query, reading: Reading, source: Source) -> tuple[tuple[str, str], ...]:
    """Return the slots of `query` that its own turn, `reading`, does not say, with their words."""
    found: list[tuple[str, str]] = []
    said = {value for one in reading.entities for value in one.values}
    sections = [one for one in query.scope.sections if one not in said]
    if sections:
        found.append(("section", source.joined(section_name(one, source) for one in sections)))
    rows = [source.plan.indicators_by_id[one] for one in query.rows if one not in said][:_MOST]
    if rows:
        found.append(("row", source.joined(row_name(row, source) for row in rows)))
    if query.topic and query.topic != reading.topic:
        found.append(("topic", query.topic))
    kinds = [one for one in query.kinds if not _is_named(one, reading)]
    if kinds:
        found.append(("kind", source.joined(kind_name(one, 2, source) for one in kinds)))
    if query.scope.passages and not reading.of(EntityKind.NOTE):
        found.append(("passages", str(len(query.scope.passages))))
    return tuple(found)


def _is_named(kind: Kind, reading: Reading) -> bool:
    """Whether a turn names a kind in its own words; after an answer the heads know it without."""
    said = {*terms_of_plan(reading.text), *english_terms(reading.text)}
    names = (frames("kinds", lang)[key] for lang in ("ja", "en") for key in _keys(kind))
    return any(said & {*terms_of_plan(name), *english_terms(name)} for name in names)


def _keys(kind: Kind) -> list[str]:
    return [key for key in frames("kinds", "en") if key.startswith(kind.value)]
