"""Figures: an indicator's latest value, target and direction, exact to the digit."""

from __future__ import annotations

from assistant.answering.draft import Draft
from assistant.asked import Aspect
from assistant.question import Question
from assistant.source import Source
from corpus.plan import Indicator


def tell_indicator(draft: Draft, row: Indicator, source: Source, first: Aspect) -> None:
    """Tell what the plan says of an indicator, the aspect that was asked for first."""
    quotes = [row.passage.text]
    wording = source.wording
    name = wording.quoted.format(name=source.indicator_name(row))
    if first in (Aspect.TARGET, Aspect.DIRECTION):
        said = (wording.of.format(name=name) + _target(row, source), _latest(row, source, ""))
    else:
        said = (_latest(row, source, name), _target(row, source))
    for text in said:
        draft.say(text[:1].upper() + text[1:], row.passage, quotes)
        draft.add(wording.full_stop)
    if _tell_parent(draft, row, wording.is_part_of, source):
        draft.add(wording.full_stop)


def tell_row(draft: Draft, row: Indicator, source: Source) -> None:
    """Tell an indicator as an item of a list: its name, latest value and target in short."""
    wording = source.wording
    if row.latest.value is None:
        latest = wording.row_undecided.format(year=row.latest.year)
    else:
        latest = latest_text(row, source)
    if row.target.value is not None:
        target = wording.row_target.format(target=source.quantity(row.target.text))
    elif row.target.direction is not None:
        direction = wording.directions[row.target.direction]
        target = wording.row_directed.format(direction=direction, target=row.target.text)
    else:
        target = wording.no_target
    text = wording.row.format(name=source.indicator_name(row), latest=latest, target=target)
    draft.say(f"- {text}", row.passage, [row.passage.text])
    _tell_parent(draft, row, wording.part_of, source)


def aspect_of(question: Question) -> Aspect:
    """Return the aspect that is asked for first: the latest value unless another is named."""
    for aspect in (Aspect.TARGET, Aspect.DIRECTION):
        if aspect in question.asked.aspects and Aspect.LATEST not in question.asked.aspects:
            return aspect
    return Aspect.LATEST


def latest_text(row: Indicator, source: Source) -> str:
    """Return the latest value with its fiscal year; in English its unit is translated."""
    if source.lang == "ja" or row.latest.year is None:
        return row.latest.text
    value = source.quantity(row.latest.text.partition("(")[0].strip())
    return source.wording.of_year.format(value=value, year=row.latest.year)


def _tell_parent(draft: Draft, row: Indicator, frame: str, source: Source) -> bool:
    """Tell of which row the row 「うち…」 is a part, if it is one."""
    parent = source.plan.indicators_by_id.get(row.parent or "")
    if parent is None:
        return False
    draft.say(frame.format(parent=source.indicator_name(parent)), parent.passage, [parent.name])
    return True


def _latest(row: Indicator, source: Source, name: str) -> str:
    """The latest value, of the row called `name`, or "" where it has just been named."""
    wording = source.wording
    if row.latest.value is None:
        frame = wording.undecided if name else wording.undecided_too
        return frame.format(name=name, year=row.latest.year)
    frame = wording.latest if name else wording.latest_too
    return frame.format(name=name, latest=latest_text(row, source))


def _target(row: Indicator, source: Source) -> str:
    wording = source.wording
    if row.target.value is not None:
        return wording.target.format(target=source.quantity(row.target.text))
    if row.target.direction is not None:
        direction = wording.directions[row.target.direction]
        return wording.directed.format(direction=direction, target=row.target.text)
    return wording.no_target
