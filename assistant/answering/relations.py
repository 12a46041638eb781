"""Relations: which initiatives, indicators and issues belong together.

The plan states no such links but those of its footnotes and of rows with their parts; all others
are inferred from the wording (`nearness`), within one section, and told as inferred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.passage_words import quotes_of, rests_on, title_quotes
from assistant.answering.places import note_name
from assistant.answering.relation_chains import Chain, chain_of, text_of
from assistant.answering.relation_starts import is_unlinked, notes_asked, starts, targets
from assistant.answering.relation_table import capital, write_table
from assistant.answering.tables import is_tabular
from assistant.answering.value import Value
from assistant.answering.wordings import kind_name, section_name
from assistant.source import Source
from assistant.understanding.query import Query
from corpus.plan import Footnote, Kind, Passage


@dataclass(frozen=True, slots=True)
class RelationsResult:
    """What was found to belong together; the plan attaches `notes` to where the chains start.

    `passages` are all that it rests on.
    """

    chains: tuple[Chain, ...]
    notes: tuple[Footnote, ...]
    passages: tuple[Passage, ...]
    values: tuple[Value, ...] = ()


def execute(query: Query, source: Source) -> RelationsResult | None:
    """Find what belongs with that from which `query` starts; None where it names no such thing.

    A topic is carried out by the passages that the query points at, and not without them.
    """
    held = (query.filters, query.states, query.order, query.years, query.elsewhere, query.phrases)
    if any(held):
        return None
    plan = source.plan
    notes = notes_asked(query, plan)
    stated = tuple(plan.passage(one) for note in notes for one in note.references)
    begun: Sequence[Passage] | None = stated or [note.passage for note in notes]
    begun = begun or starts(query, source)
    if not begun or any(is_unlinked(query, start.kind) for start in begun):
        return None
    chains = tuple(
        chain_of(start, targets(query, start.kind, is_stated=bool(stated)), source)
        for start in dict.fromkeys(begun)
    )
    told = [one for chain in chains for one in chain.passages]
    rests = [note.passage for note in notes] + [r for one in told for r in rests_on(one, source)]
    return RelationsResult(chains, notes if stated else (), tuple(dict.fromkeys(rests)))


def write(result: RelationsResult, query: Query, draft: Draft, source: Source) -> None:
    """Tell what belongs together: once and first that the plan does not state it, then each."""
    said = frames("relations", source.lang, source.style)
    for note in result.notes:
        text = said["note"].format(note=note_name(note, source))
        draft.say(capital(text), note.passage, [note.passage.text])
        draft.add(said["stop"] + "\n")
    if any(chain.related for chain in result.chains):
        is_found = any(chain.branches for chain in result.chains)
        draft.add(said["label" if is_found else "label_none"] + "\n")
    is_one_table = len({chain.start.kind for chain in result.chains}) == 1
    if is_tabular(query.style) and is_one_table:
        write_table(draft, result.chains, query.style, source)
        return
    is_detailed = query.style.is_detailed or len(result.chains) == 1
    for chain in result.chains:
        _write_chain(draft, chain, is_detailed, source)


def _write_chain(draft: Draft, chain: Chain, is_detailed: bool, source: Source) -> None:
    said = frames("relations", source.lang, source.style)
    is_alone = not chain.related
    text = said["start"].format(
        section=section_name(chain.start.section, source),
        kind=kind_name(chain.start.kind, 1, source),
        text=text_of(chain.start, source, is_whole=is_alone),
    )
    _say(draft, text, chain.start, is_alone, source)
    is_whole = is_detailed and not chain.leads_on
    for related in chain.related:
        if not related.branches:
            kind = capital(kind_name(related.kind, 1, source))
            draft.add(f"- {said['none'].format(kind=kind)}\n")
        for branch in related.branches:
            _say_found(draft, "- ", branch.passage, is_whole, source)
            for row in branch.rows:
                _say_found(draft, "  - ", row, is_whole, source)


def _say_found(draft: Draft, mark: str, passage: Passage, is_whole: bool, source: Source) -> None:
    text = frames("relations", source.lang, source.style)["found"].format(
        kind=capital(kind_name(passage.kind, 1, source)),
        text=text_of(passage, source, is_whole=is_whole),
    )
    _say(draft, mark + text, passage, is_whole, source)


def _say(draft: Draft, text: str, passage: Passage, is_whole: bool, source: Source) -> None:
    """Tell a passage on the spans that vouch for it: of a title that alone, unless `is_whole`."""
    for one in rests_on(passage, source):
        titles = title_quotes(one) if one.kind is Kind.INITIATIVE else []
        quotes = quotes_of(one) if is_whole or not titles else []
        draft.say(text, one, [*titles, *quotes])
        text = ""
    draft.add("\n")
