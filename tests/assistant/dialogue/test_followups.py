"""Follow-ups: what they take from the turn before, and what they leave."""

from __future__ import annotations

import pytest

from assistant.answer import Intent
from assistant.dialogue.turn import Turn
from assistant.service import Assistant


def said(*contents: str) -> list[Turn]:
    """Turns of the asker and the assistant by turns, the asker first."""
    return [Turn("assistant" if n % 2 else "user", text) for n, text in enumerate(contents)]


@pytest.mark.parametrize(
    ("before", "question", "wanted"),
    [
        (["出生数は?", "出生数は 785 人 (2024 年度) です[1]。"], "出典は?", "2-2.indicator.1"),
        (["スポーツの主な取組は?", "① …[1] ② …[2]"], "2番目をくわしく", "2-5.initiative.2"),
        (["健康の取組を教えて", "① …[1]"], "三つ目は?", "2-3.initiative.3"),
        (["災害のときの福祉は?", "ソーシャルワークに期待[1]"], "その用語の意味は?", "fn9"),
        (["福祉のパートナーは?", "市民、地域など[1]"], "観光客は?", "2-1.partners"),
        (["教育のパートナーは誰?", "市民など[1]"], "企業はどう?", "2-4.partner.2"),
        (["福祉の課題は?", "…"], "スポーツのほうは?", "2-5.issue.1"),
        (["What initiatives for health?", "…"], "more about the second", "2-3.initiative.2"),
        (["孤独・孤立を防ぐには?", "つながるまちづくり[1]"], "誰と一緒に?", "2-1.partners"),
        (["大学とは何をしますか", "…[1]"], "幼稚園とは?", "2-2.partner.3"),
        (["What does the city aim for in welfare?", "…"], "And in education?", "2-4.goal.1"),
        (["健康寿命の差は?", "1.6 歳[1]、3.4 歳[2]"], "女性は?", "2-3.indicator.2"),
        (["出生数は?", "785 人 (2024 年度) です[1]。"], "短く言って", "2-2.indicator.1"),
        (["虐待の相談は何件?", "144 件です[1]。"], "それを防ぐため何をする?", "2-2.initiative.3"),
        (["教育の取組は?", "①…[1]②…[2]", "二つめは?", "…[1]"], "四つめは?", "2-4.initiative.4"),
        (["教育の取組は?", "① …[1] ② …[2]"], "それは誰とやるの?", "2-4.partners"),
        (["孤立した人はどうなる?", "命を守る対応に…[1]"], "それに対して市は?", "2-1.initiative.4"),
        (["利用率は? 1歳", "84.9%[1]"], "1歳じゃなくて2歳のほう", "2-2.indicator.5"),
        (["家庭への支援はいる?", "支援が必要な家庭が増加…[1]"], "なぜ?", "2-2.current.1"),
        (["自殺を防ぐには?", "普及啓発…[1]"], "ほかには?", "2-3.issue.2"),
        (["出生数は", "785 人", "自殺死亡率は?", "10.25"], "前者の目標は?", "2-2.indicator.1"),
        (["出生数は", "785 人", "自殺死亡率は?", "10.25"], "後者は何年度?", "2-3.indicator.3"),
        (["births?", "785", "exercise?", "55.5%"], "target of the first?", "2-2.indicator.1"),
        (["生活習慣病の医療費は?", "約35%[1]"], "なんでそんなにかかるの", "2-3.current.2"),
        (["How many births?", "785", "thanks", "Welcome."], "Target?", "2-2.indicator.1"),
    ],
)  # fmt: skip
def test_what_a_follow_up_is_about(
    assistant: Assistant, before: list[str], question: str, wanted: str
) -> None:
    answer = assistant.ask(question, said(*before))
    assert wanted in [citation.passage.id for citation in answer.citations]
    assert answer.resolved_question != question


