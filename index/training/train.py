"""Steps over a mixture of objectives; what is held out for measuring is never seen here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from tqdm import tqdm

from index.features import Vocabulary
from index.training import objectives
from index.training.bags import Bags, Table
from index.training.lexicon import Word
from index.training.sources import ReadingSet, Scored, sentences

Floats = npt.NDArray[np.float32]
_ARTICLES = 64
_CONTEXTS_PER_ARTICLE = 4
_PAIRS = 256
_WORDS = 384
_SMALL = 128
_LEARNING_RATE = 2e-3
_WARM_UP = 100
_AVERAGED_SHARE = 0.25


@dataclass(frozen=True)
class Material:
    """Everything that is learnt from; the teacher's vectors go with English sides and glosses."""

    reading: ReadingSet
    pairs: Sequence[tuple[str, str]]
    pairs_taught: Floats
    words: Sequence[Word]
    words_taught: Floats
    synonyms: Sequence[tuple[str, str]]
    similar: Sequence[Scored]
    commonsense: Sequence[tuple[str, str, tuple[str, ...]]]


def train(
    table: Table, vocabulary: Vocabulary, material: Material, steps: int, seed: int
) -> Floats:
    """Train `table` in place for `steps`; return the mean of its rows over the last quarter."""
    torch.manual_seed(seed)
    losses = _losses(table, vocabulary, material, np.random.default_rng(seed))
    optimiser = torch.optim.SparseAdam(list(table.parameters()), lr=_LEARNING_RATE)
    averaged = np.zeros_like(table.rows())
    first_averaged = int(steps * (1 - _AVERAGED_SHARE))
    counted = 0
    for step in tqdm(range(steps), desc="training", unit="step", mininterval=5):
        rise, fall = min(1.0, (step + 1) / _WARM_UP), max(0.1, 1 - step / steps)
        for group in optimiser.param_groups:
            group["lr"] = _LEARNING_RATE * rise * fall
        optimiser.zero_grad()
        next(losses).backward()  # type: ignore[no-untyped-call]
        optimiser.step()  # type: ignore[no-untyped-call]
        if step >= first_averaged and step % 20 == 0:
            averaged += table.rows()
            counted += 1
    return np.asarray(averaged / max(counted, 1), dtype=np.float32)


def _losses(
    table: Table, vocabulary: Vocabulary, material: Material, rng: np.random.Generator
) -> Iterator[torch.Tensor]:
    reading = _reading_losses(table, vocabulary, material.reading, rng)
    pairs = _pair_losses(table, vocabulary, material, rng)
    words = _word_losses(table, vocabulary, material, rng)
    small = _small_losses(table, vocabulary, material, rng)
    while True:
        yield next(reading) + next(pairs) + next(words) + next(small)


def _reading_losses(
    table: Table, vocabulary: Vocabulary, reading: ReadingSet, rng: np.random.Generator
) -> Iterator[torch.Tensor]:
    """Question → context (1), question → answer's sentence (.7), sentence → context (.2)."""
    contexts = Bags(vocabulary, reading.contexts)
    questions = Bags(vocabulary, [one.question for one in reading.readings])
    answers = Bags(vocabulary, [one.answer_sentence for one in reading.readings])
    said = [sentences(context) for context in reading.contexts]
    starts = np.cumsum([0, *(len(group) for group in said)])
    all_sentences = Bags(vocabulary, [sentence for group in said for sentence in group])
    asked: list[list[int]] = [[] for _ in reading.contexts]
    for number, one in enumerate(reading.readings):
        asked[one.context].append(number)
    articles: dict[str, list[int]] = {}
    for number, title in enumerate(reading.articles):
        articles.setdefault(title, []).append(number)
    titles = list(articles)
    while True:
        chosen: list[int] = []
        for title in rng.choice(len(titles), _ARTICLES, replace=False):
            group = articles[titles[title]]
            count = min(len(group), _CONTEXTS_PER_ARTICLE)
            chosen += [group[n] for n in rng.choice(len(group), count, replace=False)]
        ones = [asked[context][rng.integers(len(asked[context]))] for context in chosen]
        taken = [int(starts[c] + rng.integers(max(1, len(said[c])))) for c in chosen]
        context, question = table(contexts, chosen), table(questions, ones)
        yield (
            objectives.both_ways(question, context)
            + 0.7 * objectives.ranking(question, table(answers, ones))
            + 0.2 * objectives.ranking(table(all_sentences, taken), context)
        )


def _pair_losses(
    table: Table, vocabulary: Vocabulary, material: Material, rng: np.random.Generator
) -> Iterator[torch.Tensor]:
    """English ↔ Japanese sentences (1), and their likenesses as the teacher sees them (.5)."""
    english = Bags(vocabulary, [one for one, _ in material.pairs])
    japanese = Bags(vocabulary, [other for _, other in material.pairs])
    while True:
        chosen = rng.choice(len(material.pairs), _PAIRS, replace=False)
        taught = torch.from_numpy(material.pairs_taught[chosen])
        first, second = table(english, chosen), table(japanese, chosen)
        likeness = objectives.distilled(first, taught) + objectives.distilled(second, taught)
        yield objectives.both_ways(first, second) + 0.5 * likeness


def _word_losses(
    table: Table, vocabulary: Vocabulary, material: Material, rng: np.random.Generator
) -> Iterator[torch.Tensor]:
    """Word ↔ gloss (.4), words and glosses as the teacher sees the glosses (.5)."""
    written = Bags(vocabulary, [word.written for word in material.words])
    glosses = Bags(vocabulary, ["; ".join(word.glosses) for word in material.words])
    while True:
        chosen = rng.choice(len(material.words), _WORDS, replace=False)
        taught = torch.from_numpy(material.words_taught[chosen])
        first, second = table(written, chosen), table(glosses, chosen)
        likeness = objectives.distilled(first, taught) + objectives.distilled(second, taught)
        yield 0.4 * objectives.both_ways(first, second) + 0.5 * likeness


def _small_losses(
    table: Table, vocabulary: Vocabulary, material: Material, rng: np.random.Generator
) -> Iterator[torch.Tensor]:
    """Synonyms (.2), likeness of sentences (.08), commonsense questions (.2)."""
    first = Bags(vocabulary, [one for one, _ in material.synonyms])
    second = Bags(vocabulary, [other for _, other in material.synonyms])
    left = Bags(vocabulary, [one.first for one in material.similar])
    right = Bags(vocabulary, [one.second for one in material.similar])
    scores = torch.tensor([one.score for one in material.similar])
    questions = Bags(vocabulary, [question for question, _, _ in material.commonsense])
    chosen_right = Bags(vocabulary, [one for _, one, _ in material.commonsense])
    wrong = Bags(vocabulary, [one for _, _, others in material.commonsense for one in others])
    while True:
        alike = rng.choice(first.size, _SMALL, replace=False)
        scored = rng.choice(left.size, _SMALL, replace=False)
        quiz = rng.choice(questions.size, _SMALL, replace=False)
        others = (quiz[:, None] * 4 + np.arange(4)).reshape(-1)
        question = table(questions, quiz)
        answer = table(chosen_right, quiz)
        yield (
            0.2 * objectives.both_ways(table(first, alike), table(second, alike))
            + 0.08 * objectives.ordered(table(left, scored), table(right, scored), scores[scored])
            + 0.1 * objectives.choice(question, answer, table(wrong, others).view(_SMALL, 4, -1))
            + 0.1 * objectives.ranking(question, answer)
        )
