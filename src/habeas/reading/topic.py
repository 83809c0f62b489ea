"""What a whole report is about, by its words: a second look at what the gate has let through."""

from __future__ import annotations

import re
from typing import Final

from habeas.reading.english import FICTION
from habeas.reading.scene import Scene
from habeas.reading.weights import NOTHING, Model

TELLS: Final = {"depict", "feature", "follow", "imagine", "open", "portray", "recount", "show", "tell"}
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


def is_fiction(scene: Scene) -> bool:
    """True for a sentence that tells what happens in a story: "in the novel", "the film tells of …"."""
    for token in scene.sentence.tokens:
        if token.lemma_.lower() not in FICTION or token.pos_ != "NOUN":
            continue
        fronted = token.dep_ == "pobj" and token.head.lower_ == "in" and token.head.head.dep_ == "ROOT"
        if token.dep_ == "nsubj" and token.head.dep_ == "ROOT" and token.head.lemma_ in TELLS:
            return True
        if fronted and token.i < token.head.head.i:
            return True
    return False


def topic_features(text: str) -> list[str]:
    """The words of a text, each once."""
    return sorted(set(re.findall(r"[a-z]{3,}", text.lower())))
