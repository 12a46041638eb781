"""How a turn that leaves something out may be meant: the readings, the surest first."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant import followups
from assistant.asked import Aspect, Missing
from assistant.elliptic import Elliptic
from assistant.exchanged import (
    OF_ROW,
    part_exchanged,
    row_instead,
    row_of_section,
    with_section,
)
from assistant.referred import age_beside, ranked_among
from assistant.turns import Standing
from corpus.plan import Kind

# Who was spoken of by a term: 「その人たちは」.
_THOSE = re.compile(r"^(?:その|この)(?:人|方|子)(?:たち|達|々|ら)?")


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
    return None if turn.says_little else Standing(turn.text)


def _section(turn: Elliptic) -> Standing | None:
    """「教育のほうは?」: the same of a section."""
    question, before = turn.question, turn.before.question
    if not question.sections or question.topic:
        return None
    row = row_of_section(question, turn.earlier, turn.focus, before, turn.reader)
    return Standing(row or with_section(turn.bare, before, question, turn.earlier))


# How a turn that leaves something out may be meant, the surest reading first.
READINGS: tuple[Callable[[Elliptic], Standing | None], ...] = (
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
