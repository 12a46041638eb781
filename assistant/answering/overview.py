"""Overview: what the whole plan is about, its sections and the goal of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.grid import GridRow, write_grid
from assistant.answering.passage_words import unended, words_of
from assistant.answering.sentence_choice import Length
from assistant.answering.sentences import statements
from assistant.answering.tables import is_tabular
from assistant.answering.value import Value
from assistant.answering.wordings import section_name
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Passage, Section

# How many goals one sentence may hold; where more would have to, some are left out.
_MOST_IN_SENTENCE = 3


@dataclass(frozen=True, slots=True)
class OverviewResult:
    """The sections, and their goals in groups: a line or a sentence each.

    The sections are named first where `is_named`; without a `length` that is a lead. Even these
    names do not fit the length where it `is_too_long`.
    """

    sections: tuple[Section, ...]
    groups: tuple[tuple[Section, ...], ...]
    length: Length
    is_named: bool
    is_too_long: bool
    values: tuple[Value, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that it rests on."""
        named = (section.goals[0] for section in self.sections) if self.is_named else ()
        goals = (goal for group in self.groups for section in group for goal in section.goals)
        return tuple(dict.fromkeys((*named, *goals)))


def execute(query: Query, source: Source) -> OverviewResult | None:
    """Find what tells of the whole plan within the length that is asked for.

    One sentence names the sections. A few hold the goals of all, some to a sentence; where that
    were too many to a sentence, the sections are named and the first goals follow. Characters are
    filled with the names of the sections and the goals that fit whole, in the plan's order.
    """
    sections = source.plan.sections
    style = query.style
    length = Length(1 if style.is_short else style.sentences, style.characters)
    ids = tuple(section.goals[0].id for section in sections)
    values = (Value(str(len(ids)), len(ids), None, ids, " + ".join("1" for _ in ids)),)
    groups: tuple[tuple[Section, ...], ...] = tuple((section,) for section in sections)
    few, whole, is_named, is_too_long = length.sentences, len(sections), True, False
    if length.characters is not None:
        left = length.characters - len(_names(source))
        groups = _within(sections, left, source)[: few - 1 if few else None]
        is_too_long = left < 0
    elif few == whole > 1:
        is_named = False
    elif few is not None and 1 < few < whole <= few * _MOST_IN_SENTENCE:
        groups, is_named = _shared_out(sections, few), False
    elif few is not None:
        groups = groups[: few - 1]
    return OverviewResult(sections, groups, length, is_named, is_too_long, values)


def write(result: OverviewResult, query: Query, draft: Draft, source: Source) -> None:
    """Tell what the plan is about."""
    said = frames("summary", source.lang, source.style)
    is_free = result.length == Length()
    if result.is_too_long:
        draft.add(said["too_short"] + "\n")
    if is_free:
        lead = said["plan_lead"]
        draft.add(lead.format(chapters=_chapters(source), count=len(result.sections)) + "\n")
    elif result.is_named:
        _write_names(draft, result.sections, source)
    if is_free and is_tabular(query.style):
        rows = [
            GridRow((section_name(one.number, source), _goals(one, source)), one.goals)
            for one in result.sections
        ]
        write_grid(draft, (said["section_head"], said["goal_head"]), rows, query.style, source)
        return
    are_lines = all(len(group) == 1 for group in result.groups)
    for group in result.groups:
        if are_lines:
            _write_line(draft, group[0], source)
        else:
            _write_sentence(draft, group, source)


def _write_names(draft: Draft, sections: Sequence[Section], source: Source) -> None:
    """Tell in one sentence of which sections the plan consists."""
    said = frames("summary", source.lang, source.style)
    before = said["plan"].format(chapters=_chapters(source), count=len(sections))
    for section in sections:
        goal = section.goals[0]
        draft.say(before + section_name(section.number, source), goal, statements(goal))
        before = said["separator"]
    draft.add(said["stop"] + "\n")


def _write_line(draft: Draft, section: Section, source: Source) -> None:
    said = frames("summary", source.lang, source.style)
    name = section_name(section.number, source)
    before = said["goal_line"].format(section=name, goal="")
    for goal in section.goals:
        draft.say(before + words_of(goal, source), goal, statements(goal))
        before = said["separator"]
    draft.add("\n")


def _write_sentence(draft: Draft, sections: Sequence[Section], source: Source) -> None:
    """Tell the goals of several sections in one sentence; views of several sentences in a row."""
    said = frames("summary", source.lang, source.style)
    is_plain = source.lang == "ja" and all(
        source.view(goal) for section in sections for goal in section.goals
    )
    before = ""
    for section in sections:
        frame = said["in_section" if is_plain else "goal_aimed"]
        goals = [words_of(goal, source) for goal in section.goals]
        goals = goals if is_plain else [unended(goal) for goal in goals]
        whole = ("" if is_plain else said["goals_between"]).join(goals)
        text = frame.format(section=section_name(section.number, source), goal=whole, text=whole)
        text = before + (text if before else text[:1].upper() + text[1:])
        for goal in section.goals:
            draft.say(text, goal, statements(goal))
            text = ""
        before = " " if is_plain else said["aimed_separator"]
    draft.add("\n" if is_plain else said["aimed"] + said["stop"] + "\n")


def _shared_out(sections: Sequence[Section], few: int) -> tuple[tuple[Section, ...], ...]:
    """`sections` in `few` groups that differ by one at most, in their order."""
    size, more = divmod(len(sections), few)
    ends = [0]
    for place in range(few):
        ends.append(ends[-1] + size + (1 if place < more else 0))
    return tuple(tuple(sections[a:b]) for a, b in pairwise(ends))


def _within(
    sections: Sequence[Section], left: int, source: Source
) -> tuple[tuple[Section, ...], ...]:
    """The sections whose goals fit in `left` characters, each in a line of its own."""
    said = frames("summary", source.lang, source.style)
    told = []
    for section in sections:
        name = section_name(section.number, source)
        line = said["goal_line"].format(section=name, goal=_goals(section, source))
        if len(line) <= left:
            left -= len(line)
            told.append((section,))
    return tuple(told)


def _names(source: Source) -> str:
    """The sentence that names the sections, without its markers."""
    said = frames("summary", source.lang, source.style)
    sections = source.plan.sections
    names = said["separator"].join(section_name(one.number, source) for one in sections)
    lead = said["plan"].format(chapters=_chapters(source), count=len(sections))
    return lead + names + said["stop"]


def _goals(section: Section, source: Source) -> str:
    said = frames("summary", source.lang, source.style)
    return said["separator"].join(words_of(goal, source) for goal in section.goals)


def _chapters(source: Source) -> str:
    """The titles of the chapters, in the language of the answer."""
    english = source.companions.get("en") if source.lang == "en" else None
    titles = english.titles if english else {}
    return source.joined(
        titles.get(f"chapter.{number}", chapter.title)
        for number, chapter in enumerate(source.plan.chapters, start=1)
    )
