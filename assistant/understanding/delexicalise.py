"""A question without its subject matter: entities by their kind, other content words masked.

What a head learns from is how people ask, never what of: 「出生数はいくつ?」 and
「ごみの量はいくつ?」 are the same text here. Words of asking are those that stand in the examples
outside placeholders.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.limits import MOST_TOPICS
from assistant.understanding.entities import Entity, EntityKind
from index.morphology import Morpheme, morphemes, normalise
from index.numerals import with_digits
from index.terms import english_terms

# A letter of the private use area (Unicode 16, chapter 23) stands for each kind of entity.
_LETTER = {kind: chr(0xE000 + number) for number, kind in enumerate(EntityKind)}
TOPIC, DO = chr(0xE040), chr(0xE041)
_PLACEHOLDER = {f"{{{kind.value}}}": letter for kind, letter in _LETTER.items()}
_PLACEHOLDER |= {"{topic}": TOPIC, "{do}": DO, "{section}s": _LETTER[EntityKind.SECTION]}
_IN_BRACES = re.compile(r"\{[a-z]+\}")
_MASKS = re.compile("[\ue000-\ue0ff]")
# One way to read what is between: with 「の{DO}」 beside 「の」 and 「{DO}」 there were 2ⁿ.
_TOPICS = re.compile(f"{TOPIC}(?:(?:の|と|や|・|、|,| |and|of|or|{DO}|of the)*{TOPIC})+")
_QUOTATION = re.compile(r"([「『][^「」『』]{1,80}[」』])")
_CIRCLED = re.compile("[①-⑳]")
_SUPERSCRIPTS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_TO_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LEADING = frozenset({"が", "けど", "けれど", "けれども", "けども"})
_HOW_MANY = frozenset({"何", "幾"})
_RUN = re.compile("[一-龯々ァ-ヶー]{3,}")
# What may stand between words of one topic.
_JOINS = re.compile(r"(?:[のとや・、,/\s]|への|との|からの){0,2}")
# Verbs and adjectives with an ending.
_INFLECTED = frozenset({"動詞", "形容詞"})
_NOT_MASKED = frozenset(
    {"助詞", "助動詞", "補助記号", "記号", "空白", "接続詞", "感動詞", "代名詞", "連体詞"}
)


def prepared(text: str) -> str:
    """Return `text` normalised, numbers in digits, ③ as 〔3〕 and ¹² as 注12.

    Normalising would turn ③ into 3 and drop ¹² with the footnote that it names.
    """
    text = _CIRCLED.sub(lambda match: f"〔{ord(match[0]) - ord('①') + 1}〕", text)
    text = _SUPERSCRIPTS.sub(lambda match: f"注{match[0].translate(_TO_DIGITS)}", text)
    return with_digits(normalise(text))


def with_quotations(text: str, asked: str) -> str:
    """Return `text` with what is quoted in it as it was `asked`: it is wording."""
    quoted = _QUOTATION.findall(normalise(asked))
    if len(quoted) != len(_QUOTATION.findall(text)):
        return text
    return _QUOTATION.sub(lambda _: quoted.pop(0), text)


@dataclass(frozen=True, slots=True)
class Delexicalised:
    """A question as the heads see it: `letters` with a letter for each mask, `tokens` its words.

    `topics` are the stretches that were masked, as they were asked, without those that only lead to
    the question where it has others, the first some; `has_lead` where it has none. `surfaces` are
    the words as they stand in `letters`.
    """

    letters: str
    tokens: tuple[str, ...]
    topics: tuple[str, ...]
    surfaces: tuple[str, ...] = ()
    has_lead: bool = False

    def windows(self, length: int, step: int) -> tuple[Delexicalised, ...]:
        """Return each stretch of `length` words, `step` apart; () where it has no more."""
        if len(self.surfaces) <= length:
            return ()
        starts = range(0, len(self.surfaces) - length + step, step)
        return tuple(
            Delexicalised(
                "".join(self.surfaces[start : start + length]),
                self.tokens[start : start + length],
                (),
            )
            for start in starts
        )


def of_template(text: str) -> str:
    """Return an example's text with the letters of its placeholders; ValueError for an unknown."""

    def letter(match: re.Match[str]) -> str:
        if match[0] not in _PLACEHOLDER:
            raise ValueError(f"no placeholder: {match[0]}")
        return _PLACEHOLDER[match[0]]

    return prepared(_IN_BRACES.sub(letter, text))


def masked_as(kind: EntityKind) -> EntityKind:
    """The kind whose letter stands for an entity: a count of things is a number like others."""
    return EntityKind.NUMBER if kind is EntityKind.COUNT else kind


def of_question(text: str, entities: Iterable[Entity], unmasked: Collection[Entity] = ()) -> str:
    """Return a prepared question with the letters of its entities in their places.

    Those `unmasked` stay as they are, to be masked as ordinary words.
    """
    parts, end = [], 0
    for one in entities:
        if one in unmasked:
            continue
        parts += [text[end : one.start], _LETTER[masked_as(one.kind)]]
        end = one.end
    return "".join(parts) + text[end:]


def content_words(text: str) -> Iterator[tuple[Morpheme, str]]:
    """Yield each content word of a text with its lemma, masks left out."""
    for word in _words(text):
        if (
            word.is_content
            and any(map(str.isalpha, word.surface))
            and not _MASKS.search(word.surface)
        ):
            yield word, _lemma(word)


