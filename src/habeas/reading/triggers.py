"""Words that tell of what happens to people in custody, found in a parsed sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import Form, TriggerRow
from habeas.model import ClaimType
from habeas.reading.english import POPULATION
from habeas.reading.sentences import Sentence

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

VERB_TAGS: Final = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}
NOUNLIKE: Final = {"housing": "house", "holding": "hold", "detaining": "detain"}  # "a jail housing 3,000"
PARTICLED: Final = {"carry", "catch", "give", "keep", "pass"}  # with a particle they mean something else
REACH: Final = 14  # tokens between a verb and its particle


@dataclass(frozen=True, slots=True, eq=False)
class Trigger:
    """A trigger word where it stands: its main token and the last token that belongs to it."""

    row: TriggerRow
    token: Token
    last: Token

    @property
    def type(self) -> ClaimType:
        """The claim type that the lexicon gives it."""
        return ClaimType(self.row.type)

    @property
    def is_verb(self) -> bool:
        """True for a verb."""
        return self.row.form is Form.VERB


@dataclass(frozen=True, slots=True)
class TriggerFinder:
    """Finds the lexicon's triggers, the longest entry where several fit."""

    verbs: dict[str, list[TriggerRow]] = field(repr=False)
    nouns: dict[str, list[tuple[list[str], TriggerRow]]] = field(repr=False)

    @classmethod
    def of(cls, lexicon: Lexicon) -> TriggerFinder:
        """A finder with the lexicon's triggers by their first word."""
        verbs: dict[str, list[TriggerRow]] = {}
        nouns: dict[str, list[tuple[list[str], TriggerRow]]] = {}
        for row in sorted(lexicon.triggers, key=lambda row: -len(row.word.split())):
            if row.form is Form.VERB:
                verbs.setdefault(row.word.split()[0], []).append(row)
            else:
                for form in {row.word, row.plural or _plural(row.word)}:
                    words = _words(form)
                    nouns.setdefault(words[0], []).append((words, row))
        return cls(verbs, nouns)

    def find(self, sentence: Sentence) -> dict[int, Trigger]:
        """The sentence's triggers by the index of their main token."""
        found: dict[int, Trigger] = {}
        for token in sentence.tokens:
            if token.i in found:
                continue
            trigger = self._verb(token) or self._noun(token)
            if trigger is not None:
                found.setdefault(trigger.token.i, trigger)
                if trigger.last.pos_ in {
                    "VERB",
                    "ADJ",
                }:  # "let 12 captives go": the people hang on the second
                    found[trigger.last.i] = trigger
        return found

    def _verb(self, token: Token) -> Trigger | None:
        if not _is_verb(token) or _moves_a_count(token):
            return None
        for lemma in _lemmas(token):
            found: list[Trigger] = []
            for row in self.verbs.get(lemma, ()):
                last = _with_rest(token, row.word.split()[1:])
                if last is not None and not (last == token and _means_else(token)):
                    found.append(Trigger(row, token, last))
            if found:  # "takes in 212 prisoners": of verbs as long, the one that ends first
                return min(found, key=lambda one: (-len(one.row.word.split()), one.last.i))
        return None

    def _noun(self, token: Token) -> Trigger | None:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"} and token.tag_ != "VBG":
            return None
        for words, row in self.nouns.get(token.lower_, ()):
            end = token.i + len(words)
            if end <= token.sent.end and [part.lower_ for part in token.doc[token.i : end]] == words:
                head = token.doc[end - 1]
                if (head.pos_ in {"NOUN", "PROPN"} or len(words) > 1) and not _lacking(token):
                    return Trigger(row, head, head)
        return None


