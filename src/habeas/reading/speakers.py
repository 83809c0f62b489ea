"""Who says so: credits in a sentence, the words they cover, and speakers carried on from before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import SpeechKind
from habeas.model import Name
from habeas.reading.english import COUNTS, LOOSE_SPEECH, NO_SPEAKERS, PAPERS, PRONOUNS, TITLES
from habeas.reading.names import Mention
from habeas.reading.sentences import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

OFFICE_OF: Final = {"of", "for", "from", "in", "at", "with"}  # "an official in Baghdad"
BODY_OF: Final = {"of", "for"}
QUOTES: Final = '"'


@dataclass(frozen=True, slots=True, eq=False)
class Credit:
    """Somebody credited with the tokens in `covers`; `cue` is the word of speech."""

    speaker: Name | None  # None: a pronoun that the text before it settles
    cue: Token
    covers: frozenset[int]
    alleged: bool
    via: tuple[Name, ...] = ()


@dataclass(slots=True)
class Voices:
    """The speakers of a report so far: who a pronoun, or an open quotation, goes on with."""

    last: Name | None = None
    quoting: bool = False
    paragraph: int = -1  # where the latest was credited

    def note(self, name: Name, paragraph: int) -> None:
        """Remember the latest speaker, and where."""
        self.last, self.paragraph = name, paragraph


@dataclass(frozen=True, slots=True)
class SpeakerFinder:
    """Finds credits by the lexicon's words of speech."""

    verbs: dict[str, bool] = field(repr=False)  # lemma -> alleged
    nouns: dict[str, bool] = field(repr=False)

    @classmethod
    def of(cls, lexicon: Lexicon) -> SpeakerFinder:
        """A finder with the lexicon's verbs and nouns of speech."""
        return cls(
            {row.word: row.alleged for row in lexicon.speech if row.kind is SpeechKind.VERB},
            {row.word: row.alleged for row in lexicon.speech if row.kind is SpeechKind.NOUN},
        )

    def find(self, sentence: Sentence, mentions: list[Mention]) -> list[Credit]:
        """Every credit of the sentence; the narrowest that covers a word is its speaker's."""
        found = [
            *self._by_verbs(sentence, mentions),
            *_by_phrases(sentence, mentions),
            *_as_told_by(sentence, mentions, self.verbs),
            *self._by_nouns(sentence, mentions),
        ]
        return sorted(found, key=lambda credit: len(credit.covers))

    def _by_verbs(self, sentence: Sentence, mentions: list[Mention]) -> Iterator[Credit]:
        for verb in sentence.tokens:
            if verb.pos_ not in {"VERB", "AUX"} and verb.tag_ not in {"VBD", "VBZ", "VBP"}:
                continue
            lemma = verb.lemma_.lower()
            if lemma not in self.verbs:
                continue
            speaker = _heard_from(verb) or _subject(verb)
            covers = _said(verb, speaker)
            trailing = _trailing(verb)
            if trailing is not None:
                speaker, covers = trailing
            if speaker is None or not covers or (lemma in LOOSE_SPEECH and not _clause_said(verb, covers)):
                continue
            if speaker.lower_ in PRONOUNS and speaker.lower_ in {"which", "that", "who"}:
                speaker = verb.head if verb.dep_ == "relcl" else speaker
            if _unsaid(verb):
                continue
            if speaker.pos_ == "NUM" or speaker.lower_ in {
                "we",
                "i",
                "all",
                "some",
                "many",
                "most",
                "others",
            }:
                continue
            name = self._name(sentence, speaker, mentions)
            yield Credit(name, verb, frozenset(token.i for token in covers) | {verb.i}, self.verbs[lemma])

    @staticmethod
    def _name(sentence: Sentence, speaker: Token, mentions: list[Mention]) -> Name | None:
        """Who stands behind the subject of a verb of speech; None where only the text before it tells."""
        author = _author(speaker)
        if author is None or author.lower_ in PRONOUNS:
            return None
        return speaker_name(sentence, author, mentions)

    def _by_nouns(self, sentence: Sentence, mentions: list[Mention]) -> Iterator[Credit]:
        """ "Amnesty's allegations of …", "allegations by Amnesty that …"."""
        for noun in sentence.tokens:
            if noun.pos_ != "NOUN" or not self.nouns.get(noun.lemma_.lower(), False):
                continue
            owner = next((child for child in noun.children if child.dep_ == "poss"), None) or _by(noun)
            if owner is None and noun.head.dep_ == "poss":
                continue
            if owner is None or owner.lower_ in {"its", "their", "his", "her"}:
                continue
            said = frozenset(
                token.i
                for child in noun.children
                if child.dep_ in {"prep", "acl", "relcl", "ccomp"}
                for token in child.subtree
            )
            yield Credit(speaker_name(sentence, owner, mentions), noun, said | {noun.i}, alleged=True)


