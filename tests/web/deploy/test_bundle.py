"""The parts of a bundle: sums, bill of materials, licences, and an installer that checks first."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import distribution
from pathlib import Path

import pytest

from assistant.environment import Environment
from assistant.service import Assistant
from web.deploy.bundle import BundleError, fill, pack, packages
from web.deploy.dependencies import Dependency, Licences, dependencies, required
from web.deploy.lock import public

PYTHON = """#!/bin/sh
# A Python that notes what it is asked for, in place of minutes of installing.
echo "$@" >> "$NOTES"
case "$1 $2" in
  "-c import"*) cat "$VERSION" ;;
  "-m venv") mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
esac
"""


@pytest.fixture(scope="module")
def found() -> tuple[Dependency, ...]:
    return dependencies(required())


@pytest.fixture(scope="module")
def whole(
    found: tuple[Dependency, ...],
    environment: Environment,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A bundle whose wheels hold their metadata alone."""
    folder = tmp_path_factory.mktemp("bundle") / "michishirube-0.1.0"
    (folder / "wheels").mkdir(parents=True)
    for one in found:
        metadata = distribution(one.name).read_text("METADATA") or ""
        wheel(folder, one.name, one.version, metadata)
    needs = "".join(f"Requires-Dist: {one}\n" for one in required())
    said = f"Name: michishirube\nVersion: 0.1.0\nLicense-Expression: MIT\n{needs}"
    wheel(folder, "michishirube", "0.1.0", said)
    fill(folder, environment)
    return folder


def wheel(folder: Path, name: str, version: str, metadata: str) -> None:
    stem = f"{name.replace('-', '_')}-{version}"
    with zipfile.ZipFile(folder / "wheels" / f"{stem}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{stem}.dist-info/METADATA", metadata)


@pytest.fixture
def bundle(whole: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(whole, tmp_path / whole.name))


