"""History + question → a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import followups
from assistant.asked import Aspect, Missing
from assistant.elliptic import Elliptic
from assistant.exchanged import (
    OF_ROW,
    names_variant,
    part_exchanged,
    row_instead,
    row_of_section,
    with_section,
)
from assistant.openings import is_courtesy, opens_topic, without_lead, without_opening
from assistant.question import Question
from assistant.referred import age_beside, ranked_among, returned_to
from assistant.turns import Exchange, Reader, Standing, Turn
from corpus.plan import Kind

# Who was spoken of by a term: 「その人たちは」.
_THOSE = re.compile(r"^(?:その|この)(?:人|方|子)(?:たち|達|々|ら)?")
_QUOTED = re.compile(r"[「“]([^「」“”]{2,80})[」”]")


def resolve(text: str, history: Sequence[Turn], reader: Reader) -> Standing:
    """Return `text` as a question that stands alone, read with the turns before it.

    A question that names its own topic is left as it is. One that does not takes the indicator,
    the term or the topic of the last exchange, with the part that it replaces (a sex, an age, a
    section, a thing alike) exchanged.
    """
    before = Exchange("")
    for turn in history:
        said = turn.content
        if turn.role == "assistant":
            answer = f"{before.answer} {said}".strip()
            before = replace(before, question=before.question or _named_in(said), answer=answer)
        elif is_courtesy(said):
            continue
        elif not _asks_item(said, before, reader) and _has_topic(said, reader):
            earlier = (*before.earlier, before) if before.question else ()
            before = Exchange(_standing(said, before, reader).text, earlier=earlier)
    return _standing(text, before, reader)


def _asks_item(text: str, before: Exchange, reader: Reader) -> bool:
    """Whether an item of the list told before is asked for: the list is still spoken of."""
    earlier = reader.understand(before.question)
    return bool(followups.item_asked(reader.understand(text), earlier, reader.plan))


def _has_topic(text: str, reader: Reader) -> bool:
    """Whether a question says what it is about; one that does not leaves the topic as it was."""
    question = reader.understand(without_lead(text))
    named = question.topic or question.sections or question.asked.kinds
    return bool(named) or names_variant(text)


def _named_in(answer: str) -> str:
    """The name that an answer puts in quotes: all that is left once its question is forgotten."""
    match = _QUOTED.search(answer)
    return match[1] if match else ""


def _standing(text: str, before: Exchange, reader: Reader) -> Standing:
    """The first reading that has something to say, or else the question joined to its topic."""
    if not before.question:
        return Standing(text)
    returned = _returned(text, before, reader)
    if returned:
        return returned
    if opens_topic(text):
        return Standing(without_opening(text))
    turn = Elliptic.read(text, before, reader)
    read = (reading(turn) for reading in _READINGS)
    return next((one for one in read if one is not None), None) or _joined(turn)


def _returned(text: str, before: Exchange, reader: Reader) -> Standing | None:
    """What is asked of something told before: 「前者の目標は?」, 「最初の話に戻ると、」."""
    back = returned_to(text, before, reader)
    if back is None:
        return None
    if not back.asks:
        return Standing(back.exchange.question)
    asked = Elliptic.read(back.asks, back.exchange, reader)
    if asked.topic and not asked.points_back:
        return Standing(without_opening(text))
    return _standing(back.asks, back.exchange, reader)


def _ranked(turn: Elliptic) -> Standing | None:
    return _stands(ranked_among(turn.bare, turn.question, turn.before, turn.reader))


def _age_beside(turn: Elliptic) -> Standing | None:
    return _stands(age_beside(turn.bare, turn.question.lang, turn.focus, turn.reader.plan))


def _part_exchanged(turn: Elliptic) -> Standing | None:
    return _stands(
        part_exchanged(turn.bare, turn.question, turn.before.question, turn.earlier, turn.reader)
    )


def _partners(turn: Elliptic) -> Standing | None:
    plan = turn.reader.plan
    return _stands(followups.partners_asked(turn.question, turn.earlier, turn.focus, plan))


def _item(turn: Elliptic) -> Standing | None:
    return _stands(followups.item_asked(turn.question, turn.earlier, turn.reader.plan))


def _others_listed(turn: Elliptic) -> Standing | None:
    before = turn.before.question
    return _stands(followups.others_listed(turn.text, before, turn.earlier, turn.reader.plan))


def _figure_repeated(turn: Elliptic) -> Standing | None:
    return _named(followups.figure_repeated(turn.bare, turn.reader.plan), turn)


def _others(turn: Elliptic) -> Standing | None:
    if not followups.asks_others(turn.text):
        return None
    return Standing(turn.before.question, told=turn.before.told(turn.reader))


def _same(turn: Elliptic) -> Standing | None:
    if turn.offers or not followups.asks_same(turn.question):
        return None
    return Standing(turn.before.question, about=turn.focus)


def _row_instead(turn: Elliptic) -> Standing | None:
    if turn.focus is None:
        return None
    return _stands(row_instead(turn.bare, turn.question, turn.earlier, turn.focus, turn.reader))


def _term_pointed_at(turn: Elliptic) -> Standing | None:
    return _term(turn) if turn.refers or not turn.question.subjects else None


def _people_of_term(turn: Elliptic) -> Standing | None:
    """「その人たちは」 after a term that names people."""
    terms = followups.terms_in(turn.focus, turn.reader.plan) if turn.focus else []
    if len(terms) != 1 or not _THOSE.search(turn.bare):
        return None
    return Standing(_THOSE.sub(terms[0], turn.bare))


def _group(turn: Elliptic) -> Standing | None:
    groups = turn.reader.groups(turn.question)
    if turn.focus is None or not groups:
        return None
    return _stands(
        followups.group_asked(turn.question, turn.earlier, turn.focus, groups, turn.reader.plan)
    )


def _compared(turn: Elliptic) -> Standing | None:
    """The question with both indicators that it compares named."""
    if turn.focus is None or turn.question.names:
        return None
    reader = turn.reader
    other = reader.nearest(turn.bare) if turn.question.topic else turn.before.other(reader)
    return _stands(followups.comparison_asked(turn.question, turn.focus, other, reader.plan))


def _measure(turn: Elliptic) -> Standing | None:
    if turn.focus is None:
        return None
    said = f"{turn.before.question} {turn.before.answer}"
    name = followups.measure_asked(turn.question, turn.focus, said, turn.reader)
    return _stands(OF_ROW[turn.question.lang].format(name=name) if name else "")


def _part_of_row(turn: Elliptic) -> Standing | None:
    if turn.focus is None:
        return None
    part = followups.part_asked(turn.question, turn.focus, turn.reader.plan)
    return _stands(f"「{part}」" if part else "")


def _term(turn: Elliptic) -> Standing | None:
    """The meaning of a term that was told."""
    if turn.focus is None or _has_own_subject(turn):
        return None
    term = followups.term_asked(turn.question, turn.focus, turn.reader.plan)
    meaning = f"{term}とは?" if turn.question.lang == "ja" else f"What is {term}?"
    return _stands(meaning if term else "")


def _figure(turn: Elliptic) -> Standing | None:
    """The question with the indicator that it leaves out named: 「目標は?」."""
    of_list = Kind.INDICATOR in turn.earlier.asked.kinds
    if turn.focus is None or _has_own_subject(turn) or of_list or turn.offers:
        return None
    name = followups.figure_asked(
        turn.question, turn.focus, turn.before.other(turn.reader), turn.refers, turn.reader.plan
    )
    return _named(name, turn)


def _has_own_subject(turn: Elliptic) -> bool:
    pointing = turn.refers or followups.asks_word(turn.bare) or turn.instead
    return bool(turn.question.subjects) and not pointing


def _not_yet(turn: Elliptic) -> Standing | None:
    """When a value is known that was not yet: 「いつ分かるの?」."""
    rows = [row for row in turn.reader.plan.indicators if row.passage == turn.focus]
    asked = turn.question.asked
    when = Missing.DATE in asked.missing or asked.number or Aspect.YEAR in asked.aspects
    if not rows or rows[0].latest.value is not None or not when or turn.topic:
        return None
    return Standing(OF_ROW[turn.question.lang].format(name=rows[0].name))


def _own_topic(turn: Elliptic) -> Standing | None:
    # 「一番低いのは?」, 「場所はどこ?」 say no thing by themselves.
    names_no_thing = not turn.question.subjects and turn.question.asked.aspects
    if not turn.topic or turn.points_back or names_no_thing or turn.instead:
        return None
    return Standing(turn.text)


def _section(turn: Elliptic) -> Standing | None:
    """「教育のほうは?」: the same of a section."""
    question, before = turn.question, turn.before.question
    if not question.sections or question.topic:
        return None
    row = row_of_section(question, turn.earlier, turn.focus, before, turn.reader)
    return Standing(row or with_section(turn.bare, before, question, turn.earlier))


# How a turn that leaves something out may be meant, the surest reading first.
_READINGS: tuple[Callable[[Elliptic], Standing | None], ...] = (
    _ranked,
    _age_beside,
    _part_of_row,
    _part_exchanged,
    _partners,
    _item,
    _others_listed,
    _figure_repeated,
    _others,
    _same,
    _row_instead,
    _term_pointed_at,
    _people_of_term,
    _group,
    _compared,
    _measure,
    _term,
    _not_yet,
    _figure,
    _own_topic,
    _section,
)


def _stands(text: str) -> Standing | None:
    return Standing(text) if text else None


def _named(name: str, turn: Elliptic) -> Standing | None:
    return _stands(f"「{name}」 {turn.bare}" if name else "")


def _joined(turn: Elliptic) -> Standing:
    """The question with the topic of the exchange before it."""
    question, asked, topic = turn.question, turn.question.asked, turn.topic
    leanings = () if asked.missing else asked.leanings
    turned_to = () if question.topic else asked.kinds or leanings
    if turn.offers:
        turned_to = asked.kinds or (Kind.INITIATIVE,)
    # Why so, or with whom: it is asked of what was told.
    of_line = asked.partners and turn.focus is not None and turn.focus.kind is Kind.PARTNER
    why = (Missing.CAUSE in asked.missing or of_line) and not topic
    # A capital within a sentence would be a name.
    asked_now = turn.bare[:1].lower() + turn.bare[1:]
    joined = f"{_topic_of(turn.before.question, question, turn.earlier)} {asked_now}"
    pointed = turned_to and turn.points_back and not why
    of_figure = (
        set(asked.aspects) - {Aspect.LATEST}
        or asked.directions
        or asked.number
        or Kind.INDICATOR in turned_to
    )
    of_kind = turned_to and not (topic or why or of_figure)
    return Standing(
        joined,
        kinds=turned_to,
        about=turn.focus if why else None,
        told=turn.before.told(turn.reader) if pointed else (),
        matter=turn.focus if turn.offers or of_kind else None,
    )


def _topic_of(before: str, question: Question, earlier: Question) -> str:
    """What was spoken of: the question before, or its nouns where it asked for something else."""
    asked = question.asked
    if earlier.asked.defines:
        return earlier.asked.defines
    turns = asked.kinds or asked.leanings or question.topic
    figure = earlier.asked.number or earlier.asked.aspects or earlier.asked.missing
    nouns = " ".join(earlier.nouns) if turns and figure else ""
    return nouns or before.rstrip("?？。. ")
