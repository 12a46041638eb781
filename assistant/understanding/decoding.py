"""A reading → the likeliest queries: the slots of each act, filled from entities and tags.

What is decided here is what the words say; whether the plan holds it is decided by carrying the
candidates out (execution-guided decoding, Wang et al. 2018).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.understanding import tags as names
from assistant.understanding.entities import EntityKind
from assistant.understanding.query import (
    LISTINGS,
    Act,
    AnswerType,
    Field,
    Query,
    Style,
)
from assistant.understanding.reader import Reading
from assistant.understanding.said_tags import SAID, likeliest
from assistant.understanding.slots import (
    ages_named,
    answer_type_of,
    aspects_of,
    is_led_to,
    leaves_out_things,
    partners_of,
    phrases_of,
    places_elsewhere,
    rows_named,
    scope_of,
    style_of,
    terms_named,
    topics_of,
    without_either,
    years_named,
)
from assistant.understanding.table_slots import arrows_of, states_of, with_table_slots
from corpus.plan import Kind, Plan

# A kind beside the likeliest one is at least so many times as likely.
_BESIDE_KIND = 0.5
# Who asks for a list or a count asks for some kind; a turn may mean that of the answer before.
_SAID_OF_LISTED = 0.3
_LISTED_TYPES = (AnswerType.TEXT, AnswerType.YES_NO)
# Acts that are so much less likely than the likeliest are no candidates.
_LEAST_SHARE = 0.04
_MOST = 4
_MOST_PHRASES = 2
# What the column of the table is called; a goal has no value.
_TARGET_VALUES = ("目標値", "target value")


def candidates(reading: Reading, plan: Plan) -> tuple[Query, ...]:
    """Return the likeliest queries of a reading, the likeliest first."""
    ranked = sorted(reading.said.acts.items(), key=lambda pair: -pair[1])
    least = ranked[0][1] * _LEAST_SHARE
    acts = [Act(name) for name, share in ranked[:_MOST] if share >= least]
    found = [query_of(act, reading, plan) for act in acts]
    kept = tuple(one for one in found if _names_what(one, reading))
    return kept or (query_of(Act.FIND, reading, plan),)


def _names_what(query: Query, reading: Reading) -> bool:
    """Whether a list, a count, a relation or a question for partners says of what."""
    said = reading.said.tags
    if query.act is Act.RELATE:
        named = bool(query.rows or query.topic or query.scope.passages or query.scope.item)
        return named or len(query.kinds) > 1
    if query.act is Act.PARTNERS:
        # What is done together is done with somebody who is named.
        asked = any(said.get(name, 0.0) >= SAID for name in ("who", "where", "ticked", "unticked"))
        return bool(asked or query.partners.groups or Kind.PARTNER in query.kinds)
    if query.act not in LISTINGS or query.kinds or query.scope.notes:
        return True
    held = query.states or query.filters or query.order or query.rows or query.topic
    return bool(held) or said.get(names.SECTIONS, 0.0) >= SAID


def query_of(act: Act, reading: Reading, plan: Plan) -> Query:
    """Fill the slots of `act` from what was read."""
    said = reading.said.tags
    most = max(said.get(name, 0.0) for name in names.KINDS)
    is_listed = act in LISTINGS and not reading.is_turn
    least = max(_SAID_OF_LISTED if is_listed else SAID, most * _BESIDE_KIND)
    kinds = tuple(kind for name, kind in names.KINDS.items() if said.get(name, 0) >= least)
    scope = scope_of(act, reading, plan)
    said = without_either(said)
    aspects = aspects_of(act, said)
    topics = () if is_led_to(act, kinds, scope, reading) else topics_of(act, reading)
    # Sections are left out where some are named, else rows of a state: 達成済みを除いて.
    excepts = said.get("except", 0.0) >= SAID and not scope.sections
    without: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    rows = rows_named(reading)
    if leaves_out_things(act, reading):
        named = tuple(reading.surface(one) for one in reading.of(EntityKind.GROUP))
        without, topics, excluded, rows = topics or named, (), rows, ()
    has_bounds = bool(reading.of(EntityKind.NUMBER) or reading.of(EntityKind.YEAR))
    query = Query(
        act=act,
        text=reading.text,
        topic=" ".join(topics),
        topics=topics,
        kinds=kinds,
        scope=scope,
        rows=rows,
        ages=ages_named(reading),
        sexes=tuple(one.values[0] for one in reading.of(EntityKind.SEX)),
        aspects=aspects,
        states=states_of(act, kinds, said, excepts=excepts, has_bounds=has_bounds)
        or arrows_of(act, reading.text),
        years=years_named(reading),
        terms=terms_named(act, reading, plan),
        phrases=phrases_of(act, reading),
        partners=partners_of(act, reading),
        answer_type=answer_type_of(said),
        elsewhere=places_elsewhere(act, reading),
        excluded=excluded,
        without=without,
        style=style_of(reading),
        help_topic=likeliest(names.HELP, said, 0.0) or "" if act is Act.HELP else "",
    )
    if act in (Act.LIST, Act.COUNT, Act.COMPARE, Act.FIGURE):
        query = with_table_slots(query, reading, plan)
    if act is Act.WORDING and not query.phrases and query.topic:
        query = replace(query, phrases=query.topics[:_MOST_PHRASES])
    return _with_goal(_in_other_acts(query, reading, said))


def _in_other_acts(query: Query, reading: Reading, said: Mapping[str, float]) -> Query:
    """What other words than its own ask for: which sections speak of a topic is a list."""
    asks_sections = said.get(names.SECTIONS, 0.0) >= SAID
    wants_all = said.get("whole", 0.0) >= SAID
    if query.act is Act.FIND and (query.kinds or query.topic) and (wants_all or asks_sections):
        return replace(query, act=Act.LIST) if wants_all or not query.kinds else query
    if query.act is Act.FIND and query.scope.notes and not query.topic:
        return replace(query, act=Act.QUOTE)
    if query.act is Act.FIND and query.topics and Kind.FOOTNOTE in query.kinds:
        # Which footnote a term has is told with its meaning.
        terms = query.terms or query.topics
        return replace(query, act=Act.DEFINE, terms=terms, answer_type=AnswerType.TEXT)
    is_of_texts = bool(query.kinds) and Kind.INDICATOR not in query.kinds
    if query.act is Act.COMPARE and is_of_texts and not (query.scope.sections or query.topic):
        # Sections are compared by what each of them says.
        return replace(query, act=Act.LIST, order=None, answer_type=AnswerType.TEXT)
    names_section = bool(query.scope.sections) and not (query.topic or query.kinds or query.rows)
    if query.act is Act.FIND and names_section and query.answer_type is AnswerType.TEXT:
        is_bare = not reading.unread and query.scope.item is None
        return replace(query, act=Act.SUMMARISE) if is_bare else query
    if query.act is Act.LIST and query.kinds and query.scope.sections and wants_all:
        # 「①から順に全部」 is of all.
        return replace(query, scope=replace(query.scope, item=None, more_items=()))
    lists = query.act in (Act.FIND, Act.SUMMARISE) and query.kinds and query.scope.sections
    is_in_short = query.act is Act.SUMMARISE and query.style != Style(format=query.style.format)
    if lists and not (is_in_short or query.topic) and query.answer_type in _LISTED_TYPES:
        return replace(query, act=Act.LIST)
    if query.act is Act.COUNT and query.order and (query.scope.is_each or asks_sections):
        # Which section has most of a kind.
        scope = replace(query.scope, is_each=True)
        return replace(query, act=Act.COMPARE, order=None, scope=scope)
    if query.act is Act.COMPARE and Kind.PARTNER in query.kinds and len(query.scope.sections) > 1:
        return replace(query, act=Act.PARTNERS, kinds=(), topic="", topics=())
    if query.act is Act.COMPARE and query.scope.more_items and not query.rows:
        # How two items differ is told by their wording.
        kinds = query.kinds or (Kind.INITIATIVE,)
        return replace(query, act=Act.QUOTE, kinds=kinds, topic="", topics=())
    is_of_one = len(query.scope.sections) == 1 and not (query.rows or query.topic)
    if query.act is Act.COMPARE and query.kinds and is_of_one and not query.scope.is_whole:
        return replace(query, act=Act.LIST, answer_type=AnswerType.TEXT)
    is_of_kinds = query.act is Act.SUMMARISE and len(query.kinds) > 1
    if is_of_kinds and query.scope.item is not None:
        # 「4段で」 counts the kinds.
        return replace(query, scope=replace(query.scope, item=None, more_items=()))
    return query


def _with_goal(query: Query) -> Query:
    """The target of a section is its goal: 「福祉の目標は?」."""
    if any(name in query.text for name in _TARGET_VALUES):
        kinds = query.kinds or (Kind.INDICATOR,)
        return replace(query, kinds=kinds) if query.act in LISTINGS else query
    is_of_section = query.act in (Act.LIST, Act.QUOTE) and bool(query.scope.sections)
    if is_of_section and Field.TARGET in query.aspects and not (query.kinds or query.rows):
        return replace(query, kinds=(Kind.GOAL,), aspects=())
    return query
