"""The page that a brief is written on: how wide it is, how old things are on it, and its notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from habeas.publishing.notes import Notes
from habeas.publishing.plain import wrapped

Lines = list[str]


@dataclass(frozen=True, slots=True)
class Page:
    """The day from which ages are reckoned, the width, and the notes so far."""

    today: date
    width: int
    notes: Notes = field(default_factory=Notes)
    fitting: tuple[str, ...] = ()

    @property
    def nothing(self) -> str:
        """What stands in a section that holds nothing."""
        return "(nothing that fits)" if self.fitting else "(nothing read)"

    def bullet(self, text: str, *, depth: int = 0) -> Lines:
        """A line of a list, `depth` steps in."""
        return wrapped(text, width=self.width, first="  " * depth + "- ")

    def text(self, text: str, *, depth: int = 0) -> Lines:
        """A line outside of a list."""
        return wrapped(text, width=self.width, first="  " * depth)


def section(title: str, lines: Lines, page: Page) -> Lines:
    """A heading and what stands under it; that there is nothing, where there is nothing."""
    return [title.upper(), "", *(lines or [page.nothing])]


def closed(lines: Lines) -> Lines:
    """The lines without the blank one that parts them from lines to come."""
    return lines[:-1] if lines and not lines[-1] else lines
