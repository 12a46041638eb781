"""A reading → the likeliest queries: the slots of each act, filled from entities and tags.

What is decided here is what the words say; whether the plan bears it is decided by carrying the
candidates out (execution-guided decoding, Wang et al. 2018).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.understanding import tags as names
from assistant.understanding.entities import EntityKind
from assistant.understanding.quantities import Quantity
from assistant.understanding.query import (
    Act,
    AnswerType,
    Field,
    Filter,
    Format,
    Interval,
    Order,
    PartnerSlot,
    Query,
    Scope,
    State,
    Style,
)
from assistant.understanding.reader import Reading
from corpus.plan import Kind, Plan
from index.morphology import morphemes, normalise

# From where a tag is said: on 494 blind questions .30 to .50 give the same F1 to a hundredth.
SAID = 0.4
# A list of rows is rather held to what may be said than given as all of them.
_SAID_OF_ROWS = 0.3
_HINTED = 0.15
_HINTED_TREND = 0.2
# A kind beside the likeliest one is at least so many times as likely.
_BESIDE_KIND = 0.5
# The rest of the plan is not what was named: it must be likelier said than not.
_EXCEPTED = 0.5
_LISTED_TYPES = (AnswerType.TEXT, AnswerType.YES_NO)
# In English a name with a capital may be any: the question must say that it compares.
_SAID_OF_PLACE = {False: 0.15, True: 0.4}
# Acts that are so much less likely than the likeliest are no candidates.
_LEAST_SHARE = 0.04
_MOST = 4
_MOST_PHRASES = 2
# No row is both: one is meant where the other is less than so many times as likely.
_OPPOSITE = (
    ("up", "down"),
    ("reached_only", "unreached_only"),
    # What has no value yet is neither reached nor not.
    ("undecided", "reached_only"),
    ("undecided", "unreached_only"),
    ("valued", "directed"),
)
_AS_LIKELY = 2 / 3
_OTHER_NAMES = {
    "人": ("people", "persons"),
    "件": ("cases",),
    "%": ("percent", "percentages", "パーセント", "per", "割合"),
    "歳": ("years",),
}
_OTHERS = {
    State.REACHED: State.UNREACHED,
    State.UNREACHED: State.REACHED,
    State.UNDECIDED: State.DECIDED,
    State.DECIDED: State.UNDECIDED,
    State.VALUED: State.DIRECTED,
    State.DIRECTED: State.VALUED,
}
# A value is the latest one where another is not clearly likelier.
_AS_GOOD = 0.9
# Acts in which a group or a term is what something is about, and those in which a quotation is.
_OF_GROUPS = frozenset({Act.FIND, Act.FIGURE, Act.LIST, Act.COUNT, Act.SUMMARISE, Act.RELATE})
_OF_QUOTED_TOPIC = frozenset({Act.FIND, Act.FIGURE, Act.SUMMARISE, Act.RELATE})
# Whether a comparator sets the lower end, and whether the end is open.
_BOUNDS = {"gt": (True, True), "ge": (True, False), "lt": (False, True), "le": (False, False)}
# Units that count things asked for rather than measure a row.
_COUNTED = frozenset({"回", "か所", "箇所", "カ所", "割"})


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
        asked = any(said.get(name, 0.0) >= SAID for name in names.PARTNERS)
        return bool(asked or query.partners.groups or query.scope.sections or query.kinds)
    if query.act not in (Act.LIST, Act.COUNT) or query.kinds or query.scope.notes:
        return True
    held = query.states or query.filters or query.order or query.rows or query.topic
    return bool(held) or said.get(names.SECTIONS, 0.0) >= SAID


def query_of(act: Act, reading: Reading, plan: Plan) -> Query:
    """Fill the slots of `act` from what was read."""
    said = reading.said.tags
    likeliest = max(said.get(name, 0.0) for name in names.KINDS)
    least = max(SAID, likeliest * _BESIDE_KIND)
    kinds = tuple(kind for name, kind in names.KINDS.items() if said.get(name, 0) >= least)
    scope = _scope(act, reading, plan)
    said = _without_either(said)
    aspects = _aspects(act, said)
    topics = () if _is_led_to(act, kinds, scope, reading) else _topics(act, reading)
    # Sections are left out where some are named, else rows of a state: 達成済みを除いて.
    excepts = said.get("except", 0.0) >= SAID and not scope.sections
    query = Query(
        act=act,
        text=reading.text,
        topic=" ".join(topics),
        topics=topics,
        kinds=kinds,
        scope=scope,
        rows=_rows(reading),
        ages=tuple(one.quantity.interval for one in reading.of(EntityKind.AGE) if one.quantity),
        sexes=tuple(one.values[0] for one in reading.of(EntityKind.SEX)),
        aspects=aspects,
        states=_states(act, kinds, said, excepts),
        years=_years(reading),
        terms=_terms(act, reading, plan),
        phrases=_phrases(act, reading),
        partners=_partners(act, reading),
        answer_type=_answer_type(said),
        elsewhere=_elsewhere(reading),
        style=_style(reading),
        help_topic=_likeliest(names.HELP, said, 0.0) or "" if act is Act.HELP else "",
    )
    if act in (Act.LIST, Act.COUNT, Act.COMPARE, Act.FIGURE):
        query = _of_table(query, reading, plan)
    if act is Act.WORDING and not query.phrases and query.topic:
        query = replace(query, phrases=query.topics[:_MOST_PHRASES])
    return _with_goal(_in_other_acts(query, reading, said))


def _in_other_acts(query: Query, reading: Reading, said: Mapping[str, float]) -> Query:
    """What other words than its own ask for: which sections speak of a topic is a list."""
    asks_sections = said.get(names.SECTIONS, 0.0) >= SAID
    asks_all = asks_sections or query.scope.is_whole
    if query.act is Act.FIND and asks_all and query.topic and not query.kinds:
        return replace(query, act=Act.LIST)
    names_section = bool(query.scope.sections) and not (query.topic or query.kinds or query.rows)
    if query.act is Act.FIND and names_section and query.answer_type is AnswerType.TEXT:
        is_bare = not reading.unread and query.scope.item is None
        return replace(query, act=Act.SUMMARISE) if is_bare else query
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
    is_of_one = len(query.scope.sections) == 1 and not (query.rows or query.topic)
    if query.act is Act.COMPARE and query.kinds and is_of_one and not query.scope.is_whole:
        return replace(query, act=Act.LIST, answer_type=AnswerType.TEXT)
    is_of_kinds = query.act is Act.SUMMARISE and len(query.kinds) > 1
    if is_of_kinds and query.scope.item is not None:
        # 「4段で」 counts the kinds.
        return replace(query, scope=replace(query.scope, item=None, more_items=()))
    return query


def _is_led_to(act: Act, kinds: Sequence[Kind], scope: Scope, reading: Reading) -> bool:
    """Whether a list of a section's own is all that is asked after what only leads to it."""
    is_list = act in (Act.LIST, Act.COUNT) and bool(kinds and (scope.sections or scope.is_whole))
    return is_list and reading.seen.has_lead


