"""SearchIndexError
├── IndexMissingError     there is no index in the folder
├── StaleIndexError       the index was made from another plan, model or program
├── DamagedIndexError     a file of the index is missing or not as it was written
├── PlanMissingError      there is no such plan among those that are kept
├── IndexWriteError       an index cannot be written; the one before is as it was
└── DatabaseError         a database cannot be reached or used
EmbeddingModelError       an embedding model cannot be found or loaded
"""

from __future__ import annotations

REBUILD = "run `python -m assistant index build`"


class SearchIndexError(Exception):
    """An index folder cannot be used; the message says which, why and what mends it."""


class IndexMissingError(SearchIndexError):
    """There is no index in the folder."""


class StaleIndexError(SearchIndexError):
    """The index was made from another plan, another model or by another version."""


class DamagedIndexError(SearchIndexError):
    """A file of the index is missing or is not as it was written."""


class PlanMissingError(SearchIndexError):
    """There is no plan of that id among those that are kept."""


class IndexWriteError(SearchIndexError):
    """An index cannot be written: the disk is full, or the place may not be written."""


class DatabaseError(SearchIndexError):
    """A database cannot be reached or used; the message never holds the password."""


class EmbeddingModelError(Exception):
    """An embedding model cannot be found or loaded; the message names it and what to do."""
