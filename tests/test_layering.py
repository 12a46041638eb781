"""Data flows one way, between the floors and between the rooms of the assistant.

corpus → index → assistant → web; understanding → evidence, safety → answering → dialogue →
service. No import runs back, and none in a circle.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("corpus", "index", "assistant", "web")
# Rooms of the assistant, those that stand on no other first; some lie side by side.
ROOMS = (
    {"understanding"},
    {"evidence", "safety"},
    {"answering"},
    {"dialogue"},
    {"service"},
)


def imported(file: Path) -> set[str]:
    """The top-level packages that `file` imports, wherever in it."""
    found: set[str] = set()
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


def room(module: str) -> str:
    """The room of a module of the assistant: assistant.answering.lists → answering."""
    return module.split(".")[1]


def rooms(floor: str) -> dict[str, set[str]]:
    """The rooms of a floor, each with those of the same floor that its modules import."""
    graph: dict[str, set[str]] = {}
    for module, targets in modules(floor).items():
        if module != floor:
            graph.setdefault(room(module), set()).update(map(room, targets))
    return graph


@pytest.mark.parametrize("place", range(len(ROOMS)))
def test_no_room_imports_one_beside_or_above_it(place: int) -> None:
    graph = rooms("assistant")
    above = set().union(*ROOMS[place:])
    for name in ROOMS[place]:
        assert name in graph
        assert not graph[name] & (above - {name}), name


def test_every_room_is_used_by_one_above_it() -> None:
    """A room that nothing is built on would be left over from another house."""
    graph = rooms("assistant")
    for place, beside in enumerate(ROOMS[:-1]):
        above = set().union(*ROOMS[place + 1 :])
        for name in beside:
            assert [one for one in above if name in graph[one]], name


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
    allowed = {*FLOORS, *texts, "docs", "tests", "pyproject.toml", "Makefile"}
    built = {"var", "dist", "build"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - built <= allowed
