"""A turn and the state before it → candidate queries, each with how likely the turn means it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Language, Style
from assistant.dialogue.asking_more import ASKS_MORE, one_more
from assistant.dialogue.edits import EDITS
from assistant.dialogue.state import State
from assistant.understanding.decoding import candidates, query_of
from assistant.understanding.entities import EntityKind
from assistant.understanding.query import COURTESIES, OFFICE_MATTERS, Act, Query
from assistant.understanding.reader import Reading
from corpus.plan import Plan
from index.morphology import katakana
from index.terms import noun_terms

ALONE = "alone"
# Ways of referring that are less likely are not tried.
_LEAST_TURN = 0.08
_MOST_TURNS = 3
# What names a row, a term, a footnote or wording of its own stands alone.
_WHOLE = frozenset({EntityKind.ROW, EntityKind.TERM, EntityKind.NOTE, EntityKind.QUOTE})
_WHOLE_FACTOR = 3.0
# What names nothing at all refers to something.
_BARE_FACTOR = 0.2
# What is asked of something: after an answer it is that, where nothing else is named.
_OF_SOMETHING = frozenset({Act.FIND, Act.FIGURE, Act.COMPARE, Act.DEFINE, Act.SUMMARISE, Act.QUOTE})
# How likely it asks one more thing of what was spoken of, where it says no better how it refers.
_ONE_MORE = 0.25
_SURE = 0.5
# How the languages of answers are called.
_JAPANESE, _ENGLISH = ("日本語", "ニホンゴ", "japanese"), ("英語", "エイゴ", "english")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A query that a turn may mean; `turn` is how it would refer to what was before."""

    query: Query
    likely: float
    turn: str


def meant(reading: Reading, state: State | None, plan: Plan) -> tuple[Candidate, ...]:
    """Return the queries that a turn may mean, the likeliest first."""
    alone = candidates(reading, plan)
    acts = reading.said.acts
    if state is None:
        return tuple(Candidate(one, acts[one.act.value], ALONE) for one in alone)
    turns = _turns(reading)
    stands = reading.turns[ALONE] >= _SURE
    found = [
        Candidate(one, acts[one.act.value] * _standing(one, turns), ALONE)
        for one in alone
        if one.act not in _OF_SOMETHING
        or _says_of_what(one)
        or (stands and (one.act is Act.FIND or has_subject(reading)))
    ]
    found += _edited(turns, alone, reading, state, plan)
    if not found:
        return (Candidate(query_of(Act.UNKNOWN, reading, plan), 0.0, ALONE),)
    return tuple(sorted(found, key=lambda one: -one.likely))


def _says_of_what(query: Query) -> bool:
    """Whether a query names what it is of, without what was cited before."""
    scope = query.scope
    named = (query.topic, query.rows, query.terms, query.kinds, query.elsewhere, query.claims)
    office = query.answer_type in OFFICE_MATTERS
    placed = scope.sections or scope.notes or scope.item or scope.is_whole
    return bool(any(named) or placed or office)


def _standing(query: Query, turns: Mapping[str, float]) -> float:
    """How likely a query stands alone: thanks and the like refer to nothing."""
    is_whole = query.act is Act.HELP_LINE or (query.is_courtesy and query.act is not Act.HELP)
    return 1.0 if is_whole else turns.get(ALONE, 0.0)


def _turns(reading: Reading) -> Mapping[str, float]:
    """How likely each way of referring is, the whole question weighed by what it names."""
    turns = dict(reading.turns)
    if any(one.kind in _WHOLE for one in reading.entities):
        turns[ALONE] *= _WHOLE_FACTOR
    elif not names_anything(reading):
        turns[ALONE] *= _BARE_FACTOR
    whole = sum(turns.values())
    return {name: share / whole for name, share in turns.items()}


def _edited(
    turns: Mapping[str, float],
    alone: Sequence[Query],
    reading: Reading,
    state: State,
    plan: Plan,
) -> Iterator[Candidate]:
    ranked = sorted((one for one in turns.items() if one[0] != ALONE), key=lambda pair: -pair[1])
    fresh = next((one for one in alone if one.act not in COURTESIES), None)
    if fresh is None or fresh.act is Act.UNKNOWN:
        fresh = replace(fresh or alone[0], act=Act.FIND)
    tried = [pair for pair in ranked[:_MOST_TURNS] if pair[1] >= _LEAST_TURN]
    if "switch" not in dict(tried) and not reading.topic:
        tried.append(("switch", max(turns["switch"], _LEAST_TURN)))
    for name, share in tried:
        query = EDITS[name](fresh, state, plan)
        if query is not None:
            yield Candidate(query, share, name)
    if not names_anything(reading) and fresh.answer_type in ASKS_MORE:
        yield Candidate(one_more(fresh, state, plan), _ONE_MORE * (1 - turns[ALONE]), "one_more")


def names_anything(reading: Reading) -> bool:
    """Whether a turn names a topic or anything of the plan."""
    return bool(reading.topic) or any(one.values for one in reading.entities)


def has_subject(reading: Reading) -> bool:
    """Whether a turn that names nothing of the plan says by its nouns what is asked about.

    One noun may be the word of asking itself: 「いくら?」. In English verbs count as nouns, and two
    may be of asking: "How much does it cost?".
    """
    return len(noun_terms(reading.text)) > (2 if reading.text.isascii() else 1)


def language_asked(reading: Reading, state: State | None, lang: Language) -> Language:
    """Return the language that a turn asks to be answered in: that of the answer by default."""
    if state is None or reading.turns.get("language", 0.0) < _SURE:
        return lang
    said = katakana(reading.text)
    if any(name in said for name in _JAPANESE):
        return "ja"
    return "en" if any(name in said for name in _ENGLISH) else lang


def style_asked(reading: Reading, state: State | None, style: Style) -> Style:
    """Return the style that a turn asks for: easy Japanese where it says so."""
    if state is None:
        return style
    return "plain" if reading.turns.get("easier", 0.0) >= _SURE else style
