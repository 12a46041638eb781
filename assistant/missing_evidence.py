"""Evidence for what a plan as such may not hold: a count, a price, a date, a place, a cause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asked import Missing, read_form
from assistant.question import Question, is_short
from assistant.retrieve import Found
from assistant.source import Source
from corpus.plan import Passage
from index.once import of_plan

_SAME = 0.7
_MOST = 0.5
_SHARE = re.compile("%")
_OF_SHARE = re.compile(r"割|%|パーセント|占め|\b(?:share|percent\w*|proportion)\b")

# What a passage must hold to answer a question for it.
_HELD = {
    Missing.COUNT: re.compile(r"\d+\s*(?:人|名|件|世帯|か所|カ所|%)|\t\d|未定"),
    Missing.PRICE: re.compile(r"\d+\s*(?:円|万円|億円)|無料|給与"),
    Missing.DATE: re.compile(r"\d+\s*(?:月|日|時)(?!間)|未定"),
    Missing.AGE: re.compile(r"\d+\s*歳|期(?:から|まで)"),
    Missing.PLACE: re.compile(r"丁目|番地|所在地|において|身近な場所"),
    Missing.NAME: re.compile(r"氏名|市長"),
    Missing.CONTACT: re.compile(r"\d{2,}-\d{2,}|電話番号|@"),
    Missing.PROCEDURE: re.compile(r"申請|申込|手続"),
    Missing.CAUSE: re.compile(r"により|によって|背景に|ことから|中、|に対し|ままでは"),
    Missing.BREAKDOWN: re.compile(r"うち|\((?:男|女)\)|\d歳児"),
    Missing.TREND: re.compile(r"増加|減少|深刻化|過去"),
    Missing.RANKING: re.compile(r"全国|\d+\s*位|県内"),
}


def holds_what_is_missing(
    missing: Missing, question: Question, covering: Sequence[Found], source: Source
) -> bool:
    """Whether one of the passages `covering` the question answers it for something `missing`.

    What a passage is asked for in nearly the same words and the same way, it answers too.
    """
    held = _HELD[missing]
    if missing is Missing.COUNT:
        covering = [one for one in covering if _is_of_the_counted(one, question)]
    if missing is Missing.PRICE and _OF_SHARE.search(question.spelled):
        held = _SHARE  # Which share a cost has, not what it is: 「医療費の何割」.
    return any(
        held.search(one.passage.text) or _is_asked_for(missing, question, one, source)
        for one in covering
    )


def _is_of_the_counted(one: Found, question: Question) -> bool:
    """Whether a passage is about what is counted, and not about a part of its name."""
    return not is_short(question) or one.coverage >= _MOST or one.asked >= _SAME


def _is_asked_for(missing: Missing, question: Question, one: Found, source: Source) -> bool:
    alike = [text for text in _asks(one.passage, source) if missing in _missing_in(text)]
    return bool(alike) and float(source.index.nearness_of_own(question.text, alike).max()) >= _SAME


@of_plan
def _missing_in(ask: str) -> tuple[Missing, ...]:
    """What a way to ask, of the plan's own file, asks for."""
    return read_form(ask).missing


def _asks(passage: Passage, source: Source) -> tuple[str, ...]:
    asks = source.asks.passages.get(passage.id)
    return (*asks.ja, *asks.en) if asks else ()
