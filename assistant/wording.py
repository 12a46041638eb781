"""The sentences that the assistant says itself, in Japanese and in English.

They join and introduce; what they state of the plan is filled in from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Language
from corpus.plan import Direction, Kind


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's sentences; the braces name what is filled in."""

    not_in_plan: str
    not_in_plan_near: str
    part_not_in_plan: str
    wrong_year: str
    not_in_plans: str
    not_in_plans_near: str
    held_by: str
    city: str
    joint: str
    smalltalk_many: str
    smalltalk: dict[str, str]
    latest: str
    latest_too: str
    undecided: str
    undecided_too: str
    target: str
    directed: str
    no_target: str
    quoted: str
    of: str
    part_of: str
    is_part_of: str
    of_year: str
    units: dict[str, str]
    row: str
    row_undecided: str
    row_target: str
    row_directed: str
    full_stop: str
    kinds: dict[Kind, str]
    directions: dict[Direction, str]
    list_lead: str
    count_lead: str
    asked_for_lead: str
    asked_for_here: str
    sections_lead: str
    mentions_lead: str
    word_lead: str
    word_not_there: str
    none_listed: str
    none_as_asked: str
    undefined: str
    glossed: str
    in_use: str
    in_the_text: str
    in_the_table: str
    boxes: str
    boxes_none: str
    where_partner: str
    joint_lead: str
    where_no_partner: str
    nowhere: str
    everywhere: str