def _by(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from"}:
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def _heard_from(verb: Token) -> Token | None:
    """ "Dpa learned from a spokesman", "was told by an official": who spoke."""
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    for child in verb.children:
        if verb.lemma_ in {"learn", "hear"} and child.lower_ == "from":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
        if passive and child.dep_ == "agent":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
        if verb.lemma_ in {"quote", "cite"} and child.dep_ == "dobj":
            return child
    return None


def _subject(verb: Token) -> Token | None:
    node = verb
    for _ in range(4):
        for child in node.children:
            if child.dep_ == "nsubj":
                return child
        if any(child.dep_ in {"auxpass", "nsubjpass"} for child in node.children):
            return None
        if node.dep_ == "acl" and node.tag_ == "VBG":
            return node.head
        if node.dep_ in {"conj", "xcomp", "advcl"}:
            node = node.head
            continue
        return None
    return None


def _said(verb: Token, speaker: Token | None) -> list[Token]:
    """What is said: the clause or object of the verb, or the sentence around an inserted "he said"."""
    own = set() if speaker is None else {token.i for token in speaker.subtree}
    said: list[Token] = []
    for child in verb.children:
        if (
            child.dep_ in {"ccomp", "dobj", "parataxis", "xcomp", "advcl"}
            and child != speaker
            and child.i not in own
        ) or (child.dep_ == "prep" and child.lower_ in {"of", "about", "at", "on", "as"}):
            said.extend(child.subtree)
    inserted = verb.dep_ == "parataxis" or (verb.dep_ == "ccomp" and verb.head.i < verb.i)
    if inserted and not any(child.dep_ == "ccomp" for child in verb.children):
        inner = {token.i for token in verb.subtree}
        said.extend(token for token in verb.head.subtree if token.i not in inner)
    if not said and verb.dep_ == "ROOT" and verb.i - verb.sent.start > 3:
        said.extend(token for token in verb.sent if token.i < verb.i and token.i not in own)
    return [token for token in said if token.i not in own and token.i != verb.i]


def _trailing(verb: Token) -> tuple[Token, list[Token]] | None:
    """The speaker between the last comma and the verb: "…, a security official said on Sunday."."""
    sentence = verb.sent
    if (
        sentence.end - verb.i > 10
        or verb.i - sentence.start < 6
        or any(child.dep_ in {"ccomp", "xcomp", "dobj"} and child.i > verb.i for child in verb.children)
    ):
        return None
    first = verb.i
    while first > sentence.start and verb.doc[first - 1].text not in {",", '"', "-", "–", "—"}:
        first -= 1
    between = verb.doc[first : verb.i]
    if (
        first <= sentence.start + 3
        or not 1 <= len(between) <= 12
        or any(token.pos_ == "VERB" and token.dep_ not in {"amod", "acl"} for token in between)
    ):
        return None
    inside = {token.i for token in between}
    head = next(
        (
            token
            for token in between
            if token.pos_ in {"NOUN", "PROPN", "PRON"} and token.head.i not in inside
        ),
        None,
    )
    if head is None or any(token.i > verb.i and token.dep_ == "dobj" for token in verb.children):
        return None
    return head, [token for token in sentence if token.i < first]


def _unsaid(verb: Token) -> bool:
    """ "Did not report", "to report a disappearance": nobody said it."""
    to = verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    return to or any(child.dep_ == "neg" for child in verb.children)


def _author(speaker: Token) -> Token | None:
    """Who speaks where a paper does: "Turkey, whose government says", "the military's statement said"."""
    owner = next((child for child in speaker.children if child.dep_ == "poss"), None)
    if owner is not None and owner.lower_ == "whose":
        clause = next((node for node in speaker.ancestors if node.dep_ == "relcl"), None)
        return clause.head if clause is not None else speaker
    if speaker.lower_ not in PAPERS:
        return speaker
    if owner is not None and owner.pos_ in {"NOUN", "PROPN"}:
        return owner
    return _by(speaker)


def _clause_said(verb: Token, covers: list[Token]) -> bool:
    if verb.lemma_ in {"put", "count", "speak", "find", "document", "quote", "cite"}:
        return any(
            token.like_num
            or token.pos_ == "NUM"
            or token.lower_ in {"dozens", "hundreds", "thousands", "scores"}
            for token in covers
        ) or any(child.dep_ == "ccomp" for child in verb.children)
    return True


def _by_phrases(sentence: Sentence, mentions: list[Mention]) -> Iterator[Credit]:
    """ "According to X", "by X's count": it covers the clause that it stands in."""
    for token in sentence.tokens:
        target = (
            _target(token) if token.lower_ in {"according", "citing", "quoting", "per"} else _counter(token)
        )
        if target is None or target.lemma_.lower() in NO_SPEAKERS:
            continue
        own = {inner.i for inner in token.subtree} | {inner.i for inner in target.subtree}
        covers = frozenset(inner.i for inner in sentence.tokens if inner.i not in own)
        author = _author(target)
        named = author is not None and author.pos_ not in {"PRON", "NUM"}
        name = speaker_name(sentence, author, mentions) if author is not None and named else None
        yield Credit(name, token, covers, alleged=False)


def _counter(prep: Token) -> Token | None:
    """Whose count it is: "by Kyiv's reckoning"."""
    if prep.lower_ != "by" or prep.dep_ == "agent":
        return None
    counts = [child for child in prep.children if child.lower_ in COUNTS]
    return next((inner for count in counts for inner in count.children if inner.dep_ == "poss"), None)


def _as_told_by(sentence: Sentence, mentions: list[Mention], verbs: dict[str, bool]) -> Iterator[Credit]:
    """ "As reported by state television": it covers the rest of the sentence."""
    for token in sentence.tokens:
        told = token.lemma_.lower() in verbs and any(child.lower_ == "as" for child in token.children)
        target = _by(token) if told else None
        if target is not None:
            own = {inner.i for inner in token.subtree}
            covers = frozenset(inner.i for inner in sentence.tokens if inner.i not in own)
            yield Credit(speaker_name(sentence, target, mentions), token, covers, alleged=False)


def _target(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ in {"pobj", "dobj"}:
            return child
        if child.dep_ == "prep" and child.lower_ == "to":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    if token.i + 2 < token.sent.end and token.nbor(1).lower_ == "to":
        return next((inner for inner in token.nbor(1).children if inner.dep_ == "pobj"), None)
    return None


def speaker_name(sentence: Sentence, head: Token, mentions: list[Mention]) -> Name:
    """The speaker as written: the name beside an office, the office itself, or the body."""
    named = next(
        (
            child
            for child in head.children
            if child.dep_ == "appos" and child.pos_ == "PROPN" and head.pos_ == "NOUN"
        ),
        None,
    )
    token = named or head
    first = token
    for child in token.children:
        if (
            child.i < token.i
            and child.dep_ in {"compound", "amod", "nmod", "poss", "nummod", "det"}
            and child.left_edge.i < first.i
        ):
            first = child.left_edge
    while first.i < token.i and first.lower_ in {"the"}:
        first = first.nbor(1)
    last = token
    for child in token.conjuncts:
        if child.i > last.i and child.dep_ == "conj" and child.i - last.i < 8:
            last = child
    if token.lemma_.lower() in TITLES or token.pos_ == "NOUN":
        last = _with_body(token, last)
    span = sentence.span(first, last)
    known = next(
        (
            m
            for m in mentions
            if m.actor is not None and sentence.start(token) >= m.start and sentence.end(token) <= m.end
        ),
        None,
    )
    return Name(
        span, known.actor.id if known and known.actor and token.lemma_.lower() not in TITLES else None
    )


def _with_body(token: Token, last: Token) -> Token:
    """ "A spokesman for the ministry", "an official in Baghdad"."""
    for child in token.children:
        if (
            child.dep_ == "prep"
            and child.i > token.i
            and child.i - token.i <= 2
            and child.lower_ in (OFFICE_OF if token.lemma_.lower() in TITLES else BODY_OF)
        ):
            target = next((inner for inner in child.children if inner.dep_ == "pobj"), None)
            if target is not None and target.i - token.i <= 9:
                return target if target.i > last.i else last
    return last
