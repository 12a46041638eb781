"""What is listed, in words: the kind, its scope and what it is held to."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.constraints import held_text
from assistant.answering.frames import frames
from assistant.answering.wordings import kind_name, quoted, row_name, section_names
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Kind


def is_pointed(query: Query) -> bool:
    """Whether only passages that retrieval, the conversation or the question names are wanted."""
    return bool(query.scope.passages or query.rows)


def is_held(query: Query) -> bool:
    """Whether rows are held to something, or sorted."""
    return bool(query.states or query.filters or query.years or query.order)


def in_sections(query: Query) -> bool:
    """Whether only some sections are in the scope."""
    return bool(query.scope.sections) and not query.scope.is_whole


def what_is_listed(query: Query, kind: Kind | None, count: int, source: Source) -> str:
    """Return the words for `count` passages of `kind` in the scope of `query`.

    「2-1 福祉で直近の実績値が50%以上の成果指標」, "indicators in 2-1 Welfare whose …"
    """
    said = frames("lists", source.lang, source.style)
    if query.without or query.excluded:
        kept = what_is_listed(replace(query, without=(), excluded=()), kind, count, source)
        return said["what_without"].format(what=kept, without=_without(query, source))
    held = held_text(query, source) if kind is Kind.INDICATOR else ""
    placed = "_in" if in_sections(query) else ""
    if query.topic:
        key = f"what_topic_of{placed}" if kind else f"what_topic{placed}"
    elif is_pointed(query):
        is_all = not (held or placed or kind not in (None, Kind.INDICATOR))
        key = "what_those_all" if is_all else f"what_those{placed}"
    else:
        key = (f"what{placed}" if placed else "what_whole") + ("_held" if held else "")
    return said[key].format(
        kind=kind_name(kind, count, source),
        sections=section_names(query.scope.sections, source),
        held=held,
        topic=query.topic,
        those=said["pointed" if query.scope.passages else "named"],
        of=len({*query.scope.passages, *query.rows}),
    )


def _without(query: Query, source: Source) -> str:
    """What a list leaves out: the words that say so, or the rows that are named."""
    rows = source.plan.indicators_by_id
    named = [row_name(rows[one], source) for one in query.excluded if one in rows]
    return source.joined(quoted(one, source) for one in query.without or named)
