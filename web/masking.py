"""Personal data in a citizen's words is masked before they are kept.

What has a form of its own (numbers, addresses, mail) is found by patterns; names by what stands
before or after them and by the dictionary's tag for persons (人名). It masks rather too much than
too little, and cannot find everything: 「となりの赤い屋根の家の人」 is told in no form.
"""

from __future__ import annotations

import re
import unicodedata

from index.morphology import Morpheme, morphemes, normalise

MAIL, ADDRESS, POSTCODE = "〔メール〕", "〔住所〕", "〔郵便番号〕"
TELEPHONE, NUMBER, DATE, NAME = "〔電話番号〕", "〔番号〕", "〔日付〕", "〔名前〕"

_MASK = re.compile("(〔[^〔〕]*〕)")
_WIDTHLESS = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
# Hyphens of every kind; the long vowel mark is typed for one between digits.
_HYPHENS = re.compile(r"[‐‑‒–—―−﹣⁃˗➖]|(?<=\d)[ー─━~〜](?=\d)")
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_KANJI_RUN = re.compile(r"[〇零一二三四五六七八九]{3,}(?:[-の ][〇零一二三四五六七八九]{2,})*")

_GAP = r"[-. ()の/・]{0,2}"
# ケ is of the katakana: one way to read each letter keeps it linear.
_TOWN = r"(?:[一-龠々〆ァ-ヴー]|(?<=[一-龠])[がのヶつ](?=[一-龠])){0,20}"
_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_END = r"(?![\d-])"
_YEARS = r"(?!(?:19|20)\d\d-(?:19|20)\d\d(?!\d))"
_PATTERNS = (
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), MAIL),
    (re.compile(r"[A-Za-z0-9._+%-]{1,64}\s?(?:@|[\[(]at[\])])\s?"
                r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), MAIL),
    (re.compile(r"@\w{2,}"), MAIL),
    (re.compile(rf"〒\s*\d{{3}}{_GAP}\d{{4}}|(?<![\d-])\d{{3}}-\d{{4}}{_END}"), POSTCODE),
    (re.compile(rf"\+\s?81{_GAP}\d(?:{_GAP}\d){{7,10}}(?!\d)"), TELEPHONE),
    (re.compile(rf"(?<!\d)\(?0\d(?:{_GAP}\d){{7,9}}(?!{_GAP}\d)"), TELEPHONE),
    # My Number has 12 digits, that of a company 13, those of cards up to 19.
    (re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{11,18}}(?!\d)"), NUMBER),
    (re.compile(r"(?:(?:19|20)\d\d|(?:明治|大正|昭和|平成|令和|[MTSHR])\s?(?:\d{1,2}|元))"
                r"\s?(?:年|[-/.])\s?\d{1,2}\s?(?:月|[-/.])\s?\d{1,2}日?"), DATE),
    (re.compile(rf"{_TOWN}{_COUNT}\s?(?:丁目|番地|番町)"
                rf"(?:[\sの-]*{_COUNT}\s?(?:番地|番|号室|号)?)*"), ADDRESS),
    (re.compile(rf"{_TOWN}\d{{1,4}}番\d{{1,4}}号?"), ADDRESS),
    (re.compile(rf"(?<![\d-]){_TOWN}\d{{1,4}}-\d{{1,4}}-\d{{1,5}}(?:-\d{{1,5}})?{_END}"), ADDRESS),
    # 「2-1の課題」 names a section of the plan; two numbers are an address behind a town only.
    (re.compile(rf"{_TOWN}(?<=[町丁台通条浜谷])\d{{1,4}}-\d{{1,5}}{_END}"), ADDRESS),
    (re.compile(r"[一-龠々ァ-ヴー]{0,20}\d{1,4}号室"), ADDRESS),
    (re.compile(rf"(?<![\d-]){_YEARS}\d{{2,4}}-\d{{4}}{_END}"), TELEPHONE),
    (re.compile(rf"(?<!\d){_YEARS}\d(?:{_GAP}\d){{6,}}(?!\d)"), NUMBER),
    (re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\b\.?\s+[A-Z]\w+(?:\s+[A-Z]\w+)?"), NAME),
    (re.compile(r"(?:(?<=my name is )|(?<=my name's ))\w+(?: (?!(?:and|but|from|i|in)\b)\w+){0,2}",
                re.IGNORECASE), NAME),
    (re.compile(r"(?:(?<=I am )|(?<=I'm )|(?<=[Tt]his is )|(?<=[Cc]all me ))"
                r"[A-Z]\w+(?: [A-Z]\w+){0,2}"), NAME),
)  # fmt: skip

