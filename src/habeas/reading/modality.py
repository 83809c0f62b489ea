"""Whether a passage says that something is so, will be, may be, is under way, is only alleged, or is not."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.model import ClaimType, Modality
from habeas.reading.english import ACCUSING, DENYING, HEARSAY, NOBODY, SUPPORT
from habeas.reading.grammar import SUBJECTS, has_subject, is_passive
from habeas.reading.triggers import Trigger

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

MOVES: Final = {
    ClaimType.TRANSFER,
    ClaimType.REPATRIATION,
    ClaimType.RELEASE,
    ClaimType.TRIAL,
    ClaimType.RECAPTURE,
}
NO: Final = {"no", "not"}
PREDICATES: Final = {"acomp", "attr"}
TOLD_WITH: Final = PREDICATES | {"aux", "auxpass"}  # "is missing", whichever of the two tells it
STEPS: Final = 5


@dataclass(frozen=True, slots=True)
class ModalityReader:
    """Reads modality off the words that stand around a trigger."""

    cues: dict[str, Modality] = field(repr=False)
    speech: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, lexicon: Lexicon) -> ModalityReader:
        """A reader with the lexicon's cues."""
        verbs = {row.word for row in lexicon.speech if len(row.word.split()) == 1}
        return cls(
            {row.word: Modality(row.modality) for row in lexicon.cues},
            frozenset(verbs - {"promise", "pledge", "vow", "continue"}),
        )

    def read(self, trigger: Trigger) -> Modality:
        """The modality of what the trigger tells, without regard to who says so."""
        token = trigger.token
        if is_negated(token) or (token.dep_ in TOLD_WITH and is_negated(token.head)):
            return Modality.DENIED
        modal = self._modal(token)
        above = self._above(trigger)
        if modal is not None:  # "the risk that 4,000 will escape": the outer word wins
            return Modality.HYPOTHETICAL if above is Modality.HYPOTHETICAL else modal
        if above is not None:
            return above
        if trigger.type in MOVES and trigger.is_verb and _progressive(token):
            return Modality.ONGOING
        return Modality.ASSERTED

    def _modal(self, verb: Token, *, noun: bool = False) -> Modality | None:
        """Auxiliaries and adverbs of the verb, or of the noun's own verb."""
        words = [child.lower_ for child in verb.children if child.dep_ in {"aux", "advmod", "mark", "neg"}]
        lemmas = {"'ll": "will", "wo": "will", "wouldn": "would"}
        for word in (lemmas.get(word, word) for word in words):
            if word == "would":
                return Modality.PLANNED if _reported(verb) and not noun else Modality.HYPOTHETICAL
            if word in {"to", "have", "be", "has", "had"}:
                continue
            if (cue := self.cues.get(word)) is not None and cue is not Modality.ONGOING:
                return cue
        return None

    def _above(self, trigger: Trigger) -> Modality | None:
        """Words that govern the trigger: "plans to transfer", "the start of the handover"."""
        child = trigger.token
        for token in itertools.islice(trigger.token.ancestors, STEPS):
            found = self._by(token, child, trigger)
            if found is not None or self._ends(token, child):
                return found
            child = token
        return None

    def _by(self, token: Token, child: Token, trigger: Trigger) -> Modality | None:
        """The modality that one word above the trigger gives, if it gives any."""
        lemma = token.lemma_.lower()
        verb = token.pos_ in {"VERB", "AUX"}
        if lemma in DENYING and verb and child.dep_ in {"ccomp", "dobj", "xcomp", "advcl"}:
            return Modality.DENIED
        if lemma in ACCUSING and verb and child.dep_ in {"prep", "pcomp"}:
            return Modality.ALLEGED  # "are accused of killing 20 prisoners"
        if lemma in HEARSAY and token.dep_ in {"attr", "dobj", "pobj"} and has_subject(child):
            return Modality.ALLEGED  # "reports that some had fled"
        if lemma == "be" and child.dep_ in SUBJECTS and (said := self._predicated(token)) is not None:
            return said
        voided = SUBJECTS | {"nsubjpass", "ccomp"} if lemma == "be" else SUBJECTS | {"nsubjpass"}
        if verb and child.dep_ in voided and self._voids(token, trigger):
            return Modality.DENIED
        if lemma == "be" and child.dep_ == "xcomp" and any(inner.lower_ == "to" for inner in child.children):
            return Modality.PLANNED  # "are to be transferred"
        if self._ends(token, child):
            return None
        if lemma == "go" and child.dep_ == "xcomp":
            return Modality.PLANNED
        if lemma == "face" and trigger.type is ClaimType.ALLEGATION:
            return self._modal(token)  # "face unfair trials" alleges; "face execution" supposes
        if lemma in self.cues and self._governs(token, child, trigger):
            return self.cues[lemma] if not is_negated(token) else Modality.DENIED
        if verb and child.dep_ in {"conj", "xcomp", "dobj", "nsubj", "nsubjpass"}:
            return self._modal(token, noun=not trigger.is_verb)
        return None

    def _predicated(self, verb: Token) -> Modality | None:
        """What is said of the event itself: "the next exchange is imminent", "is under discussion"."""
        if is_negated(verb):
            return None
        told = [child for child in verb.children if child.dep_ in PREDICATES]
        told += [inner for child in verb.children if child.lower_ == "under" for inner in child.children]
        said = (self.cues.get(word.lemma_.lower()) for word in told)
        return next((cue for cue in said if cue is not None), None)

    def _voids(self, verb: Token, trigger: Trigger) -> bool:
        """Where the verb undoes its subject: "did not take place", "reports that … were false"."""
        said = [
            self.cues.get(child.lemma_.lower()) for child in verb.children if child.dep_ in {"acomp", "attr"}
        ]
        untrue = is_negated(verb) and any(child.lower_ in {"true", "correct"} for child in verb.children)
        return (not trigger.is_verb and is_negated(verb)) or untrue or Modality.DENIED in said

    def _ends(self, token: Token, child: Token) -> bool:
        """True where what stands above no longer governs: speech, or a clause with a frame of its own."""
        if token.lemma_.lower() in self.speech and token.pos_ in {"VERB", "AUX"}:
            return True
        if child.dep_ == "conj" and child.pos_ == "VERB" and _has_own_frame(child):
            return True
        return child.dep_ in {"relcl", "advcl", "agent"}

    def _governs(self, cue: Token, child: Token, trigger: Trigger) -> bool:
        if cue.tag_ == "MD":
            return False
        if cue.pos_ in {"VERB", "AUX"}:
            if (
                child.dep_ == "ccomp"
                and has_subject(child)
                and self.cues[cue.lemma_.lower()] is Modality.ONGOING
            ):
                return False  # "the transfer began and 150 were moved", parsed as what began
            if child.dep_ in SUBJECTS | {"nsubjpass"}:
                return self.cues[cue.lemma_.lower()] is Modality.ONGOING or is_passive(cue)
            return child.dep_ in {"xcomp", "ccomp", "dobj", "prep", "conj", "acl"}
        return (
            child.dep_ in {"prep", "pobj", "acl", "xcomp", "ccomp", "pcomp", "relcl", "conj", "advcl"}
            and trigger.token.dep_ != "relcl"
        )


