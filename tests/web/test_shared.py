"""What processes share is changed by one at a time, and whole whatever ends one of them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable

import pytest

from web.shared import Shared
from web.staff.sessions import Sessions
from web.staff.throttle import Throttle


def forked(work: Callable[[], None]) -> int:
    """Run `work` in a process forked from this one; return the process."""
    pid = os.fork()
    if not pid:
        try:
            work()
        finally:
            os._exit(0)
    return pid


def in_a_process(work: Callable[[], None]) -> None:
    os.waitpid(forked(work), 0)


def test_what_one_process_changes_the_others_read() -> None:
    shared = Shared({"count": 0})

    def add() -> None:
        for _ in range(100):
            with shared.changed() as value:
                value["count"] += 1

    pids = [forked(add) for _ in range(3)]
    add()
    for pid in pids:
        os.waitpid(pid, 0)
    assert shared.value == {"count": 400}


def test_threads_wait_for_each_other_too() -> None:
    shared = Shared([])

    def add(number: int) -> None:
        for _ in range(50):
            with shared.changed() as value:
                value.append(number)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(shared.value) == sorted([0, 1, 2, 3] * 50)


def test_a_process_killed_within_a_change_leaves_the_value_and_the_lock() -> None:
    shared = Shared(["as it was"])

    def change() -> None:
        with shared.changed() as value:
            value.append("half done")
            os.kill(os.getpid(), signal.SIGKILL)

    in_a_process(change)
    with shared.changed() as value:
        value.append("whole")
    assert shared.value == ["as it was", "whole"]


def test_what_fails_or_does_not_fit_changes_nothing() -> None:
    shared = Shared(["福祉"], size=100)
    with pytest.raises(ValueError, match="do not fit into 100"), shared.changed() as value:
        value.append("x" * 100)
    with pytest.raises(ZeroDivisionError), shared.changed() as value:
        value.append(1 // 0)
    assert shared.value == ["福祉"]


def test_a_session_signed_out_at_one_process_is_so_at_the_others() -> None:
    sessions = Sessions()
    session = sessions.begin(signed_in=True)
    cookie = sessions.cookie(session, b"key")
    in_a_process(lambda: sessions.end(session))
    assert sessions.read(cookie, b"key") is None


def test_tries_to_sign_in_count_at_all_processes_together() -> None:
    throttle = Throttle(of_client=3)
    for _ in range(3):
        in_a_process(lambda: throttle.wait("192.0.2.1") and None)
    assert throttle.wait("192.0.2.1") > 0
    in_a_process(lambda: throttle.forgive("192.0.2.1"))
    assert throttle.wait("192.0.2.1") == 0
