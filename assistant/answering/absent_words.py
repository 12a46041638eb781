"""Words of a question that the plan does not use and that nothing cited is like: 避難所, 不登校.

Who asks for them learns so before what comes near, which would pass for an answer otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.source import Source
from assistant.understanding.query import Query
from corpus.footnotes import without_markers
from corpus.plan import Passage, Plan
from index.morphology import Morpheme, morphemes, normalise
from index.once import of_plan
from index.terms import english_terms, noun_terms, text_of_plan

_NOUNS = frozenset({"名詞", "接頭辞", "接尾辞", "形状詞"})
# What may stand between the parts of a compound: 障害者雇用 and 障害者の雇用.
_BETWEEN = "[ぁ-ん、・]{0,2}"
_KANA, _KANJI = re.compile("[ぁ-んー]+"), re.compile("[一-龯]")
# A word is like another from this cosine: of 58 blind questions with a word that the plan does not
# use, 13 of 16 that it does not answer have one below, and 19 of 42 that it does.
_ALIKE = 0.33
_MOST = 2
# In words: of a long question in English many are no subject.
_SHORT = 2
_LATIN = re.compile("[a-z]{4,}")
_SAME = 0.99


@dataclass(frozen=True, slots=True)
class Absent:
    """Words of a topic that the plan has not; `is_all` where the topic has no other.

    They are `the_subject` where nothing else is spoken of: beside other things they mostly tell of
    the asker's life. Of 39 blind questions with one beside others four were of it, of eleven with
    nothing else seven. A word that a companion or a way to ask has for a cited passage is known,
    though not the plan's.
    """

    words: tuple[str, ...] = ()
    is_all: bool = False
    the_subject: bool = False


def absent_words(query: Query, cited: Sequence[Passage], source: Source) -> Absent:
    """Return the words of the topic that the plan has not, unlike all words of `cited`.

    Japanese compounds; English words of a short question, which the plan's English may have. What
    is carried over from the turn before was looked at then.
    """
    found = (*_japanese(query, source.plan), *_english(query, source))
    named = [pair for pair in found if pair[0] not in query.carried]
    unlike = _unlike([name for name, is_used in named if not is_used], cited, source)
    if not unlike:
        return Absent()
    is_all = len(unlike) == len(named) and not _is_known(unlike, cited, source)
    return Absent(tuple(unlike[:_MOST]), is_all, len(query.topics) <= len(unlike))


def leaves_out_added(query: Query, cited: Sequence[Passage], source: Source) -> bool:
    """Return whether `cited` has nothing like what a turn adds to the topic carried over."""
    added = [one for one in query.topics if one != query.carried] if query.carried else []
    names = list(dict.fromkeys(map(_surface, _compounds(added))))
    return bool(names) and len(_unlike(names, cited, source)) == len(names)


def _unlike(names: Sequence[str], cited: Sequence[Passage], source: Source) -> list[str]:
    """Those of `names` that no word of `cited` is like."""
    words = [word for passage in cited for word in _words_of(passage, source)]
    if not names or not words:
        return []
    embedder = source.index.embedder
    likeness = (embedder.queries(names) @ embedder.passages(words).T).max(axis=1).tolist()
    return [name for name, near in zip(names, likeness, strict=True) if near < _ALIKE]


def absent_compounds(query: Query, plan: Plan) -> tuple[str, ...]:
    """Return the compounds of two nouns or more of the topic that the plan does not use."""
    said = text_of_plan(plan.lines)
    found = (one for one in _compounds(query.topics) if sum(map(_is_noun, one)) > 1)
    return tuple(_surface(one) for one in found if not _is_used(one, said))


def _is_noun(word: Morpheme) -> bool:
    return word.word_class == "名詞"


def _japanese(query: Query, plan: Plan) -> Iterator[tuple[str, bool]]:
    """Each compound of the topic, and whether the plan uses it."""
    said = text_of_plan(plan.lines)
    named = {_surface(one): one for one in _compounds(query.topics)}
    for name, one in named.items():
        if _is_word(name, query.text):
            yield name, _is_used(one, said)


def _english(query: Query, source: Source) -> Iterator[tuple[str, bool]]:
    """Each English word of a short topic, and whether the plan's English uses it."""
    names = [word for word in _LATIN.findall(query.topic) if english_terms(word)]
    if source.lang != "en" or "en" not in source.companions or len(names) > _SHORT:
        return
    entries = source.companions["en"].passages.values()
    used = _terms_of("\n".join(f"{one.heading or ''} {one.text}" for one in entries))
    for name in dict.fromkeys(names):
        yield name, used.issuperset(english_terms(name))


@of_plan
def _terms_of(text: str) -> frozenset[str]:
    return frozenset(english_terms(text))


def _is_known(names: Sequence[str], cited: Sequence[Passage], source: Source) -> bool:
    """Whether a view of what is cited has a noun of `names`."""
    nouns = list(dict.fromkeys(noun for name in names for noun in noun_terms(name)))
    likeness = source.index.likenesses(nouns)
    ids = {passage.id for passage in cited}
    places = [n for n, one in enumerate(source.plan.passages) if one.id in ids]
    return bool(len(likeness) and (likeness[:, places] >= _SAME).any())


def _words_of(passage: Passage, source: Source) -> tuple[str, ...]:
    return _words(source.wording(passage))


@of_plan
def _words(text: str) -> tuple[str, ...]:
    own = normalise(without_markers(text))
    found = [*map(_surface, _compounds([own])), *noun_terms(own)]
    return tuple(dict.fromkeys(found))


def _compounds(texts: Sequence[str]) -> Iterator[tuple[Morpheme, ...]]:
    """The runs of nouns of texts."""
    for text in texts:
        run: list[Morpheme] = []
        end = -1
        for word in (*morphemes(text), None):
            is_noun = word is not None and word.word_class in _NOUNS and _is_named(word)
            if run and not (is_noun and word is not None and word.start == end):
                if any(map(_is_noun, run)):
                    yield tuple(run)
                run = []
            if word is not None:
                run += [word] * is_noun
                end = word.start + len(word.surface)


def _is_named(word: Morpheme) -> bool:
    return not (word.surface.isascii() or word.word_subclass == "数詞")


def _is_word(name: str, text: str) -> bool:
    """Whether a run of nouns is no slip of the dictionary's in a text without kanji."""
    return len(name) > 1 and not (_KANA.fullmatch(name) and not _KANJI.search(text))


def _is_used(compound: Sequence[Morpheme], said: str) -> bool:
    """Whether the plan has a compound; its suffix may be another: 待機児童 of 待機児童数."""
    while len(compound) > 1 and compound[-1].word_class == "接尾辞":
        compound = compound[:-1]
    parts = [re.escape(one.surface) for one in compound]
    return bool(re.search(_BETWEEN.join(parts), said))


def _surface(compound: Sequence[Morpheme]) -> str:
    return "".join(one.surface for one in compound)
