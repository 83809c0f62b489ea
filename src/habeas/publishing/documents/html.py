"""A document as one HTML file: nothing is fetched or run, each figure leads to its words and back."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from itertools import count as counter
from typing import Final

import jinja2

from habeas.publishing.brief.page import NOTES
from habeas.publishing.documents.drawn import style as drawings
from habeas.publishing.documents.tree import COLUMNS, LANGUAGE, Document, cut_said

MOST_BACK: Final = 12  # places that one note leads back to


def written(document: Document) -> bytes:
    """The document as HTML, UTF-8; every value in it is escaped; drawings are made of escaped values."""
    style = _style()
    stands: Counter[int] = Counter()
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string(_resource("brief.html"))
    text = template.render(
        document=document,
        language=LANGUAGE,
        columns=COLUMNS,
        notes_title=NOTES,
        style=style,
        style_hash=_hash(style),
        place=_numbered(stands),
        places=lambda number: _places(number, stands[number]),
        next_table=counter(1).__next__,
        cut_said=cut_said,
    )
    return text.encode()


def _numbered(stands: Counter[int]) -> Callable[[int], str]:
    """Gives each place at which a note's number stands an id of its own."""

    def place(number: int) -> str:
        stands[number] += 1
        return _place(number, stands[number])

    return place


def _place(number: int, time: int) -> str:
    return f"at-{number}" if time == 1 else f"at-{number}-{time}"


def _places(number: int, times: int) -> list[str]:
    return [_place(number, time) for time in range(1, min(times, MOST_BACK) + 1)]


def _style() -> str:
    return f"{_resource('brief.css')}{drawings()}"


def _hash(style: str) -> str:
    """What a content security policy allows this one style sheet by (CSP level 3, hash sources)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
