"""LangChain: FAISS and BM25 retrievers in an ensemble, joined by reciprocal rank fusion."""

from __future__ import annotations

from collections.abc import Sequence

from alternatives.work import Search, Work
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_community.vectorstores.utils import DistanceStrategy
from langchain_core.embeddings import Embeddings


def langchain_ensemble(work: Work) -> Search:
    """Build both retrievers and the ensemble; return question → ids."""

    class GivenVectors(Embeddings):
        """Embeds questions; the passages' vectors are handed over ready-made."""

        def embed_query(self, text: str) -> list[float]:
            return work.vector_of(text).tolist()

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            raise NotImplementedError(f"{len(texts)} passages have their vectors already")

    of_passages = dict(zip(work.texts, work.terms, strict=True))
    told = [{"id": one} for one in work.ids]
    words = BM25Retriever.from_texts(
        work.texts,
        metadatas=told,
        preprocess_func=lambda text: list(of_passages.get(text) or work.terms_of(text)),
        k=work.depth,
    )
    store = FAISS.from_embeddings(
        zip(work.texts, work.vectors, strict=True),
        GivenVectors(),
        metadatas=told,
        ids=list(work.ids),
        distance_strategy=DistanceStrategy.MAX_INNER_PRODUCT,
    )
    dense = store.as_retriever(search_kwargs={"k": work.depth})
    ensemble = EnsembleRetriever(retrievers=[words, dense], weights=[0.5, 0.5], id_key="id")

    def search(question: str) -> Sequence[str]:
        return [document.metadata["id"] for document in ensemble.invoke(question)][: work.depth]

    return search
