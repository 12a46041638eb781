"""/: the page of questions, whole without JavaScript; the conversation travels in the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import StringConstraints

from assistant.answer import Answer, Style
from assistant.limits import LONGEST_QUESTION, LONGEST_TURN, MOST_TURNS, fault_of
from assistant.protocols import Answering
from corpus.companion import Companion
from corpus.plan import Section
from index.budget import PER_QUESTION
from web.answer_view import answer_view
from web.contexts import ChatPage, TurnView, english, page
from web.conversation import (
    KeptTurn,
    conversation_as_json,
    conversation_from_json,
    turns_before,
)
from web.forms import FormRoute
from web.noted import noted
from web.question_writer import Keep
from web.reading import reading_of
from web.rendering import Renderer
from web.schemas import Text, question_of_form
from web.verdicts import LONGEST_WORD, NotKeptError, Verdict, Verdicts

# So many letters of questions are answered again for one page; those before stand without sources.
_MOST_RETOLD = LONGEST_QUESTION
# A form sends a line break as two characters.
_Word = Annotated[Text, StringConstraints(max_length=2 * LONGEST_WORD)]
_TurnKey = Annotated[str, StringConstraints(max_length=20)]
_STYLES: tuple[Style, ...] = ("normal", "plain")


def chat_router(
    answering: Answering,
    sections: tuple[Section, ...],
    companions: Mapping[str, Companion],
    examples: Mapping[str, Sequence[str]],
    feedback: Verdicts,
    keep: Keep,
    days: int,
    renderer: Renderer,
) -> APIRouter:
    """Return the routes of the page on which the plan of the `sections`, or all plans, are asked.

    New answers are told to `keep`; questions are kept for `days` days, 0 for not at all.
    """
    router = APIRouter(
        default_response_class=HTMLResponse, include_in_schema=False, route_class=FormRoute
    )

    def show(
        request: Request,
        turns: tuple[KeptTurn, ...],
        told: tuple[TurnView, ...],
        style: Style,
        thanked: bool = False,
    ) -> HTMLResponse:
        shown = page(request, "nav_chat", form="ask")
        context = ChatPage(
            page=shown,
            turns=told,
            days=days,
            history=conversation_as_json(turns),
            thanked=thanked,
            style=style,
            offers_plain="plain" in companions,
            examples=tuple(examples.get(shown.lang, ())),
            sections=sections,
            english=english(companions, shown),
        )
        return renderer.page("chat.html", context)

    def ask(
        request: Request,
        question: str,
        turns: tuple[KeptTurn, ...],
        style: Style,
        carry: bool = True,
    ) -> HTMLResponse:
        before = turns_before(turns, len(turns))
        answer = answering.ask(question, before, style=style, carry=carry)
        keep(answer)
        noted(request.scope).intent = answer.intent
        said = answer.text[:LONGEST_TURN]
        latest = TurnView(question, answer_view(answer, f"t{len(turns)}"), said)
        put = KeptTurn(role="user", content=question, carry=carry)
        kept = _kept(answering, (*turns, put, KeptTurn(role="assistant", content=said)))
        return show(request, kept, (*_retold(answering, turns), latest), style)

    def judge(place: int, useful: bool, word: str, turns: tuple[KeptTurn, ...]) -> bool:
        """Keep a verdict on the answer to the turn at `place`; return whether it could be."""
        if place >= len(turns) or turns[place].role != "user":
            return False
        answer = _answer_given(answering, turns, place)
        if answer is None:
            return False
        try:
            feedback.add(Verdict.on(answer, useful, word))
        except NotKeptError:
            return False
        return True

    @router.get("/")
    def ask_page(
        request: Request,
        q: Annotated[str, Query()] = "",
        style: Annotated[Style | None, Query()] = None,
    ) -> HTMLResponse:
        style = style or _style_of(request)
        if not q.strip():
            return show(request, (), (), style)
        return ask(request, question_of_form(q), (), style)

    @router.post("/")
    def ask_form(
        request: Request,
        question: Annotated[str, Form()] = "",
        chosen: Annotated[str, Form()] = "",
        alone: Annotated[str, Form()] = "",
        history: Annotated[str, Form()] = "[]",
        reading: Annotated[bool, Form()] = False,
        useful: Annotated[str, Form(pattern=r"^(?:t\d{1,3}:(?:yes|no))?$")] = "",
        word_on: Annotated[list[_TurnKey] | None, Form()] = None,
        word: Annotated[list[_Word] | None, Form()] = None,
        style: Annotated[Style, Form()] = "normal",
    ) -> HTMLResponse:
        """`chosen` is a suggested question, sent by its button, `alone` one that is asked again
        without what it took over, `reading` a choice of reading, `useful` a verdict on the answer
        to a turn: t0:yes. Each answer has a `word` of its own, in the order in which `word_on`
        names their turns.
        """
        turns = conversation_from_json(history)
        switched = "plain" in request.query_params
        if switched:
            style = _style_of(request)
        if useful:
            turn, _, verdict = useful.partition(":")
            words = dict(zip(word_on or (), word or (), strict=False))
            kept = judge(int(turn[1:]), verdict == "yes", words.get(turn, ""), turns)
            if kept:
                noted(request.scope).useful = verdict == "yes"
            return show(request, turns, _retold(answering, turns), style, thanked=kept)
        put = alone or chosen or question
        if reading or not put.strip():
            told = _retold(answering, turns, style if switched else None)
            return show(request, _saying(turns, told), told, style)
        return ask(request, question_of_form(put), turns, style, carry=not alone)

    return router


def _style_of(request: Request) -> Style:
    """The style of answers that a reader's choices ask for."""
    return "plain" if reading_of(request).plain else "normal"


