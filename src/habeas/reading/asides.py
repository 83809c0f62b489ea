"""Speakers set beside what they say: "…, a source in the camp said.", "…, says the union, …".

Parsers lose these in long sentences, so the noun phrase beside the verb is found by what bounds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from habeas.reading.english import (
    BODIES,
    COUNTS,
    PAPERS,
    RELATIVE,
    SPEAKING_BODIES,
    TITLES,
    WITNESSES,
)

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

DASHES: Final = {"-", "–", "—", "--"}
STOPS: Final = {",", '"', "''", "``", ";", ":", "(", ")"}
FINITE: Final = {"VBD", "VBZ", "VBP"}
NOUNS: Final = {"NOUN", "PROPN", "PRON"}
OPENERS: Final = {"DET", "PROPN", "NOUN", "ADJ", "NUM", "PRON"}
HEARERS: Final = {"tell", "inform", "remind", "assure"}  # their object is who hears it
LONGEST_NAME: Final = 14  # tokens that name a speaker


def aside_of(verb: Token) -> tuple[Token, list[Token]] | None:
    """The speaker set beside what is said: "…, a source in the camp said.", "…, says the union, …".

    Parsers lose these in long sentences, so the noun phrase beside the verb is found by what bounds it.
    """
    if not _is_finite(verb) or _says_on(verb):
        return None
    found = _before(verb) or _after(verb)
    if found is None:
        return None
    who, first, last = found
    said = [token for token in verb.sent if not first <= token.i <= last]
    conjunct = first - 2 if first - 1 >= verb.sent.start and verb.doc[first - 1].text == "," else first - 1
    if conjunct > verb.sent.start and verb.doc[conjunct].pos_ == "CCONJ":
        said = [token for token in said if token.i > last]  # "France decides alone and, they say, has …"
    return (who, said) if _is_told(verb, said) else None


def _is_finite(verb: Token) -> bool:
    """True for a finite verb, and for one that the tagger took for a participle without an agent."""
    bare = not any(child.dep_ in {"auxpass", "aux", "agent"} for child in verb.children)
    return verb.tag_ in FINITE or (verb.tag_ == "VBN" and bare)


def _says_on(verb: Token) -> bool:
    """True where what is said is the verb's own clause or object after it."""
    objects = {"ccomp", "xcomp"} if verb.lemma_ in HEARERS else {"ccomp", "xcomp", "dobj", "attr", "acomp"}
    beside = (verb.i + 1 < verb.sent.end and verb.nbor(1).lower_ in {"that", ":"}) or any(
        child.dep_ == "ccomp" and child.i > verb.i and any(one.lower_ == "that" for one in child.children)
        for child in verb.children
    )
    return beside or (
        any(
            child.i > verb.i and child.dep_ in objects and not _in_next_sentence(verb, child)
            for child in verb.children
        )
        and not _inverted(verb)
    )


def _in_next_sentence(verb: Token, child: Token) -> bool:
    """ "…," he said, "and they …": what goes on after the aside was begun before it."""
    between = verb.doc[verb.i + 1 : child.left_edge.i]
    return any(token.text in {",", '"'} for token in between) and verb.i - verb.sent.start > 4


def _inverted(verb: Token) -> bool:
    """ "…, said the ministry": the verb follows a comma or quotation mark and a noun phrase follows it."""
    if verb.i <= verb.sent.start + 2 or not stops(verb.nbor(-1)) or _after(verb) is None:
        return False
    return verb.nbor(-1).text != "," or _apposed(verb, verb.i - 1) is None


def _is_told(verb: Token, said: list[Token]) -> bool:
    """True where words before the verb could be what is said: a clause, or a quotation."""
    before = [token for token in said if token.i < verb.i and not token.is_punct]
    quoted = any(token.text == '"' for token in said)
    clause = any(token.pos_ in {"VERB", "AUX"} for token in said)
    return len(before) > 1 and (clause or quoted)


