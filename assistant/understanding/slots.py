"""The slots of a query from what was read: its scope, topics, terms, partners and style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.limits import MOST_LOOKED_FOR
from assistant.understanding import tags as names
from assistant.understanding.entities import Entity, EntityKind
from assistant.understanding.query import (
    LISTINGS,
    Act,
    AnswerType,
    Field,
    Format,
    Interval,
    PartnerSlot,
    Scope,
    Style,
)
from assistant.understanding.reader import Reading
from assistant.understanding.said_tags import SAID, likeliest
from corpus.plan import Kind, Plan
from index.morphology import normalise
from index.terms import text_of_plan

_HINTED_TREND = 0.2
_ENDS = 2
_MOST_ITEMS = 50
# As ③ stands in a prepared text.
_CIRCLED = "〔"
_FROM_TO = frozenset({"から", "to", "through", "〜", "~"})
# In English a name with a capital may be any: a question must say that it compares, or ask for
# figures.
_SAID_OF_PLACE = {False: 0.15, True: 0.4}
# Acts in which a group or a term is what something is about, and those in which a quotation is.
_OF_GROUPS = frozenset({Act.FIND, Act.FIGURE, Act.LIST, Act.COUNT, Act.SUMMARISE, Act.RELATE})
_OF_TERMS = frozenset({Act.FIND, Act.FIGURE})
_OF_QUOTED_TOPIC = frozenset({Act.FIND, Act.FIGURE, Act.SUMMARISE, Act.RELATE})


def is_led_to(act: Act, kinds: Sequence[Kind], scope: Scope, reading: Reading) -> bool:
    """Return whether a list of a section's own is all that is asked after what only leads to it."""
    is_list = act in LISTINGS and bool(kinds and (scope.sections or scope.is_whole))
    return is_list and reading.seen.has_lead


def leaves_out_things(act: Act, reading: Reading) -> bool:
    """Return whether a list leaves out rows or a topic: 「保育所以外の指標」; else its sections."""
    said = reading.said.tags
    by_section = bool(reading.of(EntityKind.SECTION)) and not reading.of(EntityKind.ROW)
    narrows = reading.is_turn and reading.turns["narrow"] >= SAID
    of_things = act in LISTINGS or (narrows and act in (Act.FIND, Act.PARTNERS))
    return of_things and said.get("except", 0.0) >= SAID and not by_section


def topics_of(act: Act, reading: Reading) -> tuple[str, ...]:
    """Return what a question is about: a group or a quotation where nothing else is."""
    if reading.topics:
        terms = reading.of(EntityKind.TERM) if act in _OF_TERMS else ()
        return (*map(reading.surface, terms), *reading.topics)
    if act in _OF_QUOTED_TOPIC:
        quoted = tuple(one.quoted for one in reading.of(EntityKind.QUOTE))
        if quoted:
            return quoted
    if act in _OF_GROUPS and not reading.of(EntityKind.ROW):
        linked = (*reading.of(EntityKind.TERM), *reading.of(EntityKind.GROUP))
        if linked:
            return tuple(reading.surface(one) for one in linked)
    return ()


def aspects_of(act: Act, said: Mapping[str, float]) -> tuple[Field, ...]:
    """Return the sides of rows that are asked for, a trend also where it only may be."""
    least = {Field.TREND: _HINTED_TREND} if act is Act.FIGURE else {}
    return tuple(
        field
        for name, field in names.ASPECTS.items()
        if said.get(name, 0.0) >= least.get(field, SAID)
    )


def without_either(said: Mapping[str, float]) -> Mapping[str, float]:
    """Return tags without the lesser of trend and direction: 「上げるの?下げるの?」 asks one."""
    pair = (Field.TREND.value, Field.DIRECTION.value)
    lesser = min(pair, key=lambda name: said.get(name, 0.0))
    return said if said.get(lesser, 0.0) < SAID else {**said, lesser: 0.0}


