"""Figures: an indicator's latest value, target and direction, exact to the digit."""

from __future__ import annotations

from assistant.asked import Aspect
from assistant.draft import Draft
from assistant.question import Question
from assistant.source import Source
from corpus.plan import Indicator


def tell_indicator(draft: Draft, row: Indicator, source: Source, first: Aspect) -> None:
    """Tell what the plan says of an indicator, the aspect that was asked for first."""
    quotes = [row.passage.text]
    end = "。" if source.lang == "ja" else ". "
    if first in (Aspect.TARGET, Aspect.DIRECTION):
        name = source.indicator_name(row)
        subject = f"「{name}」の" if source.lang == "ja" else f"For “{name}”, "
        said = (f"{subject}{_target(row, source)}", _latest(row, source, named=False))
    else:
        said = (_latest(row, source, named=True), _target(row, source))
    for text in said:
        draft.say(text[:1].upper() + text[1:], row.passage, quotes)
        draft.add(end)


def aspect_of(question: Question) -> Aspect:
    """Return the aspect that is asked for first: the latest value unless another is named."""
    for aspect in (Aspect.TARGET, Aspect.DIRECTION):
        if aspect in question.asked.aspects and Aspect.LATEST not in question.asked.aspects:
            return aspect
    return Aspect.LATEST


def _latest(row: Indicator, source: Source, named: bool) -> str:
    wording = source.wording
    name = source.indicator_name(row)
    if row.latest.value is None:
        frame = wording.undecided if named else wording.undecided_too
        text = frame.format(name=name, year=row.latest.year)
    else:
        frame = wording.latest if named else wording.latest_too
        text = frame.format(name=name, latest=row.latest.text)
    if row.parent:
        parents = {known.passage.id: known for known in source.plan.indicators}
        text += wording.part_of.format(parent=source.indicator_name(parents[row.parent]))
    return text


def _target(row: Indicator, source: Source) -> str:
    wording = source.wording
    if row.target.value is not None:
        return wording.target.format(target=row.target.text)
    if row.target.direction is not None:
        direction = wording.directions[row.target.direction]
        return wording.directed.format(direction=direction, target=row.target.text)
    return wording.no_target
