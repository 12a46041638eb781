"""What a turn begins with before it asks: 「すみません、じゃあ」, 「1歳じゃなくて」."""

from __future__ import annotations

import re

from assistant.asked import without_denied

_COURTESIES = (
    "すみません|すいません|ごめんなさい|なるほど|了解(?:です)?|(?:分か|わか)りました|そうですか"
    "|そうなんですね?|ありがとう(?:ございます)?|えっ?と|あの|へえ|ふうん"
    "|sorry|thanks|thank you|i see|great|right|hmm|interesting"
)
_LEADS = (
    "じゃあ|じゃ|では|それでは|それなら|そしたら|それで、|ちなみに|逆に|反対に|一方で?|あと|なら|で、|ほかに|他に"
    "|and|then|so|ok|okay|what about|how about"
)
_COURTESY = rf"^\s*(?:(?:{_COURTESIES})[、,。.!\s]+)*"
_LEAD = re.compile(rf"{_COURTESY}(?:{_LEADS})?[、,\s]*", re.IGNORECASE)
_NEW_TOPIC = re.compile(
    rf"{_COURTESY}(?:(?:ところで|by the way|(?:going )?back to)(?:ですが|ですけど)?[、,]?\s*"
    r"|(?:話は?(?:変|か)わ|別の(?:話|質問|件)|(?:ok,? )?(?:something|a) (?:else|new)"
    r"|(?:a |an |on a )?(?:different|another|new) (?:topic|question|subject|matter)"
    r"|(?:to )?chang(?:e|ing) the subject)"
    r"[^、,::]*[、,::]?\s*)",
    re.IGNORECASE,
)


def opens_topic(text: str) -> bool:
    """Whether `text` says that it turns to something else: 「ところで」, "by the way"."""
    return bool(_NEW_TOPIC.search(text))


def without_opening(text: str) -> str:
    """Return a question that turns to something else without the words that say so."""
    return _NEW_TOPIC.sub("", text) or text


def without_lead(text: str) -> str:
    """Return what `text` asks, without courtesies, a lead and what is asked for no more."""
    return without_denied(_LEAD.sub("", text)).strip() or text
