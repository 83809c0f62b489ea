"""What a whole report is about, by its words: a second look at what the gate has let through."""

from __future__ import annotations

import re
from typing import Final

from habeas.reading.weights import NOTHING, Model

SHORTEST: Final = 60  # words of a text that is asked for its topic
PIECE: Final = 250  # words of a piece of a long one
OFF_TOPIC: Final = 0.5  # from which probability a piece is about something else


def is_on_topic(model: Model | None, text: str) -> bool:
    """False for a report that uses words of custody and is about something else: sport, markets, a storm.

    A text too short to tell is taken to be about custody; a long one is, where any of its pieces is.
    """
    words = text.split()
    if model is None or len(words) < SHORTEST:
        return True
    pieces = max(1, round(len(words) / PIECE))
    size = -(-len(words) // pieces)
    return any(
        model.shares(topic_features(" ".join(words[at : at + size])))[NOTHING] < OFF_TOPIC
        for at in range(0, len(words), size)
    )


def topic_features(text: str) -> list[str]:
    """The words of a text, each once."""
    return sorted(set(re.findall(r"[a-z]{3,}", text.lower())))
