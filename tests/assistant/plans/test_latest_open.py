"""What is open is given while something else is being opened; the latest stay open."""

from __future__ import annotations

import threading

import pytest

from assistant.plans.latest_open import LatestOpen


def test_nobody_waits_for_another_to_be_opened() -> None:
    things: LatestOpen[str] = LatestOpen()
    things.get("open", str.upper)
    began, ends = threading.Event(), threading.Event()

    def slowly(name: str) -> str:
        began.set()
        assert ends.wait(60)
        return name

    slow = threading.Thread(target=things.get, args=("slow", slowly), daemon=True)
    slow.start()
    assert began.wait(60)
    told: list[str] = []
    for name in ("open", "other"):
        asking = threading.Thread(
            target=lambda name=name: told.append(things.get(name, str.upper)), daemon=True
        )
        asking.start()
        asking.join(30)
    assert told == ["OPEN", "OTHER"]
    ends.set()
    slow.join()
    assert things.get("slow", str.upper) == "slow"


def test_of_two_opened_at_once_both_are_given_one() -> None:
    things: LatestOpen[object] = LatestOpen()
    both = threading.Barrier(2, timeout=60)
    given: list[object] = []

    def opened(name: str) -> object:
        both.wait()
        return object()

    threads = [
        threading.Thread(target=lambda: given.append(things.get("a", opened))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given[0] is given[1]


def test_those_asked_last_stay_open() -> None:
    things: LatestOpen[str] = LatestOpen()
    opened: list[str] = []

    def note(name: str) -> str:
        opened.append(name)
        return name

    for number in range(32):
        things.get(str(number), note)
    things.get("0", note)
    things.get("32", note)
    for name in ("0", "32", "2"):
        things.get(name, note)
    assert len(opened) == 33
    things.get("1", note)
    assert opened[-1] == "1"


def test_what_cannot_be_opened_is_tried_again() -> None:
    things: LatestOpen[str] = LatestOpen()

    def fail(name: str) -> str:
        raise OSError(name)

    with pytest.raises(OSError, match="a"):
        things.get("a", fail)
    assert things.get("a", str.upper) == "A"
