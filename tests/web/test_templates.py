"""Templates use only the keys of their contexts; the languages have the same words."""

from __future__ import annotations

import re
from dataclasses import fields
from importlib import resources

import pytest
from jinja2 import Environment, meta, nodes

from corpus.plan import Direction, Latest, Target
from web import contexts
from web.answer_view import stretches
from web.rendering import Renderer, in_language, legible, reading, with_notes
from web.staff import contexts as staff_contexts
from web.words import words

TEMPLATES = {
    "chat.html": contexts.ChatPage,
    "answer.html": contexts.AnswerFragment,
    "plan.html": contexts.PlanPage,
    "section.html": contexts.SectionPage,
    "indicators.html": contexts.IndicatorsPage,
    "glossary.html": contexts.GlossaryPage,
    "find.html": contexts.FindPage,
    "desk.html": contexts.DeskPage,
    "desk_results.html": contexts.DeskFragment,
    "docs.html": contexts.DocsPage,
    "plans.html": contexts.PlansPage,
    "accessibility.html": contexts.AccessibilityPage,
    "privacy.html": contexts.PrivacyPage,
    "staff.html": staff_contexts.StaffPage,
    "staff_sign_in.html": staff_contexts.SignInPage,
    "staff_closed.html": staff_contexts.StaffClosedPage,
    "error.html": contexts.ErrorPage,
    "busy.html": contexts.BusyPage,
}
PARTS = {"layout.html", "answer_body.html", "indicator_table.html"}


def test_templates_use_only_the_keys_of_their_contexts() -> None:
    environment = Renderer().environment
    assert set(environment.list_templates()) == set(TEMPLATES) | PARTS
    for template, context in TEMPLATES.items():
        keys = {field.name for field in fields(context)}
        assert used(environment, template) <= keys, template


def used(environment: Environment, template: str) -> set[str]:
    """The names that a template, and what it extends or includes, takes from its context."""
    assert environment.loader
    source, _, _ = environment.loader.get_source(environment, template)
    tree = environment.parse(source)
    names = meta.find_undeclared_variables(tree)
    for other in meta.find_referenced_templates(tree):
        assert other, "a template that is named only when it is rendered"
        names |= used(environment, other)
    made = {macro.name for macro in tree.find_all(nodes.Macro)}
    assigned = {assign.target.name for assign in tree.find_all(nodes.Assign)}
    return names - made - assigned


def test_the_languages_have_the_same_words() -> None:
    assert set(words("ja")) == set(words("en"))
    for key, said in words("ja").items():
        holes = [sorted(re.findall(r"\{\w+\}", text)) for text in (said, words("en")[key])]
        assert holes[0] == holes[1], key


def test_easy_japanese_says_otherwise_what_japanese_says() -> None:
    plain, japanese = words("plain"), words("ja")
    assert set(plain) == set(japanese)
    changed = [key for key in japanese if plain[key] != japanese[key]]
    assert len(changed) > 40
    for key in changed:
        holes = [sorted(re.findall(r"\{\w+\}", text)) for text in (japanese[key], plain[key])]
        assert holes[0] == holes[1], key


def test_no_word_hides_behind_a_method_of_its_mapping() -> None:
    assert not [key for key in words("ja") if hasattr(words("ja"), key)]


def test_the_script_and_the_stylesheet_ask_no_other_host() -> None:
    files = [file for file in (resources.files("web") / "static").iterdir() if file.is_file()]
    assert len(files) == 9
    for file in files:
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|[\"'(]//|@import", text), file.name


def test_a_note_marker_is_a_link_and_the_rest_is_escaped() -> None:
    assert with_notes("<ソーシャルワーク¹²に", "/glossary") == (
        '&lt;ソーシャルワーク<sup class="note"><a href="/glossary#fn12">12</a></sup>に'
    )


def test_boxes_written_in_html_are_shown_as_boxes() -> None:
    text = '<input checked="" type="checkbox"/> 市民\t<input type="checkbox"/> 滞在者'
    assert legible(text) == "■ 市民\u3000□ 滞在者"


def test_the_language_stands_before_the_anchor() -> None:
    assert in_language("/plan/2-1#fn9", "?lang=en") == "/plan/2-1?lang=en#fn9"
    assert in_language("/plan/2-1#fn9", "") == "/plan/2-1#fn9"


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Latest("237 人 (2024 年度)", 237, "人", 2024), "237 people (FY2024)"),
        (Latest("14.5% (2025 年度)", 14.5, "%", 2025), "14.5% (FY2025)"),
        (Latest("10.25 (2024 年度)", 10.25, None, 2024), "10.25 (FY2024)"),
        (Latest("(未定) (2026 年度)", None, None, 2026), "undecided (FY2026)"),
        (Target("↘", None, None, Direction.DOWN), "lower"),
        (Target("3 棟", 3, "棟", None), "3 棟"),
        (Target("(未定)", None, None, None), "undecided"),
    ],
)
def test_figures_in_words(figure: Latest | Target, said: str) -> None:
    assert reading(figure, words("en")) == said


def test_stretches_join_to_the_text() -> None:
    cut = stretches("ひとりで暮らす人を支える", ["暮らす人", "人を", "ない", ""])
    assert cut == (("ひとりで", False), ("暮らす人", True), ("を支える", False))
