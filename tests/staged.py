"""An assistant that says of each question how it was understood; some answers are set here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Carried, Intent, Language, Style
from assistant.answering.value import Value
from assistant.dialogue.turn import Turn
from assistant.service import Assistant

WHICH = "子どもの数は?"
UNCLEAR = "あれ"
DISTRESS = "もうつらいです"
GAP = "出生数は目標まであとどれくらい?"
CHOICES = ("出生数の直近の実績値は?", "「1歳児」の直近の実績値は?")
CARE = (
    "おつらいことと思います。ひとりで抱えずに、電話で話してください。\n"
    "- よりそいホットライン 0120-279-338 (24時間・無料)\n"
    "- 児童相談所虐待対応ダイヤル 189\n"
    "いま危険があるときは、110(警察)か119(救急)へ。\n"
    "計画には、相談件数 119 件などが書かれています。[1]"
)


class Staged(Assistant):
    """The real assistant, which answers each question as if it stood alone.

    The reading is the questions that were taken into it.
    """

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        lang: Language | None = None,
        style: Style = "normal",
        carry: bool = True,
    ) -> Answer:
        """Answer `question`, with what is set for it."""
        taken = [turn.content for turn in history if turn.role == "user" and carry]
        answer = replace(
            super().ask("出生数は?" if question == GAP else question, (), lang, style),
            question=question,
            reading=" → ".join([*taken, question]),
            carried=(Carried("section", "福祉"), Carried("kind", "課題")) if taken else (),
        )
        if question == WHICH:
            text = "お尋ねに近い指標が 2 つあります。どれについてお知りになりたいですか。"
            return _set(answer, Intent.CLARIFICATION, text, suggestions=CHOICES)
        if question == UNCLEAR:
            text = "申し訳ありません。何をお尋ねか、受け取れませんでした。"
            return _set(answer, Intent.NOT_UNDERSTOOD, text, False, suggestions=CHOICES)
        if question == DISTRESS:
            cited = super().ask("保護司とは?", (), lang, style).citations[:1]
            return replace(_set(answer, Intent.DISTRESS, CARE), citations=cited)
        if question == GAP:
            gap = Value("43 人", 43.0, "人", ("2-2.indicator.1",), "828 − 785")
            return replace(answer, values=(gap,))
        return answer


def _set(
    answer: Answer,
    intent: Intent,
    text: str,
    understood: bool = True,
    suggestions: tuple[str, ...] = (),
) -> Answer:
    return replace(
        answer,
        intent=intent,
        text=text,
        answerable=understood,
        understood=understood,
        citations=(),
        indicators=(),
        footnotes=(),
        related=(),
        suggestions=suggestions,
    )
