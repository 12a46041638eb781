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
from assistant.turns import Turn
from corpus.companion import Companion
from corpus.plan import Section
from web.answer_view import answer_view
from web.contexts import ChatPage, TurnView, english, page
from web.noted import noted
from web.question_writer import Keep
from web.reading import reading_of
from web.rendering import Renderer
from web.schemas import Text, history_as_json, history_from_json, question_of_form
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
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    def show(
        request: Request,
        turns: tuple[Turn, ...],
        told: tuple[TurnView, ...],
        style: Style,
        thanked: bool = False,
    ) -> HTMLResponse:
        shown = page(request, "nav_chat", form="ask")
        context = ChatPage(
            page=shown,
            turns=told,
            days=days,
            history=history_as_json(turns),
            thanked=thanked,
            style=style,
            offers_plain="plain" in companions,
            examples=tuple(examples.get(shown.lang, ())),
            sections=sections,
            english=english(companions, shown),
        )
        return renderer.page("chat.html", context)

    def ask(request: Request, question: str, turns: tuple[Turn, ...], style: Style) -> HTMLResponse:
        answer = answering.ask(question, turns, style=style)
        keep(answer)
        noted(request.scope).intent = answer.intent
        said = answer.text[:LONGEST_TURN]
        latest = TurnView(question, answer_view(answer, f"t{len(turns)}"), said)
        kept = _kept(answering, (*turns, Turn("user", question), Turn("assistant", said)))
        return show(request, kept, (*_retold(answering, turns), latest), style)

    def judge(place: int, useful: bool, word: str, turns: tuple[Turn, ...]) -> bool:
        """Keep a verdict on the answer to the turn at `place`; return whether it could be."""
        if place >= len(turns) or turns[place].role != "user":
            return False
        following = turns[place + 1 : place + 2]
        said = following[0].content if following else ""
        answer = _answer_given(answering, turns[place].content, turns[:place], said)
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
        history: Annotated[str, Form()] = "[]",
        reading: Annotated[bool, Form()] = False,
        useful: Annotated[str, Form(pattern=r"^(?:t\d{1,3}:(?:yes|no))?$")] = "",
        word_on: Annotated[list[_TurnKey] | None, Form()] = None,
        word: Annotated[list[_Word] | None, Form()] = None,
        style: Annotated[Style, Form()] = "normal",
    ) -> HTMLResponse:
        """`chosen` is a suggested question, sent by its button, `reading` a choice of reading,
        `useful` a verdict on the answer to a turn: t0:yes. Each answer has a `word` of its own,
        in the order in which `word_on` names their turns.
        """
        turns = history_from_json(history)
        if "plain" in request.query_params:
            style = _style_of(request)
        if useful:
            turn, _, verdict = useful.partition(":")
            words = dict(zip(word_on or (), word or (), strict=False))
            kept = judge(int(turn[1:]), verdict == "yes", words.get(turn, ""), turns)
            if kept:
                noted(request.scope).useful = verdict == "yes"
            return show(request, turns, _retold(answering, turns), style, thanked=kept)
        if reading or not (chosen or question).strip():
            return show(request, turns, _retold(answering, turns), style)
        return ask(request, question_of_form(chosen or question), turns, style)

    return router


def _style_of(request: Request) -> Style:
    """The style of answers that a reader's choices ask for."""
    return "plain" if reading_of(request).plain else "normal"


def _kept(answering: Answering, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The last turns; what the first of them took from those before it now stands in it."""
    dropped, kept = turns[:-MOST_TURNS], turns[-MOST_TURNS:]
    if dropped and kept[0].role == "user":
        resolved = answering.ask(kept[0].content, dropped).resolved_question
        return (Turn("user", resolved[:LONGEST_QUESTION]), *kept[1:])
    return kept


def _retold(answering: Answering, turns: tuple[Turn, ...]) -> tuple[TurnView, ...]:
    """The server keeps no answers: it gives them again, to show each with its sources."""
    told = []
    letters = 0
    for place, turn in reversed([*enumerate(turns)]):
        if turn.role == "user":
            following = turns[place + 1] if place + 1 < len(turns) else None
            said = following.content if following and following.role == "assistant" else ""
            letters += len(turn.content)
            if letters <= _MOST_RETOLD:
                told.append(_turn_view(answering, turn.content, turns[:place], said))
            else:
                told.append(TurnView(turn.content, None, said))
    return tuple(reversed(told))


def _turn_view(
    answering: Answering, question: str, before: tuple[Turn, ...], said: str
) -> TurnView:
    answer = _answer_given(answering, question, before, said)
    view = answer_view(answer, f"t{len(before)}") if answer else None
    return TurnView(question, view, said)


def _answer_given(
    answering: Answering, question: str, before: tuple[Turn, ...], said: str
) -> Answer | None:
    """The answer that was given, None where it would not be given so again."""
    # A question longer than one can be sent was never answered, nor was any by nothing.
    for style in _STYLES if said and not fault_of(question, LONGEST_QUESTION) else ():
        answer = answering.ask(question, before, style=style)
        if answer.text[:LONGEST_TURN] == said:
            return answer
    return None
