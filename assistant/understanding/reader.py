"""One text read: its entities, what the heads say of it, and what is left as its topic."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.understanding.contrast import without_rejected
from assistant.understanding.delexicalise import (
    Delexicalised,
    content_words,
    delexicalise,
    of_question,
    prepared,
    runs,
    with_quotations,
)
from assistant.understanding.entities import Entity, EntityKind, Gazetteer
from assistant.understanding.foreign_places import ForeignPlaces
from assistant.understanding.heads import Heads, Prediction, bundled_heads
from assistant.understanding.ngrams import Floats
from assistant.understanding.query import Act
from corpus.footnotes import without_markers
from corpus.plan import Kind, Plan
from index.budget import check_budget
from index.morphology import morphemes, normalise
from index.protocols import Embedder
from index.spelling import Spellings
from index.terms import noun_terms

# A word of the plan is one of asking where so many examples hold it (目標, 割合), else a topic.
_OF_ASKING = 15
_SURELY_OF_ITSELF = 0.8
# A group that this share of the passages names is a word like others.
_COMMON = 0.08


def _nouns(text: str) -> list[str]:
    return [*noun_terms(text), *(one.lemma for one in morphemes(text) if one.is_content)]


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

    `text` is prepared and spelled as the plan spells; `entities` are spans of it; `seen` is what
    the heads saw and `said` their probabilities; `unread` are words in which no list is asked for.
    A text that `is_turn` was read after an answer: only of these the heads know how they refer to
    it.
    """

    asked: str
    text: str
    entities: tuple[Entity, ...]
    seen: Delexicalised
    said: Prediction
    unread: tuple[str, ...] = ()
    is_turn: bool = False

    @property
    def topics(self) -> tuple[str, ...]:
        """The words that it is about, besides its entities: stretches that stand apart."""
        return self.seen.topics

    @property
    def topic(self) -> str:
        """The topics in one: "" where nothing is left."""
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


@dataclass(frozen=True)
class Reader:
    """Reads texts that are about one plan.

    `common_groups` are partner groups that the plan speaks of everywhere: as words they say little
    of partners. `embed` gives the vectors of texts. `asking` are the words that are not masked: of
    those that the plan has too only what many examples hold, and the names of its city.
    `compounds` are words of the plan that have a word of asking within: 居場所, 場所.
    """

    gazetteer: Gazetteer
    places: ForeignPlaces
    spellings: Spellings
    heads: Heads
    embed: Callable[[Sequence[str]], Floats]
    common_groups: frozenset[str]
    asking: frozenset[str]
    compounds: frozenset[str]

    @classmethod
    def of(
        cls,
        gazetteer: Gazetteer,
        places: ForeignPlaces,
        plan: Plan,
        spellings: Spellings,
        embedder: Embedder,
    ) -> Reader:
        """Return a reader of texts about `plan`."""
        heads = bundled_heads()
        own = {word for one in plan.passages for word in _nouns(without_markers(one.text))}
        asking = {
            word for word, lines in heads.asking.items() if lines >= _OF_ASKING or word not in own
        }
        texts = [without_markers(one.text) for one in plan.passages]
        compounds = {run for text in texts for _, run in runs(normalise(text))}
        return cls(
            gazetteer,
            places,
            spellings,
            heads,
            embedder.queries,
            _common_groups(plan),
            frozenset(asking | {word for name in places.own for word in _nouns(name)}),
            frozenset(run for run in compounds if asking & {*_nouns(run)}),
        )

    def read(self, question: str, previous: Sequence[str] = ()) -> Reading:
        """Read a question or a turn; `previous` says what was answered before it."""
        check_budget()
        text = with_quotations(self.spellings.respelled(prepared(question)), question)
        text = without_rejected(text)
        entities = self.gazetteer.find(text, self.places.find(question))
        words = [one for one in entities if self._is_a_word(one)]
        seen = delexicalise(of_question(text, entities, words), self.asking, self.compounds)
        said = self._of_itself(text, entities) or self.heads.predict(seen, self.embed, previous)
        unread = self._unread(text, entities)
        return Reading(question, text, entities, seen, said, unread, bool(previous))

    def _of_itself(self, text: str, entities: Sequence[Entity]) -> Prediction | None:
        """What is said where the assistant itself is asked about, maybe in words of the plan."""
        if entities:
            return None
        said = self.heads.predict(delexicalise(text, self.heads.asking), self.embed)
        return said if said.acts[Act.HELP.value] >= _SURELY_OF_ITSELF else None

    def _unread(self, text: str, entities: Sequence[Entity]) -> tuple[str, ...]:
        linked = {place for one in entities for place in range(one.start, one.end)}
        return tuple(
            word.surface
            for word, lemma in content_words(text)
            if word.start not in linked and lemma not in self.heads.listing
        )

    def _is_a_word(self, entity: Entity) -> bool:
        return entity.kind is EntityKind.GROUP and set(entity.values) <= self.common_groups