def _topics(act: Act, reading: Reading) -> tuple[str, ...]:
    """What a question is about: a group or a quotation where nothing else is."""
    if reading.topics:
        return reading.topics
    if act in _OF_QUOTED_TOPIC:
        quoted = tuple(one.quoted for one in reading.of(EntityKind.QUOTE))
        if quoted:
            return quoted
    if act in _OF_GROUPS and not reading.of(EntityKind.ROW):
        linked = (*reading.of(EntityKind.TERM), *reading.of(EntityKind.GROUP))
        if linked:
            return tuple(reading.surface(one) for one in linked)
    return ()


def _aspects(act: Act, said: Mapping[str, float]) -> tuple[Field, ...]:
    """The sides of rows that are asked for, a trend where it may be: no single value is one."""
    least = {Field.TREND: _HINTED_TREND} if act is Act.FIGURE else {}
    return tuple(
        field
        for name, field in names.ASPECTS.items()
        if said.get(name, 0.0) >= least.get(field, SAID)
    )


def _without_either(said: Mapping[str, float]) -> Mapping[str, float]:
    """Without the lesser of trend and direction: 「上げるの?下げるの?」 asks for one."""
    pair = (Field.TREND.value, Field.DIRECTION.value)
    lesser = min(pair, key=lambda name: said.get(name, 0.0))
    return said if said.get(lesser, 0.0) < SAID else {**said, lesser: 0.0}


