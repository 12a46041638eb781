"""A question as one typed value: all that was understood of it.

A query is executed, not matched: `assistant.answering` carries it out on the parsed plan and the
index. It knows no text of the conversation; a follow-up is an edit of the last query.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from corpus.plan import Kind


class Act(StrEnum):
    """What is to be done."""

    FIND = "find"  # what the plan says of a topic
    FIGURE = "figure"  # the values of rows that are named
    LIST = "list"  # all of a kind, filtered and sorted
    COUNT = "count"  # how many there are
    COMPARE = "compare"  # rows or sections against each other
    DEFINE = "define"  # the meaning of a term
    QUOTE = "quote"  # verbatim, by number, name or place
    WORDING = "wording"  # where an exact phrase stands
    PARTNERS = "partners"  # who works with the city, and on what
    RELATE = "relate"  # issue, initiative and indicator that belong together
    SUMMARISE = "summarise"  # a section or the plan in a few of its sentences
    HELP = "help"  # about the assistant itself
    HELP_LINE = "help_line"  # a telephone number to talk to someone
    GREET = "greet"
    THANK = "thank"
    FAREWELL = "farewell"
    REACT = "react"  # なるほど, "wow"
    DECLINE = "decline"  # もういいです, "that is not what I asked"
    UNKNOWN = "unknown"  # not understood


# What is said without asking of the plan.
COURTESIES = frozenset({Act.HELP, Act.GREET, Act.THANK, Act.FAREWELL, Act.REACT, Act.DECLINE})

# What lists or counts the plan's own parts.
LISTINGS = frozenset({Act.LIST, Act.COUNT})


class Field(StrEnum):
    """What a row of the indicator table can be filtered, sorted or asked by."""

    LATEST = "latest"  # 直近実績値
    TARGET = "target"  # 目標値
    YEAR = "year"  # the fiscal year of the latest value
    GAP = "gap"  # how far it is to the target
    DIRECTION = "direction"  # 目指す方向
    REACHED = "reached"  # whether the target is reached
    UNIT = "unit"
    METHOD = "method"  # how it is worked out
    TREND = "trend"  # how it has changed, which no plan with one value gives


class State(StrEnum):
    """What rows may be held to besides an interval."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"
    UNDECIDED = "undecided"  # 未定
    DECIDED = "decided"
    REACHED = "reached"
    UNREACHED = "unreached"
    VALUED = "valued"  # the target is a number
    DIRECTED = "directed"  # the target is a direction alone


class AnswerType(StrEnum):
    """What an answer has to hold."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    PERSON = "person"
    PRICE = "price"
    PROCEDURE = "procedure"
    CONTACT = "contact"
    REASON = "reason"
    YES_NO = "yes_no"
    TREND = "trend"  # a change over time, a forecast
    ELSEWHERE = "elsewhere"  # another city, the nation, an earlier plan
    OPINION = "opinion"
    LAW = "law"
    BUDGET = "budget"


# What the city office says, and a plan of what is to be done does not.
OFFICE_MATTERS = frozenset(
    {AnswerType.PRICE, AnswerType.BUDGET, AnswerType.CONTACT, AnswerType.LAW}
)


class Format(StrEnum):
    """How an answer is written."""

    PROSE = "prose"
    TABLE = "table"
    CSV = "csv"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from `low` to `high`; None is no bound, an open end does not belong to it."""

    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: float) -> bool:
        above = self.low is None or (value > self.low if self.low_open else value >= self.low)
        below = self.high is None or (value < self.high if self.high_open else value <= self.high)
        return above and below


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows whose `field` lies in `interval`, in `unit` where one is given ("%", "人").

    Of units themselves it keeps rows that have `unit`, or with `is_except` all others.
    """

    field: Field
    interval: Interval
    unit: str | None = None
    is_except: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """Sorted by `field`, the highest first where `descending`; the first `limit` of them."""

    field: Field
    descending: bool
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of the plan: sections by number, an item of each by its place.

    `absent` are numbers of sections that the plan does not have. `item` is the number of an item
    of `kinds` (③ → 3; -1 is the last), which `is_number` says is the plan's own and no place in a
    list; `more_items` those of others asked for beside it; `notes`
    are footnotes by number; `passages` are ids of passages or rows that retrieval or the
    conversation pointed at. `is_whole` says that all sections are meant, `is_each` that they are
    wanted one by one.
    """

    sections: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    item: int | None = None
    is_number: bool = False
    more_items: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    passages: tuple[str, ...] = ()
    is_whole: bool = False
    is_each: bool = False


@dataclass(frozen=True, slots=True)
class PartnerSlot:
    """Partner groups by name; `ticked` None where it is not asked whether they are."""

    groups: tuple[str, ...] = ()
    ticked: bool | None = None
    asks_lines: bool = False  # what is done together, line by line


@dataclass(frozen=True, slots=True)
class Style:
    """How the answer is wanted."""

    format: Format = Format.PROSE
    is_verbatim: bool = False
    is_short: bool = False
    is_detailed: bool = False
    sentences: int | None = None
    characters: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """All that was understood of a question.

    `text` is the question as it was read, for retrieval; `topic` what it is about, without the
    words of asking, and `topics` the stretches of it that stand apart. `rows` are ids of
    indicators that are named, `ages` and `sexes` tell near ones apart, `aspects` are what is asked
    of rows; `claims` are values that a question holds up.
    `terms` are names to be defined, `phrases` exact wording to be looked for; `elsewhere` names of
    places that the plan is not of. `carried` is the topic of the turn before, where this one has it
    too; `excluded` are ids of passages that are not wanted, `without` words of which nothing listed
    may speak, and `unapplied` words that nothing was held to.
    """

    act: Act
    text: str = ""
    topic: str = ""
    topics: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    scope: Scope = field(default_factory=Scope)
    rows: tuple[str, ...] = ()
    ages: tuple[Interval, ...] = ()
    sexes: tuple[str, ...] = ()
    aspects: tuple[Field, ...] = ()
    states: tuple[State, ...] = ()
    filters: tuple[Filter, ...] = ()
    order: Order | None = None
    years: tuple[int, ...] = ()
    claims: tuple[float, ...] = ()
    terms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    partners: PartnerSlot = field(default_factory=PartnerSlot)
    answer_type: AnswerType = AnswerType.TEXT
    elsewhere: tuple[str, ...] = ()
    style: Style = field(default_factory=Style)
    help_topic: str = ""
    carried: str = ""
    excluded: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    unapplied: str = ""

    @property
    def is_courtesy(self) -> bool:
        """Whether it asks nothing of the plan."""
        return self.act in COURTESIES

    @property
    def asks_trend(self) -> bool:
        """Whether a change over time is asked for, not only hinted at by an aspect."""
        return self.answer_type is AnswerType.TREND

    @property
    def asks_elsewhere(self) -> bool:
        """Whether it asks of another place or an earlier plan."""
        return bool(self.elsewhere) or self.answer_type is AnswerType.ELSEWHERE
