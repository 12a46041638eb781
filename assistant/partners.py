"""Partners: who does what together with the city, from the boxes and from the lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answering.draft import Draft
from assistant.answering.sentences import statements
from assistant.question import Question
from assistant.retrieve import Found
from assistant.row_names import written
from assistant.source import Source
from corpus.footnotes import without_markers
from corpus.plan import Kind, Passage, Section
from index.morphology import morphemes
from index.once import of_plan
from index.terms import english_terms, terms_of_plan, word_terms

# Which groups are asked for names none: 「どんな団体と」.
_WHICH = re.compile(
    r"(?:どんな|どの|どういう|どういった|何の)(?:団体|組織|グループ|機関|人)(?:たち)?"
)
_MOST_LINES = 3
_NEAR = 0.06
_MOST_OF_A_NAME = 0.6
_NEAR_BEST = 0.12


def groups_named(question: Question, source: Source) -> tuple[str, ...]:
    """Return the groups that the question names: boxes, and those that the lines begin with.

    A box may also be named by a word that the companions explain it with: a company, a 店.
    """
    text = _WHICH.sub(" ", question.spelled)
    found: list[str] = []
    for name in sorted(_boxes(source) | _groups(source), key=lambda name: (-len(name), name)):
        spellings = [written(name), written(source.box_name(name))]
        left = text
        for spelling in spellings:
            left = _named(spelling).sub(" ", left)
        if left != text:
            found.append(name)
            text = left
    return tuple(found) or _likest_box(question, source) or _explained(question, source)


def _likest_box(question: Question, source: Source) -> tuple[str, ...]:
    """The box that shares most words of its English name: "citizen activity groups"."""
    terms = set(english_terms(question.spelled))
    shares = {}
    for name in sorted(_boxes(source)):
        of_box = set(english_terms(source.box_name(name)))
        if len(terms & of_box) > 1:
            shares[name] = len(terms & of_box) / len(of_box)
    best = [name for name, share in shares.items() if share == max(shares.values())]
    return tuple(best) if len(best) == 1 and shares[best[0]] >= _MOST_OF_A_NAME else ()


@of_plan
def _named(spelling: str) -> re.Pattern[str]:
    """Where a group is named; in English not within a name: citizens, not citizens' groups."""
    bound = spelling.isascii()
    return re.compile(rf"\b{re.escape(spelling)}(?![\w'])" if bound else re.escape(spelling))


def _explained(question: Question, source: Source) -> tuple[str, ...]:
    words = {
        name: source.box_words(name) - {*_lemmas(name)} | {_lemmas(name)[-1]}
        for name in sorted(_boxes(source))
    }
    own = Counter(word for of_box in words.values() for word in of_box)
    shared = {word for word, count in own.items() if count > 1}
    asked = set(question.subjects) - shared - which_words(question)
    return tuple(name for name, of_box in words.items() if of_box & asked)


def which_words(question: Question) -> set[str]:
    """Return the words with which it is asked which groups: どんな団体."""
    return {term for match in _WHICH.finditer(question.spelled) for term in word_terms(match[0])}


@of_plan
def _lemmas(name: str) -> tuple[str, ...]:
    """The words of a box's name; the last says what it is: 団体 of 市民活動団体, not 活動."""
    return tuple(m.lemma for m in morphemes(name))


def words_of_boxes(source: Source) -> set[str]:
    """Return the words by which any box is named or explained."""
    names = _boxes(source)
    words = {term for name in names for term in terms_of_plan(name)}
    words |= {term for name in names for term in english_terms(source.box_name(name))}
    return words | {word for name in names for word in source.box_words(name)}


def boxes_among(names: Sequence[str], source: Source) -> tuple[str, ...]:
    """Return those of the groups `names` that have a box."""
    boxes = _boxes(source)
    return tuple(name for name in names if name in boxes)


def within_lines(names: Sequence[str], source: Source) -> tuple[str, ...]:
    """Return those of the groups `names` with whom something is done together: not "others"."""
    groups = _groups(source)
    return tuple(name for name in names if name in groups)


def _boxes(source: Source) -> set[str]:
    return {box.name for section in source.plan.sections for box in section.partners.boxes}


def _groups(source: Source) -> set[str]:
    lines = (line for section in source.plan.sections for line in section.partners.lines)
    return {group for line in lines for group in _groups_of(line.text)}


@of_plan
def _groups_of(line: str) -> tuple[str, ...]:
    """The groups a plan's line begins with: 「地域・大学等の関係者とともに」 names three."""
    before, together, _ = without_markers(line).removeprefix("- ").partition("とともに")
    parts = re.split("[・、]|等の(?=関係者)", before) if together else []
    return tuple(part.removesuffix("等") for part in parts)


