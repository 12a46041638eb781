"""Whatever stands in the plan, in what lies beside it or in a question is shown and never run."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt

from assistant.environment import Environment
from assistant.service import Assistant
from corpus.freshness import passage_digest
from corpus.parse import parse_plan
from corpus.plan import Kind
from web.app import create_app
from web.feedback_store import FeedbackStore
from web.places import Room

TEXT = (Path(__file__).parents[1] / "data" / "two_chapters.txt").read_text(encoding="utf-8")
POISON = (
    "<evil onerror=alert(1)>\"><script>alert(2)</script>' onmouseover='alert(3)' evil=\"4"
    "</title></textarea></p></script>{{7919*7907}}{% raw %}${7919*7907}<!--&lt;evil&gt;&#60;evil>"
    "[evil](javascript:alert(5))*evil*`|`\u2028data: evil\u2029\x0bevent: done\x85"
)
# A name of a box holds no angle brackets, a unit no spaces.
SHORT_POISON = "\"'onerror='5'{{7919*7907}}&lt;evil&gt;[e](javascript:e)"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
QUESTIONS = [
    "緑地の面積は?", "緑地の指標を全部", "交通の取組を全部教えて", "担い手とは?", "市民と何をする?",
    "手入れの課題は?", "What is evil?", "緑地の目標は?", "いくらかかりますか", POISON,
    f"「{POISON}」という語が出てくる箇所は?", f"{POISON}とは?", "<evil a=b>緑地",
]  # fmt: skip
ELEMENTS = {
    "a", "abbr", "article", "aside", "b", "blockquote", "body", "br", "button", "caption",
    "circle", "cite", "code", "col", "colgroup", "dd", "details", "dialog", "div", "dl", "dt",
    "em", "fieldset", "figcaption", "figure", "footer", "form", "g", "h1", "h2", "h3", "h4",
    "head", "header", "hgroup", "hr", "html", "input", "kbd", "label", "legend", "li", "line",
    "link", "main", "mark", "meta", "nav", "ol", "optgroup", "option", "output", "p", "path",
    "pre", "rect", "rp", "rt", "ruby", "script", "search", "section", "select", "small", "span",
    "strong", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "text",
    "textarea", "tfoot", "th", "thead", "time", "title", "tr", "ul",
}  # fmt: skip


def hostile_plan() -> str:
    """The plan with poison in everything that its grammar leaves free."""
    lines = []
    for line in TEXT.split("\n"):
        free = re.match(r"(?:[^\d◎◆◇○▽→■<\t]|[①-⑳¹])[^\t■□]*$|\d-\d .*$", line)
        lines.append(line + POISON if free else line)
    text = "\n".join(lines).replace("□ 事業者", f"□ 事業者{SHORT_POISON}")
    text = text.replace("緑地の面積\t1,234.5 ha", f"=緑地の面積{POISON}\t1,234.5 <evil>&'")
    text = text.replace("うち 市民の団体", f"うち {POISON}市民の団体")
    return text.replace("- 市民とともに、歩いて", f"- =市民とともに、{POISON}歩いて")


def beside(plan_text: str, folder: Path) -> Path:
    """Write the plan, its translations and ways to ask, all of them hostile; return the plan."""
    path = folder / "plan.txt"
    path.write_text(plan_text, encoding="utf-8", newline="\n")
    plan = parse_plan(path.read_text(encoding="utf-8"), path.name)

    def said(text: str) -> str:
        return json.dumps(text, ensure_ascii=True)

    headed = (Kind.INITIATIVE, Kind.FOOTNOTE, Kind.INDICATOR)
    for language in ("en", "plain"):
        parts = [
            f"[meta]\nlanguage = '{language}'\nplan = 'p'\nstatus = {said(POISON)}",
            "[titles]",
        ]
        parts += [f"{said(one.number)} = {said('Evil ' + POISON)}" for one in plan.sections]
        parts += ["[blocks]", f"goal = {said(POISON)}", "[boxes]", f"'市民' = {said(POISON)}"]
        for one in plan.passages:
            parts += [f"[passages.{said(one.id)}]", f"digest = '{passage_digest(one.text)}'"]
            parts += [f"text = {said(f'=Evil {one.id} {POISON}')}"]
            parts += [f"heading = {said('=' + POISON)}"] if one.kind in headed else []
        (folder / f"{language}.toml").write_text("\n".join(parts) + "\n", encoding="utf-8")
    parts = ["[meta]\nplan = 'p'", "[sections]", f"'4-1' = [{said('evil' + POISON)}]"]
    for one in plan.passages:
        parts += [f"[passages.{said(one.id)}]", f"digest = '{passage_digest(one.text)}'"]
        parts += [f"ja = [{said(POISON + '緑地')}]", f"en = [{said('evil ' + POISON)}]"]
    (folder / "asks.toml").write_text("\n".join(parts) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("hostile")
    environment = Environment(index_folder=folder / "index", plan=beside(hostile_plan(), folder))
    Assistant.build(environment, progress=False)
    return Assistant.open(environment)


@pytest.fixture(scope="module")
def pages(hostile: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    feedback = FeedbackStore(tmp_path_factory.mktemp("feedback") / "feedback.sqlite")
    with TestClient(create_app(hostile, feedback, Room(9, 9, 9))) as client:
        yield client


def elements(html: str) -> Iterator[Element]:
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    yield from (one for one in tree.iter() if isinstance(one.tag, str))


def check(html: str) -> None:
    """No element, no attribute and no address that a browser would follow comes from data."""
    for one in elements(html):
        name = one.tag.rpartition("}")[2]
        assert name in ELEMENTS, name
        for attribute, value in one.attrib.items():
            assert not attribute.startswith(("on", "evil")), (name, attribute)
            assert attribute != "style", name
            if attribute in ("href", "src", "action", "formaction"):
                assert re.match(r"/(?!/)|[?#]|$", value), value
        if name == "script":
            assert one.attrib.get("src", "").startswith("/static/")
            assert not (one.text or "").strip()
    assert str(7919 * 7907) not in html


def test_the_plan_is_hostile_enough(hostile: Assistant) -> None:
    plan = hostile.plan
    assert sum("<evil" in one.text for one in plan.passages) > 20
    assert all("<evil" in section.title for section in plan.sections)
    assert any("<evil" in row.name for row in plan.indicators)
    assert any("<evil" in (row.latest.unit or "") for row in plan.indicators)
    assert any("onerror" in box.name for one in plan.sections for box in one.partners.boxes)
    assert len(hostile.companions) == 2


@pytest.mark.parametrize("reading", ["lang=ja", "lang=en", "lang=ja&furigana=1&plain=1&size=large"])
@pytest.mark.parametrize(
    "path",
    ["/", "/plan", "/plan/3-1", "/plan/4-1", "/plan/9-9", "/indicators", "/glossary", "/find",
     "/desk", "/docs", "/accessibility"],
)  # fmt: skip
def test_pages(pages: TestClient, path: str, reading: str) -> None:
    answered = pages.get(f"{path}?{reading}")
    assert answered.status_code == (404 if path == "/plan/9-9" else 200)
    check(answered.text)
    pages.cookies.clear()


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers(pages: TestClient, question: str) -> None:
    for path in ("/", "/find", "/desk", "/desk/results"):
        for lang in ("ja", "en"):
            answered = pages.get(path, params={"q": question, "lang": lang})
            assert answered.status_code == 200, path
            check(answered.text)
    form = {"question": question, "history": "[]", "style": "plain"}
    first = pages.post("/", data=form)
    check(first.text)
    history = next(
        one.attrib["value"] for one in elements(first.text) if one.attrib.get("name") == "history"
    )
    assert json.loads(history)[0] == {"role": "user", "content": question.strip()}
    check(pages.post("/", data={**form, "history": history}).text)


@pytest.mark.parametrize("question", QUESTIONS)
def test_streams(pages: TestClient, question: str) -> None:
    """A line of an event stream is one event's name or data, whatever line breaks data holds."""
    asked = {"question": question.strip(), "debug": True}
    lines = pages.post("/api/ask/stream", json=asked).content.split(b"\n")
    assert all(re.match(rb"event: (status|citation|delta|done)$|data: \{|$", one) for one in lines)
    assert not any(b"\r" in one for one in lines)
    last: dict[str, Any] = json.loads([one for one in lines if one][-1].removeprefix(b"data: "))
    whole = pages.post("/api/ask", json=asked).json()
    assert last["answer"] == whole["answer"]
    check(last["html"])
    assert [one["text"] for one in last["citations"]] == [one["text"] for one in whole["citations"]]


