"""A query's topic → the rows and passages that it is carried out on.

What a question names by its own words is found by retrieval; what it names by number, title or
quotation is in the query already. `bears` says how likely what was found is what is meant: 1 where
nothing had to be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.partner_groups import group_called
from assistant.answering.topics import is_topic_left
from assistant.evidence.answer_types import holds
from assistant.evidence.classifier import Judged, chosen, is_answered, judge
from assistant.safety.sensitive import is_sensitive
from assistant.source import Source
from assistant.understanding.query import OFFICE_MATTERS, Act, AnswerType, Field, Query
from assistant.understanding.variants import family, held_to
from corpus.footnotes import without_markers
from corpus.plan import Indicator, Kind, Passage
from index.morphology import normalise
from index.terms import english_terms, terms_of_plan, word_terms

# A row or passage below this is not what is meant (calibrated probabilities of `evidence`).
LEAST = 0.3
# A row may be less likely, where nothing else is likely at all.
_LEAST_OF_ROW = 0.12
# Another row that is so near to the likeliest may be meant as well.
_AS_NEAR = 0.55
# A text that is so likely beside the likeliest row gives a figure on the same.
_AS_LIKELY = 0.8
_LOOKED_AT = 4
# Of two things that are compared each is a row where one is so likely; then it is borne.
_PAIR = 2
_LEAST_OF_PAIR = 0.15
LEAST_BORNE = 0.5
_MOST_SUMMARISED = 6
_DIGIT = re.compile(r"\d")
# Between things of which a list is to have all that speak of any: 孤独・孤立.
_ALTERNATIVES = re.compile(r"[・、/]|とか|や(?=[一-龯ァ-ヶ])")
_MOST_NEAR = 3
# Rows that are so likely are those that a question names.
_IS_NAMED = 0.65
# How likely a row is meant that holds the very value of a question.
_HELD = 0.9
# Of a list by topic each passage is at least so likely about it, by its likeliest.
_OF_LIKELIEST = 0.5
_OF_NO_ROW = frozenset({AnswerType.REASON, AnswerType.PROCEDURE, *OFFICE_MATTERS})
_HELD_TO_SECTIONS = (Act.LIST, Act.COUNT, Act.SUMMARISE, Act.QUOTE, Act.PARTNERS)
# How likely a list is meant beside words that it is not held to.
_UNAPPLIED = 0.6
# How likely a whole section is meant to be quoted.
_WHOLE_SECTION = 0.45
_LISTED = (Act.LIST, Act.COUNT)
# Where no more is asked of a topic than what is said of it, a passage with all its words answers.
_MENTIONED = {AnswerType.TEXT, AnswerType.YES_NO}
_COVERED = 0.99
_IS_MENTIONED = 0.6


@dataclass(frozen=True, slots=True)
class Grounded:
    """A query with the ids that it is carried out on; `is_open` where several rows are as near."""

    query: Query
    bears: float = 1.0
    is_open: bool = False


def ground(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    """Find what `query` is about; None where the plan has nothing of it."""
    if query.act in _LISTED and query.phrases:
        return _with_phrases(query, source)
    if query.scope.passages:
        return Grounded(query)
    if query.act is Act.FIGURE or (query.act is Act.COMPARE and not _is_of_sections(query)):
        found = _rows_of_topics(query, source) or _rows(query, judged, source)
        if found is None and query.asks_trend:
            return _passages(replace(query, act=Act.FIND), judged, source)
        return None if found and _is_absent(found.query, source) else _ranked(found)
    if query.act in _HELD_TO_SECTIONS and is_topic_left(query, source):
        unknown = _without_unknown(query, source)
        if unknown:
            return unknown
    if query.act in _LISTED and is_topic_left(query, source):
        return _list(query, judged, source)
    if query.act is Act.PARTNERS and not query.partners.groups and is_topic_left(query, source):
        return _partners(query, judged, source)
    if query.act is Act.RELATE and not (query.rows or query.scope.item or query.scope.notes):
        return _start(query, judged, source)
    if query.act is Act.SUMMARISE and is_topic_left(query, source):
        return _summarised(query, judged, source)
    if query.act is Act.FIND or _is_quoted_by_topic(query):
        return _passages(query, judged, source)
    if query.act is Act.QUOTE and _is_of_all(query):
        return Grounded(query, _WHOLE_SECTION)
    if query.act is Act.DEFINE:
        return Grounded(replace(query, terms=_terms_used(query.terms, source)))
    return Grounded(query)


def _ranked(found: Grounded | None) -> Grounded | None:
    """Figures of which the extreme is asked are a list in its order; of one row there is none."""
    if found is None or found.query.act is not Act.FIGURE or not found.query.order:
        return found
    if len(found.query.rows) == 1:
        return replace(found, query=replace(found.query, order=None))
    asked = replace(found.query, act=Act.LIST, kinds=(Kind.INDICATOR,), topic="", topics=())
    return Grounded(replace(asked, answer_type=AnswerType.TEXT), found.bears)


def _is_quoted_by_topic(query: Query) -> bool:
    """Whether what is to be quoted is named by what it is about alone."""
    scope = query.scope
    named = query.kinds or query.rows or query.terms or scope.notes or scope.item or scope.sections
    return query.act is Act.QUOTE and bool(query.topic) and not named


def _rows_of_topics(query: Query, source: Source) -> Grounded | None:
    """The row of each of several things that are named beside each other; None where one has none.

    「AとBの差」: each is looked for by itself.
    """
    named = tuple(dict.fromkeys(query.rows))
    if query.act is not Act.COMPARE or len(named) > 1 or len(named) + len(query.topics) < _PAIR:
        return None
    plan, found, likely = source.plan, list(named), 1.0
    for topic in query.topics:
        asked = replace(query, act=Act.FIGURE, text=topic, topic=topic, topics=(topic,), rows=())
        rows = [one for one in judge(asked, source) if one.passage.kind is Kind.INDICATOR]
        rows = [one for one in rows if one.passage.id not in found]
        if not rows or rows[0].probability < _LEAST_OF_PAIR:
            return None
        row = plan.indicators_by_id[rows[0].passage.id]
        kept = held_to(family(row, plan), query.ages, query.sexes) or (row,)
        found.append(kept[0].passage.id if len(kept) == 1 else row.passage.id)
        likely = min(likely, max(rows[0].probability, LEAST_BORNE))
    return Grounded(replace(query, rows=tuple(found), topic="", topics=()), likely)


def _summarised(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    """The passages that are likeliest about a topic, in the plan's order."""
    ids = _about(query, judged, query.kinds or tuple(Kind), source)
    likely = [one for one in judged if one.passage.id in ids][:_MOST_SUMMARISED]
    if not likely:
        return None
    kept = {one.passage.id for one in likely}
    scope = replace(query.scope, passages=tuple(one for one in ids if one in kept), sections=())
    return Grounded(replace(query, scope=scope), max(likely[0].probability, LEAST_BORNE))


