"""What a question names of the plan: spans linked to its sections, rows, terms and partners.

A gazetteer is made of a plan and what stands beside it; it is looked up in normalised text. What
is quoted is wording and is looked for as it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.limits import MOST_NAMED
from assistant.understanding.quantities import Measure, Quantity, quantities
from corpus.asks import Asks
from corpus.companion import Companion
from corpus.plan import Indicator, Plan
from index.morphology import Morpheme, morphemes, normalise
from index.spelling import Spellings


class EntityKind(StrEnum):
    """What a span names."""

    SECTION = "section"
    ROW = "row"
    TERM = "term"
    GROUP = "group"
    QUOTE = "quote"
    CITY = "city"
    SEX = "sex"
    NUMBER = "number"
    YEAR = "year"
    AGE = "age"
    ITEM = "item"
    NOTE = "note"
    LIMIT = "n"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of the normalised question: what it names, and the ids or names that it stands for.

    `quantity` is given for numbers. A row's `values` are the ids of all rows of that name.
    """

    kind: EntityKind
    start: int
    end: int
    values: tuple[str, ...] = ()
    quantity: Quantity | None = None
    quoted: str = ""


_MARK = re.compile(r"^[^\w「『]+")
_QUOTED = re.compile(r"[「『“\"]([^「」『』“”\"]{1,80})[」』”\"]")
_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_GLOSS = re.compile(r"\s*[(（](.*)[)）]")
_SECTION_NUMBER = re.compile(r"(?<![\d-])(\d{1,2}-\d{1,2})(?![\d-])")
# The long mark and others stand for the dash of a number: ２ー１.
_DASHED = re.compile(r"(?<=\d)\s*[ー−―‐]\s*(?=\d)")
_SEXES = {
    "男": r"男性?|(?<!wo)\bm[ae]n\b|(?<!fe)\bmales?\b|\bboys?\b",
    "女": r"女性?|\bwom[ae]n\b|\bfemales?\b|\bgirls?\b",
}
_SEX = {name: re.compile(form) for name, form in _SEXES.items()}
# Nouns that continue a compound: 福祉 is no section in 福祉人財.
_NOUNS = frozenset({"名詞", "接尾辞", "接頭辞", "形状詞"})
# What may follow the name of a section as its own noun: 福祉分野, 健康編.
_AREA = frozenset(
    {
        "分野",
        "部門",
        "編",
        "章",
        "節",
        "セクション",
        "領域",
        "課題",
        "取組",
        "取り組み",
        "取組み",
        "指標",
        "目標",
        "現状",
        "施策",
        "パートナー",
        "計画",
        "関係",
        "全体",
        "全般",
        "内",
        "部",
        "関連",
        "以外",
        "成果",
        "主",
        "主要",
        "政策",
    }
)
_ANY_LETTER = re.compile(r"[^\W_]")
_SHORTEST_ROW = 3
_SHORTEST_GLOSS = 2


