"""The compact notation of the examples: an act and tags, each a word of one slot of the query."""

from __future__ import annotations

from assistant.understanding.query import Act, AnswerType, Field, Format, State
from corpus.plan import Kind

ACTS = tuple(act.value for act in Act)
KINDS = {kind.value: kind for kind in Kind}
SECTIONS = "section"  # the sections of the plan are asked for, as a kind is
ASPECTS = {field.value: field for field in Field}
ORDERS = ("highest", "lowest", "descending", "ascending")
STATES = {
    "up": State.UP,
    "down": State.DOWN,
    "keep": State.KEEP,
    "undecided": State.UNDECIDED,
    "decided": State.DECIDED,
    "reached_only": State.REACHED,
    "unreached_only": State.UNREACHED,
    "valued": State.VALUED,
    "directed": State.DIRECTED,
}
FILTERS = {
    "by_latest": Field.LATEST,
    "by_target": Field.TARGET,
    "by_year": Field.YEAR,
    "by_gap": Field.GAP,
}
COMPARATORS = ("gt", "ge", "lt", "le", "between", "equals")
COMPARISONS = ("difference", "ratio", "larger", "smaller", "side_by_side")
PARTNERS = ("who", "where", "ticked", "unticked", "together")
RELATIONS = (
    "from_issue",
    "from_initiative",
    "from_row",
    "to_issue",
    "to_initiative",
    "to_indicator",
)
SCOPES = ("whole", "each", "except")
ANSWER_TYPES = {kind.value: kind for kind in AnswerType if kind is not AnswerType.TEXT}
STYLES = ("verbatim", "short", "long", *(one.value for one in Format if one is not Format.PROSE))
HELP = ("help_who", "help_use", "help_languages", "help_privacy", "help_trust")
TAGS = tuple(
    dict.fromkeys(
        [
            *KINDS,
            SECTIONS,
            *ASPECTS,
            *ORDERS,
            *STATES,
            *FILTERS,
            *COMPARATORS,
            *COMPARISONS,
            *PARTNERS,
            *RELATIONS,
            *SCOPES,
            *ANSWER_TYPES,
            *STYLES,
            *HELP,
        ]
    )
)
TURNS = (
    "alone",
    "switch",
    "narrow",
    "rank_of",
    "nth",
    "elaborate",
    "other",
    "source",
    "repeat",
    "shorter",
    "easier",
    "language",
    "format",
    "relate",
    "meaning",
    "doubt",
    "trend",
    "back",
)
# What was answered just before a turn, in words: an act or a refusal, kinds, and how many passages.
REFUSAL = "refusal"
HOW_MANY = ("none", "one", "few", "many")
PREVIOUS = (*ACTS, REFUSAL, *KINDS, SECTIONS, *HOW_MANY)
