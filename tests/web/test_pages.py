"""Every page: its language, its links, its addresses; nothing inline, nothing from elsewhere."""

from __future__ import annotations

import re
import zlib
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest
from fastapi.testclient import TestClient

from corpus.plan import Kind, Plan

PAGES = [
    "/",
    "/?q=出生数の目標は?",
    "/?q=福祉の指標は?",
    "/?q=what supports carers?",
    "/?q=保育料はいくら",
    "/?q=ケアラーを支えるものは?&style=plain",
    "/plan",
    *[f"/plan/2-{number}" for number in range(1, 6)],
    "/indicators",
    "/indicators?target=down&sort=latest",
    "/desk",
    "/accessibility",
    "/privacy",
    "/find?q=孤独",
    "/desk?q=出生数",
    "/glossary",
    "/find",
    "/find?q=孤独&kind=issue",
    "/docs",
    "/plan/9-9",
]
OTHER_LANGUAGE = re.compile(r"/?\?(?:.*&)?lang=ja")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page(read: Any, path: str, lang: str) -> None:
    page = read(path, lang)
    assert page.lang == lang
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    assert page.inline == []
    assert page.sources
    assert all(source.startswith("/static/") for source in page.sources)
    assert all(re.match(r"/(?!/)|[?#]", link) for link in page.links)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("suffix", ["", "lang=en"])
def test_every_link_leads_somewhere(client: TestClient, read: Any, path: str, suffix: str) -> None:
    start = path + ("&" if "?" in path else "?") + suffix if suffix else path
    for link in set(read(start).links) - {"/openapi.json"}:
        address, _, anchor = link.partition("#")
        if address.startswith("?"):
            address = path.partition("?")[0] + address
        target = client.get(address or start)
        itself_missing = path == "/plan/9-9" and address.partition("?")[0] in ("", path)
        assert target.status_code == (404 if itself_missing else 200), link
        if anchor:
            assert f'id="{anchor}"' in target.text, link


@pytest.mark.parametrize("path", PAGES)
def test_a_language_chosen_by_address_is_kept(read: Any, path: str) -> None:
    page = read(f"{path}{'&' if '?' in path else '?'}lang=en")
    assert page.lang == "en"
    links = [link for link in page.links if link[0] != "#" and link != "/openapi.json"]
    changing = [link for link in links if OTHER_LANGUAGE.match(link)]
    assert len(changing) == 1
    assert [link for link in links if "lang=en" not in link] == changing


def test_the_language_is_told_to_caches(client: TestClient) -> None:
    headers = client.get("/plan", headers={"accept-language": "en-GB,en;q=0.9,ja;q=0.1"}).headers
    assert (headers["content-language"], headers["vary"]) == ("en", "Accept-Language, Cookie")


@pytest.mark.parametrize(
    ("preferred", "lang"),
    [("", "ja"), ("fr", "ja"), ("en", "en"), ("ja,en;q=0.9", "ja"), ("en;q=0.2,ja;q=0.1", "en"),
     ("en;q=0", "ja"), ("x" * 9999, "ja"), ("en;q=9", "ja"), (",;,=", "ja")],
)  # fmt: skip
def test_the_preferred_language(read: Any, preferred: str, lang: str) -> None:
    assert read("/plan", preferred).lang == lang


def test_every_passage_has_its_address_and_its_words(read: Any, plan: Plan) -> None:
    for section in plan.sections:
        page = read(f"/plan/{section.number}")
        shown = re.sub(r"\s", "", page.in_lang("ja"))
        for passage in section.passages:
            assert passage.id in page.ids
            for line in passage.text.removeprefix("- ").split("\n"):
                plain = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\s|■|□|<[^>]*>", "", line.split("\t")[0])
                assert plain in shown or plain in re.sub(r"(?<=\D)\d{1,2}(?=\D)", "", shown)


def test_the_plans_words_are_marked_as_japanese_on_english_pages(read: Any, plan: Plan) -> None:
    for section in plan.sections:
        japanese = read(f"/plan/{section.number}", "en").in_lang("ja")
        for passage in (*section.goals, *section.currents, *section.issues):
            assert re.split("[⁰¹²³⁴⁵⁶⁷⁸⁹]", passage.text)[0] in japanese


def test_english_stands_beside_the_original(read: Any) -> None:
    page = read("/plan/2-1", "en")
    assert "unofficial" in page.text
    assert "Co-creation" in page.text
    assert "Citizens" in page.text


def test_a_note_stands_where_it_is_referred_to_and_at_the_end(read: Any, plan: Plan) -> None:
    page = read("/plan/2-1")
    assert {"#fn9", "#fn10", "#fn11"} <= set(page.links)
    for note in plan.section("2-1").footnotes:
        assert page.text.count(note.body) == 1 + len(note.references)


def test_every_passage_shows_its_own_address(read: Any, plan: Plan) -> None:
    for section in plan.sections:
        links = read(f"/plan/{section.number}").links
        shown = {f"#{one.id}" for one in section.passages if one.kind is not Kind.INDICATOR}
        assert shown - {f"#{section.number}.partners"} <= set(links)


