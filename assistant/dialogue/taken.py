"""Which replies of typed queries are given, until they answer all as well as what was before.

Measured by reading both ways' answers to 516 blind questions (docs/measured.md): of a passage or a
figure found by likeness, and of a turn that leans on those before, the forms of questions
(`assistant.former`) were right more often; of all else the typed queries were. The forms go once
that is no longer so.
"""

from __future__ import annotations

import re

from assistant.answer import Intent
from assistant.dialogue.conversation import ALONE, has_subject, names_anything
from assistant.dialogue.replies import Reply
from assistant.understanding.query import OFFICE_MATTERS, Act, AnswerType, Query, State
from assistant.understanding.reader import Reading
from corpus.footnotes import without_markers
from corpus.plan import Kind, Plan

# How likely a turn beside others must be meant and borne.
_SURE = 0.8
# How likely what is read must be: of replies less likely three of five were wrong.
_LEAST = 0.2
# How likely the order of rows must be meant.
_LIKELY = 0.5
_DIGIT = re.compile(r"\d")
_BY_LIKENESS = frozenset({Intent.PASSAGE, Intent.INDICATOR})
_TALK = frozenset({Intent.SMALLTALK, Intent.HELP, Intent.DISTRESS})


def is_taken(reply: Reply, reading: Reading, follows: bool, plan: Plan) -> bool:
    """Return whether `reply` to `reading` is given; `follows` says that turns came before."""
    told = reply.told[0]
    if told.intent in _TALK:
        return True
    if told.intent is Intent.NOT_UNDERSTOOD:
        # Who asks for the date or the reason of something was understood in that.
        is_read_in_part = told.query.answer_type is not AnswerType.TEXT and has_subject(reading)
        return follows or not (is_read_in_part or names_anything(reading))
    if follows and not (names_anything(reading) or told.query.states):
        return False
    if told.intent is Intent.OUT_OF_SCOPE:
        # 「前者の目標は?」 leans on a row that was told, though no turn before it is named.
        stands_alone = not follows or told.query.act is not Act.FIGURE or bool(told.query.rows)
        return stands_alone and _is_refused_surely(told.query, plan)
    if reply.likely < _LEAST or (follows and (reply.turn != ALONE or reply.likely < _SURE)):
        return False
    if told.intent in _BY_LIKENESS:
        return told.query.act is Act.QUOTE
    if told.query.act is Act.PARTNERS:
        return bool(told.query.partners.groups or told.query.scope.sections)
    listed = told.query.act in (Act.LIST, Act.COUNT)
    return not listed or _is_held_to(told.query, reply.likely, plan)


def _is_refused_surely(query: Query, plan: Plan) -> bool:
    """Whether what the plan is said not to hold is no list, and no figure that its text gives."""
    is_list = bool(query.kinds and query.scope.sections)
    if query.act is Act.DEFINE or (query.act is Act.FIND and is_list):
        return False
    if query.rows and query.answer_type is AnswerType.TREND:
        return True
    topic = query.topic
    is_other = query.answer_type in OFFICE_MATTERS
    if not (topic or query.rows or query.elsewhere or is_other):
        return False
    texts = (without_markers(one.text) for one in plan.passages)
    return not topic or not any(topic in text and _DIGIT.search(text) for text in texts)


def _is_held_to(query: Query, likely: float, plan: Plan) -> bool:
    """Whether a list or a count is surely held to what the question says of it.

    One of all, or of a topic that its passages do not have in words, may be one where a word
    was not read: then it is whole, but not of what was asked.
    """
    fields = [one.field for one in query.filters]
    if len(set(fields)) < len(fields) or (query.order and likely < _LIKELY):
        return False
    if query.topic and query.scope.passages:
        texts = (without_markers(plan.passage(one).text) for one in query.scope.passages)
        return all(query.topic in text for text in texts)
    held = set(query.states) - {State.VALUED, State.DIRECTED}
    is_of_rows = Kind.INDICATOR in query.kinds or not query.kinds
    if len(query.states) > 1 or (query.rows and not is_of_rows):
        return False
    if held or fields or query.order or query.rows or query.partners.groups:
        return True
    return bool(query.scope.sections) and Kind.INDICATOR not in query.kinds
