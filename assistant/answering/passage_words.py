"""A passage in the words and the language of an answer, and the spans that vouch for them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.items import part_of, row_text
from assistant.answering.sentences import sentences, statements
from assistant.source import Source
from corpus.plan import Kind, Passage


def words_of(passage: Passage, source: Source) -> str:
    """Return the whole text of `passage`, a row of the table with its values.

    It is the companion's where the answer is given in its language, and the plan's otherwise.
    """
    row = source.plan.indicators_by_id.get(passage.id)
    if row is not None:
        parent = source.plan.indicators_by_id.get(row.parent or "")
        return row_text(row, source) + (part_of(parent, source) if parent else "")
    is_english = source.lang == "en" and source.view(passage) is not None
    return (" " if is_english else "").join(sentences_of(passage, source))


def sentences_of(passage: Passage, source: Source) -> tuple[str, ...]:
    """Return the sentences of `passage` as the answer gives them; the title is none of them."""
    view = source.view(passage)
    return sentences(view.text.strip()) if view else statements(passage)


def title_of(passage: Passage, source: Source) -> str:
    """Return the title of an initiative, or the name of another passage that has one."""
    view = source.view(passage)
    return (view.heading if view else None) or passage.heading


def title_quotes(passage: Passage) -> list[str]:
    """Return the span that vouches for the title of `passage`."""
    return [passage.heading] if passage.heading in passage.text else [passage.text]


def ended(text: str, source: Source) -> str:
    """Return `text` with the full stop that a title or a goal lacks."""
    if text.endswith(("。", ".", "!", "?")):
        return text
    return text + ("." if source.lang == "en" else "。")


def unended(text: str) -> str:
    """Return `text` without its full stop, to stand within quotation marks."""
    return text.removesuffix("。").removesuffix(".")


def listed(names: Sequence[str], source: Source) -> str:
    """Return names in one phrase: 「市民、地域」, "citizens, businesses and others"."""
    if source.lang == "ja" or len(names) < 2:
        return source.joined(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def rests_on(passage: Passage, source: Source) -> tuple[Passage, ...]:
    """Return the passages that vouch for `passage` as told: of a part also the row it divides."""
    row = source.plan.indicators_by_id.get(passage.id)
    parent = source.plan.indicators_by_id.get(row.parent or "") if row else None
    return (passage, parent.passage) if parent else (passage,)


def quotes_of(passage: Passage) -> list[str]:
    """Return the spans that vouch for the whole text of `passage`."""
    return [passage.text] if passage.kind is Kind.INDICATOR else list(statements(passage))
