"""A client of the pages over the real assistant, and a reader of what it gets."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from starlette.types import ASGIApp

from assistant.plans.many_plans import ManyPlans
from assistant.service import Assistant
from web.app import create_app
from web.feedback_store import FeedbackStore
from web.places import Room

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

_QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_EMPTY = {"br", "hr", "img", "input", "link", "meta"}


class Reader(HTMLParser):
    """Collects what a page holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.inline: list[str] = []
        self.values: dict[str, list[str]] = {}
        self.lang: str | None = None
        self.texts: list[tuple[str, str]] = []
        self._langs: list[tuple[str, str]] = []
        self.feed(html)

    @property
    def text(self) -> str:
        """The text of the page, each stretch of white space one space."""
        return " ".join("".join(text for _, text in self.texts).split())

    def in_lang(self, lang: str) -> str:
        """Return the text that is marked as being in `lang`."""
        return "\n".join(text for marked, text in self.texts if marked == lang)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        inherited = self._langs[-1][1] if self._langs else ""
        if tag not in _EMPTY:
            self._langs.append((tag, found.get("lang", inherited)))
        if tag == "html":
            self.lang = found.get("lang")
        if "id" in found:
            self.ids.append(found["id"])
        if "name" in found and "value" in found:
            self.values.setdefault(found["name"], []).append(found["value"])
        if tag == "a" or "formaction" in found:
            self.links.append(found.get("href") or found.get("formaction", ""))
        if tag in ("script", "img", "iframe") or (tag == "link" and "href" in found):
            self.sources.append(found.get("src") or found.get("href", ""))
        if (tag == "script" and "src" not in found) or tag == "style":
            self.inline.append(tag)
        self.inline += [name for name in found if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        while self._langs and self._langs.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.texts.append((self._langs[-1][1] if self._langs else "", data))


@pytest.fixture(scope="session")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> FeedbackStore:
    """Where verdicts on answers are kept."""
    return FeedbackStore(tmp_path_factory.mktemp("feedback") / "feedback.sqlite")


@pytest.fixture(scope="session")
def client(assistant: Assistant, feedback: FeedbackStore) -> Iterator[TestClient]:
    """A client that reports a failure of the server as the response it is."""
    app = create_app(assistant, feedback, Room(places=8, queue=64, of_client=64))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def client_of_many(many: ManyPlans, feedback: FeedbackStore) -> Iterator[TestClient]:
    """A client of the pages of two plans."""
    room = Room(places=8, queue=64, of_client=64)
    app = create_app(many.plan(many.default), feedback, room, many=many)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def read(client: TestClient) -> Callable[..., Reader]:
    """Gets a page as a new reader, or sends a form to it where `form` is given, and reads it."""
    return _reads(client)


@pytest.fixture(scope="session")
def read_of_many(client_of_many: TestClient) -> Callable[..., Reader]:
    """Reads the pages of two plans, as `read` does those of one."""
    return _reads(client_of_many)


@pytest.fixture(scope="session")
def reads() -> Callable[[TestClient], Callable[..., Reader]]:
    """Reads the pages of another client, as `read` does."""
    return _reads


def _reads(client: TestClient) -> Callable[..., Reader]:
    def read(path: str, lang: str = "ja", form: dict[str, str] | None = None) -> Reader:
        client.cookies.clear()
        headers = {"accept-language": lang}
        if form is None:
            response = client.get(path, headers=headers)
        else:
            response = client.post(path, data=form, headers=headers)
        assert response.headers["content-type"].startswith("text/html")
        return Reader(response.text)

    return read


@contextmanager
def _served(app: ASGIApp, http: Any = "auto") -> Iterator[str]:
    """The address of `app`, served in this process on a free port of the loopback."""
    config = uvicorn.Config(
        app, port=0, log_level="warning", ws="none", proxy_headers=False, http=http
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def served() -> Callable[..., AbstractContextManager[str]]:
    """Serves an application while a block runs, and gives its address."""
    return _served


@pytest.fixture(scope="session")
def address(assistant: Assistant, feedback: FeedbackStore) -> Iterator[str]:
    """The address of the pages."""
    with _served(create_app(assistant, feedback)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("browser tests left out: apt-get install chromium fonts-noto-cjk")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A browser's window; a test sets more of it by parametrizing it indirectly."""
    more = getattr(request, "param", {})
    context = browser.new_context(**{"locale": "ja-JP", "base_url": address, **more})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page that asks no other host and whose console stays empty."""
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert all(url.startswith(address) for url in asked)
    assert said == []
