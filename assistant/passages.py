"""Passages: the one to three statements of the plan that answer, in its own words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.asked import Aspect
from assistant.draft import Draft
from assistant.figures import tell_indicator
from assistant.partners import tell_boxes
from assistant.question import Question
from assistant.retrieve import Found
from assistant.sentences import indicator_of, sentences, statements
from assistant.source import Source
from corpus.plan import Initiative, Kind, Passage
from index.terms import english_terms, gram_terms, word_terms

_MOST = 3
_NEAR = 0.1
_MOST_SENTENCES = 2


def chosen(found: Sequence[Found]) -> list[Passage]:
    """Return the best passage and those that are nearly as good, three at most."""
    best = found[0].score
    near = [one for one in found[:_MOST] if one.score >= best - _NEAR]
    return [one.passage for one in near if not one.passage.id.endswith(".partners")] or [
        found[0].passage
    ]


def tell_passages(
    draft: Draft, passages: Sequence[Passage], question: Question, source: Source
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
        view = source.view(passage)
        said = statements(passage)
        if view is not None:
            text = _joined(_best(sentences(view.text), question), source)
            draft.say(text, passage, list(said))
        else:
            best = _best(said, question)
            draft.say(_joined(best, source), passage, list(best))
        draft.add("\n")


def tell_initiative(draft: Draft, initiative: Initiative, source: Source) -> None:
    """Tell the whole of an initiative: its title, then its paragraphs."""
    passage = initiative.passage
    view = source.view(passage)
    heading = view.heading if view and view.heading else passage.heading
    text = view.text if view else "".join(statements(passage))
    draft.say(f"{heading}\n{text}", passage, [passage.heading, *statements(passage)])


def _best(said: Sequence[str], question: Question) -> Sequence[str]:
    """The sentences that share most terms with the question, in their order."""
    if len(said) <= _MOST_SENTENCES:
        return said
    wanted = _terms(question.text)
    by_share = sorted(range(len(said)), key=lambda n: (-len(wanted & _terms(said[n])), n))
    kept = sorted(by_share[:_MOST_SENTENCES])
    return [said[number] for number in kept]


def _terms(text: str) -> set[str]:
    return {*word_terms(text), *gram_terms(text), *english_terms(text)}


def _joined(parts: Sequence[str], source: Source) -> str:
    return (" " if source.lang == "en" else "").join(parts)
