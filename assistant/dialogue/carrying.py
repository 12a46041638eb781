"""What a follow-up took over from the turns before it, in words."""

from __future__ import annotations

from assistant.answering.wordings import kind_name, row_name, section_name
from assistant.source import Source
from assistant.understanding.entities import EntityKind
from assistant.understanding.query import Query
from assistant.understanding.reader import Reading

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
    if query.topic and query.topic != reading.seen.topic:
        found.append(("topic", query.topic))
    kinds = [one for one in query.kinds if reading.said.tags.get(one.value, 0.0) < 0.5]
    if kinds:
        found.append(("kind", source.joined(kind_name(one, 2, source) for one in kinds)))
    if query.scope.passages and not reading.of(EntityKind.NOTE):
        found.append(("passages", str(len(query.scope.passages))))
    return tuple(found)
