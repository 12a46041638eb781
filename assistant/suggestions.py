"""Next questions that the plan certainly answers, near to the answer just given."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import LinkedFootnote, LinkedIndicator
from assistant.source import Source
from corpus.plan import Passage

_MOST = 3
_LONGEST_NAME = 45


def suggestions(
    question: str,
    passages: Sequence[Passage],
    indicators: Sequence[LinkedIndicator],
    footnotes: Sequence[LinkedFootnote],
    source: Source,
) -> tuple[str, ...]:
    """Return three next questions: of figures, terms and sections that the answer touches."""
    wording = source.wording
    numbers = [passage.section for passage in passages]
    numbers += [section.number for section in source.plan.sections]
    sections = [source.section_name(number).partition(" ")[2] for number in dict.fromkeys(numbers)]
    names = [source.indicator_name(link.indicator) for link in indicators]
    short = [name for name in names if len(name) <= _LONGEST_NAME]
    found = [wording.suggest_target.format(name=name) for name in short[:1]]
    found += [
        wording.suggest_definition.format(term=source.term(link.footnote.passage))
        for link in footnotes[:1]
    ]
    for section in sections:
        found.append(wording.suggest_initiatives.format(section=section))
        found.append(wording.suggest_partners.format(section=section))
    fresh = [text for text in dict.fromkeys(found) if text.rstrip("?？") != question.rstrip("?？")]
    return tuple(fresh[:_MOST])
