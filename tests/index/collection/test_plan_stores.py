"""The same suite over every store of plans, the exact reference included."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.service import Assistant
from corpus.about import About
from corpus.asks import NO_ASKS
from corpus.parse import parse_plan
from corpus.plan import Plan
from index.chunks import chunks
from index.collection.entries import entries, query_terms
from index.collection.exact import ExactPlanStore
from index.collection.protocols import CollectionHit, Entry, PlanStore
from index.errors import PlanMissingError, SearchIndexError
from index.protocols import Embedder, Floats

TWO_CHAPTERS = Path(__file__).parents[2] / "data" / "two_chapters.txt"
MakeStore = Callable[[Path], PlanStore]
DIMENSION = 8


@dataclass(frozen=True)
class Put:
    """A plan that is put into a store."""

    about: About
    digest: str
    folder: Path
    entries: Sequence[Entry]


def about(plan_id: str) -> About:
    return About(plan_id, f"{plan_id}市", f"{plan_id} City", "2020-2029")


def unit(*values: float) -> Floats:
    vector = np.array(values, dtype=np.float32)
    return np.asarray(vector / (np.linalg.norm(vector) or 1), dtype=np.float32)


def entry(passage_id: str, vectors: Sequence[Floats], *terms: str) -> Entry:
    rows = np.stack(vectors) if vectors else np.zeros((0, DIMENSION), dtype=np.float32)
    return Entry(passage_id, rows, terms)


def axis(number: int) -> Floats:
    return np.eye(DIMENSION, dtype=np.float32)[number]


NOTHING = np.zeros(DIMENSION, dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index folder, as `put` takes it."""
    return index_folder(tmp_path / "built", "of the plan")


def index_folder(path: Path, text: str) -> Path:
    (path / "lexical" / "words").mkdir(parents=True)
    (path / "manifest.json").write_text(text, encoding="utf-8")
    (path / "lexical" / "words" / "a.npy").write_bytes(bytes(range(256)))
    return path


def put(store: PlanStore, *plans: Put) -> None:
    with store.writing() as writer:
        for one in plans:
            writer.put(one.about, one.digest, one.folder, iter(one.entries))


def put_terms(store: PlanStore, folder: Path, **plans: Iterable[str]) -> None:
    """Put plans with a passage of one term each."""
    put(
        store,
        *(
            Put(
                about(plan), "1", folder,
                [entry(f"p{number}", [axis(0)], term) for number, term in enumerate(terms)],
            )
            for plan, terms in plans.items()
        ),
    )  # fmt: skip


def names(hits: Sequence[CollectionHit]) -> list[str]:
    return [f"{hit.plan_id} {hit.passage_id}" for hit in hits]


def test_an_empty_store(store: PlanStore) -> None:
    assert list(store.abouts()) == []
    assert list(store.search(axis(0), {"介護": 1.0}, 10)) == []
    assert list(store.search(axis(0), {"介護": 1.0}, 10, plans=[])) == []
    with store.writing() as writer:
        assert not writer.has("kamakura", "1")
        writer.keep_only([])
    assert list(store.abouts()) == []
    assert list(store.search(axis(0), {"介護": 1.0}, 10)) == []


@pytest.mark.parametrize("unknown", ["nowhere", "", "../kamakura", "Ω", "a" * 5000, "%", "'; --"])
def test_an_unknown_plan(store: PlanStore, folder: Path, unknown: str) -> None:
    for _ in range(2):
        with pytest.raises(PlanMissingError):
            store.folder(unknown)
        with pytest.raises(PlanMissingError):
            store.search(axis(0), {"介護": 1.0}, 10, plans=[unknown])
        with store.writing() as writer:
            assert not writer.has(unknown, "1")
        put_terms(store, folder, kamakura=["介護"])


def test_what_was_put_is_kept(store: PlanStore, folder: Path) -> None:
    put_terms(store, folder, zushi=["海"], kamakura=["寺"])
    assert [one.id for one in store.abouts()] == ["kamakura", "zushi"]
    assert store.abouts()[0] == about("kamakura")
    with store.writing() as writer:
        assert writer.has("zushi", "1")
        assert not writer.has("zushi", "2")
        assert not writer.has("hayama", "1")


def test_a_folder_comes_back_as_it_was_put(store: PlanStore, folder: Path, tmp_path: Path) -> None:
    put_terms(store, folder, kamakura=["寺"])
    other = index_folder(tmp_path / "other", "of another")
    put_terms(store, other, zushi=["海"])
    for plan, original in (("kamakura", folder), ("zushi", other)):
        found = store.folder(plan)
        files = [path.relative_to(original) for path in original.rglob("*") if path.is_file()]
        assert len(files) == 2
        for file in files:
            assert (found / file).read_bytes() == (original / file).read_bytes()
        assert sorted(path.relative_to(found) for path in found.rglob("*") if path.is_file()) == (
            sorted(files)
        )


