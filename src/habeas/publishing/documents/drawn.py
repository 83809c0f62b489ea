"""The looks of drawings: as a style sheet of its own, or with their colours in them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from habeas.publishing import charts

# As by day; brief.css has the same and those for the dark.
_VARIABLE: Final = re.compile(r"--([a-z]+): (#[0-9a-f]{3,6});")
WHITE: Final = "#ffffff"
_USE: Final = re.compile(r"var\(--([a-z]+)\)")


@cache
def style() -> str:
    """The rules for drawings' classes; their colours are variables of the page."""
    return files(charts).joinpath("looks", "drawings.css").read_text(encoding="utf-8")


def with_colours(svg: str) -> str:
    """The drawing with its looks in it, on white: for what knows no style sheet but a drawing's own."""
    opening, _, rest = svg.partition(">")
    ground = f'<rect width="100%" height="100%" fill="{WHITE}"/>'
    return f'{opening} color="{_colours()["ink"]}"><style>{_coloured()}</style>{ground}{rest}'


@cache
def _coloured() -> str:
    return _USE.sub(lambda found: _colours()[found[1]], style())


@cache
def _colours() -> dict[str, str]:
    """The colours by day: the first that the page's style sheet gives each name."""
    found = {"paper": WHITE}
    page = files(__package__).joinpath("brief.css").read_text(encoding="utf-8")
    for name, value in _VARIABLE.findall(page):
        found.setdefault(name, value)
    return found
