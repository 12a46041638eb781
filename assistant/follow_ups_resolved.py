"""History + question → a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import followups
from assistant.asked import Aspect, Missing
from assistant.elliptic import Elliptic
from assistant.exchanged import names_variant
from assistant.openings import is_courtesy, opens_topic, without_lead, without_opening
from assistant.question import Question
from assistant.readings import READINGS
from assistant.referred import returned_to
from assistant.turns import Exchange, Reader, Standing, Turn
from corpus.plan import Kind

_QUOTED = re.compile(r"[「“]([^「」“”]{2,80})[」”]")


def resolve(text: str, history: Sequence[Turn], reader: Reader) -> Standing:
    """Return `text` as a question that stands alone, read with the turns before it.

    A question that names its own topic is left as it is. One that does not takes the indicator,
    the term or the topic of the last exchange, with the part that it replaces (a sex, an age, a
    section, a thing alike) exchanged.
    """
    before = Exchange("")
    for turn in history:
        said = turn.content
        if turn.role == "assistant":
            answer = f"{before.answer} {said}".strip()
            before = replace(before, question=before.question or _named_in(said), answer=answer)
        elif is_courtesy(said):
            continue
        elif not _asks_item(said, before, reader) and _has_topic(said, reader):
            earlier = (*before.earlier, before) if before.question else ()
            before = Exchange(_standing(said, before, reader).text, earlier=earlier)
    return _standing(text, before, reader)


def _asks_item(text: str, before: Exchange, reader: Reader) -> bool:
    """Whether an item of the list told before is asked for: the list is still spoken of."""
    earlier = reader.understand(before.question)
    return bool(followups.item_asked(reader.understand(text), earlier, reader.plan))


def _has_topic(text: str, reader: Reader) -> bool:
    """Whether a question says what it is about; one that does not leaves the topic as it was."""
    question = reader.understand(without_lead(text))
    named = question.topic or question.sections or question.asked.kinds
    return bool(named) or names_variant(text)


def _named_in(answer: str) -> str:
    """The name that an answer puts in quotes: all that is left once its question is forgotten."""
    match = _QUOTED.search(answer)
    return match[1] if match else ""


def _standing(text: str, before: Exchange, reader: Reader) -> Standing:
    """The first reading that has something to say, or else the question joined to its topic."""
    if not before.question:
        return Standing(text)
    returned = _returned(text, before, reader)
    if returned:
        return returned
    if opens_topic(text):
        return Standing(without_opening(text))
    turn = Elliptic.read(text, before, reader)
    read = (reading(turn) for reading in READINGS)
    return next((one for one in read if one is not None), None) or _joined(turn)


def _returned(text: str, before: Exchange, reader: Reader) -> Standing | None:
    """What is asked of something told before: 「前者の目標は?」, 「最初の話に戻ると、」."""
    back = returned_to(text, before, reader)
    if back is None:
        return None
    if not back.asks:
        return Standing(back.exchange.question)
    asked = Elliptic.read(back.asks, back.exchange, reader)
    if asked.topic and not asked.points_back:
        return Standing(without_opening(text))
    return _standing(back.asks, back.exchange, reader)


def _joined(turn: Elliptic) -> Standing:
    """The question with the topic of the exchange before it."""
    question, asked, topic = turn.question, turn.question.asked, turn.topic
    leanings = () if asked.missing else asked.leanings
    turned_to = () if question.topic else asked.kinds or leanings
    if turn.offers:
        turned_to = asked.kinds or (Kind.INITIATIVE,)
    # Why so, or with whom: it is asked of what was told.
    of_line = asked.partners and turn.focus is not None and turn.focus.kind is Kind.PARTNER
    why = (Missing.CAUSE in asked.missing or of_line) and not topic
    # A capital within a sentence would be a name.
    asked_now = turn.bare[:1].lower() + turn.bare[1:]
    joined = f"{_topic_of(turn.before.question, question, turn.earlier)} {asked_now}"
    # What a term means was told, not what is done about it.
    defined = turn.earlier.asked.defines
    pointed = turned_to and turn.points_back and not (why or defined)
    of_figure = (
        set(asked.aspects) - {Aspect.LATEST}
        or asked.directions
        or asked.number
        or Kind.INDICATOR in turned_to
    )
    of_kind = turned_to and not (topic or why or of_figure)
    return Standing(
        joined,
        kinds=turned_to,
        about=turn.focus if why else None,
        told=turn.before.told(turn.reader) if pointed else (),
        matter=turn.focus if turn.offers or of_kind else None,
    )


def _topic_of(before: str, question: Question, earlier: Question) -> str:
    """What was spoken of: the question before, or its nouns where it asked for something else."""
    asked = question.asked
    if earlier.asked.defines:
        return earlier.asked.defines
    turns = asked.kinds or asked.leanings or question.topic
    figure = earlier.asked.number or earlier.asked.aspects or earlier.asked.missing
    nouns = " ".join(earlier.nouns) if turns and figure else ""
    return nouns or before.rstrip("?？。. ")
