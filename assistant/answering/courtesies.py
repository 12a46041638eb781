"""What is said back to a greeting, to thanks, and to who asks about the assistant itself."""

from __future__ import annotations

from assistant.answering.frames import frames
from assistant.answering.wordings import chapter_names, section_name
from assistant.source import Source
from assistant.understanding.query import Act, Query

_HELP = "help_use"


def reply(query: Query, source: Source) -> str:
    """Return what the assistant says back to `query`, which asks nothing of the plan."""
    key = (query.help_topic or _HELP) if query.act is Act.HELP else query.act.value
    numbers = (section.number for section in source.plan.sections)
    return frames("courtesies", source.lang, source.style)[key].format(
        city=source.city,
        chapters=chapter_names(source),
        sections=source.joined(section_name(number, source) for number in numbers),
    )
