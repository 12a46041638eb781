"""The words in which lists are asked for: `python -m assistant.training.list_words`.

Another word in a question for a list of indicators may be what it is to be held to, and was not
read. Written to `assistant/understanding/model/list_words.txt`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from assistant.training.lines import Line, read_lines
from assistant.understanding.placeholders import prepared
from assistant.understanding.tags import COMPARISONS, KINDS, SCOPES, SECTIONS, STYLES
from assistant.understanding.unread import content_words

FILE = Path(__file__).parent.parent / "understanding" / "model" / "list_words.txt"
_LISTING = frozenset({"list", "count"})
# What a list of all of a kind may be asked with: with another tag its words hold it to something.
_OF_ALL = frozenset(
    {*KINDS, SECTIONS, *SCOPES, *STYLES, *COMPARISONS, "yes_no", "number", "latest", "target"}
)
_OUTSIDE = re.compile(r"⟦[^⟧]*⟧|\{\w+\}")
# A word of one line alone may be of its subject or of the asker's life.
_LEAST_LINES = 2


def words_of_lists(lines: Iterable[Line]) -> list[str]:
    """Return the content words, as lemmas, of lines that ask for all of a kind."""
    counted: Counter[str] = Counter()
    for line in lines:
        if line.act in _LISTING and line.tags <= _OF_ALL:
            text = prepared(_OUTSIDE.sub(" ", line.text))
            counted.update({lemma for _, _, lemma in content_words(text)})
    return sorted(word for word, count in counted.items() if count >= _LEAST_LINES)


def main() -> None:
    """Collect and write them."""
    FILE.write_text("\n".join(words_of_lists(read_lines())) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
