"""Data flows one way: corpus → index → assistant → web; no import runs back."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("corpus", "index", "assistant", "web")


def imported(file: Path) -> set[str]:
    """The top-level packages that `file` imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file}: a relative import"
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("floor", FLOORS)
def test_no_import_runs_back(floor: str) -> None:
    above = set(FLOORS[FLOORS.index(floor) + 1 :])
    files = list((ROOT / floor).rglob("*.py"))
    assert files
    for file in files:
        assert not imported(file) & above, file


def modules(floor: str) -> dict[str, set[str]]:
    """The modules of a floor, each with those of the same floor that it imports."""
    graph = {}
    for file in (ROOT / floor).rglob("*.py"):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(file.read_text(encoding="utf-8"))
        graph[name] = {
            target
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for target in (node.module, *(f"{node.module}.{a.name}" for a in node.names))
            if target.startswith(f"{floor}.") and target != name
        }
    return graph


@pytest.mark.parametrize("floor", FLOORS)
def test_no_import_runs_in_a_circle(floor: str) -> None:
    graph = modules(floor)
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join((*path, name))
        if name not in done:
            for target in graph.get(name, ()):
                visit(target, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_the_top_level_holds_nothing_else() -> None:
    texts = {"README.md", "SECURITY.md", "LICENSE", "NOTICE"}
    allowed = {*FLOORS, *texts, "tests", "pyproject.toml", "Makefile"}
    built = {"var", "dist", "build"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - built <= allowed
