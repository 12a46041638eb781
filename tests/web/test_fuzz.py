"""No input makes the server fail: it answers, or says in a problem document what is wrong.

`make fuzz` runs the same for long (FUZZ_CASES for each test) and tells how many cases were tried.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from assistant.cli.batch import run_batch
from assistant.errors import BatchFormatError
from assistant.service import Assistant

CASES = int(os.environ.get("FUZZ_CASES") or 25)
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}
PAGES = ["/", "/find", "/find.csv", "/find.md", "/desk", "/desk/results", "/indicators",
         "/indicators.csv", "/indicators.json", "/plan", "/glossary", "/docs"]  # fmt: skip
# What the server's own parser takes, and the client sends.
_LONGEST_ADDRESS = 60_000
tried: Counter[str] = Counter()

# Words of which the program makes something, so that what is hostile meets what is read.
_WORDS = [
    "出生数", "目標", "は?", "とは", "福祉", "の", "指標を全部", "それ", "女性は?", "2-1", "から",
    "まで", "以上", "人", "年前", "令和", "①", "carers", "what is ", "target", "how many ", "[1]",
    "「", "」",
]  # fmt: skip
_HOSTILE = [
    "\0", "\ud800", "\udfff", "\u202e", "\u2066", "\ufeff", "\u200d", "\u0301" * 60,
    "👨\u200d👩\u200d👧",
    "\U0010ffff", "\ufffe", "\u2028", "\x85", "\r\n", "\x1b[2J", "ﷺ", "㌖", "İ", "½", "٣", "𝟘",
    "9" * 40, "1e999", "NaN", "-0", "../../etc/passwd", "..%2f", "%00", "<script>", "{{7*7}}",
    "\\", "\"", "'", "&", "?", "#", "=", ";", "\t" * 30, " " * 60, "(" * 60, "あ" * 300,
]  # fmt: skip

LETTERS = st.text(st.characters(categories=None), max_size=40)
TEXTS = st.lists(st.sampled_from(_WORDS) | st.sampled_from(_HOSTILE) | LETTERS, max_size=8).map(
    "".join
)
LONG_TEXTS = st.builds(lambda unit, n: (unit or "a") * n, TEXTS, st.integers(1, 400))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=10,
)
TURNS = st.fixed_dictionaries(
    {"role": st.sampled_from(["user", "assistant"]), "content": TEXTS | LONG_TEXTS}
)


def _mostly(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values that are mostly of the right type."""
    return st.one_of(right, right, right, ANYTHING)


ASKED = st.fixed_dictionaries(
    {"question": _mostly(TEXTS | LONG_TEXTS)},
    optional={
        "history": _mostly(st.lists(_mostly(TURNS), max_size=12)),
        "lang": _mostly(st.sampled_from(["auto", "ja", "en"])),
        "style": _mostly(st.sampled_from(["normal", "plain"])),
        "carry": _mostly(st.booleans()),
        "debug": _mostly(st.booleans()),
        "useful": _mostly(st.booleans()),
        "id": ANYTHING,
    },
)


def _nested(depth: int, opening: bytes, closing: bytes) -> bytes:
    return b'{"question": "a", "history": ' + opening * depth + closing * depth + b"}"


def _cut(body: bytes, place: float) -> bytes:
    return body[: int(len(body) * place)]


def _encoded(fields: Any) -> bytes:
    return json.dumps(fields).encode()


# Bodies that are JSON, nearly JSON, or any bytes.
BODIES = st.one_of(
    ASKED.map(_encoded),
    ASKED.map(_encoded),
    ANYTHING.map(_encoded),
    st.builds(_cut, ASKED.map(_encoded), st.floats(0, 1)),
    st.builds(
        _nested,
        st.integers(1, 20_000),
        st.sampled_from([b"[", b'{"a":']),
        st.sampled_from([b"]", b"}"]),
    ),
    st.binary(max_size=200),
)  # fmt: skip


many = settings(max_examples=CASES, derandomize="FUZZ_CASES" not in os.environ)


@pytest.fixture(scope="module", autouse=True)
def told() -> Iterator[None]:
    """Tell how many cases were tried, by what came of them."""
    yield
    if tried:
        print(f"\ninputs tried: {tried.total()}, by status: {dict(sorted(tried.items()))}")


def check(response: httpx.Response, program: bool) -> None:
    """An answer, or an error of who asks: as a problem document for programs, a page for people."""
    tried[str(response.status_code)] += 1
    assert response.status_code < 500, response.text
    assert response.status_code != 429
    kind = response.headers.get("content-type", "")
    if response.status_code >= 400 and program:
        assert kind == "application/problem+json"
        problem = response.json()
        assert problem["status"] == response.status_code
        assert problem["title"]
        assert problem["detail"]
    elif response.status_code >= 400:
        assert kind.startswith("text/html")


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/api/feedback"])
@many
@given(body=BODIES)
def test_bodies(client: TestClient, path: str, body: bytes) -> None:
    response = client.post(path, content=body, headers=JSON)
    check(response, program=True)
    if path == "/api/ask/stream" and response.status_code == 200:
        assert b"event: done" in response.content


