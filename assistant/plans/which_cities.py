"""「どの市が…していますか」, "which cities …": each plan is asked what it says itself."""

from __future__ import annotations

import re

_CITY = "(?:市町村|自治体|都市|市|町|村|まち)"
# One that comes first of all is found by nobody who looks at one plan.
_RANKED = re.compile(r"一番|いちばん|最も|もっとも|トップ|\b(?:most|least|best|\w+est)\b")
_WHICH = re.compile(rf"(?:どの|どこの|どんな|どういった){_CITY}(?:の計画)?(?:が|は|で|に(?!つ))?")
_AT_THE_END = re.compile(
    rf"(?<=[いうくぐすたつぬぶむる]){_CITY}(?:の計画)?は?"
    r"(?:どこ|どれ|ある|あります|ありません)?(?:ですか|でしょうか|か)?[?？。]*$"
)
_ENGLISH = re.compile(
    r"\b(?:which|what) (?:cities|city|towns?|municipalit(?:y|ies)|plans?)\b"
    r"(?:['’]s?)?(?: plans?)?(?: (?:that|which))?",
    re.IGNORECASE,
)


def put_to_one(question: str) -> str:
    """Return a question on which cities do something as each of them is asked it.

    >>> put_to_one("どの市が緑地を守っていますか")
    '緑地を守っていますか'
    >>> put_to_one("緑地を守っている市は?")
    '緑地を守っている取組は?'
    >>> put_to_one("Which cities support young carers?")
    'how does the city support young carers?'
    """
    if _RANKED.search(question):
        return question
    asked = _WHICH.sub("", _ENGLISH.sub("how does the city", question))
    return _AT_THE_END.sub("取組は?", asked).strip() or question
