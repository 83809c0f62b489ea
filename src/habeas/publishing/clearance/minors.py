"""Which names in a text are those of people under 18; in doubt, all of the sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from habeas.publishing.clearance.ages import GROWN, age_of, is_young
from habeas.publishing.clearance.cues import Role
from habeas.publishing.clearance.mentions import Mention, Standing, are_coordinate
from habeas.publishing.clearance.sorting import Run, Sorted
from habeas.publishing.clearance.terms import Terms, noun

NEAR: Final = 12  # words between "children" and the first of their names
OPENING: Final = 4  # words of a sentence in which it takes up the one before: "At the time she was 11"
PRONOUNS: Final = frozenset({"he", "she", "his", "her"})
LISTING: Final = re.compile(r"\b(?:named|called|identified|names?|including|among them)\b|:", re.I)
# "Child protection", "juvenile court": said of no child.
AFFAIRS: Final = frozenset(
    {"protection", "rights", "welfare", "labour", "labor", "abuse", "marriage", "marriages", "court", "bench"}
    | {"prison", "detention", "centre", "center", "soldiers", "care", "psychologist", "delegate"}
)


def with_minors(text: Sorted, mentions: Sequence[Mention], terms: Terms, year: int | None) -> list[Mention]:
    """The mentions, those of minors marked: all of a name that is one's anywhere in the text."""
    finder = _Finder(text, terms, year)
    young = set(finder.young(mentions))
    names = {mentions[number].run.parts for number in young}
    return [
        replace(one, standing=Standing.SURE, role=Role.PRIVATE, minor=True)
        if number in young or (one.run.parts in names and one.standing is not Standing.OFFICIAL)
        else one
        for number, one in enumerate(mentions)
    ]


@dataclass(frozen=True, slots=True)
class _Finder:
    text: Sorted
    terms: Terms
    year: int | None

    def young(self, mentions: Sequence[Mention]) -> Iterator[int]:
        """The numbers of the mentions that are minors'."""
        by_sentence: dict[int, list[tuple[int, Mention]]] = {}
        for number, mention in enumerate(mentions):
            by_sentence.setdefault(self.text.words[mention.run.first].sentence, []).append((number, mention))
        for sentence, words in self._sentences():
            here = [pair for pair in by_sentence.get(sentence, ()) if pair[1].standing is not Standing.NOBODY]
            yield from self._in_sentence(words, here)
            if not here and self._takes_up(words) and self._says_young(words):
                before = by_sentence.get(sentence - 1, ())
                yield from (number for number, mention in before if mention.is_private)

    def _sentences(self) -> Iterator[tuple[int, range]]:
        first, words = 0, self.text.words
        for at in range(1, len(words) + 1):
            if at == len(words) or words[at].sentence != words[first].sentence:
                yield words[first].sentence, range(first, at)
                first = at

    def _takes_up(self, words: range) -> bool:
        """True for a sentence about those whom the one before it names: "She was 11 then"."""
        return any(self.text.words[at].key in PRONOUNS for at in words[:OPENING])

    def _says_young(self, words: range) -> bool:
        """True where a sentence says of somebody that they are under 18."""
        said = self.text.text[self.text.words[words[0]].start : self.text.words[words[-1]].stop]
        young = is_young(f"{said}.", self.terms, self.year)
        return young or any(self._is_minor(at) for at in words)

    def _is_minor(self, at: int) -> bool:
        """ "A boy", "the schoolgirl", "underage"; not "child protection", nor "children"."""
        word, terms = self.text.words[at], self.terms
        if word.key not in terms.minors and (
            noun(word) not in terms.minors or word.key in terms.several_minors
        ):
            return False
        return not self.text.joined(at + 1) or self.text.words[at + 1].key not in AFFAIRS

    def _in_sentence(self, words: range, here: Sequence[tuple[int, Mention]]) -> Iterator[int]:
        for number, mention in here:
            age, before = age_of(self.text, mention.run, self.terms), mention.run.first - 1
            called = before >= 0 and self.text.joined(mention.run.first) and self._is_minor(before)
            if called or (age is not None and age < GROWN):
                yield number
        private = [pair for pair in here if pair[1].is_private]
        if private and self._says_young(words):
            yield from (number for number, _ in private)
        elif private:
            several = (at for at in words if self.text.words[at].key in self.terms.several_minors)
            for at in several:
                yield from self._listed(at, private)

    def _listed(self, at: int, private: Sequence[tuple[int, Mention]]) -> Iterator[int]:
        """The names behind "three children: X, Y", "the boys X and Y"."""
        last: Run | None = None
        for number, mention in private:
            run = mention.run
            first = 0 < run.first - at <= NEAR and self._opens_list(at, run)
            if first or (last is not None and are_coordinate(self.text, last, run)):
                last = run
                yield number

    def _opens_list(self, at: int, run: Run) -> bool:
        between = self.text.text[self.text.words[at].stop : self.text.words[run.first].start]
        return not between.strip(" ,\"'“‘(") or LISTING.search(between) is not None
