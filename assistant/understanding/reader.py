"""One text read: its entities, what the heads say of it, and what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from assistant.understanding.encoder import Encoder, bundled_encoder
from assistant.understanding.entities import Entity, EntityKind, Gazetteer
from assistant.understanding.foreign_places import ForeignPlaces
from assistant.understanding.heads import Heads, Prediction, bundled_heads
from assistant.understanding.placeholders import of_question, prepared, with_quotations
from corpus.plan import Kind, Plan
from index.morphology import Morpheme, morphemes
from index.spelling import Spellings

# What no topic begins or ends with.
_NO_TOPIC = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白", "接続詞", "感動詞"})
# A group that this share of the passages names is a word like others.
_COMMON = 0.08


def _common_groups(plan: Plan) -> frozenset[str]:
    """The boxes that many passages besides the partners' own speak of."""
    texts = [one.text for one in plan.passages if one.kind is not Kind.PARTNER]
    boxes = {box.name for section in plan.sections for box in section.partners.boxes}
    return frozenset(
        name for name in boxes if sum(name in text for text in texts) > _COMMON * len(texts)
    )


@dataclass(frozen=True)
class Reading:
    """A text as it was read.

    `text` is prepared and spelled as the plan spells; `entities` are spans of it, `topics` the
    words that it is about besides, and `said` are the probabilities of the heads. A text that
    `is_turn` was read after an answer: only of these the heads know how they refer to it.
    """

    asked: str
    text: str
    entities: tuple[Entity, ...]
    topics: tuple[str, ...]
    said: Prediction
    is_turn: bool

    @property
    def topic(self) -> str:
        """What it is about, besides what its entities name: "" where nothing is left."""
        return " ".join(self.topics)

    def of(self, kind: EntityKind) -> tuple[Entity, ...]:
        """Return the entities of a kind, in their order."""
        return tuple(one for one in self.entities if one.kind is kind)

    def surface(self, entity: Entity) -> str:
        """Return the words of an entity."""
        return self.text[entity.start : entity.end]

    @property
    def turns(self) -> Mapping[str, float]:
        """How likely each way of referring to the last turn is."""
        return self.said.turns


def _topics(text: str, marked: AbstractSet[int], entities: Sequence[Entity]) -> tuple[str, ...]:
    """The stretches of whole words of which the most is marked, without particles at their ends.

    A piece of the encoder may end within a word.
    """
    linked = {place for one in entities for place in range(one.start, one.end)}
    spans: list[list[Morpheme]] = [[]]
    end = 0
    for word in morphemes(text):
        places = set(range(word.start, word.start + len(word.surface)))
        is_marked = 2 * len(places & marked) >= len(places) and not places & linked
        if word.word_class == "接尾辞" and spans[-1] and end == word.start:
            is_marked = True  # 保育料 is not about 保育
        if not is_marked or (spans[-1] and not _is_gap(text[end : word.start])):
            spans.append([])
        if is_marked:
            spans[-1].append(word)
        end = word.start + len(word.surface)
    trimmed = (_without_particles(span) for span in spans)
    return tuple(
        text[span[0].start : span[-1].start + len(span[-1].surface)] for span in trimmed if span
    )


def _is_gap(between: str) -> bool:
    return not between.strip()


def _without_particles(span: list[Morpheme]) -> list[Morpheme]:
    while span and span[0].word_class in _NO_TOPIC:
        span = span[1:]
    while span and span[-1].word_class in _NO_TOPIC:
        span = span[:-1]
    return span


@dataclass(frozen=True)
class Reader:
    """Reads texts that are about one plan.

    `common_groups` are partner groups that the plan speaks of everywhere: as words they say little
    of partners.
    """

    gazetteer: Gazetteer
    places: ForeignPlaces
    spellings: Spellings
    encoder: Encoder
    heads: Heads
    common_groups: frozenset[str]

    @classmethod
    def of(
        cls, gazetteer: Gazetteer, places: ForeignPlaces, plan: Plan, spellings: Spellings
    ) -> Reader:
        """Return a reader of texts about `plan`."""
        return cls(
            gazetteer,
            places,
            spellings,
            bundled_encoder(),
            bundled_heads(),
            _common_groups(plan),
        )

    def read(self, question: str, previous: Sequence[str] = ()) -> Reading:
        """Read a question or a turn; `previous` says what was answered before it."""
        text = with_quotations(self.spellings.of_plan(prepared(question)), question)
        entities = self.gazetteer.find(text, self.places.find(question))
        words = [one for one in entities if self._is_a_word(one)]
        shown = of_question(text, entities, words)
        said = self.heads.predict(self.encoder.encode(shown.text, previous))
        marked = {shown.origins[place] for start, end in said.about for place in range(start, end)}
        topics = _topics(text, marked, [one for one in entities if one not in words])
        return Reading(question, text, entities, topics, said, bool(previous))

    def _is_a_word(self, entity: Entity) -> bool:
        return entity.kind is EntityKind.GROUP and set(entity.values) <= self.common_groups
