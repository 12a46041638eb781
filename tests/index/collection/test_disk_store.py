"""A collection on disk: killed while it is written, damaged, and large enough for lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.about import About
from index.collection import searched, vectors
from index.collection.disk import DiskPlanStore
from index.collection.exact import ExactPlanStore
from index.collection.file_sums import file_sums
from index.collection.layout import SearchedLayout
from index.collection.protocols import CollectionHit, Entry, PlanStore
from index.collection.vectors import VectorRule
from index.errors import DamagedIndexError, IndexWriteError, SearchIndexError, StaleIndexError
from index.protocols import Floats
from index.signed import read_signed, write_signed

SCRIPT = Path(__file__).with_name("killed_writes.py")
DIMENSION = 16


def rows(count: int, seed: int) -> Floats:
    found = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def entries(count: int, seed: int) -> Iterator[Entry]:
    for number, row in enumerate(rows(2 * count, seed).reshape(count, 2, DIMENSION)):
        yield Entry(f"p{number}", row, (f"term{number % 7}", "海"))


def put(store: PlanStore, folder: Path, *plans: str, size: int = 30) -> None:
    for plan in plans:
        put_entries(store, folder, plan, entries(size, seed=len(plan)))


def put_entries(store: PlanStore, folder: Path, plan: str, found: Iterable[Entry]) -> None:
    with store.writing() as writer:
        writer.put(About(plan, f"{plan}市", plan), "1", folder, found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index folder, as `put` takes it."""
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "manifest.json").write_text("{}", encoding="utf-8")
    return tmp_path / "built"


@pytest.fixture
def root(tmp_path: Path, folder: Path) -> Path:
    """The folder of a store with two plans."""
    put(DiskPlanStore(tmp_path / "store"), folder, "zushi", "kamakura")
    return tmp_path / "store"


def test_killed_at_any_step(lines_of: Callable[..., list[str]], tmp_path: Path) -> None:
    *steps, left = lines_of(SCRIPT, tmp_path)
    read = [line.split()[1] for line in steps]
    had = [int(line.split()[2]) for line in steps]
    assert len(steps) > 15
    assert read[0] == "old"
    assert read[-1] == "new"
    assert set(read) == {"old", "new"}
    assert read == sorted(read, reverse=True)  # Once the new one is read it stays so.
    assert had == sorted(had)  # What has been put is not done again.
    assert set(had) == {0, 1, 2}
    # Both collections' plans, for who still reads the old; the link, what it links to, the plans.
    assert left == "4 3 left"


def test_who_reads_goes_on_while_others_write(root: Path, folder: Path) -> None:
    store = DiskPlanStore(root)
    before = store.folder("zushi")
    put(DiskPlanStore(root), folder, "hayama")
    assert [one.id for one in store.abouts()] == ["hayama", "kamakura", "zushi"]
    with DiskPlanStore(root).writing() as writer:
        writer.keep_only(["hayama"])
    assert (before / "manifest.json").is_file()
    assert [one.id for one in store.abouts()] == ["hayama"]
    put(DiskPlanStore(root), folder, "zushi")
    assert not before.exists()
    store.verify()


def test_nothing_is_written_where_nothing_changes(root: Path) -> None:
    served = (root / "searched").readlink()
    with DiskPlanStore(root).writing() as writer:
        writer.keep_only(["zushi", "kamakura"])
    assert (root / "searched").readlink() == served


def files(root: Path) -> list[Path]:
    searched = root / "searched"
    found = [path for path in sorted(searched.resolve().rglob("*")) if path.is_file()]
    return [path for path in found if path.suffix != ".lock"]  # Which tantivy makes to read.


def write_anew(file: Path, data: bytes) -> None:
    """Put a new file in the place of `file`: the old one may still be mapped by who opened it.

    tantivy reads it in a thread of its own; a mapped file that is cut short ends the process.
    """
    new = file.with_name("new")
    new.write_bytes(data)
    new.replace(file)


@pytest.mark.parametrize("how", ["a byte less", "a byte more", "no file"])
def test_a_spoilt_file_is_told_at_opening(root: Path, how: str) -> None:
    assert len(files(root)) > 8
    for file in files(root):
        data = file.read_bytes()
        if how == "no file":
            file.unlink()
        else:
            write_anew(file, data[:-1] if how == "a byte less" else data + b"\0")
        with pytest.raises(DamagedIndexError, match="index build") as caught:
            DiskPlanStore(root).abouts()
        assert file.name in str(caught.value)
        write_anew(file, data)
    DiskPlanStore(root).verify()