def _means_else(verb: Token) -> bool:
    """ "Carried out an attack", "beaten and left without water": not what the verb alone tells."""
    children = {child.dep_: child for child in verb.children}
    if verb.lemma_ == "give" and {"auxpass", "dobj"} <= children.keys():
        return True  # "were given no time to dress"
    if verb.lemma_ in PARTICLED:
        return "prt" in children
    if verb.lemma_ == "appear":  # "appeared in court", not "the arrests appear to be random"
        return "xcomp" in children or "acomp" in children
    if verb.lemma_ == "admit":  # "were admitted to the prison", not "admitted to crimes"
        return not {"dobj", "nsubjpass", "auxpass"} & children.keys() and verb.tag_ != "VBN"
    if verb.lemma_ == "come":  # "came from Syria to Iraq", not "come from eleven countries"
        return not any(child.dep_ == "prep" and child.lower_ in {"to", "into"} for child in verb.children)
    helped = any(child.dep_ in {"aux", "auxpass"} for child in verb.children)
    return verb.lemma_ == "leave" and verb.tag_ == "VBN" and verb.dep_ == "conj" and not helped


def _moves_a_count(verb: Token) -> bool:
    """ "Brings the total to 3,900": a number is moved, nobody is."""
    return any(child.dep_ == "dobj" and child.lemma_.lower() in POPULATION for child in verb.children)


def _lacking(noun: Token) -> bool:
    """Where nothing of the kind happens: "without trial", "in return"."""
    before = [token.lower_ for token in noun.doc[max(noun.i - 2, noun.sent.start) : noun.i]]
    return "without" in before or (before[-1:] == ["in"] and noun.lower_ == "return")


def _plural(word: str) -> str:
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def _words(form: str) -> list[str]:
    """The form as the parser's tokens: hyphens stand alone."""
    return form.replace("-", " - ").split()


def _is_verb(token: Token) -> bool:
    if token.tag_ in VERB_TAGS or token.pos_ == "VERB":
        return True
    if token.lower_ in NOUNLIKE and token.i > token.sent.start:
        return token.nbor(-1).pos_ in {"NOUN", "PROPN"}
    return token.pos_ == "ADJ" and token.lower_.endswith("ed")


def _lemmas(token: Token) -> Iterator[str]:
    """The verb's lemma, and for participles tagged as adjectives the forms they may come from."""
    before = token.nbor(-1) if token.i > token.sent.start else None
    if before is not None and before.text == "-" and token.i - 2 >= token.sent.start:
        yield f"{token.nbor(-2).lower_}-{token.lemma_.lower()}"  # "re-arrested" before "arrested"
    yield token.lemma_.lower()
    word = token.lower_
    if word.endswith("ed"):  # participles tagged as adjectives, and verbs that the lemmatiser doesn't know
        yield from (word[:-2], word[:-1], word[:-3])
    if word in NOUNLIKE and token.pos_ == "NOUN":
        yield NOUNLIKE[word]


def _with_rest(verb: Token, rest: list[str]) -> Token | None:
    """The last token of a verb of several words; None where the rest isn't there."""
    last = verb
    for word in rest:
        window = verb.doc[last.i + 1 : min(last.i + 1 + REACH, verb.sent.end)]
        found = next(
            (token for token in window if _is_word(token, word) and _belongs(token, verb, last)),
            None,
        )
        if found is None:
            return None
        last = found
    return last


def _is_word(token: Token, word: str) -> bool:
    """The word itself, or a noun whose singular it is ("lost their lives")."""
    return token.lower_ == word or (token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() == word)


def _belongs(token: Token, verb: Token, last: Token) -> bool:
    if token.i == last.i + 1:
        return True
    if token.dep_ in {"prt", "advmod", "acomp", "oprd", "xcomp", "ccomp", "dobj"} and token.head in (
        verb,
        last,
    ):
        return True
    # "sets 300 detainees free": the parser hangs the adjective on the noun before it
    after = token.dep_ == "amod" and token.head.i < token.i
    hangs = after or token.dep_ in {"advmod", "pobj", "prt"}
    return (token.head.head in (verb, last) and hangs) or token.head == verb