@pytest.mark.parametrize("question", ["目標は?", "上げるの?下げるの?", "いつの数字?"])
def test_an_indicator_is_known_by_the_figure_that_was_told(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question, said("ひとりぼっちだと感じる人は?", "19.9%です[1]。"))
    assert [link.indicator.passage.id for link in answer.indicators] == ["2-1.indicator.9"]
    assert "19.9%" in answer.text
    assert "2025 年度" in answer.text


@pytest.mark.parametrize(
    ("before", "question"),
    [
        (["ヤングケアラーとは?", "本来大人が担う…[1]"], "それって何人くらいいるの?"),
        (["出生数は?", "出生数は 785 人 (2024 年度) です[1]。"], "全国では?"),
        (["What is the number of births?", "… 785 people …[1]"], "for the whole of Japan?"),
    ],
)
def test_what_the_plan_does_not_say_of_the_topic_is_refused(
    assistant: Assistant, before: list[str], question: str
) -> None:
    answer = assistant.ask(question, said(*before))
    assert not answer.answerable
    assert answer.resolved_question != question


def test_the_last_two_indicators_are_compared(assistant: Assistant) -> None:
    history = said(
        "取り残されていると感じる人は?", "19.3%です[1]。", "孤立を感じる人は?", "19.9%です[1]。"
    )
    answer = assistant.ask("どっちが多いの?", history)
    assert "19.3%" in answer.text
    assert "19.9%" in answer.text


def test_easy_words_are_given_when_they_are_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("もっとやさしい言葉で言って", said("保護司とは?", "保護司は…[1]"))
    assert answer.style == "plain"
    assert assistant.companions["plain"].passages["fn11"].text in answer.text


def test_a_new_topic_that_is_announced_is_not_dragged_back(assistant: Assistant) -> None:
    history = said("出生数の目標は?", "828 人です[1]。")
    answer = assistant.ask("話は変わるけど、体育施設のバリアフリーは?", history)
    assert "出生" not in answer.resolved_question
    assert "2-5.issue.1" in [citation.passage.id for citation in answer.citations]


def test_what_was_told_is_not_told_again(assistant: Assistant) -> None:
    asked = "スポーツに親しむきっかけは?"
    first = assistant.ask(asked)
    other = assistant.ask("ほかには?", said(asked, first.text))
    cited = {citation.passage.id for citation in first.citations}
    assert cited
    assert not cited & {citation.passage.id for citation in other.citations}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [("次に低いのは?", "2-1.indicator.2"), ("じゃあ一番高いのは?", "2-1.indicator.10")],
)
def test_another_place_in_the_order_of_all_that_was_ranked(
    assistant: Assistant, question: str, wanted: str
) -> None:
    answer = assistant.ask(question, said("福祉で実績値が一番低い指標は?", "14.5%[1]"))
    assert wanted in [citation.passage.id for citation in answer.citations]


def test_an_age_is_of_the_rows_that_were_told_before(assistant: Assistant) -> None:
    history = said("保育所利用率、1歳は?", "84.9%[1]", "保護司とは?", "…[1]")
    answer = assistant.ask("じゃあ2歳は?", history)
    assert [citation.passage.id for citation in answer.citations] == ["2-2.indicator.5"]


def test_a_figure_of_all_is_not_given_for_men_alone(assistant: Assistant) -> None:
    answer = assistant.ask("男性だけだと?", said("孤立していると感じる人の割合は?", "19.9%[1]"))
    assert "性別に限った値は、この計画にはありません" in answer.text


def test_a_second_question_is_asked_of_what_the_first_told(assistant: Assistant) -> None:
    answer = assistant.ask("1歳の保育所利用率は?いくらかかりますか?")
    assert "84.9%" in answer.text
    assert "お尋ねの金額や費用は、この計画には書かれていません" in answer.text


def test_an_arrow_of_the_table_holds_a_list_to_its_direction(assistant: Assistant) -> None:
    answer = assistant.ask("そのうち↘だけ", said("2-1の成果指標を一覧で", "10件です[1]…"))
    cited = [citation.passage.id for citation in answer.citations]
    assert cited == ["2-1.indicator.7", "2-1.indicator.8", "2-1.indicator.9"]


