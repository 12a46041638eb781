"""Two counts a day as bars: a small picture drawn on the server, without inline style."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_WIDTH, _HEIGHT = 720, 120


def bars(name: str, counts: Sequence[tuple[int, int]]) -> Markup:
    """Return an SVG image called `name`: a bar a day, the second count upon the first."""
    highest = max([*(sum(pair) for pair in counts), 1])
    step = _WIDTH / max(len(counts), 1)
    width = round(max(step * 0.8, 0.5), 2)
    bar = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>')
    parts = [Markup('<rect class="pic-ground" width="{}" height="{}"/>').format(_WIDTH, _HEIGHT)]
    for place, (first, second) in enumerate(counts):
        x = round(place * step, 2)
        foot = float(_HEIGHT)
        for kind, count in (("pic-latest", first), ("pic-target", second)):
            height = round(_HEIGHT * count / highest, 2)
            foot = round(foot - height, 2)
            if count:
                parts.append(bar.format(kind, x, foot, width, height))
    drawn = Markup('<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {} {}"'
                   ' preserveAspectRatio="none">{}</svg>')  # fmt: skip
    return drawn.format(name, _WIDTH, _HEIGHT, Markup("").join(parts))
