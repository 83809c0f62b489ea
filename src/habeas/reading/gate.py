"""A cheap look before the parser: which reports, and which of their paragraphs, can hold a claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import Form
from habeas.model import Report, Span

# Nouns for places of detention that mean much else besides.
SHORT: Final = 600  # code points; a longer report about custody says so more than once
LOOSE: Final = {"centre", "center", "facility", "annex", "cell"}


@dataclass(frozen=True, slots=True)
class Gate:
    """Word patterns made of the lexicon."""

    custody: re.Pattern[str] = field(repr=False)
    telling: re.Pattern[str] = field(repr=False)

    @classmethod
    def of(cls, lexicon: Lexicon) -> Gate:
        """A gate with the lexicon's words."""
        custody = {form for row in lexicon.groups if row.custody for form in (row.word, row.plural or row.word)}
        custody |= {row.word for row in lexicon.facilities if row.word not in LOOSE}
        custody |= {row.word for row in lexicon.triggers if row.strong}
        telling = {row.word.split()[0] for row in (*lexicon.triggers, *lexicon.stances)}
        telling |= {row.word for row in (*lexicon.groups, *lexicon.facilities)}
        telling |= {row.plural for row in (*lexicon.groups, *lexicon.facilities) if row.plural}
        telling |= {form for row in lexicon.triggers if row.form is Form.VERB for form in IRREGULAR.get(row.word.split()[0], ())}
        return cls(_stems(custody), _stems(telling))

    def opens(self, report: Report) -> bool:
        """True where the report speaks of custody at all."""
        found = {match.group().lower() for match in self.custody.finditer(report.text)}
        return len(found) > 1 or (len(found) == 1 and len(report.text) < SHORT)

    def passes(self, lines: Iterable[Span]) -> Iterator[Span]:
        """The paragraphs that hold a number or a telling word."""
        for line in lines:
            if self.telling.search(line.text) or re.search(r"\d", line.text):
                yield line


# Forms that don't begin like their lemma; a gate that is too wide costs time, one too narrow a claim.
IRREGULAR: Final = {
    "hold": ("held",), "keep": ("kept",), "take": ("took",), "bring": ("brought",), "fly": ("flew", "flown", "flies"), "send": ("sent",),
    "give": ("gave",), "get": ("got",), "come": ("came",), "go": ("went", "gone"), "leave": ("left",), "flee": ("fled",), "break": ("broke",),
    "die": ("dying",), "lose": ("lost",), "try": ("tried", "tries"), "find": ("found",), "stand": ("stood",), "hang": ("hung",), "shoot": ("shot",),
    "drive": ("drove",), "stick": ("stuck",), "strike": ("struck",), "let": ("let",), "deny": ("denied", "denies"), "be": (),
}  # fmt: skip


def _stems(words: Iterable[str]) -> re.Pattern[str]:
    """Whole words that begin with one of these, final "e" and "y" left out so that all endings fit."""
    stems = sorted({re.escape(word[:-1] if word[-1] in "ey" and len(word) > 4 else word) for word in words if word}, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(stems) + r")\w{0,5}\b", re.I)