def _with_goal(query: Query) -> Query:
    """The target of a section is its goal: 「福祉の目標は?」."""
    is_of_section = query.act in (Act.LIST, Act.QUOTE) and bool(query.scope.sections)
    if is_of_section and Field.TARGET in query.aspects and not (query.kinds or query.rows):
        return replace(query, kinds=(Kind.GOAL,), aspects=())
    return query


def _elsewhere(reading: Reading) -> tuple[str, ...]:
    """The places of which something is asked; those that only the asker speaks of are none."""
    least = _SAID_OF_PLACE[reading.text.isascii()]
    if reading.said.tags.get("elsewhere", 0.0) < least:
        return ()
    return tuple(one.values[0] for one in reading.of(EntityKind.CITY))


def _states(
    act: Act, kinds: Sequence[Kind], said: Mapping[str, float], excepts: bool
) -> tuple[State, ...]:
    """What rows are held to: rather a list too short, which says what it is of, than one of all."""
    of_rows = act in (Act.LIST, Act.COUNT) and Kind.INDICATOR in kinds
    least = _SAID_OF_ROWS if of_rows else SAID
    if of_rows and max(said.get(name, 0.0) for name in names.STATES) < least:
        best = _likeliest(tuple(names.STATES), said, _HINTED)
        return (names.STATES[best],) if best else ()
    found = [state for name, state in names.STATES.items() if said.get(name, 0) >= least]
    if of_rows and excepts:
        return tuple(_OTHERS[state] for state in found if state in _OTHERS)
    for pair in _OPPOSITE:
        likelier, other = sorted(pair, key=lambda name: -said.get(name, 0.0))
        is_of_undecided = "undecided" in pair
        if is_of_undecided or said.get(other, 0.0) < said.get(likelier, 0.0) * _AS_LIKELY:
            found = [state for state in found if state is not names.STATES[other]]
    return tuple(found)


def _phrases(act: Act, reading: Reading) -> tuple[str, ...]:
    """What is quoted: every quotation where wording is looked for, else what names nothing."""
    quoted = [one for one in reading.entities if one.quoted]
    if act is Act.WORDING:
        named = (EntityKind.TERM, EntityKind.GROUP)
        linked = [reading.surface(one) for one in reading.entities if one.kind in named]
        return tuple(one.quoted for one in quoted) or tuple(linked)
    return tuple(one.quoted for one in quoted if one.kind is EntityKind.QUOTE)


def _of_table(query: Query, reading: Reading, plan: Plan) -> Query:
    """Filters and order, which concern the rows of the table of indicators."""
    filters = tuple(dict.fromkeys(_filters(query, reading)))
    order = _order(query, reading)
    years = query.years
    if any(one.field is Field.YEAR for one in filters):
        years = ()
    filters += tuple(_of_units(query, reading, plan))
    is_of_rows = filters or order or query.states
    kinds = query.kinds
    if is_of_rows and query.act in (Act.LIST, Act.COUNT) and not kinds:
        kinds = (Kind.INDICATOR,)
    if query.act is Act.COMPARE and order and order.limit and query.rows:
        # Which of them is highest is a list cut short: it names the one first.
        return replace(query, act=Act.LIST, order=order, kinds=(Kind.INDICATOR,))
    if query.act is Act.FIGURE:
        return replace(query, order=order, claims=_claims(reading))
    query = replace(query, filters=filters, order=order, years=years, kinds=kinds)
    return _without_goal(replace(query, unapplied=_unapplied(query, reading)))


def _unapplied(query: Query, reading: Reading) -> str:
    """Words that a list of indicators may be held to and is not: it is held to nothing else."""
    is_held = query.filters or query.states or query.order or query.topic or query.rows
    if query.act is Act.COMPARE or Kind.INDICATOR not in query.kinds or is_held or query.aspects:
        return ""
    return " ".join(reading.unread)