@many
@given(
    path=st.sampled_from(["/api/search", "/api/ask/stream"]),
    q=TEXTS | LONG_TEXTS,
    more=st.dictionaries(st.sampled_from(["k", "lang", "style", "q", "question"]), TEXTS),
)
def test_queries_of_programs(client: TestClient, path: str, q: str, more: dict[str, str]) -> None:
    query = {"q": q, "question": q, **more}
    check(client.get(f"{path}?{_sendable(query)}"), program=True)


@many
@given(
    path=st.sampled_from(PAGES),
    q=TEXTS | LONG_TEXTS,
    more=st.dictionaries(
        st.sampled_from(
            [
                "section",
                "kind",
                "partner",
                "direction",
                "order",
                "target",
                "state",
                "sort",
                "lang",
                "style",
                "plain",
                "size",
                "furigana",
            ]
        )
        | TEXTS,
        TEXTS,
        max_size=4,
    ),
    accepted=st.text(st.characters(max_codepoint=255, exclude_characters="\0\r\n"), max_size=60),
)
def test_queries_of_pages(
    client: TestClient, path: str, q: str, more: dict[str, str], accepted: str
) -> None:
    headers = {"accept-language": accepted.strip(), "cookie": f"reading={accepted.strip()}"}
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    response = client.get(f"{path}?{_sendable({'q': q, **more})}", headers=sent)
    check(response, program=False)
    client.cookies.clear()


@many
@given(
    path=st.lists(
        st.sampled_from(
            [
                "..",
                ".",
                "",
                "plan",
                "static",
                "api",
                "ask",
                "%2e%2e",
                "%2f",
                "%5c..",
                "%00",
                "etc",
                "passwd",
                "2-1",
                "%ff",
                "%f0%9f%98%80",
                "C:",
                "app.py",
                "web",
            ]
        ),
        max_size=8,
    ),
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "X"]),
)
def test_paths(client: TestClient, path: list[str], method: str) -> None:
    address = "http://testserver/" + "/".join(path)
    response = client.request(method, address)
    tried[str(response.status_code)] += 1
    assert response.status_code < 500
    assert "root:" not in response.text
    assert "def create_app" not in response.text


@many
@given(
    question=TEXTS | LONG_TEXTS,
    history=TEXTS | st.lists(TURNS, max_size=14).map(json.dumps) | ANYTHING.map(json.dumps),
    more=st.dictionaries(
        st.sampled_from(["chosen", "alone", "reading", "useful", "style", "t0"]),
        TEXTS | st.sampled_from(["1", "t0:yes", "t99:no", "plain", "normal"]),
    ),
)
def test_the_form(client: TestClient, question: str, history: str, more: dict[str, str]) -> None:
    fields = {"question": question, "history": history, **more}
    check(client.post("/", content=_sendable(fields), headers=FORM), program=False)


@many
@given(
    body=st.binary(max_size=300),
    kind=st.sampled_from(
        [
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=a",
            "multipart/form-data",
            "application/json",
            "text/plain",
            "",
            "a/b; charset=utf-7",
            "multipart/form-data; boundary=\x80",
        ]
    ),
)
def test_bodies_of_forms(client: TestClient, body: bytes, kind: str) -> None:
    wrapped = (
        b'--a\r\nContent-Disposition: form-data; name="question"\r\n\r\n' + body + b"\r\n--a--"
    )
    for content in (body, wrapped):
        headers = {"content-type": kind.encode("latin-1")}
        check(client.post("/", content=content, headers=headers), program=False)


@many
@given(
    lines=st.lists(
        ASKED.map(_encoded) | ANYTHING.map(_encoded) | st.binary(max_size=60), max_size=3
    )
)
def test_batches(assistant: Assistant, tmp_path: Path, lines: list[bytes]) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"\n".join(lines))
    try:
        count = run_batch(assistant, source, target)
    except BatchFormatError as error:
        tried["batch refused"] += 1
        assert "in.jsonl, line " in str(error)
        return
    tried["batch answered"] += 1
    assert len(target.read_text(encoding="utf-8").splitlines()) >= count


def operations(client: TestClient) -> list[Any]:
    schema = schemathesis.openapi.from_asgi("/openapi.json", client.app)
    return [found.ok() for found in schema.get_all_operations()]


def test_the_interface_is_as_it_is_described(client: TestClient) -> None:
    """What schemathesis makes of the OpenAPI document, right and wrong, is answered as it says."""
    found = operations(client)
    assert {one.path for one in found} >= {"/api/ask", "/api/feedback", "/api/search", "/healthz"}
    for operation in found:
        _try(operation)


def _try(operation: Any) -> None:
    wanted = [not_a_server_error, checks.content_type_conformance]
    # The events of a stream are described in words.
    wanted += [] if operation.path.endswith("/stream") else [checks.response_schema_conformance]
    takes_input = any(True for _ in operation.iter_parameters()) or len(operation.body)
    for mode in GenerationMode if takes_input else [GenerationMode.POSITIVE]:

        @many
        @given(case=operation.as_strategy(generation_mode=mode))
        def run(case: Any) -> None:
            response = case.call()
            tried[str(response.status_code)] += 1
            case.validate_response(response, checks=wanted)

        run()


def _sendable(fields: dict[str, str]) -> str:
    """The fields as a form or an address has them; a lone surrogate as UTF-8 would have it."""
    sent = {name.encode("utf-8", "surrogatepass"): value.encode("utf-8", "surrogatepass")
            for name, value in fields.items()}  # fmt: skip
    return urlencode(sent)[:_LONGEST_ADDRESS]