def test_what_was_put_does_not_change_with_the_folder(store: PlanStore, folder: Path) -> None:
    put_terms(store, folder, kamakura=["寺"])
    (folder / "manifest.json").write_text("spoilt", encoding="utf-8")
    assert (store.folder("kamakura") / "manifest.json").read_text("utf-8") == "of the plan"


def test_a_plan_gives_way_to_one_of_its_id(store: PlanStore, folder: Path, tmp_path: Path) -> None:
    put_terms(store, folder, kamakura=["寺", "寺"], zushi=["海"])
    new = index_folder(tmp_path / "new", "of the new plan")
    with store.writing() as writer:
        writer.put(about("kamakura"), "2", new, [entry("q0", [axis(1)], "海")])
        assert writer.has("kamakura", "2")
        assert not writer.has("kamakura", "1")
    assert [one.id for one in store.abouts()] == ["kamakura", "zushi"]
    assert (store.folder("kamakura") / "manifest.json").read_text("utf-8") == "of the new plan"
    assert names(store.search(NOTHING, {"寺": 1.0, "海": 1.0}, 10)) == ["kamakura q0", "zushi p0"]


def test_only_these_are_kept(store: PlanStore, folder: Path) -> None:
    put_terms(store, folder, kamakura=["寺"], zushi=["海"], hayama=["海"])
    with store.writing() as writer:
        writer.keep_only(["zushi", "unknown"])
        assert not writer.has("hayama", "1")
    assert [one.id for one in store.abouts()] == ["zushi"]
    assert names(store.search(axis(0), {"海": 1.0}, 10)) == ["zushi p0"]
    with pytest.raises(PlanMissingError):
        store.folder("kamakura")


def test_the_version_changes_with_the_plans(store: PlanStore, folder: Path) -> None:
    versions = [store.version]
    put_terms(store, folder, kamakura=["寺"])
    versions.append(store.version)
    put_terms(store, folder, zushi=["海"])
    versions.append(store.version)
    put_terms(store, folder, zushi=["海"])
    versions.append(store.version)
    with store.writing() as writer:
        writer.keep_only(["kamakura"])
    versions.append(store.version)
    assert all(one != next_one for one, next_one in pairwise(versions))
    with store.writing() as writer:
        writer.has("kamakura", "1")
    assert store.version == versions[-1]


def test_readers_see_nothing_before_the_end(store: PlanStore, folder: Path) -> None:
    put_terms(store, folder, kamakura=["寺"])
    before = store.version
    with suppress(RuntimeError), store.writing() as writer:
        writer.put(about("zushi"), "1", folder, [entry("p0", [axis(0)], "海")])
        writer.put(about("kamakura"), "2", folder, [entry("p0", [axis(0)], "海")])
        assert [one.id for one in store.abouts()] == ["kamakura"]
        assert names(store.search(NOTHING, {"寺": 1.0, "海": 1.0}, 10)) == ["kamakura p0"]
        assert store.version == before
        raise RuntimeError
    assert [one.id for one in store.abouts()] == ["kamakura"]
    assert names(store.search(NOTHING, {"寺": 1.0, "海": 1.0}, 10)) == ["kamakura p0"]
    assert store.version == before


def test_entries_that_fail_leave_what_was(store: PlanStore, folder: Path) -> None:
    put_terms(store, folder, kamakura=["寺"])

    def failing() -> Iterable[Entry]:
        yield entry("p0", [axis(0)], "海")
        raise LookupError("no more")

    with pytest.raises(LookupError), store.writing() as writer:
        writer.put(about("kamakura"), "2", folder, failing())
    assert names(store.search(NOTHING, {"寺": 1.0, "海": 1.0}, 10)) == ["kamakura p0"]
    with store.writing() as writer:
        assert not writer.has("kamakura", "2")
        assert writer.has("kamakura", "1")


def test_plans_are_chosen(store: PlanStore, folder: Path) -> None:
    put_terms(store, folder, zushi=["海", "海"], kamakura=["海", "寺"], hayama=["海"])
    asked: dict[str, float] = {"海": 1.0}
    assert names(store.search(NOTHING, asked, 10, plans=["zushi"])) == ["zushi p0", "zushi p1"]
    both = names(store.search(axis(0), asked, 10, plans=["zushi", "kamakura", "zushi"]))
    assert both == ["kamakura p0", "zushi p0", "zushi p1", "kamakura p1"]
    assert list(store.search(axis(0), asked, 10, plans=[])) == []


