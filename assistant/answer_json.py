"""Answer → the JSON of the public interface (docs/contract.md: "An answer out")."""

from __future__ import annotations

from typing import Any

from assistant.answer import (
    Answer,
    Citation,
    LinkedFootnote,
    LinkedIndicator,
    Retrieved,
    Translation,
)
from assistant.answering.value import Value
from corpus.about import About
from corpus.plan_json import indicator_as_json

Json = dict[str, Any]


def answer_as_json(answer: Answer, retrieved: bool = False) -> Json:
    """Return the answer; the passages as they were retrieved only where `retrieved` says so."""
    fields: Json = {
        "question": answer.question,
        "resolved_question": answer.resolved_question,
        "reading": answer.reading,
        "carried": [{"slot": one.slot, "text": one.text} for one in answer.carried],
        "understood": answer.understood,
        "lang": answer.lang,
        "intent": answer.intent.value,
        "answerable": answer.answerable,
        "answer": answer.text,
        "values": [_value(value) for value in answer.values],
        "citations": [_citation(citation) for citation in answer.citations],
        "indicators": [indicator_link_as_json(link) for link in answer.indicators],
        "footnotes": [_footnote(link) for link in answer.footnotes],
        "related": [_citation(citation) for citation in answer.related],
        "suggestions": list(answer.suggestions),
        "took_ms": round(answer.took_ms, 2),
    }
    if retrieved:
        fields["retrieved"] = retrieved_as_json(answer.retrieved)
    return fields


def retrieved_as_json(retrieved: tuple[Retrieved, ...]) -> list[Json]:
    """Return passages as retrieval ranked them."""
    return [
        {
            "passage_id": one.passage.id,
            "section": one.passage.section,
            "heading": one.passage.heading,
            "text": one.passage.text,
            "score": round(one.score, 4),
            **_plan(one.about),
        }
        for one in retrieved
    ]


def _value(value: Value) -> Json:
    number = value.value
    return {
        "text": value.text,
        "value": int(number) if number == int(number) else number,
        "unit": value.unit,
        "from": list(value.rows),
        "how": value.working,
    }


def _citation(citation: Citation) -> Json:
    passage = citation.passage
    return {
        "n": citation.n,
        "passage_id": passage.id,
        "section": passage.section,
        "section_title": citation.section_title,
        "kind": passage.kind.value,
        "heading": passage.heading,
        "text": passage.text,
        "quotes": list(citation.quotes),
        "lines": list(passage.lines),
        "url": citation.url,
        **_translation(citation.translation),
        **_plan(citation.about),
    }


def indicator_link_as_json(link: LinkedIndicator) -> Json:
    """Return an indicator as an answer links it."""
    fields = indicator_as_json(link.indicator)
    del fields["lines"]
    fields["url"] = link.url
    if link.name_en:
        fields["en"] = link.name_en
    return {**fields, **_plan(link.about)}


def _footnote(link: LinkedFootnote) -> Json:
    note = link.footnote
    fields = {"number": note.number, "term": note.term, "text": note.body, "url": link.url}
    return {**fields, **_translation(link.translation), **_plan(link.about)}


def _plan(about: About | None) -> Json:
    """Whose plan it is, where there are several."""
    return {"plan": about.id, "city": about.city} if about else {}


def _translation(translation: Translation | None) -> Json:
    if translation is None:
        return {}
    return {"en": {"heading": translation.heading, "text": translation.text}}
