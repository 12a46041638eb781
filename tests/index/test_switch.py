"""A build killed at any step leaves an index that opens: the old one or the new, never half."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from assistant.service import Assistant
from corpus.asks import NO_ASKS
from index.build import build_index
from index.layout import Layout, read_manifest
from index.switch import room_beside, served_folder, switch

PLAN = Path(__file__).parent.parent / "data" / "two_chapters.txt"
SCRIPT = Path(__file__).with_name("killed_builds.py")


def test_killed_at_any_step(lines_of: Callable[..., list[str]], tmp_path: Path) -> None:
    *steps, left = lines_of(SCRIPT, PLAN, tmp_path / "index")
    found = [line.split()[1] for line in steps]
    assert len(found) > 30
    assert found[0] == "old"
    assert found[-1] == "new"
    assert left == "3 left"  # The link, the folder that is served and the one before it.


def test_a_folder_of_an_older_version_becomes_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / "old").write_text("old", encoding="utf-8")
    with room_beside(folder) as beside:
        (beside / "new").write_text("new", encoding="utf-8")
        switch(folder, beside)
    assert (folder / "new").read_text(encoding="utf-8") == "new"
    assert folder.is_symlink()


def test_who_reads_the_folder_before_may_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    reading = []
    for text in ("one", "two"):
        with room_beside(folder) as beside:
            (beside / "file").write_text(text, encoding="utf-8")
            switch(folder, beside)
        reading.append(served_folder(folder) / "file")
    assert [file.read_text(encoding="utf-8") for file in reading] == ["one", "two"]


def test_builds_at_once_wait_for_each_other(assistant: Assistant, tmp_path: Path) -> None:
    folder = tmp_path / "index"

    def build() -> None:
        embedder = assistant.index.embedder
        build_index(assistant.plan, {}, NO_ASKS, embedder, folder, progress=False)

    builds = [threading.Thread(target=build) for _ in range(3)]
    for one in builds:
        one.start()
    for one in builds:
        one.join()
    assert read_manifest(Layout(folder)).plan_digest == assistant.plan.digest
    assert len(list(tmp_path.iterdir())) == 3