def _before(verb: Token) -> tuple[Token, int, int] | None:
    """The noun phrase between a comma and the verb, with the one that it stands in apposition to."""
    start, end = verb.sent.start, verb.i
    while end > start and verb.doc[end - 1].pos_ in {"ADV", "AUX"}:
        end -= 1
    aside = end > start and verb.doc[end - 1].text == ","
    end -= aside
    first = _opening(verb, end)
    head = head_of(verb, first, end)
    if head is None:
        return None
    if aside:
        apposed = _apposed(verb, end)
        if apposed is None:
            return None
        head, first = apposed
    return (head, first, verb.i) if first > start else None


def _apposed(verb: Token, end: int) -> tuple[Token, int] | None:
    """ "Sanna Orlow, a lawyer,": of two noun phrases the one that names, and where both begin."""
    first = _opening(verb, end)
    before = _opening(verb, first - 1)
    head, named = head_of(verb, first, end), head_of(verb, before, first - 1)
    if head is None or named is None or verb.doc[first - 1].text != ",":
        return None
    return (named if named.pos_ == "PROPN" or head.pos_ != "PROPN" else head), before


def stops(token: Token) -> bool:
    apart = token.i == token.sent.start or bool(token.nbor(-1).whitespace_)  # not the hyphen of a name
    return token.text in STOPS or (token.text in DASHES and apart)


def _opening(verb: Token, end: int) -> int:
    """Where the words that end here begin: after the last stop before them."""
    first, bracketed = end, False
    while first > verb.sent.start and (
        bracketed or verb.doc[first - 1].text == ")" or not stops(verb.doc[first - 1])
    ):
        first -= 1
        bracketed = verb.doc[first].text == ")" or (bracketed and verb.doc[first].text != "(")
    return first


def _after(verb: Token) -> tuple[Token, int, int] | None:
    """The noun phrase after a verb that follows a comma: "…, said to journalists the deputy minister"."""
    if verb.i - 1 <= verb.sent.start or not stops(verb.nbor(-1)) or verb.lemma_ in HEARERS:
        return None
    doc, first = verb.doc, verb.i + 1
    if first < verb.sent.end and doc[first].lower_ == "to":
        first = min(first + 2, verb.sent.end)
    last = first
    while (
        last < verb.sent.end
        and not stops(doc[last])
        and doc[last].text != "."
        and doc[last].lower_ not in RELATIVE
    ):
        last += 1
    head = head_of(verb, first, last)
    named = head is not None and (head.pos_ in {"PROPN", "PRON"} or known_voice(head))
    return (head, verb.i, last - 1) if head is not None and named else None


def head_of(verb: Token, first: int, last: int) -> Token | None:
    """The head of a short noun phrase; None where these words are anything else."""
    words = [token for token in verb.doc[max(first, 0) : max(last, 0)] if not token.is_space]
    if not 1 <= len(words) <= LONGEST_NAME or words[0].pos_ not in OPENERS:
        return None
    if any(
        token.lower_ in RELATIVE
        or (token.tag_ in FINITE | {"MD", "VBG"} and token.dep_ not in {"amod", "compound"})
        for token in words
    ):
        return None
    inside = {token.i for token in words}
    heads = [
        token
        for token in words
        if token.pos_ in NOUNS
        and token.text not in DASHES
        and (token.head.i not in inside or token.head == token)
    ]
    if len(heads) > 1 and heads[0].nbor(1).text == "-" and heads[1].i == heads[0].i + 2:
        heads = heads[1:]  # "al-Tarn", in two parts
    return heads[0] if heads and (heads[0].pos_ != "PRON" or len(words) == 1) else None


def known_voice(noun: Token) -> bool:
    """True for nouns of offices, bodies, people whose word is reported, and papers."""
    speaking = PAPERS | COUNTS | TITLES | BODIES | SPEAKING_BODIES | WITNESSES
    return noun.pos_ == "PROPN" or bool({noun.lemma_.lower(), noun.lower_} & speaking)
