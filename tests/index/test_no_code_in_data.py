"""No data file runs code: neither an index nor a model that somebody else wrote."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from assistant.environment import Environment
from assistant.service import Assistant
from index.embedding import open_embedder
from index.errors import DamagedIndexError, EmbeddingModelError
from index.layout import Layout, checksums, read_manifest
from index.search import PlanIndex

ROOT = Path(__file__).parents[2]
FILES = [file for floor in ("corpus", "index", "assistant", "web") for file in
         sorted((ROOT / floor).rglob("*.py"))]  # fmt: skip
# Modules that make objects, and so run code, from bytes.
FORBIDDEN = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "yaml"}
RUNNING = {"eval", "exec", "compile", "__import__"}


def nodes(file: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def test_no_module_that_runs_data_is_imported() -> None:
    assert len(FILES) > 100
    for file in FILES:
        for node in nodes(file):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not {name.partition(".")[0] for name in names} & FORBIDDEN, file


def test_nothing_is_called_that_runs_data() -> None:
    loads = 0
    for file in FILES:
        for node in nodes(file):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            given = {one.arg: ast.unparse(one.value) for one in node.keywords}
            assert called not in RUNNING, f"{file}: {called}"
            assert given.get("trust_remote_code", "False") == "False", file
            assert given.get("shell", "False") == "False", file
            if called == "np.load":
                loads += 1
                assert given.get("allow_pickle") == "False", file
            if called == "torch.load":
                assert given.get("weights_only") == "True", file
    assert loads > 2


class Bomb:
    """Makes the folder `trace` when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self._trace),)


def test_a_bomb_goes_off_where_pickle_is_read(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Bomb(tmp_path / "trace")))  # noqa: S301 - what the others must not do
    assert (tmp_path / "trace").exists()


def hostile_array(trace: Path) -> bytes:
    """A .npy file of one object."""
    array = np.empty(1, dtype=object)
    array[0] = Bomb(trace)
    out = io.BytesIO()
    np.save(out, array, allow_pickle=True)
    return out.getvalue()


def signed(layout: Layout) -> None:
    """Write a manifest that agrees with the files: who writes them can write it too."""
    fields = {**asdict(read_manifest(layout)), "checksums": checksums(layout)}
    digest = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    layout.manifest.write_text(json.dumps({**fields, "digest": digest}), encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    ["words.npy", "lexical/words/weights.npy", "lexical/asks/terms.json",
     "lexical/kana/starts.npy", "lexical/plain/documents.npy", "rows.json", "words.json",
     "spellings.json", "vectors.faiss"],
)  # fmt: skip
def test_a_hostile_file_of_an_index(
    environment: Environment, assistant: Assistant, tmp_path: Path, name: str
) -> None:
    folder, trace = tmp_path / "index", tmp_path / "trace"
    shutil.copytree(environment.index_folder, folder)
    hostile = (hostile_array(trace), pickle.dumps(Bomb(trace)), b"", b"[[1]]", b"\xff" * 99)
    for data in hostile:
        (folder / name).write_bytes(data)
        signed(Layout(folder))
        with pytest.raises(DamagedIndexError, match="python -m assistant index build"):
            PlanIndex.open(
                folder, assistant.plan, assistant.companions, assistant.asks,
                assistant.index.embedder,
            )  # fmt: skip
        assert not trace.exists()


MODULE = "import os\nos.mkdir({trace!r})\nclass Evil:\n    pass\n"


@pytest.mark.parametrize("weights", ["model.safetensors", "pytorch_model.bin"])
@pytest.mark.parametrize(
    "kind",
    ["sentence_transformers.models.StaticEmbedding", "evil.Evil", "os.mkdir", "evil.no"],
)
def test_a_hostile_model(environment: Environment, tmp_path: Path, weights: str, kind: str) -> None:
    folder, trace = tmp_path / "model", tmp_path / "trace"
    folder.mkdir()
    module = {"idx": 0, "name": "0", "path": "", "type": kind}
    config = {"model_type": "bert", "auto_map": {"AutoModel": "evil.Evil"}}
    (folder / "modules.json").write_text(json.dumps([module]), encoding="utf-8")
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    tokenizer = {"version": "1.0", "model": {"type": "WordLevel", "vocab": {"a": 0},
                                             "unk_token": "a"}}  # fmt: skip
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    (folder / "evil.py").write_text(MODULE.format(trace=str(trace)), encoding="utf-8")
    (folder / weights).write_bytes(pickle.dumps(Bomb(trace)))
    with pytest.raises(EmbeddingModelError, match="cannot be loaded"):
        open_embedder(str(folder))
    with pytest.raises(EmbeddingModelError, match="cannot be loaded"):
        Assistant.open(replace(environment, model=str(folder)))
    assert not trace.exists()
