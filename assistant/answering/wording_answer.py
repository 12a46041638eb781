"""Where a phrase is used, as it is told: the count, then each place with its sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.phrases import HeadingUse, Use
from assistant.answering.places import place_name
from assistant.answering.section_items import is_boxes
from assistant.answering.worded import Finding, PhraseUse, Spelling, WordingResult
from assistant.answering.wordings import kind_name, one_or_many, section_name
from assistant.source import Source
from assistant.understanding.query import Query

_MOST_IN_FULL = 5  # places of another spelling than the one that was asked for

_Said = Mapping[str, str]


def times_text(count: int, source: Source) -> str:
    """Return how often, in words: 「4 回」, "4 times"."""
    said = frames("wording", source.lang, source.style)
    return one_or_many(said["times"], count).format(count=count)


def places_text(count: int, source: Source) -> str:
    """Return in how many places, in words: 「3 か所」, "3 places"."""
    said = frames("wording", source.lang, source.style)
    return one_or_many(said["places"], count).format(count=count)


def write(result: WordingResult, query: Query, draft: Draft, source: Source) -> None:
    """Tell of each phrase how often and where it is used, and how else it is spelled.

    Phrases that are compared are counted first.
    """
    said = frames("wording", source.lang, source.style)
    scope = _scope_name(result, said, source)
    are_compared = len(result.phrases) > 1
    for one in result.phrases if are_compared else ():
        draft.add("\n" + _verdict(one, scope, said, source) + "\n")
    for one in result.phrases:
        if not are_compared:
            draft.add(_verdict(one, scope, said, source) + "\n")
        elif any(one.passages):
            draft.add("\n" + said["places_of"].format(phrase=one.phrase) + "\n")
        if not one.count and one.told.count:
            times = times_text(one.told.count, source)
            _write_in_short(one.told, said["elsewhere"].format(times=times), draft)
        _write_uses(one.found.uses, said["use"], said, draft, source)
        _write_headings(one.found.headings, said, draft, source)
        _write_uses(one.translated, said["use_translated"], said, draft, source)
        for spelling in one.spellings:
            _write_spelling(spelling, one, said, draft, source)


def _scope_name(result: WordingResult, said: _Said, source: Source) -> str:
    """What was looked through, in words."""
    sections = source.joined(section_name(number, source) for number in result.sections)
    kinds = source.joined(kind_name(kind, 2, source) for kind in result.kinds)
    if result.is_of_told:
        return said["told"]
    if sections and kinds:
        return said["kinds_of"].format(sections=sections, kinds=kinds)
    return sections or (said["kinds"].format(kinds=kinds) if kinds else said["whole"])


def _verdict(one: PhraseUse, scope: str, said: _Said, source: Source) -> str:
    """Whether and how often the phrase is used where it was looked for."""
    if one.translated:
        places = places_text(len(one.translated), source)
        return said["translated"].format(phrase=one.phrase, places=places)
    if not one.count:
        return said["unused"].format(phrase=one.phrase, scope=scope)
    text = said["used_once" if one.count == 1 else "used"].format(
        phrase=one.phrase,
        scope=scope,
        times=times_text(one.count, source),
        places=places_text(one.found.places, source),
    )
    if one.within:
        text += said["within"].format(times=times_text(one.within, source))
    others = [form for form in one.forms if form != one.phrase and "\n" not in form]
    if others:
        written = source.joined(said["quoted"].format(text=form) for form in others)
        text += said["written"].format(written=written)
    return text


def _write_uses(uses: Sequence[Use], frame: str, said: _Said, draft: Draft, source: Source) -> None:
    for use in uses:
        place = place_name(use.passage, source)
        if use.count > 1:
            times = times_text(use.count, source)
            place = said["often"].format(place=place, times=times)
        is_table = is_boxes(use.passage, source.plan)
        text = source.joined(use.quotes) if is_table else use.text
        own = tuple(quote for quote in use.quotes if quote in use.passage.text)
        draft.say(
            f"- {frame.format(place=place, text=text)}", use.passage, own or (use.passage.text,)
        )
        draft.add("\n")


def _write_headings(
    headings: Sequence[HeadingUse], said: _Said, draft: Draft, source: Source
) -> None:
    """The headings, each with the first passages under it: no heading is a passage itself."""
    for heading in headings:
        place = said["heading"]
        if heading.count > 1:
            times = times_text(heading.count, source)
            place = said["often"].format(place=place, times=times)
        text = "- " + said["use"].format(place=place, text=heading.text)
        for n, passage in enumerate(heading.below):
            draft.say("" if n else text, passage, [passage.text])
        draft.add("\n")


def _write_spelling(
    spelling: Spelling, one: PhraseUse, said: _Said, draft: Draft, source: Source
) -> None:
    """Another spelling: a few places in full where the phrase itself is not used."""
    found = spelling.found
    text = said["spelled"].format(written=spelling.written, times=times_text(found.count, source))
    if one.count or found.places > _MOST_IN_FULL:
        _write_in_short(found, text, draft)
        return
    draft.add(f"{text}\n")
    _write_uses(found.uses, said["use"], said, draft, source)
    _write_headings(found.headings, said, draft, source)


def _write_in_short(found: Finding, text: str, draft: Draft) -> None:
    """A count, with the marker of each place behind it."""
    quotes = {use.passage.id: use.quotes for use in found.uses}
    for n, passage in enumerate(found.passages):
        draft.say("" if n else text, passage, quotes.get(passage.id, (passage.text,)))
    draft.add("\n")
