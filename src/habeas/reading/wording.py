"""The words of single slots, as people who code elsewhere write them down: what the reader makes of each."""

from __future__ import annotations

from habeas.lexicon import Lexicon
from habeas.model import Quantity, Span
from habeas.reading.names import Mention, NameFinder
from habeas.reading.numbers import FigureFinder


class Wording:
    """Reads the words of a quantity and of a name alone, by one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._figures = FigureFinder(lexicon)
        self._names = NameFinder(lexicon)
        self.details = frozenset(row.detail for row in lexicon.triggers if row.detail is not None)

    def quantity(self, words: str) -> Quantity | None:
        """The bounds that these words give, offsets counted in them; None where they hold no one figure."""
        found = list(self._figures.find(words))
        if len(found) != 1:
            return None
        (figure,) = found
        span = Span(0, len(words), words)
        return Quantity(span, figure.low, figure.high, figure.approx, basis=figure.basis)

    def place(self, words: str) -> str | None:
        """The id of the place that these words name; None where the lexicon knows no such place."""
        mention = self._mention(words)
        return mention.place.id if mention is not None and mention.place is not None else None

    def body(self, words: str) -> str | None:
        """The id of the body that these words name; None where the lexicon knows no such body."""
        mention = self._mention(words)
        return mention.actor.id if mention is not None and mention.actor is not None else None

    def _mention(self, words: str) -> Mention | None:
        """The name that the words are, whole but for an article; None where they hold more, or none."""
        found = list(self._names.find(words))
        if len(found) != 1:
            return None
        (mention,) = found
        besides = f"{words[: mention.start]} {words[mention.end :]}".casefold().split()
        return mention if besides in ([], ["the"]) else None
