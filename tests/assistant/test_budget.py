"""An answer that would take too long ends in a sentence, wherever the time is up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count

import pytest

from assistant.answer import Answer, Intent, Language, Style
from assistant.dialogue.turn import Turn
from assistant.plans.across import AcrossPlans
from assistant.plans.many_plans import ManyPlans
from assistant.service import Assistant
from index.budget import Budget, OverBudgetError

OVER = Budget(0)
QUESTION = "出生数の目標と、「介護」という言葉がどこに出てくるかを教えて。ケアラーって何?"
HISTORY = (Turn("user", "福祉の指標を全部"), Turn("user", "出生数と保育所利用率の違いは?"))

# How often the clock is looked at before the time is up; the question needs some two hundred.
LOOKS = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 1000)


@dataclass(frozen=True)
class Ticks:
    """A clock that goes on by one each time it is looked at."""

    seen: count[int] = field(default_factory=count)

    def __call__(self) -> float:
        return float(next(self.seen))


def of_budget(assistant: Assistant, ticks: float) -> Assistant:
    """The same, for answers that look at the clock so often at most."""
    return replace(assistant, budget=Budget(ticks, Ticks()))


def is_too_involved(answer: Answer) -> bool:
    return answer.intent is Intent.NOT_UNDERSTOOD and "込み入って" in answer.text


@pytest.mark.parametrize(
    ("lang", "style", "said"),
    [
        ("ja", "normal", "お尋ねが込み入っていて"),
        ("ja", "plain", "ひとつずつ、短く聞いてください"),
        ("en", "normal", "Please ask its parts one by one."),
    ],
)
def test_over_budget_is_said_in_the_language_of_the_asker(
    assistant: Assistant, lang: Language, style: Style, said: str
) -> None:
    answer = replace(assistant, budget=OVER).ask(QUESTION, HISTORY, lang, style)
    assert said in answer.text
    assert (answer.understood, answer.answerable, answer.citations) == (False, False, ())
    assert (answer.lang, answer.style) == (lang, style)
    assert answer.suggestions


def test_the_language_is_that_of_the_question(assistant: Assistant) -> None:
    over = replace(assistant, budget=OVER)
    assert over.ask("How many births are aimed at?").lang == "en"
    assert over.ask("?", [Turn("user", "How many births are aimed at?")]).lang == "en"
    assert over.ask("出生数は?").lang == "ja"


def test_the_time_may_be_up_anywhere(assistant: Assistant) -> None:
    """From the first look at the clock to the last: a sentence, then the answer itself."""
    given = [of_budget(assistant, ticks).ask(QUESTION, HISTORY) for ticks in LOOKS]
    whole = assistant.ask(QUESTION, HISTORY)
    ended = [is_too_involved(answer) for answer in given]
    assert ended[0]
    assert not ended[-1]
    assert ended == sorted(ended, reverse=True)
    assert {answer.text for answer in given if not is_too_involved(answer)} == {whole.text}


def test_somebody_in_distress_is_told_of_help_at_any_rate(assistant: Assistant) -> None:
    answer = replace(assistant, budget=OVER).ask("もう死にたいです。" + "それと比べの" * 300)
    assert answer.intent is Intent.DISTRESS
    assert answer.text.startswith(assistant.ask("もう死にたいです。").text[:20])


def test_a_search_that_takes_too_long_is_an_error(assistant: Assistant) -> None:
    with pytest.raises(OverBudgetError):
        replace(assistant, budget=OVER).search("介護")


def test_several_plans_share_one_budget(many: ManyPlans) -> None:
    across = many.answering()
    assert isinstance(across, AcrossPlans)
    assert is_too_involved(replace(across, budget=OVER).ask(QUESTION))
    given = [replace(across, budget=Budget(ticks, Ticks())).ask(QUESTION) for ticks in LOOKS]
    ended = [is_too_involved(answer) for answer in given]
    assert ended[0]
    assert not ended[-1]
    assert ended == sorted(ended, reverse=True)
    help_said = replace(across, budget=OVER).ask("もう死にたいです。")
    assert help_said.intent is Intent.DISTRESS
