"""The unit and the container: every file, user, command and variable that they name is there."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from web.deploy.bundle import DEPLOYED
from web.deploy.dependencies import HERE

PYTHON = "/opt/michishirube/venv/bin/python"
UNIT = (HERE / "michishirube.service").read_text(encoding="utf-8")
CONTAINER = (HERE / "Containerfile").read_text(encoding="utf-8")
INSTALL = (HERE / "install.sh").read_text(encoding="utf-8")


def settings() -> dict[str, list[str]]:
    """The values of the unit by name, in their order."""
    found: dict[str, list[str]] = {}
    for line in UNIT.splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def test_what_the_unit_names_is_there() -> None:
    unit = settings()
    assert unit["ExecStart"] == [f"{PYTHON} -m web"]
    assert importlib.util.find_spec("web.__main__")
    assert '"$folder/venv"' in INSTALL
    user = (HERE / "michishirube.sysusers").read_text(encoding="utf-8").split()
    assert unit["User"] == unit["Group"] == [user[1]]
    assert unit["WorkingDirectory"] == unit["ReadWritePaths"] == [f"%S/{unit['StateDirectory'][0]}"]
    assert user[-1] == f"/var/lib/{unit['StateDirectory'][0]}"
    assert f"sh install.sh /opt/michishirube {user[-1]}/var" in UNIT
    assert set(DEPLOYED) <= {path.name for path in HERE.iterdir()}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ProtectSystem", "strict"),
        ("NoNewPrivileges", "yes"),
        ("CapabilityBoundingSet", ""),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("MemoryMax", "3G"),
        ("LimitCORE", "0"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6"),
    ],
)
def test_the_unit_is_shut(name: str, value: str) -> None:
    assert settings()[name] == [value]


def test_nothing_in_the_folder_that_it_writes_to_is_code(tmp_path: Path) -> None:
    """`python -m` takes modules from its working directory first unless it is told not to."""
    (safe,) = set(re.findall(r"\b(PYTHONSAFEPATH)=1", settings()["Environment"][0]))
    assert f" {safe}=1" in CONTAINER
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "__init__.py").touch()
    (tmp_path / "web" / "__main__.py").write_text("print('planted')", encoding="utf-8")
    command = [sys.executable, "-m", "web", "--help"]
    seen = [
        subprocess.run(command, cwd=tmp_path, env=more, capture_output=True, text=True, check=False)
        for more in ({}, {safe: "1"})
    ]
    assert ["planted" in one.stdout for one in seen] == [True, False]


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("unit not verified: there is no systemd-analyze here")
    unit = tmp_path / "michishirube.service"
    unit.write_text(UNIT.replace(PYTHON, sys.executable), encoding="utf-8")
    verify = ["systemd-analyze", "verify", str(unit)]
    done = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    # The exposure that systemd works out, in tenths: 1.4 when this was written.
    exposure = ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)]
    assert subprocess.run(exposure, capture_output=True, check=False).returncode == 0


def test_what_the_container_names_is_there() -> None:
    assert CONTAINER.count(f'"{PYTHON}"') == 2
    assert "sh /bundle/install.sh /opt/michishirube /var/lib/michishirube/var" in CONTAINER
    for source in re.findall(r"COPY --from=installed(?: --chown=\S+)? (\S+) (\S+)", CONTAINER):
        assert source[0] == source[1]
        assert f"{source[0]}" in "/opt/michishirube /var/lib/michishirube"
    (user,) = re.findall(r"^USER (\S+)$", CONTAINER, re.MULTILINE)
    assert f"--uid {user}" in CONTAINER
    assert int(user) > 0
    (port,) = re.findall(r"^EXPOSE (\d+)$", CONTAINER, re.MULTILINE)
    assert f"PORT={port}" in CONTAINER
    assert "--read-only" in CONTAINER