WORDING: dict[Language, Wording] = {
    "ja": Wording(
        not_in_plan="お尋ねの内容は、この計画には書かれていません。市役所の担当窓口にお問い合わせください。",
        not_in_plan_near="お尋ねの内容そのものは、この計画には書かれていません。関連する記載を下に挙げます。"
        "くわしくは市役所の担当窓口にお問い合わせください。",
        part_not_in_plan="「{part}」については、この計画には書かれていません。",
        wrong_year="この計画に{year}年の値はありません。計画にある値の年度が異なります。"
        "関連する記載を下に挙げます。",
        not_in_plans="お尋ねの内容は、お調べした市の計画には見つかりませんでした。"
        "それぞれの市役所の担当窓口にお問い合わせください。",
        not_in_plans_near="お尋ねの内容そのものは、お調べした市の計画には見つかりませんでした。"
        "関連する記載を下に挙げます。くわしくはそれぞれの市役所の担当窓口にお問い合わせください。",
        held_by="{cities}の計画に記載があります。",
        city="【{city}】",
        joint="、",
        smalltalk_many="{count} の市の総合計画について、計画の文章を市ごとに示しながらお答えする"
        "自動のプログラム「道しるべ」です。知りたいことを、ふだんの言葉でお尋ねください。"
        "市の名前を入れていただくと、その市の計画からお答えします。",
        smalltalk={
            "greeting": "こんにちは。{city}の総合計画「{chapters}」({sections})について、"
            "計画の文章を示しながらお答えします。"
            "知りたいことを、ふだんの言葉でお尋ねください。",
            "thanks": "どういたしまして。ほかにも知りたいことがあれば、お尋ねください。",
            "farewell": "ご利用ありがとうございました。またいつでもお尋ねください。",
            "who": "{city}の総合計画についてお答えする自動のプログラム「道しるべ」です。"
            "人が書いているのではありません。"
            "お答えは計画の文章をそのまま示すもので、計画にないことは、ないとお答えします。",
            "languages": "日本語と英語でお答えします。やさしい日本語でもお答えできます。"
            "英語でお尋ねいただくと、計画の非公式の英訳を、日本語の原文とあわせて示します。",
            "privacy": "お尋ねの内容は、お答えのためだけに使い、保存しません。"
            "会話はお使いの画面にだけ残ります。",
            "trust": "お答えはどれも計画の文章に基づき、その場所を出典として示します。"
            "数値は計画の表のとおりです。"
            "大事なことは、出典の原文か市役所の担当窓口でお確かめください。",
            "help": "{city}の総合計画「{chapters}」({sections})に書かれていることをお答えします。"
            "たとえば、取組や課題の一覧、指標の数値と目標、言葉の意味、誰と一緒に取り組むかをお尋ねいただけます。"
            "どの答えにも、計画の文章を出典として示します。計画にないことは、ないとお答えします。",
        },
        latest="{name}の直近の実績値は {latest} です",
        latest_too="直近の実績値は {latest} です",
        undecided="{name}の実績値はまだありません(未定、{year} 年度に把握の予定)",
        undecided_too="実績値はまだありません(未定、{year} 年度に把握の予定)",
        target="目標値は {target} です",
        directed="目指す方向は「{direction}」({target})で、目標の数値は定められていません",
        no_target="目標値は未定です",
        quoted="「{name}」",
        of="{name}の",
        part_of="(「{parent}」の内訳)",
        is_part_of="これは「{parent}」の内訳です",
        of_year="{value} ({year} 年度)",
        units={},
        row="{name}: {latest}、{target}",
        row_undecided="未定({year} 年度に把握の予定)",
        row_target="目標値 {target}",
        row_directed="目指す方向は「{direction}」({target})",
        full_stop="。",
        kinds={
            Kind.GOAL: "目標とするまちの姿",
            Kind.CURRENT: "現状",
            Kind.ISSUE: "課題",
            Kind.INITIATIVE: "主な取組",
            Kind.PARTNER: "共創の取組",
            Kind.INDICATOR: "成果指標",
            Kind.FOOTNOTE: "用語の注",
        },
        directions={Direction.UP: "上げる", Direction.DOWN: "下げる", Direction.KEEP: "保つ"},
        list_lead="{section}の{kind}は、次の {count} 件です。",
        count_lead="計画全体の{kind}は {count} 件です。",
        asked_for_lead="お尋ねに当たる{kind}は、全部で {count} 件です。",
        asked_for_here="{section}: {count} 件",
        sections_lead="計画「{chapters}」は、次の {count} 分野からなります。",
        mentions_lead="計画の中で触れている箇所は、次の {count} 件です。",
        word_lead="計画の中で{words}が使われている箇所は、次の {count} 件です。",
        word_not_there="お尋ねの範囲では使われていません。",
        none_as_asked="お尋ねに当たる{kind}はありません。挙げられているのは次のとおりです。",
        none_listed="{section}に{kind}の記載はありません。",
        undefined="「{term}」の意味を説明する注は、計画にありません。計画では次のように使われています。",
        glossed="「{term}」は、計画の中でかっこ書きで説明されています。",
        in_use="計画では次のように使われています。",
        in_the_text="計画の本文には次のように書かれています。",
        in_the_table="成果指標の表には次の値があります。",
        boxes="{section}の共創のパートナーは、{names}です",
        boxes_none="(印がないのは{names})",
        where_no_partner="{name}が共創のパートナーになっていないのは、{sections}です。",
        everywhere="{name}は、どの分野でも共創のパートナーです。",
        nowhere="{name}に印のある分野はありません。",
        joint_lead="{names}が関わる共創の取組は、計画に {count} 件あります。",
        where_partner="{name}が共創のパートナーなのは、{sections}です。",
    ),
    "en": Wording(
        not_in_plan="The plan does not say this. Please ask the city office.",
        not_in_plan_near="The plan does not say exactly this. Passages that come near are listed "
        "below. For more, please ask the city office.",
        part_not_in_plan="The plan does not say this: “{part}”",
        wrong_year="The plan gives no value for {year}; its values are of other fiscal years. "
        "Passages that come near are listed below.",
        not_in_plans="The plans of the cities that were looked through do not say this. "
        "Please ask the office of the city.",
        not_in_plans_near="The plans of the cities that were looked through do not say exactly "
        "this. Passages that come near are listed below. For more, please ask the office of the "
        "city.",
        held_by="It is in the plan of {cities}.",
        city="{city}:",
        joint=", ",
        smalltalk_many="I am Michishirube, a program that answers from the comprehensive plans of "
        "{count} cities, showing the passages of each. Please ask in your own words; name a city "
        "to be answered from its plan.",
        smalltalk={
            "greeting": "Hello. I answer questions about {city}'s comprehensive plan "
            "({sections}), always showing the passage that the answer rests on. "
            "Please ask in your own words.",
            "thanks": "You are welcome. Is there anything else you would like to know?",
            "farewell": "Thank you for asking. Come back any time.",
            "who": "I am Michishirube, a program that answers questions about {city}'s "
            "comprehensive plan; no person writes these answers. I show the plan's own words, and "
            "what the plan does not say, I say is not there.",
            "languages": "I answer in Japanese and in English, and in easy Japanese. In English "
            "I give an unofficial translation with the plan's Japanese beside it.",
            "privacy": "What you ask is used to answer you and is not stored. The conversation "
            "stays on your screen only.",
            "trust": "Every answer rests on passages of the plan, which are shown with it, and "
            "figures are as the plan gives them. For anything important, please check the passage "
            "or ask the city office.",
            "help": "I answer from {city}'s comprehensive plan ({sections}). Ask for its "
            "initiatives or issues, for an indicator and its target, for the meaning of a term, or "
            "who works together with the city. Every answer shows the passage it rests on; what "
            "the plan does not say, I say is not there.",
        },
        latest="The latest value of {name} is {latest}",
        latest_too="the latest value is {latest}",
        undecided="{name} has not been measured yet (undecided, due in fiscal {year})",
        undecided_too="it has not been measured yet (undecided, due in fiscal {year})",
        target="the target is {target}",
        directed="the plan sets a direction, to {direction} it ({target}), and no target value",
        no_target="the target is undecided",
        quoted="“{name}”",
        of="For {name}, ",
        part_of=" (a part of “{parent}”)",
        is_part_of="It is a part of “{parent}”",
        of_year="{value} (fiscal {year})",
        units={"人": " people", "件": " cases", "歳": " years"},
        row="{name}: {latest}; {target}",
        row_undecided="not measured yet (undecided, due in fiscal {year})",
        row_target="target {target}",
        row_directed="direction: to {direction} it ({target})",
        full_stop=". ",
        kinds={
            Kind.GOAL: "goals",
            Kind.CURRENT: "statements of the present state",
            Kind.ISSUE: "issues",
            Kind.INITIATIVE: "main initiatives",
            Kind.PARTNER: "joint activities with partners",
            Kind.INDICATOR: "indicators",
            Kind.FOOTNOTE: "footnotes",
        },
        directions={Direction.UP: "raise", Direction.DOWN: "lower", Direction.KEEP: "keep"},
        list_lead="{section}, {kind}: {count}.",
        count_lead="The whole plan, {kind}: {count}.",
        asked_for_lead="Number of {kind} as you ask: {count}.",
        asked_for_here="{section}: {count}",
        sections_lead="The plan has {count} sections.",
        mentions_lead="Passages of the plan that mention it: {count}.",
        word_lead="Passages of the plan that use {words}: {count}.",
        word_not_there="It is not used there.",
        none_as_asked="None of the {kind} is as you ask. These are given.",
        none_listed="{section}: no {kind} in the plan.",
        undefined="The plan has no note that explains “{term}”. It uses the term like this:",
        glossed="The plan explains “{term}” in brackets where it uses it:",
        in_use="The plan uses the term like this:",
        in_the_text="The text of the plan says:",
        in_the_table="The table of indicators gives:",
        boxes="The partners of {section} are {names}",
        boxes_none=" (not ticked: {names})",
        where_no_partner="{name}: no partner in {sections}.",
        everywhere="{name}: ticked in every section.",
        nowhere="{name}: ticked in no section.",
        joint_lead="{names}: {count} joint activities in the plan.",
        where_partner="{name}: a partner in {sections}.",
    ),
}
