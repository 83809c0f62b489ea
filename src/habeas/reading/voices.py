"""Who speaks across sentences: pronouns, quotations, lists, what goes on, and a body's own document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from habeas.model import Name, Report
from habeas.reading.english import (
    BODIES,
    COUNTS,
    PAPERS,
    PART_OPENINGS,
    QUANTIFIERS,
    SPEAKING_BODIES,
    TITLES,
    WITNESSES,
)
from habeas.reading.names import Mention
from habeas.reading.sentences import BULLETS, Sentence, plain
from habeas.reading.speakers import Credit, speaker_name

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

QUOTES: Final = {'"', "''", "``"}
QUOTED_CLAUSE: Final = 4  # tokens; fewer in quotation marks are a phrase of the sentence around them
FAR: Final = 4  # paragraphs after which a pronoun no longer reaches back
PERSONAL: Final = {"he", "she", "his", "her", "him"}
ISSUED: Final = re.compile(
    r"communiqu|press (?:release|statement)|media (?:office|centre|center|release|advisory)"
    r"|news release|for immediate release|joint statement|public statement",
    re.I,
)
NARRATOR: Final = re.compile(
    r"(?:^|[.!?]\s+)We\s+(?:[a-z]+ly\s+|have\s+)?[a-z]+|\b[Ww]e (?:urge|call on|interviewed|document)"
)
RELEASED: Final = re.compile(
    r"\([A-Z][\w ,.]{2,40}\)\s*[–—-]"
)  # "(Orlan) – Guards beat …, the union said today"
ACRONYM: Final = re.compile(
    r"((?:[A-Z][\w'’-]+[ ](?:(?:of|for|the|and|on|in|to)[ ])*){2,8})\(([A-Z][A-Za-z]{1,9})\)"
)
SENTENCE_LINE: Final = re.compile(r".{60,}[.!?:\"”]$")
HEAD_LINES: Final = 8
# Words that a headline has and a letterhead doesn't.
LOWER: Final = re.compile(r"\b(?!(?:of|for|the|and|in|on|to|at)\b)[a-z]\w+")
PART_OF: Final = re.compile(r"^\S+(?: \S+)? of (?:them|these|whom)\b")


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody who may be meant by a later "he" or "it"; `person` is None where either could be."""

    name: Name
    person: bool | None
    paragraph: int
    several: bool = False
    spoke: bool = True  # False: only the subject of a sentence so far
    end: int = 0  # where its sentence ends, by which the next one knows it


@dataclass(slots=True)
class Publisher:
    """The body whose own document a report is: what it says of itself has no speaker but the outlet."""

    names: list[frozenset[str]] = field(default_factory=list)
    exact: bool = True  # False: a part of the name ("the Ministry") is enough
    issued: bool = False  # True where the next body that announces something is the one that issues it

    @classmethod
    def of(cls, report: Report) -> Publisher:
        """The publisher as far as the report's outlet, heading and form tell it."""
        names = [_words(report.outlet)] if report.outlet else []
        lines = [line.strip() for line in report.text.split("\n") if line.strip()]
        body = next((at for at, line in enumerate(lines) if SENTENCE_LINE.match(line)), len(lines))
        head = lines[: min(body, HEAD_LINES)]
        unquoted = re.sub(r'"[^"\n]*"?', " ", plain(report.text))
        issued = any(ISSUED.search(line) for line in head)
        own = issued or NARRATOR.search(unquoted) is not None
        if own:
            names += [_words(line) for line in head if not LOWER.search(line)]
        names += [
            frozenset({short.lower()}) for long, short in _acronyms(report) if _is_among(_words(long), names)
        ]
        released = body < len(lines) and RELEASED.match(lines[body]) is not None
        return cls([one for one in names if one], exact=not own, issued=issued or released)

    def is_named(self, name: Name) -> bool:
        """True for the publisher's name or, in its own paper, a part of it ("the Ministry")."""
        words = _words(name.text)
        return any(words == own or (not self.exact and words <= own) for own in self.names)

    def speaks(self, name: Name, cue: Token, *, first: bool) -> bool:
        """True where the credit is to the publisher itself."""
        words = _words(name.text)
        if self.issued and first:
            # "The Directorate announces", "the union said today": a release names the body that issues it.
            self.issued = False
            if cue.tag_ in {"VBZ", "VBP"} or (cue.i + 1 < cue.sent.end and cue.nbor(1).lower_ == "today"):
                self.names.append(words)
                return True
        return self.is_named(name)


