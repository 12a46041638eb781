"""The table before training: which features have a row, and where each row begins.

Japanese rows begin at chiVe vectors in the order of their principal components, English rows at
MiniLM word vectors mapped onto chiVe by ridge regression; some dimensions are random, so that
words which chiVe holds for alike can still be told apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.features import Vocabulary
from index.morphology import morphemes, normalise
from index.training import chive
from index.training.lexicon import Word
from index.training.teacher import Teacher

Floats = npt.NDArray[np.float32]
BUCKETS = 8192
_RANDOM_DIMENSIONS = 48
_RANDOM_SHARE = 0.45
_MOST_LEMMAS = 92_000
_RIDGE = 1.0
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff々]")
_KATAKANA_RUN = re.compile(r"[ァ-ヺー]{3,}")


@dataclass(frozen=True)
class Start:
    """A vocabulary and its first table, rows × dimension."""

    vocabulary: Vocabulary
    table: Floats


def start(
    texts: Sequence[str],
    words: Sequence[Word],
    chive_package: Path,
    teacher: Teacher,
    dimension: int,
    seed: int,
) -> Start:
    """Choose the features of `texts` and of the common `words`, and give each its first row."""
    documents, forms = _document_counts(texts)
    for word in words:
        if word.common:
            for lemma, written in _lemmas(word.written):
                documents.setdefault(lemma, 0)
                forms.setdefault(lemma, written)
    lemmas = [lemma for lemma, _ in documents.most_common(_MOST_LEMMAS)]
    letters = sorted({letter for lemma in lemmas for letter in _IDEOGRAPH.findall(lemma)})
    pieces = teacher.word_pieces()
    names = [f"w:{x}" for x in lemmas] + [f"k:{x}" for x in letters] + [f"e:{x}" for x in pieces]
    vocabulary = Vocabulary.of(names, BUCKETS)
    vector = chive.lookup(chive_package)
    base = np.zeros((vocabulary.size, 300), dtype=np.float32)
    known = np.zeros(vocabulary.size, dtype=bool)
    for lemma in lemmas:
        found = _first(vector, (lemma, forms.get(lemma, lemma)))
        if found is not None:
            row = vocabulary.rows[f"w:{lemma}"]
            base[row], known[row] = found / np.linalg.norm(found), True
    for letter in letters:
        found = vector(letter)
        if found is not None:
            row = vocabulary.rows[f"k:{letter}"]
            base[row], known[row] = found / np.linalg.norm(found), True
    whole = [piece for piece in pieces if not piece.startswith("##")]
    mapped = _english(whole, words, vector, teacher)
    for piece, mapped_vector in zip(whole, mapped, strict=True):
        row = vocabulary.rows[f"e:{piece}"]
        base[row], known[row] = mapped_vector / np.linalg.norm(mapped_vector), True
    table = _with_random(_principal(base, known, dimension - _RANDOM_DIMENSIONS), known, seed)
    return Start(vocabulary, table * _importance(vocabulary, documents, len(texts))[:, None])


def _document_counts(texts: Sequence[str]) -> tuple[Counter[str], dict[str, str]]:
    counts: Counter[str] = Counter()
    forms: dict[str, str] = {}
    for text in texts:
        pairs = dict(_lemmas(text))
        counts.update(pairs.keys())
        for lemma, written in pairs.items():
            forms.setdefault(lemma, written)
    return counts, forms


def _lemmas(text: str) -> Iterable[tuple[str, str]]:
    normalised = normalise(text)
    for morpheme in morphemes(normalised):
        marks = ("助詞", "助動詞", "補助記号", "記号", "空白")
        if morpheme.word_class not in marks and not morpheme.surface.isascii():
            yield morpheme.lemma, morpheme.surface
    for run in _KATAKANA_RUN.findall(normalised):
        yield run, run


def _first(vector: Callable[[str], Floats | None], names: Iterable[str]) -> Floats | None:
    return next((found for name in names if (found := vector(name)) is not None), None)


def _english(
    pieces: Sequence[str],
    words: Sequence[Word],
    vector: Callable[[str], Floats | None],
    teacher: Teacher,
) -> Floats:
    pairs = []
    for word in words:
        found = vector(word.written) if word.common else None
        gloss = word.glosses[0].removeprefix("to ")
        if found is not None and gloss.isalpha():
            pairs.append((gloss, found / np.linalg.norm(found)))
    glosses = teacher.vectors("ridge", [gloss for gloss, _ in pairs])
    targets = np.stack([target for _, target in pairs])
    gram = glosses.T @ glosses + _RIDGE * np.eye(glosses.shape[1], dtype=np.float32)
    mapping = np.linalg.solve(gram, glosses.T @ targets)
    return np.asarray(teacher.vectors("pieces", pieces) @ mapping, dtype=np.float32)


def _principal(base: Floats, known: npt.NDArray[np.bool_], dimension: int) -> Floats:
    rows = base[known]
    centred = base - rows.mean(axis=0)
    centred[~known] = 0
    covariance = centred[known].T @ centred[known] / known.sum()
    _, axes = np.linalg.eigh(covariance)
    projected = centred @ axes[:, ::-1][:, :dimension]
    lengths = np.maximum(np.linalg.norm(projected, axis=1, keepdims=True), 1e-6)
    return np.asarray(projected / lengths, dtype=np.float32)


def _with_random(table: Floats, known: npt.NDArray[np.bool_], seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((len(table), _RANDOM_DIMENSIONS)).astype(np.float32)
    noise *= _RANDOM_SHARE / np.linalg.norm(noise, axis=1, keepdims=True)
    unknown = rng.standard_normal(table.shape).astype(np.float32)
    unknown *= 0.5 / np.linalg.norm(unknown, axis=1, keepdims=True)
    return np.concatenate([np.where(known[:, None], table, unknown), noise], axis=1)


def _importance(vocabulary: Vocabulary, documents: Counter[str], size: int) -> Floats:
    """Inverse document frequency of lemmas, a fixed smaller weight for everything else."""
    weights = np.full(vocabulary.size, 0.25, dtype=np.float32)
    for name, row in vocabulary.rows.items():
        kind, _, text = name.partition(":")
        if kind == "w":
            weights[row] = np.log(size / (1 + documents[text])) / np.log(size)
        elif kind == "e":
            weights[row] = 0.5
    return np.maximum(weights, 0.05)
