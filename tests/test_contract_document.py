"""docs/contract.md names what there is, and nothing else: fields, intents, routes, commands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from assistant.__main__ import main
from assistant.answer import Intent
from assistant.plans.many_plans import ManyPlans
from web import schemas
from web.app import create_app
from web.feedback_store import FeedbackStore

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
MODELS: dict[str, type[BaseModel]] = {
    "A question in": schemas.AskIn,
    "A turn": schemas.TurnIn,
    "An answer out": schemas.AnswerOut,
    "What was carried over": schemas.CarriedOut,
    "A value that was worked out": schemas.ValueOut,
    "A citation": schemas.CitationOut,
    "An indicator": schemas.IndicatorOut,
    "A latest value": schemas.LatestOut,
    "A target": schemas.TargetOut,
    "A footnote": schemas.FootnoteOut,
    "English": schemas.English,
    "A passage as it was retrieved": schemas.RetrievedOut,
    "Errors": schemas.ProblemOut,
}
# Of the framework's own paths, which are no pages of ours.
MOUNTED = re.compile(r"/\{plan\}")


def below(heading: str) -> str:
    """The text below a heading, up to the next one."""
    return re.split(r"\n#+ ", re.split(rf"\n#+ {re.escape(heading)}\n", TEXT)[1])[0]


def named(heading: str, column: str) -> list[str]:
    """What stands as code in the first column of the table that begins with `column`."""
    rows = re.split(rf"\| {column} \|.*\n", below(heading))[1].splitlines()[1:]
    table = rows[: next((n for n, row in enumerate(rows) if not row.startswith("|")), len(rows))]
    return [name for row in table for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


def fields(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


@pytest.mark.parametrize("heading", MODELS)
def test_a_table_has_every_field_and_no_other(heading: str) -> None:
    names = named(heading, "field")
    assert len(names) == len(set(names))
    assert set(names) == fields(MODELS[heading])


def test_every_model_of_what_comes_in_and_goes_out_has_a_table() -> None:
    used = {schemas.FeedbackIn, schemas.SearchOut, schemas.IndicatorsOut, *MODELS.values()}
    made = {one for one in vars(schemas).values() if isinstance(one, type)}
    models = {one for one in made if issubclass(one, BaseModel)} - {BaseModel}
    assert models == used
    for name in fields(schemas.FeedbackIn) - fields(schemas.AskIn):
        assert f"`{name}`" in TEXT
    for name in fields(schemas.SearchOut) | fields(schemas.IndicatorsOut):
        assert f'"{name}"' in TEXT


def test_the_samples_are_a_question_and_its_answer() -> None:
    asked, answered = (
        json.loads(re.split(r"```json\n|```", below(heading))[1])
        for heading in ("A question in", "An answer out")
    )
    schemas.AskIn.model_validate(asked)
    answer = schemas.AnswerOut.model_validate(answered)
    assert answer.model_dump(mode="json", exclude_unset=True) == answered
    assert asked["question"] == answered["question"]
    assert set(answered) == fields(schemas.AnswerOut) - {"retrieved"}


def test_every_intent_is_named() -> None:
    assert named("Intents", "intent") == [intent.value for intent in Intent]


def test_every_route_is_named_and_no_other(many: ManyPlans, tmp_path: Path) -> None:
    app = create_app(many.plan(many.default), FeedbackStore(tmp_path / "feedback"), many=many)
    included = [getattr(one, "original_router", one) for one in app.routes]
    every = [route for one in included for route in getattr(one, "routes", None) or [one]]
    there = {
        f"{method} {getattr(route, 'path', '')}"
        for route in every
        for method in (getattr(route, "methods", None) or {"GET"}) - {"HEAD"}
    }
    told = re.findall(r"`((?:GET|POST) [^`]+)`", below("Routes"))
    assert {one for one in there if not MOUNTED.search(one)} == set(told)
    assert len(told) == len(set(told))


def test_every_target_that_is_named_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"`make ([a-z-]+)`", TEXT)
    assert len(targets) > 8
    assert not [one for one in targets if not re.search(rf"^{one}:.*## ", makefile, re.MULTILINE)]


@pytest.mark.parametrize("command", [[], ["plan"]])
def test_every_command_is_named(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    shown = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE)
    assert len(shown) > 3
    for one in shown:
        assert re.search(rf"`{' '.join([*command, one])}\b", below("Commands")), one


def test_every_link_leads_somewhere() -> None:
    anchors = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    }
    for link in re.findall(r"\]\(([^)]+)\)", TEXT):
        file, _, anchor = link.partition("#")
        assert (ROOT / "docs" / file).exists(), link
        assert not anchor or anchor in anchors, link
