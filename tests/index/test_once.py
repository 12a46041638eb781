"""What is worked out of a question is worked out once, and goes with its answer."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from index.once import of_plan, once, one_question


def counted() -> tuple[list[str], Callable[[str], int]]:
    calls: list[str] = []

    @once
    def length(text: str) -> int:
        calls.append(text)
        return len(text)

    return calls, length


def test_within_a_question_each_text_is_read_once() -> None:
    calls, length = counted()
    with one_question():
        assert [length("一"), length("二つ"), length("一")] == [1, 2, 1]
        with one_question():
            assert length("一") == 1
        assert length("二つ") == 2
    assert calls == ["一", "二つ"]


def test_without_a_question_or_in_the_next_it_is_read_again() -> None:
    calls, length = counted()
    length("一")
    for _ in range(2):
        with one_question():
            length("一")
    assert calls == ["一"] * 3


def test_a_failure_ends_the_question_and_is_not_kept() -> None:
    @once
    def fails(text: str) -> int:
        raise ValueError(text)

    for _ in range(2):
        with pytest.raises(ValueError, match="一"), one_question():
            fails("一")


def test_each_thread_has_its_own_question() -> None:
    calls, length = counted()

    def ask() -> None:
        with one_question():
            length("一")

    with one_question():
        length("一")
        other = threading.Thread(target=ask)
        other.start()
        other.join()
        length("一")
    assert calls == ["一", "一"]


def test_what_is_of_a_plan_is_read_once_for_all_questions() -> None:
    calls: list[str] = []

    @of_plan
    def length(text: str) -> int:
        calls.append(text)
        return len(text)

    for _ in range(2):
        with one_question():
            assert length("福祉") == 2
    assert calls == ["福祉"]
