"""A value that a question holds up, 「71.6%って本当?」: whose it is, or where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.passage_words import sentences_of
from assistant.answering.sentences import statements
from assistant.answering.wordings import quoted, row_name, section_name
from assistant.safety.sensitive import is_shown_to
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.footnotes import without_markers
from corpus.plan import Indicator, Kind, Passage
from index.numerals import numbers_in

_TENS = 10


def write_claims(row: Indicator, query: Query, draft: Draft, source: Source) -> None:
    """Say of each value that `query` holds up whether it is that of `row`, else whose it is."""
    said = frames("figures", source.lang, source.style)
    held = {row.latest.value: "latest", row.target.value: "target"}
    named = numbers_in(row.name)
    for claim in dict.fromkeys(query.claims):
        if claim in held:
            key = f"claim_{held[claim]}"
        elif claim not in named and not _comes_near(claim, row):
            key = "claim_wrong"
        else:
            continue
        draft.say(said[key].format(claim=f"{claim:g}"), row.passage, [row.passage.text])
        if key == "claim_wrong":
            _write_whose(claim, query, draft, source)
        draft.add(said["between"])


def write_year_in_text(
    row: Indicator, years: Sequence[int], query: Query, draft: Draft, source: Source
) -> None:
    """Show the sentence that has the value of `row` beside a year that the table lacks."""
    value = row.latest.value
    if value is None:
        return
    wanted = {float(year) for year in years}
    for passage in passages_with(value, query, source):
        if passage.section == row.passage.section and wanted & numbers_in(passage.text):
            _write_in_text(value, passage, draft, source)
            return


def passages_with(claim: float, query: Query, source: Source) -> tuple[Passage, ...]:
    """Return the passages besides the table's whose text has the number `claim`.

    Those that speak of suicide only where the question does.
    """
    return tuple(
        one
        for one in source.plan.passages
        if one.kind is not Kind.INDICATOR
        and claim in numbers_in(without_markers(one.text))
        and is_shown_to(query.text, one.text)
    )


def _write_whose(claim: float, query: Query, draft: Draft, source: Source) -> None:
    """Say which row has a value that another was taken to have, or which sentence."""
    said = frames("figures", source.lang, source.style)
    row = next((one for one in source.plan.indicators if one.latest.value == claim), None)
    if row is not None:
        name = quoted(row_name(row, source), source)
        text = said["claim_of_other"].format(claim=f"{claim:g}", name=name)
        draft.add(said["between"])
        draft.say(text, row.passage, [row.passage.text])
        return
    for passage in passages_with(claim, query, source)[:1]:
        _write_in_text(claim, passage, draft, source)


def _write_in_text(claim: float, passage: Passage, draft: Draft, source: Source) -> None:
    """Quote the sentence of a passage that has a value."""
    said = frames("figures", source.lang, source.style)
    own = statements(passage)
    quote = next((one for one in own if claim in numbers_in(without_markers(one))), own[0])
    shown = [one for one in sentences_of(passage, source) if claim in numbers_in(one)]
    text = said["claim_in_text"].format(
        claim=f"{claim:g}",
        section=section_name(passage.section, source),
        text=shown[0] if shown else without_markers(quote),
    )
    draft.add(said["between"])
    draft.say(text, passage, [quote])


def _comes_near(claim: float, row: Indicator) -> bool:
    """Whether a value is the plan's to the tens (七割 of 71.6 %), or the gap to its target."""
    latest, target = row.latest.value, row.target.value
    if latest is None:
        return True
    is_rounded = claim % _TENS == 0 and abs(latest - claim) < _TENS / 2
    return is_rounded or (target is not None and abs(abs(target - latest) - claim) < 1)
