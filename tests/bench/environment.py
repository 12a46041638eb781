"""The environment in which alternatives are installed: its own, never ours."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

_LONGEST_S = 1800


class NotInstalledError(Exception):
    """A package cannot be installed; the message is the installer's own last line."""


def python_with(requirements: Iterable[Path], folder: Path) -> Path:
    """Install what each file of `requirements` pins into `folder`, and return the Python there.

    What is installed already is left alone. Raises NotInstalledError.
    """
    python = folder / "bin" / "python"
    if not python.exists():
        _run([sys.executable, "-m", "venv", "--without-pip", str(folder)])
    for file in requirements:
        done = folder / f"{file.stem}.installed"
        wanted = file.read_text(encoding="utf-8")
        if not done.exists() or done.read_text(encoding="utf-8") != wanted:
            pip = [sys.executable, "-m", "pip", "--python", str(python), "install"]
            quietly = ["--quiet", "--disable-pip-version-check", "--no-compile"]
            _run([*pip, *quietly, "--requirement", str(file)])
            done.write_text(wanted, encoding="utf-8")
    return python


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_LONGEST_S)
    except subprocess.CalledProcessError as error:
        raise NotInstalledError(f"{error.stderr}".strip().splitlines()[-1]) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalledError(str(error)) from error


def versions(python: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the versions of the packages of these names that `python` has."""
    asked = "import importlib.metadata as m,sys;print(*map(m.version,sys.argv[1:]),sep='\\n')"
    names = list(names)
    command = [str(python), "-c", asked, *names]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return dict(zip(names, told, strict=True))