def _acronyms(report: Report) -> Iterator[tuple[str, str]]:
    """ "The Orlan Prison Watch (OPW)": a name and its short form."""
    for match in ACRONYM.finditer(report.text):
        yield match[1], match[2]


def _is_among(words: frozenset[str], names: list[frozenset[str]]) -> bool:
    return any(words <= own for own in names)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower())) - {"the", "s"}


@dataclass(slots=True)
class Voices:
    """Hears a report's paragraphs in order, and says whose word each of their sentences stands on."""

    publisher: Publisher
    heard: list[Heard] = field(default_factory=list)
    open: Credit | None = None  # whose quotation the paragraph before left open
    last: Credit | None = None  # who was credited in the last sentence of the paragraph before
    announced: Credit | None = None  # who spoke before the colon that the paragraph before ended with
    listing: bool = False  # True once items of a list have followed that colon
    first: bool = True

    def hear(
        self, sentences: list[Sentence], found: list[list[Credit]], mentions: list[list[Mention]]
    ) -> list[list[Credit]]:
        """The credits of one paragraph's sentences, with their speakers and with what earlier ones carry."""
        known = [self._settled(*one) for one in zip(sentences, found, mentions, strict=True)]
        self._quotations(sentences, known)
        self.last = (
            next((one for one in reversed(known[-1]) if one.speaker is not None), None) if known else None
        )
        self._listed(sentences, known)
        for at in range(1, len(sentences)):
            before = _main(sentences[at - 1], known[at - 1])
            if before is not None and not known[at] and self._goes_on(sentences[at], before):
                known[at] = [_carried(before, list(sentences[at].tokens))]
        return [sorted(credited, key=lambda credit: len(credit.covers)) for credited in known]

    def _settled(self, sentence: Sentence, found: list[Credit], mentions: list[Mention]) -> list[Credit]:
        """The sentence's credits without the publisher's own, each pronoun with whom it means."""
        settled = []
        subjects = [
            subject for subject in _subjects(sentence, mentions) if all(one.who != subject for one in found)
        ]
        for credit in sorted(found, key=lambda credit: credit.who.i):
            while subjects and subjects[0].i < credit.who.i:
                self._note(
                    speaker_name(sentence, subjects[0], mentions),
                    subjects.pop(0),
                    sentence,
                    mentions,
                    spoke=False,
                )
            one = credit if credit.speaker is not None else self._with_name(sentence, credit, mentions)
            if one.speaker is None:
                settled.append(one)
            elif not self.publisher.speaks(one.speaker, one.cue, first=self.first):
                settled.append(one)
                self._note(one.speaker, one.who, sentence, mentions)
            self.first = False
        for subject in subjects:
            self._note(speaker_name(sentence, subject, mentions), subject, sentence, mentions, spoke=False)
        return sorted(settled, key=lambda credit: len(credit.covers))

    def _with_name(self, sentence: Sentence, credit: Credit, mentions: list[Mention]) -> Credit:
        """The credit with whom its pronoun means, or whose "the statement" is."""
        who = credit.who
        person = True if who.lower_ in PERSONAL else None if who.lower_ in {"they", "their"} else False
        name = next((one.name for one in reversed(self.heard) if _may_be(one, person, sentence, who)), None)
        if name is None and who.pos_ == "NOUN":
            name = speaker_name(sentence, who, mentions)
        return replace(credit, speaker=name)

    def _note(
        self, name: Name, who: Token, sentence: Sentence, mentions: list[Mention], *, spoke: bool = True
    ) -> None:
        person = _is_person(sentence, who, mentions)
        if person is None:
            person = next((one.person for one in reversed(self.heard) if one.name.text == name.text), None)
        several = bool(person) and who.tag_ in {"NNS", "NNPS"}
        self.heard.append(Heard(name, person, sentence.paragraph, several, spoke, sentence.tokens.end))

    def _quotations(self, sentences: list[Sentence], known: list[list[Credit]]) -> None:
        """Credit each quotation to whoever is credited with any of it, else to who spoke just before."""
        marks = [token for sentence in sentences for token in sentence.tokens if token.text in QUOTES]
        continued, self.open = self.open, None
        if continued is None and _is_all_quoted(sentences, marks) and not any(known):
            continued = self.last  # a paragraph that is a quotation: whoever spoke in the one before goes on
        speaking = self.announced or (
            continued if marks and marks[0].i <= sentences[0].tokens.start else None
        )
        for opening, closing in zip(marks[::2], [*marks[1::2], None], strict=False):
            inside = [
                token
                for sentence in sentences
                for token in sentence.tokens
                if opening.i < token.i and (closing is None or token.i < closing.i)
            ]
            credit = (
                _credited_with(inside, closing, known) or _spoke_before(opening, sentences, known) or speaking
            )
            if credit is None:
                continue
            speaking = credit
            self.open = credit if closing is None else None
            if len(inside) >= QUOTED_CLAUSE:
                _lend(credit, inside, sentences, known)

    def _listed(self, sentences: list[Sentence], known: list[list[Credit]]) -> None:
        """Credit what follows "The ministry said:": the next paragraph, or as many as are a list."""
        if not sentences:
            return
        text = sentences[0].tokens.text.lstrip()
        bullet = text[:1] in BULLETS or re.match(r"\(?\w{1,2}[.)]\s", text) is not None
        announced = self.announced if bullet or not self.listing else None
        if announced is not None and (bullet or not known[0]):
            for sentence, credited in zip(sentences, known, strict=True):
                if not credited:
                    credited.append(_carried(announced, list(sentence.tokens)))
        self.announced, self.listing = (announced, True) if bullet else (None, False)
        last = sentences[-1].tokens.text.rstrip()
        if last.endswith(":"):
            self.announced = next((one for one in known[-1] if one.speaker is not None), None)

    def _goes_on(self, sentence: Sentence, before: Credit) -> bool:
        """True for a sentence that only goes on with what was told: "Of them, 30 …", "Most are …"."""
        tokens = [token for token in sentence.tokens if not token.is_space and not token.is_punct]
        if not tokens:
            return False
        words = " ".join(token.lower_ for token in tokens[:6])
        if words.startswith((*PART_OPENINGS, "another ")) or PART_OF.search(words):
            return True
        root = sentence.tokens.root
        opening = tokens[0] if tokens[0].dep_ in {"nsubj", "nsubjpass"} else None
        subject = opening or next(
            (child for child in root.children if child.dep_ in {"nsubj", "nsubjpass"}), None
        )
        if subject is None or subject.i - tokens[0].i > 6:
            return False
        if subject.pos_ == "NUM" or subject.lower_ in QUANTIFIERS:
            return not any(child.dep_ in {"prep", "relcl", "acl"} for child in subject.children)
        return self._is_told_of(subject, before)

    def _is_told_of(self, pronoun: Token, before: Credit) -> bool:
        """True for "they" and "it", where it can't be who told of them."""
        person = next((one.person for one in reversed(self.heard) if one.name == before.speaker), None)
        if pronoun.lower_ == "it":
            return person is True
        several = before.who.tag_ in {"NNS", "NNPS"} or before.who.lower_ == "they"
        return pronoun.lower_ == "they" and (pronoun.dep_ == "nsubjpass" or not several)


