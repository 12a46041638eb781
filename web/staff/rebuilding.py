"""The index is built anew from the page, by a process of its own; the server takes it up."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Literal

from assistant.environment import Environment
from web.shared import Shared

_LONGEST = 2000
State = Literal["none", "running", "done", "failed"]


class Rebuilding:
    """Runs `index build` for the index that `environment` names, one at a time.

    Every process that serves knows how it went; where the one that ran it is gone, it failed.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._last = Shared({"state": "none", "said": "", "process": 0})

    @property
    def state(self) -> State:
        """How the last one went."""
        return _state_of(self._last.value)

    @property
    def said(self) -> str:
        """What the last one said if it failed."""
        return str(self._last.value["said"])

    def start(self) -> bool:
        """Start one; False where one is running."""
        with self._last.changed() as last:
            if _state_of(last) == "running":
                return False
            last.update(state="running", said="", process=os.getpid())
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
        line = said.strip().rpartition("\n")[2][:_LONGEST] if failed else ""
        with self._last.changed() as last:
            last.update(state="failed" if failed else "done", said=line)


def _state_of(last: Mapping[str, Any]) -> State:
    state: State = last["state"]
    return state if state != "running" or _lives(last["process"]) else "failed"


def _lives(process: int) -> bool:
    # One of another user has only taken over its number.
    with suppress(ProcessLookupError, PermissionError):
        os.kill(process, 0)
        return True
    return False


def _variables(environment: Environment) -> dict[str, str]:
    return {
        "MICHISHIRUBE_INDEX": str(environment.index_folder),
        "MICHISHIRUBE_PLAN": str(environment.plan or ""),
        "MICHISHIRUBE_MODEL": environment.model or "",
        "MICHISHIRUBE_PLANS": str(environment.collection or ""),
        "MICHISHIRUBE_ENGINE": environment.engine or "",
    }
