"""A question as the encoder is shown it: the same of whatever row or section it is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.service import Assistant
from assistant.training.lines import read_lines
from assistant.understanding import reader as reading
from assistant.understanding.encoder import States
from assistant.understanding.entities import Entity, EntityKind
from assistant.understanding.heads import Prediction
from assistant.understanding.placeholders import (
    LETTERS,
    Shown,
    Template,
    masked_as,
    of_question,
    of_template,
    prepared,
    with_quotations,
)
from assistant.understanding.reader import Reader

PRIVATE = {chr(code) for code in range(0xE000, 0xF900)}
# Groups of the bundled plan that are words like others.
COMMON_GROUPS = frozenset({"市民", "地域"})
SECTION, ROW = LETTERS[EntityKind.SECTION], LETTERS[EntityKind.ROW]


class Recorder:
    """In place of the encoder and the heads: keeps what it is shown, all of which is a subject."""

    def __init__(self) -> None:
        self.text = ""

    def encode(self, text: str, _: Sequence[str] = ()) -> States:
        self.text = text
        return States(np.zeros((1, 1), dtype=np.float32), ((0, len(text)),))

    def predict(self, states: States) -> Prediction:
        return Prediction({}, {}, {}, states.spans, 0.0, {}, 0.0)


@dataclass(frozen=True)
class Seen:
    """What the encoder is shown of questions about one plan."""

    reader: Reader
    recorder: Recorder

    def of(self, question: str) -> str:
        self.recorder.text = ""
        self.reader.read(question)
        return self.recorder.text


SeenBy = Callable[[Assistant], Seen]


@pytest.fixture(scope="module")
def seen() -> Iterator[SeenBy]:
    """By the plan that an assistant is over."""
    recorder = Recorder()
    made: dict[int, Seen] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "bundled_encoder", lambda: recorder)
        patch.setattr(reading, "bundled_heads", lambda: recorder)

        def by(assistant: Assistant) -> Seen:
            if id(assistant) not in made:
                own = Assistant(assistant.sources, assistant.index)
                made[id(assistant)] = Seen(own.reader, recorder)
            return made[id(assistant)]

        yield by


# A text before anything is linked.


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("福祉の③", "福祉の〔3〕"),
        ("ケアラー¹⁰とは", "ケアラー注10とは"),
        ("ｿｰｼｬﾙﾜｰｸ", "ソーシャルワーク"),
        ("  Ｗｈａｔ　IS\n", "what is"),
        ("八割以上", "8割以上"),
        ("２―１", "2-1"),
        (f"{SECTION}の{ROW}", "の"),
    ],
)
def test_a_prepared_text_keeps_marks_that_normalising_drops(written: str, text: str) -> None:
    assert prepared(written) == text
    assert prepared(text) == text


@given(st.text(max_size=120))
def test_preparing_twice_changes_nothing(text: str) -> None:
    once = prepared(text)
    assert prepared(once) == once
    assert not PRIVATE & set(once)


@pytest.mark.parametrize(
    ("text", "asked", "kept"),
    [
        ("「介護」はどこ", "「かいご」はどこ", "「かいご」はどこ"),
        (
            "介護の『支援』と「0歳」",
            "かいごの『しえん』と「ゼロ歳」",
            "介護の『しえん』と「ゼロ歳」",
        ),
        ("「care」", "「ＣＡＲＥ」", "「care」"),
        ("介護はどこ", "かいごはどこ", "介護はどこ"),
        # Quotations that do not answer to each other are left as they were read.
        ("「介護」はどこ", "「かいご」と「しえん」はどこ", "「介護」はどこ"),
    ],
)
def test_what_is_quoted_stays_as_it_was_asked(text: str, asked: str, kept: str) -> None:
    assert with_quotations(text, asked) == kept


# An example line.


@pytest.mark.parametrize(
    ("written", "text", "topics"),
    [
        ("⟦親の介護⟧はどうなるの", "親の介護はどうなるの", ["親の介護"]),
        ("⟦桜並木⟧と⟦遊歩道⟧、どっち", "桜並木と遊歩道、どっち", ["桜並木", "遊歩道"]),
        ("Will ⟦The Pier⟧ be rebuilt?", "will the pier be rebuilt?", ["the pier"]),
        ("{section}の⟦八つ⟧の③", f"{SECTION}の八つの〔3〕", ["八つ"]),
        ("⟦{row}⟧は?", f"{ROW}は?", [ROW]),
        ("and {section}, {row} ?", f"and {SECTION}, {ROW} ?", []),
        (" ⟦水⟧ ⟦⟧", " 水 ", ["水"]),
    ],
)
def test_a_template_is_its_text_and_the_places_of_its_topics(
    written: str, text: str, topics: list[str]
) -> None:
    found = of_template(written)
    assert found.text == text
    assert [found.text[start:end] for start, end in found.topics] == topics


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("{nonsense}は?", "nonsense"),
        ("{topic}は?", "topic"),
        ("{row}と⟦{do}⟧", "do"),
        ("⟦水は?", "pair"),
        ("水⟧は?", "pair"),
        ("⟧水⟦", "pair"),
        ("⟦水⟦道⟧⟧", "pair"),
    ],
)
def test_placeholders_and_brackets_that_mean_nothing_are_named(written: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        of_template(written)


def test_every_kind_of_entity_has_a_placeholder_of_its_own() -> None:
    found = {kind: of_template(f"{{{kind.value}}}") for kind in EntityKind}
    assert found == {kind: Template(letter, ()) for kind, letter in LETTERS.items()}
    assert len(set(LETTERS.values())) == len(EntityKind)
    assert set(LETTERS.values()) <= PRIVATE


def test_an_example_is_shown_as_the_question_would_be() -> None:
    """Each line of the files: brackets and placeholders change no letter beside them."""
    for line in read_lines():
        written = line.text.replace("{topic}", "⟦題⟧")
        shown = of_template(written).text
        plain = prepared(re.sub(r"\{[a-z]+\}", "ℵ", re.sub("[⟦⟧]", "", written)))
        assert re.sub("[\ue000-\uf8ff]", prepared("ℵ"), shown) == plain


@given(st.text(alphabet="⟦⟧{}row水 a③", max_size=30))
def test_any_line_is_a_template_or_refused(written: str) -> None:
    try:
        found = of_template(written)
    except ValueError:
        return
    assert not set("⟦⟧") & set(found.text)
    ends = [0, *(place for span in found.topics for place in span), len(found.text)]
    assert ends == sorted(ends)
    assert all(start < end for start, end in found.topics)


# A question with its entities.


def entity(kind: EntityKind, name: str, text: str) -> Entity:
    start = text.index(name)
    return Entity(kind, start, start + len(name))


def test_entities_are_letters_in_their_places() -> None:
    text = "福祉で20%以上の親の介護は?"
    section = entity(EntityKind.SECTION, "福祉", text)
    number = entity(EntityKind.NUMBER, "20%以上", text)
    shown = of_question(text, (section, number))
    assert shown.text == of_template("{section}で{number}の親の介護は?").text
    assert shown.origins == (0, 2, 3, *range(8, len(text)))
    assert of_question(text, (section, number), (section,)).text.startswith("福祉で")
    assert of_question(text, ()) == Shown(text, tuple(range(len(text))))


def test_words_of_a_span_are_those_of_the_question() -> None:
    text = "親の介護と福祉と子の送迎"
    shown = of_question(text, (entity(EntityKind.SECTION, "福祉", text),))
    assert shown.of(0, 4, text) == "親の介護"
    assert shown.of(0, len(shown.text), text) == "親の介護と と子の送迎"
    assert shown.of(5, 6, text) == ""
    assert shown.of(3, 3, text) == ""


def test_a_count_is_a_number_like_others() -> None:
    others = [kind for kind in EntityKind if kind is not EntityKind.COUNT]
    assert masked_as(Entity(EntityKind.COUNT, 0, 1)) is EntityKind.NUMBER
    assert [masked_as(Entity(kind, 0, 1)) for kind in others] == others
    for kind in (EntityKind.GROUP, EntityKind.SECTION):
        assert masked_as(Entity(kind, 0, 4, quoted="福祉")) is EntityKind.QUOTE
    text = "3つの取組"
    counted, number = (
        of_question(text, (entity(kind, "3つ", text),))
        for kind in (EntityKind.COUNT, EntityKind.NUMBER)
    )
    assert counted == number


@given(st.data(), st.text(max_size=40).map(prepared))
def test_what_is_shown_is_of_the_question_or_a_placeholder(data: st.DataObject, text: str) -> None:
    places = st.integers(0, len(text))
    cuts = sorted(data.draw(st.lists(places, max_size=6, unique=True)))
    kinds = st.sampled_from(EntityKind)
    entities = [
        Entity(data.draw(kinds), start, end)
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    shown = of_question(text, entities)
    assert len(shown.text) == len(shown.origins)
    assert list(shown.origins) == sorted(set(shown.origins))
    by_place = {one.start: LETTERS[masked_as(one)] for one in entities}
    for letter, origin in zip(shown.text, shown.origins, strict=True):
        assert letter == by_place.get(origin, text[origin])
    whole = shown.of(0, len(shown.text), text)
    assert not set(whole) & set(LETTERS.values())
    covered = {place for one in entities for place in range(one.start, one.end)}
    left = [letter for place, letter in enumerate(text) if place not in covered]
    assert whole.replace(" ", "") == "".join("".join(left).split())


# Of a plan.


def rows(assistant: Assistant) -> Iterator[str]:
    yield from (row.name for row in assistant.plan.indicators)


def sections(assistant: Assistant) -> Iterator[str]:
    for section in assistant.plan.sections:
        yield from (section.number, section.title, section.title.split("・")[0])


def terms(assistant: Assistant) -> Iterator[str]:
    yield from (note.term for note in assistant.plan.footnotes)


def groups(assistant: Assistant) -> Iterator[str]:
    """The boxes but those that the plan speaks of everywhere, which are words like others."""
    boxes = {box.name for one in assistant.plan.sections for box in one.partners.boxes}
    yield from sorted(boxes - COMMON_GROUPS)


@pytest.mark.parametrize(
    ("template", "placeholder", "names"),
    [
        ("{}はいくつですか?", "{row}", rows),
        ("{}の目標は?", "{row}", rows),
        ("いちばん新しい{}を教えてください", "{row}", rows),
        ("{}の課題を全部教えて", "{section}", sections),
        ("{}では何をしますか", "{section}", sections),
        ("What are the issues in {}?", "{section}", sections),
        ("{}とは?", "{term}", terms),
        ("{}は2番目の取組に出てきますか", "{term}", terms),
        ("{}はどの分野のパートナーですか", "{group}", groups),
    ],
)
def test_of_whatever_it_is_asked_it_is_the_same(
    either: Assistant,
    seen: SeenBy,
    template: str,
    placeholder: str,
    names: Callable[[Assistant], Iterator[str]],
) -> None:
    reference = of_template(template.replace("{}", placeholder).replace("2番目", "{item}")).text
    asked = {one: seen(either).of(template.format(one)) for one in names(either) if "「" not in one}
    assert {name: shown for name, shown in asked.items() if shown != reference} == {}


def test_a_group_that_is_spoken_of_everywhere_is_a_word(assistant: Assistant, seen: SeenBy) -> None:
    assert seen(assistant).reader.common_groups == COMMON_GROUPS
    for name in COMMON_GROUPS:
        text = f"{name}はどの分野のパートナーですか"
        assert seen(assistant).of(text) == text


@pytest.mark.xfail(strict=True, reason="four English names are masked but in part")
def test_english_names_are_masked_too(assistant: Assistant, seen: SeenBy) -> None:
    english = assistant.companions["en"].passages
    reference = of_template("What is the target of {row}?").text
    asked = {
        row.passage.id: f"What is the target of {english[row.passage.id].heading}?"
        for row in assistant.plan.indicators
    }
    shown = {number: seen(assistant).of(question) for number, question in asked.items()}
    assert {number: text for number, text in shown.items() if text != reference} == {}


@pytest.mark.parametrize("topic", ["ごみの量", "駅前の再開発", "猫の避妊手術", "太陽光パネル"])
def test_what_the_plan_does_not_speak_of_stays_in_its_words(
    either: Assistant, seen: SeenBy, topic: str
) -> None:
    asked = f"{topic}について教えて"
    assert seen(either).of(asked) == asked
    (read,) = seen(either).reader.read(asked).topics
    assert read.startswith(topic)


def test_rows_of_two_plans_are_asked_in_the_same_words(
    assistant: Assistant, small: Assistant, seen: SeenBy
) -> None:
    assert seen(assistant).of("出生数はいくつ?") == seen(small).of("緑地の面積はいくつ?")


TYPED = st.sampled_from(
    [SECTION, ROW, "\uf8ff", "<s>", "</s>", "[row]", "{row}", "⟦", "⟧", "「", "」", "『", "』"]
    + ["福祉", "交通", "緑地の面積", "の", "は?", "③", "¹²", "20%以上", "1歳", "a", "ねこ", " "]
)


@given(st.lists(TYPED, max_size=12).map("".join))
@example(f"「{ROW}」は?")
@example(f"『の{SECTION}』")
@example("<s>[row]は?</s>")
def test_nothing_that_is_typed_becomes_a_mark(small: Assistant, seen: SeenBy, typed: str) -> None:
    """But the names and numbers of which the plan's gazetteer has made one."""
    by = seen(small)
    shown, found = by.of(typed), by.reader.read(typed)
    linked = [LETTERS[masked_as(one)] for one in found.entities]
    assert [letter for letter in shown if letter in PRIVATE] == linked
    covered = {place for one in found.entities for place in range(one.start, one.end)}
    left = [letter for place, letter in enumerate(found.text) if place not in covered]
    assert [letter for letter in shown if letter not in PRIVATE] == left
    for topic in found.topics:
        assert all(part in found.text for part in topic.split())
