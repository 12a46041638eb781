"""The encoder with all heads upon it, as it is tuned."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from transformers import BertModel

from assistant.safety.distress import Need
from assistant.training.samples import Sample
from assistant.understanding.tags import ACTS, TAGS, TURNS

# Of labels for which nothing is said.
_UNSAID = -100
_DROPPED = 0.1
# What a tag's examples count beside those without it, since a tag is rare.
WEIGHT_OF_TAG = 2.0
# How much each loss counts, by the sizes that they have when they have been learnt.
_OF_TAGS, _OF_SUBJECT = 0.5, 2.0


@dataclass(frozen=True)
class Batch:
    """Samples side by side, padded: numbers and `kept` are n × pieces."""

    numbers: torch.Tensor
    kept: torch.Tensor
    about: torch.Tensor
    has_about: torch.Tensor
    acts: torch.Tensor
    turns: torch.Tensor
    tags: torch.Tensor
    has_tags: torch.Tensor
    weights: torch.Tensor
    distress: torch.Tensor
    needs: torch.Tensor
    another: torch.Tensor

    @classmethod
    def of(cls, samples: list[Sample], padding: int = 1) -> Batch:
        """Lay samples side by side."""
        longest = max(len(one.numbers) for one in samples)

        def labels(name: str) -> torch.Tensor:
            values = [getattr(one, name) for one in samples]
            return torch.tensor([_UNSAID if value < 0 else value for value in values])

        numbers = torch.full((len(samples), longest), padding)
        about = torch.zeros(len(samples), longest)
        tags = torch.zeros(len(samples), len(TAGS))
        for row, one in enumerate(samples):
            numbers[row, : len(one.numbers)] = torch.tensor(one.numbers)
            if one.about is not None:
                about[row, : len(one.about)] = torch.tensor(one.about)
            tags[row, list(one.tags or ())] = 1.0
        lengths = torch.tensor([len(one.numbers) for one in samples])
        return cls(
            numbers,
            torch.arange(longest)[None] < lengths[:, None],
            about,
            torch.tensor([one.about is not None for one in samples]),
            labels("act"),
            labels("turn"),
            tags,
            torch.tensor([one.tags is not None for one in samples]),
            torch.tensor([one.weight for one in samples]),
            labels("distress"),
            labels("need"),
            labels("for_another"),
        )


@dataclass(frozen=True)
class Logits:
    """What the heads say of a batch; `about` is n × pieces."""

    acts: torch.Tensor
    turns: torch.Tensor
    tags: torch.Tensor
    about: torch.Tensor
    distress: torch.Tensor
    needs: torch.Tensor
    another: torch.Tensor


class Heads(torch.nn.Module):
    """Linear heads over the mean of the vectors and over one that attends to some of them."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.attention = torch.nn.Linear(width, 1)
        self.about = torch.nn.Linear(width, 1)
        self.sizes = [len(ACTS), len(TURNS), len(TAGS), 1, len(Need), 1]
        self.whole = torch.nn.Linear(2 * width, sum(self.sizes))

    def forward(self, vectors: torch.Tensor, kept: torch.Tensor) -> Logits:
        """Return the logits for vectors, n × pieces × width."""
        mask = kept[..., None].float()
        mean = (vectors * mask).sum(1) / mask.sum(1)
        scores = self.attention(vectors).squeeze(-1).masked_fill(~kept, -1e4)
        attended = (vectors * scores.softmax(1)[..., None]).sum(1)
        said = torch.split(self.whole(torch.cat([mean, attended], 1)), self.sizes, dim=1)
        acts, turns, tags, distress, needs, another = said
        about = self.about(vectors).squeeze(-1)
        return Logits(acts, turns, tags, about, distress[:, 0], needs, another[:, 0])


class Network(torch.nn.Module):
    """The encoder and its heads. The table of pieces stays as it is, the marks are learnt."""

    def __init__(self, bert: BertModel, marks: torch.Tensor) -> None:
        super().__init__()
        self.bert = bert
        for parameter in bert.embeddings.parameters():
            parameter.requires_grad_(False)
        self.pieces = bert.embeddings.word_embeddings.weight.shape[0]
        self.marks = torch.nn.Parameter(marks)
        self.dropout = torch.nn.Dropout(_DROPPED)
        self.heads = Heads(marks.shape[1])

    def vectors(self, numbers: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:
        """Return a vector a piece: n × pieces × width."""
        known = self.bert.embeddings.word_embeddings(numbers.clamp(max=self.pieces - 1))
        marks = self.marks[(numbers - self.pieces).clamp(min=0)]
        embedded = torch.where((numbers >= self.pieces)[..., None], marks, known)
        found = self.bert(inputs_embeds=embedded, attention_mask=kept.long())
        return torch.as_tensor(found.last_hidden_state)

    def forward(self, batch: Batch) -> Logits:
        """Return the logits of a batch."""
        vectors = self.dropout(self.vectors(batch.numbers, batch.kept))
        said: Logits = self.heads(vectors, batch.kept)
        return said


def loss(said: Logits, batch: Batch) -> torch.Tensor:
    """Return what is wrong with what the heads say, one number."""
    size = len(batch.weights)
    whole = torch.zeros(())
    for logits, labels in (
        (said.acts, batch.acts),
        (said.turns, batch.turns),
        (said.needs, batch.needs),
    ):
        of = torch.nn.functional.cross_entropy(
            logits, labels, reduction="none", ignore_index=_UNSAID
        )
        whole = whole + (of * batch.weights).sum() / size
    for logits, labels in ((said.distress, batch.distress), (said.another, batch.another)):
        known = labels != _UNSAID
        of = _binary(logits, labels.clamp(min=0).float())
        whole = whole + (of * known * batch.weights).sum() / size
    of = _binary(said.tags, batch.tags, 1 + (WEIGHT_OF_TAG - 1) * batch.tags).sum(1)
    whole = whole + _OF_TAGS * (of * batch.has_tags * batch.weights).sum() / size
    of = (_binary(said.about, batch.about) * batch.kept).sum(1) / batch.kept.sum(1)
    return whole + _OF_SUBJECT * (of * batch.has_about * batch.weights).sum() / size


def _binary(
    logits: torch.Tensor, labels: torch.Tensor, weight: torch.Tensor | None = None
) -> torch.Tensor:
    return torch.nn.functional.binary_cross_entropy_with_logits(
        logits, labels, weight=weight, reduction="none"
    )
