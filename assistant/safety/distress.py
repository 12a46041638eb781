"""Who is in distress, and what about: what the heads of understanding say of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.understanding.encoder import bundled_encoder
from assistant.understanding.heads import Prediction, bundled_heads
from assistant.understanding.placeholders import prepared

# A need that is less likely than this, of all needs, is not taken for certain: what is said to
# anyone who despairs is then said. Suicide is taken into account where it is this likely.
UNSURE = 0.3
SURE = 0.6
# One sentence says less by itself: at .99 .045 of near misses would be taken for distress.
SURE_OF_SENTENCE = 0.999
PRECAUTION = 0.25
# In a conversation a turn that is read so after the answer before it tells of none.
UNLIKELY = 0.001
_SENTENCES = re.compile(r"(?<=[。!?！？\n])|(?<=\.)\s")
_LEAST = 3  # letters of a sentence that is read by itself


class Need(StrEnum):
    """What a person in distress is in need of."""

    SUICIDE = "suicide"  # wants to die or harms oneself
    CHILD = "child"  # a child is hit, neglected or bullied, or a parent fears to do so
    PARTNER = "partner"  # violence by a partner
    ELDER = "elder"  # an old or disabled person is hit or neglected, or a carer fears to do so
    VIOLENCE = "violence"  # other violence or crime, stalking
    GRIEF = "grief"  # somebody has died
    CARER = "carer"  # worn out by care
    LONELY = "lonely"  # nobody to talk to
    WITHDRAWN = "withdrawn"  # one of the family does not leave the room
    HARDSHIP = "hardship"  # no money, food or home
    DESPAIR = "despair"  # cannot go on, without a word of dying


@dataclass(frozen=True, slots=True)
class Distress:
    """What somebody is in distress about; `is_for_another` where they fear for somebody else."""

    need: Need
    is_for_another: bool


def distress_of(said: Prediction) -> Distress | None:
    """Return the distress that a text tells of by what the heads say, None where of none."""
    if said.distress < SURE:
        return None
    needs = said.needs
    likeliest = max(needs, key=needs.__getitem__)
    if needs[Need.SUICIDE] >= PRECAUTION:
        likeliest = Need.SUICIDE
    elif needs[likeliest] < UNSURE:
        likeliest = Need.DESPAIR
    return Distress(Need(likeliest), said.for_another >= 0.5)


def distress_in_turn(text: str, after: Prediction) -> Distress | None:
    """Return the distress that a turn tells of; `after` is how it was read after an answer."""
    return distress_in(text) if after.distress >= UNLIKELY else None


def distress_in(text: str) -> Distress | None:
    """Return the distress that `text` tells of, as a whole or in one of its sentences."""
    whole = distress_of(_read(text))
    if whole is not None:
        return whole
    parts = [part.strip() for part in _SENTENCES.split(text)]
    found = [_read(part) for part in parts if len(part) >= _LEAST] if len(parts) > 1 else []
    surest = max(found, key=lambda one: one.distress, default=None)
    is_sure = surest is not None and surest.distress >= SURE_OF_SENTENCE
    return distress_of(surest) if surest is not None and is_sure else None


def _read(text: str) -> Prediction:
    return bundled_heads().predict(bundled_encoder().encode(prepared(text)))