def _without_goal(query: Query) -> Query:
    """A target is no goal where rows are held to it: 「目標が0のもの」."""
    is_of_target = any(one.field is Field.TARGET for one in query.filters)
    if is_of_target and {Kind.GOAL, Kind.INDICATOR} <= set(query.kinds):
        return replace(query, kinds=tuple(one for one in query.kinds if one is not Kind.GOAL))
    return query


def _of_units(query: Query, reading: Reading, plan: Plan) -> Iterator[Filter]:
    """Rows of a unit that is named where units are spoken of: 「単位が人の指標」."""
    if query.act not in (Act.LIST, Act.COUNT) or Field.UNIT not in query.aspects:
        return
    said = {one.surface for one in morphemes(reading.text)}
    units = {row.latest.unit for row in plan.indicators if row.latest.unit}
    is_except = reading.said.tags.get("except", 0.0) >= _EXCEPTED
    for unit in sorted(units):
        if said & {unit, *_OTHER_NAMES.get(unit, ())}:
            yield Filter(Field.UNIT, Interval(), unit, is_except)


def _claims(reading: Reading) -> tuple[float, ...]:
    """The values that a question holds up: with a unit or to the point, else they only count."""
    found = [one.quantity for one in reading.of(EntityKind.NUMBER) if one.quantity]
    exact = [one for one in found if one.unit or one.value != int(one.value)]
    return tuple(one.value for one in exact if not one.is_bound and one.unit not in _COUNTED)


def _scope(act: Act, reading: Reading, plan: Plan) -> Scope:
    said = reading.said.tags
    named: list[str] = []
    for one in reading.of(EntityKind.SECTION):
        # 「健康」 in quotation marks is the word, where wording is looked for.
        is_word = act is Act.WORDING and bool(one.quoted)
        named += one.values if len(one.values) == 1 and not is_word else ()
    known = {one.number for one in plan.sections}
    sections = tuple(one for one in dict.fromkeys(named) if one in known)
    absent = tuple(one for one in dict.fromkeys(named) if one not in known)
    if sections and said.get("except", 0) >= _EXCEPTED:
        sections = tuple(one.number for one in plan.sections if one.number not in sections)
    items = [int(one.quantity.value) for one in reading.of(EntityKind.ITEM) if one.quantity]
    if not items and reading.is_turn and reading.turns["nth"] >= SAID:
        items = _bare_numbers(reading)
    notes = [int(one.quantity.value) for one in reading.of(EntityKind.NOTE) if one.quantity]
    return Scope(
        sections=sections,
        absent=absent,
        item=items[0] if items else None,
        more_items=tuple(items[1:]),
        notes=tuple(notes),
        is_whole=not sections and said.get("whole", 0) >= SAID,
        is_each=said.get("each", 0) >= SAID,
    )


def _bare_numbers(reading: Reading) -> list[int]:
    """Whole numbers without a unit, which point at what was told: "and 6"."""
    found = [one.quantity for one in reading.of(EntityKind.NUMBER) if one.quantity]
    return [
        int(one.value)
        for one in found
        if not (one.unit or one.is_bound) and one.value == int(one.value)
    ]


def _rows(reading: Reading) -> tuple[str, ...]:
    named = (value for one in reading.of(EntityKind.ROW) for value in one.values)
    return tuple(dict.fromkeys(named))


def _years(reading: Reading) -> tuple[int, ...]:
    return tuple(
        int(one.quantity.value)
        for one in reading.of(EntityKind.YEAR)
        if one.quantity and not one.quantity.is_bound
    )


def _filters(query: Query, reading: Reading) -> Iterator[Filter]:
    said = reading.said.tags
    field = _likeliest(tuple(names.FILTERS), said, _SAID_OF_ROWS)
    if field and said.get("by_latest", 0.0) >= said[field] * _AS_GOOD:
        field = "by_latest"
    of = names.FILTERS[field] if field else _field_of(query, said)
    holds = field or of is not Field.LATEST or said.get("equals", 0.0) >= _SAID_OF_ROWS
    for one in reading.of(EntityKind.NUMBER):
        if one.quantity and (one.quantity.is_bound or one.quantity.unit or holds):
            bound = _likeliest(names.COMPARATORS, said, _SAID_OF_ROWS)
            yield Filter(of, _interval(one.quantity, bound), one.quantity.unit)
    for one in reading.of(EntityKind.YEAR):
        if one.quantity:
            yield Filter(Field.YEAR, one.quantity.interval)


