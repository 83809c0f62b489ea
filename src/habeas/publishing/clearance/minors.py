"""Which names in a text are those of people under 18, and which are proved to be those of adults.

An age beside a name decides. Without one, a word for a child beside the name makes it a minor's; then a
calling, a parent's or a spouse's word an adult's; all others go by what their sentence and the next say.
Of most names nothing is told, and they are neither. A parent or a spouse may be 16, so only an age, a year of
birth or a calling that takes years to reach is a proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from habeas.publishing.clearance.ages import GROWN, age_of, ages_of_several, is_born_adult, is_young
from habeas.publishing.clearance.cues import Role
from habeas.publishing.clearance.mentions import Mention, Standing, are_coordinate
from habeas.publishing.clearance.sorting import Kind, Run, Sorted
from habeas.publishing.clearance.terms import Terms, noun

OPENING: Final = 4  # words of a sentence in which it takes up the one before: "At the time she was 11"
BESIDE: Final = 8  # words before or behind a name that may tell what its bearer is
LISTED: Final = 12  # words between "children" and the first of their names
PRONOUNS: Final = frozenset({"he", "she", "his", "her"})
BETWEEN: Final = re.compile(r"[,(:\[–—-]")
ENDING: Final = re.compile(r"[,;:()–—]")
LISTING: Final = re.compile(
    r"\b(?:named|called|identified|names?|includ(?:e|es|ed|ing)|among them)\b|:|\b(?:were|are)\s+$"
    r"|^ of [^,;:.]{2,40},\s*$",
    re.I,
)
OWNED: Final = re.compile(
    r"\b(?:his|her|their|my|our|gave birth to|has|have|lost|(?:mother|father|parents?) of)\s+"
    r"(?:[\w-]+\s+){0,3}$",
    re.I,
)
APPOSED: Final = re.compile(r"\W*[,(–—-]\W*(?:his|her|their|my|our)\b", re.I)
CALLED: Final = frozenset(
    {"named", "called", "as", "identified", "known", "nicknamed", "himself", "herself"}
    | {"is", "was", "were", "are"}
)
NAMING: Final = re.compile(
    r"\b(?:(?:his|her|whose|child's|boy's|girl's) (?:first |full |given )?name|called|calls?|named|went by"
    r"|answers? to)\b",
    re.I,
)
THEY: Final = re.compile(
    r"^\W*(?:they|these|those) (?:are|were|include)\b|\btheir names\b|\b(?:named|identified)\b", re.I
)
COPULAS: Final = frozenset({"is", "was", "are", "were", "became", "remains"})
STOPS: Final = frozenset(
    {
        "when",
        "while",
        "because",
        "but",
        "of",
        "for",
        "with",
        "from",
        "in",
        "at",
        "to",
        "who",
        "whose",
        "by",
        "on",
    }
)
# "Child protection", "children's rights": said of no child; "juvenile court" may be of who stands before it.
AFFAIRS: Final = frozenset(
    {"protection", "rights", "welfare", "labour", "labor", "abuse", "psychologist", "delegate", "support"}
)


class Age(Enum):
    """What the words right beside a name say of its bearer's age."""

    MINOR = auto()
    PROVED = auto()  # an adult
    GROWN = auto()  # taken for an adult, unless the name is a minor's elsewhere
    CHILD = auto()  # somebody's child, of whatever age


ADULT: Final = (Age.PROVED, Age.GROWN)


def with_ages(text: Sorted, mentions: Sequence[Mention], terms: Terms, year: int | None) -> list[Mention]:
    """The mentions, those of minors and of adults marked: a name that is a minor's anywhere is so in all."""
    finder = _Finder(text, terms, year)
    ages = finder.ages(mentions)
    young = set(finder.young(mentions, ages))
    names = {mentions[number].run.parts for number in young}
    return [
        replace(one, standing=Standing.SURE, role=Role.PRIVATE, minor=True)
        if number in young or (one.run.parts in names and one.standing is not Standing.OFFICIAL)
        else replace(one, adult=ages[number] is Age.PROVED)
        for number, one in enumerate(mentions)
    ]