@dataclass(frozen=True)
class Gazetteer:
    """Names of a plan by their normalised form, with what they stand for.

    `headings` are those of its blocks, which name kinds and are no wording when quoted.
    """

    names: Mapping[str, tuple[EntityKind, tuple[str, ...]]]
    pattern: re.Pattern[str]
    sections: frozenset[str]
    headings: frozenset[str]

    @classmethod
    def of(
        cls,
        plan: Plan,
        companions: Mapping[str, Companion],
        asks: Asks,
        spellings: Spellings,
    ) -> Gazetteer:
        """Collect the names of `plan`, of its English and of how people call its sections.

        A section's name is known however its word is written: こども, 子ども, 子供.
        """
        found: dict[str, dict[EntityKind, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))

        def add(kind: EntityKind, name: str, value: str) -> None:
            written = normalise(name).strip()
            if len(written) >= 2:
                found[written][kind][value] = None

        for name, number in _section_names(plan, companions, asks):
            for written in (name, *_written_otherwise(name, spellings)):
                add(EntityKind.SECTION, written, number)
        for name, row in _row_names(plan, companions):
            add(EntityKind.ROW, name, row.passage.id)
        for note in plan.footnotes:
            add(EntityKind.TERM, note.term, note.passage.id)
            entry = _entry(companions, note.passage.id)
            for part in _english_names(entry):
                add(EntityKind.TERM, part, note.passage.id)
        for name, group in _group_names(plan, companions):
            add(EntityKind.GROUP, name, group)
        names = {name: _first(kinds) for name, kinds in found.items()}
        headings = {
            normalise(_MARK.sub("", one.text)) for part in plan.sections for one in part.frames
        }
        numbers = frozenset(one.number for one in plan.sections)
        return cls(names, _any_of(names), numbers, frozenset(headings))

    def find(self, text: str, cities: Iterable[str] = ()) -> tuple[Entity, ...]:
        """Return what `text`, normalised, names, in its order; none overlaps another.

        Of a text that names more than any question does, the first some.
        """
        taken: list[Entity] = []
        is_taken = bytearray(len(text))

        def take(found: Iterable[Entity]) -> None:
            for one in found:
                if not any(is_taken[one.start : one.end]):
                    is_taken[one.start : one.end] = b"\1" * (one.end - one.start)
                    taken.append(one)

        words = morphemes(text)
        named = [*self._named(text, words)]
        take(self._quotes(text))
        take(one for one in named if one.kind is not EntityKind.SECTION)
        take(self._numbers_of_sections(text))
        take(one for one in named if one.kind is EntityKind.SECTION)
        take(_places(text, cities))
        take(_sexes(text))
        take(_counted(text))
        return tuple(sorted(taken, key=lambda one: one.start))[:MOST_NAMED]

    def _named(self, text: str, words: tuple[Morpheme, ...]) -> Iterator[Entity]:
        starts = {word.start: word for word in words}
        ends = {word.start + len(word.surface): word for word in words}
        for match in self.pattern.finditer(text):
            kind, values = self.names[match[0]]
            if not match[0].isascii():
                whole = match.start() in starts or match.end() in ends
                if not whole and kind is not EntityKind.ROW:
                    continue
                if kind in (EntityKind.SECTION, EntityKind.GROUP) and _is_part(
                    match, starts, ends, kind
                ):
                    continue
            yield Entity(kind, match.start(), match.end(), values)

    def _quotes(self, text: str) -> Iterator[Entity]:
        """What is quoted: a name of the plan is that, whatever else is wording."""
        for match in _QUOTED.finditer(text):
            if not _ANY_LETTER.search(match[1]) or match[1] in self.headings:
                continue
            kind, values = self.names.get(match[1], (EntityKind.QUOTE, (match[1],)))
            yield Entity(kind, match.start(), match.end(), values, quoted=match[1])

    def _numbers_of_sections(self, text: str) -> Iterator[Entity]:
        for match in _SECTION_NUMBER.finditer(_DASHED.sub(_same_length, text)):
            if self._is_numbered(match[1]):
                yield Entity(EntityKind.SECTION, match.start(), match.end(), (match[1],))

    def _is_numbered(self, number: str) -> bool:
        """Whether it is the number of a section, or one that the plan's chapters could have."""
        chapters = {one.partition("-")[0] for one in self.sections}
        return number in self.sections or number.partition("-")[0] in chapters


def _same_length(match: re.Match[str]) -> str:
    return "-".ljust(len(match[0])) if len(match[0]) == 1 else match[0]


def _is_part(
    match: re.Match[str],
    starts: Mapping[int, Morpheme],
    ends: Mapping[int, Morpheme],
    kind: EntityKind,
) -> bool:
    """Whether the name is a part of a longer noun: 福祉 in 福祉人財, 地域 in 地域づくり."""
    before, after = ends.get(match.start()), starts.get(match.end())
    if (
        before
        and before.word_class in _NOUNS
        and before.is_content
        and before.surface not in "、・"
    ):
        return True
    if after is None or after.word_class not in _NOUNS or after.surface in _AREA:
        return False
    return (
        kind is EntityKind.SECTION
        or after.word_class != "接尾辞"
        or after.surface in ("性", "的", "化")
    )


def _places(text: str, cities: Iterable[str]) -> Iterator[Entity]:
    for city in cities:
        start = text.find(normalise(city))
        if start >= 0:
            yield Entity(EntityKind.CITY, start, start + len(normalise(city)), (city,))


def _sexes(text: str) -> Iterator[Entity]:
    if "男女" in text:
        return
    for name, pattern in _SEX.items():
        for match in pattern.finditer(text):
            yield Entity(EntityKind.SEX, match.start(), match.end(), (name,))


def _counted(text: str) -> Iterator[Entity]:
    kinds = {
        Measure.NUMBER: EntityKind.NUMBER,
        Measure.YEAR: EntityKind.YEAR,
        Measure.AGE: EntityKind.AGE,
        Measure.ITEM: EntityKind.ITEM,
        Measure.NOTE: EntityKind.NOTE,
        Measure.LIMIT: EntityKind.LIMIT,
        Measure.COUNT: EntityKind.COUNT,
    }
    for one in quantities(text):
        if one.measure in kinds:
            yield Entity(kinds[one.measure], one.start, one.end, quantity=one)


