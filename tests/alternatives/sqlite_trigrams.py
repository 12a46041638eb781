"""What people would search with instead: SQLite's full-text search with its trigram tokeniser."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from corpus.plan import Plan


def sqlite_trigrams(plan: Plan) -> Callable[[str], Sequence[str]]:
    """Index the passages of `plan` by FTS5; return query → the ids of the ten best."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE passages USING fts5(id, text, tokenize = 'trigram')")
    rows = [(passage.id, passage.text) for passage in plan.passages]
    database.executemany("INSERT INTO passages VALUES (?, ?)", rows)

    def search(query: str) -> Sequence[str]:
        grams = {query[start : start + 3] for start in range(len(query) - 2)}
        wanted = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in sorted(grams))
        sql = "SELECT id FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT 10"
        return [row[0] for row in database.execute(sql, (wanted or '"?"',))]

    return search