def test_a_circled_number_is_the_item_of_that_number(assistant: Assistant) -> None:
    history = said("2-1の主な取組は?", "① …[1]", "誰と一緒にやるんですか", "市民など[1]")
    answer = assistant.ask("④の原文をそのままください", history)
    assert [citation.passage.id for citation in answer.citations] == ["2-1.initiative.4"]


def test_the_highest_of_a_list(assistant: Assistant) -> None:
    history = said("福祉の成果指標で、減らすことを目指すものは?", "3つです[1][2][3]。")
    answer = assistant.ask("その中で一番高いのは?", history)
    assert answer.citations[0].passage.id == "2-1.indicator.7"


@pytest.mark.parametrize(
    ("before", "question", "slot", "words"),
    [
        ("出生数は?", "目標は?", "row", "出生数"),
        ("福祉の課題は?", "取組は?", "section", "福祉"),
        ("福祉の課題は?", "スポーツは?", "kind", "課題"),
        ("How many births were there?", "And the target?", "row", "births"),
    ],
)
def test_what_was_taken_over_is_told(
    assistant: Assistant, before: str, question: str, slot: str, words: str
) -> None:
    """So that who asked can see it, and let it go."""
    answer = assistant.ask(question, said(before))
    assert [words in one.text for one in answer.carried if one.slot == slot] == [True]
    assert words in answer.reading


@pytest.mark.parametrize(
    ("before", "question"),
    [("出生数は?", "目標は?"), ("福祉の課題は?", "スポーツは?"), ("保護司とは?", "2つ目は?")],
)
def test_what_is_let_go_is_not_taken_over(assistant: Assistant, before: str, question: str) -> None:
    let_go = assistant.ask(question, said(before), carry=False)
    alone = assistant.ask(question)
    assert (let_go.text, let_go.reading, let_go.carried) == (alone.text, alone.reading, ())
    assert let_go.resolved_question == question


@pytest.mark.parametrize("before", ["出生数は?", "福祉の取組を全部教えて", "保護司とは?"])
@pytest.mark.parametrize(
    "question",
    [
        "健康の課題は?",
        "自殺死亡率の目標は?",
        "ヤングケアラーとは?",
        "スポーツのパートナーは誰ですか",
        "「災害」という言葉はどこに出てきますか",
        "下げることを目指す指標を全部",
        "What are the issues in education?",
        "燃えるごみの日は?",
    ],
)
def test_a_whole_question_stands_alone(assistant: Assistant, before: str, question: str) -> None:
    answer, alone = assistant.ask(question, said(before)), assistant.ask(question)
    assert (answer.text, answer.intent) == (alone.text, alone.intent)
    assert (answer.carried, answer.resolved_question) == ((), question)


@pytest.mark.parametrize("courtesy", ["ありがとう", "なるほど", "こんにちは", "thanks", "I see"])
def test_courtesies_take_over_nothing_and_leave_what_was_said(
    assistant: Assistant, courtesy: str
) -> None:
    answer = assistant.ask(courtesy, said("出生数は?"))
    assert answer.intent is Intent.SMALLTALK
    assert (answer.carried, answer.citations) == ((), ())
    later = assistant.ask("目標は?", said("出生数は?", "785 人…", courtesy, answer.text))
    assert "828 人" in later.text


@pytest.mark.parametrize("question", ["???", "…", "!"])
def test_what_is_not_understood_takes_over_nothing(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question, said("出生数は?"))
    assert (answer.understood, answer.carried, answer.citations) == (False, (), ())


def test_the_same_conversation_is_read_the_same(assistant: Assistant) -> None:
    """Nothing is kept of it: the state is worked out of what was sent."""
    history = said("福祉の課題は?", "…", "取組は?", "…")
    first, again = (assistant.ask("2つ目をくわしく", history) for _ in range(2))
    assert (first.text, first.carried, first.reading) == (again.text, again.carried, again.reading)
