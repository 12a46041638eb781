"""Follow-ups that say nothing without the turn before: 「出典は?」, 「二つ目を詳しく」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.sentences import indicator_of
from assistant.asked import Aspect
from assistant.question import Question, language_of
from assistant.retrieve import wants_figure
from assistant.turns import Reader, gives_latest
from assistant.variants import family
from corpus.footnotes import markers
from corpus.plan import Indicator, Kind, Passage, Plan
from index.numerals import with_digits
from index.terms import english_terms, word_terms

_SOURCE = re.compile(
    r"出典|根拠|原文|何(?:ページ|行目)|どこに(?:書|載|出|記)"
    r"|\bsources?\b|\bwhere (?:exactly )?(?:does|is|did) (?:the plan|it|that|this)\b"
    r".*\b(?:say|said|written|stated|found|from)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"詳し|くわし|詳細|続き|短く|みじかく|要するに|まとめて"
    r"|(?:やさし|易し|簡単|かんたん)(?:い|な|く|に)?(?:日本語|言葉|ことば)?(?:で|に|言)"
    r"|もう(?:一|1)[回度](?:言って|教えて|お願い)|\b(?:say|tell me) (?:that|it) again\b"
    r"|具体的に[。!]?$|もう少し[。]?$"
    r"|\bmore (?:detail|about)|\btell me more\b|\bin short\b|\bsummari[sz]e\b"
    r"|\bin (?:more detail|simple)",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"それ|これ|その|この|そこ|さっき|今の|\b(?:it|that|this|those|these)\b", re.IGNORECASE
)
_OTHERS = re.compile(
    r"^(?:で、?|じゃあ、?)?(?:その)?(?:ほか|他)(?:に(?:は|も)?|は)?(?:[?？。]|$|何|なに|ある|あり|ない)"
    r"|^(?:and )?(?:anything|what|is there anything) else\b(?:(?! about).)*$"
    r"|^(?:and |tell me |show me |what (?:are|about) )*(?:the )?others?(?: ones?)?\b(?: too)?\W*$",
    re.IGNORECASE,
)
_EASIER = re.compile(
    r"(?:やさし|易し|簡単|かんたん)(?:い|な|く|に)?(?:日本語|言葉|ことば)?(?:で|に|言)"
    r"|\bin (?:simple|easy|plain) (?:words|english|terms)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(\d{1,2})\s*(?:番目?|つ目)|(?:\b(first|second|third|fourth|fifth)\b)|(最後の|\blast\b)",
    re.IGNORECASE,
)
_WHICH = {"ja": "数値はどちらが高い?", "en": "which figure is higher?"}
_PARTNERS_OF = {
    "ja": "{title}の共創のパートナーは?",
    "en": "Who are the partners of section {number}?",
}
_INITIATIVES_OF = {
    "ja": "{title}の取組は?",
    "en": "What are the initiatives of section {number}?",
}
# Whom it is asked for names no topic: 「どんな団体と協力するの?」.
_BODIES = frozenset({"団体", "相手", "人", "人達", "組織", "organ", "organis", "group", "bodi"})
# In letters.
_LONGEST = {"ja": 30, "en": 60}
_MOST_NOUNS = 2
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_BOTH = re.compile(
    r"男女|二つとも|2つとも|両方|どちらも|全部|\bboth\b|\ball of them\b", re.IGNORECASE
)
_THEY = re.compile(r"それら|これら|\b(?:they|them|those|these)\b", re.IGNORECASE)
_ONLY = re.compile(
    r"だけ|のみ|に限|に絞|のうち|うち、|\b(?:only|just|alone)\b"
    r"|\b(?:of|among) (?:them|those|these|whom)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"差[はがを]|の差|開き|\bapart\b|\bgap\b|\bdifference\b", re.IGNORECASE)
_EXACT = re.compile(r"\d+\.\d+")
_MEANING = re.compile(
    r"どういう意味|どんな意味|の意味|意味[がはを]|って(?:どういう|どんな|何(?![人件名回歳校園年])|なに|なん(?!にん|じ|さい))|とは"
    r"|(?:分か|わか)(?:らん|らな|りませ|りにく)"
    r"|(?:言葉|ことば|用語|単語|略語)\s*(?:は|って)\s*、?(?:何|なん|なに)"
    r"|\bwhat (?:does|do|is) (?:that|this|it)\b|\bmean(?:s|ing)?\b",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"言葉|ことば|用語|横文字|アルファベット|略語|単語|カタカナ|\b(?:term|word|phrase)\b",
    re.IGNORECASE,
)


def asks_same(question: Question) -> bool:
    """Whether more of the last answer is asked, or its source: 「詳しく」, 「出典は?」."""
    text = question.text
    asks = _SOURCE.search(text) or _MORE.search(text)
    if not asks or not _is_brief(question):
        return False
    own = set(question.topic) - {*word_terms(asks[0]), *english_terms(asks[0])}
    return not own or bool(_REFERS.search(text))


def _is_brief(question: Question) -> bool:
    return len(question.text) <= _LONGEST[question.lang]


def asks_others(text: str) -> bool:
    """Whether more of the kind is asked, besides what was told: 「ほかには?」."""
    return len(text) <= _LONGEST[language_of(text)] and bool(_OTHERS.search(text))


def others_listed(text: str, before: str, earlier: Question, plan: Plan) -> str:
    """Return a question for the list of which one item was told, where the others are asked for."""
    of_item = _ORDINAL.search(before) or earlier.item
    if not (asks_others(text) and of_item and len(earlier.sections) == 1):
        return ""
    (number,) = earlier.sections
    return _INITIATIVES_OF[earlier.lang].format(number=number, title=plan.section(number).title)


def asks_easier(text: str) -> bool:
    """Whether easy words are asked for: 「やさしい言葉で言って」."""
    return bool(_EASIER.search(text))


def partners_asked(bare: Question, before: Question, focus: Passage | None, plan: Plan) -> str:
    """Return a question for the partners of what was told: 「それは誰とやるの?」; or "".

    What was told is the list of a section, or an indicator of it.
    """
    number = ""
    if len(before.sections) == 1 and before.asked.kinds and not before.topic:
        (number,) = before.sections
    elif focus is not None and focus.kind is Kind.INDICATOR:
        number = focus.section
    named = set(bare.topic) - _BODIES or bare.sections
    if not (number and bare.asked.partners) or named:
        return ""
    return _PARTNERS_OF[bare.lang].format(number=number, title=plan.section(number).title)


def item_asked(bare: Question, before: Question, plan: Plan) -> str:
    """Return a question for the item of the last answer's list: 「二つ目をくわしく」; or ""."""
    said = bare.spelled.replace("つめ", "つ目").replace("番め", "番目")
    match = _ORDINAL.search(with_digits(said))
    if not match or not _is_brief(bare) or Kind.INITIATIVE not in before.asked.kinds:
        return ""
    if len(before.sections) != 1:
        return ""
    items = plan.section(before.sections[0]).initiatives
    if match[3]:
        number = len(items)
    else:
        number = int(match[1]) if match[1] else _ORDINALS.index(match[2].lower()) + 1
    return f"{before.sections[0]} {items[number - 1].title}" if number <= len(items) else ""


