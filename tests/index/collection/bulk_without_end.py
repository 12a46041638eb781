"""Makes the entries of one plan again and again: run by test_bulk.py, which kills it.

Prints a line for each plan.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.chunks import Chunk, View
from index.collection.bulk import made_of_each
from index.collection.packed import PackedEntries


def plans() -> Iterator[list[Chunk]]:
    """Yield a plan of one passage without end."""
    while True:
        yield [Chunk("p0", View.ORIGINAL, "", "緑地を守ります。")]


if __name__ == "__main__":
    for made in made_of_each(PackedEntries.of, plans(), None, 2):
        print(len(made), flush=True)
