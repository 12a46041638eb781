"""Answers on partners: who they are, where a group is one, what is done together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import lists, partners
from assistant.answer import Intent
from assistant.answering.draft import Draft
from assistant.asked import Missing, asking_sentence, read_form
from assistant.clauses import terms_beside
from assistant.question import Question
from assistant.retrieve import Found
from assistant.source import Source
from index.terms import english_terms, word_terms

# Whether somebody is one is asked, on a topic that no section is named by.
_IS_PARTNER = re.compile(
    r"(?:パートナー|相手|仲間)(?:に|として|の中に|の一覧に)(?:入|含|な[っる]|選ば|挙|載)"
    r"|\b(?:is|are)\b.* (?:an? )?partners? (?:in|of|for|on)\b"
)
# What neither the boxes nor the lines of the partners tell.
_NOT_OF_PARTNERS = {Missing.CAUSE, Missing.NAME, Missing.CONTACT, Missing.PRICE, Missing.PROCEDURE}


def tell_partners(
    draft: Draft, question: Question, found: Sequence[Found], source: Source
) -> Intent | None:
    """Tell what is asked of partners; None where nothing is."""
    asked = question.asked
    where = lists.asks_which_section(question)
    only_roles = asked.roles and not (asked.partners or asked.joint or where)
    if set(asked.missing) & _NOT_OF_PARTNERS:
        return None
    if not (asked.partners or asked.roles or asked.joint or where):
        return None
    names = partners.groups_named(_asking(question) if only_roles else question, source)
    names = partners.within_lines(names, source) if only_roles else names
    boxes = partners.boxes_among(names, source)
    own = {term for name in names for term in word_terms(name)}
    own |= partners.which_words(question)
    own |= partners.words_of_boxes(source) if boxes or asked.enumerates else set()
    asking = terms_beside(question.subjects, asking_sentence(question.spelled), _asks_of_partners)
    # A noun of one letter is the end of another: 観光客, 事業者.
    bare = not {noun for noun in asking if len(noun) > 1} - own
    of_group = bool(boxes) and bare
    every_line = asked.joint and (asked.counts or (asked.enumerates and not names))
    if every_line and question.sections:
        for number in question.sections:
            partners.tell_section(draft, number, source)
    elif of_group and question.sections:
        partners.tell_boxes(draft, question.sections, boxes, source)
    elif asked.partners and question.sections and bare:
        for number in question.sections:
            partners.tell_section(draft, number, source)
    elif of_group and len(boxes) == 1 and (asked.partners or where):
        partners.tell_where(draft, boxes[0], asked.negated, source)
    elif asked.partners and (question.whole or asked.enumerates) and not names and bare:
        partners.tell_every_box(draft, source)
    elif boxes and found and _IS_PARTNER.search(question.spelled):
        numbers = question.sections or [found[0].passage.section]
        partners.tell_boxes(draft, numbers, boxes, source)
    elif asked.partners or ((asked.roles or asked.joint) and names and partners.is_near(found)):
        lines = partners.lines_about(question, found, names)
        partners.tell_lines(draft, lines, names, source)
    return Intent.PARTNER if draft.passages else None


def _asking(question: Question) -> Question:
    """The sentence that asks: who is named before it is told of, not asked about."""
    asking = asking_sentence(question.spelled)
    said = {*word_terms(asking), *english_terms(asking)}
    subjects = tuple(noun for noun in question.subjects if noun in said)
    return replace(question, spelled=asking, subjects=subjects)


def _asks_of_partners(clause: str) -> bool:
    asked = read_form(clause)
    return asked.partners or asked.roles or lists.names_sections(clause)