def asks_word(text: str) -> bool:
    """Whether the meaning of a word of the last answer is asked: 「カギカッコの言葉の意味は?」."""
    brief = len(text) <= _LONGEST[language_of(text)]
    return brief and bool(_WORD.search(text) and _MEANING.search(text))


def term_asked(bare: Question, focus: Passage, plan: Plan) -> str:
    """Return the term in `focus` whose meaning is asked: 「その言葉の意味は?」; or ""."""
    if not _MEANING.search(bare.text):
        return ""
    terms = terms_in(focus, plan)
    named = [term for term in terms if any(noun in term for noun in bare.nouns)]
    if named:
        return named[0]
    return terms[0] if terms and (_WORD.search(bare.text) or not bare.topic) else ""


def terms_in(focus: Passage, plan: Plan) -> list[str]:
    """Return the terms of `focus` that a footnote explains."""
    numbers = [number for number, _ in markers(focus.text)]
    return [note.term for note in plan.footnotes if note.number in numbers]


def comparison_asked(bare: Question, focus: Passage, other: Passage | None, plan: Plan) -> str:
    """Return a question that compares two indicators, `focus` and `other`; or "".

    `other` was told before it (「どっちが多い?」), or is the one named now (「…とどっちが多い?」).
    """
    compares = Aspect.COMPARISON in bare.asked.aspects or _APART.search(bare.text)
    if other is None or not compares:
        return ""
    if not focus.kind is other.kind is Kind.INDICATOR or focus == other:
        return ""
    names = [indicator_of(passage, plan).name for passage in (other, focus)]
    return f"「{names[0]}」 「{names[1]}」 {_WHICH[bare.lang]}"


