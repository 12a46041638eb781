"""Who is in distress, and what about: a trained head over the words of a question.

`python -m assistant.safety.train` learns it from `examples.jsonl` and writes `model.npz`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.understanding.features import (
    VERSION,
    Buckets,
    Values,
    hashed,
    lemmas_of,
    letters_of,
    reading_of,
)
from index.morphology import normalise, words

MODEL = "model.npz"
LETTER_BUCKETS = 1 << 17
LEMMA_BUCKETS = 1 << 18

# A need that is less likely than this, of all needs, is not taken for certain: what is said to
# anyone who despairs is then said. Suicide is taken into account where it is this likely.
UNSURE = 0.3
# Held out, .93 of those in distress are found at .4 and .91 at .5, with 5 and 3.5 % of all others
# (report.json); below, hot to death is distress too.
SURE = 0.5
PRECAUTION = 0.25

_SENTENCES = re.compile(r"(?<=[。!?！？\n])|(?<=\.)\s")  # the marks as they are typed
_LEAST = 3  # letters of a sentence that is read by itself


class Need(StrEnum):
    """What a person in distress is in need of."""

    SUICIDE = "suicide"  # wants to die or harms oneself
    CHILD = "child"  # a child is hit, neglected or bullied, or a parent fears to do so
    PARTNER = "partner"  # violence by a partner
    ELDER = "elder"  # an old or disabled person is hit or neglected, or a carer fears to do so
    VIOLENCE = "violence"  # other violence or crime, stalking
    GRIEF = "grief"  # somebody has died
    CARER = "carer"  # worn out by care
    LONELY = "lonely"  # nobody to talk to
    WITHDRAWN = "withdrawn"  # one of the family does not leave the room
    HARDSHIP = "hardship"  # no money, food or home
    DESPAIR = "despair"  # cannot go on, without a word of dying


@dataclass(frozen=True, slots=True)
class Distress:
    """What somebody is in distress about; `is_for_another` where they fear for somebody else."""

    need: Need
    is_for_another: bool


@dataclass(frozen=True, slots=True)
class Features:
    """What the head weighs in a text: its letters and pairs of words, and its lemmas apart."""

    letters: tuple[Buckets, Values]
    lemmas: tuple[Buckets, Values]

    @classmethod
    def of(cls, text: str) -> Features:
        """Read `text`."""
        written = normalise(text)
        found = words(written)
        lemmas = lemmas_of(found)
        characters = (letters_of(written), reading_of(found))
        return cls(
            hashed(characters, lemmas, LETTER_BUCKETS, lengths=(2,)),
            hashed((), lemmas, LEMMA_BUCKETS, lengths=(1,)),
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of buckets, a row each: whole numbers of 8 bits, with a factor a column."""

    rows: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]

    def weigh(self, counted: tuple[Buckets, Values]) -> npt.NDArray[np.float32]:
        """Return the weighted sum of the rows of what was counted: a number a column."""
        buckets, values = counted
        return np.asarray((values @ self.rows.take(buckets, axis=0)) * self.scales)

    @classmethod
    def of(cls, values: npt.NDArray[Any]) -> Weights:
        """Round `values`, buckets × columns."""
        scales = np.abs(values).max(axis=0) / 127
        scales[scales == 0] = 1
        return cls(np.rint(values / scales).astype(np.int8), scales.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text was read: how likely it tells of distress, of which need, and for another."""

    likelihood: float
    needs: Mapping[Need, float]
    for_another: float

    @property
    def distress(self) -> Distress:
        """The need that it is taken for; the likelihoods of all needs add up to one."""
        likeliest = max(self.needs, key=self.needs.__getitem__)
        if self.needs[Need.SUICIDE] >= PRECAUTION:
            likeliest = Need.SUICIDE
        elif self.needs[likeliest] < UNSURE:
            likeliest = Need.DESPAIR
        return Distress(likeliest, self.for_another >= 0.5)


@dataclass(frozen=True, slots=True)
class DistressHead:
    """A logistic regression over needs and none of them, and one over whom it is about.

    The columns of the weights are none, each of `needs`, and for another. A text tells of
    distress where it is at least as likely as `threshold`, or one of its sentences as
    `sentence_threshold`.
    """

    needs: tuple[Need, ...]
    letters: Weights
    lemmas: Weights
    bias: npt.NDArray[np.float32]
    threshold: float
    sentence_threshold: float

    def find(self, text: str) -> Distress | None:
        """Return the distress that `text` tells of, None where it tells of none."""
        whole = self.read(text)
        if whole.likelihood >= self.threshold:
            return whole.distress
        read = map(self.read, sentences(text))
        surest = max(read, key=lambda one: one.likelihood, default=None)
        if surest is not None and surest.likelihood >= self.sentence_threshold:
            return surest.distress
        return None

    def read(self, text: str) -> Reading:
        """Return how `text` is read as a whole."""
        found = Features.of(text)
        sums = self.letters.weigh(found.letters) + self.lemmas.weigh(found.lemmas) + self.bias
        of_all = np.exp(sums[:-1] - sums[:-1].max())
        of_needs = of_all[1:] / of_all[1:].sum()
        return Reading(
            likelihood=float(1 - of_all[0] / of_all.sum()),
            needs=dict(zip(self.needs, of_needs.tolist(), strict=True)),
            for_another=float(1 / (1 + np.exp(-sums[-1]))),
        )

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the head as arrays, which `of` takes."""
        return {
            "version": np.array(VERSION),
            "needs": np.array(self.needs),
            "letters": self.letters.rows,
            "letter_scales": self.letters.scales,
            "lemmas": self.lemmas.rows,
            "lemma_scales": self.lemmas.scales,
            "bias": self.bias,
            "thresholds": np.array([self.threshold, self.sentence_threshold]),
        }

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> DistressHead:
        """Return the head of `arrays`.

        Raises ValueError where they were learnt for other features than the program's, and
        KeyError where one is missing.
        """
        version = int(arrays["version"])
        if version != VERSION:
            raise ValueError(f"weights for features {version}, the program has {VERSION}")
        threshold, sentence_threshold = arrays["thresholds"].tolist()
        return cls(
            needs=tuple(map(Need, arrays["needs"].tolist())),
            letters=Weights(arrays["letters"], arrays["letter_scales"]),
            lemmas=Weights(arrays["lemmas"], arrays["lemma_scales"]),
            bias=arrays["bias"],
            threshold=max(threshold, SURE),
            sentence_threshold=sentence_threshold,
        )


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`, none where it is but one."""
    parts = [part.strip() for part in _SENTENCES.split(text)]
    found = [part for part in parts if len(part) >= _LEAST]
    return found if len(found) > 1 else []


@cache
def bundled_distress_head() -> DistressHead:
    """Return the head of the bundled file."""
    with (
        (resources.files("assistant.safety") / MODEL).open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        return DistressHead.of(arrays)
