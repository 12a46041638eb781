"""What people would search with instead: SQLite's full-text search with its trigram tokeniser."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from alternatives.work import Search, Work


def sqlite_over(work: Work) -> Search:
    """Index the passages of `work`; return question → ids."""
    return sqlite_trigrams(work.ids, work.texts, work.depth)


def sqlite_trigrams(ids: Sequence[str], texts: Sequence[str], depth: int) -> Search:
    """Index `texts` by FTS5; return query → the ids of the `depth` best."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE passages USING fts5(id, text, tokenize = 'trigram')")
    rows = zip(ids, texts, strict=True)
    database.executemany("INSERT INTO passages VALUES (?, ?)", rows)

    def search(query: str) -> Sequence[str]:
        grams = {query[start : start + 3] for start in range(len(query) - 2)}
        wanted = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in sorted(grams))
        sql = "SELECT id FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?"
        return [row[0] for row in database.execute(sql, (wanted or '"?"', depth))]

    return search
