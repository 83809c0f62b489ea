"""Sexual violence: which claims and sentences tell of it, by the words of the lexicon's `abuse.yml`."""

from __future__ import annotations

import re
from functools import lru_cache

from habeas.lexicon import Lexicon
from habeas.model import Claim


@lru_cache(maxsize=4)
def withheld_details(lexicon: Lexicon) -> frozenset[str]:
    """The details of claims that leave only by choice."""
    return frozenset(row.detail for row in lexicon.abuse if row.withheld)


@lru_cache(maxsize=4)
def withheld_words(lexicon: Lexicon) -> re.Pattern[str]:
    """The words of a sentence that leaves only by choice."""
    words = [word for row in lexicon.abuse if row.withheld for word in row.words]
    forms = (
        r"\s+".join(map(re.escape, word.rstrip("*").split())) + (r"[\w-]*" if word.endswith("*") else "")
        for word in words
    )
    return re.compile(rf"(?<![\w])(?:{'|'.join(forms)})(?!\w)" if words else r"(?!)", re.I)


def is_withheld(claim: Claim, lexicon: Lexicon) -> bool:
    """True for a claim that tells of it: by its detail, or by a word of its evidence."""
    if claim.detail in withheld_details(lexicon):
        return True
    return any(withheld_words(lexicon).search(piece.text) for piece in claim.evidence)