def _first(
    kinds: Mapping[EntityKind, Mapping[str, None]],
) -> tuple[EntityKind, tuple[str, ...]]:
    """The kind that a name of several is taken for: a section before a group, a term before."""
    order = (EntityKind.TERM, EntityKind.ROW, EntityKind.SECTION, EntityKind.GROUP)
    kind = next(one for one in order if one in kinds)
    return kind, tuple(kinds[kind])


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    parts = [
        rf"(?<![a-z]){re.escape(name)}(?:s|'s)?(?![a-z])"[:None]
        if name.isascii()
        else re.escape(name)
        for name in longest_first
    ]
    parts = [part.replace("(?:s|'s)?", "") for part in parts]
    return re.compile("|".join(parts) or "(?!)")


def _written_otherwise(name: str, spellings: Spellings) -> Iterator[str]:
    """A name of one word as the dictionary and the plan write it: こども → 子供, 子ども."""
    words = morphemes(name)
    if len(words) == 1 and not name.isascii():
        yield words[0].lemma
        yield from spellings.by_reading.get(words[0].kana, ())


def _section_names(
    plan: Plan, companions: Mapping[str, Companion], asks: Asks
) -> Iterator[tuple[str, str]]:
    english = companions["en"].titles if "en" in companions else {}
    for section in plan.sections:
        title = section.title
        names = [title, title.replace("・", ""), *title.split("・"), *title.split("、")]
        translated = english.get(section.number, "")
        names += [translated, *translated.split(" and ")]
        names += [one.removesuffix("s") for one in names if one.isascii()]
        names += asks.sections.get(section.number, ())
        for name in dict.fromkeys(one.strip() for one in names):
            if name:
                yield name, section.number


def _entry(companions: Mapping[str, Companion], passage_id: str) -> str:
    entry = companions["en"].passages.get(passage_id) if "en" in companions else None
    return (entry.heading or "") if entry else ""


def _english_names(heading: str) -> Iterator[str]:
    if heading:
        yield heading
        outside = _GLOSS.sub("", heading)
        if outside and outside != heading:
            yield outside


def _row_names(plan: Plan, companions: Mapping[str, Companion]) -> Iterator[tuple[str, Indicator]]:
    """Each name of a row: whole, without brackets, and its last compound where no other has it."""
    compounds: dict[str, set[str]] = defaultdict(set)
    for row in plan.indicators:
        for compound in _compounds(_BRACKETS.sub("", normalise(row.name))):
            compounds[compound].add(_family(row))
    for row in plan.indicators:
        yield row.name, row
        bare = _BRACKETS.sub("", normalise(row.name)).strip()
        yield bare, row
        for name in _english_names(_entry(companions, row.passage.id)):
            yield name, row
        for compound in _compounds(bare):
            if len(compounds[compound]) == 1 and _is_measure(compound, bare):
                yield compound, row


def _family(row: Indicator) -> str:
    """The name of a row without what tells it from its near ones in brackets."""
    return f"{row.passage.section} {_BRACKETS.sub('', normalise(row.name)).strip()}"


def _is_measure(compound: str, name: str) -> bool:
    """Whether a compound ends the name and is more than a word or two of letters."""
    return name.endswith(compound) and len(compound) >= _SHORTEST_ROW


def _compounds(text: str) -> Iterator[str]:
    """The runs of nouns of a text, such as 保育所利用率."""
    run, end = "", -1
    for word in morphemes(text):
        joins = word.word_class in _NOUNS and word.start == end
        if joins:
            run += word.surface
        else:
            if run:
                yield run
            run = word.surface if word.word_class in _NOUNS else ""
        end = word.start + len(word.surface)
    if run:
        yield run


def _group_names(plan: Plan, companions: Mapping[str, Companion]) -> Iterator[tuple[str, str]]:
    """The partner boxes, as the plan and its companions call them, and the groups of the lines."""
    boxes = {box.name for section in plan.sections for box in section.partners.boxes}
    for name in sorted(boxes):
        yield name, name
        for companion in companions.values():
            said = companion.boxes.get(name, "")
            yield _GLOSS.sub("", said), name
            inside = _GLOSS.search(said)
            for part in re.split(r"[、,，・]\s*", inside[1] if inside else ""):
                part = re.sub(r"(?:など|等|, others)$", "", part.strip())
                part = re.sub(r"^the ", "", part)
                if len(part) >= _SHORTEST_GLOSS:
                    yield part, name
    counted: Counter[str] = Counter()
    for section in plan.sections:
        for line in section.partners.lines:
            lead = line.text.removeprefix("- ").partition("とともに")[0]
            counted.update(re.split(r"[・、]", lead) if lead != line.text else ())
    for name in counted:
        stripped = re.sub(r"等の関係者$|等$|の関係者$", "", name).strip()
        if stripped and stripped not in boxes and len(stripped) <= 14:
            yield stripped, stripped