def _kept(answering: Answering, turns: tuple[KeptTurn, ...]) -> tuple[KeptTurn, ...]:
    """The last turns; what the first of them took from those before it now stands in it."""
    place = max(len(turns) - MOST_TURNS, 0)
    first, *others = turns[place:]
    before = turns_before(turns, place)
    if not before or first.role != "user":
        return (first, *others)
    resolved = answering.ask(first.content, before).resolved_question
    return (KeptTurn(role="user", content=resolved[:LONGEST_QUESTION]), *others)


def _retold(
    answering: Answering, turns: tuple[KeptTurn, ...], style: Style | None = None
) -> tuple[TurnView, ...]:
    """The server keeps no answers: it gives them again, to show each with its sources.

    Where a reader has just chosen a `style` they are given in it. All together may take as long as
    one may; what is over is shown as it was said.
    """
    told = []
    letters = 0
    with PER_QUESTION.spent():
        for place, turn in reversed([*enumerate(turns)]):
            if turn.role == "user":
                letters += len(turn.content)
                if letters <= _MOST_RETOLD:
                    told.append(_turn_view(answering, turns, place, style))
                else:
                    told.append(TurnView(turn.content, None, _said(turns, place)))
    return tuple(reversed(told))


def _turn_view(
    answering: Answering, turns: tuple[KeptTurn, ...], place: int, style: Style | None
) -> TurnView:
    question = turns[place].content
    answer = _answer_given(answering, turns, place)
    if answer is None:
        return TurnView(question, None, _said(turns, place))
    if style not in (None, answer.style):
        answer = answering.ask(question, turns_before(turns, place), style=style)
    return TurnView(question, answer_view(answer, f"t{place}"), answer.text[:LONGEST_TURN])


def _answer_given(answering: Answering, turns: tuple[KeptTurn, ...], place: int) -> Answer | None:
    """The answer that was given, None where it would not be given so again."""
    question, said = turns[place].content, _said(turns, place)
    # A question longer than one can be sent was never answered, nor was any by nothing.
    for style in _STYLES if said and not fault_of(question, LONGEST_QUESTION) else ():
        answer = answering.ask(question, turns_before(turns, place), style=style)
        if answer.text[:LONGEST_TURN] == said:
            return answer
    return None


def _said(turns: tuple[KeptTurn, ...], place: int) -> str:
    """What was answered to the question at `place`."""
    following = turns[place + 1 : place + 2]
    return following[0].content if following and following[0].role == "assistant" else ""


def _saying(turns: tuple[KeptTurn, ...], told: tuple[TurnView, ...]) -> tuple[KeptTurn, ...]:
    """The turns with the answers as they are shown now."""
    asked = [place for place, turn in enumerate(turns) if turn.role == "user"]
    shown = {place + 1: one.said for place, one in zip(asked, told, strict=True)}
    return tuple(
        turn.model_copy(update={"content": shown[place]})
        if turn.role == "assistant" and place in shown
        else turn
        for place, turn in enumerate(turns)
    )