@pytest.mark.parametrize("path", ["/find.csv", "/indicators.csv"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_cell_is_a_formula(pages: TestClient, path: str, lang: str) -> None:
    answered = pages.get(path, params={"lang": lang})
    assert answered.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answered.content.decode("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.lstrip(" \u3000").startswith(FORMULAS)]
    assert any(cell.startswith("'") for cell in cells)


def test_markdown_holds_nothing_but_quotations(pages: TestClient, hostile: Assistant) -> None:
    markdown = MarkdownIt("commonmark")
    text = pages.get("/find.md").text
    html = markdown.render(text)
    names = {one.tag for one in elements(html)}
    assert names <= {"html", "head", "body", "blockquote", "p"}, names
    assert html.count("<blockquote>") == len(hostile.plan.passages)
    assert "javascript:alert" in text


def test_json_is_json(pages: TestClient) -> None:
    for path in ("/api/plan", "/api/indicators", "/indicators.json", "/api/search?q=緑地"):
        answered = pages.get(path)
        assert answered.headers["content-type"] == "application/json"
        assert POISON[:20] in json.dumps(answered.json(), ensure_ascii=False).replace("\\", "")


def test_what_a_browser_is_told(pages: TestClient) -> None:
    for path in (
        "/",
        "/?q=緑地",
        "/plan/4-1",
        "/api/plan",
        "/find.csv",
        "/none",
        "/static/chat.js",
    ):
        headers = pages.get(path).headers
        policy = headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "set-cookie" not in headers
        assert "server" not in headers


def test_the_only_cookie_is_the_choice_of_reading(pages: TestClient) -> None:
    answered = pages.get("/?furigana=1")
    (cookie,) = answered.headers.get_list("set-cookie")
    assert re.match(r"reading=f1s0p0; HttpOnly; Max-Age=\d+; Path=/; SameSite=lax$", cookie)
    pages.cookies.clear()
