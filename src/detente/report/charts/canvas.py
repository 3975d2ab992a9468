"""A sheet for plots over years that are drawn by hand: marks of our own in one scale of years, then cleaned like every other plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from detente.report.charts.base import FONT, INK, MUTED, RULE, WIDTH, Chart
from detente.report.charts.svg import clean_svg
from detente.report.words import label_text, year_text

LEFT, RIGHT = 212, 8
"""Room at the left for the names of lanes, and at the right edge."""

Point = tuple[float, float]


def short(value: float) -> str:
    """A coordinate, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def fitted(text: str, width: float, *, size: float = 12) -> str:
    """Words that fit a width, cut with an ellipsis where they do not: a letter of the type is about half its size wide."""
    most = max(int(width / (size * 0.5)), 2)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """A sheet over the years from `first` to `last`, each year a column from half a year before to half a year after."""

    first: int
    last: int
    root: Any = field(default_factory=lambda: etree.Element("svg"))

    @property
    def step(self) -> float:
        """The width of a year."""
        return (WIDTH - LEFT - RIGHT) / (self.last - self.first + 1)

    def at(self, year: float) -> float:
        """Where the middle of a year stands; halves are its edges."""
        return LEFT + (year - self.first + 0.5) * self.step

    def rect(self, box: tuple[float, float, float, float], *, fill: str, into: Any = None, **look: str) -> Any:  # noqa: ANN401
        """A box: left, top, width, height."""
        sides = dict(zip(("x", "y", "width", "height"), map(short, box), strict=True))
        return self._mark("rect", sides | {"fill": fill}, into, look)

    def line(self, start: Point, end: Point, *, stroke: str = RULE, into: Any = None, **look: str) -> None:  # noqa: ANN401
        """A straight line."""
        ends = {"x1": short(start[0]), "y1": short(start[1]), "x2": short(end[0]), "y2": short(end[1])}
        self._mark("line", ends | {"stroke": stroke}, into, look)

    def path(self, points: Sequence[Point], *, close: bool = False, into: Any = None, **look: str) -> None:  # noqa: ANN401
        """A line through points, or the shape they bound."""
        steps = "L".join(f"{short(x)},{short(y)}" for x, y in points)
        self._mark("path", {"d": f"M{steps}{'Z' if close else ''}", "fill": "none"}, into, look)

    def dot(self, middle: Point, radius: float, *, fill: str, into: Any = None, **look: str) -> None:  # noqa: ANN401
        """A disc."""
        self._mark("circle", {"cx": short(middle[0]), "cy": short(middle[1]), "r": short(radius), "fill": fill}, into, look)

    def text(self, place: Point, words: str, *, side: str = "start", size: float = 12, fill: str = MUTED, **look: str) -> None:
        """Words; `side` is `start`, `middle` or `end`, where they stand from the place."""
        looks = {"text-anchor": side, "font-size": short(size), "font-family": FONT, "fill": fill}
        self._mark("text", {"x": short(place[0]), "y": short(place[1])} | looks, None, look).text = label_text(words)

    def triangle(self, middle: Point, size: float, *, up: bool, fill: str, into: Any = None) -> None:  # noqa: ANN401
        """A small triangle that points up or down."""
        x, y = middle
        tip = -size if up else size
        self.path(
            [(x - size, y - tip / 2), (x + size, y - tip / 2), (x, y + tip)],
            close=True,
            into=into,
            fill=fill,
            stroke=INK,
            stroke_width="0.6",
        )

    def link(self, box: tuple[float, float, float, float], target: str, label: str) -> None:
        """A box that shows nothing and opens an anchor."""
        link = etree.SubElement(self.root, "a", href=f"#{target}")
        self.rect(box, fill="transparent", into=link).set("aria-label", label_text(label))

    def years(self, top: float, bottom: float) -> None:
        """The axis of years at the bottom, with a pale line up from each labelled year."""
        span = self.last - self.first
        every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if span / step <= 15)
        self.line((LEFT, bottom), (WIDTH - RIGHT, bottom))
        for year in range(self.first, self.last + 1):
            if year % every == 0:
                self.line((self.at(year), top), (self.at(year), bottom), stroke_opacity="0.6")
                self.line((self.at(year), bottom), (self.at(year), bottom + 4))
                self.text((self.at(year), bottom + 17), year_text(year), side="middle")

    def chart(self, height: float, *, name: str, title: str, summary: str) -> Chart:
        """The finished plot, `height` units tall."""
        title, summary = label_text(title), label_text(summary)
        self.root.set("viewBox", f"0 0 {WIDTH} {short(height)}")
        drawn = etree.tostring(self.root, encoding="unicode").replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        return Chart(name=name, title=title, summary=summary, svg=clean_svg(drawn, name=name, title=title, summary=summary))

    def _mark(self, tag: str, where: dict[str, str], into: Any, look: dict[str, str]) -> Any:  # noqa: ANN401
        named = {key.replace("_", "-"): value for key, value in look.items()}
        return etree.SubElement(self.root if into is None else into, tag, where | named)
