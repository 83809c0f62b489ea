"""The words of a text that don't leave, and the text with blocks in their place."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from habeas.model import BLOCK
from habeas.publishing.clearance.leads import leads_in
from habeas.publishing.clearance.mentions import Mention, Standing
from habeas.publishing.clearance.persons import People
from habeas.publishing.clearance.sorting import ADDRESS, Kind, Sorted
from habeas.publishing.clearance.terms import Terms, parts_of_word
from habeas.publishing.clearance.words import key_of
from habeas.publishing.holdings import Mask

NAME: Final = "name"
MINOR: Final = "minor"
CONTACT: Final = "contact, number or home"
UNSAFE: Final = "language that can't be cleared"
VIOLENCE: Final = "sexual violence"
UNPROVED: Final = "not known to be an adult"  # where the names of adults are chosen
SHORTEST: Final = 2  # letters in a part of a name that stands for the whole
QUOTED: Final = re.compile(r"[“\"‘«]([^“”\"‘’«»\n]{2,40})[”\"’»]")
CALLED: Final = re.compile(
    r"\b(?:nicknamed|dubbed|alias|aka|a\.k\.a\.|nom de guerre|kunya|codenamed?|called (?:him|her)"
    r"|known (?:only )?as)[\s,:]*$",
    re.I,
)
NICKNAME: Final = 4  # words
# "karim-zelhan", "KarimZelhan": the parts of a run without spaces.
SLUG: Final = re.compile(r"[^\W\d_]{2,}")
HUMP: Final = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")


def blocked(words: str, spans: Iterable[tuple[int, int]]) -> str:
    """The words with blocks between these offsets, as long as they were; line breaks stay."""
    letters = list(words)
    for start, end in spans:
        letters[start:end] = ["\n" if letter == "\n" else BLOCK for letter in letters[start:end]]
    return "".join(letters)


@dataclass(frozen=True, slots=True)
class Sweep:
    """Finds every mention of names in a text: whole ones of anywhere, and parts of those found in it."""

    terms: Terms
    here: People  # found in this text, or in those that it tells of
    whole: People  # of two parts and more, found anywhere
    adults_leave: bool = False  # by choice

    def of(self, people: People) -> Sweep:
        """The same for these people's names."""
        return replace(self, here=people.unproved if self.adults_leave else people)

    def frees(self, name: tuple[str, ...]) -> bool:
        """True for a name that leaves by choice: an adult's, and nowhere a minor's."""
        taken = name in self.here.private or name in self.whole.minors
        return self.adults_leave and not taken and self.here.is_adult(name)

    def _hides(self, mention: Mention) -> bool:
        adult = mention.adult and self.adults_leave and mention.run.parts not in self.whole.minors
        return mention.minor or not (adult or self.frees(mention.run.parts))

    def masks(
        self, text: Sorted, mentions: Sequence[Mention], least: Standing = Standing.DOUBTED
    ) -> list[Mask]:
        """The masked words of a text, in order; what stands lower than `least` isn't masked for itself."""
        why = _Why(self)
        kept = {
            at
            for one in mentions
            if one.standing is Standing.OFFICIAL
            for at in range(one.run.first, one.run.last + 1)
        }
        found: dict[int, str] = {}
        for mention in mentions:
            if least <= mention.standing < Standing.OFFICIAL and self._hides(mention):
                reason = MINOR if mention.minor else why.of(mention.run.parts)
                found |= dict.fromkeys(range(mention.run.first, mention.run.last + 1), reason)
        for at, word in enumerate(text.words):
            if at not in found and at not in kept and self._is_namelike(text, at):
                parts = [part for part in parts_of_word(word, self.terms) if len(part) >= SHORTEST]
                if reason := next((one for part in parts if (one := why.part(part))), ""):
                    found[at] = reason
        found |= {at: reason for at, reason in self._whole(text, why) if at not in kept}
        found |= {at: NAME for at in _nicknames(text, found) if at not in kept}
        spans = [
            Mask(text.words[at].start, text.words[at].end, reason) for at, reason in sorted(found.items())
        ]
        return _merged([*spans, *self._contacts(text.text)])

    def _is_namelike(self, text: Sorted, at: int) -> bool:
        word = text.words[at]
        if text.kinds[at] is Kind.PLACE:
            before = text.words[at - 1].key if at and text.joined(at) else ""
            after = text.words[at + 1].key if text.joined(at + 1) else ""
            place = (
                before in self.terms.near
                or before in ("of", "from", "to", "the")
                or after in self.terms.tails
            )
            return word.key in self.terms.given_places and not place
        return word.capital and text.kinds[at] is not Kind.KNOWN

    def _whole(self, text: Sorted, why: _Why) -> Iterable[tuple[int, str]]:
        """Words that together are a whole name of anywhere, with the small words between them."""
        starts: dict[str, list[tuple[str, ...]]] = {}
        for name in self.whole.private | self.here.whole.private:
            starts.setdefault(name[0], []).append(name)
        parts = [parts_of_word(word, self.terms) for word in text.words]
        for at, word in enumerate(text.words):
            for name in starts.get(parts[at][0], ()) if parts[at] else ():
                last = _reaches(text, at, name, parts, self.terms)
                if last is not None and word.capital and not self.frees(name):
                    yield from ((place, why.of(name)) for place in range(at, last + 1))

    def _contacts(self, text: str) -> Iterable[Mask]:
        for start, end in leads_in(text):
            yield Mask(start, end, CONTACT)
        for match in ADDRESS.finditer(text):
            start = match.start() + len(host_of(match[0]))
            if self.owns(host_of(match[0])):
                yield Mask(match.start(), match.end(), NAME)
            elif start < match.end() and self.names_in(match[0][start - match.start() :]):
                yield Mask(start, match.end(), NAME)

    def owns(self, host: str) -> bool:
        """True where a host is called by a whole private name: "https://karimzelhan.example/"."""
        together = "".join(key_of(match[0]) for match in SLUG.finditer(host))
        whole = self.whole.private | self.here.whole.private
        return any("".join(name) in together and not self.frees(name) for name in whole)

    def names_in(self, slug: str) -> bool:
        """True where a path, a file's name or another run of small letters has a part of a private name."""
        parts = {part for name in self.here.private for part in name if len(part) > 2}
        found = [key_of(part) for match in SLUG.finditer(slug) for part in HUMP.split(match[0])]
        if not parts.isdisjoint(found):
            return True
        together = "".join(found)
        whole = self.whole.private | self.here.whole.private
        return any("".join(name) in together and not self.frees(name) for name in whole)


