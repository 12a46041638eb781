"""Screenshots of every page into var/shots: light and dark, phone and desktop (`make shots`)."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Literal

import uvicorn
from playwright.sync_api import sync_playwright

from assistant.environment import Environment
from assistant.plans.opening import open_or_build
from web.app import create_app
from web.feedback_store import FeedbackStore

PAGES = {
    "chat": "/",
    "list": "/?q=福祉の課題は?",
    "figure": "/?q=1歳の子は保育園に入れますか",
    "refusal": "/?q=保育料はいくら",
    "english": "/?q=what supports carers?&lang=en",
    "plan": "/plan",
    "section": "/plan/2-1",
    "furigana": "/plan/2-2?furigana=1",
    "indicators": "/indicators",
    "glossary": "/glossary",
    "find": "/find?q=孤独",
    "desk": "/desk?q=出生数",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "error": "/nothing",
}
# One window each, for the README: copied to tests/web/pictures when the pages change.
README = {
    "answer": ("light", "/?q=1歳の子は保育園に入れますか"),
    "plan": ("light", "/plan/2-1?plain=1"),
    "desk": ("dark", "/desk?q=出生数"),
}
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FOLDER = Path("var") / "shots"


def main() -> None:
    """Serve the pages on a free port of the loopback and take every picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no Chromium: apt-get install chromium fonts-noto-cjk")
    app = create_app(open_or_build(Environment()), FeedbackStore(Path("var/shots-feedback.sqlite")))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", ws="none"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            for scheme in SCHEMES:
                for name, path in PAGES.items():
                    context = browser.new_context(
                        locale="ja-JP",
                        viewport={"width": width, "height": height},
                        color_scheme=scheme,
                    )
                    page = context.new_page()
                    page.goto(address + path)
                    page.screenshot(path=FOLDER / f"{name}-{size}-{scheme}.png", full_page=True)
                    context.close()
        for name, (shade, path) in README.items():
            window = {"width": 1000, "height": 720}
            context = browser.new_context(locale="ja-JP", viewport=window, color_scheme=shade)
            page = context.new_page()
            page.goto(address + path)
            page.screenshot(path=FOLDER / f"readme-{name}.png")
            context.close()
        browser.close()
    server.should_exit = True
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}")


if __name__ == "__main__":
    main()
