"""The contexts of the templates, one dataclass each; a template uses only its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from assistant.answer import Answer, Carried, Citation, Language, Style
from corpus.about import About
from corpus.companion import Companion
from corpus.plan import Footnote, Indicator, Initiative, PartnerBox, Passage, Section
from web.language import language
from web.plan_shown import PlanShown, plan_shown
from web.reading import SIZES, Reading, Size, reading_of
from web.words import words

Stretches = tuple[tuple[str, bool], ...]
# What a page's own links and forms have in their query is less.
_MOST_PARTS = 50


@dataclass(frozen=True, slots=True)
class Page:
    """What every page has: its language and words, its title, its address in the other one.

    `shown` is whose plan it is of, `base` what the addresses of that plan begin with.
    `suffix` is the query that keeps a language chosen by address in the links of the page;
    `form` is the form that holds what a choice of reading must not lose, if there is one;
    `turn_furigana`, `turn_plain` and `sizes` are the queries of this page read otherwise.
    """

    lang: Language
    words: Mapping[str, str]
    title: str
    shown: PlanShown
    city: str
    base: str
    path: str
    other_lang: Language
    other_address: str
    suffix: str
    form: str
    reading: Reading
    turn_furigana: str
    turn_plain: str
    sizes: tuple[tuple[Size, str], ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an answer's text: the marker of citation `n`, or a number to `call`: tel:110."""

    text: str
    n: int | None = None
    call: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of an answer's text that stand together: a list, or a paragraph of one item."""

    listed: bool
    items: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True, slots=True)
class CitationView:
    """A citation as it is shown: its text in stretches, those quoted marked.

    `notes` is the address of its plan's footnotes.
    """

    citation: Citation
    stretches: Stretches
    notes: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as it is shown: `key` tells its anchors from those of other answers.

    `reading` and `carried` say above it how the question was understood. It `refuses` where it
    says that the plan does not hold what was asked. `choices` belong to it, `suggestions` come
    after it. The reader of one that `is_judged` is asked whether it was useful. `notes` is the
    address of the footnotes of its text, None where it is of several plans.
    """

    answer: Answer
    key: str
    reading: str
    carried: tuple[Carried, ...]
    refuses: bool
    choices: tuple[str, ...]
    suggestions: tuple[str, ...]
    is_judged: bool
    blocks: tuple[Block, ...]
    notes: str | None
    cited: tuple[CitationView, ...]
    related: tuple[CitationView, ...]


@dataclass(frozen=True, slots=True)
class TurnView:
    """A question of the conversation and its answer.

    An earlier answer that the assistant would not give so again is shown as it was `said`.
    """

    question: str
    view: AnswerView | None
    said: str


@dataclass(frozen=True, slots=True)
class ChatPage:
    """The page of questions; `thanked` says that a verdict on an answer has been kept.

    Questions are kept for `days` days, 0 for not at all.
    """

    page: Page
    turns: tuple[TurnView, ...]
    days: int
    history: str
    thanked: bool
    style: Style
    offers_plain: bool
    examples: tuple[str, ...]
    sections: tuple[Section, ...]
    english: Companion | None


@dataclass(frozen=True, slots=True)
class AnswerFragment:
    """One answer, as the page's script puts it in."""

    page: Page
    view: AnswerView


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The contents of the plan."""

    page: Page
    sections: tuple[Section, ...]
    english: Companion | None


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section of the plan to read."""

    page: Page
    section: Section
    english: Companion | None
    plain: Companion | None
    chapter_english: str
    notes: Mapping[int, Footnote]
    parents: Mapping[str, Indicator]
    before: Section | None
    after: Section | None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with its section and the initiatives that it belongs with."""

    indicator: Indicator
    section: Section
    initiatives: tuple[Initiative, ...]


@dataclass(frozen=True, slots=True)
class IndicatorFacets:
    """What the table of indicators is held to, and by what it is sorted."""

    section: str
    target: str
    state: str
    sort: str


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """The indicators; `query` makes the files hold what the page shows."""

    page: Page
    rows: tuple[IndicatorRow, ...]
    facets: IndicatorFacets
    sections: tuple[Section, ...]
    sorts: tuple[str, ...]
    targets: tuple[str, ...]
    query: str
    english: Companion | None
    parents: Mapping[str, Indicator]


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """Every footnote, with the passages that use its term."""

    page: Page
    notes: tuple[tuple[Footnote, tuple[Passage, ...]], ...]
    english: Companion | None
    plain: Companion | None


@dataclass(frozen=True, slots=True)
class Facets:
    """What a search is held to; empty texts hold it to nothing."""

    q: str
    section: str
    kind: str
    partner: str
    direction: str
    order: str


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found: its text in stretches, the words that were sought marked."""

    passage: Passage
    section_title: str
    stretches: Stretches