def _is_of_all(query: Query) -> bool:
    """Whether a whole section would be quoted, which few ask for."""
    scope = query.scope
    return not (query.kinds or query.rows or query.terms or scope.notes or scope.item)


def _terms_used(terms: Sequence[str], source: Source) -> tuple[str, ...]:
    """Each term, or the longest of its words that the plan uses: フレイル of 「フレイル っぺ」."""
    said = normalise("\n".join(source.plan.lines))
    found: list[str] = []
    for term in terms:
        words = sorted(term.split(), key=len, reverse=True)
        used = [one for one in (term, *words) if len(one) > 1 and normalise(one) in said]
        found.append(used[0] if used else term)
    return tuple(dict.fromkeys(found))


def _with_phrases(query: Query, source: Source) -> Grounded | None:
    """Passages of those asked for whose text has every phrase, in the answer's language too."""
    wanted = [normalise(phrase) for phrase in query.phrases]
    pointed = query.scope.passages
    found = tuple(
        one.id
        for one in source.plan.passages
        if (not query.kinds or one.kind in query.kinds)
        and (not query.scope.sections or one.section in query.scope.sections)
        and (one.id in pointed if pointed else not one.id.endswith(".partners"))
        and all(phrase in _text_of(one, source) for phrase in wanted)
    )
    if not found:
        return None
    scope = replace(query.scope, passages=found)
    topic = source.joined(query.phrases)
    return Grounded(replace(query, scope=scope, phrases=(), topic=topic))


