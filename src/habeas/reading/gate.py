"""A cheap look before the parser: which reports, and which of their paragraphs, can hold a claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from habeas.lexicon import Lexicon
from habeas.model import Report, Span
from habeas.reading.english import IRREGULAR, LOOSE_FACILITIES
from habeas.reading.scanning import Scanner

SHORT: Final = 600  # code points; a longer report about custody says so more than once
# A report of which fewer than one paragraph in so many speaks of people held is about other things.
THIN: Final = 8
AROUND: Final = 2  # paragraphs before and after such a one


@dataclass(frozen=True, slots=True)
class Gate:
    """Word patterns made of the lexicon."""

    held: Scanner = field(repr=False)  # one of these is enough
    custody: Scanner = field(repr=False)
    telling: Scanner = field(repr=False)

    @classmethod
    def of(cls, lexicon: Lexicon) -> Gate:
        """A gate with the lexicon's words."""
        held_people = [row for row in lexicon.groups if row.custody]
        held = {row.word for row in lexicon.triggers if row.strong}
        # "Hostage to the weather": one alone may be a figure of speech, several are people.
        people = {row.plural or row.word + "s" for row in held_people}
        person = {row.word for row in held_people}
        # Whole words: "campaign" and "cellist" are no camp and no cell.
        sites = [row for row in lexicon.facilities if row.word not in LOOSE_FACILITIES]
        custody = {form for row in sites for form in (row.word, row.plural or row.word + "s")}
        telling = {row.word.split()[0] for row in lexicon.triggers} | {
            row.word.split()[0] for row in lexicon.stances
        }
        for nouns in (lexicon.groups, lexicon.facilities):
            telling |= {form for row in nouns for form in (row.word, row.plural) if form}
        telling |= IRREGULAR
        numbers = {row.word for row in (*lexicon.numbers, *lexicon.vague)} - {"a", "an", "one", "k", "m"}
        return cls(
            _stems(held, whole=people), _stems((), whole=custody | person), _stems(telling, whole=numbers)
        )

    def opens(self, report: Report) -> bool:
        """True where the report speaks of people held, or more than once of places of detention."""
        if self.held.is_in(report.text):
            return True
        found = sum(1 for _ in islice(self.custody.find(report.text), 2))
        return found > 1 or (found == 1 and len(report.text) < SHORT)

    def passes(self, lines: Iterable[Span], names_the_field: Callable[[str], bool]) -> Iterator[Span]:
        """The paragraphs that hold a number or a telling word, or that say who speaks in those after them.

        Of a report that speaks of other things, and of people held in passing, only what stands around that:
        far enough for whoever spoke before and for what "they" and "there" stand for.
        """
        every = list(lines)
        cues = [at for at, line in enumerate(every) if self._speaks(line.text) or names_the_field(line.text)]
        near = {at + step for at in cues for step in range(-AROUND, AROUND + 1)}
        thin = 0 < len(cues) * THIN < len(every)
        for at, line in enumerate(every):
            if thin and at not in near:
                continue
            if re.search(r"\d|:\s*$", line.text) or self.telling.is_in(line.text):
                yield line

    def _speaks(self, text: str) -> bool:
        return self.held.is_in(text) or self.custody.is_in(text)


def _stems(words: Iterable[str], whole: Iterable[str] = ()) -> Scanner:
    """Words that begin with one of these (final "e" and "y" left out), or are `whole`."""
    cut = {word[:-1] if word[-1] in "ey" and len(word) > 4 else word for word in words if word}
    stems, exact = (
        "|".join(re.escape(word) for word in sorted(forms, key=len, reverse=True)) for forms in (cut, whole)
    )
    either = [rf"(?:{stems})\w{{0,5}}"] * bool(stems) + [exact] * bool(exact)
    pattern = re.compile(rf"\b(?:{'|'.join(either)})\b", re.I)
    return Scanner.of(pattern, {*cut, *whole})
