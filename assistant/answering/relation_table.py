"""What belongs together as a table: a line for each initiative of a chain, or for each start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.draft import Draft
from assistant.answering.frames import frames
from assistant.answering.grid import GridRow, write_grid
from assistant.answering.passage_words import rests_on
from assistant.answering.relation_chains import Chain, text_of
from assistant.answering.wordings import kind_name, section_name
from assistant.source import Source
from assistant.understanding.query import Style
from corpus.plan import Kind, Passage

_Cells = dict[Kind, tuple[Passage, ...]]


def write_table(draft: Draft, chains: Sequence[Chain], style: Style, source: Source) -> None:
    """Tell `chains`, which start from passages of one kind and lead to the same kinds."""
    said = frames("relations", source.lang, source.style)
    kinds = [related.kind for related in chains[0].related]
    if chains[0].leads_on:
        kinds.append(Kind.INDICATOR)
    names = [capital(kind_name(kind, 1, source)) for kind in (chains[0].start.kind, *kinds)]
    rows = []
    for chain in chains:
        for cells in _lines(chain):
            told = [(chain.start,), *(cells.get(kind, ()) for kind in kinds)]
            texts = (
                said["separator"].join(text_of(one, source, is_whole=False) for one in held)
                for held in told
            )
            rests = (one for held in told for passage in held for one in rests_on(passage, source))
            section = section_name(chain.start.section, source)
            rows.append(GridRow((section, *texts), tuple(dict.fromkeys(rests))))
    write_grid(draft, (said["section_head"], *names), rows, style, source)


def capital(name: str) -> str:
    """Return `name` with a capital, to begin a line with."""
    return name[:1].upper() + name[1:]


def _lines(chain: Chain) -> Iterator[_Cells]:
    """The lines of a chain; what stands beside its initiatives is in the first of them alone."""
    cells: _Cells = {}
    initiatives = []
    for related in chain.related:
        if chain.leads_on and related.kind is Kind.INITIATIVE:
            initiatives = list(related.branches)
        else:
            cells[related.kind] = tuple(branch.passage for branch in related.branches)
    if not initiatives:
        yield cells
    for branch in initiatives:
        yield cells | {Kind.INITIATIVE: (branch.passage,), Kind.INDICATOR: branch.rows}
        cells = {}
