"""How the figures of a brief come to be, in plain words: it stands in the document, which travels alone."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

TITLE: Final = "How these figures come to be"


def method() -> tuple[str, ...]:
    """Its paragraphs."""
    text = files(__package__).joinpath("method.txt").read_text(encoding="utf-8")
    return tuple(" ".join(one.split()) for one in text.split("\n\n"))