def test_easy_japanese_stands_beside_the_original(read: Any) -> None:
    for path in ("/plan/2-1", "/glossary"):
        plain, chosen = read(path), read(f"{path}?plain=1")
        assert len(chosen.in_lang("ja")) > len(plain.in_lang("ja")) + 200
    both = read("/plan/2-1?plain=1", "en")
    assert "Citizens" in both.text
    assert len(both.in_lang("ja")) > len(read("/plan/2-1", "en").in_lang("ja")) + 200


def test_the_interface_speaks_easy_japanese_where_it_is_chosen(client: TestClient) -> None:
    client.cookies.clear()
    assert "聞きたいこと" in client.get("/?plain=1").text
    assert 'value="plain" checked' in client.get("/").text
    assert "もくじ" in client.get("/plan").text
    assert "Contents" in client.get("/plan?lang=en").text
    client.get("/?plain=0")
    assert 'value="plain" checked' not in client.get("/").text
    client.cookies.clear()


def test_a_choice_of_reading_keeps_the_conversation(read: Any) -> None:
    first = read("/", form={"question": "出生数は?"})
    history = first.values["history"][0]
    form = {"question": "まだ書きかけ", "history": history, "reading": "1"}
    later = read("/?furigana=1", form=form)
    assert "785 人" in later.text
    assert later.values["history"] == [history]
    assert "<ruby>" in later.html
    assert "書きかけ" not in later.text
    assert "Latest value" in read("/?lang=en", form=form).text


def test_the_section_page_says_which_boxes_are_ticked(read: Any) -> None:
    text = read("/plan/2-5").text
    assert re.search(r"他行政機関\s*✓ 印あり", text)
    assert re.search(r"事業者\s*印なし", text)


def test_every_indicator_with_its_figures_in_words(read: Any, plan: Plan) -> None:
    japanese, english = read("/indicators"), read("/indicators", "en")
    for row in plan.indicators:
        assert row.passage.id in japanese.ids
        assert row.passage.id in english.ids
        assert row.latest.text in japanese.text
    assert "↗ 上げる" in japanese.text
    for said in ("237 people (FY2024)", "undecided (FY2026)", "71.6% (FY2025)", "↘ lower"):
        assert said in english.text


def test_the_glossary_tells_where_a_term_is_used(read: Any, plan: Plan) -> None:
    page = read("/glossary")
    for note in plan.footnotes:
        assert note.passage.id in page.ids
        for reference in note.references:
            assert f"/plan/{note.passage.section}#{reference}" in page.links


def test_security_headers(client: TestClient) -> None:
    for path in ("/", "/static/style.css", "/api/plan", "/none"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fpyproject.toml",
        "/static//etc/passwd",
        "/static/%00",
        "/plan/..%2f..%2fplan.txt",
        "/plan/%00",
        "/staff/..%2fdays.csv",
        "//evil.example/",
    ],
)
def test_no_path_leads_out(address: str, path: str) -> None:
    """Sent as it stands, which clients that are meant well would not."""
    asking = HTTPConnection(urlsplit(address).netloc, timeout=30)
    asking.request("GET", path)
    assert asking.getresponse().status == 404
    asking.close()


def test_a_long_address_makes_no_long_page(client: TestClient) -> None:
    """It would be written into every link that reads the page otherwise."""
    short, long = (client.get(f"/static/none?{'a&' * count}").text for count in (1, 15_000))
    assert len(long) < len(short) + 10_000


@pytest.mark.parametrize("path", ["/?q=出生数は?", "/desk/results?q=a", "/api/search?q=a", "/none"])
def test_no_shared_cache_keeps_what_may_hold_a_question(client: TestClient, path: str) -> None:
    assert client.get(path).headers["cache-control"] == "private, no-cache"
    assert client.get("/static/style.css").headers["cache-control"] == "public, max-age=300"
    assert client.get("/static/none.css").headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    "path", ["/", "/?q=出生数は?", "/plan", "/healthz", "/static/style.css", "/api/plan", "/none"]
)
def test_the_head_of_a_page_is_asked_for_alone(client: TestClient, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert head.status_code == whole.status_code
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert head.content == b""
    assert client.head("/api/ask").status_code == 405


def test_a_redirect_names_no_host(client: TestClient) -> None:
    sent = {"host": "evil.example"}
    response = client.get("/plan/?lang=en", headers=sent, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (307, "/plan?lang=en")
    assert "evil" not in client.get("//evil.example/", follow_redirects=False).headers.get(
        "location", ""
    )


def test_the_documentation_lists_every_operation(client: TestClient, read: Any) -> None:
    text = read("/docs").text
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_html_is_valid(read: Any, path: str, lang: str) -> None:
    """A strict parser (html5lib, the WHATWG grammar) finds no error; ids are unique."""
    parser = html5lib.HTMLParser(strict=True)
    page = read(path, lang)
    parser.parse(page.html)
    assert len(page.ids) == len(set(page.ids))


def test_the_first_page_is_small(client: Any) -> None:
    """All that the first page loads is under 100 KB compressed."""
    page = client.get("/", headers={"accept-language": "ja"})
    sources = re.findall(r'"(/static/[^"]+)"', page.text)
    assert len(sources) >= 3
    files = [page.content, *(client.get(source).content for source in sources)]
    assert sum(len(zlib.compress(file)) for file in files) < 100_000
