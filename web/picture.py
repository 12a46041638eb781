"""A figure as a small picture: the latest value as a bar, its target as a line or an arrow."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from corpus.plan import Direction, Indicator

_WIDTH, _HEIGHT = 120, 16
_ROOM = 1.15  # beyond the larger of the two values, where nothing else bounds the scale
_ARROWS = {Direction.UP: "↗", Direction.DOWN: "↘", Direction.KEEP: "→"}


def picture(row: Indicator, words: Mapping[str, str]) -> Markup:
    """Return an SVG image of `row` with what it shows in words as its name.

    Shares have a scale of 0 to 100 %, other values one that holds the latest and the target.
    """
    parts = [Markup('<rect class="pic-ground" width="{}" height="{}"/>').format(_WIDTH, _HEIGHT)]
    scale = _scale(row)
    if row.latest.value is None:
        parts[0] = Markup('<rect class="pic-open" width="{}" height="{}"/>').format(_WIDTH, _HEIGHT)
    else:
        bar = Markup('<rect class="pic-latest" width="{}" height="{}"/>')
        parts.append(bar.format(_length(row.latest.value, scale), _HEIGHT))
    if row.target.value is not None:
        x = min(_length(row.target.value, scale), _WIDTH - 2)
        line = Markup('<rect class="pic-target" x="{}" width="3" height="{}"/>')
        parts.append(line.format(max(0, x - 1), _HEIGHT))
    elif row.target.direction is not None:
        arrow = Markup('<text class="pic-arrow" x="{}" y="{}">{}</text>')
        parts.append(arrow.format(_WIDTH - 14, _HEIGHT - 3, _ARROWS[row.target.direction]))
    drawn = Markup('<svg class="picture" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>')
    return drawn.format(_said(row, words), _WIDTH, _HEIGHT, Markup("").join(parts))


def _said(row: Indicator, words: Mapping[str, str]) -> str:
    target = row.target.text
    if row.target.direction is not None:
        target = words[row.target.direction]
    said = words["picture"].format(latest=row.latest.text, target=target)
    return str(escape(said))


def _scale(row: Indicator) -> float:
    if row.latest.unit == "%" or row.target.unit == "%":
        return 100.0
    values = [value for value in (row.latest.value, row.target.value) if value is not None]
    return max([*values, 1.0]) * _ROOM


def _length(value: float, scale: float) -> float:
    return round(_WIDTH * min(max(value / scale, 0.0), 1.0), 1)
