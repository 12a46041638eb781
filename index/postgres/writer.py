"""Puts plans into PostgreSQL, in one transaction: readers see them once it has ended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from psycopg.sql import SQL, Composed, Identifier

from corpus.about import About
from index.collection.bm25 import kept_length
from index.collection.kept_terms import kept_term
from index.collection.protocols import Entry
from index.errors import IndexWriteError
from index.postgres.binary_rows import HEADER, TRAILER, vector_rows
from index.postgres.bounded import Connection
from index.postgres.plan_files import PlanFiles, read_files
from index.postgres.vector_index import EXACT_ROWS, make_index

TABLES = ("plans", "plan_files", "passages", "vectors", "postings")
_UNKEPT = re.compile("[\0\ud800-\udfff]")
_PLANS = """
INSERT INTO plans (plan_id, city, city_en, period, digest, files_digest,
    dimension, passages, rows, terms)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_VERSION = """
INSERT INTO collection (single, version) VALUES (true, %s)
ON CONFLICT (single) DO UPDATE SET version = excluded.version
"""


@dataclass
class _Postings:
    """The passages that hold a term: their numbers, how often each, and how long each is."""

    numbers: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)


class PostgresPlanWriter:
    """Puts and removes plans by a connection that is in a transaction, while it alone writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._changed = False

    def has(self, plan_id: str, digest: str) -> bool:
        """Return whether the plan is kept already, made from what `digest` is of."""
        # An unknown plan may be any text, also one that PostgreSQL does not take.
        rows = self._connection.execute("SELECT plan_id, digest FROM plans")
        return (plan_id, digest) in set(rows)

    def put(self, about: About, digest: str, folder: Path, entries: Iterable[Entry]) -> None:
        """Keep a plan.

        Raises IndexWriteError where its vectors differ in length or a text is none of a database.
        """
        _refuse_unkept((about.city, about.city_en, about.period, digest))
        found = list(entries)
        files = read_files(folder)
        dimension = _dimension(found)
        self._remove(SQL("plan_id = %s"), about.id)
        terms = self._put_postings(about.id, found)
        self._put_passages(about.id, found)
        rows = self._put_vectors(about.id, found)
        self._put_files(about.id, files)
        self._connection.execute(
            _PLANS,
            [
                *(about.id, about.city, about.city_en, about.period),
                *(digest, files.digest, dimension, len(found), rows, terms),
            ],
        )
        self._changed = True

    def keep_only(self, plan_ids: Sequence[str]) -> None:
        """Remove every plan but these."""
        kept = {plan_id for (plan_id,) in self._connection.execute("SELECT plan_id FROM plans")}
        removed = sorted(kept - set(plan_ids))
        if removed:
            self._remove(SQL("plan_id = ANY(%s)"), removed)
            self._changed = True

    def finish(self) -> None:
        """Give the collection its new version. Raises IndexWriteError where plans do not fit."""
        if not self._changed:
            return
        of_plans = self._connection.execute(
            "SELECT dimension, min(plan_id), sum(rows) FROM plans WHERE rows > 0 GROUP BY dimension"
        ).fetchall()
        if len(of_plans) > 1:
            told = ", ".join(f"{length} values of {plan}" for length, plan, _ in of_plans)
            message = f"the vectors of plans differ in length ({told}), and all is as it was"
            raise IndexWriteError(f"{message}: put all plans again in one go, made by one model")
        for dimension, _, rows in of_plans:
            if rows > EXACT_ROWS:
                make_index(self._connection, dimension)
        self._connection.execute(_VERSION, [uuid4()])

    def _remove(self, which: SQL, value: object) -> None:
        for table in TABLES:
            delete = SQL("DELETE FROM {} WHERE {}").format(Identifier(table), which)
            self._connection.execute(delete, [value])

    def _put_passages(self, plan_id: str, entries: Sequence[Entry]) -> None:
        rows = (
            (plan_id, number, entry.passage_id.encode("utf-8", "surrogatepass"))
            for number, entry in enumerate(entries)
        )
        self._copy("passages", ("text", "int4", "bytea"), rows)

    def _put_vectors(self, plan_id: str, entries: Sequence[Entry]) -> int:
        rows = 0
        with (
            self._connection.cursor() as cursor,
            cursor.copy("COPY vectors (plan_id, number, row, vector) FROM STDIN BINARY") as copy,
        ):
            copy.write(HEADER)
            for number, entry in enumerate(entries):
                if len(entry.vectors):
                    copy.write(vector_rows(plan_id, number, entry.vectors))
                    rows += len(entry.vectors)
            copy.write(TRAILER)
        return rows

    def _put_postings(self, plan_id: str, entries: Sequence[Entry]) -> int:
        """Keep the terms of the passages; return how many there are, each as often as it stands."""
        postings: dict[str, _Postings] = {}
        total = 0
        for number, entry in enumerate(entries):
            length = kept_length(len(entry.terms))
            total += len(entry.terms)
            for term, count in Counter(map(kept_term, entry.terms)).items():
                of_term = postings.setdefault(term, _Postings())
                of_term.numbers.append(number)
                of_term.counts.append(count)
                of_term.lengths.append(length)
        rows = (
            (plan_id, term, len(one.numbers), one.numbers, one.counts, one.lengths)
            for term, one in sorted(postings.items())
        )
        self._copy("postings", ("text", "text", "int4", "int4[]", "int4[]", "int4[]"), rows)
        return total

    def _put_files(self, plan_id: str, files: PlanFiles) -> None:
        rows = ((plan_id, name, content) for name, content in files.contents())
        self._copy("plan_files", ("text", "bytea", "bytea"), rows)

    def _copy(self, table: str, types: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
        statement: Composed = SQL("COPY {} FROM STDIN BINARY").format(Identifier(table))
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)


def _refuse_unkept(texts: Iterable[str]) -> None:
    for text in texts:
        if _UNKEPT.search(text):
            raise IndexWriteError(f"no database takes NUL or half a letter: {text!r}")


def _dimension(entries: Sequence[Entry]) -> int:
    of_passages = {
        entry.vectors.shape[1]: entry.passage_id for entry in entries if len(entry.vectors)
    }
    if len(of_passages) > 1:
        told = ", ".join(f"{length} values of {one}" for length, one in of_passages.items())
        raise IndexWriteError(f"the vectors of a plan differ in length ({told})")
    return next(iter(of_passages), 0)