def test_ranks_are_put_together(store: PlanStore, folder: Path) -> None:
    found = [
        entry("near", [unit(1, 0.1, 0, 0, 0, 0, 0, 0)], "海"),
        entry("both", [axis(3), unit(1, 0.2, 0, 0, 0, 0, 0, 0)], "寺"),
        entry("far", [axis(2)], "寺", "寺"),
        entry("without vectors", [], "寺", "海", "海"),
        entry("without terms", [unit(0, 1, 1, 0, 0, 0, 0, 0)]),
    ]
    put(store, Put(about("kamakura"), "1", folder, found))
    hits = store.search(axis(0), {"寺": 1.0}, 10)
    # By vectors: near, both, far and without terms (both 0); by BM25: far, both, without vectors.
    # Σ 1 / (5 + rank): near 1/6; both 2/7; far 1/8 + 1/6; without vectors 1/8; the last 1/9.
    wanted = {
        "both": 2 / 7, "far": 1 / 8 + 1 / 6, "near": 1 / 6,
        "without vectors": 1 / 8, "without terms": 1 / 9,
    }  # fmt: skip
    assert [hit.passage_id for hit in hits] == ["far", "both", *list(wanted)[2:]]
    assert {hit.passage_id: hit.score for hit in hits} == pytest.approx(wanted)
    assert names(store.search(axis(0), {"寺": 1.0}, 2)) == ["kamakura far", "kamakura both"]


def test_ties_stand_in_the_order_of_plans_and_passages(store: PlanStore, folder: Path) -> None:
    put_terms(store, folder, zushi=["海"] * 3, kamakura=["海"] * 2)
    put_terms(store, folder, hayama=["海"] * 2)
    wanted = [*["hayama p0", "hayama p1", "kamakura p0", "kamakura p1"],
              *["zushi p0", "zushi p1", "zushi p2"]]  # fmt: skip
    assert names(store.search(axis(0), {"海": 1.0}, 10)) == wanted
    assert names(store.search(NOTHING, {"海": 1.0}, 10)) == wanted
    assert names(store.search(axis(0), {}, 10)) == wanted


def test_a_query_that_says_nothing(store: PlanStore, folder: Path) -> None:
    put_terms(store, folder, kamakura=["寺", "海"])
    assert list(store.search(NOTHING, {}, 10)) == []
    assert list(store.search(NOTHING, {"山": 1.0}, 10)) == []
    assert list(store.search(NOTHING, {"寺": 0.0}, 10)) == []
    assert names(store.search(NOTHING, {"寺": 1.0}, 10)) == ["kamakura p0"]
    assert names(store.search(axis(0), {"山": 1.0}, 1)) == ["kamakura p0"]


def test_weights_of_terms(store: PlanStore, folder: Path) -> None:
    put_terms(store, folder, kamakura=["寺", "海", "山"])
    hits = store.search(NOTHING, {"寺": 1.0, "海": 3.0, "山": 2.0}, 10)
    assert [hit.passage_id for hit in hits] == ["p1", "p2", "p0"]
    with pytest.raises(ValueError, match="no numbers"):
        store.search(NOTHING, {"寺": float("nan")}, 10)


HOSTILE = [
    "(福祉", "福祉:", '"', "*", "+寺 -海", "[a TO z]", "\\", "\\20;", " ", "a b", "", "\t", "\n",
    "a\nb", "\x00", "a\x00b", "\ud800", "%", "_", "'; drop table plans; --", "{}", "$1", "%s",
    "寺" * 70_000, "寺" * 70_001, "\u3000", "\u00a0", "\u2028", "\x1f", "\x85", "é", "e\u0301",
    "𠮷野家", "👨‍👩‍👧", "OR", "AND", "NOT",
]  # fmt: skip


def test_terms_and_ids_may_hold_anything(store: PlanStore, folder: Path) -> None:
    found = [
        entry(text, [axis(0)], text) for text in HOSTILE if len(text) < 100 and "\0" not in text
    ]
    found += [entry(f"n{number}", [axis(0)], text) for number, text in enumerate(HOSTILE)]
    put(store, Put(about("kamakura"), "1", folder, found))
    for number, text in enumerate(HOSTILE):
        ids = [hit.passage_id for hit in store.search(NOTHING, {text: 1.0}, 100)]
        wanted = [one.passage_id for one in found if one.terms == (text,)]
        assert ids == wanted, repr(text[:20])
        assert f"n{number}" in ids


def test_abouts_may_hold_anything(store: PlanStore, folder: Path) -> None:
    odd = About("a-1", "市'\"<&>\n\\ 𠮷", "%s {} $1", "")
    put(store, Put(odd, "digest '", folder, [entry("p0", [axis(0)], "海")]))
    assert list(store.abouts()) == [odd]
    with store.writing() as writer:
        assert writer.has("a-1", "digest '")