def places_elsewhere(act: Act, reading: Reading) -> tuple[str, ...]:
    """Return the places of which something is asked, not those that the asker only mentions."""
    said, of_figures = reading.said.tags, act in (Act.FIGURE, Act.COMPARE)
    least = _SAID_OF_PLACE[reading.text.isascii() and not of_figures]
    compares = of_figures and max(said.get(name, 0.0) for name in names.COMPARISONS) >= least
    if not compares and said.get("elsewhere", 0.0) < least:
        return ()
    named = (one for one in reading.of(EntityKind.CITY) if not _is_origin(one, reading))
    return tuple(one.values[0] for one in named)


def _is_origin(place: Entity, reading: Reading) -> bool:
    """Whether somebody comes from a place: "from Indonesia", 「ベトナムから来ました」."""
    before, after = reading.text[: place.start], reading.text[place.end :]
    return before.rstrip().endswith("from") or after.lstrip().startswith("から")


def phrases_of(act: Act, reading: Reading) -> tuple[str, ...]:
    """Return what is quoted: all where wording is looked for, else what names nothing."""
    quoted = [one for one in reading.entities if one.quoted]
    if act is Act.WORDING:
        named = (EntityKind.TERM, EntityKind.GROUP)
        linked = [reading.surface(one) for one in reading.entities if one.kind in named]
        found = [one.quoted for one in quoted] or linked
    else:
        found = [one.quoted for one in quoted if one.kind is EntityKind.QUOTE]
    return tuple(found[:MOST_LOOKED_FOR])


def scope_of(act: Act, reading: Reading, plan: Plan) -> Scope:
    """Return the part of the plan that is named: sections, items, footnotes."""
    said = reading.said.tags
    named: list[str] = []
    for one in reading.of(EntityKind.SECTION):
        # 「健康」 in quotation marks is the word, where wording is looked for.
        is_word = act is Act.WORDING and bool(one.quoted)
        named += one.values if len(one.values) == 1 and not is_word else ()
    known = {one.number for one in plan.sections}
    sections = tuple(one for one in dict.fromkeys(named) if one in known)
    if len(sections) == _ENDS and _is_range(reading, EntityKind.SECTION):
        every = [one.number for one in plan.sections]
        first, last = sorted(map(every.index, sections))
        sections = tuple(every[first : last + 1])
    absent = tuple(one for one in dict.fromkeys(named) if one not in known)
    if sections and said.get("except", 0.0) >= SAID and not reading.of(EntityKind.ROW):
        sections = tuple(one.number for one in plan.sections if one.number not in sections)
    named_items = [one for one in reading.of(EntityKind.ITEM) if one.quantity]
    items = [int(one.quantity.value) for one in named_items if one.quantity]
    if len(items) == _ENDS and _is_range(reading, EntityKind.ITEM):
        items = list(range(items[0], min(items[1], _MOST_ITEMS) + 1)) or items
    if not items and reading.is_turn and max(reading.turns, key=reading.turns.__getitem__) == "nth":
        items = _bare_numbers(reading)
    notes = [int(one.quantity.value) for one in reading.of(EntityKind.NOTE) if one.quantity]
    return Scope(
        sections=sections,
        absent=absent,
        item=items[0] if items else None,
        is_number=bool(named_items) and reading.surface(named_items[0]).startswith(_CIRCLED),
        more_items=tuple(items[1:]),
        notes=tuple(notes),
        is_whole=not sections and said.get("whole", 0) >= SAID,
        is_each=said.get("each", 0) >= SAID,
    )


def ages_named(reading: Reading) -> tuple[Interval, ...]:
    """Return the ages that are named, one interval where two are its ends."""
    ages = tuple(one.quantity.interval for one in reading.of(EntityKind.AGE) if one.quantity)
    if len(ages) != _ENDS or not _is_range(reading, EntityKind.AGE):
        return ages
    first, last = ages
    return (Interval(first.low, last.high, first.low_open, last.high_open),)


def _is_range(reading: Reading, kind: EntityKind) -> bool:
    """Whether two of a kind are the ends of several: 「福祉からスポーツまで」, "from A to B"."""
    first, last = reading.of(kind)[:_ENDS]
    between = reading.text[first.end : last.start].strip()
    return between in _FROM_TO and (
        between != "から" or reading.text[last.end :].startswith("まで")
    )