def _may_be(one: Heard, person: bool | None, sentence: Sentence, who: Token) -> bool:
    """True where a pronoun, or "the statement", can mean this speaker or subject."""
    if None not in (person, one.person) and person != one.person:
        return False
    if one.several and who.lower_ not in {"they", "their", "them"}:
        return False
    if not one.spoke:
        here = one.paragraph == sentence.paragraph and one.end in {sentence.tokens.start, sentence.tokens.end}
        return here and who.pos_ != "NOUN"
    return sentence.paragraph - one.paragraph < FAR


def _lend(credit: Credit, inside: list[Token], sentences: list[Sentence], known: list[list[Credit]]) -> None:
    """Carry the credit over to those quoted words that have none."""
    for sentence, credited in zip(sentences, known, strict=True):
        own = [token for token in inside if sentence.tokens.start <= token.i < sentence.tokens.end]
        outside = [
            token
            for token in own
            if not token.is_punct and not any(token.i in one.covers for one in credited)
        ]
        if outside:
            credited.append(_carried(credit, outside))


def _carried(credit: Credit, tokens: list[Token]) -> Credit:
    covers = frozenset(token.i for token in tokens)
    return replace(credit, who=tokens[0], cue=tokens[0], covers=covers, carried=True)


def _credited_with(inside: list[Token], closing: Token | None, known: list[list[Credit]]) -> Credit | None:
    """Who is credited with some of the quotation, by words outside it."""
    within = {token.i for token in inside}
    outer = [credit for credited in known for credit in credited if credit.cue.i not in within]
    found = [credit for credit in outer if credit.covers & within]
    if not found and closing is not None:  # "“…” Sanna said.", parsed as two sentences
        found = [credit for credit in outer if 0 < min(credit.cue.i, credit.who.i) - closing.i <= 2]
    return max(found, key=lambda credit: len(credit.covers & within), default=None)


