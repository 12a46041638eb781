"""The index is built anew from the page, by a process of its own; the server takes it up."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Literal

from assistant.environment import Environment

State = Literal["none", "running", "done", "failed"]


class Rebuilding:
    """Runs `index build` for the index that `environment` names, one at a time."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._lock = threading.Lock()
        self._state: State = "none"
        self._said = ""

    @property
    def state(self) -> State:
        """How the last one went."""
        return self._state

    @property
    def said(self) -> str:
        """What the last one said if it failed."""
        return self._said

    def start(self) -> bool:
        """Start one; False where one is running."""
        with self._lock:
            if self._state == "running":
                return False
            self._state, self._said = "running", ""
        threading.Thread(target=self._run, daemon=True).start()
        return True

    def _run(self) -> None:
        command = [sys.executable, "-m", "assistant", "index", "build"]
        try:
            ended = subprocess.run(  # noqa: S603 - this interpreter, fixed arguments
                command,
                env={**os.environ, **_variables(self._environment)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            failed, said = ended.returncode != 0, ended.stderr
        except OSError as error:
            failed, said = True, str(error)
        self._said = said.strip().rpartition("\n")[2] if failed else ""
        self._state = "failed" if failed else "done"


def _variables(environment: Environment) -> dict[str, str]:
    return {
        "MICHISHIRUBE_INDEX": str(environment.index_folder),
        "MICHISHIRUBE_PLAN": str(environment.plan or ""),
        "MICHISHIRUBE_MODEL": environment.model or "",
        "MICHISHIRUBE_PLANS": str(environment.collection or ""),
        "MICHISHIRUBE_ENGINE": environment.engine or "",
    }