def _interval(quantity: Quantity, comparator: str | None) -> Interval:
    """The interval of a number: by the words beside it, or how it is compared: 100いってない."""
    value = quantity.value
    if quantity.is_bound or comparator not in _BOUNDS:
        return quantity.interval
    is_low, is_open = _BOUNDS[comparator]
    if is_low:
        return Interval(low=value, low_open=is_open)
    return Interval(high=value, high_open=is_open)


def _field_of(query: Query, said: Mapping[str, float]) -> Field:
    if Field.GAP in query.aspects:
        return Field.GAP
    if Field.TARGET in query.aspects and Field.LATEST not in query.aspects:
        return Field.TARGET
    return Field.LATEST


def _order(query: Query, reading: Reading) -> Order | None:
    said = reading.said.tags
    name = _likeliest(names.ORDERS, said, SAID)
    if name is None:
        return None
    field = Field.LATEST
    for aspect in (Field.GAP, Field.TARGET, Field.YEAR):
        if aspect in query.aspects and Field.LATEST not in query.aspects:
            field = aspect
            break
    counted = (*reading.of(EntityKind.LIMIT), *reading.of(EntityKind.COUNT))
    limits = [
        int(one.quantity.value) for one in counted if one.quantity and one.quantity.unit == "item"
    ]
    limit = limits[0] if limits else 1 if name in ("highest", "lowest") else None
    return Order(field, name in ("highest", "descending"), limit)


def _terms(act: Act, reading: Reading, plan: Plan) -> tuple[str, ...]:
    if act not in (Act.DEFINE, Act.QUOTE):
        return ()
    notes = {note.passage.id: note.term for note in plan.footnotes}
    linked = [notes[one.values[0]] for one in reading.of(EntityKind.TERM)]
    if act is Act.QUOTE:
        return tuple(linked)
    quoted = [one.quoted for one in reading.entities if one.quoted]
    said = normalise("\n".join(plan.lines))
    others = [one for one in reading.topics if normalise(one) in said]
    found = [*linked, *quoted, *others] if linked or quoted else list(reading.topics)
    return tuple(dict.fromkeys(found or _named(reading)))


def _named(reading: Reading) -> list[str]:
    """Groups, rows and sections by the words that name them: they may be asked to be explained."""
    kinds = (EntityKind.GROUP, EntityKind.ROW, EntityKind.SECTION)
    return [reading.surface(one) for one in reading.entities if one.kind in kinds]


def _partners(act: Act, reading: Reading) -> PartnerSlot:
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
    return PartnerSlot(tuple(dict.fromkeys(groups)), ticked, said.get("together", 0) >= SAID)


def _answer_type(said: Mapping[str, float]) -> AnswerType:
    name = _likeliest(tuple(names.ANSWER_TYPES), said, SAID)
    return names.ANSWER_TYPES[name] if name else AnswerType.TEXT


def _style(reading: Reading) -> Style:
    said = reading.said.tags
    formats = tuple(one.value for one in Format if one is not Format.PROSE)
    chosen = _likeliest(formats, said, SAID)
    limits = [one.quantity for one in reading.of(EntityKind.LIMIT) if one.quantity]
    counted = {one.unit: int(one.value) for one in limits}
    return Style(
        format=Format(chosen) if chosen else Format.PROSE,
        is_verbatim=said.get("verbatim", 0) >= SAID,
        is_short=said.get("short", 0) >= SAID,
        is_detailed=said.get("long", 0) >= SAID,
        sentences=counted.get("sentence"),
        characters=counted.get("letter"),
    )


def _likeliest(of: Sequence[str], said: Mapping[str, float], least: float) -> str | None:
    """The likeliest tag of some, None where none is as likely as `least`."""
    best = max(of, key=lambda name: said.get(name, 0.0))
    return best if said.get(best, 0.0) >= least else None
