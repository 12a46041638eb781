"""Which of the things told before is meant: 「前者」, 「もう片方」, 「最初の話に戻ると」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.sentences import indicator_of
from assistant.asked import Aspect
from assistant.exchanged import OF_ROW
from assistant.openings import without_lead
from assistant.question import Question, language_of
from assistant.turns import Exchange, Reader
from assistant.variants import family
from corpus.plan import Indicator, Kind, Passage, Plan
from index.numerals import with_digits

_THING = "話題?|件|質問|やつ|もの|こと|ほう|方|数字|数値|値|指標"
_FIRST = re.compile(
    rf"前者|(?:1つ目|1番目|(?:最初|初め|はじめ)(?:に[聞言話尋出き][^、。のは]{{0,5}}た)?)の?(?:{_THING})?(?=[のはがをにも、]|って)"
    r"|\bthe (?:former|(?:very )?first)(?: (?:one|figure|number|topic|thing|question))?\b",
    re.IGNORECASE,
)
_SECOND = re.compile(
    rf"(?:2つ目|2番目)の?(?:{_THING})?(?=[のはがをにも、])"
    r"|\bthe second(?: (?:one|figure|number|topic|thing|question))?\b",
    re.IGNORECASE,
)
_LATTER = re.compile(r"後者|\bthe latter\b", re.IGNORECASE)
_OTHER = re.compile(
    rf"もう(?:片方|片一方|一方|1つ|一つ|ひとつ)の?(?:{_THING})?(?=[のはがをだ、]|$)"
    rf"|(?:他方|残り|反対)の?(?:{_THING}|性別)?(?=[のはがを、]|$)"
    r"|\bthe other(?: (?:one|figure|number|value|rate|half|side))?"
    r"(?=['’]s|\W*$| (?:was|is|has|had)\b)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"^(?P<thing>[^、。]*?)(?:の(?:話|件|こと|ほう|方))?(?:に|へ|を)(?:話を)?(?:戻|もど)[^、。]*[、。]\s*"
    r"|^(?P<named>(?:さっき|先ほど|最初|はじめ|初め|前)の?[^、。]*?)の?(?:話|件|こと)(?:だけど|ですが|で)?[、。]\s*"
    r"|^(?:ok,? |so,? )?(?:(?:going|coming|go|let's go) )?back to "
    r"(?P<english>[^,:;.?-]+?)\s*[,:;.–—-]+\s*",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"さっき|先ほど|最初|はじめ|初め|前|もと|元|話題?|質問|件|の")
_OF_BEGINNING = re.compile(r"最初|はじめ|初め|\bfirst\b|\bbeginning\b|\bstart", re.IGNORECASE)
_AMONG = re.compile(
    r"(?:その|この|あの|今の|上の)?\s*([23])つ(?:の(?:中|うち|なか))?(?:で|だ|と|を|の|、)"
    r"|(?:その|この)(?:中|うち|なか)で|\b(?:the|those|these|of|all) (two|three)\b",
    re.IGNORECASE,
)
_NUMBERS = {"一": 1, "ひと": 1, "二": 2, "ふた": 2, "三": 3, "みっ": 3}
_THINGS = re.compile(f"({'|'.join(_NUMBERS)})つ")
_COUNTS = {"two": 2, "three": 3}
_NEXT = re.compile(
    r"(?:その|もう)?(?:次|1つ上|1歳上|1個上)の?(?:年齢|歳|子|クラス|学年)?(?:だと|では|なら|は|の)"
    r"|\b(?:one )?years? older\b|\bnext age(?: group)?\b|\bnext one up\b",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:その|もう)?(?:1つ下|1歳下|1個下)の?(?:年齢|歳|子|クラス|学年)?(?:だと|では|なら|は|の)"
    r"|\b(?:one )?years? younger\b",
    re.IGNORECASE,
)
_AMONG_ROWS = {"ja": "のうち一番{}のは?", "en": "which is the {}?"}
_MOST = {
    ("ja", Aspect.HIGHEST): "高い", ("ja", Aspect.LOWEST): "低い",
    ("en", Aspect.HIGHEST): "highest", ("en", Aspect.LOWEST): "lowest",
}  # fmt: skip
_PAIR = 2
_NAMED = 0.4


@dataclass(frozen=True, slots=True)
class Return:
    """The exchange that is spoken of again, and what is now asked of it, "" for the same."""

    exchange: Exchange
    asks: str


def returned_to(text: str, before: Exchange, reader: Reader) -> Return | None:
    """Return what was told before that `text` turns back to; None where it does not."""
    bare = _counted(without_lead(text))
    back = _BACK.search(bare)
    if back:
        thing = next((one for one in back.groups() if one is not None), "")
        exchange = _spoken_of(thing, before, reader)
        return Return(exchange, bare[back.end() :]) if exchange else None
    for pattern, meant in (
        (_FIRST, _first), (_SECOND, _second), (_LATTER, _last), (_OTHER, _other),
    ):  # fmt: skip
        match = pattern.search(bare)
        rest = pattern.sub("", bare, count=1) if match else ""
        if not match or reader.understand(rest).topic:
            continue
        things = _things(before, reader)
        exchange = meant(things, match[0], before, reader)
        if exchange:
            rest = (
                rest.strip(" のはがをも、?？。")
                if len(rest) < _PAIR + 1
                else rest.lstrip("のはがをも、 ")
            )
            return Return(exchange, rest if re.search(r"\w", rest) else "")
    return None


def _counted(text: str) -> str:
    """Write with digits how many things there are: 「三つのうち」 → 「3つのうち」."""
    return _THINGS.sub(lambda match: f"{_NUMBERS[match[1]]}つ", with_digits(text))


def _spoken_of(thing: str, before: Exchange, reader: Reader) -> Exchange | None:
    """The exchange before the last that `thing` names, or the first or last of them."""
    if not before.earlier:
        return None
    if reader.understand(_EARLIER.sub("", thing)).topic:
        said = [one.question for one in before.earlier]
        likest = reader.likest(thing, said)
        return before.earlier[said.index(likest)] if likest else None
    return before.earlier[0 if _OF_BEGINNING.search(thing) else -1]


def _things(before: Exchange, reader: Reader) -> list[Exchange]:
    """What was spoken of one by one: an exchange that told several rows is one of each."""
    things: list[Exchange] = []
    for exchange in (*before.earlier, before):
        rows = exchange.rows(reader)
        several = [_of_row(row, exchange) for row in rows] if len(rows) > 1 else [exchange]
        things += [one for one in several if one.question not in [two.question for two in things]]
    return things


def _of_row(row: Indicator, exchange: Exchange) -> Exchange:
    asks = OF_ROW[language_of(exchange.question)].format(name=row.name)
    return replace(exchange, question=asks, answer=row.latest.text)


def _first(
    things: Sequence[Exchange], said: str, before: Exchange, reader: Reader
) -> Exchange | None:
    if len(things) < _PAIR:
        return None
    return things[-_PAIR] if "前者" in said or "former" in said.lower() else things[0]


def _second(
    things: Sequence[Exchange], said: str, before: Exchange, reader: Reader
) -> Exchange | None:
    return things[1] if len(things) >= _PAIR else None


def _last(
    things: Sequence[Exchange], said: str, before: Exchange, reader: Reader
) -> Exchange | None:
    return things[-1] if len(things) >= _PAIR else None


def _other(
    things: Sequence[Exchange], said: str, before: Exchange, reader: Reader
) -> Exchange | None:
    """The other of the two that were compared, of the two variants, or of those told last."""
    focus = before.focus(reader)
    rows: Sequence[Indicator] = before.rows(reader)
    if len(rows) != _PAIR and focus is not None and focus.kind is Kind.INDICATOR:
        rows = family(indicator_of(focus, reader.plan), reader.plan)
    if len(rows) == _PAIR:
        others = [row for row in rows if row.passage != focus]
        return _of_row(others[0], before) if len(others) == 1 else None
    return things[-_PAIR] if len(things) >= _PAIR else None


def ranked_among(bare: str, question: Question, before: Exchange, reader: Reader) -> str:
    """Return a question for the highest or lowest of the rows told before; or "".

    「その2つでは、一番多いのはどれ?」; a row that is named beside them is one more.
    """
    aspects = [one for one in (Aspect.HIGHEST, Aspect.LOWEST) if one in question.asked.aspects]
    bare = _counted(bare)
    among = _AMONG.search(bare)
    if not aspects or (question.topic and not among):
        return ""
    rows: list[Indicator] = []
    for exchange in (*before.earlier, before):
        rows += [row for row in exchange.rows(reader) if row not in rows]
    if len(rows) < _PAIR or (not among and len(family(rows[-1], reader.plan)) > 1):
        return ""
    count = among[1] or among[2] if among else None
    rest = _AMONG.sub("", bare)
    names_row = question.topic and reader.nearness(rest) >= _NAMED
    near = reader.nearest(rest) if names_row else None
    if near is not None and near.kind is Kind.INDICATOR:
        named = indicator_of(near, reader.plan)
        rows = [named, *(row for row in rows if row != named)]
        rows = [named, *rows[1:][-(_count(count) or len(rows)) :]]
    elif count:
        rows = rows[-_count(count) :]
    names = " ".join(f"「{row.name}」" for row in rows)
    lang = question.lang
    return names + _AMONG_ROWS[lang].format(_MOST[lang, aspects[0]])


def _count(said: str | None) -> int:
    return 0 if not said else _COUNTS.get(said.lower()) or int(said)


def age_beside(bare: str, lang: str, focus: Passage | None, plan: Plan) -> str:
    """Return a question for the age after or before that of which was told: 「その次の年齢は?」."""
    said = _counted(bare)
    step = 1 if _NEXT.search(said) else -1 if _BELOW.search(said) else 0
    if not step or focus is None or focus.kind is not Kind.INDICATOR:
        return ""
    rows = family(indicator_of(focus, plan), plan)
    place = [row.passage for row in rows].index(focus) + step
    if "歳" not in focus.text or not 0 <= place < len(rows):
        return ""
    return OF_ROW["ja" if lang == "ja" else "en"].format(name=rows[place].name)
