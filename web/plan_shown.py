"""Whose plan the pages of an application are of, and how they say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.requests import Request

from assistant.answer import Language
from corpus.about import About


@dataclass(frozen=True, slots=True)
class PlanShown:
    """The plan `about`, None for several at once; `others` says that there are more to choose."""

    about: About | None
    chapters: tuple[str, ...] = ()
    others: bool = False

    def city(self, lang: Language, words: Mapping[str, str]) -> str:
        """Return the name of the city."""
        if self.about is None:
            return words["all_plans"]
        return self.about.city_en if lang == "en" else self.about.city

    def words(self, lang: Language, words: Mapping[str, str]) -> Mapping[str, str]:
        """Return `words` with those that speak of the plan filled in."""
        if self.about is None:
            told = {name: words[f"{name}_many"] for name in _OF_PLAN}
        else:
            chapters = ("、" if lang == "ja" else ", ").join(self.chapters)
            city = self.city(lang, words)
            told = {n: words[n].format(city=city, chapters=chapters) for n in _OF_PLAN}
        return {**words, **told}


_OF_PLAN = ("tagline", "source_note")


def show_plan(app: FastAPI, shown: PlanShown) -> None:
    """Have the pages of `app` say whose plan they are of."""
    app.state.plan_shown = shown


def plan_shown(request: Request) -> PlanShown:
    """Return whose plan the page that `request` asks for is of."""
    shown: PlanShown = request.app.state.plan_shown
    return shown
