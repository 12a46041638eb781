"""The bundled heads: plain questions are read as what they ask for, in Japanese and in English."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.safety.distress import Need
from assistant.service import Assistant
from assistant.training import heads as train
from assistant.training import network
from assistant.understanding.decoding import SAID
from assistant.understanding.encoder import States
from assistant.understanding.heads import GROUPS, Heads, bundled_heads
from assistant.understanding.query import Act
from assistant.understanding.tags import ACTS, TAGS, TURNS

WIDTH = 384
LABELS = {
    "acts": ACTS,
    "turns": TURNS,
    "tags": TAGS,
    "distress": ("distress",),
    "needs": tuple(Need),
    "for_another": ("for_another",),
}
ANY_QUESTIONS = ("福祉の取組を全部", "", "?", "あ" * 500, "What are the issues in health?")


def read_plain_questions() -> dict[tuple[Act, str], dict[str, list[str]]]:
    """The questions of the file by act and language, each with its tags."""
    text = Path(__file__).with_name("plain_questions.toml").read_text(encoding="utf-8")
    return {
        (Act(act), lang): {one["asked"]: one.get("tags", "").split() for one in asked}
        for act, languages in tomllib.loads(text).items()
        for lang, asked in languages.items()
    }


QUESTIONS = read_plain_questions()
# The shares of plain questions read and tagged rightly, a point under the last measure.
LEAST_READ = {"ja": 0.93, "en": 0.9}
LEAST_TAGGED = {"ja": 0.97, "en": 0.86}


@pytest.mark.parametrize("lang", LEAST_READ)
def test_plain_questions_are_read_as_their_act(assistant: Assistant, lang: str) -> None:
    asked = {
        question: act
        for (act, spoken), questions in QUESTIONS.items()
        if spoken == lang
        for question in questions
    }
    wrong = {}
    for question, act in asked.items():
        acts = assistant.reader.read(question).said.acts
        likeliest = max(acts, key=lambda name: acts[name])
        if likeliest != act.value:
            wrong[question] = likeliest
    assert 1 - len(wrong) / len(asked) >= LEAST_READ[lang], wrong


@pytest.mark.parametrize("lang", LEAST_TAGGED)
def test_what_plain_questions_say_beside_it_is_tagged(assistant: Assistant, lang: str) -> None:
    asked = [
        (question, tag)
        for (_, spoken), questions in QUESTIONS.items()
        if spoken == lang
        for question, tags in questions.items()
        for tag in tags
    ]
    missed = [
        (question, tag)
        for question, tag in asked
        if assistant.reader.read(question).said.tags[tag] < SAID
    ]
    assert 1 - len(missed) / len(asked) >= LEAST_TAGGED[lang], missed


def test_there_are_a_dozen_of_every_act_in_both_languages() -> None:
    assert set(QUESTIONS) == {(act, lang) for act in Act for lang in ("ja", "en")}
    assert {len(questions) for questions in QUESTIONS.values()} == {12}
    asked = [question for questions in QUESTIONS.values() for question in questions]
    assert len(set(asked)) == len(asked)
    said = {tag for questions in QUESTIONS.values() for tags in questions.values() for tag in tags}
    assert said <= set(TAGS)
    assert len(said) > 25


@pytest.mark.parametrize("question", ANY_QUESTIONS)
def test_what_is_said_is_probable(assistant: Assistant, question: str) -> None:
    said = assistant.reader.read(question).said
    assert (set(said.acts), set(said.tags), set(said.turns), set(said.needs)) == (
        set(ACTS),
        set(TAGS),
        set(TURNS),
        set(Need),
    )
    for whole in (said.acts, said.turns, said.needs):
        assert sum(whole.values()) == pytest.approx(1, abs=1e-5)
    single = (said.distress, said.for_another)
    values = [*said.acts.values(), *said.turns.values(), *said.tags.values(), *single]
    assert all(0 <= value <= 1 for value in values)


@pytest.mark.parametrize("question", ["福祉の指標でいちばん低いのは?", "ねこの避妊手術はいくら"])
def test_the_same_question_is_read_the_same(assistant: Assistant, question: str) -> None:
    first = assistant.reader.read(question, ("find", "issue", "few"))
    assistant.reader.read("ほかには?")
    again = assistant.reader.read(question, ("find", "issue", "few"))
    assert first == again


def test_what_was_answered_before_tells_how_a_turn_refers(assistant: Assistant) -> None:
    before = ("list", "indicator", "many")
    for turn, said in (("その中で一番低いのは?", "rank_of"), ("2つ目を詳しく", "nth")):
        turns = assistant.reader.read(turn, before).turns
        assert max(turns, key=lambda name: turns[name]) == said
    alone = assistant.reader.read("空き家の相談はどこにすればいいですか", before).turns
    assert max(alone, key=lambda name: alone[name]) == "alone"


@pytest.mark.parametrize(
    "lead",
    [
        "議会で聞かれるかもしれないので、できれば今日中に、",
        "先日そちらに電話したら担当の方がお休みで、また掛けてくださいと言われてしまったのですが、",
    ],
)
def test_a_word_in_a_long_question_counts_as_in_a_short_one(
    assistant: Assistant, lead: str
) -> None:
    asked = "福祉の課題を表にして出してもらえますか"
    for question in (asked, f"{lead}{asked}"):
        said = assistant.reader.read(question).said
        assert said.tags["issue"] >= SAID
        assert said.tags["table"] >= SAID
        assert max(said.acts, key=lambda name: said.acts[name]) == "list"


# What a text is about.


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("駅前の再開発について教えてください", ("駅前の再開発",)),
        ("ねこの避妊手術っていくらかかるの?", ("ねこの避妊手術",)),
        ("福祉では親の介護について何をしますか", ("親の介護",)),
        ("What will the city do about noisy neighbours?", ("noisy neighbours",)),
        ("福祉の課題を全部", ()),
        ("出生数の目標は?", ()),
        ("もっと詳しく", ()),
    ],
)
def test_a_topic_is_told_as_it_was_asked(
    assistant: Assistant, question: str, topics: tuple[str, ...]
) -> None:
    """It is shown to who asked, as how the question was understood."""
    assert assistant.reader.read(question).topics == topics


def test_topics_are_words_of_the_text_beside_its_entities(either: Assistant) -> None:
    asked = [question for questions in QUESTIONS.values() for question in questions]
    for question in (*asked[::4], *ANY_QUESTIONS, "緑地の面積と猫の面積", "「猫」と交通と猫"):
        found = either.reader.read(question)
        left = list(found.text)
        for one in found.entities:
            if not set(one.values) <= either.reader.common_groups or not one.values:
                left[one.start : one.end] = " " * (one.end - one.start)
        for topic in found.topics:
            assert topic == topic.strip() != ""
            assert all(word in "".join(left) for word in topic.split())


# The arrays.


def test_the_bundled_heads_are_of_these_labels() -> None:
    """Otherwise somebody has changed a tag and not trained again."""
    assert dict(bundled_heads().labels) == LABELS


def test_heads_are_small_and_finite() -> None:
    heads = bundled_heads()
    count = sum(map(len, LABELS.values()))
    assert heads.weights.shape == (count, 2 * WIDTH)
    assert heads.bias.shape == (count,)
    assert heads.attention.shape == heads.about.shape == (WIDTH,)
    for array in (heads.weights, heads.bias, heads.attention, heads.about, heads.about_bias):
        assert np.isfinite(array).all()


def made_up(about: list[float]) -> Heads:
    """Heads of width two, which attend to the second number and find subjects by the first."""
    count = sum(map(len, LABELS.values()))
    weights = np.zeros((count, 4), dtype=np.float32)
    weights[ACTS.index("list"), 3] = 8.0  # of what was attended to
    weights[len(ACTS) + TURNS.index("nth"), 1] = 8.0  # of the mean
    return Heads(
        LABELS,
        weights,
        np.zeros(count, dtype=np.float32),
        np.array([0.0, 50.0], dtype=np.float32),
        np.array(about, dtype=np.float32),
        -0.5,
    )


def states(*pieces: tuple[float, float, tuple[int, int]]) -> States:
    vectors = np.array([piece[:2] for piece in pieces], dtype=np.float32)
    return States(vectors, tuple(piece[2] for piece in pieces))


def test_one_piece_may_decide_however_long_the_text_is() -> None:
    rest = [(0.0, 0.0, (place, place + 1)) for place in range(100)]
    said = made_up([0.0, 0.0]).predict(states(*rest, (0.0, 1.0, (100, 101))))
    assert max(said.acts, key=lambda name: said.acts[name]) == "list"
    assert said.acts["list"] > 0.9
    assert said.turns["nth"] < 0.1
    assert said.about == ()


def test_pieces_of_a_subject_that_touch_are_one() -> None:
    heads = made_up([1.0, 0.0])
    found = heads.predict(
        states(
            (1.0, 0.0, (0, 0)),  # a mark
            (1.0, 0.0, (0, 1)),
            (1.0, 0.0, (1, 3)),
            (0.0, 0.0, (3, 4)),
            (1.0, 0.0, (4, 6)),
            (1.0, 0.0, (4, 6)),
            (0.4, 0.0, (6, 7)),
            (1.0, 0.0, (0, 0)),
        )
    )
    assert found.about == ((0, 3), (4, 6))


def test_heads_say_what_they_said_in_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.manual_seed(1)
    trained = network.Heads(WIDTH).eval()
    monkeypatch.setattr(train, "FOLDER", tmp_path)
    monkeypatch.setattr("assistant.understanding.heads.resources.files", lambda _: tmp_path)
    train.write(trained)
    heads = bundled_heads.__wrapped__()
    assert dict(heads.labels) == LABELS
    vectors = torch.randn(9, WIDTH)
    with torch.no_grad():
        logits = trained(vectors[None], torch.ones(1, 9, dtype=torch.bool))
    said = heads.predict(States(vectors.numpy(), tuple((n, n + 1) for n in range(9))))
    one_of = (
        (said.acts, logits.acts),
        (said.turns, logits.turns),
        (said.needs, logits.needs),
    )
    for probable, of in one_of:
        assert [*probable.values()] == pytest.approx(of[0].softmax(0).tolist(), abs=1e-5)
    each = (
        ([*said.tags.values()], logits.tags[0]),
        ([said.distress], logits.distress),
        ([said.for_another], logits.another),
    )
    for likely, of in each:
        assert likely == pytest.approx(of.sigmoid().tolist(), abs=1e-5)
    marked = {place for start, end in said.about for place in range(start, end)}
    assert marked == {place for place, of in enumerate(logits.about[0].tolist()) if of > 0}
    assert tuple(LABELS) == GROUPS
