"""The bundle installs on a machine without a network, and answers: run by `make bundle-test`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from web.deploy.bundle import TARGET
from web.deploy.dependencies import NAME, ROOT, project

ALONE = ["unshare", "--net", "--map-root-user"]


def alone(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a network namespace of its own, which has no route anywhere."""
    return subprocess.run(
        [*ALONE, *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **variables},
    )


def test_it_installs_without_a_network_and_answers(tmp_path: Path) -> None:
    if not shutil.which("unshare") or alone("true").returncode:
        pytest.skip("bundle test left out: this kernel gives no network namespace (unshare --net)")
    routes = alone("cat", "/proc/net/route", "/proc/net/ipv6_route").stdout.splitlines()
    assert not [line for line in routes if not line.startswith("Iface") and line[-2:] != "lo"]

    archive = ROOT / TARGET / f"{NAME}-{project()['version']}.tar"
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    (bundle,) = tmp_path.iterdir()
    folder = tmp_path / "installed"
    python = str(Path(sys.executable).resolve())
    installed = alone(
        "sh", str(bundle / "install.sh"), str(folder), PYTHON=python, HOME=str(tmp_path)
    )
    assert installed.returncode == 0, installed.stderr

    command = folder / "venv" / "bin" / "michishirube"
    asked = alone(
        str(command), "ask", "出生数は?", MICHISHIRUBE_INDEX=str(folder / "var" / "index")
    )
    assert asked.returncode == 0, asked.stderr
    assert "785 人" in asked.stdout
    assert asked.stderr == "", "the index of the bundle was not used as it is"
    assert os.access(folder / "var" / "index" / "manifest.json", os.R_OK)
