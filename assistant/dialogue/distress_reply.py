"""What is said to somebody in distress: care and help lines, then what the plan does for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Intent
from assistant.answering.compose import AnswerPart, answer_part, compose
from assistant.answering.execute import CarriedOut, carried_out
from assistant.answering.frames import frames
from assistant.answering.grounded import ANSWERS
from assistant.answering.topics import known_words
from assistant.evidence.classifier import judge
from assistant.safety.distress import Need, bundled_distress_head
from assistant.safety.help_lines import bundled_help_lines
from assistant.source import Source
from assistant.understanding.clauses import asks, clauses
from assistant.understanding.decoding import candidates
from assistant.understanding.query import Act, Query
from assistant.understanding.reader import Reader
from corpus.plan import Kind

_KINDS = (Kind.INITIATIVE, Kind.PARTNER)
# Who is in danger is told whom to call and nothing else.
_IN_DANGER = frozenset({Need.SUICIDE, Need.PARTNER, Need.VIOLENCE})
_ASKING = frozenset({Act.FIND, Act.DEFINE})
# What names nothing of the plan but words of it is answered where it is so sure.
_SURE_OF_TOPIC = 0.95


def reply_to_distress(text: str, reader: Reader, source: Source) -> Answer | None:
    """Answer somebody in distress, with help lines first; None where `text` tells of none.

    Of the plan only what surely answers is said: anything else hurts.
    """
    distress = bundled_distress_head().find(text)
    if distress is None:
        return None
    lead = bundled_help_lines().said_to(distress, source.lang, source.style)
    topic = bundled_help_lines().help[distress.need].topic
    parts = clauses(text) or (text,)
    done = _asked(parts, reader, source) or _about(topic, source)
    if done is None and distress.need not in _IN_DANGER and any(map(asks, parts)):
        done = _asked_by_all(text, reader, source)
    if done is None:
        said = AnswerPart(Intent.DISTRESS, True, None, lead, Query(Act.HELP_LINE, text))
        return compose((said,), text, text, (), (), source)
    lead = f"{lead}\n{frames('courtesies', source.lang, source.style)['of_need']}"
    told = replace(answer_part(done, source), intent=Intent.DISTRESS)
    return compose((told,), text, text, (), judge(done.query, source), source, lead)


def _asked(parts: Sequence[str], reader: Reader, source: Source) -> CarriedOut | None:
    """What is asked of a term or a matter that the plan names, in the last clause."""
    for clause in reversed(parts):
        reading = reader.read(clause)
        asked = [one for one in candidates(reading, source.plan) if one.act in _ASKING]
        if asked and any(one.values for one in reading.entities):
            return _sure(asked[0], source)
        if asked and asks(clause) and known_words(reading.topic, source):
            return _sure(replace(asked[0], kinds=_KINDS), source, _SURE_OF_TOPIC)
    return None


def _asked_by_all(text: str, reader: Reader, source: Source) -> CarriedOut | None:
    """What a text that asks something is about, all that was told of oneself taken together."""
    asked = candidates(reader.read(text), source.plan)[0]
    return _sure(replace(asked, kinds=_KINDS), source) if asked.act is Act.FIND else None


def _about(topic: str | None, source: Source) -> CarriedOut | None:
    if topic is None:
        return None
    return _sure(Query(Act.FIND, topic, topic=topic, topics=(topic,), kinds=_KINDS), source)


def _sure(query: Query, source: Source, least: float = ANSWERS) -> CarriedOut | None:
    lines = [one for one in judge(query, source) if not one.passage.is_boxes]
    done = carried_out(query, lines, source)
    return done if done and done.confidence >= least else None
