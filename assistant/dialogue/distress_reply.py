"""What is said to somebody in distress: care and help lines, then what the plan does for it."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Answer, Intent
from assistant.answering.compose import AnswerPart, answer_part, compose
from assistant.answering.execute import CarriedOut, carried_out
from assistant.answering.frames import frames
from assistant.answering.grounded import ANSWERS
from assistant.evidence.classifier import judge
from assistant.safety.distress import Need, bundled_distress_head
from assistant.safety.help_lines import bundled_help_lines
from assistant.source import Source
from assistant.understanding.clauses import clauses
from assistant.understanding.decoding import candidates
from assistant.understanding.query import Act, Query
from assistant.understanding.reader import Reader
from corpus.plan import Kind

# What a plan may do for a need, in words of such plans: those of one in pain name little of it.
_FOR_NEED = {
    Need.CARER: "家族を介護するケアラーへの支援",
    Need.LONELY: "孤独や孤立の予防",
    Need.WITHDRAWN: "ひきこもり状態の人への支援",
    Need.HARDSHIP: "生活困窮者への支援",
}
_KINDS = (Kind.INITIATIVE, Kind.PARTNER)
_ASKING = frozenset({Act.FIND, Act.DEFINE})


def reply_to_distress(text: str, reader: Reader, source: Source) -> Answer | None:
    """Answer somebody in distress, with help lines first; None where `text` tells of none.

    Of the plan only what surely answers is said: anything else hurts.
    """
    distress = bundled_distress_head().find(text)
    if distress is None:
        return None
    lead = bundled_help_lines().said_to(distress, source.lang, source.style)
    done = _asked(text, reader, source) or _for_need(distress.need, source)
    if done is None:
        said = AnswerPart(Intent.DISTRESS, True, None, lead, Query(Act.HELP_LINE, text))
        return compose((said,), text, text, (), (), source)
    lead = f"{lead}\n{frames('courtesies', source.lang, source.style)['of_need']}"
    told = replace(answer_part(done, source), intent=Intent.DISTRESS)
    return compose((told,), text, text, (), judge(done.query, source), source, lead)


def _asked(text: str, reader: Reader, source: Source) -> CarriedOut | None:
    """What is asked of a term or a matter that the plan names, in the last clause."""
    for clause in reversed(clauses(text)):
        reading = reader.read(clause)
        asked = [one for one in candidates(reading, source.plan) if one.act in _ASKING]
        if asked and any(one.values for one in reading.entities):
            return _sure(asked[0], source)
    return None


def _for_need(need: Need, source: Source) -> CarriedOut | None:
    topic = _FOR_NEED.get(need)
    if topic is None:
        return None
    return _sure(Query(Act.FIND, topic, topic=topic, topics=(topic,), kinds=_KINDS), source)


def _sure(query: Query, source: Source) -> CarriedOut | None:
    done = carried_out(query, judge(query, source), source)
    return done if done and done.confidence >= ANSWERS else None