@dataclass(frozen=True, slots=True)
class FindPage:
    """The search of passages by words and facets; `query` makes the files hold what is shown.

    `alike` are ways in which people ask for the passage that comes first.
    """

    page: Page
    facets: Facets
    sections: tuple[Section, ...]
    kinds: tuple[str, ...]
    boxes: tuple[PartnerBox, ...]
    found: tuple[Found, ...]
    alike: tuple[str, ...]
    query: str
    english: Companion | None


@dataclass(frozen=True, slots=True)
class DeskCard:
    """A passage at the desk, with its row if it is an indicator; `answers` if it was asked for."""

    citation: Citation
    row: Indicator | None
    answers: bool


@dataclass(frozen=True, slots=True)
class DeskFragment:
    """What was found for `q`, as the page's script puts it in; `said` where nothing answers."""

    page: Page
    q: str
    said: str
    cards: tuple[DeskCard, ...]
    english: Companion | None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The front desk, with what was found for `q`."""

    page: Page
    q: str
    said: str
    cards: tuple[DeskCard, ...]
    english: Companion | None


@dataclass(frozen=True, slots=True)
class PlansPage:
    """The plans that can be asked, of the cities in whose name `q` stands."""

    page: Page
    q: str
    plans: tuple[About, ...]


@dataclass(frozen=True, slots=True)
class DocsPage:
    """The operations of the programs' interface: method, path, what it does."""

    page: Page
    operations: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """What was done and tested so that everybody can use the pages."""

    page: Page


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """What is kept of those who ask; questions for `days` days, 0 for not at all."""

    page: Page
    days: int


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A page that could not be shown."""

    page: Page
    detail: str


@dataclass(frozen=True, slots=True)
class BusyPage:
    """A page that there was no room for, whoever asks for whichever."""

    lang: Language
    words: Mapping[str, str]


def page(request: Request, title: str, form: str = "") -> Page:
    """Return what every page has, for `request`; a `title` that names a word is that word."""
    lang = language(request)
    other: Language = "ja" if lang == "en" else "en"
    reading = reading_of(request)
    shown = plan_shown(request)
    said = shown.words(lang, words("plain" if reading.plain and lang == "ja" else lang))
    return Page(
        lang=lang,
        words=said,
        title=said.get(title, title),
        shown=shown,
        city=shown.city(lang, said),
        base=request.scope.get("root_path", ""),
        path=request.url.path,
        other_lang=other,
        other_address=_query(request, lang=other),
        suffix=f"?lang={lang}" if request.query_params.get("lang") == lang else "",
        form=form,
        reading=reading,
        turn_furigana=_query(request, furigana="0" if reading.furigana else "1"),
        turn_plain=_query(request, plain="0" if reading.plain else "1"),
        sizes=tuple((size, _query(request, size=size)) for size in SIZES),
    )


def _query(request: Request, **changed: str) -> str:
    """The query of this page with `changed`; of more parts than our own links have, the first."""
    parts = request.query_params.multi_items()[:_MOST_PARTS]
    kept = [(name, value) for name, value in parts if name not in changed]
    return urlencode([*kept, *changed.items()])


def plain(companions: Mapping[str, Companion], page: Page) -> Companion | None:
    """Return the easy Japanese that `page` shows beside the original, where the reader chose it."""
    return companions.get("plain") if page.reading.plain else None


def english(companions: Mapping[str, Companion], page: Page) -> Companion | None:
    """Return the unofficial English that `page` shows beside the original; None in Japanese."""
    return companions.get("en") if page.lang == "en" else None
