"""Follow-ups that say nothing without the turn before: 「出典は?」, 「二つ目を詳しく」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asked import Aspect
from assistant.question import Question
from assistant.retrieve import wants_figure
from assistant.sentences import indicator_of
from assistant.variants import family
from corpus.footnotes import markers
from corpus.plan import Kind, Passage, Plan
from index.numerals import with_digits
from index.terms import english_terms, word_terms

_SOURCE = re.compile(
    r"出典|根拠|原文|何(?:ページ|行目)|どこに(?:書|載|出|記)"
    r"|\bsources?\b|\bwhere (?:does|is|did) (?:it|that|this)\b.*\b(?:say|said|written|from)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"詳し|くわし|詳細|続き|短く|みじかく|要するに|まとめて"
    r"|(?:やさし|易し|簡単|かんたん)(?:い|な|く|に)?(?:日本語|言葉|ことば)?(?:で|に|言)"
    r"|\bmore (?:detail|about)|\btell me more\b|\bin short\b|\bsummari[sz]e\b"
    r"|\bin (?:more detail|simple)",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"それ|これ|その|この|そこ|さっき|今の|\b(?:it|that|this|those|these)\b", re.IGNORECASE
)
_OTHERS = re.compile(
    r"^(?:で、?|じゃあ、?)?(?:その)?(?:ほか|他)(?:に(?:は|も)?|は)?(?:[?？。]|$|何|なに|ある|あり|ない)"
    r"|^(?:and )?(?:anything|what|is there anything) else\b(?:(?! about).)*$",
    re.IGNORECASE,
)
_EASIER = re.compile(
    r"(?:やさし|易し|簡単|かんたん)(?:い|な|く|に)?(?:日本語|言葉|ことば)?(?:で|に|言)"
    r"|\bin (?:simple|easy|plain) (?:words|english|terms)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"(\d{1,2})\s*(?:番目?|つ目)|(?:\b(first|second|third|fourth|fifth)\b)", re.IGNORECASE
)
_LONGEST = 30
_MOST_NOUNS = 2
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_BOTH = re.compile(r"二つとも|2つとも|両方|どちらも|全部|\bboth\b|\ball of them\b", re.IGNORECASE)
_MEANING = re.compile(
    r"どういう意味|どんな意味|の意味|って(?:どういう|どんな|何(?![人件名回歳校園年])|なに|なん(?!にん|じ|さい))|とは"
    r"|\bwhat (?:does|do|is) (?:that|this|it)\b|\bmean(?:s|ing)?\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"言葉|ことば|用語|横文字|単語|カタカナ|\b(?:term|word|phrase)\b", re.IGNORECASE)


def asks_same(question: Question) -> bool:
    """Whether more of the last answer is asked, or its source: 「詳しく」, 「出典は?」."""
    text = question.text
    asks = _SOURCE.search(text) or _MORE.search(text)
    if not asks or len(text) > _LONGEST:
        return False
    own = set(question.topic) - {*word_terms(asks[0]), *english_terms(asks[0])}
    return not own or bool(_REFERS.search(text))


def asks_others(text: str) -> bool:
    """Whether more of the kind is asked, besides what was told: 「ほかには?」."""
    return len(text) <= _LONGEST and bool(_OTHERS.search(text))


def asks_easier(text: str) -> bool:
    """Whether easy words are asked for: 「やさしい言葉で言って」."""
    return bool(_EASIER.search(text))


def asks_partners_of(bare: Question, before: Question) -> bool:
    """Whether it is asked with whom a section's list is done: 「それは誰とやるの?」."""
    of_section = len(before.sections) == 1 and bool(before.asked.kinds) and not before.topic
    named = bare.topic or bare.sections or bare.asked.roles
    return bare.lang == "ja" and bare.asked.partners and of_section and not named


def item_asked(bare: Question, before: Question, plan: Plan) -> str:
    """Return a question for the item of the last answer's list: 「二つ目をくわしく」; or ""."""
    said = bare.spelled.replace("つめ", "つ目").replace("番め", "番目")
    match = _ORDINAL.search(with_digits(said))
    if not match or len(bare.text) > _LONGEST or Kind.INITIATIVE not in before.asked.kinds:
        return ""
    number = int(match[1]) if match[1] else _ORDINALS.index(match[2].lower()) + 1
    if len(before.sections) != 1:
        return ""
    items = plan.section(before.sections[0]).initiatives
    return f"{before.sections[0]} {items[number - 1].title}" if number <= len(items) else ""


def asks_word(text: str) -> bool:
    """Whether the meaning of a word of the last answer is asked: 「カギカッコの言葉の意味は?」."""
    return len(text) <= _LONGEST and bool(_WORD.search(text) and _MEANING.search(text))


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


def comparison_asked(bare: Question, focus: Passage, before: Passage | None, plan: Plan) -> str:
    """Return a question that compares the two indicators told last: 「どっちが多い?」; or ""."""
    if before is None or bare.topic or Aspect.COMPARISON not in bare.asked.aspects:
        return ""
    if not focus.kind is before.kind is Kind.INDICATOR or focus == before:
        return ""
    names = [indicator_of(passage, plan).name for passage in (before, focus)]
    return f"「{names[0]}」 「{names[1]}」 {bare.text}"


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


def figure_asked(bare: Question, focus: Passage, refers: bool, plan: Plan) -> str:
    """Return the name of the indicator `focus` of which something is asked: 「目標は?」; or "".

    `refers` says that the question points back: 「その目標は?」.
    """
    asked = bare.asked
    of_figure = wants_figure(asked) or bool(asked.aspects) or bool(asked.directions)
    if (bare.subjects and not refers) or focus.kind is not Kind.INDICATOR or not of_figure:
        return ""
    if Aspect.COMPARISON in asked.aspects:
        return ""
    row = indicator_of(focus, plan)
    rows = family(row, plan) if _BOTH.search(bare.text) else (row,)
    return "」 「".join(one.name for one in rows)
