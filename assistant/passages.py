"""Passages: the one to three statements of the plan that answer, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from assistant.answering.draft import Draft
from assistant.answering.sentences import indicator_of, sentences, statements
from assistant.asked import Aspect
from assistant.figures import tell_indicator
from assistant.partners import tell_boxes
from assistant.question import Question
from assistant.retrieve import Found
from assistant.source import Source
from corpus.plan import Initiative, Kind, Passage
from index.terms import terms_of_plan

_NEAR = (0.0, 0.1, 0.05)
_LOOKED_AT = 10
_MOST_SENTENCES = 2
_NEAR_SENTENCE = 0.1
_SHARED = 0.5
# A sentence that begins so says nothing without the one before it.
_LEANS_BACK = re.compile("これ|それ|この|その|また|さらに|しかし|This|These|It|They")


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
        best = _best(told, passage, question, source)
        draft.say(_joined(best, source), passage, said if view else best)
        draft.add("\n")


def tell_initiative(draft: Draft, initiative: Initiative, source: Source) -> None:
    """Tell the whole of an initiative: its title, then its paragraphs."""
    passage = initiative.passage
    view = source.view(passage)
    heading = view.heading if view and view.heading else passage.heading
    text = view.text if view else "".join(statements(passage))
    draft.say(f"{heading}\n{text}", passage, [passage.heading, *statements(passage)])


def _best(
    told: Sequence[str], passage: Passage, question: Question, source: Source
) -> Sequence[str]:
    """The sentences nearest to the question, by vectors and by shared terms, in their order."""
    if len(told) == 1:
        return told
    index = source.index
    rarity = index.rarities(question.topic)
    whole = sum(rarity.values()) or 1.0
    values = []
    for view in _in_step(told, passage, source):
        shares = [
            sum(rarity.get(term, 0.0) for term in terms_of_plan(text)) / whole for text in view
        ]
        values.append(index.nearness_of_own(question.text, view) + _SHARED * np.array(shares))
    nearness = np.max(values, axis=0)
    order = [int(number) for number in np.argsort(-nearness, kind="stable")[:_MOST_SENTENCES]]
    kept = {n for n in order if nearness[n] >= nearness[order[0]] - _NEAR_SENTENCE}
    kept |= {n - 1 for n in kept if n and _LEANS_BACK.match(told[n])}
    return [told[number] for number in sorted(kept)]


def _in_step(told: Sequence[str], passage: Passage, source: Source) -> Iterator[Sequence[str]]:
    """The sentences `told` and those of every view of the passage that go in step with them."""
    yield told
    views = (one.passages.get(passage.id) for one in source.companions.values())
    for other in (statements(passage), *(sentences(view.text) for view in views if view)):
        if len(other) == len(told) and other != told:
            yield other


def _joined(parts: Sequence[str], source: Source) -> str:
    return (" " if source.lang == "en" else "").join(parts)
