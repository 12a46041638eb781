"""What a turn begins with before it asks: 「すみません、じゃあ」, 「1歳じゃなくて」."""

from __future__ import annotations

import re

from assistant.asked import without_denied

_COURTESIES = (
    "すみません|すいません|ごめんなさい|なるほど|了解(?:です)?|(?:分か|わか)りました|そうですか"
    "|そうなんですね?|ありがとう(?:ございます)?|えっ?と|あの|へえ|ふうん"
    "|sorry|thanks|thank you|i see|great|right|hmm|interesting"
)
# What is said to the answer before more is asked: 「だめじゃん。」, "That's awful."
_REACTION = (
    r"(?:[^、。.?？!「」]{1,16}(?:じゃん|だな|なあ?|ね|ねえ|よ|わ|んだ|のか|そんなに|ない)[。!!]+"
    r"|そんなに(?:も)?[。、!]|(?:oh|wow|ouch|ugh|hm+)\b[^.?!]{0,20}[.,!]+|no way[.,!]+"
    r"|(?:that|it|this)(?:['’]s| is| sounds?) (?:(?!supposed)[\w'’ -]){1,30}[.!]+)"
)
_LEADS = (
    "じゃあ|じゃ|では|それでは|それなら|そしたら|それで、|ちなみに|逆に|反対に|一方で?|あと|なら|で、|ほかに|他に"
    r"|そうすると|とすると|同じ(?:質問|こと)を?"
    r"|(?:and |ok,? )?(?:the )?same (?:question|thing|again),?(?: but)?"
    r"(?: (?:for|about|in|with|on))?\b"
    "|and|then|so|ok|okay|what about|how about"
)
_COURTESY = rf"^\s*(?:(?:(?:{_COURTESIES})[、,。.!\s]+|{_REACTION}\s*))*"
_ONLY_COURTESY = re.compile(rf"\s*(?:(?:{_COURTESIES}|ok(?:ay)?|cool)[、,。.!\s]*)+", re.IGNORECASE)
_LEAD = re.compile(rf"{_COURTESY}(?:{_LEADS})?[、,\s]*", re.IGNORECASE)
# 「スポーツも同じと考えていいですか」 asks for the same of it.
_ALSO = re.compile(r"も(?:また)?同じ[^、。]{0,12}(?:か|の|かな)?[?？。]*$")
_REASON = re.compile(r"([かの][。?？]|[?？])\s*[^。?？]{1,40}(?:ので|から|ため|まして|て)[。.]?$")
_NEW_TOPIC = re.compile(
    rf"{_COURTESY}(?:(?:ところで|by the way|(?:going )?back to)(?:ですが|ですけど)?[、,]?\s*"
    r"|(?:話は?(?:変|か)わ|別の(?:話|質問|件)|(?:ok,? )?(?:something|a) (?:else|new)"
    r"|(?:a |an |on a )?(?:different|another|new) (?:topic|question|subject|matter)"
    r"|(?:to )?chang(?:e|ing) the subject)"
    r"[^、,::]*[、,::]?\s*)",
    re.IGNORECASE,
)


def is_courtesy(text: str) -> bool:
    """Whether `text` is nothing but courtesies: "Thanks!", 「なるほど、わかりました」."""
    return bool(_ONLY_COURTESY.fullmatch(text))


def opens_topic(text: str) -> bool:
    """Whether `text` says that it turns to something else: 「ところで」, "by the way"."""
    return bool(_NEW_TOPIC.search(text))


def without_opening(text: str) -> str:
    """Return a question that turns to something else without the words that say so."""
    return _NEW_TOPIC.sub("", text) or text


def without_lead(text: str) -> str:
    """Return what `text` asks, without courtesies, a lead and what is asked for no more."""
    return without_denied(_LEAD.sub("", _without_reason(text))).strip() or text


def _without_reason(text: str) -> str:
    """Leave out why it is asked, where that is told after: 「…ですか。確かめておきたいので。」."""
    return _ALSO.sub("は?", _REASON.sub(r"\1", text))
