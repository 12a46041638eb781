"""Small talk and help: a greeting, thanks, a farewell, "what can you do?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.asked import Missing, is_asking
from assistant.question import Question
from assistant.retrieve import Found
from assistant.source import Source


class Smalltalk(StrEnum):
    """What is said without asking of the plan."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    WHO = "who"
    HELP = "help"
    LANGUAGES = "languages"
    PRIVACY = "privacy"
    TRUST = "trust"


_SAID = {
    Smalltalk.GREETING: (
        r"こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|はじめまして|初めまして|やあ|ハロー|もしもし"
        r"|元気(?:ですか)?|hi|hello|hey|good (?:morning|afternoon|evening)"
    ),
    Smalltalk.THANKS: (
        r"(?:どうも)?(?:ありがとう|有難う|有り難う|サンキュー)(?:ございま(?:す|した))?|どうも|助かり(?:ます|ました)"
        r"|(?:よく)?(?:わか|分か)りました|なるほど|了解(?:です|しました)?|i see|ok(?:ay)?|got it"
        r"|感謝(?:します)?|恐れ入ります|cheers|perfect|lovely|wonderful|brilliant"
        r"|great|much obliged"
        r"|thanks?(?: you)?(?: (?:very|so) much)?"
    ),
    Smalltalk.FAREWELL: r"さようなら|さよなら|バイバイ|ではまた|失礼します|bye|goodbye|see you",
    Smalltalk.WHO: r"(?:あなた|君|きみ)は(?:誰|だれ|何者?|なに).*"
    r"|(?:あなた|君|きみ|これ)(?:は|って).{0,8}(?:人間|機械|ロボット|ai|人)(?:です|なの|か|が).*"
    r"|自己紹介.*|who are you.*",
    Smalltalk.HELP: (
        r"使い方.*|ヘルプ"
        r"|(?:これ|ここ|このサイト|この画面|道しるべ)?(?:は|って)?、?どう(?:やって|すれば)?(?:使|つか)[うえっ].*"
        r"|(?:(?:ここ|これ|こちら|そちら|あなた|君|きみ|このサイト|このページ)(?:で|に|は)*、?)?"
        r"(?:(?:何|なに|どんなこと)を(?:聞|きい|きけ|質問|尋ね|たずね)"
        r"|(?:何|なに|どんなこと)が(?:でき|聞け|わか|分か)).*"
        r"|help(?: me)?|what (?:can|do) (?:you|i) (?:do|ask|know)"
        r"(?: (?:here|you|for me|with (?:this|you)|about(?: this| it)?))*"
        r"|how (?:do|does|can) (?:i use )?(?:this|it|you)(?: work)?.*"
    ),
}
_WORD = re.compile(r"\w")
# What nobody asks of a program.
_OF_THE_CITY = {Missing.CONTACT, Missing.PRICE, Missing.DATE, Missing.COUNT}
_BREAK = r"[\s!！。.?？、,~〜ー]"
_LEAD = r"(?:それ)?では|じゃあ?|well|so"
_COURTEOUS = (Smalltalk.GREETING, Smalltalk.THANKS, Smalltalk.FAREWELL)
_COURTESY = "|".join(_SAID[kind] for kind in _COURTEOUS)
_ALIKE = 0.55
_NEARER = 0.15
_LONGEST = 80
_KINDS = {
    kind: re.compile(
        rf"^{_BREAK}*(?:(?:{_LEAD}|{_COURTESY}){_BREAK}+)*(?:{said}){_BREAK}*$", re.IGNORECASE
    )
    for kind, said in _SAID.items()
}
_THANKING = re.compile(rf"^{_BREAK}*(?:{_SAID[Smalltalk.THANKS]}){_BREAK}+\w", re.IGNORECASE)
_OF_THE_PLAN = 0.45
_BEGINNING = re.compile(rf"^{_BREAK}*(?:{_COURTESY}){_BREAK}", re.IGNORECASE)


def smalltalk_in(question: Question, found: Sequence[Found], source: Source) -> Smalltalk | None:
    """Return what is said where it is a greeting, thanks, a farewell or asks about ourselves.

    It is by its form, or by being nearer to what is said so than to any way of asking the plan.
    """
    text = question.text.strip()
    if question.lang == "ja":
        text = text.replace(" ", "").replace("\u3000", "")
    if not _WORD.search(text):
        return None
    by_form = next((kind for kind, said in _KINDS.items() if said.match(text)), None)
    if by_form is None and _only_thanks(question, found):
        return Smalltalk.THANKS
    if by_form or len(text) > _LONGEST:
        return by_form
    if set(question.asked.missing) & _OF_THE_CITY:
        return None
    near, label = source.smalltalk.nearest(question.spelled)
    asked = max((one.asked for one in found), default=0.0)
    elsewhere, _ = source.elsewhere.nearest(question.spelled)
    return Smalltalk(label) if near >= max(_ALIKE, asked + _NEARER, elsewhere) else None


def _only_thanks(question: Question, found: Sequence[Found]) -> bool:
    """Whether the question thanks, and what follows neither asks nor is of the plan."""
    begins = _THANKING.match(question.text) and not is_asking(question.text)
    return bool(begins) and (not found or found[0].score < _OF_THE_PLAN)


def begins_with_greeting(question: Question) -> bool:
    """Whether the question greets or thanks before it says something else."""
    return bool(_BEGINNING.match(question.text))


def reply(said: Smalltalk, source: Source) -> str:
    """Return what the assistant says back; to a greeting or a call for help, what it can do."""
    sections = source.joined(
        source.section_name(section.number) for section in source.plan.sections
    )
    frame = source.wording.smalltalk[said.value]
    return frame.format(city=source.city, chapters=source.chapter_names(), sections=sections)
