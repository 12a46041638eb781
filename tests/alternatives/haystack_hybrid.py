"""Haystack: in-memory store, embedding and BM25 retrievers, reciprocal rank fusion.

After Haystack's own guide to hybrid retrieval, without the reranker, which needs a model of a hub.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alternatives.work import Search, Work
from haystack import Document, Pipeline, component
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore


def haystack_hybrid(work: Work) -> Search:
    """Fill the store and wire the pipeline; return question → ids."""

    @component
    class QuestionReader:
        """Hands on a question's vector and its terms, between spaces."""

        @component.output_types(embedding=list[float], terms=str)
        def run(self, question: str) -> dict[str, Any]:
            terms = " ".join(work.terms_of(question))
            return {"embedding": work.vector_of(question).tolist(), "terms": terms}

    store = InMemoryDocumentStore(bm25_tokenization_regex=r"\S+", return_embedding=False)
    store.write_documents(
        [
            Document(id=one, content=" ".join(terms), embedding=vector.tolist())
            for one, terms, vector in zip(work.ids, work.terms, work.vectors, strict=True)
        ]
    )
    pipeline = Pipeline()
    pipeline.add_component("reader", QuestionReader())
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=work.depth))
    pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=work.depth))
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=work.depth)
    pipeline.add_component("joined", joiner)
    pipeline.connect("reader.embedding", "dense.query_embedding")
    pipeline.connect("reader.terms", "words.query")
    pipeline.connect("dense", "joined")
    pipeline.connect("words", "joined")

    def search(question: str) -> Sequence[str]:
        found = pipeline.run({"reader": {"question": question}})
        return [document.id for document in found["joined"]["documents"]]

    return search
