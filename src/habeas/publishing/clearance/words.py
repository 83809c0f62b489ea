"""A text's words with their offsets, as clearance compares them, and its paragraphs and sentences."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# Soft hyphens, zero-width and direction marks: nobody sees them, and one inside a name mustn't hide it.
UNSEEN: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
INSIDE: Final = "'’ʿʼʾ`‘´\u2010\u2011-"
LETTER: Final = r"[^\W\d_]"
WORD: Final = re.compile(
    rf"(?P<initials>(?:{LETTER}\.[{UNSEEN}]*){{2,}}(?:{LETTER}(?!{LETTER}))?|(?<![\w.'’-]){LETTER}\.(?=[\s,;:)\]”\"]|$))"
    rf"|['’]t(?=\s+[A-Z])"  # "van 't Hoff"
    rf"|{LETTER}(?:{LETTER}|[\u0300-\u036f{UNSEEN}]|[{INSIDE}](?={LETTER}))*"
    r"|\d+(?:[.,]\d+)*(?:[\u2010\u2011-][^\W\d_]+)*"
)
OWNER: Final = re.compile(r"['’][sS]$")
MARKS: Final = re.compile(rf"[{UNSEEN}'’ʿʼʾ`‘´.]")
HYPHENS: Final = re.compile("[\u2010\u2011-]")
PARTS: Final = re.compile("[\u2010\u2011-]|(?<=^[dlDL])['’]")
LETTERS: Final = str.maketrans({"ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ə": "a", "æ": "ae"})
PARAGRAPH: Final = re.compile(r"\n[ \t]*\n|\n")
FIELD: Final = re.compile(r"[A-Z][\w ]{1,20}:\s")
WRAPPED: Final = range(50, 111)  # code points in a line that may be wrapped in the middle of a sentence
SENTENCE: Final = re.compile(r"(?:[.!?…]+[\"”’')\]]*|[•|])\s+(?=[\"“‘'(\[]*[A-Z0-9À-Þ])")
ABBREVIATED: Final = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|gen|col|maj|capt|lt|sgt|cmdr|brig|adm|sen|rep|gov|st|no|vs|jr|sr|rev|hon|eng|jan|feb|mar|"
    rf"apr|jun|jul|aug|sept?|oct|nov|dec)|\b{LETTER}(?:\.{LETTER})*)\.\s+$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or number of a text; `end` is before a possessive, `stop` behind it, `key` its folded form."""

    start: int
    end: int
    stop: int
    text: str  # without a possessive
    key: str
    sentence: int
    first: bool  # opens its sentence
    initials: bool = False

    @property
    def capital(self) -> bool:
        """True for a word printed as names are: "Hol", "al-Hol", "d'Almeida", "A.K."."""
        return any(part[:1].isupper() for part in PARTS.split(self.text))

    @property
    def owner(self) -> bool:
        """True where a possessive follows."""
        return self.stop > self.end


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """The word without case, accents, apostrophes and dots; hyphens stay."""
    letters = unicodedata.normalize(
        "NFKD", HYPHENS.sub("-", MARKS.sub("", word)).translate(LETTERS)
    ).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(LETTERS)


def words_of(text: str) -> list[Word]:
    """The words and numbers of a text, in order."""
    starts = [start for start, _ in paragraphs_of(text)]
    for match in SENTENCE.finditer(text):
        if not ABBREVIATED.search(text[max(0, match.start() - 12) : match.end()]):
            starts.append(match.end())
    starts.sort()
    found: list[Word] = []
    for match in WORD.finditer(text):
        sentence = bisect_right(starts, match.start()) - 1
        core = OWNER.sub("", match[0])
        end = match.start() + len(core)
        stop = match.end()
        if core == match[0] and core[-1:] in "sxz" and text[stop : stop + 1] in ("'", "’"):
            stop += 1
        first = not found or found[-1].sentence != sentence
        found.append(
            Word(match.start(), end, stop, core, key_of(core), sentence, first, match["initials"] is not None)
        )
    return found


def paragraphs_of(text: str) -> Iterator[tuple[int, int]]:
    """First and last offset of each paragraph; lines that are wrapped belong together."""
    start, line = 0, 0
    for match in PARAGRAPH.finditer(text):
        wrapped = (
            match[0] == "\n"
            and match.start() - line in WRAPPED
            and text[match.end() : match.end() + 1].strip()
        )
        if not wrapped or text[match.start() - 1] in ".:!?" or FIELD.match(text, match.end()):
            yield start, match.start()
            start = match.end()
        line = match.end()
    yield start, len(text)


def is_latin(word: str) -> bool:
    """True where every letter is Latin."""
    return all(
        ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 or not letter.isalpha() for letter in word
    )
