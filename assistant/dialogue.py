"""History + question → a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.asked import kind_words
from assistant.question import Question

_LEAD = re.compile(
    r"^\s*(?:じゃあ|じゃ|では|それでは|それなら|そしたら|ちなみに|あと|なら|で、|ほかに|他に|and|then|so|ok|okay|"
    r"what about|how about)[、,\s]*",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"^(?:それ|これ|その|この|そこ|上の|さっきの|今の)|それに対して|これに対して|その(?:目標|内容|ため)"
    r"|\b(?:it|its|that|this|they|them|those|these)\b",
    re.IGNORECASE,
)
# What a turn was about stands at its beginning; nobody refers to the end of a long one.
_READ = 500
_QUOTED = re.compile(r"[「“]([^「」“”]{2,80})[」”]")
_VARIANTS = (
    re.compile(
        r"男性?|女性?|男子|女子|\b(?:wo)?men\b|\b(?:fe)?males?\b|\b(?:wo)?man\b", re.IGNORECASE
    ),
    re.compile(r"\d+\s*(?:歳以上児?|歳児?|カ月|か月)|\d+[- ]year[- ]olds?", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the conversation so far, oldest first."""

    role: Literal["user", "assistant"]
    content: str


def resolve(text: str, history: Sequence[Turn], understand: Callable[[str], Question]) -> str:
    """Return `text` as a question that stands alone, read with the turns before it.

    A question that names its own topic is left as it is; one that does not takes the topic of
    the last question, with the part that it replaces (a sex, an age, a section) exchanged.
    """
    before = ""
    for turn in history:
        said = turn.content[:_READ]
        if turn.role == "assistant":
            before = before or _named_in(said)
        elif _has_topic(said, understand):
            before = _joined(said, before, understand)
    return _joined(text, before, understand)


def _has_topic(text: str, understand: Callable[[str], Question]) -> bool:
    """Whether a question says what it is about; one that does not leaves the topic as it was."""
    question = understand(_LEAD.sub("", text))
    named = question.topic or question.sections or question.asked.kinds
    return bool(named) or any(variant.search(text) for variant in _VARIANTS)


def _named_in(answer: str) -> str:
    """The name that an answer puts in quotes: all that is left once its question is forgotten."""
    match = _QUOTED.search(answer)
    return match[1] if match else ""


def _joined(text: str, before: str, understand: Callable[[str], Question]) -> str:
    if not before:
        return text
    bare = _LEAD.sub("", text).strip() or text
    for variant in _VARIANTS:
        now, then = variant.search(bare), variant.search(before)
        if now and then and len(understand(variant.sub("", bare)).topic) == 0:
            return before[: then.start()] + now[0] + before[then.end() :]
    question = understand(bare)
    if question.topic and not _REFERENCE.search(bare):
        return text
    if question.sections and not question.topic:
        return _with_section(bare, before, question, understand)
    return f"{_without_question(before)} {bare}"


def _with_section(
    bare: str, before: str, question: Question, understand: Callable[[str], Question]
) -> str:
    """「教育のほうは?」 after 「福祉の課題は?」 asks for the same of another section."""
    if question.asked.kinds:
        return bare
    earlier = understand(before)
    return f"{bare.rstrip('?？。')} {' '.join(earlier.topic)} {_kinds_of(before, earlier)}".strip()


def _kinds_of(before: str, earlier: Question) -> str:
    return " ".join(kind_words(earlier.asked.kinds, before))


def _without_question(before: str) -> str:
    return before.rstrip("?？。. ")
