"""What of one report finds its copies: a MinHash of its own words, and the rare things that it tells.

Words that somebody is quoted with are left out of the MinHash: two reporters who hear one statement quote the
same words, and copy nobody. What is rare is judged by the words alone, never by how often the ledger has
them, so that a report's signature never changes with what else is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile
from typing import Final

from rensa import RMinHash

from habeas.lexicon import load_words
from habeas.model import Basis, Claim, Report, Signature

SHINGLE: Final = 3  # words; at four, each changed word of a light rewording costs a quarter more
HASHES: Final = 126  # families.py cuts them into bands of three
LEAD_HASHES: Final = 30
LEAD_WORDS: Final = 80
SEED: Final = 1
# Of fewer words, two reporters may hit on the same by themselves ("50 detainees were freed on Monday").
SHORTEST: Final = 8
QUOTED_WORDS: Final = 5
NAME_WORDS: Final = range(2, 5)  # longer runs of capitals are headings
# A text that is nearly all quotation has too few words of its own: then all its words count.
OWN_WORDS: Final = 30

# Signatures made by another method can't be compared with these.
METHOD: Final = f"signature/1 rensa/{RMinHash.ALGORITHM_VERSION}"

WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|\w+")
MARKS: Final = re.compile(r"[\u0300-\u036f'’ʼ‘`]")
HEADER_LINE: Final = re.compile(r"[A-Z][\w -]{0,30}: \S.*")
# Quotations end with their paragraph: of one that runs over several, each paragraph opens anew.
QUOTATION: Final = re.compile(
    r"“([^“”\n]+)(?:”|$)|\"([^\"\n]+)\"|«([^«»\n]+)»|„([^„“”\n]+)[“”]|(?<!\w)‘([^‘\n]+?)’(?!\w)", re.M
)
FIGURE: Final = re.compile(
    r"(?<![\w.,:/-])\d{1,3}(?:[,.  ]\d{3})+(?![\w:/])|(?<![\w.,:/-])\d{3,9}(?![\w:/]|[.,]\d)"
)
YEAR: Final = re.compile(r"(?:19|20)\d\d")
ARTICLES: Final = frozenset({"al", "el", "as", "ash", "at", "an", "ar", "ad"})
GENITIVE: Final = re.compile(r"['’]s\b")
CAPITAL: Final = r"(?:(?:[Aa]l|[Ee]l|[Aa]s|[Aa]sh|[Aa]t|[Aa]n|[Aa]r|[Aa]d)-)?[^\W\d_a-zß-öø-ÿ][\w'’]*[^\W\d_]"
NAME: Final = re.compile(
    rf"\b{CAPITAL}(?:(?: |-)(?:(?:al|el|bin|ibn|bint|abu|um|van|von|der|de|di)[ -])*{CAPITAL})+"
)


def signature(report: Report, claims: Iterable[Claim]) -> Signature:
    """What of this report finds its copies; the claims are those read from it.

    MinHash: Broder, "On the resemblance and containment of documents" (1997), over shingles of three words.
    """
    text = _body(report.text)
    quotations = [next(filter(None, found.groups())) for found in QUOTATION.finditer(text)]
    own = _own_words(text)
    shingles = _shingles(own)
    told = list(claims)
    return Signature(
        report=report.id,
        published=report.published,
        outlet=None if report.outlet is None else " ".join(_words(report.outlet)),
        minhash=_minhash(shingles, HASHES),
        figures=frozenset(_figures(text)),
        names=frozenset(_names(text)) - _known(told),
        quotes=frozenset(" ".join(words) for words in map(_words, quotations) if len(words) >= QUOTED_WORDS),
        shingles=len(shingles),
        lead=_minhash(_shingles(own[:LEAD_WORDS]), LEAD_HASHES),
        counts=frozenset(_counts(told)),
        name=report.name,
    )


def _body(text: str) -> str:
    """The text without a heading of fields ("Outlet: …"), which says nothing of what is told."""
    lines = text.split("\n")
    heading = 0
    while heading < len(lines) and HEADER_LINE.fullmatch(lines[heading]):
        heading += 1
    ends = heading < len(lines) and not lines[heading].strip()
    return "\n".join(lines[heading:]) if heading >= 2 and ends else text


def _own_words(text: str) -> list[str]:
    own = _words(QUOTATION.sub(" ", text))
    return own if len(own) >= OWN_WORDS else _words(text)


def _words(text: str) -> list[str]:
    return [_digits(word) if word[0].isdigit() else word for word in WORD.findall(_folded(text))]


def _folded(text: str) -> str:
    """Without case, accents and apostrophes, which copies treat as they like."""
    return MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def _digits(number: str) -> str:
    return number.replace(",", "").replace(".", "").replace(" ", "").replace(" ", "")


def _shingles(words: Sequence[str]) -> frozenset[str]:
    if len(words) < SHORTEST:
        return frozenset()
    return frozenset(" ".join(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))


def _minhash(shingles: frozenset[str], hashes: int) -> tuple[int, ...]:
    if not shingles:
        return ()
    made = RMinHash(num_perm=hashes, seed=SEED)
    made.update(list(shingles))
    return tuple(made.digest())


def _figures(text: str) -> Iterator[str]:
    """Figures of three significant digits and more; neither round ones nor years."""
    for found in FIGURE.finditer(text):
        digits = _digits(found[0]).lstrip("0")
        if len(digits.rstrip("0")) >= 3 and not YEAR.fullmatch(found[0]):
            yield digits


def _names(text: str) -> Iterator[str]:
    """Names of several words that aren't known to be common."""
    lists = load_words()
    for found in NAME.finditer(GENITIVE.sub(",", text)):  # "Syria's President": two names
        words = list(dropwhile(lists.words_before_names.__contains__, _words(found[0])))
        if len(
            [word for word in words if word not in ARTICLES]
        ) in NAME_WORDS and lists.common_name_words.isdisjoint(words):
            yield " ".join(words)


def _known(claims: Iterable[Claim]) -> frozenset[str]:
    """The names of the claims that the lexicon knows: those are in many reports."""
    slots = (
        name
        for claim in claims
        for name in (claim.place, claim.origin, claim.destination, claim.actor, claim.speaker, *claim.via)
    )
    return frozenset(
        " ".join(_words(name.text)) for name in slots if name is not None and name.id is not None
    )


def _counts(claims: Iterable[Claim]) -> Iterator[str]:
    """The bounds of every quantity whose words give them."""
    for claim in claims:
        if claim.quantity is not None and claim.quantity.basis is Basis.WORDS:
            yield f"{claim.quantity.low}-{claim.quantity.high} {claim.quantity.unit}"
