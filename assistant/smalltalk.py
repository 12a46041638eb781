"""Small talk and help: a greeting, thanks, "what can you do?"."""

from __future__ import annotations

import re

from assistant.question import Question
from assistant.source import Source

_GREETING = (
    r"こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|はじめまして|やあ|ハロー|もしもし|さようなら|バイバイ"
    r"|(?:どうも)?ありがとう(?:ございま(?:す|した))?|どうも|助かりました|元気(?:ですか)?"
    r"|hi|hello|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?(?: (?:very|so) much)?"
    r"|bye|goodbye"
)
_HELP = (
    r"(?:あなた|君|きみ)は(?:誰|だれ|何者?|なに).*|.*(?:何|なに|どんなこと)が(?:できる|でき|聞け|わか|分か).*"
    r"|使い方.*|ヘルプ|自己紹介.*|(?:何|なに|どんなこと)を(?:聞|きい|きけ|質問|尋ね|たずね).*"
    r"|help(?: me)?|who are you.*|what (?:can|do) (?:you|i) (?:do|ask|know).*"
    r"|how (?:do|does|can) (?:i use )?(?:this|it|you)(?: work)?.*"
)
_WORD = re.compile(r"\w")
_BREAK = r"[\s!！。.?？、,~〜ー]"
_SMALLTALK = re.compile(
    rf"^{_BREAK}*(?:(?:{_GREETING}){_BREAK}+)*(?:{_GREETING}|{_HELP})?{_BREAK}*$", re.IGNORECASE
)

_BEGINNING = re.compile(rf"^{_BREAK}*(?:{_GREETING}){_BREAK}", re.IGNORECASE)


def is_smalltalk(question: Question) -> bool:
    """Whether the question is a greeting, thanks or a call for help."""
    text = question.text.strip()
    if question.lang == "ja":
        text = text.replace(" ", "").replace("\u3000", "")
    return bool(_WORD.search(text) and _SMALLTALK.match(f"{text} "))


def begins_with_greeting(question: Question) -> bool:
    """Whether the question greets or thanks before it says something else."""
    return bool(_BEGINNING.match(question.text))


def reply(source: Source) -> str:
    """Return what the assistant says of itself."""
    sections = source.joined(
        source.section_name(section.number) for section in source.plan.sections
    )
    return source.wording.smalltalk.format(chapters=source.chapter_names(), sections=sections)
