"""What is learnt from a reading set: which passage, and which of its sentences, answers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import torch

from index.features import Vocabulary
from index.training import objectives
from index.training.alternatives import Alternatives
from index.training.bags import Bags, Batch, Table
from index.training.sources import ReadingSet, sentences

_ARTICLES = 96
_CONTEXTS_PER_ARTICLE = 4
_TITLED = 0.5
_DROPPED = 0.1
_REPLACED = 0.7
_SENTENCE, _REWORDED, _REST = 0.7, 0.5, 0.2


class ReadingLosses:
    """Draws contexts, several of an article at a time, with one question each."""

    def __init__(
        self,
        table: Table,
        vocabulary: Vocabulary,
        reading: ReadingSet,
        alternatives: Alternatives,
        rng: np.random.Generator,
    ) -> None:
        self._table = table
        self._alternatives = alternatives
        self._rng = rng
        said = [sentences(context) for context in reading.contexts]
        self._contexts = Bags(vocabulary, reading.contexts)
        self._titles = Bags(vocabulary, reading.articles)
        self._questions = Bags(vocabulary, [one.question for one in reading.readings])
        self._answers = Bags(vocabulary, [one.answer_sentence for one in reading.readings])
        self._sentences = Bags(vocabulary, [sentence for group in said for sentence in group])
        self._starts = np.cumsum([0, *(len(group) for group in said)])
        self._asked: list[list[int]] = [[] for _ in reading.contexts]
        self._others: list[list[int]] = []
        for number, one in enumerate(reading.readings):
            self._asked[one.context].append(number)
            group = enumerate(said[one.context], start=int(self._starts[one.context]))
            self._others.append([n for n, sentence in group if sentence != one.answer_sentence])
        self._articles: dict[str, list[int]] = {}
        for number, title in enumerate(reading.articles):
            self._articles.setdefault(title, []).append(number)

    def __iter__(self) -> Iterator[torch.Tensor]:
        """Yield losses without end: question → context (1), question → the sentence that answers,
        reworded question → context, sentence → the rest of its context."""
        while True:
            chosen = self._drawn()
            ones = [self._any(self._asked[context]) for context in chosen]
            others = [self._any(self._others[one]) for one in ones if self._others[one]]
            owners = [
                context for context, one in zip(chosen, ones, strict=True) if self._others[one]
            ]
            questions, contexts = self._questions.batch(ones), self._contexts.batch(chosen)
            question = self._embedded(questions)
            context = self._embedded(self._titled(contexts, chosen))
            answer = self._embedded(self._titled(self._answers.batch(ones), chosen))
            other = self._embedded(self._titled(self._sentences.batch(others), owners))
            rest = self._embedded(
                self._contexts.batch(owners).plus(self._sentences.batch(others), -1)
            )
            sentence = self._embedded(self._sentences.batch(others))
            reworded = self._embedded(self._reworded(questions, contexts))
            yield (
                objectives.both_ways(question, context)
                + _SENTENCE * objectives.ranking(question, torch.cat([answer, other]))
                + _REWORDED * objectives.ranking(reworded, context)
                + _REST * objectives.both_ways(sentence, rest)
            )

    def _drawn(self) -> list[int]:
        titles = list(self._articles)
        chosen: list[int] = []
        for title in self._rng.choice(len(titles), _ARTICLES, replace=False):
            group = self._articles[titles[title]]
            count = min(len(group), _CONTEXTS_PER_ARTICLE)
            chosen += [group[n] for n in self._rng.choice(len(group), count, replace=False)]
        return chosen

    def _any(self, group: list[int]) -> int:
        return group[self._rng.integers(len(group))]

    def _titled(self, batch: Batch, contexts: list[int]) -> Batch:
        """Some of the texts with their article's title before them, as passages have a heading."""
        titles = self._titles.batch(contexts)
        titled: npt.NDArray[np.bool_] = self._rng.random(batch.size) < _TITLED
        return batch.plus(titles.kept(titled[titles.texts]))

    def _reworded(self, questions: Batch, contexts: Batch) -> Batch:
        """The questions with other words for most of what they share with their contexts."""
        shared = questions.shared_with(contexts)
        replaced = shared & (self._rng.random(len(shared)) < _REPLACED)
        others = self._alternatives.of(questions.kept(replaced), self._rng)
        return questions.kept(~replaced).plus(others)

    def _embedded(self, batch: Batch) -> torch.Tensor:
        return self._table.embed(batch.thinned(_DROPPED, self._rng))
