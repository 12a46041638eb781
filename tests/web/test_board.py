"""Memory that forked processes share: one writes, others read, nobody waits."""

from __future__ import annotations

import os
import signal

import pytest

from web.board import Board


def test_each_place_holds_what_was_written_last() -> None:
    board = Board(3, 10)
    assert (board.read(1), board.version(1)) == (b"", 0)
    for content in (b"one", b"two and more"[:10], b"3", b""):
        board.write(1, content)
        assert board.read(1) == content
    assert board.version(1) == 4
    assert board.read(0) == board.read(2) == b""


def test_what_is_too_long_changes_nothing() -> None:
    board = Board(1, 3)
    board.write(0, b"abc")
    with pytest.raises(ValueError, match="do not fit into 3"):
        board.write(0, b"abcd")
    assert board.read(0) == b"abc"


def test_a_reader_gets_whole_contents_while_another_process_writes() -> None:
    board = Board(1, 4096)
    child = os.fork()
    if not child:
        while True:
            for letter in b"abc":
                board.write(0, bytes([letter]) * 4096)
    try:
        while board.version(0) < 5000:
            assert len(set(board.read(0))) <= 1
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert len(set(board.read(0))) == 1