_PART = r"[^\s、。,.!?!?〔〕を]"
_SAID = re.compile(
    rf"(?P<before>(?:私|わたし|わたくし|あたし|僕|ぼく|俺|おれ|自分)の?(?:名前|なまえ)?[はが、]\s?"
    rf"|(?:名前|なまえ|氏名)[はが:、]\s?)?(?P<name>{_PART}{{1,16}}?)"
    r"(?P<after>と\s?(?:申し|もうし|いいます|言います|呼ん)|です|だ(?:けど|よ|と|が)|[、。]|$)"
)
_TITLES = frozenset({"さん", "氏", "くん", "君", "ちゃん"})
_NAMING = ("名前", "なまえ", "氏名")
_ASKING = ("何", "なん", "なに", "誰", "だれ", "どなた")
_NOUNS = frozenset({"名詞", "接頭辞", "接尾辞", "記号", "形状詞"})
_KANA = re.compile("[ぁ-ゖー]{2,8}")


def mask(text: str) -> str:
    """Return `text` in one line, its compatible letters made one (NFKC), personal data masked."""
    text = _WIDTHLESS.sub("", unicodedata.normalize("NFKC", text))
    # A bracket of ours in the citizen's words would hide what stands in it.
    text = text.replace("〔", "(").replace("〕", ")")
    text = _HYPHENS.sub("-", " ".join(text.split()))
    text = _KANJI_RUN.sub(lambda run: run[0].translate(_KANJI_DIGITS), text)
    for pattern, masked in _PATTERNS:
        text = pattern.sub(masked, text)
    text = _SAID.sub(_without_own_name, text)
    return "".join(part if _MASK.fullmatch(part) else _nameless(part) for part in _MASK.split(text))


def _without_own_name(said: re.Match[str]) -> str:
    """「名前は…」 and 「…と申します」 tell a name; 「私は…です」 with nouns only does too."""
    before, name, after = said["before"] or "", said["name"], said["after"]
    if name.startswith(_ASKING):
        return said[0]
    introduced = any(word in before for word in _NAMING) or after.startswith("と")
    if not introduced and not (before and after not in ("、", "。", "")):
        return said[0]
    read = list(morphemes(name))
    if (introduced and before) or _KANA.fullmatch(name) or _is_noun_phrase(read):
        return f"{before}{NAME}{after}"
    return said[0]


def _is_noun_phrase(read: list[Morpheme]) -> bool:
    return all(one.word_class in _NOUNS or not one.known for one in read)


def _nameless(text: str) -> str:
    """Mask what the dictionary takes for a person's name, and what stands before a title."""
    read = list(morphemes(text))
    persons = [_is_person(read, place) for place in range(len(read))]
    masked, end = "", 0
    written = normalise(text)
    for one, person in zip(read, persons, strict=True):
        if person:
            between = written[end : one.start]
            masked += between if masked.endswith(NAME) and not between.strip() else between + NAME
            end = one.start + len(one.surface)
    return masked + written[end:] if any(persons) else text


def _is_person(read: list[Morpheme], place: int) -> bool:
    """A name in hiragana alone is believed only beside another or before a title."""
    one, after = read[place], read[place + 1 : place + 2]
    titled = bool(after) and after[0].surface in _TITLES
    if not one.is_person:
        return titled and (one.is_name or not one.known)
    beside = [*read[max(0, place - 1) : place], *after]
    return titled or not _KANA.fullmatch(one.surface) or any(near.is_person for near in beside)
