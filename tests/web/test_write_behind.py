"""What is handed over is written by another thread, in order, and tried again if need be."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from serving import until

from assistant.service import Assistant
from web.verdict_writer import VerdictWriter
from web.verdicts import NotKeptError, Verdict
from web.write_behind import WriteBehind


class Disk:
    """Keeps what is written to it, or not, as long as it is `full`."""

    def __init__(self) -> None:
        self.full = threading.Event()
        self.kept: list[Verdict] = []

    def add(self, verdict: Verdict) -> None:
        if self.full.is_set():
            raise NotKeptError("no room")
        self.kept.append(verdict)

    def all(self) -> Sequence[Verdict]:
        return self.kept


@pytest.fixture
def verdict(assistant: Assistant) -> Verdict:
    return Verdict.on(assistant.ask("出生数は?"), useful=True)


def test_a_verdict_that_cannot_be_kept_waits_and_others_are_refused(verdict: Verdict) -> None:
    disk = Disk()
    disk.full.set()
    with VerdictWriter.over(disk) as verdicts:
        verdicts.add(verdict)

        def refused() -> bool:
            try:
                verdicts.add(verdict)
            except NotKeptError:
                return True
            return False

        until(refused)
        assert disk.kept == []
        disk.full.clear()
        until(lambda: not refused())
    assert len(verdicts.all()) >= 2


def test_what_waits_at_the_end_is_written_or_told_as_lost(
    verdict: Verdict, caplog: pytest.LogCaptureFixture
) -> None:
    disk = Disk()
    disk.full.set()
    with VerdictWriter.over(disk) as verdicts:
        verdicts.add(verdict)
    assert disk.kept == []
    assert "1 verdicts are not kept: no room" in caplog.text
    disk.full.clear()
    with VerdictWriter.over(disk) as verdicts:
        for _ in range(20):
            verdicts.add(verdict)
    assert len(disk.kept) == 20


def test_who_hands_over_waits_for_nobody() -> None:
    go_on = threading.Event()
    written: list[int] = []

    def write(items: Sequence[int]) -> None:
        go_on.wait()
        written.extend(items)

    with WriteBehind(write, "numbers") as behind:
        taken = [number for number in range(3000) if behind.put(number)]
        assert 1000 <= len(taken) < 3000
        go_on.set()
    assert written == taken
