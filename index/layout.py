"""An index folder: which files it has, and the manifest that says what it was made from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import REBUILD, DamagedIndexError, IndexMissingError, StaleIndexError
from index.signed import digest_of

SCHEMA = 11
DEFAULT_FOLDER = Path("var") / "index"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths in an index folder."""

    folder: Path

    @property
    def manifest(self) -> Path:
        """What the index was made from, and its files' checksums (JSON)."""
        return self.folder / "manifest.json"

    @property
    def rows(self) -> Path:
        """Which passage and view each vector stands for (JSON)."""
        return self.folder / "rows.json"

    @property
    def vectors(self) -> Path:
        """The vectors (FAISS)."""
        return self.folder / "vectors.faiss"

    def lexical(self, field: str) -> Path:
        """The folder of one lexical field (NumPy and JSON)."""
        return self.folder / "lexical" / field

    @property
    def word_vectors(self) -> Path:
        """The vectors of the passages' words (NumPy)."""
        return self.folder / "words.npy"

    @property
    def word_places(self) -> Path:
        """Which word stands in which passage (JSON)."""
        return self.folder / "words.json"

    @property
    def spellings(self) -> Path:
        """How the plan's words are read and written (JSON)."""
        return self.folder / "spellings.json"

    def files(self) -> list[Path]:
        """Every file of the folder but the manifest, in a fixed order."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(path for path in found if path != self.manifest)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made from: `checksums` are the SHA-256 of its files by relative path.

    `adopted` names the adopted plan, "" is the bundled one, None one that the environment named.
    """

    schema: int
    adopted: str | None
    plan_digest: str
    companions_digest: str
    asks_digest: str
    model_name: str
    model_fingerprint: str
    dimension: int
    passages: int
    chunks: int
    checksums: dict[str, str]

    def write(self, layout: Layout) -> None:
        """Write the manifest into the folder."""
        fields = asdict(self)
        text = json.dumps({**fields, "digest": digest_of(fields)}, ensure_ascii=False, indent=2)
        layout.manifest.write_text(text, encoding="utf-8")


def read_manifest(layout: Layout) -> Manifest:
    """Read the manifest.

    Raises IndexMissingError, DamagedIndexError, or StaleIndexError where it is of another version.
    """
    if not layout.manifest.is_file():
        raise IndexMissingError(f"there is no index in {layout.folder}: {REBUILD}")
    try:
        fields = json.loads(layout.manifest.read_text(encoding="utf-8"))
        if fields["schema"] != SCHEMA:
            message = f"the index in {layout.folder} is of another version: {REBUILD}"
            raise StaleIndexError(message)
        digest = fields.pop("digest")
        if digest != digest_of(fields):
            raise ValueError("it is not as it was written")
        return Manifest(**fields)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        message = f"{layout.manifest} is not a manifest ({error}): {REBUILD}"
        raise DamagedIndexError(message) from error


def adopted_plan(layout: Layout) -> str | None:
    """Return which adopted plan the index is of, by the manifest of whatever schema.

    None where there is no manifest or it does not say.
    """
    try:
        name = json.loads(layout.manifest.read_text(encoding="utf-8"))["adopted"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return name if isinstance(name, str) else None


def checksums(layout: Layout) -> dict[str, str]:
    """Return the SHA-256 of every file of the folder but the manifest."""
    return {
        path.relative_to(layout.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in layout.files()
    }
