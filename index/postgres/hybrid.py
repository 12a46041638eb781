"""The one statement that searches the passages of many plans, made for what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources

import numpy as np
from psycopg.sql import SQL, Composed

from index.collection.bm25 import K1, B
from index.collection.fused import DEPTH, RANK_CONSTANT, SAME
from index.collection.protocols import CollectionHit
from index.postgres.bounded import Connection
from index.postgres.vector_index import dimension_typed, indexed_rows
from index.protocols import Floats

_HYBRID = (resources.files("index.postgres") / "hybrid.sql").read_text(encoding="utf-8")
_ALL = SQL("TRUE")
_THESE = SQL("plan_id = ANY(%(plans)s)")
_NONE = SQL("SELECT plan_id, number, NULL::float8 AS product FROM vectors WHERE FALSE")
# Compared in single precision, as by the reference: the rows alone are kept in half of it.
_EVERY_ROW = SQL(
    """
    SELECT plan_id, number, -(vector::vector <#> %(vector)s::vector) AS product
    FROM vectors
    WHERE {chosen}
    """
)
_BY_INDEX = SQL(
    """
    SELECT plan_id, number, -(vector::vector <#> %(vector)s::vector) AS product
    FROM (
        SELECT plan_id, number, vector
        FROM vectors
        WHERE {indexed} AND {chosen}
        ORDER BY {typed} <#> {query}
        LIMIT %(rows)s
    ) AS near
    """
)
# How many times as many vectors as passages are looked for.
_ROWS_PER_PASSAGE = 3


def search(
    connection: Connection,
    vector: Floats,
    terms: Mapping[str, float],
    k: int,
    plans: Sequence[str] | None,
    by_index: bool,
) -> list[CollectionHit]:
    """Return the `k` best passages of `plans`, or of all.

    `by_index` is whether the nearest vectors are looked up in their index, not compared one by
    one. To a zero vector nothing is near.
    """
    near = 0 < float(np.linalg.norm(vector)) < np.inf
    asked = {
        "vector": _text(vector),
        "terms": list(terms),
        "weights": list(terms.values()),
        "plans": None if plans is None else list(plans),
        "k": k,
        "depth": DEPTH,
        "rows": DEPTH * _ROWS_PER_PASSAGE,
        "same": SAME,
        "rank_constant": RANK_CONSTANT,
        "k1": K1,
        "b": B,
    }
    statement = _statement(len(vector), plans is None, near, by_index)
    rows = connection.execute(statement, asked)
    return [
        CollectionHit(plan_id, passage_id.decode("utf-8", "surrogatepass"), score)
        for plan_id, passage_id, score in rows
    ]


def _statement(dimension: int, every_plan: bool, near: bool, by_index: bool) -> Composed:
    chosen = _ALL if every_plan else _THESE
    if not near:
        nearest = Composed([_NONE])
    elif by_index:
        typed = dimension_typed(SQL("vector"), dimension)
        query = dimension_typed(SQL("%(vector)s"), dimension)
        indexed = indexed_rows(dimension)
        nearest = _BY_INDEX.format(chosen=chosen, indexed=indexed, typed=typed, query=query)
    else:
        nearest = _EVERY_ROW.format(chosen=chosen)
    return SQL(_HYBRID).format(nearest=nearest, chosen=chosen)


def _text(vector: Floats) -> str:
    return "[" + ",".join(f"{value:.9g}" for value in vector) + "]"