@dataclass(frozen=True, slots=True)
class _Finder:
    text: Sorted
    terms: Terms
    year: int | None

    def ages(self, mentions: Sequence[Mention]) -> dict[int, Age | None]:
        """What stands beside each mention, by its number, with what lists tell of those in them."""
        ages = {number: self._age(mention.run) for number, mention in enumerate(mentions)}
        return ages | dict(self._listed(mentions, ages))

    def young(self, mentions: Sequence[Mention], ages: Mapping[int, Age | None]) -> Iterator[int]:
        """The numbers of the mentions that are minors'."""
        by_sentence: dict[int, list[int]] = {}
        for number, mention in enumerate(mentions):
            if mention.standing not in (Standing.NOBODY, Standing.OFFICIAL):
                by_sentence.setdefault(self.text.words[mention.run.first].sentence, []).append(number)
        before: range | None = None
        named: list[int] = []  # in the last sentence that names a private person
        for sentence, words in self._sentences():
            here = by_sentence.get(sentence, [])
            young = self._says_young(words) or (before is not None and self._names(words, before))
            told = [
                one
                for one in here
                if mentions[one].is_private or (young and self._is_subject(mentions[one].run))
            ]
            yield from (number for number in here if ages[number] in (Age.MINOR, Age.CHILD))
            if young:
                yield from self._ungrown(told, ages)
            if not told and self._takes_up(words) and self._says_young(words):
                yield from self._ungrown(named, ages)
            named = told or named
            before = words

    def _is_subject(self, run: Run) -> bool:
        """ "X was beaten": what opens a sentence about a child may be its name, where nothing else tells."""
        at = run.last + 1
        opens = self.text.words[run.first].first and run.length == 1
        return opens and self.text.joined(at) and self.text.tags[at].pos == "VERB"

    def _ungrown(self, numbers: Iterator[int] | list[int], ages: Mapping[int, Age | None]) -> Iterator[int]:
        return (number for number in numbers if ages[number] not in ADULT)

    # --- sentences

    def _sentences(self) -> Iterator[tuple[int, range]]:
        first, words = 0, self.text.words
        for at in range(1, len(words) + 1):
            if at == len(words) or words[at].sentence != words[first].sentence:
                yield words[first].sentence, range(first, at)
                first = at

    def _takes_up(self, words: range) -> bool:
        """True for a sentence about those whom one before it names: "She was 11 then", "The boy wept"."""
        told = self.text.words[words[0]].key in ("the", "this") and any(map(self._is_minor, words[1:OPENING]))
        return told or any(self.text.words[at].key in PRONOUNS for at in words[:OPENING])

    def _names(self, words: range, before: range) -> bool:
        """True for "His name was X" behind a sentence about a child."""
        said = self._said(words)
        if any(self.text.words[at].key in self.terms.several_minors for at in before) and THEY.search(said):
            return True
        return bool(self._takes_up(words) or NAMING.search(said)) and self._says_young(before)

    def _said(self, words: range) -> str:
        return self.text.text[self.text.words[words[0]].start : self.text.words[words[-1]].stop]

    def _says_young(self, words: range) -> bool:
        """True where a sentence says of somebody that they are under 18."""
        said = self._said(words)
        if is_young(f"{said}.", self.terms, self.year) or self.terms.childhood.search(said):
            return True
        return any(self._is_minor(at) for at in words)

    def _is_minor(self, at: int) -> bool:
        """ "A boy", "the schoolgirl", "underage"; not "child protection", nor "children"."""
        word, terms = self.text.words[at], self.terms
        if word.key not in terms.minors and (
            noun(word) not in terms.minors or word.key in terms.several_minors
        ):
            return False
        return not self._is_affair(at)

    def _is_affair(self, at: int) -> bool:
        return self.text.joined(at + 1) and self.text.words[at + 1].key in AFFAIRS

    # --- one name

    def _age(self, run: Run) -> Age | None:
        """What the words beside a name say of its bearer's age."""
        years = age_of(self.text, run, self.terms, self.year)
        if years is not None:
            return Age.MINOR if years < GROWN else Age.PROVED
        if is_born_adult(self.text, run, self.year):
            return Age.PROVED
        if self._is_small(run):
            return Age.MINOR
        beside = list(self._beside(run))
        if any(
            (self._is_minor(at) and not self.text.words[at].owner) or self._is_small_kin(at) for at in beside
        ):
            return Age.MINOR
        if any(self._is_proof(at) for at in beside):
            return Age.PROVED
        if self._is_parent(run) or any(self._is_grown(at) for at in beside):
            return Age.GROWN
        return Age.CHILD if any(self._is_child(at) for at in beside) else None

    def _is_small(self, run: Run) -> bool:
        """ "Young Ali", "little Sara"."""
        words = self.text.words
        if run.length > 1 and words[run.first].key in self.terms.small_ones:
            return True
        return self.text.joined(run.first) and words[run.first - 1].key in self.terms.small_ones

    def _is_small_kin(self, at: int) -> bool:
        """ "His little sister", "the young prisoner"; not "a young woman"."""
        small = self.text.joined(at) and self.text.words[at - 1].key in self.terms.small_ones
        return small and not self._is_grown(at)

    def _is_grown(self, at: int) -> bool:
        """ "The teacher", "a woman", "the minister"; not "the boy's teacher's", nor "the teacher's"."""
        word = self.text.words[at]
        return not word.owner and noun(word) in (self.terms.grown | self.terms.public)

    def _is_proof(self, at: int) -> bool:
        """ "The lawyer", "Dr", "a woman"; not "the lawyer's", nor "a young woman", "a student nurse"."""
        word = self.text.words[at]
        learning = self.text.joined(at) and self.text.words[at - 1].key in self.terms.learners
        return not word.owner and noun(word) in self.terms.callings and not learning

    def _is_child(self, at: int) -> bool:
        word = self.text.words[at]
        named = noun(word) in self.terms.children or word.key in self.terms.several_minors
        return named and not word.owner and not self._is_affair(at)

    def _beside(self, run: Run) -> Iterator[int]:
        """The words of a title, of an apposition or behind "is" that tell what a name's bearer is."""
        yield from self._ahead(run)
        at = run.last + 1
        if at >= len(self.text.words) or self.text.words[run.last].owner:
            return
        if self.text.joined(at) and self.text.words[at].key in COPULAS:
            at += 1
        elif not BETWEEN.fullmatch(self.text.gap(at).strip()):
            return
        yield from self._behind(at, run)

    def _behind(self, at: int, run: Run) -> list[int]:
        """The words of an apposition that starts here; none where it is another name's: "X, his uncle Y"."""
        found: list[int] = []
        for step in self._same(range(at, at + BESIDE), run.last):
            if self.text.words[step].key in STOPS or (step > at and ENDING.search(self.text.gap(step))):
                break
            key = self.text.words[step].key
            # "X, the guard said, …" tells nothing of X; "her son, X, is a teacher" does.
            opens = step == at and key in COPULAS
            acts = self.text.tags[step].pos == "VERB" and not key.endswith("ing") and not opens
            if acts or self.text.kinds[step] is Kind.UNKNOWN or key in ("he", "she", "they"):
                return []
            found.append(step)
        return found

    def _ahead(self, run: Run) -> Iterator[int]:
        """The word right before a name, or those of the phrase before its comma: "her youngest son, X"."""
        at = run.first - 1
        if at < 0 or self.text.words[at].sentence != self.text.words[run.first].sentence:
            return
        if self.text.joined(run.first):
            if self.text.words[at].key in CALLED:
                yield from self._phrase(at, run)
            yield at
            if (
                self.text.joined(at)
                and self._is_minor(at - 1)
                and noun(self.text.words[at]) in self.terms.private
            ):
                yield at - 1  # "the child worker X"
            return
        gap, behind = self.text.gap(run.first).strip(" \"'“‘«"), self.text.gap(run.last + 1).strip(" \"'”’»")
        if not gap or (BETWEEN.fullmatch(gap) and not behind[:1].isalpha() and behind):
            yield from self._phrase(at, run)

    def _phrase(self, at: int, run: Run) -> Iterator[int]:
        """The words of the phrase that ends here, from the last to the first."""
        found: list[int] = []
        links: list[int] = []  # how many words are behind each preposition
        for step in self._same(range(at, at - BESIDE, -1), run.first):
            word = self.text.words[step]
            if word.owner or (self.text.tags[step].pos == "VERB" and step != at and word.key not in CALLED):
                break  # "the teacher's son, X": what stands before tells of the owner
            if word.key in STOPS:
                links.append(len(found))
            elif self.text.kinds[step] is not Kind.UNKNOWN:
                found.append(step)
            if ENDING.search(self.text.gap(step)):
                break
        # "Born to a teacher in Velmar, X" says nothing of X; "a nephew of the teacher, X" that X is a nephew.
        yield from found[: links[0]] if len(links) > 1 else found[sum(links) :] or found

    def _same(self, places: range, at: int) -> Iterator[int]:
        words = self.text.words
        for step in places:
            if not (0 <= step < len(words)) or words[step].sentence != words[at].sentence:
                return
            yield step

    def _is_parent(self, run: Run) -> bool:
        """ "X's son", "X and her two children": whoever has children."""
        words = self.text.words
        owner = words[run.last].owner
        for step in self._same(range(run.last + 1, run.last + 1 + BESIDE), run.last):
            if self.text.kinds[step] is Kind.UNKNOWN or (owner and self.text.tags[step].pos == "VERB"):
                return False
            if self._is_child(step):
                between = self.text.text[words[run.last].end : words[step].start]
                sibling = self.text.joined(step + 1) and noun(words[step + 1]) in ("brother", "sister")
                owned = OWNED.search(between) is not None and not APPOSED.match(between)
                return (owned or owner) and not sibling
        return False

    # --- several names

    def _listed(
        self, mentions: Sequence[Mention], ages: Mapping[int, Age | None]
    ) -> Iterator[tuple[int, Age]]:
        """What lists make of their names: "children: X, Y", "the boys X and Y", "X and Y, 10 and 12"."""
        for numbers in self._lists(mentions):
            runs = [mentions[number].run for number in numbers]
            years = ages_of_several(self.text, runs[-1], self.terms) if len(runs) > 1 else []
            if years:
                age = Age.MINOR if any(one < GROWN for one in years) else Age.PROVED
                told = numbers[-len(years) :] if age is Age.PROVED else numbers
                yield from ((number, age) for number in told)
                continue
            if (opened := self._opened(runs[0], ages[numbers[0]])) is not None:
                yield from ((number, opened) for number in numbers if ages[number] is None)

    def _lists(self, mentions: Sequence[Mention]) -> Iterator[list[int]]:
        """Names that are coordinate, or one alone."""
        held: list[int] = []
        for number, mention in enumerate(mentions):
            if mention.standing in (Standing.NOBODY, Standing.OFFICIAL):
                continue
            if held and not self._goes_on(mentions[held[-1]].run, mention.run):
                yield held
                held = []
            held.append(number)
        if held:
            yield held

    def _goes_on(self, one: Run, other: Run) -> bool:
        """True for "X and Y"; not for "the children of X, Y and Z"."""
        at = one.first - 1
        owned = at > 0 and self.text.words[at].key == "of" and self._is_child(at - 1)
        return are_coordinate(self.text, one, other) and not owned

    def _opened(self, run: Run, age: Age | None) -> Age | None:
        """What the words before a list make those in it: "their parents X and Y", "children: X, Y"."""
        ahead = [at for at in self._ahead(run) if self._is_several(at)]
        if age in ADULT:
            if any(self._is_proof(at) for at in ahead):
                return age
            return Age.GROWN if any(self._is_grown(at) for at in ahead) else None
        if any(self._is_child(at) for at in ahead):
            return Age.CHILD
        for at in self._same(range(run.first - 1, run.first - 1 - LISTED, -1), run.first):
            if self._is_child(at) and self._is_several(at):
                between = self.text.text[self.text.words[at].stop : self.text.words[run.first].start]
                opens = not between.strip(" ,\"'“‘(") or LISTING.search(between) is not None
                return Age.CHILD if opens else None
        return None

    def _is_several(self, at: int) -> bool:
        """True for a noun in the plural."""
        key = self.text.words[at].key
        return key in self.terms.several_minors or noun(self.text.words[at]) != key