def _bare_numbers(reading: Reading) -> list[int]:
    """Whole numbers without a unit, which point at what was told: "and 6"."""
    found = [one.quantity for one in reading.of(EntityKind.NUMBER) if one.quantity]
    return [
        int(one.value)
        for one in found
        if not (one.unit or one.is_bound) and one.value == int(one.value)
    ]


def rows_named(reading: Reading) -> tuple[str, ...]:
    """Return the ids of the rows that are named."""
    named = (value for one in reading.of(EntityKind.ROW) for value in one.values)
    return tuple(dict.fromkeys(named))


def years_named(reading: Reading) -> tuple[int, ...]:
    """Return the years that are named, bounds left out."""
    return tuple(
        int(one.quantity.value)
        for one in reading.of(EntityKind.YEAR)
        if one.quantity and not one.quantity.is_bound
    )


def terms_named(act: Act, reading: Reading, plan: Plan) -> tuple[str, ...]:
    """Return the terms to be defined or quoted: footnotes' first, then what the topic is."""
    if act not in (Act.DEFINE, Act.QUOTE):
        return ()
    notes = {note.passage.id: note.term for note in plan.footnotes}
    linked = [notes[one.values[0]] for one in reading.of(EntityKind.TERM)]
    if act is Act.QUOTE:
        return tuple(linked[:MOST_LOOKED_FOR])
    quoted = [one.quoted for one in reading.entities if one.quoted]
    said = text_of_plan(plan.lines)
    others = [one for one in reading.topics if normalise(one) in said]
    found = [*linked, *quoted, *others] if linked or quoted else list(reading.topics)
    return tuple(dict.fromkeys(found or _named(reading)))[:MOST_LOOKED_FOR]


def _named(reading: Reading) -> list[str]:
    """Groups, rows and sections by the words that name them: they may be asked to be explained."""
    kinds = (EntityKind.GROUP, EntityKind.ROW, EntityKind.SECTION)
    return [reading.surface(one) for one in reading.entities if one.kind in kinds]


def partners_of(act: Act, reading: Reading) -> PartnerSlot:
    """Return the partner groups that are named and what is asked of them."""
    if act is not Act.PARTNERS:
        return PartnerSlot()
    said = reading.said.tags
    groups: list[str] = []
    for one in reading.of(EntityKind.GROUP):
        groups += one.values
    ticked = None
    if said.get("unticked", 0) >= SAID:
        ticked = False
    elif said.get("ticked", 0) >= SAID:
        ticked = True
    together = said.get("together", 0.0)
    others = max(said.get(name, 0.0) for name in ("who", "where", "ticked", "unticked"))
    asks_lines = together >= SAID and together > others
    return PartnerSlot(tuple(dict.fromkeys(groups)), ticked, asks_lines)


def answer_type_of(said: Mapping[str, float]) -> AnswerType:
    """Return what the answer has to hold."""
    name = likeliest(tuple(names.ANSWER_TYPES), said, SAID)
    return names.ANSWER_TYPES[name] if name else AnswerType.TEXT


def style_of(reading: Reading) -> Style:
    """Return how the answer is wanted: its format, its length, word for word."""
    said = reading.said.tags
    formats = tuple(one.value for one in Format if one is not Format.PROSE)
    chosen = likeliest(formats, said, SAID)
    limits = [one.quantity for one in reading.of(EntityKind.LIMIT) if one.quantity]
    counted = {one.unit: int(one.value) for one in limits}
    return Style(
        format=Format(chosen) if chosen else Format.PROSE,
        is_verbatim=said.get("verbatim", 0) >= SAID,
        is_short=bool(counted.keys() & {"sentence", "letter"}) or said.get("short", 0) >= SAID,
        is_detailed=said.get("long", 0) >= SAID,
        sentences=counted.get("sentence"),
        characters=counted.get("letter"),
    )
