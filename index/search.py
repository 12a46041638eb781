"""Open an index folder, verify it, and search it: query → hits."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from corpus.asks import Asks
from corpus.companion import Companion
from corpus.plan import Plan
from index import fusion
from index.budget import check_budget
from index.build import asks_digest, companions_digest
from index.chunks import View
from index.dense import DenseEvidence
from index.errors import REBUILD, DamagedIndexError, StaleIndexError
from index.fields import ASKS, ENGLISH, FIELDS, GRAMS, KANA, PLAIN, WORDS
from index.fusion import Weights
from index.layout import Layout, Manifest, checksums, read_manifest
from index.lexical import Bm25Index, inverse_frequency
from index.likeness import WordLikeness
from index.once import once
from index.protocols import Embedder, Floats
from index.query_vector import query_vector
from index.spelling import Spellings
from index.switch import served_folder
from index.vectors import FaissIndex

_FIELD_OF_EVIDENCE = {
    "words": WORDS,
    "grams": GRAMS,
    "kana": KANA,
    "english_words": ENGLISH,
    "asked_words": ASKS,
}
# Those whose terms are whole words.
_OF_WORDS = (WORDS, PLAIN, ENGLISH, ASKS)

# Each is compared with every word of the plan: of 3,357 real questions none has more than 8 nouns
# in its topic.
_MOST_WORDS = 24

# What a reader of a format raises where a file is none of it, though its checksum is right.
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, EOFError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a query found, its score, and how near a way of asking for it is: 0 to 1."""

    passage_id: str
    score: float
    asked: float


