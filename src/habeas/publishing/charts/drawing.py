"""Charts as SVG that stands inside a page: Vega-Lite draws, here all but the drawing is taken away.

Pages forbid styles and scripts inside of them, and a chart must be readable on a light and on a dark page.
So no colour, typeface or address of Vega's stays: each shape has a class, and the style sheet says the rest.
Nothing is ever fetched: the specification holds its data, and no address is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import vl_convert
from lxml import etree

Spec = dict[str, Any]

# Of the classes in a drawing, so that nothing else on a page is meant by them.
PREFIX: Final = "drawn-"
SVG: Final = "http://www.w3.org/2000/svg"
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
# All that a shape keeps of what Vega says of it.
GEOMETRY: Final = frozenset({"d", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "text-anchor"})
SHAPES: Final = tuple(f"{{{SVG}}}{tag}" for tag in ("path", "line", "rect", "text"))
# Vega's classes of the parts of axes, and ours.
AXES: Final = {"role-axis-grid": "grid", "role-axis-label": "ticks", "role-axis-domain": "base"}
_LAYER: Final = re.compile(r"(\w+)_marks")
_MOVE: Final = re.compile(r"translate\((-?[\d.e-]+),\s*(-?[\d.e-]+)\)")
_NUMBER: Final = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Frame:
    """How large a drawing is, in pixels at its own size, and the size of its type."""

    name: str
    width: int
    height: int
    type_size: float


@dataclass(frozen=True, slots=True)
class Link:
    """Where a mark leads to, what it says, and its classes for the style sheet."""

    href: str
    words: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """One figure as SVG, wide and narrow, with the words that stand for it; made of escaped values only."""

    title: str
    description: str
    wide: str
    narrow: str


def drawn(spec: Spec, frame: Frame, links: Mapping[str, Link], *, kind: str, title: str) -> str:
    """The specification as SVG. Shapes whose description is a key of `links` become parts of that link."""
    vega = etree.fromstring(
        vl_convert.vegalite_to_svg({"$schema": SCHEMA, **spec}, allowed_base_urls=[]).encode()
    )
    root = canvas(frame, kind=kind, title=title)
    linked = {key: link(to) for key, to in links.items()}
    for shape, layer in _shapes(vega):
        _copy(shape, linked.get(shape.get("aria-label", ""), root), layer)
    # Links go above all else, in their order, so that nothing covers them.
    root.extend(linked.values())
    return written(root)


def canvas(frame: Frame, *, kind: str, title: str) -> etree._Element:
    """An empty drawing. A group, not an image: what is inside an image can't be reached by the keyboard."""
    root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    root.set("class", f"{kind} {kind}-{frame.name}")
    root.set("viewBox", f"0 0 {frame.width} {frame.height}")
    root.set("role", "group")
    root.set("aria-label", title)
    return root


def add(parent: etree._Element, tag: str, class_: str = "", **geometry: object) -> etree._Element:
    """A shape of this class, its numbers written short; `_` in names of attributes stands for `-`."""
    shape = etree.SubElement(parent, f"{{{SVG}}}{tag}")
    if class_:
        shape.set("class", f"{PREFIX}{class_}")
    for name, value in geometry.items():
        shape.set(name.replace("_", "-"), short(value))
    return shape


def link(to: Link) -> etree._Element:
    """A link that shows its words where one points at it."""
    found = etree.Element(f"{{{SVG}}}a", nsmap={None: SVG})
    found.set("class", " ".join(f"{PREFIX}{name}" for name in ("mark", *to.classes)))
    found.set("href", to.href)
    add(found, "title").text = to.words
    return found


def written(root: etree._Element) -> str:
    """The drawing as text."""
    return str(etree.tostring(root, encoding="unicode"))


def short(value: object) -> str:
    """A number, or the numbers in a path, to a tenth of a pixel."""
    text = f"{value:.1f}" if isinstance(value, float) else str(value)
    return _NUMBER.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), text)


def _shapes(vega: etree._Element) -> Iterable[tuple[etree._Element, str]]:
    """Each shape that shows something, with the name of its layer or of its part of an axis."""
    for group in vega.iter(f"{{{SVG}}}g"):
        if (name := _part(group.get("class", ""))) is None:
            continue
        for shape in group.iter(*SHAPES):
            if shape.get("display") != "none":
                yield shape, name


def _part(classes: str) -> str | None:
    if (layer := _LAYER.search(classes)) is not None:
        return layer[1].split("_")[0]
    return next((ours for vegas, ours in AXES.items() if vegas in classes), None)


def _copy(shape: etree._Element, parent: etree._Element, layer: str) -> None:
    copied = add(parent, etree.QName(shape).localname, layer)
    for name, value in shape.attrib.items():
        if name in GEOMETRY:
            copied.set(name, short(value))
    copied.set("transform", _moved(shape))
    copied.text = shape.text
    for line in shape.iterfind(f"{{{SVG}}}tspan"):
        tspan = add(copied, "tspan", **{name: line.get(name) for name in ("x", "dy") if line.get(name)})
        tspan.text = line.text


def _moved(shape: etree._Element) -> str:
    """All moves of a shape and of the groups around it, as one; Vega turns nothing that we ask for."""
    moves = [
        move for one in (shape, *shape.iterancestors()) for move in _MOVE.findall(one.get("transform", ""))
    ]
    x, y = (sum(float(move[at]) for move in moves) for at in (0, 1))
    return short(f"translate({x:.1f},{y:.1f})")
