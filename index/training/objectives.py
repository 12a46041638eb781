"""The losses of the recipe."""

from __future__ import annotations

import torch
from torch.nn import functional

_SCALE = 20.0
_COSENT_SCALE = 20.0
_DISTILLED_SCALE = 12.0


def ranking(queries: torch.Tensor, passages: torch.Tensor) -> torch.Tensor:
    """Multiple negatives ranking: row i of `passages` is right for row i of `queries`.

    Further rows of `passages` are wrong for all (Henderson et al. 2017).
    """
    right = torch.arange(len(queries))
    return functional.cross_entropy(_SCALE * queries @ passages.T, right)


def both_ways(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """Ranking in both directions."""
    return (ranking(first, second) + ranking(second, first)) / 2


def choice(questions: torch.Tensor, right: torch.Tensor, wrong: torch.Tensor) -> torch.Tensor:
    """The right choice against the wrong ones of its own question: wrong is n × k × d."""
    options = torch.cat([right.unsqueeze(1), wrong], dim=1)
    products = _SCALE * torch.einsum("nd,nkd->nk", questions, options)
    return functional.cross_entropy(products, torch.zeros(len(questions), dtype=torch.long))


def ordered(first: torch.Tensor, second: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
    """CoSENT: pairs that are more alike have the greater cosine (Su 2022)."""
    cosines = _COSENT_SCALE * (first * second).sum(dim=1)
    differences = cosines[:, None] - cosines[None, :]
    lower = scores[:, None] < scores[None, :]
    wrong = differences[lower]
    return torch.logsumexp(torch.cat([torch.zeros(1), wrong]), dim=0)


def distilled(student: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
    """The likenesses within a batch as the teacher sees them (Kullback-Leibler divergence)."""
    own = torch.eye(len(student), dtype=torch.bool)
    seen = (_DISTILLED_SCALE * student @ student.T).masked_fill(own, -1e4)
    wanted = (_DISTILLED_SCALE * teacher @ teacher.T).masked_fill(own, -1e4)
    return functional.kl_div(
        functional.log_softmax(seen, dim=1),
        functional.softmax(wanted, dim=1),
        reduction="batchmean",
    )


def paired(first: torch.Tensor, second: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
    """Ranking in both directions, where a row is as right as the teacher holds it for alike."""
    wanted = functional.softmax(_SCALE * teacher @ teacher.T, dim=1)
    seen = _SCALE * first @ second.T
    one_way = functional.cross_entropy(seen, wanted)
    return (one_way + functional.cross_entropy(seen.T, wanted)) / 2