@pytest.fixture
def install(bundle: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    python = tmp_path / "python"
    python.write_text(PYTHON, encoding="utf-8")
    python.chmod(0o755)
    variables = {
        "PATH": os.environ["PATH"],
        "PYTHON": str(python),
        "NOTES": str(tmp_path / "notes"),
        "VERSION": str(tmp_path / "version"),
    }
    shutil.copy(bundle / "python-version", tmp_path / "version")

    def install(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["sh", "-c", 'umask 0; exec sh "$@"', "", str(bundle / "install.sh"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=variables)

    return install


def notes(tmp_path: Path) -> str:
    file = tmp_path / "notes"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def test_the_bill_lists_every_package(whole: Path, found: tuple[Dependency, ...]) -> None:
    bill = json.loads((whole / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    packages = [one for one in bill["components"] if one["type"] == "library"]
    listed = {(one["name"], public(one["version"])) for one in packages}
    assert listed == {(one.name, public(one.version)) for one in found}
    assert all(one["licenses"][0]["expression"] for one in packages)
    assert all(len(one["hashes"][0]["content"]) == 64 for one in packages)
    refs = {one["bom-ref"] for one in (*bill["components"], bill["metadata"]["component"])}
    assert {one["ref"] for one in bill["dependencies"]} <= refs
    assert {ref for one in bill["dependencies"] for ref in one["dependsOn"]} <= refs
    others = {one["type"] for one in bill["components"]} - {"library"}
    assert others == {"machine-learning-model", "data"}


def test_the_licence_list_has_every_package(whole: Path, found: tuple[Dependency, ...]) -> None:
    text = (whole / "LICENCES.txt").read_text(encoding="utf-8")
    for one in found:
        assert f"{one.name} {one.version}: {one.licence}\n" in text
        assert one.licence in Licences.read().allowed


def test_the_index_in_it_opens(whole: Path, environment: Environment) -> None:
    opened = Assistant.open(replace(environment, index_folder=whole / "index"))
    assert "785 人" in opened.ask("出生数は?").text


def test_an_archive_that_holds_all(bundle: Path, tmp_path: Path) -> None:
    archive = pack(bundle, tmp_path)
    with tarfile.open(archive) as tar:
        members = [one for one in tar.getmembers() if one.isfile()]
    names = {one.name for one in members}
    assert names == {
        path.relative_to(tmp_path).as_posix() for path in bundle.rglob("*") if path.is_file()
    }
    assert {(one.uid, one.uname, one.mode & 0o022) for one in members} == {(0, "root", 0)}
    check = ["sha256sum", "--check", "--quiet", f"{archive.name}.sha256"]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0


def test_packages_that_are_missing_or_not_needed(bundle: Path) -> None:
    wheel(bundle, "stray", "1", "Name: stray\nVersion: 1\n")
    with pytest.raises(BundleError, match="more than is needed: .*stray"):
        packages(bundle / "wheels")
    for one in (bundle / "wheels").glob("*.whl"):
        if one.name.startswith(("stray", "starlette")):
            one.unlink()
    with pytest.raises(BundleError, match="no wheel of starlette"):
        packages(bundle / "wheels")


def test_a_plan_or_model_of_the_environment_is_not_bundled(
    bundle: Path, environment: Environment
) -> None:
    for named in (replace(environment, plan=bundle), replace(environment, model="other")):
        with pytest.raises(BundleError, match="MICHISHIRUBE_PLAN and MICHISHIRUBE_MODEL"):
            fill(bundle, named)


def test_it_installs_from_itself_alone(
    install: Callable[..., subprocess.CompletedProcess[str]], bundle: Path, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    ran = install(str(tmp_path / "program"), str(state))
    assert ran.returncode == 0, ran.stderr
    pip = notes(tmp_path).splitlines()[-1]
    assert "--no-index --find-links wheels michishirube" in pip
    manifest = state / "index" / "manifest.json"
    assert manifest.read_bytes() == (bundle / "index" / "manifest.json").read_bytes()
    assert (state / "index").is_symlink()
    modes = {one.stat().st_mode & 0o777 for one in (tmp_path / "program", state, state / "index")}
    assert modes == {0o755}, "others may write to what is installed"
    manifest.write_text("newer", encoding="utf-8")
    assert install(str(tmp_path / "program"), str(state)).returncode == 0
    assert manifest.read_text(encoding="utf-8") == "newer", "what was there was overwritten"


def flip(bundle: Path) -> None:
    path = bundle / "index" / "vectors.faiss"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def take_away(bundle: Path) -> None:
    next((bundle / "wheels").glob("starlette*")).unlink()


def add(bundle: Path) -> None:
    (bundle / "wheels" / "starlette-99-py3-none-any.whl").write_bytes(b"")


def add_link(bundle: Path) -> None:
    (bundle / "wheels" / "starlette-99-py3-none-any.whl").symlink_to("/dev/null")


def without_sums(bundle: Path) -> None:
    (bundle / "SHA256SUMS").unlink()


@pytest.mark.parametrize("spoil", [flip, take_away, add, add_link, without_sums])
def test_a_bundle_that_was_touched_is_not_installed(
    install: Callable[..., subprocess.CompletedProcess[str]],
    bundle: Path,
    tmp_path: Path,
    spoil: Callable[[Path], None],
) -> None:
    spoil(bundle)
    ran = install(str(tmp_path / "program"))
    assert ran.returncode == 1
    assert "unpack the bundle again" in ran.stderr
    assert notes(tmp_path) == ""
    assert not (tmp_path / "program").exists()


def test_another_python_is_refused(
    install: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "version").write_text("2.7 linux-x86_64\n", encoding="utf-8")
    ran = install(str(tmp_path / "program"))
    assert ran.returncode == 1
    assert "is 2.7 linux-x86_64" in ran.stderr
    assert not (tmp_path / "program").exists()
    assert install().returncode == 1
