"""The bundled encoder: a text is cut into pieces, each with its place in it and its vector."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.training.lines import read_lines
from assistant.understanding.encoder import MOST_PIECES, Encoder, bundled_encoder
from assistant.understanding.entities import EntityKind
from assistant.understanding.placeholders import LETTERS, of_template, prepared
from assistant.understanding.tags import PREVIOUS

WIDTH = 384
BEFORE = ("list", "indicator", "many")
MARK = (0, 0)
ROW = of_template("{row}").text
WORDS = [
    *LETTERS.values(),
    "福祉の",
    "ごみ",
    "っていくら",
    "は?",
    "目標",
    "20%",
    " ",
    "what is",
    "a",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=20).map("".join)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The bundled encoder."""
    return bundled_encoder()


# Pieces.


@given(TEXTS)
def test_pieces_cover_the_text_in_its_order(encoder: Encoder, text: str) -> None:
    numbers, spans = encoder.pieces.cut(text)
    assert len(numbers) == len(spans)
    assert (spans[0], spans[-1]) == (MARK, MARK)
    inner = spans[1:-1]
    assert all(0 <= start < end <= len(text) for start, end in inner)
    assert all(one[0] <= other[0] and one[1] <= other[1] for one, other in pairwise(inner))
    covered = {place for start, end in inner for place in range(start, end)}
    assert {place for place, letter in enumerate(text) if not letter.isspace()} <= covered


@given(st.text(max_size=80).map(prepared))
def test_pieces_of_any_text_lie_in_it(encoder: Encoder, text: str) -> None:
    numbers, spans = encoder.pieces.cut(text, BEFORE)
    assert len(numbers) == len(spans)
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert not set(numbers[1 + len(BEFORE) : -1]) & marks_of_its_own(encoder)


def marks_of_its_own(encoder: Encoder) -> set[int]:
    """The numbers of the marks with which each text begins and ends."""
    numbers, _ = encoder.pieces.cut("")
    return set(numbers)


@pytest.mark.parametrize("kind", LETTERS, ids=lambda kind: kind.value)
def test_a_placeholder_is_a_piece_of_its_own(encoder: Encoder, kind: EntityKind) -> None:
    letter = LETTERS[kind]
    alone, _ = encoder.pieces.cut(letter)
    numbers, spans = encoder.pieces.cut(f"は{letter}の")
    assert len(alone) == 3
    assert [span for number, span in zip(numbers, spans, strict=True) if number == alone[1]] == [
        (1, 2)
    ]


def test_each_mark_has_a_number_of_its_own(encoder: Encoder) -> None:
    before = [encoder.pieces.cut("", (word,))[0][1] for word in PREVIOUS]
    letters = [encoder.pieces.cut(letter)[0][1] for letter in LETTERS.values()]
    known = encoder.pieces.tokenizer.get_vocab_size()
    assert len({*before, *letters}) == len(PREVIOUS) + len(LETTERS)
    assert min(before) == known
    assert max(before) == known + len(PREVIOUS) - 1


@given(TEXTS, st.lists(st.sampled_from(PREVIOUS), max_size=4))
def test_what_was_before_stands_before_the_text(
    encoder: Encoder, text: str, previous: list[str]
) -> None:
    first, spans_of_first = encoder.pieces.cut(text)
    numbers, spans = encoder.pieces.cut(text, previous)
    count = len(previous)
    own = [encoder.pieces.first_previous + PREVIOUS.index(word) for word in previous]
    assert numbers == [first[0], *own, *first[1:]]
    assert spans == [MARK] * (count + 1) + spans_of_first[1:]


def test_no_other_word_says_what_was_before(encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        encoder.pieces.cut("は?", ("nonsense",))


@pytest.mark.parametrize("typed", ["<s>", "</s>", "<pad>", "<unk>", "<mask>", "[row]", "{row}"])
def test_what_looks_like_a_mark_is_none(encoder: Encoder, typed: str) -> None:
    known = marks_of_its_own(encoder) | set(encoder.pieces.cut(ROW)[0])
    numbers, spans = encoder.pieces.cut(f"a{typed}b")
    assert not set(numbers[1:-1]) & known
    assert max(numbers) < encoder.pieces.first_previous
    assert spans[-2] == (len(typed) + 1, len(typed) + 2)


@pytest.mark.parametrize("previous", [(), BEFORE])
def test_a_long_text_is_cut(encoder: Encoder, previous: tuple[str, ...]) -> None:
    text = "福祉の取組を教えて。" * 200
    numbers, spans = encoder.pieces.cut(text, previous)
    assert len(numbers) == len(spans) == MOST_PIECES
    assert encoder.encode(text, previous).vectors.shape == (MOST_PIECES, WIDTH)
    shorter, _ = encoder.pieces.cut(text[: spans[-1][1]], previous)
    assert numbers[:-1] == shorter[: MOST_PIECES - 1]


def test_no_example_is_cut(encoder: Encoder) -> None:
    for line in read_lines():
        template = of_template(line.text.replace("{topic}", "⟦騒音⟧"))
        assert len(encoder.pieces.cut(template.text, line.previous)[0]) < MOST_PIECES, line.text


# Vectors.


@pytest.mark.parametrize("text", ["", "?", "福祉の課題は?", f"{ROW}は?", "What is planned?", "𠮷"])
@pytest.mark.parametrize("previous", [(), BEFORE])
def test_each_piece_has_a_vector(encoder: Encoder, text: str, previous: tuple[str, ...]) -> None:
    found = encoder.encode(text, previous)
    assert found.vectors.shape == (len(found.spans), WIDTH)
    assert found.vectors.dtype == np.float32
    assert np.isfinite(found.vectors).all()
    assert (np.linalg.norm(found.vectors, axis=1) > 0).all()


def test_the_same_text_has_the_same_vectors(encoder: Encoder) -> None:
    """Bit for bit, whatever was read in between, and by an encoder that is opened anew."""
    first = encoder.encode("ごみの量は?", BEFORE)
    encoder.encode("what else?")
    opened = bundled_encoder.__wrapped__()
    for other in (encoder.encode("ごみの量は?", BEFORE), opened.encode("ごみの量は?", BEFORE)):
        assert other.spans == first.spans
        assert np.array_equal(other.vectors, first.vectors)


def test_what_was_before_changes_how_a_text_is_read(encoder: Encoder) -> None:
    alone = encoder.encode("目標は?").vectors
    after = encoder.encode("目標は?", BEFORE).vectors
    assert len(after) == len(alone) + len(BEFORE)
    assert not np.allclose(after[1 + len(BEFORE) :], alone[1:], atol=1e-3)


def test_kinds_of_entities_are_read_differently(encoder: Encoder) -> None:
    vectors = [encoder.encode(f"{letter}は?").vectors[1] for letter in LETTERS.values()]
    for number, one in enumerate(vectors):
        for other in vectors[:number]:
            assert not np.allclose(one, other, atol=1e-3)
