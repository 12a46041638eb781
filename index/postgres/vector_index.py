"""The index of vectors (HNSW, Malkov and Yashunin 2018): made once it is worth it, by one rule."""

from __future__ import annotations

from psycopg.sql import SQL, Composed, Identifier, Literal

from index.postgres.bounded import Connection

# Rows that are compared one by one with a query: up to so many that is fast enough, and exact.
EXACT_ROWS = 10_000
# Links of a row in each layer, and how many rows are weighed for them: pgvector's defaults.
LINKS = 16
WEIGHED = 64
# How many rows a search weighs; where a filter leaves too few of them, it goes on.
SEARCHED = 200
# A server takes a list of numbers for ten of them, and would sort the many before it sums them up.
SEARCH_SETTINGS = (
    f"SET hnsw.ef_search = {SEARCHED}; SET hnsw.iterative_scan = relaxed_order;"
    " SET enable_sort = off"
)


def dimension_typed(vector: SQL, dimension: int) -> Composed:
    """Return `vector` as the type of an index, which has vectors of one dimension."""
    return SQL("{}::halfvec({})").format(vector, Literal(dimension))


def indexed_rows(dimension: int) -> Composed:
    """Return the condition of the rows that are in the index of a dimension."""
    return SQL("vector_dims(vector) = {}").format(Literal(dimension))


def make_index(connection: Connection, dimension: int) -> None:
    """Make the index where there is none; who reads meanwhile is not kept waiting."""
    connection.execute(
        SQL(
            "CREATE INDEX IF NOT EXISTS {name} ON vectors USING hnsw (({typed}) halfvec_ip_ops)"
            " WITH (m = {links}, ef_construction = {weighed}) WHERE {indexed}"
        ).format(
            name=Identifier(f"vectors_hnsw_{dimension}"),
            typed=dimension_typed(SQL("vector"), dimension),
            links=Literal(LINKS),
            weighed=Literal(WEIGHED),
            indexed=indexed_rows(dimension),
        )
    )