def test_a_flipped_byte_is_told_by_verify(root: Path) -> None:
    plans = [path for path in root.glob("plans/*/*/**/*") if path.is_file()]
    assert len(plans) == 14
    for file in (*files(root), *plans):
        data = file.read_bytes()
        spoilt = bytearray(data)
        spoilt[len(data) // 2] ^= 1
        write_anew(file, spoilt)
        with pytest.raises(DamagedIndexError, match="index build") as caught:
            DiskPlanStore(root).verify()
        assert file.name in str(caught.value) or file.name == "plan.json"
        write_anew(file, data)
    DiskPlanStore(root).verify()


def test_building_again_mends_what_is_searched(root: Path, folder: Path) -> None:
    SearchedLayout(root / "searched").vectors.unlink()
    with pytest.raises(DamagedIndexError):
        DiskPlanStore(root).search(rows(1, 1)[0], {}, 5)
    with DiskPlanStore(root).writing() as writer:
        assert writer.has("kamakura", "1")
        assert writer.has("zushi", "1")
    DiskPlanStore(root).verify()
    assert len(DiskPlanStore(root).search(rows(1, 1)[0], {}, 5)) == 5


def test_a_plan_that_is_spoilt_is_done_again(root: Path, folder: Path) -> None:
    next(root.glob("plans/zushi/*/entries/terms.txt")).unlink()
    store = DiskPlanStore(root)

    def put_another() -> None:
        with store.writing() as writer:
            assert writer.has("kamakura", "1")
            assert not writer.has("zushi", "1")
            writer.put(About("hayama", "葉山町", "Hayama"), "1", folder, entries(3, seed=1))

    with pytest.raises(DamagedIndexError, match=r"zushi.*terms.txt is missing"):
        put_another()
    put(store, folder, "zushi")
    assert [one.id for one in store.abouts()] == ["hayama", "kamakura", "zushi"]
    store.verify()


@pytest.mark.parametrize("text", ["", "[]", "{}", "\x00", "[" * 100_000, '{"schema": 1}', "null"])
def test_a_manifest_that_is_none(root: Path, text: str) -> None:
    SearchedLayout(root / "searched").manifest.write_text(text, encoding="utf-8")
    with pytest.raises(DamagedIndexError, match="manifest.json"):
        DiskPlanStore(root).abouts()


def test_a_manifest_of_another_version(root: Path) -> None:
    manifest = SearchedLayout(root / "searched").manifest
    write_signed(manifest, {**read_signed(manifest), "schema": 0})
    with pytest.raises(StaleIndexError, match="index build"):
        DiskPlanStore(root).abouts()


def test_a_manifest_that_leads_out_of_the_folder(root: Path) -> None:
    manifest = SearchedLayout(root / "searched").manifest
    fields = read_signed(manifest)
    fields["plans"][0]["about"]["id"] = "../../etc"
    write_signed(manifest, fields)
    with pytest.raises(DamagedIndexError, match="make an id"):
        DiskPlanStore(root).abouts()


def test_files_that_are_not_of_each_other(root: Path, folder: Path, tmp_path: Path) -> None:
    put(DiskPlanStore(tmp_path / "other"), folder, "zushi", size=31)
    layout, other = (SearchedLayout(one / "searched") for one in (root, tmp_path / "other"))
    for file, foreign in ((layout.vectors, other.vectors), (layout.ends, other.ends)):
        data = file.read_bytes()
        write_anew(file, foreign.read_bytes())
        # Who writes a file can write the manifest too.
        fields = read_signed(layout.manifest)
        sums = file_sums(layout.folder)
        del sums[layout.manifest.name]
        write_signed(layout.manifest, {**fields, "files": sums})
        with pytest.raises(DamagedIndexError, match="of 60 passages and 120 vectors there are"):
            DiskPlanStore(root).abouts()
        write_anew(file, data)
        write_signed(layout.manifest, fields)
    DiskPlanStore(root).verify()


def test_vectors_of_two_models_are_refused(root: Path, folder: Path) -> None:
    found = [Entry("p0", np.ones((1, 3), dtype=np.float32), ())]
    store = DiskPlanStore(root)
    with pytest.raises(IndexWriteError, match="3 values of hayama, 16 values of"):
        put_entries(store, folder, "hayama", found)
    assert [one.id for one in store.abouts()] == ["kamakura", "zushi"]


def test_a_place_that_cannot_be_written(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "store").write_text("a file", encoding="utf-8")
    with pytest.raises(SearchIndexError, match=r"store.*cannot be written"):
        put(DiskPlanStore(tmp_path / "store"), folder, "zushi")


def test_the_rule_by_size() -> None:
    assert VectorRule.of(100_000, 512) == VectorRule("SQfp16", 0)
    assert VectorRule.of(100_001, 512) == VectorRule("PCAR256,PQ64x4fs,Refine(SQ8)", 2000)
    assert VectorRule.of(5_600_000, 384).factory == "PCAR192,PQ48x4fs,Refine(SQ8)"


def test_codes_find_nearly_what_the_reference_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: Path
) -> None:
    # The rule of many rows for few, of which some are compared by their values.
    monkeypatch.setattr(vectors, "EXACT_ROWS", 500)
    monkeypatch.setattr(vectors, "_COMPARED", 150)
    monkeypatch.setattr(searched, "DEPTH", 20)
    store, reference = DiskPlanStore(tmp_path / "store"), ExactPlanStore(tmp_path / "exact")
    for one in (store, reference):
        put(one, folder, "a", "bb", size=100)
        put(one, folder, "ccc", size=400)
    manifest = read_signed(SearchedLayout(tmp_path / "store" / "searched").manifest)
    assert manifest["rule"] == {"factory": "PCAR8,PQ2x4fs,Refine(SQ8)", "compared": 150}
    shared, shared_of_one = 0, 0
    for query in rows(20, seed=9):
        found, wanted = (one.search(query, {}, 10) for one in (store, reference))
        shared += len({*map(str, names(found))} & {*map(str, names(wanted))})
        # Rows of chosen plans are compared one by one.
        found, wanted = (one.search(query, {}, 10, ["bb", "a"]) for one in (store, reference))
        assert {hit.plan_id for hit in found} <= {"a", "bb"}
        shared_of_one += len({*names(found)} & {*names(wanted)})
    assert shared_of_one >= 190
    assert shared >= 120


def names(hits: Sequence[CollectionHit]) -> list[str]:
    return [f"{hit.plan_id} {hit.passage_id}" for hit in hits]
