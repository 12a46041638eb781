"""What comes in and goes out as JSON, checked and documented (pydantic)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi.exceptions import RequestValidationError
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from assistant.answer import Intent, Language, Style
from assistant.dialogue.turn import Turn
from assistant.limits import LONGEST_QUESTION, LONGEST_TURN, MOST_TURNS, fault_of
from web.verdicts import LONGEST_WORD


def _printable(text: str) -> str:
    if fault_of(text, len(text) * _MOST_LETTERS):
        raise ValueError("text with NUL or a lone surrogate")
    return text


def _of_few_fields(given: Any) -> Any:
    """An object of very many fields is refused before any of them is looked at."""
    if isinstance(given, dict) and len(given) > _MOST_FIELDS:
        limit = {"max_length": _MOST_FIELDS}
        raise PydanticCustomError("too_long", "at most {max_length} fields", limit)
    return given


def _searchable(text: str) -> str:
    if fault_of(text, LONGEST_QUESTION):
        limit = {"max_length": LONGEST_QUESTION}
        raise PydanticCustomError("string_too_long", "at most {max_length} characters", limit)
    return text


# What one letter may stand for once normalised (Unicode Standard Annex 15, section 12).
_MOST_LETTERS = 18
_MOST_PLANS = 50
# More than any object has here, so that wrong names are told: 131,000 of them took 17 MB.
_MOST_FIELDS = 20
_PlanId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
AnswerLanguage = Literal["auto", "ja", "en"]
Text = Annotated[str, AfterValidator(_printable)]
QuestionText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION),
    AfterValidator(_printable),
    AfterValidator(_searchable),
]
SearchText = Annotated[
    Text, StringConstraints(max_length=LONGEST_QUESTION), AfterValidator(_searchable)
]


class TurnIn(BaseModel):
    """A turn of the conversation so far."""

    model_config = ConfigDict(extra="forbid")
    _few_fields = model_validator(mode="before")(_of_few_fields)

    role: Literal["user", "assistant"]
    content: Annotated[Text, StringConstraints(max_length=LONGEST_TURN)]

    def turn(self) -> Turn:
        """The turn as the assistant takes it."""
        return Turn(self.role, self.content)


class AskIn(BaseModel):
    """A question, with the turns before it, the language and the style of the answer.

    Where `carry` is false the question takes over nothing from the turns before it. `plans` are
    the ids of the plans that it is put to, where there are several.
    """

    model_config = ConfigDict(extra="forbid")
    _few_fields = model_validator(mode="before")(_of_few_fields)

    question: QuestionText
    history: Annotated[list[TurnIn], Field(max_length=MOST_TURNS)] = []
    lang: AnswerLanguage = "auto"
    style: Style = "normal"
    carry: bool = True
    debug: bool = False
    plans: Annotated[list[_PlanId], Field(max_length=_MOST_PLANS)] | Literal["all"] | None = None

    @property
    def language(self) -> Language | None:
        """The language of the answer, None for the question's own."""
        return None if self.lang == "auto" else self.lang

    def turns(self) -> tuple[Turn, ...]:
        """The turns before, as the assistant takes them."""
        return tuple(turn.turn() for turn in self.history)


class FeedbackIn(AskIn):
    """A question as it was asked, whether its answer was useful, and a word on it."""

    useful: bool
    word: Annotated[Text, StringConstraints(max_length=LONGEST_WORD)] = ""


def question_of_form(text: str) -> str:
    """Return the question that a form brought; RequestValidationError where it is not one."""
    try:
        return AskIn(question=text).question
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False)) from error


class English(BaseModel):
    """An unofficial translation."""

    heading: str
    text: str


class CitationOut(BaseModel):
    """A passage that the answer rests on; `text` and `quotes` are verbatim.

    `plan` and `city` say whose plan it is, where there are several.
    """

    n: int
    passage_id: str
    section: str
    section_title: str
    kind: Literal["goal", "current", "issue", "initiative", "partner", "indicator", "footnote"]
    heading: str
    text: str
    quotes: list[str]
    lines: tuple[int, int]
    url: str
    en: English | None = None
    plan: str | None = None
    city: str | None = None


class LatestOut(BaseModel):
    """An indicator's latest value."""

    text: str
    value: float | int | None
    unit: str | None
    year: int | None


class TargetOut(BaseModel):
    """An indicator's target."""

    text: str
    value: float | int | None
    unit: str | None
    direction: Literal["up", "down", "keep"] | None


class IndicatorOut(BaseModel):
    """An indicator that belongs to the answer."""

    id: str
    section: str
    name: str
    parent: str | None
    latest: LatestOut
    target: TargetOut
    url: str
    en: str | None = None
    plan: str | None = None
    city: str | None = None


class FootnoteOut(BaseModel):
    """A footnote that belongs to the answer."""

    number: int
    term: str
    text: str
    url: str
    en: English | None = None
    plan: str | None = None
    city: str | None = None


class RetrievedOut(BaseModel):
    """A passage as retrieval ranked it."""

    passage_id: str
    section: str
    heading: str
    text: str
    score: float
    plan: str | None = None
    city: str | None = None


class CarriedOut(BaseModel):
    """What was taken over from the turns before: the slot of the question, and its words."""

    slot: str
    text: str


class ValueOut(BaseModel):
    """A value that was worked out of the plan's figures.

    `from` are the ids of the passages that it rests on, `how` shows how it was worked out.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    text: str
    value: float | int
    unit: str | None
    from_: Annotated[list[str], Field(alias="from")]
    how: str


class AnswerOut(BaseModel):
    """The answer; a marker such as [1] names the citation that a statement rests on.

    `reading` is how the question was understood, `carried` what it took over from the turns
    before; where `understood` is false it was not understood, which says nothing of the plan.
    """

    question: str
    resolved_question: str
    reading: str
    carried: list[CarriedOut]
    understood: bool
    lang: Language
    intent: Intent
    answerable: bool
    answer: str
    values: list[ValueOut]
    citations: list[CitationOut]
    indicators: list[IndicatorOut]
    footnotes: list[FootnoteOut]
    related: list[CitationOut]
    suggestions: list[str]
    retrieved: list[RetrievedOut] | None = None
    took_ms: float


class SearchOut(BaseModel):
    """Passages for a query."""

    query: str
    results: list[RetrievedOut]


class IndicatorsOut(BaseModel):
    """Every indicator of the plan."""

    indicators: list[IndicatorOut]


class ProblemOut(BaseModel):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] = []
    request_id: str | None = None


PROBLEMS: dict[int | str, dict[str, Any]] = {
    422: {
        "description": "The input cannot be used",
        "content": {"application/problem+json": {"schema": ProblemOut.model_json_schema()}},
    }
}
