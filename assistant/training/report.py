"""How right the heads are on samples that were held out."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from assistant.training.network import Batch, Logits


def _share(hits: float, of: float) -> float:
    return round(hits / max(of, 1.0), 4)


def _found(said: torch.Tensor, meant: torch.Tensor) -> dict[str, float]:
    hits = float((said & meant).sum())
    return {
        "n": int(meant.sum()),
        "precision": _share(hits, float(said.sum())),
        "recall": _share(hits, float(meant.sum())),
    }


def measured(said: Sequence[Logits], batches: Sequence[Batch]) -> dict[str, dict[str, float]]:
    """Return the accuracy of acts, turns and needs; precision and recall of tags and the rest."""
    report: dict[str, dict[str, float]] = {}
    for name, of in (("acts", "acts"), ("turns", "turns"), ("needs", "needs")):
        labels = torch.cat([getattr(batch, of) for batch in batches])
        best = torch.cat([getattr(one, name).argmax(1) for one in said])
        known = labels >= 0
        right = float((best == labels)[known].sum())
        report[name] = {"n": int(known.sum()), "accuracy": _share(right, float(known.sum()))}
    tags = torch.cat([one.tags for one in said]) > 0
    meant = torch.cat([batch.tags for batch in batches]) > 0
    has_tags = torch.cat([batch.has_tags for batch in batches])
    report["tags"] = _found(tags[has_tags], meant[has_tags])
    about = [
        ((one.about > 0) & batch.kept & batch.has_about[:, None], batch.about > 0)
        for one, batch in zip(said, batches, strict=True)
    ]
    report["about"] = _found(
        torch.cat([found.flatten() for found, _ in about]),
        torch.cat([marked.flatten() for _, marked in about]),
    )
    distress = torch.cat([batch.distress for batch in batches])
    known = distress >= 0
    likely = torch.cat([one.distress for one in said])[known] > 0
    report["distress"] = _found(likely, distress[known] > 0)
    return report
