"""Passages: the one to three statements of the plan that answer, in its own words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.draft import Draft
from assistant.answering.nearest_sentences import nearest_sentences
from assistant.answering.sentences import indicator_of, sentences, statements
from assistant.asked import Aspect
from assistant.figures import tell_indicator
from assistant.partners import tell_boxes
from assistant.question import Question
from assistant.retrieve import Found
from assistant.source import Source
from corpus.plan import Initiative, Kind, Passage

_NEAR = (0.0, 0.1, 0.05)
_LOOKED_AT = 10


def chosen(found: Sequence[Found], question: Question, source: Source) -> list[Passage]:
    """Return the best passage and those that are nearly as good: the third must be nearer still.

    A footnote explains; what it explains is told before it, unless a price or the like is asked
    for, which it holds itself.
    """
    best = found[0].score
    near = [one for one, least in zip(found, _NEAR, strict=False) if one.score >= best - least]
    told = [one.passage for one in near if not one.passage.id.endswith(".partners")]
    if found[0].passage.kind is Kind.FOOTNOTE and not question.asked.missing:
        told = [*_explained(found, source), *told]
    return list(dict.fromkeys(told))[: len(_NEAR)] or [found[0].passage]


def _explained(found: Sequence[Found], source: Source) -> list[Passage]:
    """The initiative or else the text that is about it all, or that refers to the footnote."""
    about = [one.passage for one in found[:_LOOKED_AT] if one.coverage == 1]
    for kinds in ((Kind.INITIATIVE,), (Kind.ISSUE, Kind.CURRENT, Kind.PARTNER)):
        nearest = [passage for passage in about if passage.kind in kinds]
        if nearest:
            return nearest[:1]
    notes = [note for note in source.plan.footnotes if note.passage == found[0].passage]
    return [source.plan.passage(id_) for note in notes for id_ in note.references[:1]]


def tell_passages(
    draft: Draft,
    passages: Sequence[Passage],
    question: Question,
    source: Source,
) -> None:
    """Tell the statements of `passages` that answer the question."""
    for passage in passages:
        if passage.kind is Kind.INDICATOR:
            tell_indicator(draft, indicator_of(passage, source.plan), source, Aspect.LATEST)
            draft.add("\n")
            continue
        if passage.id.endswith(".partners"):
            tell_boxes(draft, [passage.section], [], source)
            continue
        said = statements(passage)
        view = source.view(passage)
        told = sentences(view.text) if view else said
        best: Sequence[str] = told
        if len(told) > 1:
            best = nearest_sentences(told, passage, question.text, question.topic, source)
        draft.say(_joined(best, source), passage, said if view else best)
        draft.add("\n")


def tell_initiative(draft: Draft, initiative: Initiative, source: Source) -> None:
    """Tell the whole of an initiative: its title, then its paragraphs."""
    passage = initiative.passage
    view = source.view(passage)
    heading = view.heading if view and view.heading else passage.heading
    text = view.text if view else "".join(statements(passage))
    draft.say(f"{heading}\n{text}", passage, [passage.heading, *statements(passage)])


def _joined(parts: Sequence[str], source: Source) -> str:
    return (" " if source.lang == "en" else "").join(parts)
