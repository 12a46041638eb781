"""Two rows that a question compares, each named by a side of its own: 「AとBではどちらが多い?」."""

from __future__ import annotations

import re

from assistant.asked import Aspect
from assistant.question import Question
from assistant.source import Source
from assistant.variants import family
from corpus.plan import Indicator

# Where one side may end and the other begin.
_BETWEEN = re.compile(
    r"と(?!いう|言う|思|感じ|き|も|して|いっ)|より|に(?:比べ|対し)て?|か[、,]|は(?=[^、。]*何倍)|[、,](?=[^、。]*(?:のほうが|の方が))"
    r"|,? (?:or|than|and|with|versus|vs\.?) "
)
_AFTER_OF = re.compile(r"(?<=の)[^の、?？]+")
_LAST_WORD = re.compile(r"[a-z-]+(?=\W*$)")
_APART = re.compile(r"差[はがをも]|開きが|\bgap between\b|\bdifferen(?:ce|t)\b")
_ALIKE = 0.45


def rows_compared(question: Question, source: Source) -> tuple[Indicator, ...]:
    """Return the two rows that the sides of a comparison are nearest to; () where it has none.

    Where a sentence may be parted at several places, the sides are taken that both come nearest.
    """
    text = question.spelled
    if Aspect.COMPARISON not in question.asked.aspects and not _APART.search(text):
        return ()
    best: tuple[Indicator, ...] = ()
    least = _ALIKE
    for place in _BETWEEN.finditer(text):
        one, other = text[: place.start()], text[place.end() :]
        second = _nearest(other, source)
        if _how_near(second) < least:
            continue
        # 「4カ月と就学時の健診」: what both are may stand with the second alone.
        both = _AFTER_OF.search(other) or _LAST_WORD.search(other)
        firsts = [one, f"{one} {both[0]}"] if both else [one]
        first = max((_nearest(said, source) for said in firsts), key=_how_near)
        rows = tuple(row for row, _ in (first, second) if row)
        if _how_near(first) >= least and rows[1] not in family(rows[0], source.plan):
            best, least = rows, min(_how_near(first), _how_near(second))
    return best


def _how_near(side: tuple[Indicator | None, float]) -> float:
    row, score = side
    return score if row else 0.0


def _nearest(side: str, source: Source) -> tuple[Indicator | None, float]:
    """The row that is nearest to `side` of all passages, None where a text is, and how near."""
    hits = source.index.search(side, k=1)
    rows = source.plan.indicators_by_id
    return (rows.get(hits[0].passage_id), hits[0].score) if hits else (None, 0.0)
