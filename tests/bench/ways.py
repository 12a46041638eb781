"""The ways of finding that are put beside each other: what each needs, does and does not do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "requirements"
READING = REQUIREMENTS / "reading.txt"


@dataclass(frozen=True, slots=True)
class Way:
    """A way of finding: `function`, as `module:function`, opens it.

    `requirements` are the files that pin what is installed for it, in an environment of its own;
    `packages` those of which the versions are told; `command` a program that must be there.
    """

    name: str
    function: str
    does: str
    packages: Sequence[str] = ()
    requirements: Sequence[Path] = ()
    command: str = ""


SHARED = Way(
    "reading the question alone",
    "bench.ours:reading",
    "its vector and its terms, which is part of each way but Groonga and SQLite; nothing is found",
)
OURS = (
    Way(
        "ours, retrieval alone",
        "bench.ours:retrieval",
        "our vectors and terms, and the letters and readings of every view of a passage",
    ),
    Way(
        "ours, whole answers",
        "bench.ours:answers",
        "the same, reranked, understood, composed and cited",
    ),
)
SAME_WORK = Way(
    "ours, the same retrieval",
    "bench.ours_of_many:collection",
    "a collection on disk: our vectors in FAISS, our terms in tantivy, reciprocal rank fusion",
    ("faiss-cpu", "tantivy"),
)
ALTERNATIVES = (
    Way(
        "Haystack",
        "alternatives.haystack_hybrid:haystack_hybrid",
        "our vectors and terms in an in-memory store, BM25L, reciprocal rank fusion",
        ("haystack-ai",),
        (READING, REQUIREMENTS / "haystack.txt"),
    ),
    Way(
        "LangChain",
        "alternatives.langchain_ensemble:langchain_ensemble",
        "our vectors in FAISS, our terms in rank-bm25, reciprocal rank fusion",
        ("langchain-classic", "langchain-community", "rank-bm25", "faiss-cpu"),
        (READING, REQUIREMENTS / "langchain.txt"),
    ),
    Way(
        "txtai",
        "alternatives.txtai_hybrid:txtai_hybrid",
        "our vectors in FAISS, our terms in its BM25, a weighted sum of scores",
        ("txtai", "faiss-cpu"),
        (READING, REQUIREMENTS / "txtai.txt"),
    ),
    Way(
        "Groonga",
        "alternatives.groonga_mecab:groonga_mecab",
        "MeCab's tokens, any of them, TF-IDF; no vectors, so no fusion, and not our terms",
        command="groonga",
    ),
    Way(
        "SQLite FTS5",
        "alternatives.sqlite_trigrams:sqlite_over",
        "letter trigrams, BM25; no vectors, so no fusion, and not our terms",
    ),
)