def is_negated(verb: Token) -> bool:
    """True for "not beaten", "nobody was beaten", "no torture"."""
    if any(child.dep_ == "neg" and child.lower_ not in {"only"} for child in verb.children):
        return True
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass", "dobj"}:
            if child.lower_ in NOBODY or any(inner.lower_ in NO for inner in child.children):
                return True
            if child.lower_ == "one" and any(inner.lower_ == "no" for inner in child.children):
                return True
    none = (
        verb.head if verb.dep_ == "acl" and verb.tag_ in {"VBG", "VBN"} else verb
    )  # "no forces moving people"
    return none.pos_ in {"NOUN", "PROPN"} and any(
        child.lower_ == "no" and child.dep_ == "det" for child in none.children
    )


def is_ruled_out(word: Token) -> bool:
    """True where the word, or what it is the object of, is negated: "are not likely to face torture"."""
    if is_negated(word):
        return True
    above = word.head
    suffered = word.dep_ == "dobj" and above.lemma_ in SUPPORT
    foreseen = word.dep_ == "xcomp" and above.pos_ == "ADJ"
    onward = suffered or foreseen or (word.dep_ == "acomp" and above.lemma_ == "be")
    return onward and is_ruled_out(above)


def _progressive(verb: Token) -> bool:
    words = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if verb.tag_ == "VBG" and words & {"is", "are", "'s", "'re", "am"}:
        return True
    return "being" in words and bool(words & {"is", "are"})


def _reported(verb: Token) -> bool:
    """True for a verb in what somebody is said to have said: its "would" is their "will"."""
    return any(node.dep_ in {"ccomp", "relcl"} for node in (verb, *verb.ancestors))


def _has_own_frame(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "auxpass", "aux"} for child in verb.children)
