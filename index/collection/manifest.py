"""The manifest of what is searched: of which plans it is, by which rule, in which files."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from corpus.about import About
from index.collection.file_sums import FileSums, check_sizes, read_sums
from index.collection.layout import SearchedLayout
from index.collection.vectors import VectorRule
from index.errors import REBUILD, DamagedIndexError, StaleIndexError
from index.signed import digest_of, read_signed, write_signed

_SCHEMA = 1
REMAKE = f"{REBUILD} (plans that are whole are not done again)"


@dataclass(frozen=True, slots=True)
class SearchedPlan:
    """A plan that is searched: which put of it, and how many passages and vectors it has."""

    about: About
    digest: str
    put: int
    passages: int
    rows: int


@dataclass(frozen=True)
class SearchedManifest:
    """What is searched; the plans in the order of their ids, numbered so.

    `last_put` is the number of the last put that had been made.
    """

    plans: tuple[SearchedPlan, ...]
    last_put: int
    dimension: int
    rule: VectorRule
    files: FileSums

    @cached_property
    def version(self) -> str:
        """What changes whenever a plan is put or removed."""
        return digest_of({plan.about.id: [plan.digest, plan.put] for plan in self.plans})

    @property
    def puts(self) -> dict[str, int]:
        """Which put of each plan it is."""
        return {plan.about.id: plan.put for plan in self.plans}

    def write(self, layout: SearchedLayout) -> None:
        """Write the manifest. Raises OSError."""
        write_signed(layout.manifest, {"schema": _SCHEMA, **asdict(self)})


def read_manifest(folder: Path) -> SearchedManifest:
    """Read the manifest in `folder`, and look at the sizes of the files that it names.

    Raises DamagedIndexError, or StaleIndexError where it is of another version.
    """
    layout = SearchedLayout(folder)
    try:
        fields = read_signed(layout.manifest)
        if fields["schema"] != _SCHEMA:
            raise StaleIndexError(f"{layout.manifest} is of another version: {REMAKE}")
        manifest = SearchedManifest(
            plans=tuple(
                SearchedPlan(**{**plan, "about": About(**plan["about"])})
                for plan in fields["plans"]
            ),
            last_put=fields["last_put"],
            dimension=fields["dimension"],
            rule=VectorRule(**fields["rule"]),
            files=read_sums(fields["files"]),
        )
        check_sizes(folder, manifest.files)
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise DamagedIndexError(f"{layout.manifest}: {error}: {REMAKE}") from error
    return manifest
