"""Edits of the last query: each a pure function of what a turn says, the state and the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.asking_more import (
    doubt,
    elaborate,
    meaning,
    one_more,
    relate,
    source,
    trend,
)
from assistant.dialogue.edits import EDITS
from assistant.dialogue.narrowing import narrow, other, rank_of
from assistant.dialogue.ordinals import nth
from assistant.dialogue.restating import back, repeat, restyled, shorter
from assistant.dialogue.state import State
from assistant.dialogue.switching import switch
from assistant.understanding import query as slots
from assistant.understanding.query import (
    Act,
    AnswerType,
    Field,
    Filter,
    Format,
    Interval,
    Order,
    PartnerSlot,
    Query,
    Scope,
    Style,
)
from assistant.understanding.tags import PREVIOUS, TURNS
from corpus.footnotes import markers
from corpus.plan import Kind, Plan

BIRTHS = "2-2.indicator.1"
NURSERIES = tuple(f"2-2.indicator.{n}" for n in range(3, 7))
LONELY = ("2-1.indicator.7", "2-1.indicator.8", "2-1.indicator.9")
INITIATIVES = tuple(f"2-1.initiative.{n}" for n in range(1, 7))
LOW = Order(Field.LATEST, descending=False, limit=1)


def cited(query: Query, *ids: str, first: Query | None = None) -> State:
    return replace(State.begun(query, ids), first=first or query)


OF_BIRTHS = cited(Query(Act.FIGURE, "出生数は?", rows=(BIRTHS,), aspects=(Field.LATEST,)), BIRTHS)
OF_LONELY = cited(
    Query(Act.LIST, "下げる指標は?", kinds=(Kind.INDICATOR,), states=(slots.State.DOWN,)), *LONELY
)
OF_INITIATIVES = cited(
    Query(Act.LIST, "福祉の取組は?", kinds=(Kind.INITIATIVE,), scope=Scope(sections=("2-1",))),
    *INITIATIVES,
)
OF_TOPIC = cited(
    Query(Act.FIND, "孤立を防ぐには?", topic="孤立", topics=("孤立",)),
    "2-1.initiative.4",
    "2-1.current.3",
)
OF_NOTHING = cited(Query(Act.FIND, "月の裏側は?", topic="月の裏側", topics=("月の裏側",)))
# One of several that were cited, a figure and a passage.
OF_ONE_ROW = OF_LONELY.after(Query(Act.FIGURE, "2つ目は?", rows=LONELY[1:2]), LONELY[1:2])
OF_ONE_INITIATIVE = OF_INITIATIVES.after(Query(Act.QUOTE, "3つ目は?"), INITIATIVES[2:3])
REFUSED = replace(OF_TOPIC.after(OF_NOTHING.query, OF_TOPIC.cited), is_refused=True)
STATES = (
    *(OF_BIRTHS, OF_LONELY, OF_INITIATIVES, OF_TOPIC, OF_NOTHING),
    *(OF_ONE_ROW, OF_ONE_INITIATIVE, REFUSED),
)


# The state.


def test_what_was_told_last_and_what_was_told_of_several() -> None:
    begun = State.begun(OF_LONELY.query, LONELY)
    assert begun == State(OF_LONELY.query, LONELY, OF_LONELY.query, LONELY)
    assert State.begun(OF_BIRTHS.query, (BIRTHS,)).listed == ()
    one = begun.after(OF_BIRTHS.query, (BIRTHS,))
    assert one == State(OF_BIRTHS.query, (BIRTHS,), OF_LONELY.query, LONELY, earlier=(LONELY,))
    again = one.after(OF_INITIATIVES.query, INITIATIVES)
    assert again == State(
        OF_INITIATIVES.query, INITIATIVES, OF_LONELY.query, INITIATIVES, earlier=(LONELY, (BIRTHS,))
    )
    assert not REFUSED.after(OF_BIRTHS.query, (BIRTHS,)).is_refused


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (OF_BIRTHS, ("figure", "indicator", "one")),
        (OF_LONELY, ("list", "indicator", "few")),
        (cited(OF_INITIATIVES.query, *INITIATIVES[:2]), ("list", "initiative", "few")),
        (cited(OF_INITIATIVES.query, *INITIATIVES[:4]), ("list", "initiative", "few")),
        (cited(OF_INITIATIVES.query, *INITIATIVES[:5]), ("list", "initiative", "many")),
        (OF_ONE_INITIATIVE, ("quote", "initiative", "one")),
        (cited(Query(Act.DEFINE, terms=("保護司",)), "fn11"), ("define", "footnote", "one")),
        (OF_NOTHING, ("refusal", "none")),
        (REFUSED, ("refusal", "none")),
    ],
)
def test_what_was_answered_in_words(plan: Plan, state: State, said: tuple[str, ...]) -> None:
    assert state.previous(plan) == said
    assert set(said) <= set(PREVIOUS)


def test_the_kinds_of_what_was_answered_are_in_its_order(plan: Plan) -> None:
    act, *kinds, count = OF_TOPIC.previous(plan)
    assert (act, kinds[0], count) == ("find", "initiative", "few")
    of_many = cited(OF_TOPIC.query, *INITIATIVES, "2-1.issue.1", "2-1.current.3", BIRTHS)
    assert of_many.previous(plan)[:2] == ("find", "initiative")
    assert of_many.previous(plan)[-1] == "many"


def test_rows_and_sections_of_what_was_told(plan: Plan) -> None:
    mixed = cited(OF_TOPIC.query, BIRTHS, "2-1.issue.1", *LONELY[:1], "2-2.issue.1")
    assert mixed.rows(plan) == (BIRTHS, LONELY[0])
    assert mixed.sections(plan) == ("2-2", "2-1")


# Another slot of the same question.


def test_another_row_is_asked_the_same(plan: Plan) -> None:
    asked = Query(Act.FIGURE, "自殺死亡率は?", rows=("2-3.indicator.3",))
    query = switch(asked, OF_BIRTHS, plan)
    assert query is not None
    assert (query.act, query.rows) == (Act.FIGURE, ("2-3.indicator.3",))
    assert query.aspects == (Field.LATEST,)


def test_another_aspect_of_the_same_rows(plan: Plan) -> None:
    query = switch(Query(Act.FIGURE, "目標は?", aspects=(Field.TARGET,)), OF_BIRTHS, plan)
    assert query is not None
    assert (query.act, query.rows, query.aspects) == (Act.FIGURE, (BIRTHS,), (Field.TARGET,))
    assert query.text == "目標は?"


def test_another_year_of_the_same_rows(plan: Plan) -> None:
    query = switch(Query(Act.FIND, "2015年は?", years=(2015,)), OF_BIRTHS, plan)
    assert query is not None
    assert (query.act, query.rows, query.years) == (Act.FIGURE, (BIRTHS,), (2015,))


def test_another_age_is_looked_for_among_the_rows_that_differ_by_it(plan: Plan) -> None:
    before = cited(Query(Act.FIGURE, "0歳は?", rows=NURSERIES[:1]), NURSERIES[0])
    query = switch(Query(Act.FIND, "じゃあ1歳は?", ages=(Interval(1, 1),)), before, plan)
    assert query is not None
    assert (query.act, query.rows, query.ages) == (Act.FIGURE, NURSERIES, (Interval(1, 1),))


def test_the_other_sex_is_looked_for_among_the_rows_that_differ_by_it(plan: Plan) -> None:
    before = cited(Query(Act.FIGURE, rows=("2-3.indicator.1",)), "2-3.indicator.1")
    query = switch(Query(Act.FIND, "女性は?", sexes=("女",)), before, plan)
    assert query is not None
    assert set(query.rows) == {"2-3.indicator.1", "2-3.indicator.2"}
    assert query.sexes == ("女",)


def test_a_sex_of_a_topic_that_has_no_row_is_its_figure(plan: Plan) -> None:
    """Such as it was asked for in vain: the value of the topic for the sex."""
    asked = Query(Act.FIGURE, topic="喫煙率", topics=("喫煙率",), aspects=(Field.TARGET,))
    query = switch(Query(Act.FIND, "女性は?", sexes=("女",)), cited(asked), plan)
    assert query is not None
    assert (query.act, query.rows, query.sexes) == (Act.FIGURE, (), ("女",))
    assert (query.topic, query.topics) == ("喫煙率", ("喫煙率",))
    assert (query.text, query.aspects) == ("喫煙率 女性は?", (Field.TARGET,))
    fresh = Query(Act.FIND, "1歳の予防接種は?", topic="予防接種", ages=(Interval(1, 1),))
    other_topic = switch(fresh, cited(asked), plan)
    assert other_topic is not None
    assert other_topic.topic == "予防接種"


@pytest.mark.parametrize("act", [Act.LIST, Act.COUNT, Act.SUMMARISE, Act.FIND])
def test_the_same_of_another_section(plan: Plan, act: Act) -> None:
    before = cited(replace(OF_INITIATIVES.query, act=act), *INITIATIVES)
    query = switch(Query(Act.FIND, "健康は?", scope=Scope(sections=("2-3",))), before, plan)
    assert query is not None
    assert (query.act, query.kinds) == (act, (Kind.INITIATIVE,))
    assert query.scope == Scope(sections=("2-3",))


def test_a_figure_of_a_section_is_the_list_of_its_indicators(plan: Plan) -> None:
    query = switch(Query(Act.FIND, "健康は?", scope=Scope(sections=("2-3",))), OF_BIRTHS, plan)
    assert query is not None
    assert (query.act, query.kinds, query.rows) == (Act.LIST, (Kind.INDICATOR,), ())


def test_another_kind_of_the_same_section(plan: Plan) -> None:
    query = switch(Query(Act.LIST, "課題は?", kinds=(Kind.ISSUE,)), OF_INITIATIVES, plan)
    assert query is not None
    assert (query.act, query.kinds, query.scope.sections) == (Act.LIST, (Kind.ISSUE,), ("2-1",))


def test_another_kind_of_the_section_of_what_was_told(plan: Plan) -> None:
    query = switch(Query(Act.LIST, "課題は?", kinds=(Kind.ISSUE,)), OF_BIRTHS, plan)
    assert query is not None
    assert (query.rows, query.aspects, query.scope.sections) == ((), (), ("2-2",))


def test_another_topic_leaves_what_was_told(plan: Plan) -> None:
    asked = Query(Act.FIND, "不登校は?", topic="不登校", topics=("不登校",))
    before = replace(OF_TOPIC, query=replace(OF_TOPIC.query, excluded=("2-1.issue.4",)))
    query = switch(asked, before, plan)
    assert query is not None
    assert (query.act, query.topic, query.topics) == (Act.FIND, "不登校", ("不登校",))
    assert (query.scope.passages, query.excluded, query.text) == ((), (), "不登校は?")


def test_the_same_is_asked_of_another_topic(plan: Plan) -> None:
    price = replace(OF_TOPIC, query=replace(OF_TOPIC.query, answer_type=AnswerType.PRICE))
    asked = Query(Act.FIND, "不登校は?", topic="不登校", topics=("不登校",))
    query = switch(asked, price, plan)
    assert query is not None
    assert query.answer_type is AnswerType.PRICE
    date = switch(replace(asked, answer_type=AnswerType.DATE), price, plan)
    assert date is not None
    assert date.answer_type is AnswerType.DATE
    defined = cited(Query(Act.DEFINE, terms=("保護司",)), "fn11")
    term = switch(asked, defined, plan)
    assert term is not None
    assert (term.act, term.terms) == (Act.DEFINE, ("不登校",))


def test_another_group_of_the_same_section(plan: Plan) -> None:
    before = cited(
        Query(Act.PARTNERS, scope=Scope(sections=("2-1",)), partners=PartnerSlot(("市民",), True)),
        "2-1.partners",
    )
    asked = Query(Act.PARTNERS, "観光客は?", partners=PartnerSlot(("滞在者",)))
    query = switch(asked, before, plan)
    assert query is not None
    assert query.scope.sections == ("2-1",)
    assert query.partners == PartnerSlot(("滞在者",), True)


def test_nothing_else_is_no_other_slot(plan: Plan) -> None:
    assert switch(Query(Act.FIND, "それで?"), OF_BIRTHS, plan) is None


# Some of what was cited.


def test_what_was_told_is_narrowed_to_a_section(plan: Plan) -> None:
    asked = Query(
        Act.LIST, "福祉のだけ", scope=Scope(sections=("2-1",)), answer_type=AnswerType.NUMBER
    )
    query = narrow(asked, OF_LONELY, plan)
    assert query is not None
    assert query.scope == Scope(sections=("2-1",), passages=LONELY)
    assert (query.act, query.answer_type) == (Act.LIST, AnswerType.TEXT)


def test_a_topic_is_looked_for_in_another_section(plan: Plan) -> None:
    """All that is said there of it, not only what of it was cited."""
    asked = Query(Act.LIST, "そのうち健康では?", scope=Scope(sections=("2-3",)))
    before = replace(OF_TOPIC, query=replace(OF_TOPIC.query, excluded=("2-1.issue.4",)))
    query = narrow(asked, before, plan)
    assert query == replace(OF_TOPIC.query, scope=Scope(sections=("2-3",)))
    of_kind = narrow(replace(asked, kinds=(Kind.ISSUE,)), before, plan)
    assert of_kind is not None
    assert (of_kind.act, of_kind.kinds, of_kind.topic) == (Act.FIND, (Kind.ISSUE,), "孤立")


def test_of_one_thing_the_last_of_several_are_narrowed(plan: Plan) -> None:
    asked = Query(Act.LIST, "その中で上がっているのは?", states=(slots.State.UP,))
    query = narrow(asked, OF_ONE_ROW, plan)
    assert query is not None
    assert (query.act, query.kinds, query.states) == (
        Act.LIST,
        (Kind.INDICATOR,),
        (slots.State.UP,),
    )
    assert query.scope.passages == LONELY
    assert narrow(asked, OF_LONELY, plan) == query


def test_rows_are_narrowed_by_a_state_or_a_bound(plan: Plan) -> None:
    held = Filter(Field.LATEST, Interval(low=20), "%")
    asked = Query(Act.LIST, "20%以上のは?", filters=(held,))
    query = narrow(asked, OF_LONELY, plan)
    assert query is not None
    assert (query.kinds, query.filters) == ((Kind.INDICATOR,), (held,))
    assert query.scope.passages == LONELY
    counted = narrow(replace(asked, act=Act.COUNT), OF_LONELY, plan)
    assert counted is not None
    assert counted.act is Act.COUNT


def test_partners_of_what_was_told(plan: Plan) -> None:
    asked = Query(Act.PARTNERS, "そのうち市民は?", partners=PartnerSlot(("市民",)))
    query = narrow(asked, OF_INITIATIVES, plan)
    assert query is not None
    assert (query.act, query.scope) == (Act.PARTNERS, Scope(sections=("2-1",)))
    assert query.partners == PartnerSlot(("市民",))


def test_nothing_is_narrowed_by_nothing(plan: Plan) -> None:
    assert narrow(Query(Act.LIST, "そのうち"), OF_LONELY, plan) is None
    assert narrow(Query(Act.LIST, "課題だけ", kinds=(Kind.ISSUE,)), OF_NOTHING, plan) is None


@pytest.mark.parametrize("state", [OF_LONELY, OF_ONE_ROW])
def test_rows_that_were_told_are_ranked(plan: Plan, state: State) -> None:
    """Of one of them too those are meant that were cited before."""
    asked = Query(Act.FIND, "一番低いのは?", order=LOW, topic="の", answer_type=AnswerType.NUMBER)
    query = rank_of(asked, state, plan)
    assert query is not None
    assert (query.act, query.order, query.scope.passages) == (Act.LIST, LOW, LONELY)
    assert (query.topic, query.answer_type) == ("", AnswerType.TEXT)
    compared = rank_of(Query(Act.FIND, "どっちが多い?"), state, plan)
    assert compared is not None
    assert (compared.act, compared.rows) == (Act.COMPARE, LONELY)


@pytest.mark.parametrize("state", [OF_BIRTHS, OF_ONE_INITIATIVE, OF_NOTHING])
def test_one_row_has_no_rank(plan: Plan, state: State) -> None:
    assert rank_of(Query(Act.FIND, "一番低いのは?", order=LOW), state, plan) is None


@pytest.mark.parametrize("state", [OF_INITIATIVES, OF_ONE_INITIATIVE])
@pytest.mark.parametrize(("place", "chosen"), [(1, 0), (4, 3), (-1, 5), (-2, 4)])
def test_one_by_its_place(plan: Plan, state: State, place: int, chosen: int) -> None:
    """After one of several the next is another of those."""
    query = nth(Query(Act.QUOTE, "…つ目は?", scope=Scope(item=place)), state, plan)
    assert query is not None
    assert (query.act, query.scope.passages) == (Act.QUOTE, (INITIATIVES[chosen],))


def test_what_points_at_one_thing_is_that(plan: Plan) -> None:
    row = nth(Query(Act.FIND, "それの目標は?", aspects=(Field.TARGET,)), OF_BIRTHS, plan)
    assert row is not None
    assert (row.act, row.rows, row.aspects) == (Act.FIGURE, (BIRTHS,), (Field.TARGET,))
    passage = nth(Query(Act.FIND, "それは?"), OF_ONE_INITIATIVE, plan)
    assert passage is not None
    assert (passage.act, passage.scope) == (Act.QUOTE, Scope(passages=INITIATIVES[2:3]))


@pytest.mark.parametrize("place", [0, 7, -7, None])
def test_there_is_none_at_another_place(plan: Plan, place: int | None) -> None:
    assert nth(Query(Act.QUOTE, scope=Scope(item=place)), OF_INITIATIVES, plan) is None
    assert nth(Query(Act.QUOTE, scope=Scope(item=1)), OF_NOTHING, plan) is None
    assert nth(Query(Act.QUOTE), OF_NOTHING, plan) is None


def test_a_row_by_its_place_is_told_as_a_figure(plan: Plan) -> None:
    asked = Query(Act.QUOTE, scope=Scope(item=2), aspects=(Field.TARGET,))
    query = nth(asked, OF_LONELY, plan)
    assert query is not None
    assert (query.act, query.rows, query.aspects) == (Act.FIGURE, LONELY[1:2], (Field.TARGET,))


def test_a_place_is_counted_among_the_kind_that_is_named(plan: Plan) -> None:
    mixed = cited(Query(Act.FIND, topic="孤立"), "2-1.issue.1", "2-1.initiative.4")
    asked = Query(Act.QUOTE, scope=Scope(item=1), kinds=(Kind.INITIATIVE,))
    query = nth(asked, mixed, plan)
    assert query is not None
    assert query.scope.passages == ("2-1.initiative.4",)


# More on what was cited.


def test_passages_are_elaborated_by_their_whole_text(plan: Plan) -> None:
    query = elaborate(Query(Act.FIND, "くわしく"), OF_TOPIC, plan)
    assert query is not None
    assert (query.act, query.scope.passages) == (Act.QUOTE, OF_TOPIC.cited)
    assert query.style.is_detailed


def test_rows_are_elaborated_by_what_belongs_to_them(plan: Plan) -> None:
    query = elaborate(Query(Act.FIND, "くわしく"), OF_BIRTHS, plan)
    assert query is not None
    assert (query.act, query.rows) == (Act.RELATE, (BIRTHS,))
    assert elaborate(Query(Act.FIND, "くわしく"), OF_NOTHING, plan) is None


def test_what_a_turn_asks_of_rows_that_were_told_is_told_of_them(plan: Plan) -> None:
    asked = Query(Act.FIND, "いつまでに?", aspects=(Field.YEAR,))
    figure, listed = elaborate(asked, OF_BIRTHS, plan), elaborate(asked, OF_LONELY, plan)
    assert figure is not None
    assert listed is not None
    assert (figure.act, figure.rows, figure.aspects) == (Act.FIGURE, (BIRTHS,), (Field.YEAR,))
    assert listed == replace(OF_LONELY.query, aspects=(Field.YEAR,))
    counted = replace(
        OF_LONELY, query=replace(OF_LONELY.query, act=Act.COUNT, aspects=(Field.TARGET,))
    )
    named = elaborate(asked, counted, plan)
    assert named is not None
    assert (named.act, named.aspects) == (Act.LIST, (Field.TARGET, Field.YEAR))


def test_what_a_turn_asks_of_a_topic_is_looked_for_in_what_was_told(plan: Plan) -> None:
    date = elaborate(Query(Act.FIND, "いつから?", answer_type=AnswerType.DATE), OF_TOPIC, plan)
    assert date is not None
    assert (date.act, date.topic, date.answer_type) == (Act.FIND, "孤立", AnswerType.DATE)
    assert (date.text, date.excluded) == ("孤立 いつから?", OF_TOPIC.cited)
    more = Query(Act.FIND, "見守りは?", topic="見守り", topics=("見守り",))
    topic = elaborate(more, OF_TOPIC, plan)
    assert topic is not None
    assert (topic.act, topic.topics, topic.excluded) == (Act.FIND, ("孤立", "見守り"), ())
    number = elaborate(Query(Act.FIGURE, "何人?"), OF_TOPIC, plan)
    assert number is not None
    assert (number.act, number.topic) == (Act.FIGURE, "孤立")


def test_a_kind_that_was_not_told_is_what_belongs_to_it(plan: Plan) -> None:
    asked = Query(Act.FIND, "課題を詳しく", kinds=(Kind.ISSUE,))
    query = elaborate(asked, OF_INITIATIVES, plan)
    assert query is not None
    assert (query.act, query.kinds) == (Act.RELATE, (Kind.ISSUE,))
    assert query.scope.passages == INITIATIVES[:3]
    same = elaborate(replace(asked, kinds=(Kind.INITIATIVE,)), OF_INITIATIVES, plan)
    assert same is not None
    assert (same.act, same.scope.passages) == (Act.QUOTE, INITIATIVES[:3])


def test_who_wants_to_talk_to_somebody_wants_no_more_of_the_plan(plan: Plan) -> None:
    assert elaborate(Query(Act.HELP_LINE, "誰かと話したい"), OF_TOPIC, plan) is None


def test_others_are_all_that_are_held_to_what_a_turn_says(plan: Plan) -> None:
    asked = Query(Act.FIND, "ほかに未定のは?", states=(slots.State.UNDECIDED,), topic="ほか")
    query = other(asked, OF_BIRTHS, plan)
    assert query is not None
    assert (query.act, query.kinds) == (Act.LIST, (Kind.INDICATOR,))
    assert (query.states, query.topic, query.scope) == ((slots.State.UNDECIDED,), "", Scope())


def test_others_leave_out_all_that_was_told(plan: Plan) -> None:
    first = other(Query(Act.FIND, "ほかには?"), OF_TOPIC, plan)
    assert first is not None
    assert (first.act, first.topic, first.excluded) == (Act.FIND, "孤立", OF_TOPIC.cited)
    again = other(Query(Act.FIND, "ほかには?"), cited(first, "2-1.issue.4"), plan)
    assert again is not None
    assert again.excluded == (*OF_TOPIC.cited, "2-1.issue.4")


def test_others_of_what_has_no_topic_are_all_of_its_kind_in_its_section(plan: Plan) -> None:
    others = other(Query(Act.FIND, "ほかには?"), OF_BIRTHS, plan)
    assert others is not None
    assert (others.act, others.kinds) == (Act.LIST, (Kind.INDICATOR,))
    assert others.scope.sections == ("2-2",)


def test_rows_are_those_that_were_told_last(plan: Plan) -> None:
    state = OF_BIRTHS.after(OF_TOPIC.query, ("2-1.issue.3",))
    assert (state.rows(plan), state.rows_before(plan)) == ((), (BIRTHS,))
    assert OF_TOPIC.rows_before(plan) == ()


def test_where_it_stands_is_told_word_for_word(plan: Plan) -> None:
    query = source(Query(Act.FIND, "出典は?"), OF_TOPIC, plan)
    assert query is not None
    assert (query.act, query.scope.passages) == (Act.QUOTE, OF_TOPIC.cited)
    assert query.style.is_verbatim
    assert source(Query(Act.FIND, "出典は?"), OF_NOTHING, plan) is None


def test_what_belongs_to_what_was_told(plan: Plan) -> None:
    asked = Query(Act.RELATE, "関係する取組は?", kinds=(Kind.INITIATIVE,))
    of_rows, of_passages = relate(asked, OF_BIRTHS, plan), relate(asked, OF_TOPIC, plan)
    assert of_rows is not None
    assert of_passages is not None
    assert (of_rows.act, of_rows.rows, of_rows.kinds) == (Act.RELATE, (BIRTHS,), asked.kinds)
    assert (of_passages.rows, of_passages.scope.passages) == ((), OF_TOPIC.cited)


def test_the_meaning_of_what_was_told_is_that_of_its_footnotes(plan: Plan) -> None:
    marked = {
        number: passage.id
        for passage in plan.passages
        if passage.kind is not Kind.FOOTNOTE
        for number, _ in markers(passage.text)
    }
    for note in plan.footnotes:
        before = cited(OF_TOPIC.query, marked[note.number])
        query = meaning(Query(Act.DEFINE, "どういう意味?"), before, plan)
        assert query is not None
        assert query.act is Act.DEFINE
        assert note.term in query.terms


@pytest.mark.parametrize(
    "asked",
    [
        Query(Act.FIND, "保護司って?", terms=("保護司",)),
        Query(Act.FIND, "保護司って?", topic="保護司", topics=("保護司",)),
    ],
)
def test_the_meaning_of_a_word_that_is_named(plan: Plan, asked: Query) -> None:
    """Be it a term of the plan or any word."""
    fresh = replace(asked, answer_type=AnswerType.REASON)
    query = meaning(fresh, OF_TOPIC, plan)
    assert query is not None
    assert (query.act, query.terms) == (Act.DEFINE, ("保護司",))
    assert query.answer_type is AnswerType.TEXT


def test_without_a_word_or_a_footnote_a_row_is_asked_for_by_its_name(plan: Plan) -> None:
    asked = Query(Act.DEFINE, "どういうこと?")
    assert not markers(plan.passage(BIRTHS).text)
    query = meaning(asked, OF_BIRTHS, plan)
    assert query is not None
    assert (query.act, query.terms) == (Act.DEFINE, ("出生数",))


@pytest.mark.parametrize(
    "asked",
    [
        Query(Act.LIST, "課題は?", kinds=(Kind.ISSUE,)),
        Query(Act.FIND, "健康では?", scope=Scope(sections=("2-3",))),
        Query(Act.FIND, "災害は?", topic="災害", topics=("災害",)),
    ],
)
def test_what_was_cited_is_left_out_of_more_on_a_topic_alone(plan: Plan, asked: Query) -> None:
    """A list of another kind or section is whole."""
    more = replace(OF_TOPIC, query=replace(OF_TOPIC.query, excluded=OF_TOPIC.cited))
    query = switch(asked, more, plan)
    assert query is not None
    assert query.excluded == ()


def test_what_is_doubted_is_told_word_for_word(plan: Plan) -> None:
    asked = Query(Act.FIND, "本当?")
    for state in (OF_TOPIC, OF_BIRTHS):
        query = doubt(asked, state, plan)
        assert query == source(asked, state, plan)
        assert query is not None
        assert query.style.is_verbatim
    assert doubt(asked, OF_NOTHING, plan) is None


@pytest.mark.parametrize(
    "asked",
    [
        Query(Act.FIND, "900人じゃないの?", claims=(900.0,)),
        Query(Act.FIND, "2020年の数字じゃない?", years=(2020,)),
        Query(Act.FIND, "それ目標でしょ?", aspects=(Field.TARGET,)),
    ],
)
def test_a_value_that_is_held_up_is_compared_with_the_rows(plan: Plan, asked: Query) -> None:
    query = doubt(asked, OF_BIRTHS, plan)
    assert query is not None
    assert (query.act, query.rows) == (Act.FIGURE, (BIRTHS,))
    assert (query.claims, query.years, query.aspects) == (asked.claims, asked.years, asked.aspects)
    assert doubt(asked, OF_TOPIC, plan) == source(asked, OF_TOPIC, plan)


@pytest.mark.parametrize(
    "asked",
    [
        Query(Act.FIND, "減ってない?", aspects=(Field.TREND,)),
        Query(Act.FIND, "減ってない?", answer_type=AnswerType.TREND),
    ],
)
def test_a_change_that_is_doubted_is_a_trend(plan: Plan, asked: Query) -> None:
    for state in (OF_BIRTHS, OF_TOPIC):
        assert doubt(asked, state, plan) == trend(asked, state, plan)


def test_how_it_has_changed_is_asked_of_the_rows(plan: Plan) -> None:
    before = replace(OF_TOPIC, query=replace(OF_TOPIC.query, scope=Scope(passages=OF_TOPIC.cited)))
    of_rows, of_text = (
        trend(Query(Act.FIND, "増えた?"), state, plan) for state in (OF_BIRTHS, before)
    )
    assert of_rows is not None
    assert of_text is not None
    assert (of_rows.rows, of_rows.aspects) == ((BIRTHS,), (Field.TREND,))
    assert of_rows.answer_type is of_text.answer_type is AnswerType.TREND
    assert (of_text.act, of_text.topic, of_text.scope) == (Act.FIND, "孤立", Scope())


# The same in another way.


def test_the_same_again_and_the_first_again(plan: Plan) -> None:
    later = cited(OF_TOPIC.query, *OF_TOPIC.cited, first=OF_BIRTHS.query)
    assert repeat(Query(Act.FIND, "もう一回"), later, plan) is OF_TOPIC.query
    assert back(Query(Act.FIND, "さっきの話"), later, plan) is OF_BIRTHS.query


def test_in_short(plan: Plan) -> None:
    figure, text = (shorter(Query(Act.FIND), state, plan) for state in (OF_BIRTHS, OF_TOPIC))
    assert figure is not None
    assert text is not None
    assert figure == replace(OF_BIRTHS.query, style=Style(is_short=True))
    assert (text.act, text.scope.passages) == (Act.SUMMARISE, OF_TOPIC.cited)
    assert text.style.is_short


def test_in_another_form(plan: Plan) -> None:
    table = Query(Act.FIND, "表にして", style=Style(Format.TABLE))
    of_list, of_text = restyled(table, OF_LONELY, plan), restyled(table, OF_TOPIC, plan)
    assert of_list == replace(OF_LONELY.query, style=table.style)
    assert of_text is not None
    assert (of_text.act, of_text.style.format) == (Act.LIST, Format.TABLE)
    assert set(of_text.kinds) == {Kind.INITIATIVE, Kind.CURRENT}
    assert of_text.scope.passages == OF_TOPIC.cited


def test_one_more_thing_is_looked_for_with_the_topic_before(plan: Plan) -> None:
    query = one_more(Query(Act.UNKNOWN, "なぜ?", rows=(BIRTHS,)), OF_TOPIC, plan)
    assert (query.act, query.topic, query.text) == (Act.FIND, "孤立", "孤立 なぜ?")
    assert (query.topics, query.rows, query.excluded) == (("孤立",), (), ())
    asked = Query(Act.FIND, "いくら?", answer_type=AnswerType.PRICE)
    assert one_more(asked, OF_TOPIC, plan).excluded == OF_TOPIC.cited


@pytest.mark.parametrize(
    ("state", "subject"),
    [
        (OF_BIRTHS, "出生数"),
        (cited(Query(Act.DEFINE, terms=("保護司",)), "fn11"), "保護司"),
        (cited(Query(Act.QUOTE), INITIATIVES[0]), "包括的支援体制を整備します"),
        (cited(Query(Act.QUOTE), "2-1.issue.1"), "相談支援のみならず"),
        # Of many things it is of none.
        (OF_INITIATIVES, ""),
    ],
)
def test_what_was_spoken_of_is_named_by_the_plan(plan: Plan, state: State, subject: str) -> None:
    query = one_more(Query(Act.UNKNOWN, "なぜ?"), state, plan)
    assert query.topic.startswith(subject)
    assert query.topics == ((query.topic,) if subject else ())
    assert query.text.strip() == f"{query.topic} なぜ?".strip()


# All of them.


def test_every_way_of_referring_has_an_edit() -> None:
    assert set(EDITS) == set(TURNS) - {"alone"}


FRESH = st.builds(
    Query,
    act=st.sampled_from(Act),
    text=st.sampled_from(["それは?", "健康は?", "つぎ"]),
    topics=st.sampled_from([(), ("孤立",), ("月の裏側", "火星")]),
    kinds=st.sampled_from([(), (Kind.ISSUE,), (Kind.INDICATOR,)]),
    scope=st.builds(
        Scope,
        sections=st.sampled_from([(), ("2-3",), ("2-1", "2-5")]),
        item=st.sampled_from([None, 1, -1, 99]),
        notes=st.sampled_from([(), (12,)]),
    ),
    rows=st.sampled_from([(), (BIRTHS,), NURSERIES]),
    ages=st.sampled_from([(), (Interval(1, 1),)]),
    sexes=st.sampled_from([(), ("女",)]),
    aspects=st.sampled_from([(), (Field.TARGET,), (Field.TREND,)]),
    claims=st.sampled_from([(), (900.0,)]),
    states=st.sampled_from([(), (slots.State.DOWN,)]),
    order=st.sampled_from([None, LOW]),
    partners=st.sampled_from([PartnerSlot(), PartnerSlot(("市民",))]),
    answer_type=st.sampled_from(AnswerType),
    style=st.sampled_from([Style(), Style(Format.CSV)]),
).map(lambda query: replace(query, topic=" ".join(query.topics)))


@pytest.mark.parametrize("turn", EDITS)
@given(fresh=FRESH, state=st.sampled_from(STATES))
def test_an_edit_is_of_what_was_told_and_changes_nothing(
    plan: Plan, turn: str, fresh: Query, state: State
) -> None:
    before = (replace(fresh), replace(state))
    query = EDITS[turn](fresh, state, plan)
    assert (fresh, state) == before
    assert query == EDITS[turn](fresh, state, plan)
    if query is not None:
        known = {passage.id for passage in plan.passages}
        assert {*query.rows, *query.scope.passages, *query.excluded} <= known
        told_of = {*state.cited, *state.listed, *fresh.scope.passages}
        assert {*query.scope.passages, *query.excluded} <= told_of
        assert query.topic == " ".join(query.topics)
        asked_before = (state.query.text, state.first.text)
        assert query.text in asked_before or query.text.endswith(fresh.text)


@given(fresh=FRESH, state=st.sampled_from(STATES))
def test_one_more_is_always_looked_for(plan: Plan, fresh: Query, state: State) -> None:
    query = one_more(replace(fresh, answer_type=AnswerType.PLACE), state, plan)
    assert query.act is Act.FIND
    assert query.text.endswith(fresh.text)
    assert set(fresh.topics) <= set(query.topics)
    assert query.topic == " ".join(query.topics)


def test_why_something_is_done_is_what_the_issues_say(plan: Plan) -> None:
    asked = Query(Act.FIND, "なぜ?", answer_type=AnswerType.REASON)
    query = one_more(asked, OF_INITIATIVES, plan)
    assert (query.act, query.kinds) == (Act.RELATE, (Kind.ISSUE,))
    assert set(query.scope.passages) <= set(OF_INITIATIVES.cited)


def test_rows_that_were_told_are_held_to_words_of_their_names(plan: Plan) -> None:
    for asked in (
        Query(Act.FIND, "孤立だけ", topic="孤立", topics=("孤立",)),
        Query(Act.PARTNERS, "孤立だけ", partners=PartnerSlot(("孤立",))),
    ):
        query = narrow(asked, OF_LONELY, plan)
        assert query is not None
        assert (query.act, query.phrases) == (Act.LIST, ("孤立",))
        assert query.scope.passages == OF_LONELY.cited


def test_the_figures_of_an_initiative_are_those_of_its_indicators(plan: Plan) -> None:
    asked = Query(Act.FIGURE, "数字の目標は?", aspects=(Field.TARGET,))
    query = switch(asked, OF_INITIATIVES, plan)
    assert query is not None
    assert (query.act, query.kinds) == (Act.RELATE, (Kind.INDICATOR,))