@pytest.mark.parametrize("plan_id", ["", "..", "a/b", "A", "a" * 41, "a\n", "鎌倉"])
def test_no_plan_has_an_id_that_leads_out_of_its_folder(plan_id: str) -> None:
    with pytest.raises(ValueError, match="make an id"):
        about(plan_id)


def test_a_plan_without_passages(store: PlanStore, folder: Path) -> None:
    put_terms(store, folder, kamakura=[], zushi=["海"])
    assert [one.id for one in store.abouts()] == ["kamakura", "zushi"]
    assert names(store.search(axis(0), {"海": 1.0}, 10)) == ["zushi p0"]
    assert list(store.search(axis(0), {"海": 1.0}, 10, plans=["kamakura"])) == []
    with store.writing() as writer:
        writer.keep_only(["kamakura"])
    assert list(store.search(axis(0), {"海": 1.0}, 10)) == []


def test_a_query_of_another_model(store: PlanStore, folder: Path) -> None:
    put_terms(store, folder, kamakura=["海"])
    with pytest.raises(SearchIndexError, match="length|values"):
        store.search(np.ones(DIMENSION + 1, dtype=np.float32), {"海": 1.0}, 10)


def plans_entries(plan: Plan, embedder: Embedder) -> list[Entry]:
    return list(entries(chunks(plan, {}, NO_ASKS), embedder))


def test_real_plans_are_searched_as_the_reference_does(
    make_store: MakeStore, assistant: Assistant, folder: Path, tmp_path: Path
) -> None:
    embedder = assistant.index.embedder
    small = parse_plan(TWO_CHAPTERS.read_text(encoding="utf-8"), TWO_CHAPTERS.name)
    plans = [
        Put(about("kamakura"), "1", folder, plans_entries(assistant.plan, embedder)),
        Put(about("twochapters"), "2", folder, plans_entries(small, embedder)),
    ]
    store, reference = make_store(tmp_path / "store"), ExactPlanStore(tmp_path / "reference")
    put(store, *plans)
    put(reference, *plans)
    asked = ["緑地の広さは?", "ケアラーを支える取組は?", "防災", "hogoshi", "!?", "How many trees?"]
    for question in [*asked, *(passage.text for passage in small.passages)]:
        vector = embedder.queries([question])[0]
        terms = dict.fromkeys(query_terms(question), 1.0)
        for chosen in (None, ["twochapters"], ["kamakura"]):
            hits = store.search(vector, terms, 20, chosen)
            wanted = reference.search(vector, terms, 20, chosen)
            assert names(hits) == names(wanted), question
            assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in wanted])
    hits = store.search(embedder.queries(["緑地の広さは?"])[0], {"緑地": 1.0}, 3, ["twochapters"])
    assert hits[0].passage_id.startswith("4-1.")


WORDS = ["海", "寺", "山", "緑", "人", "a b", ""]
VALUES = st.integers(-3, 3)
VECTORS = st.lists(VALUES, min_size=DIMENSION, max_size=DIMENSION).map(lambda values: unit(*values))
ENTRIES = st.builds(
    entry,
    st.text(max_size=3).filter(lambda text: "\0" not in text),
    st.lists(VECTORS, max_size=3),
)
COLLECTIONS = st.dictionaries(
    st.sampled_from(["kamakura", "zushi", "hayama", "a", "a-b"]),
    st.lists(
        st.tuples(ENTRIES, st.lists(st.sampled_from(WORDS), max_size=60)).map(
            lambda pair: Entry(pair[0].passage_id, pair[0].vectors, tuple(pair[1]))
        ),
        max_size=12,
    ),
    max_size=4,
)
QUERIES = st.tuples(
    VECTORS,
    st.dictionaries(st.sampled_from([*WORDS, "none"]), st.floats(0, 5, width=32), max_size=4),
    st.integers(1, 30),
)


@settings(max_examples=20)  # Each writes a collection to the disk.
@given(COLLECTIONS, st.lists(QUERIES, min_size=1, max_size=5), st.data())
def test_any_small_collection_is_searched_as_the_reference_does(
    make_store: MakeStore,
    collection: dict[str, list[Entry]],
    queries: list[tuple[Floats, dict[str, float], int]],
    data: st.DataObject,
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = index_folder(Path(place) / "built", "of the plan")
        store, reference = make_store(Path(place) / "store"), ExactPlanStore(Path(place) / "exact")
        plans = [Put(about(plan), "1", folder, found) for plan, found in collection.items()]
        put(store, *plans)
        put(reference, *plans)
        for vector, terms, k in queries:
            chosen = data.draw(st.none() | st.lists(st.sampled_from(sorted(collection) or [""]))) \
                if collection else None  # fmt: skip
            hits = store.search(vector, terms, k, chosen)
            wanted = reference.search(vector, terms, k, chosen)
            assert names(hits) == names(wanted)
            assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in wanted])
