"""Which city's plan it is: the file `about.toml` beside a plan's text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CompanionFormatError
from corpus.side_file import read_side_file

ABOUT = "about.toml"
_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class About:
    """A plan among others.

    `id` stands in addresses; `city` and `city_en` name whose plan it is, in Japanese and in
    English; `period` is the time it is for as the city writes it, "" where the file does not say.
    Raises ValueError where `id` is none.
    """

    id: str
    city: str
    city_en: str
    period: str = ""

    def __post_init__(self) -> None:
        """Refuse an id that could not stand in an address, or as the name of a folder."""
        if not _ID.fullmatch(self.id):
            raise ValueError(f"small letters, digits and hyphens make an id, not {self.id!r}")

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the city is called by: 鎌倉市, 鎌倉, Kamakura."""
        stem = self.city.rstrip("市区町村")
        return (self.city, *([stem] if len(stem) > 1 else []), self.city_en.split()[0])


def about_plan(plan_path: Path, plan_id: str | None = None) -> About:
    """Read the file that lies beside the plan `plan_path`.

    The plan's id is `plan_id`, or else the name of the folder that both lie in. Raises
    CompanionFormatError where the file or the name cannot be used, OSError where there is no file.
    """
    path = plan_path.with_name(ABOUT)
    plan_id = path.absolute().parent.name if plan_id is None else plan_id
    if not _ID.fullmatch(plan_id):
        expected = f"a folder named by small letters, digits and hyphens, not {plan_id!r}"
        raise CompanionFormatError(str(path), "the folder", expected)
    table = read_side_file(path)
    table.refuse_other_than("city", "city_en", "period", "examples")
    period = table.text("period") if "period" in table.values else ""
    return About(plan_id, table.text("city"), table.text("city_en"), period)


def example_questions(plan_path: Path) -> dict[str, tuple[str, ...]]:
    """Return the questions in the same file that show what can be asked, by language.

    Raises CompanionFormatError where they cannot be read, OSError where there is no file.
    """
    table = read_side_file(plan_path.with_name(ABOUT))
    if "examples" not in table.values:
        return {}
    shown = table.table("examples")
    return {language: shown.text_list(language) for language in shown.values}
