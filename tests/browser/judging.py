"""What a page must be for everybody: axe's rules for who can't see or point, and room on a telephone."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import Page

GRAVE: Final = ("serious", "critical")
RUN: Final = """([leaving_out, options]) =>
  axe.run({exclude: [[leaving_out]]}, {resultTypes: ["violations"], ...options})"""
# Contrast is the one thing that the colours of a scheme change.
COLOURS: Final = {"runOnly": ["color-contrast"]}


@cache
def axe() -> str:
    """The script that measures, from the package that carries it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def grave_faults(page: Page, leaving_out: str, **options: Any) -> list[str]:
    """What axe finds serious or critical on the page as it is shown now, outside of this element."""
    page.evaluate(axe())
    found = page.evaluate(RUN, [leaving_out, options])
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:200]} {node.get('failureSummary', '')}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """Nothing, or what sticks out to the right of the window."""
    return page.evaluate(
        """() => document.scrollingElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll("main *, header *, footer *")]
          .filter(one => one.getBoundingClientRect().right > innerWidth + 1).slice(0, 5)
          .map(one => one.outerHTML.slice(0, 160))
          .concat(`${document.scrollingElement.scrollWidth} px wide`)"""
    )
