"""`python -m web.deploy.bundle`: all that a machine without a network needs, in one archive.

Wheels (of the dependencies, and ours with the model), the index, an adopted plan, the service and
container files, a bill of materials, licences, and the SHA-256 of every file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from collections.abc import Sequence
from importlib.metadata import Distribution, PackageNotFoundError, PathDistribution
from pathlib import Path

from packaging.utils import parse_wheel_filename

from assistant.environment import Environment
from assistant.plans.opening import open_or_build
from index.layout import Layout, read_manifest
from index.switch import served_folder
from web.deploy.dependencies import HERE, NAME, ROOT, Dependency, Licences, dependencies, project
from web.deploy.lock import LOCK
from web.deploy.sbom import Json, bill_of_materials, licence_list

TARGET = Path("var") / "bundle"
SUMS = "SHA256SUMS"
DEPLOYED = ("michishirube.service", "michishirube.sysusers", "Containerfile")
_NAMED = ("MICHISHIRUBE_PLAN", "MICHISHIRUBE_MODEL")


class BundleError(Exception):
    """The bundle cannot be made; the message says why and what mends it."""


def build(target: Path) -> Path:
    """Write the bundle into the folder `target`; return the archive, with its SHA-256 beside it.

    Raises BundleError, CalledProcessError where pip cannot gather the wheels.
    """
    name = f"{NAME}-{project()['version']}"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target) as beside:
        folder = Path(beside) / name
        gather_wheels(folder / "wheels")
        fill(folder, Environment.read(os.environ))
        return pack(folder, target)


def gather_wheels(folder: Path) -> None:
    """Put our wheel and those of all that it needs, in the locked versions, into `folder`."""
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir", str(folder)]
    command = [*pip, "--constraint", str(LOCK), str(ROOT)]
    subprocess.run(command, check=True)  # noqa: S603 - this interpreter


def fill(folder: Path, environment: Environment) -> None:
    """Put beside the wheels of `folder` what else belongs to a bundle, and the sums of it all.

    Raises BundleError where a licence is not known, or the environment names a plan or a model.
    """
    if environment.plan or environment.model:
        message = f"{' and '.join(_NAMED)}: unset them; an adopted plan is bundled"
        raise BundleError(message)
    found = packages(folder / "wheels")
    unknown = [one.name for one in found if one.licence not in Licences.read().allowed]
    if unknown:
        raise BundleError(f"not under a known, allowed licence: {', '.join(unknown)}: make audit")
    _copy_index(folder, environment)
    digests = {name: _digest(wheel) for name, wheel in _wheels(folder / "wheels").items()}
    bill = bill_of_materials(found, NAME, _data(folder), digests)
    (folder / "sbom.cdx.json").write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
    (folder / "LICENCES.txt").write_text(licence_list(found), encoding="utf-8")
    (folder / "deploy").mkdir()
    for file in DEPLOYED:
        shutil.copy(HERE / file, folder / "deploy" / file)
    shutil.copy(HERE / "install.sh", folder / "install.sh")
    for file in ("README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / file, folder / file)
    version = f"{sys.version_info[0]}.{sys.version_info[1]} {sysconfig.get_platform()}\n"
    (folder / "python-version").write_text(version, encoding="utf-8")
    (folder / SUMS).write_text(sums(folder), encoding="utf-8")


def packages(wheels: Path) -> Sequence[Dependency]:
    """Return ours and all that it needs, as the wheels in `wheels` say.

    Raises BundleError where one is not there.
    """
    paths = _wheels(wheels)

    def find(name: str) -> Distribution:
        if name not in paths:
            raise PackageNotFoundError(name)
        archive = zipfile.Path(paths[name])
        inside = next(one for one in archive.iterdir() if one.name.endswith(".dist-info"))
        return PathDistribution(inside)

    try:
        found = dependencies((NAME,), find)
    except PackageNotFoundError as error:
        raise BundleError(f"{wheels} has no wheel of {error.name}") from error
    needed = {one.name for one in found}
    if paths.keys() - needed:
        raise BundleError(f"{wheels} has more than is needed: {sorted(paths.keys() - needed)}")
    return found


def sums(folder: Path) -> str:
    """Return the SHA-256 of every file of `folder` but the list itself, as sha256sum writes it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return "".join(
        f"{_digest(path)}  ./{path.relative_to(folder).as_posix()}\n"
        for path in files
        if path != folder / SUMS
    )


def pack(folder: Path, target: Path) -> Path:
    """Write `folder` as an archive into `target`, in place of one that is there; return it."""
    archive = target / f"{folder.name}.tar"
    new = folder.with_suffix(".new")

    def ours(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mode = 0o755 if member.isdir() or member.name.endswith(".sh") else 0o644
        return member

    # Wheels are compressed already.
    with tarfile.open(new, "w") as tar:
        tar.add(folder, folder.name, filter=ours)
    archive.with_suffix(".tar.sha256").write_text(f"{_digest(new)}  {archive.name}\n", "utf-8")
    new.replace(archive)
    return archive


def _wheels(folder: Path) -> dict[str, Path]:
    """The wheels of `folder` by the names of their packages."""
    return {str(parse_wheel_filename(path.name)[0]): path for path in folder.glob("*.whl")}


def _copy_index(folder: Path, environment: Environment) -> None:
    """Copy the index, which opens, and the adopted plan that it is of."""
    open_or_build(environment)
    served = served_folder(environment.index_folder)
    shutil.copytree(served, folder / "index")
    if read_manifest(Layout(served)).adopted:
        shutil.copytree(environment.plans, folder / "plans")


def _data(folder: Path) -> list[Json]:
    """The components that are no packages: the model, which is in our wheel, and the index."""
    manifest = read_manifest(Layout(folder / "index"))
    model = {
        "type": "machine-learning-model",
        "bom-ref": "model",
        "name": manifest.model_name,
        "version": manifest.model_fingerprint[:12],
        "licenses": [{"license": {"id": "CC-BY-SA-4.0"}}],
    }
    index = {
        "type": "data",
        "bom-ref": "index",
        "name": "index of the plan",
        "version": manifest.plan_digest[:12],
    }
    return [model, index]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> int:
    """Make the bundle; return the exit status."""
    try:
        archive = build(TARGET)
    except (BundleError, subprocess.CalledProcessError) as error:
        print(f"{NAME}: {error}", file=sys.stderr)
        return 1
    print(f"{archive}: {archive.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
