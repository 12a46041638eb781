"""A task in a process of its own that is killed at a step: used by the scripts that kill builds."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable

STEPS = frozenset({"open", "os.rename", "os.mkdir", "os.symlink", "os.rmdir", "os.remove"})


def killed(task: Callable[[], object], kill_at: int) -> bool:
    """Run `task` in a child that is killed at step `kill_at`; return whether it was.

    A step is an operation on files. 0 lets it come to its end.
    """
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or status == 0
        return os.WIFSIGNALED(status)
    step = 0

    def count(event: str, _: object) -> None:
        nonlocal step
        step += event in STEPS
        if event in STEPS and step == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    status = 1
    try:
        sys.addaudithook(count)
        task()
        status = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)