def _text_of(passage: Passage, source: Source) -> str:
    view = source.view(passage)
    translated = f"\n{view.heading or ''}\n{view.text}" if view else ""
    return normalise(without_markers(passage.text) + translated)


def _without_unknown(query: Query, source: Source) -> Grounded | None:
    """The query without a topic of which the plan has no word, where its scope says enough."""
    terms = [*word_terms(query.topic), *english_terms(query.topic)]
    is_placed = query.scope.sections or query.scope.is_whole
    if not is_placed or any(source.index.rarities(terms).values()):
        return None
    return Grounded(replace(query, topic="", unapplied=query.topic), _UNAPPLIED)


def _is_absent(query: Query, source: Source) -> bool:
    """Whether what is asked of the rows is in no table: a change, a reason, another year."""
    if query.asks_trend or query.asks_elsewhere or query.answer_type in _OF_NO_ROW:
        return True
    if query.act is not Act.FIGURE or not query.years:
        return False
    rows = [source.plan.indicators_by_id[one] for one in query.rows]
    return not any(row.latest.year in query.years for row in rows)


def _is_of_sections(query: Query) -> bool:
    is_of_many = len(query.scope.sections) > 1 or query.scope.is_whole or query.scope.is_each
    return is_of_many and not query.rows


def _rows(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    plan = source.plan
    if query.rows:
        rows = [plan.indicators_by_id[one] for one in query.rows]
        kept = held_to(rows, query.ages, query.sexes)
        return Grounded(replace(query, rows=_ids(kept))) if kept else None
    held = _holding(query, source)
    if held:
        return _of_claims(query, held, judged, source)
    return _near_rows(query, judged, source)


def _of_claims(
    query: Query, held: Sequence[str], judged: Sequence[Judged], source: Source
) -> Grounded:
    """The rows that hold a value of the question, or those that it names beside a wrong value.

    「0歳児は94.6%?」 is of the row for that age, which has another value.
    """
    plan = source.plan
    if query.ages or query.sexes:
        near = [row for one in held for row in family(plan.indicators_by_id[one], plan)]
        of_these = held_to(list(dict.fromkeys(near)), query.ages, query.sexes)
        if of_these:
            return Grounded(replace(query, rows=_ids(of_these)), _HELD)
    found = _near_rows(query, judged, source) if query.topic else None
    if found is None or found.query.act is not Act.FIGURE:
        return Grounded(replace(query, rows=tuple(held)), _HELD)
    first = found.query.rows[0]
    variants = _ids(family(plan.indicators_by_id[first], plan))
    is_of_first = any(one in variants for one in held)
    if is_of_first or found.bears < _IS_NAMED:
        kept = tuple(one for one in held if one in variants)
        return Grounded(replace(query, rows=kept or tuple(held)), _HELD)
    return Grounded(replace(found.query, rows=(first,)), found.bears)


def _near_rows(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    plan = source.plan
    if not (query.topic or query.phrases or query.scope.sections):
        return None
    ranked = [one for one in judged if one.passage.kind is Kind.INDICATOR]
    sections = query.scope.sections
    within = [one for one in ranked if one.passage.section in sections]
    if within and within[0].probability >= max(LEAST, ranked[0].probability * _AS_NEAR):
        ranked = within
    best = ranked[0].probability if ranked else 0.0
    if best < (_LEAST_OF_ROW if query.topic else LEAST):
        text = _text_with_figure(query, judged, 0.0, source)
        if text is None:
            return None
        scope = replace(query.scope, passages=(text.passage.id,))
        return Grounded(replace(query, act=Act.FIND, scope=scope), text.probability)
    least = best * _AS_NEAR
    families: dict[str, tuple[Indicator, ...]] = {}
    for one in ranked:
        row = plan.indicators_by_id[one.passage.id]
        if one.probability >= least:
            near = family(row, plan)
            kept = held_to(near, query.ages, query.sexes)
            if kept:
                families.setdefault(near[0].passage.id, kept)
    found = [*families.values()]
    if not 0 < len(found) <= _MOST_NEAR:
        return None
    own = {row.passage.id for kept in found for row in family(kept[0], plan)}
    beside = next((one.probability for one in judged if one.passage.id not in own), 0.0)
    answered = is_answered(query, judged, source) * best / (best + beside)
    bears = max(best, answered)
    rows = [row for kept in found for row in kept]
    text = _text_with_figure(query, judged, bears, source)
    if text is not None:
        ids = _ids(rows) if bears >= text.probability * _AS_NEAR else ()
        scope = replace(query.scope, passages=(text.passage.id, *ids))
        asked = replace(query, act=Act.FIND, scope=scope)
        return Grounded(asked, max(bears, text.probability))
    is_open = len(found) > 1 and query.act is Act.FIGURE
    return Grounded(replace(query, rows=_ids(rows)), bears, is_open)


def _holding(query: Query, source: Source) -> tuple[str, ...]:
    """The rows whose value or target is one that a question holds up: 「71.6 は何の数字?」."""
    claims = set(query.claims)
    rows = [
        row
        for row in source.plan.indicators
        if claims & {row.latest.value, row.target.value}
        and (not query.scope.sections or row.passage.section in query.scope.sections)
    ]
    return _ids(rows) if len(rows) <= _MOST_NEAR else ()


def _text_with_figure(
    query: Query, judged: Sequence[Judged], bears: float, source: Source
) -> Judged | None:
    """The text that is as likely to give the figure as the rows are, where no target is asked."""
    if query.act is not Act.FIGURE or set(query.aspects) - {Field.LATEST, Field.YEAR}:
        return None
    texts = [
        one
        for one in judged[:_LOOKED_AT]
        if one.passage.kind is not Kind.INDICATOR
        and _DIGIT.search(without_markers(one.passage.text))
        and (is_sensitive(query.text) or not is_sensitive(one.passage.text))
    ]
    return texts[0] if texts and texts[0].probability >= max(LEAST, bears * _AS_LIKELY) else None


def _ids(rows: Iterable[Indicator]) -> tuple[str, ...]:
    return tuple(row.passage.id for row in rows)


def _list(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    """The passages of the kinds and sections asked for that are about the topic."""
    kinds = query.kinds or tuple(Kind)
    ids = _about(query, judged, kinds, source)
    if not any(_speaks_of(query, source.plan.passage(one), source) for one in ids):
        is_placed = query.scope.sections or query.scope.is_whole or query.scope.is_each
        if is_placed and query.kinds:
            return Grounded(replace(query, topic="", unapplied=query.topic), _UNAPPLIED)
        return None
    best = max((one.probability for one in judged if one.passage.id in ids), default=0.0)
    scope = replace(query.scope, passages=ids)
    return Grounded(replace(query, scope=scope, rows=()), max(best, LEAST))


def _about(
    query: Query, judged: Sequence[Judged], kinds: Sequence[Kind], source: Source
) -> tuple[str, ...]:
    """Passages in the plan's order that hold every word of the topic, or are likely about it."""
    likeliest = max((one.probability for one in judged), default=0.0)
    least = max(LEAST, likeliest * _OF_LIKELIEST)
    likely = {one.passage.id for one in judged if one.probability >= least}
    sections = query.scope.sections

    def is_about(passage: Passage) -> bool:
        if passage.kind not in kinds or (sections and passage.section not in sections):
            return False
        if passage.id.endswith(".partners"):
            return False
        return passage.id in likely or _speaks_of(query, passage, source)

    found = [one.id for one in source.plan.passages if is_about(one)]
    return tuple(one for one in found if one not in query.told)


def _speaks_of(query: Query, passage: Passage, source: Source) -> bool:
    """Whether a passage has all known words of one of the things that a query is about."""
    named = (part for one in query.topics or (query.topic,) for part in _ALTERNATIVES.split(one))
    return any(_holds(passage, _known_terms(one, source), source) for one in named)


def _known_terms(topic: str, source: Source) -> set[str]:
    """A topic's words that the plan has."""
    terms = [*word_terms(topic), *english_terms(topic)]
    return {term for term, rarity in source.index.rarities(terms).items() if rarity}


def _holds(passage: Passage, terms: set[str], source: Source) -> bool:
    text = _text_of(passage, source)
    return bool(terms) and terms <= {*terms_of_plan(text), *english_terms(text)}


def _partners(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    groups = tuple(one for one in query.topics if group_called(one, source))
    if groups:
        slot = replace(query.partners, groups=groups)
        return Grounded(replace(query, partners=slot, topic="", topics=()))
    lines = [one for one in judged if one.passage.kind is Kind.PARTNER]
    lines = [one for one in lines if not one.passage.id.endswith(".partners")]
    kept = [one for one in lines if one.probability >= LEAST][:3]
    if query.scope.sections:
        return Grounded(query, 0.8)
    if kept:
        scope = replace(query.scope, passages=tuple(one.passage.id for one in kept))
        return Grounded(replace(query, scope=scope), kept[0].probability)
    return None


def _start(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    """The passage that relations start from: the likeliest of the kinds that are not asked for."""
    if query.scope.sections and not is_topic_left(query, source):
        return Grounded(query)
    starts = [
        one for one in judged if one.passage.kind in (Kind.ISSUE, Kind.INITIATIVE, Kind.INDICATOR)
    ]
    only = [one for one in starts if one.passage.kind not in query.kinds]
    if query.scope.sections:
        only = [one for one in only if one.passage.section in query.scope.sections]
    best = (only or starts)[:1]
    if not best or best[0].probability < LEAST:
        terms = _known_terms(query.topic, source)
        best = [one for one in only if _holds(one.passage, terms, source)][:1]
    if not best:
        return None
    if best[0].passage.kind is Kind.INDICATOR:
        return Grounded(replace(query, rows=(best[0].passage.id,)), LEAST_BORNE)
    scope = replace(query.scope, passages=(best[0].passage.id,))
    return Grounded(replace(query, scope=scope), max(best[0].probability, LEAST_BORNE))


def _passages(query: Query, judged: Sequence[Judged], source: Source) -> Grounded | None:
    if query.asks_elsewhere:
        return None
    kept = [one for one in judged if one.passage.id not in query.told]
    if not is_sensitive(query.text):
        kept = [one for one in kept if not is_sensitive(one.passage.text)]
    if query.asks_trend:
        kept = [one for one in kept[:_MOST_NEAR] if holds(one.passage, AnswerType.TREND)]
    if query.kinds:
        kept = [one for one in kept if one.passage.kind in query.kinds] or kept
    if not kept:
        return None
    likely = is_answered(query, kept, source)
    if query.answer_type in _MENTIONED and kept[0].coverage >= _COVERED and query.topic:
        likely = max(likely, _IS_MENTIONED)
    found = tuple(one.passage.id for one in chosen(kept))
    scope = replace(query.scope, passages=found)
    return Grounded(replace(query, scope=scope), likely)
