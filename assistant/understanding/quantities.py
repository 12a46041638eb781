"""Numbers of a question as typed values: quantities with their bounds, years, ages, places.

A rule is a small pattern with the examples that it is held to (a test reads them). The text is
normalised (NFKC, lower case) with its numbers in digits. A parser generator was tried and left:
scanning free text with it took longer than all the rest of understanding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from assistant.understanding.query import Interval

_N = r"(?<![\d.])(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,6})?)"
_BOUNDS = {
    "ge": r"以上|から上|かそれ以上|\+"
    r"|\bor (?:more|above|over|higher|greater)|\band (?:above|over|up)",
    "le": r"以下|以内|まで(?!あと|の差|に)|\bor (?:less|below|under|fewer|lower)",
    "lt": r"未満|(?:を|に)?(?:下回|切っ|切る|割り込|届いてい?な|届か|満た[なさ])"
    r"|より(?:も)?(?:小さ|少な|低|下|短)|に達してい?な",
    "gt": r"(?:を|以上に)?(?:超|こえ|上回|越え)|より(?:も)?(?:大き|多|高|上|長)|オーバー",
    "band": r"台|前後",
}
_BOUND = "|".join(f"(?P<{name}>{form})" for name, form in _BOUNDS.items())
_BEFORE = (
    r"(?P<pre_ge>at least|no less than|not less than|minimum(?: of)?|from)"
    r"|(?P<pre_le>at most|no more than|not more than|up to|maximum(?: of)?|within)"
    r"|(?P<pre_gt>(?:more|higher|greater|larger|bigger) than|over|above|exceed(?:s|ing)?|beyond)"
    r"|(?P<pre_lt>(?:less|lower|fewer|smaller) than|under|below|short of)"
)
_UNIT = (
    r"\s*(?P<unit>%|割|人|名|件|歳|円|回|世帯|か所|箇所|カ所|ポイント|percent\b|per cent\b"
    r"|people\b|cases\b|years?\b|(?:k?m|k?g|t|ha|m2|l|kwh|kw|mw|gb|db|ppm)\b|㎡|万人|万円|億円)?"
)
_HALF = r"半分|半数|(?<![a-z])half(?: of)?(?![a-z-])"
_SCALE = {"割": 10.0, "万人": 1.0}
_UNITS = {"割": "%", "名": "人", "percent": "%", "per cent": "%", "people": "人", "cases": "件"}
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
_ENGLISH = {
    word: number
    for number, words in enumerate(
        (
            ("zero",), ("one", "first"), ("two", "second"), ("three", "third"),
            ("four", "fourth"), ("five", "fifth"), ("six", "sixth"), ("seven", "seventh"),
            ("eight", "eighth"), ("nine", "ninth"), ("ten", "tenth"),
        )
    )
    for word in words
}  # fmt: skip
_WORDS = "|".join(_ENGLISH)
_KANJI = {**{letter: n for n, letter in enumerate("〇一二三四五六七八九")}, "十": 10}
_COUNTERS = "ひとつ|ふたつ|みっつ|よっつ|いつつ|むっつ"
_IN_KANA = {word: n for n, word in enumerate(_COUNTERS.split("|"), 1)}
_SMALL = rf"\d{{1,3}}|[一二三四五六七八九十]{{1,3}}|{_WORDS}"
_OLD = r"years?[- ]olds?|(?:yr|y/?o)s?\b"
_OVER = r"(?P<over>\+| (?:and|or) (?:over|older|above|up))?"
_AROUND_YEAR = r"(?:(?P<pre>before|after|since|until|up to|from) )?"
_AFTER_YEAR = (
    r"\s*(?P<after>以前|以降|以後|より前|より後|より古い|より新しい|or (?:later|earlier))?"
)
_COUNTED_THINGS = (
    r"つ(?!目)|本|個(?!目)|点(?!目)|列|項目|分野|章|節|区分|種類"
    r"|(?:columns?|sections?|areas?|fields?|items?|initiatives?|indicators?|issues?|rows?|things?)\b"
)
_SUPERLATIVES = "".join(
    rf"(?<!{word} )" for word in ("lowest", "highest", "largest", "smallest", "newest", "oldest")
)
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"


class Measure(StrEnum):
    """What a number measures."""

    NUMBER = "number"
    YEAR = "year"
    AGE = "age"
    ITEM = "item"  # the place of one of several, from 1; -1 is the last
    NOTE = "note"  # a footnote by its number
    SECTION = "section"
    LIMIT = "n"  # how many are wanted: items, sentences or letters
    COUNT = "count"  # how many of something there are: 5分野, 3本


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at `start` to `end` of the text: what it measures, and the interval it says.

    `is_bound` tells a bound (80%以上) from a value (80%). `unit` is as the plan writes it; of a
    limit it is what is counted: item, sentence or letter.
    """

    measure: Measure
    start: int
    end: int
    interval: Interval
    unit: str | None = None
    is_bound: bool = False

    @property
    def value(self) -> float:
        """The number itself: the bound that is given."""
        found = self.interval.low if self.interval.low is not None else self.interval.high
        return found if found is not None else 0.0


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a normalised text in order; none overlaps another."""
    taken: list[Quantity] = []
    is_taken = bytearray(len(text))
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            found = rule.read(match)
            if found and not any(is_taken[found.start : found.end]):
                is_taken[found.start : found.end] = b"\1" * (found.end - found.start)
                taken.append(found)
    return tuple(_joined(sorted(taken, key=lambda one: one.start), text))


def _joined(found: list[Quantity], text: str) -> Iterator[Quantity]:
    """Join two bounds of one measure that stand together: 80%以上90%未満, 80 to 90."""
    skipped = False
    for one, other in pairwise([*found, None]):
        if skipped or one is None:
            skipped = False
            continue
        between = text[one.end : other.start] if other else "."
        stands = between or one.is_bound
        if other and stands and one.measure is other.measure and _BETWEEN.fullmatch(between):
            joined = _between(one, other)
            if joined:
                skipped = True
                yield joined
                continue
        yield one


_BETWEEN = re.compile(r"(?:から|〜|~|-|、|かつ|で|\s|and|to|but|with)*")
_JOINABLE = frozenset({Measure.NUMBER, Measure.YEAR, Measure.AGE})


def _between(one: Quantity, other: Quantity) -> Quantity | None:
    if one.measure not in _JOINABLE or (one.unit and other.unit and one.unit != other.unit):
        return None
    low, high = one.interval, other.interval
    if one.is_bound and low.high is not None:
        low, high = high, low
    open_ended = one.is_bound and (low.high is not None or high.low is not None)
    if open_ended or (one.is_bound != other.is_bound and low.high != low.low):
        return None
    if low.low is None or high.high is None or low.low >= high.high:
        return None
    interval = Interval(low.low, high.high, low.low_open, high.high_open)
    unit = one.unit or other.unit
    return Quantity(one.measure, one.start, other.end, interval, unit, True)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, what it is read as, and examples of it."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Quantity | None]
    examples: tuple[tuple[str, float], ...]


def _number(written: str) -> float:
    """Read a small number in digits, ideographs, kana or English."""
    if written in _ENGLISH:
        return float(_ENGLISH[written])
    if written in _IN_KANA:
        return float(_IN_KANA[written])
    if written[0] in _KANJI:
        total = 0
        for letter in written:
            digit = _KANJI[letter]
            total = max(total, 1) * 10 if digit == 10 else total + digit
        return float(total)
    return float(written.replace(",", ""))


def _interval(value: float, match: re.Match[str]) -> tuple[Interval, bool]:
    """The interval that the bounds of `match` say of a value, and whether there is one."""
    said = {name for name, text in match.groupdict().items() if text}
    if {"ge", "pre_ge"} & said:
        return Interval(low=value), True
    if {"gt", "pre_gt"} & said:
        return Interval(low=value, low_open=True), True
    if {"le", "pre_le"} & said:
        return Interval(high=value), True
    if {"lt", "pre_lt"} & said:
        return Interval(high=value, high_open=True), True
    if "band" in said:
        return Interval(value, value + 10, high_open=True), True
    return Interval(value, value), False


def _quantity(match: re.Match[str]) -> Quantity | None:
    unit = match["unit"]
    value = _number(match["value"]) * _SCALE.get(unit or "", 1.0)
    interval, is_bound = _interval(value, match)
    kind = Measure.NUMBER
    return Quantity(kind, match.start(), match.end(), interval, _UNITS.get(unit, unit), is_bound)


def _half(match: re.Match[str]) -> Quantity | None:
    interval, is_bound = _interval(50.0, match)
    return Quantity(Measure.NUMBER, match.start(), match.end(), interval, "%", is_bound)


def _year(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    if groups.get("era"):
        count = 1 if match["count"] == "元" else int(match["count"])
        year = _ERAS[match["era"]] + count
    else:
        year = int(match["year"]) + (2000 if len(match["year"]) <= 2 else 0)
    after = groups.get("after") or groups.get("pre") or ""
    value = float(year)
    interval, is_bound = Interval(value, value), bool(after)
    if after in ("以前", "まで", "until", "up to", "or earlier"):
        interval = Interval(high=value)
    elif after in ("以降", "から", "以後", "since", "from", "or later"):
        interval = Interval(low=value)
    elif after in ("より前", "より古い", "before"):
        interval = Interval(high=value, high_open=True)
    elif after in ("より後", "より新しい", "after"):
        interval = Interval(low=value, low_open=True)
    return Quantity(Measure.YEAR, match.start(), match.end(), interval, None, is_bound)


def _age(match: re.Match[str]) -> Quantity | None:
    value = _number(match["value"])
    groups = match.groupdict()
    if groups.get("under"):
        value, interval = value - 1, Interval(high=value, high_open=True)
        return Quantity(Measure.AGE, match.start(), match.end(), interval, "歳", True)
    interval = Interval(low=value) if groups.get("over") else Interval(value, value)
    return Quantity(
        Measure.AGE, match.start(), match.end(), interval, "歳", bool(groups.get("over"))
    )


def _next(match: re.Match[str]) -> Quantity:
    """What comes after the first of an order."""
    return Quantity(Measure.ITEM, match.start(), match.end(), Interval(2.0, 2.0))


def _item(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    value = -1.0 if groups.get("last") else 1.0 if groups.get("former") else _number(match["value"])
    if groups.get("from_end"):
        value = -value
    interval = Interval(value, value)
    return Quantity(Measure.ITEM, match.start(), match.end(), interval)


def _note(match: re.Match[str]) -> Quantity | None:
    value = float(match["value"] or match["other"])
    return Quantity(Measure.NOTE, match.start(), match.end(), Interval(value, value))


def _limit(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    value = _number(match["value"])
    counted = "item"
    if groups.get("sentences"):
        counted = "sentence"
    elif groups.get("letters"):
        counted = "letter"
    elif groups.get("words"):
        counted, value = "letter", value * 6  # an English word with its space takes about six
    interval = Interval(value, value)
    return Quantity(Measure.LIMIT, match.start(), match.end(), interval, counted)


def _count(match: re.Match[str]) -> Quantity | None:
    value = _number(match["value"])
    return Quantity(Measure.COUNT, match.start(), match.end(), Interval(value, value), "item")


def _rule(
    pattern: str,
    read: Callable[[re.Match[str]], Quantity | None],
    *examples: tuple[str, float],
) -> Rule:
    return Rule(re.compile(pattern), read, examples)


RULES = (
    _rule(
        r"(?:脚注|注釈?|※|footnotes?|notes?)\s*(?:の)?(?:no\.?|番号)?\s*(?P<value>\d{1,3})(?:番)?"
        r"|(?<!\d)(?P<other>\d{1,3})番の?(?:脚?注|注釈)",
        _note,
        ("注12", 12),
        ("footnote 9", 9),
        ("12番の注", 12),
        ("※10", 10),
    ),
    _rule(r"〔(?P<value>\d{1,2})〕", _item, ("〔3〕", 3)),
    _rule(
        r"(?:上位|トップ|ベスト|ワースト|(?<![a-z])(?:top|bottom|first|best|worst) )\s*"
        rf"(?P<value>{_SMALL})(?![\d年%歳])(?:件|つ|個|位(?:まで)?)?",
        _limit,
        ("上位3件", 3),
        ("top three", 3),
        ("ワースト5", 5),
    ),
    _rule(
        rf"(?P<value>{_SMALL})\s*(?:(?P<sentences>行|文(?![字章])|(?:short )?sentences?\b|lines?\b)"
        r"|(?P<letters>文?字|characters?\b)|(?P<words>words?\b))"
        r"(?:以内|程度|くらい|ぐらい|で|に|まで|以下)?",
        _limit,
        ("3行で", 3),
        ("100字以内", 100),
        ("in two sentences", 2),
        ("50 words", 300),
    ),
    _rule(
        r"(?P<from_end>下から|後ろから|うしろから|(?:from )?the bottom )"
        rf"(?P<value>{_SMALL}|{_COUNTERS})\s*(?:番目?|つ目|つめ|個目)?",
        _item,
        ("下から2番目", -2),
    ),
    _rule(
        rf"(?:上から)?(?P<value>{_COUNTERS})(?:目|め)",
        _item,
        ("ふたつ目", 2),
        ("みっつめ", 3),
    ),
    _rule(
        r"(?:上から|第)?\s*(?P<value>\d{1,3}|[一二三四五六七八九十]{1,3})\s*"
        r"(?:番目|つ目|個目|件目|番め|ばんめ|つめ|点目)",
        _item,
        ("3番目", 3),
        ("2ばんめを", 2),
        ("四番目", 4),
        ("上から4番目", 4),
        ("二つ目", 2),
    ),
    _rule(
        rf"{_SUPERLATIVES}\b(?:the )?(?P<value>{_ORDINALS})\b(?! time)",
        _item,
        ("the third one", 3),
    ),
    _rule(r"\b(?P<value>\d{1,2})(?:st|nd|rd|th)\b", _item, ("the 4th", 4)),
    _rule(
        r"次に(?=[高低多少大小])|\bnext (?=high|low|larg|small|bigg|few|most|least)",
        _next,
        ("次に低いのは", 2),
        ("the next highest", 2),
    ),
    _rule(
        r"(?P<former>前者|\bthe former\b)|(?P<last>後者|\bthe latter\b)",
        _item,
        ("前者の目標は", 1),
        ("the latter", -1),
    ),
    _rule(
        r"(?P<last>\b(?:the )?last (?:one|item|initiative|issue)\b"
        r"|最後の?(?:もの|やつ|項目|取組|課題)?(?=は|を|の|も|って|$|[?？]))",
        _item,
        ("最後のやつを", -1),
    ),
    _rule(
        r"(?:取り?組み?|施策|課題|現状|指標|initiative|issue|no\.|number|item|#)\s*(?:の)?"
        r"(?:no\.?|番号)?\s*(?P<value>\d{1,2})(?![\d年%歳\-.人件本つ個項種])(?:番)?",
        _item,
        ("取組3", 3),
        ("initiative 2", 2),
        ("no.4", 4),
        ("number 5 in detail", 5),
    ),
    _rule(
        r"(?<![\d-])(?P<value>\d{1,2})\s*番(?![\d目の町地号線])",
        _item,
        ("3番は", 3),
    ),
    _rule(
        rf"{_AROUND_YEAR}(?:(?P<era>令和|平成|昭和)\s*(?P<count>元|\d{{1,2}})\s*(?:年度?|(?!\d))"
        rf"|西暦\s*(?P<year>\d{{4}})\s*(?:年度?)?){_AFTER_YEAR}",
        _year,
        ("令和7年度", 2025),
        ("平成36年", 2024),
        ("西暦2023年", 2023),
    ),
    _rule(
        rf"(?<![a-z\d])(?P<era>[rhs])\.?\s*(?P<count>\d{{1,2}}|元)(?:年度?|(?![\d.])){_AFTER_YEAR}",
        _year,
        ("r7", 2025),
        ("r6年度より前", 2024),
        ("h30", 2018),
    ),
    _rule(
        rf"{_AROUND_YEAR}(?:fiscal(?: year)? |fy ?|in )?(?<![\d.])(?P<year>(?:19|20)\d\d)"
        rf"(?![\d.%]|\s*(?:人|件|円))\s*(?:年度?)?{_AFTER_YEAR}",
        _year,
        ("2024年度", 2024),
        ("before 2024", 2024),
        ("fy2025", 2025),
        ("2024年度より前", 2024),
    ),
    _rule(r"(?:'|’|fy)(?P<year>\d\d)(?!\d)(?:年度?)?", _year, ("'24", 2024)),
    _rule(
        r"(?<![\d.])(?P<value>\d{1,3})\s*[歳才](?:児|の子)?"
        r"(?:(?P<over>以上)|(?P<under>未満|前|に(?:なら|満た)な))?(?:児)?",
        _age,
        ("1歳児", 1),
        ("3歳以上児", 3),
        ("1歳未満", 1),
    ),
    _rule(
        r"(?:\b(?P<under>under|below|younger than) (?:the age of )?)?\b(?:age[ds]? )?"
        rf"(?P<value>\d{{1,2}}|{_WORDS})[- ](?:{_OLD})(?: children)?{_OVER}",
        _age,
        ("two-year-olds", 2),
        ("3 years old and over", 3),
    ),
    _rule(
        rf"\b(?:ages?|aged) (?P<value>\d{{1,2}}|{_WORDS}){_OVER}\b",
        _age,
        ("age 1", 1),
        ("aged three and over", 3),
    ),
    _rule(
        rf"(?P<value>{_SMALL})\s*(?:{_COUNTED_THINGS})(?:以内)?",
        _count,
        ("5分野", 5),
        ("3本の", 3),
        ("five sections", 5),
    ),
    _rule(
        rf"(?:(?:{_BEFORE})\s+)?(?:{_HALF})(?:{_BOUND})?",
        _half,
        ("半分以下", 50),
        ("under half", 50),
        ("半数を超えて", 50),
    ),
    _rule(
        rf"(?:(?:{_BEFORE})\s+)?{_N}{_UNIT}\s*(?:{_BOUND})?",
        _quantity,
        ("80%以上", 80),
        ("3割", 30),
        ("50より大きい", 50),
        ("at least 90%", 90),
        ("1,000人", 1000),
    ),
    _rule(
        r"(?<![一二三四五六七八九十])(?P<value>[一二三四五六七八九]{1,2}"
        rf"|[一二三四五六七八九]?十[一二三四五六七八九]?)(?P<unit>割|%)(?:{_BOUND})?",
        _quantity,
        ("三割以下", 30),
        ("三十五%", 35),
    ),
)
