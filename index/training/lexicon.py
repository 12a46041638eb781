"""JMdict (the package jamdict-data): Japanese words with their English glosses."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from index.training.sources import TrainingDataError

_BRACKETS = re.compile(r"\([^)]*\)")
_LONGEST_GLOSS = 60


@dataclass(frozen=True, slots=True)
class Word:
    """One sense of a word: how it is written, and its English glosses."""

    written: str
    glosses: tuple[str, ...]
    common: bool


def words(package: Path) -> list[Word]:
    """Read every sense of every entry, in the dictionary's order."""
    file = package / "jamdict.db"
    if not file.is_file():
        raise TrainingDataError(f"{file} is missing; see index/training/README.md")
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    written: dict[int, str] = {}
    common: set[int] = set()
    query = "SELECT idseq, text, ID IN (SELECT kid FROM KNP) FROM Kana ORDER BY ID DESC"
    for entry, text, is_common in database.execute(query):
        written[entry] = text
        if is_common:
            common.add(entry)
    query = "SELECT idseq, text FROM Kanji ORDER BY ID DESC"
    # A word that is usually written in kana keeps its first kanji form here: its lemma has it too.
    written.update(dict(database.execute(query)))
    glosses: dict[int, list[str]] = defaultdict(list)
    query = "SELECT sid, text FROM SenseGloss WHERE lang = 'eng' ORDER BY rowid"
    for sense, text in database.execute(query):
        plain = _BRACKETS.sub("", text).strip().lower()
        if plain and len(plain) <= _LONGEST_GLOSS:
            glosses[sense].append(plain)
    found = []
    for sense, entry in database.execute("SELECT ID, idseq FROM Sense ORDER BY ID"):
        if glosses[sense]:
            found.append(Word(written[entry], tuple(glosses[sense]), entry in common))
    database.close()
    return found


def synonyms(found: list[Word]) -> list[tuple[str, str]]:
    """Return pairs of common words that share a gloss."""
    by_gloss: dict[str, list[str]] = defaultdict(list)
    for word in found:
        if word.common:
            for gloss in word.glosses:
                if word.written not in by_gloss[gloss]:
                    by_gloss[gloss].append(word.written)
    return [
        (first, second)
        for group in by_gloss.values()
        if 2 <= len(group) <= 6
        for first, second in pairwise(group)
    ]
