"""How long a question and the turns before it may be, and how much of them is read."""

from __future__ import annotations

import re
import unicodedata

LONGEST_QUESTION = 2000
LONGEST_TURN = 8000
MOST_TURNS = 10
# What a turn was about stands at its beginning; nobody refers to the end of a long one.
READ_OF_TURN = 500

# What a question names, as far as it is looked into: of 3,357 real ones that were read none has
# more than 5 names of the plan or numbers, and 8 topics.
MOST_NAMED = 48
MOST_TOPICS = 16
# Wording and meanings are looked for in all of the plan, one by one.
MOST_LOOKED_FOR = 12

# No figure has more digits; to look for one from each digit of a long run takes quadratic time.
_LONG_NUMBER = re.compile(r"(\d{20})\d+")


def fault_of(text: str, longest: int) -> str:
    """Return what is wrong with `text` in a few words, "" where nothing is.

    A letter may stand for many (U+FDFA is eighteen): a text is as long as what is searched for it.
    """
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text):
        return "text with NUL or a lone surrogate"
    if len(text) > longest or len(unicodedata.normalize("NFKC", text)) > longest:
        return f"text of more than {longest} characters"
    return ""


def as_read(text: str, most: int = LONGEST_QUESTION) -> str:
    """Return `text` as far as it is read: `most` characters, its numbers cut short."""
    text = _LONG_NUMBER.sub(r"\1", text[:most])
    written = len(unicodedata.normalize("NFKC", text))
    while written > most:
        text = text[: len(text) * most // written]
        written = len(unicodedata.normalize("NFKC", text))
    return text