def _is_all_quoted(sentences: list[Sentence], marks: list[Token]) -> bool:
    """True for a paragraph that is one quotation and nothing else."""
    tokens = [token for sentence in sentences for token in sentence.tokens if not token.is_space]
    return len(marks) == 2 and [tokens[0].i, tokens[-1].i] == [mark.i for mark in marks]


def _spoke_before(opening: Token, sentences: list[Sentence], known: list[list[Credit]]) -> Credit | None:
    """Who is credited in the sentence before the one in which the quotation begins."""
    at = next((at for at, one in enumerate(sentences) if one.tokens.start <= opening.i < one.tokens.end), 0)
    if known[at] and any(credit.cue.i < opening.i for credit in known[at]):
        return None
    before = known[at - 1] if at else []
    return next((credit for credit in reversed(before) if credit.speaker is not None), None)


def _main(sentence: Sentence, credited: list[Credit]) -> Credit | None:
    """Who the sentence as a whole is credited to."""
    named = [credit for credit in credited if credit.speaker is not None]
    widest = max(named, key=lambda credit: len(credit.covers), default=None)
    if widest is None:
        return None
    whole = len(widest.covers) * 2 > len(sentence.tokens) or sentence.tokens.root.i in widest.covers
    return widest if whole else None


def _subjects(sentence: Sentence, mentions: list[Mention]) -> list[Token]:
    """The subjects of the sentence that could speak, and so be meant by a later "he" or "it"."""
    return [
        token
        for token in sentence.tokens
        if token.dep_ in {"nsubj", "nsubjpass"} and _could_speak(sentence, token, mentions)
    ]


def _could_speak(sentence: Sentence, noun: Token, mentions: list[Mention]) -> bool:
    start = sentence.start(noun)
    place = any(one.start <= start < one.end and one.actor is None for one in mentions)
    office = noun.lemma_.lower() in TITLES | BODIES | SPEAKING_BODIES
    return not place and (noun.pos_ == "PROPN" or (noun.pos_ == "NOUN" and office))


def _is_person(sentence: Sentence, who: Token, mentions: list[Mention]) -> bool | None:
    """True for an office or a person's name beside one, False for a body, None where the words don't tell."""
    if who.lower_ in PERSONAL:
        return True
    lemma = who.lemma_.lower()
    if lemma in TITLES | WITNESSES:
        return True
    start = sentence.start(who)
    if lemma in BODIES | SPEAKING_BODIES | PAPERS | COUNTS or any(
        one.actor and one.start <= start < one.end for one in mentions
    ):
        return False
    if who.text.isupper() and len(who.text) > 1:
        return False
    beside = [who.head, *who.children] if who.dep_ in {"appos", "compound"} else list(who.children)
    return True if any(one.lemma_.lower() in TITLES for one in beside) else None