@dataclass(frozen=True, eq=False)
class PlanIndex:
    """An opened index of one plan."""

    passage_ids: Sequence[str]
    dense: DenseEvidence
    lexical: Mapping[str, Bm25Index]
    likeness: WordLikeness
    spellings: Spellings
    embedder: Embedder
    weights: Weights

    @classmethod
    def open(
        cls,
        folder: Path,
        plan: Plan,
        companions: Mapping[str, Companion],
        asks: Asks,
        embedder: Embedder,
        weights: Weights | None = None,
    ) -> PlanIndex:
        """Open the index in `folder`.

        Raises IndexMissingError, StaleIndexError (made from another plan or model) or
        DamagedIndexError; each names the command that mends it.
        """
        layout = Layout(served_folder(folder))
        manifest = read_manifest(layout)
        _verify(layout, manifest, plan, companions, asks, embedder)
        try:
            return cls._load(layout, plan, embedder, weights or Weights())
        except _UNREADABLE as error:
            message = f"a file of the index in {layout.folder} cannot be read ({error}): {REBUILD}"
            raise DamagedIndexError(message) from error

    @classmethod
    def _load(cls, layout: Layout, plan: Plan, embedder: Embedder, weights: Weights) -> PlanIndex:
        passage_ids = [passage.id for passage in plan.passages]
        numbers = {passage_id: number for number, passage_id in enumerate(passage_ids)}
        rows = [
            (numbers[passage_id], View(view))
            for passage_id, view in json.loads(layout.rows.read_text(encoding="utf-8"))
        ]
        return cls(
            passage_ids=passage_ids,
            dense=DenseEvidence.of(FaissIndex.load(layout.vectors), rows, len(passage_ids)),
            lexical={
                field.name: Bm25Index.load(layout.lexical(field.name), len(passage_ids))
                for field in FIELDS
            },
            likeness=WordLikeness.load(layout.word_vectors, layout.word_places, len(passage_ids)),
            spellings=Spellings.load(layout.spellings),
            embedder=embedder,
            weights=weights,
        )

    @cached_property
    def present(self) -> frozenset[str]:
        """The names of the evidence that this index can give for some passage."""
        lexical = {name for name, of in _FIELD_OF_EVIDENCE.items() if self.lexical[of.name].numbers}
        return frozenset(lexical | self.dense.present)

    def search(self, query: str, k: int = 10) -> tuple[Hit, ...]:
        """Return the `k` best passages for `query`, best first."""
        scores, asked = self.scored(query)
        return tuple(
            Hit(self.passage_ids[number], float(scores[number]), float(asked[number]))
            for number in fusion.best(scores, k)
        )

    @once
    def scored(self, query: str) -> tuple[Floats, Floats]:
        """Return each passage's score for `query`, and how near a way of asking for it is."""
        values = self.evidence(query)
        return fusion.scores(values, self.weights, self.present), values["asked"]

    def search_passage(self, text: str) -> Mapping[str, float]:
        """Return how near each passage is to `text`, a passage's own; kept once found."""
        if text not in self._by_passage:
            scores = fusion.scores(self.evidence(text), self.weights, self.present)
            near = dict(zip(self.passage_ids, scores.tolist(), strict=True))
            self._by_passage[text] = near
        return self._by_passage[text]

    @cached_property
    def _by_passage(self) -> dict[str, dict[str, float]]:
        return {}

    @once
    def evidence(self, query: str) -> dict[str, Floats]:
        """Return each passage's evidence for `query`: n values by the name of the evidence.

        `original` to `asked_parts` are how near its views are to the query (`index.dense`); `words`
        to `asked_words` the shares, by rarity, of the query's terms that the passage holds, 0 to 1.
        """
        check_budget()
        respelled = self.spellings.respelled(query)
        values = self.dense.of_query(respelled, self.embedder)
        for name, field in _FIELD_OF_EVIDENCE.items():
            terms = field.terms(respelled)
            values[name] = _shares(self.lexical[field.name], terms)
        return values

    def coverage(self, terms: Sequence[str]) -> Floats:
        """Return which share of `terms`, by rarity, each passage holds in any of its views."""
        held = np.zeros(len(self.passage_ids))
        whole = 0.0
        for term in terms:
            holding, weight = self._holding(term)
            whole += weight
            held[holding] += weight
        # A passage that holds all of them holds 1, however the sums were rounded.
        return np.round(held / (whole or 1.0), 6).astype(np.float32)

    def _holding(self, term: str) -> tuple[list[int], float]:
        """The passages that hold a term in any of their views, and its weight; kept once found."""
        found = self._held.get(term)
        if found is None:
            indexes = [self.lexical[field.name] for field in _OF_WORDS]
            holding = {number for index in indexes for number in index.documents_with(term)}
            found = [*holding], float(inverse_frequency(len(holding), len(self.passage_ids)))
            if holding:  # A term that no passage holds is the question's own.
                self._held[term] = found
        return found

    @cached_property
    def _held(self) -> dict[str, tuple[list[int], float]]:
        return {}

    def rarities(self, terms: Sequence[str]) -> dict[str, float]:
        """Return how rare each of `terms` is in the plan or its English, 0 where neither has it."""
        fields = [self.lexical[field.name] for field in (WORDS, ENGLISH)]
        return {term: max(field.rarity(term) for field in fields) for term in terms}

    def nearness(self, query: str, texts: Sequence[str]) -> Floats:
        """Return how near each of `texts` is to `query`: n cosines."""
        vector = query_vector(self.spellings.respelled(query), self.embedder)
        return np.asarray(self.embedder.passages(texts) @ vector)

    def nearness_of_own(self, query: str, texts: Sequence[str]) -> Floats:
        """Return the same of `texts` of the plan and its companions, whose vectors are kept."""
        vector = query_vector(self.spellings.respelled(query), self.embedder)
        unknown = [text for text in texts if text not in self._own_vectors]
        if unknown:
            made = self.embedder.passages(unknown)
            self._own_vectors.update(zip(unknown, made, strict=True))
        return np.stack([self._own_vectors[text] for text in texts]) @ vector

    @cached_property
    def _own_vectors(self) -> dict[str, Floats]:
        return {}

    def likenesses(self, words: Sequence[str]) -> Floats:
        """Return how like each of `words` is to the likest word of each passage, 0 to 1: m × n.

        Of more words than the topic of any question has, the first some.
        """
        return self.likeness.of(words[:_MOST_WORDS], self._has_word, self.embedder)

    def _has_word(self, word: str) -> bool:
        return any(word in self.lexical[field.name].numbers for field in _OF_WORDS)


def _shares(index: Bm25Index, terms: Sequence[str]) -> Floats:
    """BM25 as a share of what a passage would reach that is full of the query's terms.

    A term that no passage holds counts in the whole as the rarest of all would, so that a query
    of which the plan knows little scores low everywhere.
    """
    counts = Counter(terms)
    return index.scores(counts) / np.float32(index.most(counts) or 1.0)


def _verify(
    layout: Layout,
    manifest: Manifest,
    plan: Plan,
    companions: Mapping[str, Companion],
    asks: Asks,
    embedder: Embedder,
) -> None:
    made_from = {
        "plan": (manifest.plan_digest, plan.digest),
        "companion files": (manifest.companions_digest, companions_digest(companions)),
        "ways to ask (asks.toml)": (manifest.asks_digest, asks_digest(asks)),
        "embedding model": (manifest.model_fingerprint, embedder.fingerprint),
    }
    for what, (then, now) in made_from.items():
        if then != now:
            message = f"the index in {layout.folder} was made from another {what}: {REBUILD}"
            raise StaleIndexError(message)
    found = checksums(layout)
    for name, checksum in manifest.checksums.items():
        if found.get(name) != checksum:
            state = "not as it was written" if name in found else "missing"
            raise DamagedIndexError(f"{layout.folder / name} is {state}: {REBUILD}")