def words_of_asking(templates: Iterable[str]) -> dict[str, int]:
    """Return the content words, as lemmas, of texts in which every subject is a placeholder.

    With each stands in how many of the texts it is.
    """
    found: Counter[str] = Counter()
    for text in templates:
        found.update({_lemma(one) for one in _words(text) if not _MASKS.search(one.surface)})
    return dict(found)


def delexicalise(
    text: str, asking: Collection[str], compounds: Collection[str] = ()
) -> Delexicalised:
    """Mask the content words of `text` that are no words of `asking`, or part of `compounds`."""
    within = _places_of(text, compounds)
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    end = 0
    before = ""
    for word in _words(text):
        stop = word.start + len(word.surface)
        if word.start > end:
            letters.append(" ")
        mask = TOPIC if word.start in within else _mask(word, asking)
        if before in _HOW_MANY and len(word.surface) == 1:
            mask = ""  # 何歳 asks
        before = word.surface
        if mask:
            spans.append((word.start, stop))
        elif word.word_class == "接尾辞" and spans and spans[-1][1] == word.start:
            spans[-1] = (spans[-1][0], stop)  # 保育料 is not about 保育
        letters.append(mask or word.surface)
        end = stop
    masked = _TOPICS.sub(TOPIC, "".join(letters))
    masked = re.sub(rf"(?:{TOPIC}\s*)+", TOPIC, masked)
    words = _words(masked)
    tokens = tuple(_lemma(word) for word in words)
    spaced = (" " * (word.surface.isascii() and word.start > 0) + word.surface for word in words)
    lead = _end_of_lead(_words(text))
    asked = [span for span in spans if span[0] >= lead]
    has_lead = bool(lead and spans and not asked)
    return Delexicalised(masked, tokens, _stretches(text, asked or spans), tuple(spaced), has_lead)


def _end_of_lead(words: Sequence[Morpheme]) -> int:
    """Where a clause ends that leads to the question: 「資料に使いたいので」, 「高いのですが」."""
    end = 0
    for one, other in pairwise(words):
        is_reason = one.word_subclass == "準体助詞" and other.surface == "で"
        if is_reason or (other.word_subclass == "接続助詞" and other.surface in _LEADING):
            end = other.start + len(other.surface)
    return end


def _stretches(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The masked words, those that are near with what stands between them: 親の介護, 川の水."""
    parts: list[str] = []
    end = 0
    for start, stop in spans:
        between = text[end:start]
        if parts and _JOINS.fullmatch(between):
            parts[-1] += between + text[start:stop]
        else:
            parts.append(text[start:stop])
        end = stop
    return tuple(filter(None, map(str.strip, parts)))[:MOST_TOPICS]


def runs(text: str) -> list[tuple[int, str]]:
    """Return each run of three or more kanji or katakana of `text`, with its place."""
    return [(match.start(), match[0]) for match in _RUN.finditer(text)]


def _places_of(text: str, compounds: Collection[str]) -> frozenset[int]:
    """The places of `text` within runs that are `compounds`: 居場所, though 場所 is asked with."""
    found = (range(start, start + len(run)) for start, run in runs(text) if run in compounds)
    return frozenset(place for places in found for place in places)


def _mask(word: Morpheme, asking: Collection[str]) -> str:
    if _MASKS.search(word.surface) or word.word_class in _NOT_MASKED:
        return ""
    if _is_of(_lemma(word), asking) or not any(letter.isalnum() for letter in word.surface):
        return ""
    if not word.is_content and word.word_class not in ("名詞", "形状詞"):
        return ""
    if word.word_class == "接尾辞" and word.word_subclass == "形容詞的":
        return ""  # 入りにくい
    if word.surface.isascii() and not english_terms(word.surface) and word.surface.isalpha():
        return ""  # him
    return DO if word.word_class in _INFLECTED else TOPIC


def _is_of(lemma: str, asking: Collection[str]) -> bool:
    """Whether a word is one of asking, in English in the plural too."""
    return lemma in asking or (lemma.isascii() and lemma.removesuffix("s") in asking)


def _lemma(word: Morpheme) -> str:
    surface = word.surface
    return surface if surface.isascii() or _MASKS.search(surface) else word.lemma


def _words(text: str) -> list[Morpheme]:
    """The words of a text: MeCab's, masks apart from them."""
    found: list[Morpheme] = []
    for word in morphemes(text):
        found += _apart(word) if _MASKS.search(word.surface) and len(word.surface) > 1 else [word]
    return found


def _apart(word: Morpheme) -> list[Morpheme]:
    parts: list[Morpheme] = []
    for match in re.finditer("[\ue000-\ue0ff]|[^\ue000-\ue0ff]+", word.surface):
        for inner in [None] if _MASKS.match(match[0]) else morphemes(match[0]):
            surface = match[0] if inner is None else inner.surface
            start = word.start + match.start() + (0 if inner is None else inner.start)
            of = word if inner is None else inner
            parts.append(
                Morpheme(
                    surface, surface if inner is None else of.lemma, of.reading, of.kana,
                    "記号" if inner is None else of.word_class, of.word_subclass,
                    False, False, False, inner is not None and of.is_content, start,
                )
            )  # fmt: skip
    return parts
