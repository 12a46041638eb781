"""Every place where the plan uses a word: 「『災害』の語が出てくる箇所を全部」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.draft import Draft
from assistant.asked import read_form
from assistant.lists import tell_item
from assistant.question import Question
from assistant.row_names import written
from assistant.source import Source
from assistant.whole_words import begins_in
from corpus.footnotes import without_markers
from corpus.plan import Kind, Passage
from index.morphology import normalise

_QUOTED = re.compile(r"[「『“\"‘][〜~…・]*([^「」『』“”\"‘’]{1,40}?)[〜~…・]*[」』”\"’]")
_WORD = "(?:語|言葉|ことば|単語|用語|ワード|フレーズ|文字|表現|言い回し|文言)"
_AS_WORD = re.compile(
    rf"[」』\"](?:(?:と(?:い|ゆ)う|の)?{_WORD}|と書|が書)|\b(?:word|term|phrase)\b"
)
# What a kind of passage is told apart by: 「『健診』の指標」.
_QUOTED_OF = re.compile(r"[」』]の ?(?:主な|成果)?([^、。「」『』は]{2,5})")
_CALLED = re.compile(
    r"(?P<word>[一-龯々ァ-ヺー・]{2,40}|[^、。,.\s「」『』]{2,40}?)"
    rf" ?(?:と(?:い|ゆ)う|って(?:いう)?|(?<!ど)の){_WORD}"
    r"|(?P<used>[一-龯々ァ-ヺー]{1,40}) ?(?:が|の)(?:出て|使われ|登場)"
    r"|\b(?:word|term|phrase) (?P<english>[\w-]+|[一-龯々ぁ-ヺー]+)"
)
_USED = re.compile(
    rf"{_WORD}|出て(?:く|き|い)|登場|使われ|使って|用い|含(?:む|ま|ん)|書(?:い|か)|載って|触れ|ふれ|言及|箇所|か所|記載|記述"
    r"|\b(?:words?|terms?|phrases?|appears?|occurs?|mention\w*|contain\w*|used?|passages?|places?)\b"
)
_EVERYWHERE = re.compile(
    r"何(?:箇所|か所|カ所)|どこ(?!の)|箇所|(?:と|ど)ころ|\b(?:every|each|where|all)\b"
)
_MEANING = re.compile(r"意味|とは|説明|定義|何のこと|\b(?:mean\w*|defin\w*|explain\w*)\b")
# Whatever kind of passage it is.
_ANY_KIND = re.compile(
    r"箇所|か所|(?:と|ど)ころ|記述|記載|文(?!化|字)|\b(?:passages?|places?|where)\b"
)


def words_looked_for(question: Question, source: Source) -> tuple[str, ...]:
    """Return the words of which every use is asked for, as the plan has them; () for none.

    A word is one that is quoted, or said to be a word; only one that the plan uses counts.
    """
    text, asked = question.spelled, question.asked
    listed = asked.enumerates or asked.counts or (asked.kinds and not asked.partners)
    everywhere = listed or _EVERYWHERE.search(text)
    of_kind = any(read_form(match[1]).kinds for match in _QUOTED_OF.finditer(text))
    if not everywhere or not (of_kind or _USED.search(text)) or _MEANING.search(text):
        return ()
    titles = {normalise(section.title) for section in source.plan.sections}
    parts = titles if not _AS_WORD.search(text) else set()
    # As it was put first: as the plan spells, numbers are in digits.
    for said in (normalise(question.text), text):
        quoted = [w for w in _QUOTED.findall(said) if w not in parts and not read_form(w).kinds]
        called = [match[match.lastgroup or 0] for match in _CALLED.finditer(said)]
        used = tuple(word for word in quoted or called if uses(word, source))
        if used:
            return used
    return ()


def uses(word: str, source: Source) -> tuple[Passage, ...]:
    """Return every passage that uses `word` in its text, a footnote also in its term.

    The boxes count where nothing else uses it; a Latin word that the plan itself does not use is
    looked for in its English.
    """
    wanted = normalise(word)
    if not wanted:
        return ()
    held = tuple(one for one in source.plan.passages if wanted in _words(one))
    told = tuple(one for one in held if not one.id.endswith(".partners")) or held
    english = source.companions.get("en")
    if told or english is None or not wanted.isascii():
        return told
    saying = {
        name
        for name, entry in english.passages.items()
        if begins_in(wanted, written(f"{entry.heading or ''}\n{entry.text}"))
    }
    return tuple(passage for passage in source.plan.passages if passage.id in saying)


def _words(passage: Passage) -> str:
    """The words of a passage; a heading other than a footnote's stands in its text too."""
    term = passage.heading if passage.kind is Kind.FOOTNOTE else ""
    return written(without_markers(f"{term}\n{passage.text}"))


def tell_uses(
    draft: Draft, words: Sequence[str], question: Question, source: Source
) -> tuple[Passage, ...]:
    """Tell every passage that uses one of `words`, of the kinds and sections that are named."""
    asked = question.asked
    kinds = (Kind.PARTNER,) if asked.partners else asked.kinds
    some = kinds and not _ANY_KIND.search(question.spelled)
    sections = set(question.sections) if not set(question.section_words) & set(words) else set()
    using = {passage.id for word in words for passage in uses(word, source)}
    every = tuple(passage for passage in source.plan.passages if passage.id in using)
    told = tuple(
        passage
        for passage in every
        if (not some or passage.kind in kinds) and (not sections or passage.section in sections)
    )
    if every and not told:
        draft.add(source.wording.word_not_there + "\n")
        told = every
    if told:
        named = source.joined(source.wording.quoted.format(name=word) for word in words)
        draft.add(source.wording.word_lead.format(words=named, count=len(told)) + "\n")
    for passage in told:
        tell_item(draft, passage, source)
    return told
