"""What speaks for and against the plan answering a query, from the passages judged likeliest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.evidence.answer_types import is_needing
from assistant.evidence.signals import Signals
from assistant.understanding.query import Act, AnswerType, Query
from index.protocols import Floats

_LOOKED_AT = 8
_LIKELY = 0.3
_LEAST = 1e-6
_ACTS = (Act.COMPARE, Act.COUNT, Act.DEFINE, Act.FIGURE, Act.LIST, Act.PARTNERS)
_TYPES = tuple(kind for kind in AnswerType if is_needing(kind))


def answer_signals(
    query: Query, found: Signals, ranked: Sequence[int], probabilities: Floats
) -> dict[str, float]:
    """Return the signals of `query` by name.

    `ranked` are the numbers of passages, likeliest first, with their `probabilities`. Besides the
    likeliest passage's own signals there are those of the query and of what stands beside it.
    """
    best = list(ranked[:_LOOKED_AT])
    likely = np.zeros(_LOOKED_AT)
    likely[: len(best)] = probabilities[: len(best)]
    logits = np.log((likely + _LEAST) / (1 - likely + _LEAST))
    names = tuple(found.columns)
    near = found.table(names)[best]
    first = dict(zip(names, near[0].tolist(), strict=True))
    columns = dict(zip(names, near.T, strict=True))
    none = float(np.prod(1 - likely))
    held = columns["holds_type"] * likely[: len(best)]
    return {
        "first": logits[0],
        "second": logits[1],
        "third": logits[2],
        "any": float(np.log((1 - none + _LEAST) / (none + _LEAST))),
        "likely": float((likely > _LIKELY).sum()),
        **first,
        "most_coverage": float(columns["coverage"].max()),
        "most_coverage_of_text": float(columns["coverage_of_text"].max()),
        "held_near": float(held.max() / (likely[0] + _LEAST)),
        **_of_query(query, first["lacks_type"]),
    }


def _of_query(query: Query, lacks: float) -> dict[str, float]:
    """What is asked for, and what of it the likeliest passage `lacks`."""
    return {
        "elsewhere": float(bool(query.elsewhere)),
        "years": float(bool(query.years)),
        "rows": float(bool(query.rows)),
        "kinds": float(bool(query.kinds)),
        "sections": float(bool(query.scope.sections)),
        "wants_number": float(query.answer_type is AnswerType.NUMBER),
        **{f"lacks_{kind.value}": lacks * (query.answer_type is kind) for kind in _TYPES},
        **{f"is_{act.value}": float(query.act is act) for act in _ACTS},
    }
