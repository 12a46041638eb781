"""What each way of finding is given: passages as texts, terms, vectors; how to read a question.

So all search the same texts by the same vectors, and by the same terms where they take them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Search = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Work:
    """The passages, and how many of them a question is to find.

    `vectors` has one row a text, of unit length. `vector_of` and `terms_of` read a question as the
    passages were read.
    """

    ids: Sequence[str]
    texts: Sequence[str]
    terms: Sequence[Sequence[str]]
    vectors: Floats
    depth: int
    vector_of: Callable[[str], Floats]
    terms_of: Callable[[str], Sequence[str]]
