"""An answer as it is shown: text in paragraphs and lists, markers as links, quotes marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from assistant.answer import Answer, Citation, Intent, base_of
from web.contexts import AnswerView, Block, CitationView, Segment, Stretches

_MARKER = re.compile(r"\[(\d+)\]")
_BULLET = re.compile(r"[-・]\s+")
# 0120-279-338, #7119, and the short ones of three digits that are called in need.
_TELEPHONE = re.compile(r"(?<![\d.#-])(?:0\d{1,4}-\d{1,4}-\d{3,5}|#\d{4}|11[089]|18[89])(?![\d-])")
# An answer of these says nothing of the plan where it holds no answer.
_NOT_OF_THE_PLAN = frozenset(
    {Intent.SMALLTALK, Intent.HELP, Intent.DISTRESS, Intent.CLARIFICATION, Intent.NOT_UNDERSTOOD}
)
_NOT_JUDGED = frozenset({Intent.SMALLTALK, Intent.DISTRESS})


def answer_view(answer: Answer, key: str) -> AnswerView:
    """Return `answer` as it is shown; `key` is part of its anchors."""
    distress = answer.intent is Intent.DISTRESS
    asks_back = answer.intent is Intent.CLARIFICATION
    blocks = _blocks(answer.text, len(answer.citations))
    return AnswerView(
        answer=answer,
        key=key,
        # Care comes first for who is in distress, not what a program made of their words.
        reading="" if distress else answer.reading,
        carried=() if distress else answer.carried,
        refuses=not answer.answerable and answer.intent not in _NOT_OF_THE_PLAN,
        choices=answer.suggestions if asks_back else (),
        suggestions=() if asks_back else answer.suggestions,
        is_judged=answer.intent not in _NOT_JUDGED,
        blocks=tuple(_with_calls(one) for one in blocks) if distress else blocks,
        notes=_notes(answer),
        cited=tuple(_citation_view(citation) for citation in answer.citations),
        related=tuple(_citation_view(citation) for citation in answer.related),
    )


def stretches(text: str, marked: Iterable[str]) -> Stretches:
    """Return `text` cut where one of the spans `marked` begins or ends, each first one marked."""
    spans = sorted((text.find(span), len(span)) for span in marked if span and span in text)
    cut: list[tuple[str, bool]] = []
    end = 0
    for start, length in spans:
        if start < end:
            continue
        cut += [(text[end:start], False), (text[start : start + length], True)]
        end = start + length
    cut.append((text[end:], False))
    return tuple(part for part in cut if part[0])


def _citation_view(citation: Citation) -> CitationView:
    marked = stretches(citation.passage.text, citation.quotes)
    return CitationView(citation, marked, f"{base_of(citation.about)}/glossary")


def _notes(answer: Answer) -> str | None:
    """Where the footnotes stand that its text refers to: of several plans, nobody knows which."""
    bases = {base_of(one.about) for one in (*answer.citations, *answer.related)} or {""}
    return f"{bases.pop()}/glossary" if len(bases) == 1 else None


def _blocks(text: str, count: int) -> tuple[Block, ...]:
    """「次の 4 件です。\\n- …\\n- …」 is a paragraph and a list."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    blocks: list[Block] = []
    for listed, group in groupby(lines, key=lambda line: bool(_BULLET.match(line))):
        items = [_segments(_BULLET.sub("", line, count=1), count) for line in group]
        if listed:
            blocks.append(Block(True, tuple(items)))
        else:
            blocks += [Block(False, (item,)) for item in items]
    return tuple(blocks)


def _segments(text: str, count: int) -> tuple[Segment, ...]:
    segments = []
    end = 0
    for match in _MARKER.finditer(text):
        if 1 <= int(match[1]) <= count:
            segments += [Segment(text[end : match.start()]), Segment(match[0], int(match[1]))]
            end = match.end()
    segments.append(Segment(text[end:]))
    return tuple(segment for segment in segments if segment.text)


def _with_calls(block: Block) -> Block:
    """Make telephone numbers links; numbers beside a marker are the plan's and stay as they are."""
    return Block(
        block.listed,
        tuple(item if any(one.n for one in item) else tuple(_calls(item)) for item in block.items),
    )


def _calls(item: Iterable[Segment]) -> Iterator[Segment]:
    for one in item:
        end = 0
        for match in _TELEPHONE.finditer(one.text):
            if match.start() > end:
                yield Segment(one.text[end : match.start()])
            number = match[0].replace("-", "").replace("#", "%23")
            yield Segment(match[0], call=f"tel:{number}")
            end = match.end()
        if one.text[end:]:
            yield Segment(one.text[end:])
