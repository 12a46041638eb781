"""Text as morphemes, read sentence by sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple

import fugashi
import pytest
import unidic_lite
from hypothesis import given
from hypothesis import strategies as st

from corpus.asks import NO_ASKS
from corpus.parse import bundled_plan_path, read_plan
from corpus.plan import Plan
from index.chunks import chunks
from index.morphology import is_place, morphemes, normalise, sentences, words


@given(st.text(max_size=80) | st.text(alphabet="介護 。、a1ケア\n　\u200b", max_size=40))
def test_sentences_hold_all_that_a_text_says(text: str) -> None:
    normalised = normalise(text)
    parts = sentences(normalised)
    assert "".join(parts) == normalised
    assert all(parts)


@given(st.lists(st.sampled_from(["介護を支える。", "3歳児。", "what supports carers", "福祉"])))
def test_a_morpheme_stands_where_it_says(parts: list[str]) -> None:
    normalised = normalise(" ".join(parts))
    for one in morphemes(normalised):
        assert normalised[one.start : one.start + len(one.surface)] == one.surface


def test_a_passage_reads_as_its_headings_and_sentences_do() -> None:
    plan = read_plan(bundled_plan_path())
    several = [one for one in chunks(plan, {}, NO_ASKS) if len(one.embedded) > 1]
    assert several
    for chunk in several:
        whole, *each = (Counter(map(astuple, words(normalise(text)))) for text in chunk.embedded)
        headings = Counter(map(astuple, words(normalise(f"{chunk.context}。"))))
        said = sum((one - headings for one in each), Counter())
        assert whole - headings == said, chunk.passage_id


def test_words_are_those_of_the_dictionary(plan: Plan) -> None:
    """As MeCab gives them with all their features: the first time a word is met and later."""
    tagger = fugashi.Tagger(f"-d {unidic_lite.DICDIR}")
    for _ in range(2):
        for passage in plan.passages:
            for sentence in sentences(normalise(passage.text)):
                nodes = tagger.parseToNodeList(sentence)
                found = words(sentence)
                assert [one.surface for one in found] == [node.surface for node in nodes]
                for word, node in zip(found, nodes, strict=True):
                    feature = node.feature
                    assert word.known is not node.is_unk
                    assert (word.word_class, word.word_subclass) == (
                        feature.pos1,
                        feature.pos2 if feature.pos2 != "*" else "",
                    )
                    if word.known:
                        assert (word.reading, word.kana) == (feature.lForm or "", feature.kana)
                        lemma = feature.orthBase if feature.pos2 == "固有名詞" else feature.lemma
                        assert word.lemma == ((lemma or "").split("-")[0] or word.surface)


@pytest.mark.parametrize("name", ["藤沢", "三浦", "横浜"])
def test_a_place_that_is_a_person_too(name: str) -> None:
    assert is_place(name)


@pytest.mark.parametrize("name", ["鈴木", "佐藤", "介護", "", "はなこ"])
def test_no_place(name: str) -> None:
    assert not is_place(name)