def tell_section(draft: Draft, number: str, source: Source) -> None:
    """Tell the partners of a section: the boxes, and each line of what is done together."""
    section = source.plan.section(number)
    _tell_boxes(draft, section, source)
    for line in section.partners.lines:
        _tell_line(draft, line, source)


def tell_where(draft: Draft, name: str, negated: bool, source: Source) -> None:
    """Tell in which sections the group `name` is a partner; first where not, if `negated`."""
    wording = source.wording
    for checked in (False, True) if negated else (True,):
        sections = [one for one in source.plan.sections if _ticks(one, name) is checked]
        frame = wording.where_partner if checked else wording.where_no_partner
        if not sections:
            frame = wording.nowhere if checked else wording.everywhere
        named = source.joined(source.section_name(section.number) for section in sections)
        draft.add(frame.format(name=source.box_name(name), sections=named) + "\n")
        for section in sections or (() if negated else source.plan.sections):
            _tell_boxes(draft, section, source)
            if checked and not negated:
                _tell_lines_of(draft, section, {name}, source)


def _ticks(section: Section, name: str) -> bool:
    return any(box.name == name and box.checked for box in section.partners.boxes)


def _tell_lines_of(draft: Draft, section: Section, names: set[str], source: Source) -> None:
    for line in section.partners.lines:
        if names & set(_groups_of(line.text)):
            _tell_line(draft, line, source)


def tell_boxes(draft: Draft, numbers: Sequence[str], names: Sequence[str], source: Source) -> None:
    """Tell which boxes of the sections `numbers` are ticked, and what is done with `names`."""
    for number in numbers:
        section = source.plan.section(number)
        _tell_boxes(draft, section, source)
        _tell_lines_of(draft, section, set(names), source)


def tell_every_box(draft: Draft, source: Source) -> None:
    """Tell which boxes are ticked, section by section."""
    for section in source.plan.sections:
        _tell_boxes(draft, section, source)


def is_near(found: Sequence[Found]) -> bool:
    """Whether a passage on partners comes about as near as the nearest of all."""
    best = next((one.score for one in found if one.passage.kind is Kind.PARTNER), 0.0)
    return bool(found) and best >= found[0].score - _NEAR_BEST


def lines_about(question: Question, found: Sequence[Found], names: Sequence[str]) -> list[Passage]:
    """Return the partner lines that name a group of the question, in the plan's order.

    Where none does, those that come nearest to its topic.
    """
    lines = [
        one
        for one in found
        if one.passage.kind is Kind.PARTNER
        and not one.passage.id.endswith(".partners")
        and (not question.sections or one.passage.section in question.sections)
    ]
    spoken_of = [one.passage for one in lines if one.passage.id == question.about]
    if spoken_of:
        return spoken_of
    of_group = [one for one in lines if set(names) & set(_groups_of(one.passage.text))]
    # Another line that is far nearer says that the group was no group: "residents".
    nearer = of_group and lines[0].score > of_group[0].score + _NEAR_BEST
    if nearer and question.topic:
        return [lines[0].passage]
    naming = sorted((one.passage for one in of_group), key=lambda line: line.lines)
    if naming or not (question.topic and lines):
        return naming
    best = lines[0].score
    if best < found[0].score - _NEAR_BEST:
        return []
    return [one.passage for one in lines[:_MOST_LINES] if one.score >= best - _NEAR]


def tell_lines(
    draft: Draft, lines: Sequence[Passage], names: Sequence[str], source: Source
) -> None:
    """Tell lines of what is done together, with `names` if any are."""
    if names and len(lines) > 1:
        told = source.joined(source.box_name(name) for name in names)
        draft.add(source.wording.joint_lead.format(names=told, count=len(lines)) + "\n")
    for line in lines:
        _tell_line(draft, line, source)


def _tell_boxes(draft: Draft, section: Section, source: Source) -> None:
    passage = section.partners.boxes_passage
    if passage is None:
        return
    wording = source.wording
    ticked = [source.box_name(box.name) for box in section.partners.boxes if box.checked]
    others = [source.box_name(box.name) for box in section.partners.boxes if not box.checked]
    text = wording.boxes.format(
        section=source.section_name(section.number), names=source.joined(ticked)
    )
    if others:
        text += wording.boxes_none.format(names=source.joined(others))
    draft.say(text, passage, [passage.text])
    draft.add("。\n" if source.lang == "ja" else ".\n")


def _tell_line(draft: Draft, line: Passage, source: Source) -> None:
    view = source.view(line)
    text = view.text if view else "".join(statements(line))
    draft.say(f"- {text}", line, list(statements(line)))
    draft.add("\n")
