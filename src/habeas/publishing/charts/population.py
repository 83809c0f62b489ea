"""The people said to be held at a place, over time: one mark a claim, nothing added up, nothing joined.

A dot is a number, hollow where it is only about that many. A bar is a bound: two of them with a line between
are an interval, one with an arrow is open that way ("at least", "up to"). A square is a capacity, room and
not people. A small mark counts a part of the people, a faint one rests on a convention ("thousands"). A ring
around a mark says that it can't be true together with another one. None of that hangs on colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import sqrt
from typing import Any, Final

from habeas.publishing.charts.drawing import Drawing, Frame, Link, Spec, drawn
from habeas.publishing.charts.labels import Anchor, Box, Label, Wanted, around, labels, width
from habeas.publishing.charts.marks import Mark, newest_first
from habeas.publishing.phrases import count
from habeas.publishing.phrases import days as days_in_words

KIND: Final = "population"
FRAMES: Final = (Frame("wide", 960, 440, 13.0), Frame("narrow", 358, 340, 12.0))
MOST_LABELS: Final = {"wide": 18, "narrow": 7}

ABOVE, BELOW, LEFT, RIGHT = 16, 44, 2, 8  # around the plot, for the axes' words
ARROW: Final = 22.0  # how far the line of an open bound reaches
HEADROOM: Final = 1.1
LEVELS: Final = 4  # lines of the scale above nobody, at the most
DOT, DOT_OF_PART, RING = 5.0, 3.5, 10.0  # radii
UNCROWDED: Final = 60  # marks that a wide chart has room for at their full size
SMALLEST: Final = 0.5  # of it
SHORTEST: Final = timedelta(days=90)  # a day's figures alone would stretch one day over all of the chart
GUTTER, END = 14.0, 26.0  # pixels free left and right of the marks


EPOCH: Final = date(1970, 1, 1)
# Steps of the calendar, and about how many days each takes.
STEPS: Final = (
    ("day", 7, 7.0),
    ("month", 1, 30.4),
    ("month", 3, 91.3),
    ("month", 6, 182.6),
    *(("year", years, 365.25 * years) for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)
_YEAR: Final = "datum.index == 0 || utcmonth(datum.value) == 0 ? utcFormat(datum.value, '%Y') : ''"
TOLD: Final = {
    "day": "utcFormat(datum.value, '%-d %b %Y')",
    "month": f"[utcFormat(datum.value, '%b'), {_YEAR}]",
    "year": "utcFormat(datum.value, '%Y')",
}
# Columns that are sizes, shapes and words as they stand, not values on a scale.
AS_IS: Final[dict[str, dict[str, Any]]] = {
    "size": {"type": "quantitative", "scale": None},
    "shape": {"type": "nominal", "scale": None},
    "text": {"type": "nominal"},
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Plot:
    """The scales: days from left to right, people from nobody upwards."""

    frame: Frame
    first: date
    last: date
    most: float
    shrunk: float = 1.0  # how much smaller marks are, where there are many

    @property
    def width(self) -> int:
        return self.frame.width - LEFT - RIGHT

    @property
    def height(self) -> int:
        return self.frame.height - ABOVE - BELOW

    @property
    def levels(self) -> list[int]:
        """Round numbers of people at which the scale has a line, nobody first."""
        least = self.most / LEVELS
        power = 10 ** max(0, len(str(int(least))) - 1)
        steps = [tenths * power // 10 for tenths in (10, 20, 25, 50, 100) if tenths * power % 10 == 0]
        return list(range(0, int(self.most) + 1, next(step for step in steps if step >= least)))

    def x(self, day: date) -> float:
        return self.width * (day - self.first).days / (self.last - self.first).days

    def y(self, number: float) -> float:
        return self.height * (1 - number / self.most)


def population_chart(marks: Iterable[Mark], *, place: str) -> Drawing | None:
    """The chart of these marks, wide and narrow; None where there is nothing to draw.

    Drawing some hundreds takes some hundred milliseconds: keep what this returns.
    """
    shown = newest_first(marks)
    if not shown:
        return None
    title = f"People said to be held: {place}"
    wide, narrow = (_drawn(shown, frame, title) for frame in FRAMES)
    return Drawing(title, _description(shown), wide, narrow)


def _description(marks: Sequence[Mark]) -> str:
    first = min(mark.days.first for mark in marks)
    newest = marks[0]
    said = f"{newest.figure} {newest.group}".strip()
    return (
        f"{count(len(marks), 'figure')}, {days_in_words(first, newest.days.last)}. The newest: {said}, "
        f"{days_in_words(newest.days.first, newest.days.last)}. The table holds all that the chart shows."
    )


def _drawn(marks: Sequence[Mark], frame: Frame, title: str) -> str:
    plot = _plot(marks, frame)
    newest = next((mark for mark in marks if not mark.group and not mark.capacity), marks[0])
    links = {
        mark.claim: Link(mark.href, mark.words, _classes(mark, newest=mark is newest))
        for mark in reversed(marks)
    }
    return drawn(_spec(marks, plot), frame, links, kind=KIND, title=title)


def _classes(mark: Mark, *, newest: bool) -> tuple[str, ...]:
    said = {
        "part": mark.group != "",
        "convention": mark.convention,
        "capacity": mark.capacity,
        "contradicted": mark.contradicted,
        "checked": mark.checked,
        "newest": newest,
    }
    return tuple(name for name, true in said.items() if true)


def _plot(marks: Sequence[Mark], frame: Frame) -> _Plot:
    first, last = min(mark.days.first for mark in marks), max(mark.days.last for mark in marks)
    if (lacking := SHORTEST - (last - first)) > timedelta(0):
        first, last = _moved(first, -lacking / 2), _moved(last, lacking / 2)
    most = max(map(_highest, marks)) * HEADROOM or 1.0
    shrunk = min(1.0, max(SMALLEST, sqrt(UNCROWDED * frame.width / FRAMES[0].width / len(marks))))
    plot = _Plot(frame, first, last, most, shrunk)
    # The numbers of the scale stand on the left, in the plot: no mark may lie on them.
    gutter = max(width(f"{level:,}", frame.type_size) for level in plot.levels) + GUTTER
    a_pixel = (last - first) / (plot.width - gutter - END)
    return replace(plot, first=_moved(first, -gutter * a_pixel), last=_moved(last, END * a_pixel))


def _moved(day: date, by: timedelta) -> date:
    """The day so much later or earlier, at most at the ends of the calendar."""
    at = day.toordinal() + round(by / timedelta(days=1))
    return date.fromordinal(min(max(at, date.min.toordinal()), date.max.toordinal()))


# --- what Vega-Lite is told ---


def _spec(marks: Sequence[Mark], plot: _Plot) -> Spec:
    texts = _labels(marks, plot)
    layers = [
        _layer("area", {"type": "rect"}, _areas(marks, plot), ("x2", "y2")),
        _layer("span", {"type": "rule"}, _spans(marks, plot), ("x2",)),
        _layer("range", {"type": "rule"}, _ranges(marks, plot), ("y2",)),
        _layer(
            "bound", {"type": "tick", "orient": "horizontal", "thickness": 2}, _bounds(marks, plot), ("size",)
        ),
        *(_layer(name, {"type": "point"}, rows, ("size", "shape")) for name, rows in _points(marks, plot)),
        *(_layer(f"label_{anchor}", _text(anchor), texts[anchor], ("text",)) for anchor in Anchor),
    ]
    return {
        "width": plot.width,
        "height": plot.height,
        "padding": {"left": LEFT, "right": RIGHT, "top": ABOVE, "bottom": BELOW},
        "autosize": "none",
        "encoding": {"x": _day_scale(plot), "y": _people_scale(plot)},
        # The scales are there even where no layer has a row: a chart always has its axes.
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }


def _layer(name: str, mark: Row, rows: Sequence[Row], columns: Sequence[str]) -> Spec:
    """A layer of marks; each row has x (milliseconds), y (people), its claim and these columns."""
    encoding: Row = {"description": {"field": "claim"}}
    encoding |= {column: {"field": column, **AS_IS.get(column, {})} for column in columns}
    return {"name": name, "data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def _text(anchor: Anchor) -> Row:
    align = {Anchor.START: "left", Anchor.MIDDLE: "center", Anchor.END: "right"}[anchor]
    return {"type": "text", "align": align, "baseline": "alphabetic"}


def _day_scale(plot: _Plot) -> Row:
    interval, step, told = _ticks((plot.last - plot.first).days, plot.width // 85)
    return {
        "field": "x",
        "type": "temporal",
        "scale": {"type": "utc", "domain": [_moment(plot.first), _moment(plot.last)], "nice": False},
        "axis": {
            "title": None,
            "grid": False,
            "ticks": False,
            "domain": True,
            "labelFontSize": plot.frame.type_size,
            "labelPadding": 8,
            "labelExpr": told,
            "labelOverlap": True,
            "tickCount": {"interval": interval, "step": step},
        },
    }


def _people_scale(plot: _Plot) -> Row:
    return {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [0, plot.most], "nice": False},
        "axis": {
            "title": None,
            "ticks": False,
            "domain": False,
            "format": ",d",
            "values": plot.levels,
            "labelFontSize": plot.frame.type_size,
            "labelAlign": "left",
            "labelBaseline": "alphabetic",
            "labelPadding": 0,
            "labelOffset": -5,
        },
    }


def _ticks(span: int, most: int) -> tuple[str, int, str]:
    """The finest steps of the calendar of which a span of days has at most so many, and their words."""
    fitting = (step for step in STEPS if span / step[2] <= most)
    interval, step, _ = next(fitting, STEPS[-1])
    return interval, step, TOLD[interval]


def _moment(day: date) -> int:
    """Milliseconds since 1970 began, as Vega counts time."""
    return (day - EPOCH).days * 86_400_000


def _row(mark: Mark, number: float, **more: object) -> Row:
    return {"x": _moment(mark.days.last), "y": number, "claim": mark.claim, **more}


def _areas(marks: Iterable[Mark], plot: _Plot) -> list[Row]:
    """An interval that holds over several days."""
    return [
        _row(mark, mark.level, x2=_moment(mark.days.first), y2=min(mark.top, plot.most))
        for mark in marks
        if not mark.exact and not mark.is_open and mark.days.first < mark.days.last
    ]


def _spans(marks: Iterable[Mark], plot: _Plot) -> list[Row]:
    """Each bound, over the days that it is about."""
    return [
        _row(mark, bound, x2=_moment(mark.days.first))
        for mark in marks
        if mark.days.first < mark.days.last
        for bound in sorted({mark.level, mark.top})
        if bound <= plot.most
    ]


def _ranges(marks: Iterable[Mark], plot: _Plot) -> list[Row]:
    """From bound to bound; from a single one as far as an arrow reaches."""
    return [_row(mark, mark.level, y2=_end(mark, plot)) for mark in marks if not mark.exact]


def _end(mark: Mark, plot: _Plot) -> float:
    reach = ARROW * plot.most / plot.height
    if mark.high is None:
        return mark.level + reach
    return min(mark.high, plot.most) if mark.low is not None else max(mark.high - reach, 0.0)


def _bounds(marks: Iterable[Mark], plot: _Plot) -> list[Row]:
    return [
        _row(mark, bound, size=8 if mark.group else 12)
        for mark in marks
        if not mark.exact
        for bound in (mark.low, mark.high)
        if bound is not None and bound <= plot.most
    ]


def _points(marks: Sequence[Mark], plot: _Plot) -> Iterable[tuple[str, list[Row]]]:
    """The layers of symbols: arrowheads, numbers, rings, and what a pointer finds."""
    exact = [mark for mark in marks if mark.exact]
    yield (
        "arrow",
        [
            _symbol(mark, _end(mark, plot), 3.5, "triangle-down" if mark.low is None else "triangle-up")
            for mark in marks
            if mark.is_open
        ],
    )
    for name, found in (
        ("dot", [mark for mark in exact if not mark.approx]),
        ("about", [mark for mark in exact if mark.approx]),
    ):
        yield name, [_symbol(mark, mark.level, _radius(mark, plot), _shape(mark)) for mark in found]
    ring = plot.shrunk * RING
    yield "ring", [_symbol(mark, mark.level, ring, "circle") for mark in marks if mark.contradicted]
    yield "touch", [_symbol(mark, mark.level, ring, "circle") for mark in marks]


def _symbol(mark: Mark, number: float, radius: float, shape: str) -> Row:
    return _row(mark, number, size=(2 * radius) ** 2, shape=shape)


def _radius(mark: Mark, plot: _Plot) -> float:
    return plot.shrunk * (DOT_OF_PART if mark.group else DOT)


def _shape(mark: Mark) -> str:
    return "square" if mark.capacity else "circle"


# --- words beside marks ---


def _labels(marks: Sequence[Mark], plot: _Plot) -> dict[Anchor, list[Row]]:
    """Labels for as many marks as there is room for, by anchor: the newest first, then the highest."""
    size = plot.frame.type_size
    found = labels(
        [_wanted(mark, plot) for mark in _by_weight(marks)],
        frame=Box(0, -ABOVE, plot.width, plot.height),
        taken=[*_people_ticks(plot), *(box for mark in marks for box in _taken(mark, plot))],
        size=size,
        most=MOST_LABELS[plot.frame.name],
    )
    return {anchor: [_text_row(one, plot) for one in found if one.anchor is anchor] for anchor in Anchor}


def _text_row(label: Label, plot: _Plot) -> Row:
    span = (plot.last - plot.first).days
    return {
        "x": _moment(plot.first) + round(86_400_000 * span * label.x / plot.width),
        "y": plot.most * (1 - label.y / plot.height),
        "claim": label.key,
        "text": label.words,
    }


def _by_weight(marks: Sequence[Mark]) -> list[Mark]:
    """The newest of everybody, the highest, then by age; what counts a part of the people comes after."""
    everybody = [mark for mark in marks if not mark.group and not mark.capacity]
    ends = [*everybody[:1], *sorted(everybody, key=_highest, reverse=True)[:1]]
    parts = [mark for mark in marks if mark.group or mark.capacity]
    return list(dict.fromkeys([*ends, *everybody, *parts]))


def _highest(mark: Mark) -> int:
    """What a mark reaches by its words: what a convention allows ("tens of thousands": 99,000) isn't said."""
    return mark.level if mark.convention else mark.top


def _wanted(mark: Mark, plot: _Plot) -> Wanted:
    wide = plot.frame.name == "wide"
    kind = "room for" if mark.capacity else ""
    words = " ".join(filter(None, (kind, mark.figure, mark.group if wide else "")))
    return Wanted(mark.claim, words, plot.x(mark.days.last), plot.y(mark.level), _reach(mark, plot))


def _reach(mark: Mark, plot: _Plot) -> float:
    return plot.shrunk * RING if mark.contradicted else plot.shrunk * DOT + 1


def _people_ticks(plot: _Plot) -> Iterable[Box]:
    """Where the numbers of the scale stand: on the left, above its lines."""
    size = plot.frame.type_size
    for level in plot.levels:
        yield Box(0, plot.y(level) - 5 - size, width(f"{level:,}", size), plot.y(level))


def _taken(mark: Mark, plot: _Plot) -> Iterable[Box]:
    """What a mark covers: itself, and its line or arrow."""
    x, level, end = plot.x(mark.days.last), plot.y(mark.level), plot.y(_end(mark, plot))
    yield around(x, level, _reach(mark, plot))
    if not mark.exact:
        yield Box(x - 5, min(level, end) - 5, x + 5, max(level, end) + 5)
