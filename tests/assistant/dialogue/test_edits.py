"""Edits of the last query: each a pure function of what a turn says, the state and the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.edits import (
    EDITS,
    back,
    elaborate,
    meaning,
    narrow,
    nth,
    one_more,
    other,
    rank_of,
    relate,
    repeat,
    restyled,
    shorter,
    source,
    switch,
    trend,
)
from assistant.dialogue.state import State
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
from assistant.understanding.tags import TURNS
from corpus.footnotes import markers
from corpus.plan import Kind, Plan

BIRTHS = "2-2.indicator.1"
NURSERIES = tuple(f"2-2.indicator.{n}" for n in range(3, 7))
LONELY = ("2-1.indicator.7", "2-1.indicator.8", "2-1.indicator.9")
INITIATIVES = tuple(f"2-1.initiative.{n}" for n in range(1, 7))
LOW = Order(Field.LATEST, descending=False, limit=1)


def told(query: Query, *ids: str, first: Query | None = None) -> State:
    return State(query, ids, first or query)


OF_BIRTHS = told(Query(Act.FIGURE, "出生数は?", rows=(BIRTHS,), aspects=(Field.LATEST,)), BIRTHS)
OF_LONELY = told(
    Query(Act.LIST, "下げる指標は?", kinds=(Kind.INDICATOR,), states=(slots.State.DOWN,)), *LONELY
)
OF_INITIATIVES = told(
    Query(Act.LIST, "福祉の取組は?", kinds=(Kind.INITIATIVE,), scope=Scope(sections=("2-1",))),
    *INITIATIVES,
)
OF_TOPIC = told(
    Query(Act.FIND, "孤立を防ぐには?", topic="孤立"), "2-1.initiative.4", "2-1.current.3"
)
OF_NOTHING = told(Query(Act.FIND, "月の裏側は?", topic="月の裏側"))
STATES = (OF_BIRTHS, OF_LONELY, OF_INITIATIVES, OF_TOPIC, OF_NOTHING)


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
    before = told(Query(Act.FIGURE, "0歳は?", rows=NURSERIES[:1]), NURSERIES[0])
    query = switch(Query(Act.FIND, "じゃあ1歳は?", ages=(Interval(1, 1),)), before, plan)
    assert query is not None
    assert (query.act, query.rows, query.ages) == (Act.FIGURE, NURSERIES, (Interval(1, 1),))


def test_the_other_sex_is_looked_for_among_the_rows_that_differ_by_it(plan: Plan) -> None:
    before = told(Query(Act.FIGURE, rows=("2-3.indicator.1",)), "2-3.indicator.1")
    query = switch(Query(Act.FIND, "女性は?", sexes=("女",)), before, plan)
    assert query is not None
    assert set(query.rows) == {"2-3.indicator.1", "2-3.indicator.2"}
    assert query.sexes == ("女",)


@pytest.mark.parametrize("act", [Act.LIST, Act.COUNT, Act.SUMMARISE, Act.FIND])
def test_the_same_of_another_section(plan: Plan, act: Act) -> None:
    before = told(replace(OF_INITIATIVES.query, act=act), *INITIATIVES)
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
    query = switch(Query(Act.FIND, "不登校は?", topic="不登校"), OF_TOPIC, plan)
    assert query is not None
    assert (query.act, query.topic, query.scope.passages) == (Act.FIND, "不登校", ())


def test_another_group_of_the_same_section(plan: Plan) -> None:
    before = told(
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


# Some of what was told.


def test_what_was_told_is_narrowed_to_a_section(plan: Plan) -> None:
    query = narrow(Query(Act.LIST, "福祉のだけ", scope=Scope(sections=("2-1",))), OF_LONELY, plan)
    assert query is not None
    assert query.scope == Scope(sections=("2-1",), passages=LONELY)


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


def test_nothing_is_narrowed_by_nothing(plan: Plan) -> None:
    assert narrow(Query(Act.LIST, "そのうち"), OF_LONELY, plan) is None
    assert narrow(Query(Act.LIST, "課題だけ", kinds=(Kind.ISSUE,)), OF_NOTHING, plan) is None


def test_rows_that_were_told_are_ranked(plan: Plan) -> None:
    query = rank_of(Query(Act.FIND, "一番低いのは?", order=LOW), OF_LONELY, plan)
    assert query is not None
    assert (query.act, query.order, query.scope.passages) == (Act.LIST, LOW, LONELY)
    compared = rank_of(Query(Act.FIND, "どっちが多い?"), OF_LONELY, plan)
    assert compared is not None
    assert (compared.act, compared.rows) == (Act.COMPARE, LONELY)


def test_one_row_has_no_rank(plan: Plan) -> None:
    assert rank_of(Query(Act.FIND, "一番低いのは?", order=LOW), OF_BIRTHS, plan) is None


@pytest.mark.parametrize(("place", "chosen"), [(1, 0), (4, 3), (-1, 5), (-2, 4)])
def test_one_by_its_place(plan: Plan, place: int, chosen: int) -> None:
    query = nth(Query(Act.QUOTE, "…つ目は?", scope=Scope(item=place)), OF_INITIATIVES, plan)
    assert query is not None
    assert (query.act, query.scope.passages) == (Act.QUOTE, (INITIATIVES[chosen],))


@pytest.mark.parametrize("place", [0, 7, -7, None])
def test_there_is_none_at_another_place(plan: Plan, place: int | None) -> None:
    assert nth(Query(Act.QUOTE, scope=Scope(item=place)), OF_INITIATIVES, plan) is None
    assert nth(Query(Act.QUOTE, scope=Scope(item=1)), OF_NOTHING, plan) is None


def test_a_row_by_its_place_is_told_as_a_figure(plan: Plan) -> None:
    asked = Query(Act.QUOTE, scope=Scope(item=2), aspects=(Field.TARGET,))
    query = nth(asked, OF_LONELY, plan)
    assert query is not None
    assert (query.act, query.rows, query.aspects) == (Act.FIGURE, LONELY[1:2], (Field.TARGET,))


def test_a_place_is_counted_among_the_kind_that_is_named(plan: Plan) -> None:
    mixed = told(Query(Act.FIND, topic="孤立"), "2-1.issue.1", "2-1.initiative.4")
    asked = Query(Act.QUOTE, scope=Scope(item=1), kinds=(Kind.INITIATIVE,))
    query = nth(asked, mixed, plan)
    assert query is not None
    assert query.scope.passages == ("2-1.initiative.4",)


# More on what was told.


def test_passages_are_elaborated_by_their_whole_text(plan: Plan) -> None:
    query = elaborate(Query(Act.FIND, "くわしく"), OF_TOPIC, plan)
    assert query is not None
    assert (query.act, query.scope.passages) == (Act.QUOTE, OF_TOPIC.told)
    assert query.style.is_detailed


def test_rows_are_elaborated_by_what_belongs_to_them(plan: Plan) -> None:
    query = elaborate(Query(Act.FIND, "くわしく"), OF_BIRTHS, plan)
    assert query is not None
    assert (query.act, query.rows) == (Act.RELATE, (BIRTHS,))
    assert elaborate(Query(Act.FIND, "くわしく"), OF_NOTHING, plan) is None


def test_others_leave_out_all_that_was_told(plan: Plan) -> None:
    first = other(Query(Act.FIND, "ほかには?"), OF_TOPIC, plan)
    assert first is not None
    assert (first.act, first.topic, first.told) == (Act.FIND, "孤立", OF_TOPIC.told)
    again = other(Query(Act.FIND, "ほかには?"), told(first, "2-1.issue.4"), plan)
    assert again is not None
    assert again.told == (*OF_TOPIC.told, "2-1.issue.4")
    assert other(Query(Act.FIND, "ほかには?"), OF_BIRTHS, plan) is None


def test_where_it_stands_is_told_word_for_word(plan: Plan) -> None:
    query = source(Query(Act.FIND, "出典は?"), OF_TOPIC, plan)
    assert query is not None
    assert (query.act, query.scope.passages) == (Act.QUOTE, OF_TOPIC.told)
    assert query.style.is_verbatim
    assert source(Query(Act.FIND, "出典は?"), OF_NOTHING, plan) is None


def test_what_belongs_to_what_was_told(plan: Plan) -> None:
    asked = Query(Act.RELATE, "関係する取組は?", kinds=(Kind.INITIATIVE,))
    of_rows, of_passages = relate(asked, OF_BIRTHS, plan), relate(asked, OF_TOPIC, plan)
    assert of_rows is not None
    assert of_passages is not None
    assert (of_rows.act, of_rows.rows, of_rows.kinds) == (Act.RELATE, (BIRTHS,), asked.kinds)
    assert (of_passages.rows, of_passages.scope.passages) == ((), OF_TOPIC.told)


def test_the_meaning_of_what_was_told_is_that_of_its_footnotes(plan: Plan) -> None:
    marked = {
        number: passage.id
        for passage in plan.passages
        if passage.kind is not Kind.FOOTNOTE
        for number, _ in markers(passage.text)
    }
    for note in plan.footnotes:
        before = told(OF_TOPIC.query, marked[note.number])
        query = meaning(Query(Act.DEFINE, "どういう意味?"), before, plan)
        assert query is not None
        assert query.act is Act.DEFINE
        assert note.term in query.terms


def test_the_meaning_of_a_word_that_is_named(plan: Plan) -> None:
    query = meaning(Query(Act.FIND, "保護司って?", terms=("保護司",)), OF_TOPIC, plan)
    assert query is not None
    assert (query.act, query.terms) == (Act.DEFINE, ("保護司",))


def test_how_it_has_changed_is_asked_of_the_rows(plan: Plan) -> None:
    of_rows, of_text = (
        trend(Query(Act.FIND, "増えた?"), state, plan) for state in (OF_BIRTHS, OF_TOPIC)
    )
    assert of_rows is not None
    assert of_text is not None
    assert (of_rows.rows, of_rows.aspects) == ((BIRTHS,), (Field.TREND,))
    assert of_rows.answer_type is of_text.answer_type is AnswerType.TREND


# The same in another way.


def test_the_same_again_and_the_first_again(plan: Plan) -> None:
    later = told(OF_TOPIC.query, *OF_TOPIC.told, first=OF_BIRTHS.query)
    assert repeat(Query(Act.FIND, "もう一回"), later, plan) is OF_TOPIC.query
    assert back(Query(Act.FIND, "さっきの話"), later, plan) is OF_BIRTHS.query


def test_in_short(plan: Plan) -> None:
    figure, text = (shorter(Query(Act.FIND), state, plan) for state in (OF_BIRTHS, OF_TOPIC))
    assert figure is not None
    assert text is not None
    assert figure == replace(OF_BIRTHS.query, style=Style(is_short=True))
    assert (text.act, text.scope.passages) == (Act.SUMMARISE, OF_TOPIC.told)
    assert text.style.is_short


def test_in_another_form(plan: Plan) -> None:
    table = Query(Act.FIND, "表にして", style=Style(Format.TABLE))
    of_list, of_text = restyled(table, OF_LONELY, plan), restyled(table, OF_TOPIC, plan)
    assert of_list == replace(OF_LONELY.query, style=table.style)
    assert of_text is not None
    assert (of_text.act, of_text.style.format) == (Act.LIST, Format.TABLE)
    assert set(of_text.kinds) == {Kind.INITIATIVE, Kind.CURRENT}
    assert of_text.scope.passages == OF_TOPIC.told


def test_one_more_thing_is_looked_for_with_the_topic_before(plan: Plan) -> None:
    query = one_more(Query(Act.UNKNOWN, "なぜ?"), OF_TOPIC, plan)
    assert (query.act, query.topic, query.text) == (Act.FIND, "孤立", "孤立 なぜ?")
    assert one_more(Query(Act.UNKNOWN, "なぜ?"), OF_BIRTHS, plan).topic == "出生数"


# All of them.


def test_every_way_of_referring_has_an_edit() -> None:
    assert set(EDITS) == set(TURNS) - {"alone"}


FRESH = st.builds(
    Query,
    act=st.sampled_from(Act),
    text=st.sampled_from(["それは?", "健康は?", "つぎ"]),
    topic=st.sampled_from(["", "孤立", "月の裏側"]),
    kinds=st.sampled_from([(), (Kind.ISSUE,), (Kind.INDICATOR,)]),
    scope=st.builds(
        Scope,
        sections=st.sampled_from([(), ("2-3",), ("2-1", "2-5")]),
        item=st.sampled_from([None, 1, -1, 99]),
        notes=st.sampled_from([(), (12,)]),
    ),
    rows=st.sampled_from([(), (BIRTHS,), NURSERIES]),
    ages=st.sampled_from([(), (Interval(1, 1),)]),
    aspects=st.sampled_from([(), (Field.TARGET,)]),
    order=st.sampled_from([None, LOW]),
    partners=st.sampled_from([PartnerSlot(), PartnerSlot(("市民",))]),
    style=st.sampled_from([Style(), Style(Format.CSV)]),
)


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
        assert {*query.rows, *query.scope.passages, *query.told} <= known
        assert set(query.scope.passages) <= {*state.told, *fresh.scope.passages}
        assert query.text in (fresh.text, state.query.text, f"{state.query.topic} {fresh.text}")


@given(fresh=FRESH, state=st.sampled_from(STATES))
def test_one_more_is_always_looked_for(plan: Plan, fresh: Query, state: State) -> None:
    query = one_more(fresh, state, plan)
    assert query.act is Act.FIND
    assert query.text.endswith(fresh.text)
