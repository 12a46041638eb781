"""Several plans in one store: each asked by itself, some of them, all at once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.answer import Intent
from assistant.dialogue.turn import Turn
from assistant.environment import Environment
from assistant.errors import EnvironmentVariableError, NoSuchPlanError, PlansFolderError
from assistant.plans.across import AcrossPlans
from assistant.plans.many_built import plans_in
from assistant.plans.many_plans import ManyPlans
from assistant.plans.opening import build_store, open_store
from assistant.plans.which_cities import put_to_one
from assistant.service import Assistant
from index.errors import IndexMissingError


def test_each_plan_answers_for_itself(many: ManyPlans, assistant: Assistant) -> None:
    assert [(one.id, one.city) for one in many.abouts] == [
        ("kamakura", "鎌倉市"),
        ("midori", "緑市"),
    ]
    alone, of_many = assistant.ask("出生数の目標は?"), many.plan("kamakura").ask("出生数の目標は?")
    assert of_many.text == alone.text
    assert of_many.citations[0].url == "/kamakura/plan/2-2#2-2.indicator.1"
    assert alone.citations[0].url == "/plan/2-2#2-2.indicator.1"
    assert not many.plan("midori").ask("出生数の目標は?").answerable
    assert "1,234.5 ha" in many.plan("midori").ask("緑地の面積は?").text


def test_all_plans_are_asked_and_each_city_is_named(many: ManyPlans) -> None:
    answer = many.answering().ask("市民が関わる取組は?")
    assert answer.text.startswith("鎌倉市、緑市の計画に記載があります。\n【鎌倉市】\n")
    assert {one.about.id for one in answer.citations if one.about} == {"kamakura", "midori"}
    assert [one.n for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    for one in answer.citations:
        assert f"[{one.n}]" in answer.text
        assert one.about is not None
        assert one.passage == many.plan(one.about.id).plan.passage(one.passage.id)


def test_a_plan_that_does_not_speak_of_it_is_not_told(many: ManyPlans) -> None:
    answer = many.answering().ask("どの市が緑地を守っていますか")
    assert answer.text.startswith("緑市の計画に記載があります。")
    assert {one.key.partition("/")[0] for one in answer.citations} == {"midori"}
    assert answer.question == "どの市が緑地を守っていますか"
    english = many.answering().ask("Which cities support young carers?")
    assert english.text.startswith("It is in the plan of Kamakura City.\nKamakura City:\n")


def test_a_city_that_is_named_is_asked(many: ManyPlans) -> None:
    answer = many.answering().ask("鎌倉市の取組は?")
    assert {one.key.partition("/")[0] for one in answer.citations} == {"kamakura"}
    assert many.answering().ask("緑市の緑地の面積は?").answerable
    # Asked of one plan, another city is not in it.
    assert not many.plan("kamakura").ask("横浜市の出生数は?").answerable


def test_nothing_is_invented_for_several_either(many: ManyPlans) -> None:
    refused = many.answering().ask("ごみの収集日は何曜日ですか")
    assert (refused.answerable, refused.citations) == (False, ())
    assert refused.intent is Intent.OUT_OF_SCOPE
    assert "市の計画には見つかりませんでした" in refused.text
    greeted = many.answering().ask("こんにちは")
    assert greeted.intent is Intent.SMALLTALK
    assert "2 の市" in greeted.text
    assert "0120" in many.answering().ask("死にたい").text


def test_a_follow_up_is_read_with_the_turns_before(many: ManyPlans) -> None:
    before = many.answering().ask("緑地の面積は?")
    turns = [Turn("user", "緑地の面積は?"), Turn("assistant", before.text)]
    answer = many.answering().ask("目標は?", turns)
    assert answer.citations[0].key == "midori/4-1.indicator.1"


def test_passages_of_every_plan_are_searched(many: ManyPlans) -> None:
    found = many.answering().search("緑地の手入れ", 3)
    assert found[0].about is not None
    assert (found[0].about.id, found[0].passage.section) == ("midori", "4-1")
    assert isinstance(many.answering(["kamakura", "midori"]), AcrossPlans)


def test_few_are_asked_of_many(many: ManyPlans, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.plans.across._MOST_ASKED", 1)
    answer = many.answering().ask("緑地の手入れの担い手は?")
    assert {one.key.partition("/")[0] for one in (*answer.citations, *answer.related)} == {"midori"}


def test_there_is_no_such_plan(many: ManyPlans) -> None:
    with pytest.raises(NoSuchPlanError, match="'atlantis'; there are kamakura, midori"):
        many.answering(["kamakura", "atlantis"])


def test_what_has_not_changed_is_not_built_again(
    many: ManyPlans, of_many: Environment, tmp_path: Path
) -> None:
    assert build_store(of_many, open_store(of_many), progress=False) == 0


def test_a_folder_without_plans_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlansFolderError, match="holds no plan"):
        plans_in(tmp_path)
    (tmp_path / "Kamakura City").mkdir()
    (tmp_path / "Kamakura City" / "plan.txt").write_text("x\n", encoding="utf-8")
    with pytest.raises(PlansFolderError, match="Kamakura City: .*small letters"):
        plans_in(tmp_path)
    (tmp_path / "Kamakura City").rename(tmp_path / "kamakura")
    with pytest.raises(PlansFolderError, match=r"kamakura: plan\.txt, line 1: expected"):
        plans_in(tmp_path)


def test_an_empty_store_says_what_to_do(many: ManyPlans, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "index", collection=tmp_path)
    with pytest.raises(IndexMissingError, match="index build"):
        ManyPlans.open(open_store(environment), many.models)


def test_variables_that_cannot_be_used_are_named_and_not_shown() -> None:
    with pytest.raises(EnvironmentVariableError, match="MICHISHIRUBE_ENGINE") as refused:
        Environment.read({"MICHISHIRUBE_ENGINE": "mysql://me:secret@here/db"})
    assert "secret" not in str(refused.value)
    with pytest.raises(EnvironmentVariableError, match="MICHISHIRUBE_PLAN"):
        Environment.read({"MICHISHIRUBE_PLAN": "a.txt", "MICHISHIRUBE_PLANS": "b"})


def test_the_command_line_asks_one_some_and_all(
    many: ManyPlans, of_many: Environment, of_many_variables: dict[str, str]
) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "assistant", "ask", "--json", *arguments]
        return subprocess.run(
            command, env=of_many_variables, capture_output=True, text=True, check=False
        )

    answer = json.loads(run("緑地の面積は?", "--plan", "midori").stdout)
    assert (answer["citations"][0]["plan"], answer["citations"][0]["city"]) == ("midori", "緑市")
    every = json.loads(run("市民が関わる取組は?", "--plan", "all").stdout)
    assert {one["plan"] for one in every["citations"]} == {"kamakura", "midori"}
    wrong = run("出生数は?", "--plan", "atlantis")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    assert "atlantis" in wrong.stderr


def test_the_command_line_verifies_every_file(
    of_many: Environment, of_many_variables: dict[str, str], tmp_path: Path
) -> None:
    kept = tmp_path / of_many.store.name
    shutil.copytree(of_many.store, kept, symlinks=True)
    place = {"MICHISHIRUBE_INDEX": str(tmp_path / of_many.index_folder.name)}
    command = [sys.executable, "-m", "assistant", "index", "verify"]
    spoilt = next(kept.glob("searched/terms/*.term"))
    data = bytearray(spoilt.read_bytes())
    data[len(data) // 2] ^= 1
    said = []
    for content in (spoilt.read_bytes(), bytes(data)):
        spoilt.write_bytes(content)
        ran = subprocess.run(
            command, env={**of_many_variables, **place}, capture_output=True, text=True, check=False
        )
        said.append((ran.returncode, spoilt.name in ran.stderr, "index build" in ran.stderr))
    assert said == [(0, False, False), (2, True, True)]


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("どの市が緑地を守っていますか", "緑地を守っていますか"),
        ("どこの自治体の計画に不登校がありますか", "不登校がありますか"),
        ("ヤングケアラー支援に取り組む市はどこですか", "ヤングケアラー支援に取り組む取組は?"),
        ("緑地を守っている市は?", "緑地を守っている取組は?"),
        ("Which cities support young carers?", "how does the city support young carers?"),
        ("一番子どもが多い市は?", "一番子どもが多い市は?"),
        ("市は何をしていますか", "市は何をしていますか"),
        ("どの市?", "?"),
    ],
)
def test_which_cities_is_put_to_each(question: str, put: str) -> None:
    assert put_to_one(question) == put
