"""A turn that may leave out what it is about, and what speaks for how it is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from assistant import followups
from assistant.asked import missing_words
from assistant.openings import without_lead
from assistant.question import Question
from assistant.turns import Exchange, Reader
from corpus.plan import Passage
from index.terms import word_terms

_WRITTEN = re.compile(r"[一-龯々A-Za-z\d①-⑳]")
_REFERENCE = re.compile(
    r"^(?:それ|これ|その|この|そこ|上の|さっきの|今の|そう(?:いう|した)|そんな|こう(?:いう|した)|こんな)|それに対して|これに対して|その(?:目標|内容|ため)"
    r"|\b(?:it|its|that|this|they|them|those|these)\b"
    r"|\bones?(?=\W*$| (?:and|here|in this)\b)",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"^(?:.{1,20}?)(?:の場合|のほう|の方|に限ると|だと|では)(?:は|だと|なら)?[?？。]*$"
    r"|^.{1,10}?のほうの[^、。]{1,6}は?[?？。]*$"
    r"|^(?:for|in|of|among|at|within)\s[\w\s'-]{1,30}[?.]*$",
    re.IGNORECASE,
)
_CITY_DOES = re.compile(
    r"(?:^|(?:対|たい)して|めに)、?市(?:の(?:ほう|方))?(?:で)?(?:は|として)|どうする(?:つもり|予定|の|ん|か)"
    r"|どう(?:やって)?[^、。]{0,8}(?:つもり|予定)|市(?:が|の)(?:する|やる|行う|できる|していること)"
    r"|手[はをも]打|(?:対策|手立て|対応)(?:は|を|って)|(?:に|、)市は(?:何|なに|どう|どんな)|どう(?:やって|すれば)[^、。]{0,6}(?:実現|達成|目指)"
    r"|^.{0,8}ために[^、。]{0,8}(?:何|なに|どう|どんな)"
    r"|^.{0,8}(?:減ら|増や|上げ|下げ|高め|改善|解決)[^、。]{0,8}(?:に|は)[^、。]{0,8}(?:何|どう|どんな)"
    r"|\b(?:what|how) (?:does|will|is) the city\b|\bwhat (?:support|help) (?:do|does|will|is|are)\b"
    r"|^どんな(?:支援|サポート|手助け|対策|対応)"
    r"|\bwhat(?: is|'s|’s| will be|'ll be) (?:being )?done\b"
    r"|\bwhat (?:are|will) they (?:do|doing)\b"
    r"|\bhow (?:will|does|do|can|would) (?:they|we|it|the city) (?:get there|achieve|reach|do)\b",
    re.IGNORECASE,
)
_HOW = re.compile(r"何|なに|どう|どんな|(?:する|やる|できる)こと|\b(?:what|how)\b", re.IGNORECASE)
_HELP = frozenset(
    {"手助け", "助け", "支援", "対策", "対応", "手伝い", "サポート", "改善", "解決", "対処"}
    | {"help", "support", "improv", "solv", "rais", "increas", "lower", "reduc", "chang"}
    | {"get", "receiv", "offer"}
    # Of whom it is asked was told: 「そういう人たちに市は何をする?」.
    | {"予防", "防止", "手", "人", "方", "子", "者", "人々", "peopl", "person"}
)
# Words for what variants differ by, or for what is wrong, name no thing: 「一番低いのはどの年齢?」.
_DIFFER_BY = frozenset(
    {"問題", "problem"}
    | {"年齢", "年代", "歳", "性別", "男女", "差", "開き", "違い"}
    | {"age", "group", "sex", "differ", "gap"}
)


# A name within an English sentence.
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
# In letters.
_LONGEST = {"ja": 20, "en": 40}
_LEAST_NEAR = 0.3


@dataclass(frozen=True)
class Elliptic:
    """A turn after an exchange: `text` as put, `bare` without what it begins with.

    `question` is `bare` as it is read by itself, `earlier` the question of the exchange `before`.
    """

    text: str
    bare: str
    question: Question
    before: Exchange
    earlier: Question
    reader: Reader

    @classmethod
    def read(cls, text: str, before: Exchange, reader: Reader) -> Elliptic:
        """Read `text`, said after the exchange `before`."""
        bare = without_lead(text)
        question = reader.understand(bare)
        if question.lang == "ja" and not _WRITTEN.search(bare):
            # What is written by its sound alone is read on as it was understood.
            bare = question.spelled
        question = replace(
            question,
            topic=tuple(term for term in question.topic if term not in _DIFFER_BY),
            subjects=tuple(noun for noun in question.subjects if noun not in _DIFFER_BY),
        )
        return cls(text, bare, question, before, reader.understand(before.question), reader)

    @cached_property
    def focus(self) -> Passage | None:
        """The passage that the exchange before was about."""
        return self.before.focus(self.reader)

    @cached_property
    def refers(self) -> bool:
        """Whether it points back: 「その目標は?」."""
        return bool(_REFERENCE.search(self.bare))

    @cached_property
    def instead(self) -> bool:
        """Whether it names but a thing, of which the same is asked: 「教育のほうは?」."""
        return bool(_INSTEAD.search(self.bare))

    @cached_property
    def offers(self) -> bool:
        """Whether it is asked what the city does, and not about what."""
        # 「市は増やしたいの、減らしたいの?」 asks for a direction.
        of_direction = self.question.asked.directions and not _HOW.search(self.bare)
        does = bool(_CITY_DOES.search(self.bare)) and not of_direction
        return does and not set(self.question.subjects) - _HELP

    @cached_property
    def points_back(self) -> bool:
        """Whether it points back or asks for more of what was told, whatever it names."""
        return self.refers or followups.asks_word(self.bare) or self.offers

    @cached_property
    def says_little(self) -> bool:
        """Whether a short turn is near to nothing by itself, and asks nothing of its own."""
        asked = self.question.asked
        named = self.question.names or self.question.years or _CAPITAL.search(self.text)
        own = bool(named or asked.missing or asked.defines or asked.kinds)
        brief = len(self.bare) <= _LONGEST[self.question.lang]
        return brief and not own and self.reader.nearness(self.bare) < _LEAST_NEAR

    @cached_property
    def topic(self) -> frozenset[str]:
        """What it is about by itself, the words by which it asks left out."""
        missing = missing_words(self.question.asked.missing, self.bare)
        asking = {term for words in missing for term in word_terms(words)}
        return frozenset(self.question.topic) - asking
