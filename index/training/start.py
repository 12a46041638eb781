"""The table before training: where each row begins.

Japanese rows begin at chiVe vectors in the order of their principal components. English rows, and
lemmas that chiVe lacks but JMdict explains, begin at MiniLM vectors mapped onto chiVe by ridge
regression. Some dimensions are random, so that words which chiVe holds for alike can still be told
apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.features import Vocabulary
from index.training import chive
from index.training.lexicon import Word
from index.training.teacher import Teacher
from index.training.vocabulary import Lemmas

Floats = npt.NDArray[np.float32]
_CHIVE_DIMENSIONS = 300
_RANDOM_SHARE = 0.45
_UNKNOWN_LENGTH = 0.5
_RIDGE = 1.0
_LEAST_RARITY = 0.05
_OTHER_WEIGHT, _IDEOGRAPH_WEIGHT = 0.5, 0.25


def start(
    vocabulary: Vocabulary,
    lemmas: Lemmas,
    words: Sequence[Word],
    chive_package: Path,
    teacher: Teacher,
    dimension: int,
    seed: int,
) -> Floats:
    """Return the first table, rows × `dimension`."""
    vector = chive.lookup(chive_package)
    base = np.zeros((vocabulary.size, _CHIVE_DIMENSIONS), dtype=np.float32)
    glossed = []
    for name, row in vocabulary.rows.items():
        kind, _, text = name.partition(":")
        if kind == "e":
            continue
        found = vector(text)
        if found is None and kind == "w":
            found = vector(lemmas.written[text])
        if found is not None:
            base[row] = found / np.linalg.norm(found)
        elif kind == "w" and text in lemmas.glosses:
            glossed.append(text)
    pieces = [n[2:] for n in vocabulary.rows if n.startswith("e:") and not n.startswith("e:##")]
    mapping = _mapping(words, vector, teacher)
    english = _unit(teacher.vectors("pieces", pieces) @ mapping)
    base[[vocabulary.rows[f"e:{piece}"] for piece in pieces]] = english
    explained = teacher.vectors("explained", [lemmas.glosses[lemma] for lemma in glossed])
    base[[vocabulary.rows[f"w:{lemma}"] for lemma in glossed]] = _unit(explained @ mapping)
    known: npt.NDArray[np.bool_] = np.any(base != 0, axis=1)
    print(f"{known.sum()} of {len(known)} rows known, {len(glossed)} by their glosses")
    table = _with_random(_principal(base, known), known, dimension, seed)
    return table * _importance(vocabulary, lemmas)[:, None]


def _mapping(
    words: Sequence[Word], vector: Callable[[str], Floats | None], teacher: Teacher
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
    return np.asarray(np.linalg.solve(gram, glosses.T @ targets), dtype=np.float32)


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-6), dtype=np.float32)


def _principal(base: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    centred = (base - base[known].mean(axis=0)) * known[:, None]
    _, axes = np.linalg.eigh(centred.T @ centred)
    return _unit(np.asarray(centred @ axes[:, ::-1], dtype=np.float32))


def _with_random(table: Floats, known: npt.NDArray[np.bool_], dimension: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    more = dimension - table.shape[1]
    noise = _RANDOM_SHARE * _unit(rng.standard_normal((len(table), more)).astype(np.float32))
    unknown = _unit(rng.standard_normal(table.shape).astype(np.float32)) * _UNKNOWN_LENGTH
    return np.concatenate([np.where(known[:, None], table, unknown), noise], axis=1)


def _importance(vocabulary: Vocabulary, lemmas: Lemmas) -> Floats:
    """Inverse document frequency of lemmas, a fixed smaller weight for everything else."""
    weights = np.full(vocabulary.size, _OTHER_WEIGHT, dtype=np.float32)
    for name, row in vocabulary.rows.items():
        kind, _, text = name.partition(":")
        if kind == "w":
            rarity = np.log(lemmas.texts / (1 + lemmas.documents[text])) / np.log(lemmas.texts)
            weights[row] = max(rarity, _LEAST_RARITY)
        elif kind == "k":
            weights[row] = _IDEOGRAPH_WEIGHT
    return weights