def group_asked(
    bare: Question, earlier: Question, focus: Passage, groups: Sequence[str], plan: Plan
) -> str:
    """Return a question for `groups`, where partners were spoken of: 「会社は?」; or ""."""
    if (
        not (earlier.asked.partners or focus.kind is Kind.PARTNER)
        or len(bare.subjects) > _MOST_NOUNS
    ):
        return ""
    (number, *_) = bare.sections or earlier.sections or (focus.section,)
    partners = plan.section(number).partners
    there = {box.name for box in partners.boxes} | {
        group for group in groups for line in partners.lines if group in line.text
    }
    if not set(groups) <= there:
        return ""
    title = plan.section(number).title
    ask = "{}の共創のパートナーに {}" if bare.lang == "ja" else "partners of {}: {}"
    return ask.format(title if bare.lang == "ja" else number, bare.text)


def figure_asked(
    bare: Question, focus: Passage, other: Passage | None, refers: bool, plan: Plan
) -> str:
    """Return the name of the indicator `focus` of which something is asked: 「目標は?」; or "".

    `other` is the indicator that was told before it, which "they" means too; `refers` says that
    the question points back: 「その目標は?」.
    """
    asked = bare.asked
    # "How far is that from the goal?" means the target.
    of_goal = Kind.GOAL in asked.kinds and refers
    of_figure = wants_figure(asked) or bool(asked.aspects) or bool(asked.directions) or of_goal
    if (bare.subjects and not refers) or focus.kind is not Kind.INDICATOR or not of_figure:
        return ""
    if Aspect.COMPARISON in asked.aspects:
        return ""
    row = indicator_of(focus, plan)
    of_family = family(row, plan)
    both = bool(_BOTH.search(bare.text))
    if both and len(of_family) == 1 and other is not None and other.kind is focus.kind:
        rows: tuple[Indicator, ...] = (indicator_of(other, plan), row)
    elif both or (other in [one.passage for one in of_family] and _THEY.search(bare.text)):
        rows = of_family
    else:
        rows = (row,)
    return "」 「".join(one.name for one in rows)


def figure_repeated(bare: str, plan: Plan) -> str:
    """Return the name of the only row whose figure is said again: 「さっきの38.3%は」; or ""."""
    if not _EXACT.search(bare):
        return ""
    rows = [row for row in plan.indicators if gives_latest(row, bare)]
    return rows[0].name if len(rows) == 1 else ""


def measure_asked(bare: Question, focus: Passage, said: str, reader: Reader) -> str:
    """Return the name of the row that measures what was `said` of `focus`; or "".

    So it is asked by 「その指標の数字は?」.
    """
    of_row = Kind.INDICATOR in bare.asked.kinds and not bare.topic and not bare.sections
    if focus.kind is Kind.INDICATOR or not (of_row and _REFERS.search(bare.text)):
        return ""
    rows = reader.plan.section(focus.section).indicators
    return reader.likest(said or focus.text, [row.name for row in rows]) or ""


def part_asked(bare: Question, focus: Passage, plan: Plan) -> str:
    """Return the name of the row 「うち…」 of `focus` that is asked for: 「お年寄りだけだと?」."""
    parts = [row.name for row in plan.indicators if row.parent == focus.id]
    of_part = _ONLY.search(bare.text) and _is_brief(bare)
    return parts[0] if len(parts) == 1 and of_part else ""
