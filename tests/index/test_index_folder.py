"""An index folder: built whole, opened only if it is whole and of this plan and model."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.environment import Environment
from assistant.service import Assistant
from corpus.asks import NO_ASKS, Asks
from corpus.companion import Companion
from corpus.parse import bundled_plan_path, parse_plan
from index.build import build_index
from index.chunks import View, chunks
from index.errors import (
    DamagedIndexError,
    IndexMissingError,
    IndexWriteError,
    StaleIndexError,
)
from index.layout import SCHEMA, Layout, read_manifest
from index.search import PlanIndex

REBUILD = "python -m assistant index build"


@pytest.fixture
def copy(environment: Environment, tmp_path: Path) -> Environment:
    """A copy of the built index that a test may spoil."""
    shutil.copytree(environment.index_folder, tmp_path / "index")
    return replace(environment, index_folder=tmp_path / "index")


def test_every_passage_has_a_chunk_in_each_view(assistant: Assistant) -> None:
    found = list(chunks(assistant.plan, assistant.companions, assistant.asks))
    for view in View:
        ids = [chunk.passage_id for chunk in found if chunk.view is view]
        assert ids == [passage.id for passage in assistant.plan.passages]
    footnote = next(chunk for chunk in found if chunk.passage_id == "fn10")
    assert "ケアラー支援" in footnote.context


def test_the_index_holds_no_text_that_the_plan_does_not(assistant: Assistant) -> None:
    originals = {
        chunk.passage_id: chunk.text
        for chunk in chunks(assistant.plan, {}, NO_ASKS)
        if chunk.view is View.ORIGINAL
    }
    for passage in assistant.plan.passages:
        plain = "".join(letter for letter in passage.text if letter not in "⁰¹²³⁴⁵⁶⁷⁸⁹")
        assert originals[passage.id] in plain


def test_without_companions_the_index_still_answers(assistant: Assistant, tmp_path: Path) -> None:
    embedder = assistant.index.embedder
    build_index(assistant.plan, {}, NO_ASKS, embedder, tmp_path / "index", progress=False)
    index = PlanIndex.open(tmp_path / "index", assistant.plan, {}, NO_ASKS, embedder)
    assert index.search("出生数", k=1)[0].passage_id == "2-2.indicator.1"


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match=REBUILD):
        Assistant.open(Environment(index_folder=tmp_path / "none"))


def test_made_from_another_plan(copy: Environment, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    text = bundled_plan_path().read_text(encoding="utf-8")
    plan.write_text(text.replace("785 人", "786 人"), encoding="utf-8")
    with pytest.raises(StaleIndexError, match=rf"another plan: run `{REBUILD}"):
        Assistant.open(replace(copy, plan=plan))


def test_made_from_other_companions(assistant: Assistant, copy: Environment) -> None:
    fewer: Mapping[str, Companion] = {"en": assistant.companions["en"]}
    with pytest.raises(StaleIndexError, match="another companion files"):
        PlanIndex.open(
            copy.index_folder, assistant.plan, fewer, assistant.asks, assistant.index.embedder
        )


def test_made_from_other_ways_to_ask(assistant: Assistant, copy: Environment) -> None:
    fewer = Asks(dict(list(assistant.asks.passages.items())[1:]), assistant.asks.sections)
    with pytest.raises(StaleIndexError, match=r"another ways to ask \(asks.toml\)"):
        PlanIndex.open(
            copy.index_folder,
            assistant.plan,
            assistant.companions,
            fewer,
            assistant.index.embedder,
        )


def test_made_by_another_version(copy: Environment) -> None:
    manifest = Layout(copy.index_folder).manifest
    fields = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**fields, "schema": 1}), encoding="utf-8")
    with pytest.raises(StaleIndexError, match=rf"another version.*{REBUILD}"):
        Assistant.open(copy)


def flipped(data: bytes) -> bytes:
    spoilt = bytearray(data)
    spoilt[len(data) // 2] ^= 1
    return bytes(spoilt)


SPOILT: dict[str, Callable[[bytes], bytes | None]] = {
    "a flipped byte": flipped,
    "a byte less": lambda data: data[:-1],
    "half of it": lambda data: data[: len(data) // 2],
    "nothing": lambda _: b"",
    "a byte more": lambda data: data + b"\0",
    "no file": lambda _: None,
}


@pytest.mark.parametrize("how", SPOILT)
def test_any_file_that_is_spoilt(assistant: Assistant, copy: Environment, how: str) -> None:
    files = [file for file in copy.index_folder.rglob("*") if file.is_file()]
    assert len(files) >= 30
    for file in files:
        data = file.read_bytes()
        spoilt = SPOILT[how](data)
        if spoilt is None:
            file.unlink()
        else:
            file.write_bytes(spoilt)
        with pytest.raises((DamagedIndexError, IndexMissingError)) as caught:
            opened(copy, assistant)
        assert REBUILD in str(caught.value)
        name = file.relative_to(copy.index_folder).as_posix()
        assert name in str(caught.value) or how == "no file"
        file.write_bytes(data)
    opened(copy, assistant)


def opened(copy: Environment, assistant: Assistant) -> PlanIndex:
    return PlanIndex.open(
        copy.index_folder,
        assistant.plan,
        assistant.companions,
        assistant.asks,
        assistant.index.embedder,
    )


def test_any_byte_of_the_manifest(copy: Environment) -> None:
    layout = Layout(copy.index_folder)
    data = layout.manifest.read_bytes()
    for place in range(0, len(data), 7):
        spoilt = bytearray(data)
        spoilt[place] ^= 1 << place % 8
        layout.manifest.write_bytes(spoilt)
        with pytest.raises((DamagedIndexError, StaleIndexError), match=REBUILD):
            read_manifest(layout)
    layout.manifest.write_bytes(data)
    assert read_manifest(layout).passages > 0


def test_made_by_another_model(assistant: Assistant, copy: Environment) -> None:
    class Other:
        name, fingerprint, dimension = "other", "0", 512
        passages = queries = assistant.index.embedder.passages

    with pytest.raises(StaleIndexError, match=rf"another embedding model: run `{REBUILD}"):
        PlanIndex.open(
            copy.index_folder, assistant.plan, assistant.companions, assistant.asks, Other()
        )


@pytest.mark.parametrize(
    "manifest", ["", "[]", "{}", f'{{"schema": {SCHEMA}}}', "\x00", "[" * 100_000]
)
def test_a_manifest_that_is_none(copy: Environment, manifest: str) -> None:
    Layout(copy.index_folder).manifest.write_text(manifest, encoding="utf-8")
    with pytest.raises(DamagedIndexError, match=REBUILD):
        Assistant.open(copy)


def test_a_build_that_fails_leaves_the_old_index(assistant: Assistant, copy: Environment) -> None:
    class Failing:
        name, fingerprint, dimension = "failing", "0", 4

        def passages(self, texts: object) -> object:
            raise OSError("no space left")

        queries = passages

    before = sorted(copy.index_folder.rglob("*"))
    with pytest.raises(IndexWriteError, match="no space left.*as it was.*index build"):
        build_index(assistant.plan, {}, NO_ASKS, Failing(), copy.index_folder, progress=False)  # type: ignore[arg-type]
    assert sorted(copy.index_folder.rglob("*")) == before
    assert list(copy.index_folder.parent.iterdir()) == [copy.index_folder]
    Assistant.open(copy)


def test_a_small_foreign_plan_is_indexed(assistant: Assistant, tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "data" / "two_chapters.txt").read_text(encoding="utf-8")
    plan = parse_plan(text, "two_chapters.txt")
    embedder = assistant.index.embedder
    manifest = build_index(plan, {}, NO_ASKS, embedder, tmp_path / "index", progress=False)
    assert manifest.passages == len(plan.passages) == manifest.chunks
    index = PlanIndex.open(tmp_path / "index", plan, {}, NO_ASKS, embedder)
    assert index.search("緑地の広さ", k=1)[0].passage_id.startswith("4-1.")
    assert json.loads(Layout(tmp_path / "index").manifest.read_text())["passages"] == len(
        plan.passages
    )
