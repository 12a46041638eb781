"""Groonga: full-text search over the tokens of MeCab, ranked by TF-IDF; it has no vectors.

A question is put to it as its tokens, any of which may be there; its own similar search (`*S"…"`)
is faster, but found a right passage less often (.33 to .43 of our questions).
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alternatives.work import Search, Work

_SCHEMA = (
    "plugin_register tokenizers/mecab",
    "table_create Passages TABLE_HASH_KEY ShortText",
    "column_create Passages text COLUMN_SCALAR Text",
    "table_create Terms TABLE_PAT_KEY ShortText"
    " --default_tokenizer TokenMecab --normalizer NormalizerAuto",
    "column_create Terms index COLUMN_INDEX|WITH_POSITION Passages text",
)


class _Groonga:
    """A process of Groonga over a database of its own, which takes a command a line."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            ["groonga", "-n", str(Path(self._folder.name) / "passages")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, command: str) -> Any:
        """Run a command and return what it gives; RuntimeError with Groonga's own words."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        head, *body = json.loads(self._process.stdout.readline())
        if head[0] != 0:
            raise RuntimeError(f"groonga: {head[3]}")
        return body[0]


def groonga_mecab(work: Work) -> Search:
    """Fill a database; return question → ids."""
    database = _Groonga()
    for command in _SCHEMA:
        database.tell(command)
    passages = zip(work.ids, work.texts, strict=True)
    rows = [{"_key": one, "text": text} for one, text in passages]
    database.tell("load --table Passages\n" + json.dumps(rows, ensure_ascii=False))

    def search(question: str) -> Sequence[str]:
        tokens = database.tell(f"tokenize TokenMecab {_quoted(question)} NormalizerAuto")
        wanted = " OR ".join(_quoted(one) for one in dict.fromkeys(t["value"] for t in tokens))
        found = database.tell(
            f'select Passages --match_columns "scorer_tf_idf(text)" --query {_quoted(wanted)}'
            f" --output_columns _key --sort_keys -_score --limit {work.depth}"
        )
        return [row[0] for row in found[0][2:]]

    return search


def _quoted(text: str) -> str:
    """A text as an argument of a command, or as a word of a query: both escape as JSON does."""
    return json.dumps(text, ensure_ascii=False)
