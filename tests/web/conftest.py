"""A client of the pages over the real assistant, and a reader of what it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from assistant.ask import Assistant
from web.app import create_app

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
        if tag == "a":
            self.links.append(found.get("href", ""))
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
def client(assistant: Assistant) -> Iterator[TestClient]:
    """A client that reports a failure of the server as the response it is."""
    with TestClient(create_app(assistant), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def read(client: TestClient) -> Callable[..., Reader]:
    """Gets a page, or sends a form to it where `form` is given, and reads it."""

    def read(path: str, lang: str = "ja", form: dict[str, str] | None = None) -> Reader:
        headers = {"accept-language": lang}
        if form is None:
            response = client.get(path, headers=headers)
        else:
            response = client.post(path, data=form, headers=headers)
        assert response.headers["content-type"].startswith("text/html")
        return Reader(response.text)

    return read
