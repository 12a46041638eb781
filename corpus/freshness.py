"""Which entries of a side file were written for the plan as it is now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.plan import Plan


@dataclass(frozen=True, slots=True)
class FreshnessReport:
    """How a side file agrees with a plan, as ids of passages.

    `missing` have no entry, `stale` have changed since theirs was written, `unknown` are not in
    the plan.
    """

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether each passage of the plan has an entry that is up to date, and no other is."""
        return not (self.missing or self.stale or self.unknown)


def passage_digest(text: str) -> str:
    """Return the digest by which an entry knows the passage whose verbatim text is `text`."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def compare(digests: Mapping[str, str], plan: Plan) -> FreshnessReport:
    """Compare the `digests` of a side file's entries, by passage id, with `plan`."""
    texts = {passage.id: passage.text for passage in plan.passages}
    return FreshnessReport(
        missing=tuple(key for key in texts if key not in digests),
        stale=tuple(
            key
            for key, text in texts.items()
            if key in digests and digests[key] != passage_digest(text)
        ),
        unknown=tuple(key for key in digests if key not in texts),
    )
