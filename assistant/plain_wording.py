"""The assistant's own sentences in easy Japanese (やさしい日本語)."""

from __future__ import annotations

from dataclasses import replace

from assistant.wording import WORDING
from corpus.plan import Direction, Kind

PLAIN_WORDING = replace(
    WORDING["ja"],
    not_in_plan="聞いたことは、この計画に書いてありません。市役所に聞いてください。",
    not_in_plan_near="聞いたことは、この計画に書いてありません。近い話を下に出します。"
    "くわしいことは、市役所に聞いてください。",
    part_not_in_plan="「{part}」は、この計画に書いてありません。",
    wrong_year="この計画に、{year}年の数字はありません。ほかの年の数字です。近い話を下に出します。",
    not_in_plans="聞いたことは、調べた市の計画にありませんでした。それぞれの市役所に聞いてください。",
    not_in_plans_near="聞いたことは、調べた市の計画にありませんでした。近い話を下に出します。"
    "くわしいことは、それぞれの市役所に聞いてください。",
    held_by="{cities}の計画に書いてあります。",
    smalltalk={
        "greeting": "こんにちは。{city}の計画「{chapters}」({sections})のことを答えます。"
        "知りたいことを書いてください。",
        "thanks": "どういたしまして。ほかにも知りたいことがあれば、書いてください。",
        "farewell": "使ってくれて、ありがとうございました。また来てください。",
        "who": "私は「道しるべ」です。人ではありません。{city}の計画のことを、自動で答えます。"
        "計画に書いてあることだけを答えます。",
        "languages": "日本語と英語で答えます。やさしい日本語でも答えます。",
        "privacy": "書いたことは、答えるためだけに使います。残しません。",
        "trust": "答えは、計画に書いてあることです。どこに書いてあるかも見せます。"
        "大事なことは、市役所にも聞いてください。",
        "help": "{city}の計画「{chapters}」({sections})に書いてあることを答えます。"
        "市がすること、困っていること、数字と目標、言葉の意味、だれと一緒にするかを聞けます。"
        "計画にないことは、ないと言います。",
    },
    latest="{name}の、いちばん新しい数字は {latest} です",
    latest_too="いちばん新しい数字は {latest} です",
    undecided="{name}の数字は、まだありません(未定、{year} 年度にわかる予定)",
    undecided_too="数字は、まだありません(未定、{year} 年度にわかる予定)",
    target="目標の数字は {target} です",
    directed="「{direction}」({target})ことをめざします。目標の数字は決めていません",
    no_target="目標の数字は、まだ決まっていません",
    is_part_of="これは「{parent}」の中の一部です",
    kinds={
        Kind.GOAL: "めざすまちの姿",
        Kind.CURRENT: "今のようす",
        Kind.ISSUE: "困っていること(課題)",
        Kind.INITIATIVE: "市がすること(主な取組)",
        Kind.PARTNER: "一緒にすること(共創の取組)",
        Kind.INDICATOR: "ものさしになる数字(成果指標)",
        Kind.FOOTNOTE: "言葉の説明(注)",
    },
    directions={
        Direction.UP: "数字を上げる",
        Direction.DOWN: "数字を下げる",
        Direction.KEEP: "数字を変えない",
    },
    list_lead="{section}の{kind}は、{count} つです。",
    count_lead="計画の全部で、{kind}は {count} つです。",
    asked_for_lead="聞いたものに合う{kind}は、全部で {count} つです。",
    asked_for_here="{section}: {count} つ",
    sections_lead="計画「{chapters}」には、{count} つの分野があります。",
    mentions_lead="計画の中で、このことを書いているところは {count} つです。",
    word_lead="計画の中で{words}を使っているところは {count} つです。",
    word_not_there="聞いたところでは、使っていません。",
    none_listed="{section}に{kind}は書いてありません。",
    undefined="計画に「{term}」の説明はありません。計画では、次のように使っています。",
    glossed="計画は「{term}」を、かっこの中で説明しています。",
    in_use="計画では、次のように使っています。",
    in_the_text="計画の文章には、次のように書いてあります。",
    in_the_table="数字の表には、次の数字があります。",
    boxes="{section}で市と一緒にするのは、{names}です",
    boxes_none="(印がないのは{names})",
    joint_lead="{names}と一緒にすることは、計画に {count} つあります。",
    where_partner="{name}が市と一緒にするのは、{sections}です。",
    where_no_partner="{name}に印がないのは、{sections}です。",
)