class _Why:
    """Why names and their parts are masked."""

    def __init__(self, sweep: Sweep) -> None:
        self._name = UNPROVED if sweep.adults_leave else NAME
        self._minors = {part for name in (*sweep.here.minors, *sweep.whole.minors) for part in name}
        self._private = {part for name in sweep.here.private for part in name}
        self._young = {part for name in sweep.here.minors for part in name}

    def of(self, parts: Iterable[str]) -> str:
        return MINOR if not self._minors.isdisjoint(parts) else self._name

    def part(self, part: str) -> str:
        """Why a part of a name that was found here is masked; "" where it is no such part."""
        if part in self._young:
            return MINOR
        return self._name if part in self._private else ""


def _nicknames(text: Sorted, found: Container[int]) -> Iterable[int]:
    """Words in quotation marks that call somebody: 'nicknamed "the Baker"', 'Omar "Lion" Zarhani'."""
    for match in QUOTED.finditer(text.text):
        inside = [at for at, word in enumerate(text.words) if match.start() <= word.start < match.end()]
        if not 0 < len(inside) <= NICKNAME:
            continue
        called = CALLED.search(text.text[max(0, match.start() - 40) : match.start()])
        if called or (inside[0] - 1 in found and inside[-1] + 1 in found):
            yield from inside


def host_of(url: str) -> str:
    """Scheme and host of an address, with the slash behind it."""
    match = re.match(r"(?:[a-z][a-z0-9+.-]*:)?(?://)?[^/?#\s]*/?", url, re.I)
    return match[0] if match else ""


def _reaches(
    text: Sorted, at: int, name: tuple[str, ...], parts: Sequence[tuple[str, ...]], terms: Terms
) -> int | None:
    """The last word of a whole name that starts here; small words may stand inside it."""
    left = list(name)
    step = at
    while step < len(text.words):
        here = parts[step]
        if list(here) == left[: len(here)]:
            left = left[len(here) :]
        elif text.words[step].key not in terms.particles:
            return None
        if not left:
            return step
        step += 1
        if step < len(text.words) and (not text.joined(step) and "\n\n" in text.gap(step)):
            return None
    return None


def _merged(masks: Iterable[Mask]) -> list[Mask]:
    """The masks in order, none within another."""
    found: list[Mask] = []
    for mask in sorted(masks, key=lambda one: (one.start, -one.end)):
        if found and mask.start < found[-1].end:
            if mask.end > found[-1].end:
                found.append(Mask(found[-1].end, mask.end, mask.why))
            continue
        found.append(mask)
    return found
