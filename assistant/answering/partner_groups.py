"""Groups that work together with the city: those with a box, and those in the plan's lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.source import Source
from corpus.footnotes import without_markers
from corpus.plan import Passage, Section
from index.morphology import normalise
from index.once import of_plan
from index.terms import english_terms, terms_of_plan, word_terms

# With what a line of a plan ends the groups that it begins with: 「市民・地域とともに、…」.
_TOGETHER = ("とともに", "と共に", "と一緒に", "といっしょに", "と連携", "と協力", "と協働")
_BETWEEN = re.compile("[・、]|及び|並びに|等の(?=関係者)")
# What stands in a clause and in no name: 「…の充実を図るとともに」 begins with no group.
_OF_A_CLAUSE = re.compile("[をがは]")


@dataclass(frozen=True, slots=True)
class Group:
    """A group by its name in the plan; without a box it is named in the lines alone."""

    name: str
    has_box: bool


def group_called(name: str, source: Source) -> Group | None:
    """Return the group that is called `name`; None where neither a box nor a line names it.

    A box is also found by its name in the companions, and by a word that these explain no other
    box with: a 会社 is one of the 事業者.
    """
    boxes = box_names(source.plan.sections)
    wanted = normalise(name).casefold()
    for box in boxes:
        if wanted in (normalise(box).casefold(), normalise(source.box_name(box)).casefold()):
            return Group(box, has_box=True)
    within = [box for box in boxes if len(name) > 2 and wanted in normalise(box).casefold()]
    if len(within) == 1:
        return Group(within[0], has_box=True)
    if lines_naming(Group(name, has_box=False), source.plan.sections, source):
        return Group(name, has_box=False)
    terms = set(english_terms(name) if name.isascii() else word_terms(name))
    meant = [box for box in boxes if terms and terms <= _explaining(box, source)]
    return Group(meant[0], has_box=True) if len(meant) == 1 else None


def box_names(sections: Sequence[Section]) -> tuple[str, ...]:
    """Return the names of the boxes of `sections`, in the plan's order."""
    names = (box.name for section in sections for box in section.partners.boxes)
    return tuple(dict.fromkeys(names))


def is_ticked(section: Section, name: str) -> bool | None:
    """Whether the box `name` is ticked in `section`; None where there is no such box."""
    boxes = {box.name: box.checked for box in section.partners.boxes}
    return boxes.get(name)


def lines_naming(group: Group, sections: Sequence[Section], source: Source) -> tuple[Passage, ...]:
    """Return the lines of `sections` on what is done together with `group`, all of them.

    Those that begin with it; of a group without a box also those that name it further on.
    """
    lines = [line for section in sections for line in section.partners.lines]
    wanted = normalise(group.name).casefold()
    begun = tuple(line for line in lines if wanted in map(normalise, groups_of(line.text)))
    if begun or group.has_box:
        return begun
    return tuple(line for line in lines if _names(line, group.name, source))


def lines_among(passages: Sequence[Passage], source: Source) -> tuple[Passage, ...]:
    """Return those of `passages` that are lines on what is done together."""
    plan = source.plan
    return tuple(one for one in passages if one in plan.section(one.section).partners.lines)


@of_plan
def groups_of(line: str) -> tuple[str, ...]:
    """Return the groups that a line begins with: 「地域・大学等の関係者とともに」 has three."""
    text = without_markers(line).removeprefix("- ")
    ends = [end for end in (text.find(word) for word in _TOGETHER) if end > 0]
    parts = _BETWEEN.split(text[: min(ends)]) if ends else []
    names = (re.sub("(?:など|等)$", "", part.strip()) for part in parts)
    return tuple(name for name in names if name and not _OF_A_CLAUSE.search(name))


def groups_without_box(section: Section, source: Source) -> tuple[tuple[str, Passage], ...]:
    """Return the groups without a box that a section's lines begin with, each with its first."""
    boxes = {normalise(name) for name in box_names(source.plan.sections)}
    found: dict[str, Passage] = {}
    for line in section.partners.lines:
        for name in groups_of(line.text):
            if normalise(name) not in boxes:
                found.setdefault(name, line)
    return tuple(found.items())


def _explaining(box: str, source: Source) -> frozenset[str]:
    """The words of a box's name and of what the companions explain it with."""
    return source.box_words(box) | terms_of_plan(box) | terms_of_plan(source.box_name(box))


def _names(line: Passage, name: str, source: Source) -> bool:
    """Whether a line names `name`, in the plan's words or in those of the answer's companion."""
    view = source.view(line)
    english = set(english_terms(name))
    if english and view and source.lang == "en":
        return english <= set(english_terms(view.text))
    has_words = set(word_terms(name)) <= terms_of_plan(line.text)
    return has_words and normalise(name) in normalise(line.text)
