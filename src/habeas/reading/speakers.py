"""Who says so: the credits of one sentence, and the words that they cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import ActorKind, SpeechKind
from habeas.model import Name
from habeas.reading.asides import FINITE, HEARERS, LONGEST_NAME, NOUNS, STOPS, aside_of, head_of, known_voice
from habeas.reading.english import (
    BODIES,
    COUNTS,
    FINDING,
    FINDINGS,
    LOOSE_SPEECH,
    NO_SPEAKERS,
    NOBODY_SPEAKS,
    PAPERS,
    PRONOUNS,
    RELATIVE,
    SPEAKING_BODIES,
    TITLES,
    WITNESSES,
)
from habeas.reading.grammar import subjects
from habeas.reading.names import Mention, NameKind
from habeas.reading.sentences import Sentence

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

OFFICE_OF: Final = {"of", "for", "from", "in", "at", "with"}  # "an official in Baghdad"
BODY_OF: Final = {"of", "for"}
DAYS: Final = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
COUNTING: Final = {
    "put",
    "count",
    "document",
    "quote",
    "cite",
    "record",
    "register",
    "list",
    "show",
    "speak",
}
SHORT_BODIES: Final = {"group", "organisation", "organization"}
CITING: Final = {"citing", "quoting"}
SHOWING: Final = {"show", "suggest", "underscore", "underline", "highlight", "indicate", "reveal"}
CONTAINING: Final = {
    "contain",
    "have",
    "include",
    "name",
    "carry",
    "stand",
    "run",
    "bear",
    "comprise",
    "hold",
}
QUOTING: Final = {"quote", "cite"}
STATED: Final = {"acl", "ccomp", "relcl"}


@dataclass(frozen=True, slots=True, eq=False)
class Credit:
    """Somebody credited with the tokens in `covers`; `cue` is the word of speech."""

    speaker: Name | None  # None: a pronoun that the text before it settles
    who: Token  # the noun or pronoun that is said to speak
    cue: Token  # the sentence's first token where the word of speech stands in another one
    covers: frozenset[int]
    alleged: bool
    via: tuple[Name, ...] = ()  # who passes it on
    carried: bool = False  # True where an earlier sentence credits the speaker


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
            *_by_papers(sentence, mentions),
            *_passed_on(sentence, mentions),
            *_as_told_by(sentence, mentions, self.verbs),
            *self._by_nouns(sentence, mentions),
            *_by_colons(sentence, mentions),
        ]
        found = _cited_first([one for one in found if not _shown_within(one, found)])
        return sorted(_by_segments(sentence, found), key=lambda credit: len(credit.covers))

    def _by_verbs(self, sentence: Sentence, mentions: list[Mention]) -> Iterator[Credit]:
        for verb in sentence.tokens:
            lemma = verb.lemma_.lower()
            finds = _finds(verb)
            if not (lemma in self.verbs or finds) or not _can_tell(verb) or _unsaid(verb):
                continue
            aside = None if finds else aside_of(verb)
            speaker, covers = aside or _told(verb)
            if not covers and _opens_what_follows(verb):
                covers = [verb]
            if speaker is None or not covers or not _speaks(speaker):
                continue
            loose = lemma in LOOSE_SPEECH and aside is None and not finds
            if loose and not _clause_said(verb, covers):
                continue
            if lemma == "read" and speaker.lemma_.lower() not in PAPERS and _read_out(verb) is None:
                continue
            if lemma in SHOWING and not _can_show(sentence, verb, speaker, mentions):
                continue
            if speaker.lower_ in RELATIVE and (verb.dep_ == "relcl" or finds):
                speaker = _told_of(verb, speaker)
            said = frozenset(token.i for token in covers) | {verb.i}
            credit = _credit(sentence, speaker, verb, said, mentions)
            yield replace(
                credit, alleged=self.verbs.get(lemma, False), via=_hearers(sentence, verb, mentions)
            )

    def _by_nouns(self, sentence: Sentence, mentions: list[Mention]) -> Iterator[Credit]:
        """ "Amnesty's allegations of …", "allegations by Amnesty that …"."""
        for noun in sentence.tokens:
            if noun.pos_ != "NOUN" or not self.nouns.get(noun.lemma_.lower(), False):
                continue
            owner = next((child for child in noun.children if child.dep_ == "poss"), None) or _by(noun)
            if owner is None or owner.lower_ in {"its", "their", "his", "her"}:
                continue
            said = frozenset(
                token.i
                for child in noun.children
                if child.dep_ in {"prep", "acl", "relcl", "ccomp"}
                for token in child.subtree
            )
            name = speaker_name(sentence, owner, mentions)
            yield Credit(name, owner, noun, said | {noun.i}, alleged=True)


def _finds(verb: Token) -> bool:
    """ "Found evidence of torture", "uncovered signs that …": what was found is who found it's word."""
    found = (child for child in verb.children if child.dep_ == "dobj")
    return verb.lemma_ in FINDING and any(noun.lemma_.lower() in FINDINGS for noun in found)


def _told_of(verb: Token, relative: Token) -> Token:
    """Whom a relative clause is about; in "a report was issued that found …" it hangs on the verb."""
    if verb.dep_ == "relcl" and verb.head.pos_ not in {"VERB", "AUX"}:
        return verb.head
    before = [noun for noun in verb.doc[verb.sent.start : relative.i] if noun.dep_ in {"nsubj", "nsubjpass"}]
    return before[-1] if before else verb.head


def _credit(
    sentence: Sentence, who: Token, cue: Token, covers: frozenset[int], mentions: list[Mention]
) -> Credit:
    """A credit to whoever stands behind the noun; without a name where only the text before it tells."""
    author = _author(who)
    if (
        author is None
        or author.lower_ in PRONOUNS
        or _is_short(author)
        or author.pos_ == "PRON"
        or author.tag_ == "PRP$"
    ):
        return Credit(None, author or who, cue, covers, alleged=False)
    return Credit(speaker_name(sentence, author, mentions), author, cue, covers, alleged=False)


def _hearers(sentence: Sentence, verb: Token, mentions: list[Mention]) -> tuple[Name, ...]:
    """The papers and agencies that were told, and pass it on: "told Reuters", "confirmed to Reuters"."""
    heard = [inner for child in verb.children if child.lower_ == "to" for inner in child.children]
    if verb.lemma_ in HEARERS:
        heard += [child for child in verb.children if child.dep_ in {"dobj", "dative"}]
    return tuple(name for noun in heard if (name := _outlet(sentence, noun, mentions)) is not None)


def _outlet(sentence: Sentence, noun: Token, mentions: list[Mention]) -> Name | None:
    start = sentence.start(noun)
    for mention in mentions:
        known = mention.of(NameKind.ACTOR)
        if mention.start <= start < mention.end and known is not None and known.sort == ActorKind.OUTLET:
            return Name(sentence.report.span(mention.start, mention.end), known.id)
    return None


def _is_short(noun: Token) -> bool:
    """ "The group": the body that was named before."""
    alone = all(child.dep_ in {"det", "relcl", "punct"} for child in noun.children)
    return noun.lower_ in SHORT_BODIES and alone and any(child.lower_ == "the" for child in noun.children)


def _can_tell(verb: Token) -> bool:
    return verb.pos_ in {"VERB", "AUX"} or verb.tag_ in FINITE


def _unsaid(verb: Token) -> bool:
    """ "Did not report", "to report a disappearance", "may say": nobody has said it."""
    to = verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    modal = any(
        child.dep_ == "aux" and child.lower_ in {"may", "might", "should", "will", "would", "could", "'ll"}
        for child in verb.children
    )
    other = any(child.dep_ == "prt" and child.lower_ != "out" for child in verb.children)  # "put off"
    return to or modal or other or any(child.dep_ == "neg" for child in verb.children)


def _speaks(speaker: Token) -> bool:
    """False for numbers, for "some say", for the writer's own "we", and for papers that are laws."""
    return (
        speaker.pos_ in NOUNS | {"DET", "ADJ", "X"}
        and not speaker.like_num
        and speaker.lower_ not in NOBODY_SPEAKS
        and speaker.lemma_.lower() not in NO_SPEAKERS
    )


def _told(verb: Token) -> tuple[Token | None, list[Token]]:
    """The verb's speaker, by the parse, and the clause or object that is said."""
    speaker = _heard_from(verb) or _subject(verb) or _left_noun(verb)
    return speaker, _said(verb, speaker)


def _left_noun(verb: Token) -> Token | None:
    """The noun right before a finite verb with a clause, where the parse gives it no subject."""
    if verb.tag_ not in FINITE or not any(
        child.dep_ == "ccomp" and child.i > verb.i for child in verb.children
    ):
        return None
    at = verb.i - 1
    while at > verb.sent.start and verb.doc[at].pos_ in {"ADV", "AUX"}:
        at -= 1
    noun = verb.doc[at]
    while noun.head.i < verb.i and noun.head != noun and (noun.head.pos_ in NOUNS or noun.dep_ == "pobj"):
        above = noun.head if noun.head.pos_ in NOUNS else noun.head.head
        if above.pos_ not in NOUNS or above.i >= verb.i:
            break
        noun = above
    return noun if noun.pos_ in NOUNS and noun.i >= verb.sent.start else None


def _by(noun: Token, words: frozenset[str] = frozenset({"by", "from"})) -> Token | None:
    for child in noun.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in words:
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def _heard_from(verb: Token) -> Token | None:
    """ "Dpa learned from a spokesman", "was told by an official", "quoted an official": who spoke."""
    passive = any(child.dep_ == "auxpass" for child in verb.children) or verb.dep_ == "acl"
    if (paper := _read_out(verb)) is not None:
        return _by(paper) or _by(verb) or paper
    if verb.lemma_ in QUOTING:
        if not passive:
            return next((child for child in verb.children if child.dep_ == "dobj"), None)
        return next((noun for noun in subjects(verb) if noun.dep_ == "nsubjpass"), None)
    for child in verb.children:
        if verb.lemma_ in {"learn", "hear"} and child.lower_ == "from":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
        if passive and child.dep_ == "agent":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def _read_out(verb: Token) -> Token | None:
    """ "“…,” read a statement from the ministry": the paper that stands where the object would."""
    said = any(child.dep_ == "ccomp" and child.i < verb.i for child in verb.children)
    papers = (child for child in verb.children if child.dep_ == "dobj" and child.lemma_.lower() in PAPERS)
    return next(papers, None) if verb.lemma_ == "read" and said else None


def _subject(verb: Token) -> Token | None:
    node = verb
    for _ in range(4):
        before = [child for child in node.children if child.dep_ == "nsubj" and child.i < verb.i]
        if before:
            return before[-1]  # of "al-Tarn", in two parts, the second
        if any(child.dep_ in {"auxpass", "nsubjpass"} for child in node.children):
            return None
        if (
            node.dep_ == "conj"
            and node.tag_ in FINITE
            and node.head.tag_ == "VB"
            and node.head.head != node.head
        ):
            node = node.head.head  # "said that they would stay and urged …": beside what was said, not in it
            continue
        if node.dep_ == "acl" and node.tag_ == "VBG":
            return node.head
        if node.dep_ in {"conj", "xcomp", "advcl"}:
            node = node.head
            continue
        return None
    return None


def _opens_what_follows(verb: Token) -> bool:
    """ "The ministry said in a statement:", or "“…” Sanna said." parsed as two sentences."""
    first, last = verb.sent[0], verb.sent[-1]
    after_quotation = first.i > 0 and (first.text == '"' or first.nbor(-1).text == '"')
    return last.text == ":" or (after_quotation and len(verb.sent) < LONGEST_NAME)


def _said(verb: Token, speaker: Token | None) -> list[Token]:
    """What is said: the clause or object of the verb, or the subject of a passive ("was confirmed by")."""
    clause = {token.i for token in verb.subtree}
    own = (
        set()
        if speaker is None
        else {token.i for token in speaker.subtree}
        - (clause if speaker.i < verb.i and speaker not in verb.children else set())
    )
    said: list[Token] = []
    kinds = {"ccomp", "dobj", "parataxis", "xcomp", "advcl", "nsubjpass", "oprd", "attr", "acomp", "dep"}
    for child in verb.children:
        if child.dep_ == "advcl" and child.i < verb.i:
            continue  # "While others refuse, the court affirms …"
        if (child.dep_ in kinds and child != speaker and child.i not in own) or (
            child.dep_ == "prep" and child.lower_ in {"of", "about", "at", "on", "as", "for"}
        ):
            said.extend(child.subtree)
    if not any(token.pos_ in {"VERB", "AUX"} for token in said):
        said.extend(_stated(verb) or _that_clause(verb))
    if verb.lemma_ == "put" and _puts_at(verb):  # "put the number of those moved at 5,704"
        said.extend(token for token in verb.sent if token.i > verb.i and not _begins_another(verb, token))
    inserted = verb.dep_ == "parataxis" or (verb.dep_ == "ccomp" and verb.head.i < verb.i)
    if inserted and not any(child.dep_ == "ccomp" for child in verb.children):
        inner = {token.i for token in verb.subtree}
        said.extend(token for token in verb.head.subtree if token.i not in inner)
    return [token for token in (*said, *_on_from(verb, said)) if token.i not in own and token.i != verb.i]


def _stated(verb: Token) -> list[Token]:
    """ "The union said in a statement that …": the clause hangs on the paper, not on the verb."""
    papers = [noun for prep in verb.children if prep.dep_ == "prep" for noun in prep.children]
    clauses = (child for noun in papers if noun.i > verb.i for child in noun.children if child.dep_ in STATED)
    that = (one for one in clauses if any(child.lower_ == "that" for child in one.children))
    return [token for clause in that for token in clause.subtree]


def _that_clause(verb: Token) -> list[Token]:
    """ "The union reported, citing sources, that …": the clause after an aside that the parse lost."""
    rest = [token for token in verb.sent if token.i > verb.i]
    that = next((token for token in rest if token.lower_ == "that" and token.dep_ == "mark"), None)
    if that is None or that.nbor(-1).text != "," or verb.dep_ != "ROOT":
        return []
    return [token for token in rest if token.i >= that.i]


def _puts_at(verb: Token) -> bool:
    """True for "put the number at 300", not for "put five to death"."""
    ahead = [token for token in verb.sent if token.i > verb.i]
    return any(
        token.lower_ == "at" and any(one.like_num for one in ahead[at : at + 5])
        for at, token in enumerate(ahead)
    )


def _begins_another(verb: Token, token: Token) -> bool:
    """True from the semicolon, or the comma and conjunction, that ends the clause of the verb."""
    between = verb.doc[verb.i : token.i + 1]
    if verb.dep_ == "relcl" and any(one.text == "," for one in between):
        return True
    return any(
        one.text == ";" or (one.pos_ in {"CCONJ", "SCONJ"} and one.nbor(-1).text == ",") for one in between
    )


def _on_from(verb: Token, said: list[Token]) -> list[Token]:
    """What goes on after a colon: "it gave two numbers: 30 were freed and 12 remain"."""
    if not said or verb.sent.end - 1 <= max(token.i for token in said):
        return []
    rest = [token for token in verb.sent if token.i > max(inner.i for inner in said)]
    return rest if rest[0].text == ":" else []


def _author(speaker: Token) -> Token | None:
    """Who speaks where a paper does: "Turkey, whose government says", "the military's statement said"."""
    owner = next((child for child in speaker.children if child.dep_ == "poss"), None)
    if owner is not None and owner.lower_ == "whose" and owner.i > owner.sent.start:
        before = owner.i - 2 if owner.nbor(-1).text == "," and owner.i - owner.sent.start > 1 else owner.i - 1
        return owner.doc[before] if owner.doc[before].pos_ in NOUNS else speaker
    if speaker.lemma_.lower() not in PAPERS | COUNTS and speaker.lower_ not in PAPERS | COUNTS:
        return speaker
    if owner is not None:
        return owner
    made = (_by(child) for child in speaker.children if child.dep_ == "acl")  # "data compiled by the union"
    maker = _by(speaker) or next((one for one in made if one is not None), None)
    owner = _by(speaker, frozenset({"of"}))  # "the report of the commission", not "the list of prisoners"
    bodies = TITLES | BODIES | SPEAKING_BODIES
    if owner is not None and owner.pos_ != "PROPN" and owner.lemma_.lower() not in bodies:
        owner = None
    return maker or owner or _compound(speaker)


def _compound(paper: Token) -> Token | None:
    """ "UN estimates", "ministry figures": whose paper it is."""
    known = (
        child
        for child in paper.children
        if child.dep_ == "compound" and (child.pos_ == "PROPN" or child.lemma_.lower() in BODIES)
    )
    return next(known, None)


def _clause_said(verb: Token, covers: list[Token]) -> bool:
    """True where a loose verb of speech governs a clause or gives a count."""
    if verb.lemma_ == "put":
        return _puts_at(verb)
    if verb.lemma_ in QUOTING and any(child.lower_ == "as" for child in verb.children):
        return True  # "are cited as saying"
    if any(child.dep_ == "ccomp" for child in verb.children):
        return verb.lemma_ in COUNTING or not _counts(verb)
    if verb.lemma_ == "document":  # "the union has documented arbitrary arrests"
        return any(child.dep_ == "dobj" for child in verb.children)
    if verb.lemma_ == "call":  # "called it unfair", "called for the release"; not "called a meeting"
        return any(child.dep_ == "oprd" or child.lower_ in {"for", "on"} for child in verb.children)
    return verb.lemma_ in COUNTING and any(
        token.like_num or token.pos_ == "NUM" or token.lower_ in {"dozens", "hundreds", "thousands", "scores"}
        for token in covers
    )


def _counts(verb: Token) -> bool:
    """ "The wing held 60 people; children made up most of them": what stands beside a count isn't said."""
    counted = (child for child in verb.children if child.dep_ == "dobj")
    return any(inner.pos_ == "NUM" for noun in counted for inner in noun.children)


def _by_phrases(sentence: Sentence, mentions: list[Mention]) -> Iterator[Credit]:
    """ "According to X", "by X's count": it covers the clause that it stands in."""
    for token in sentence.tokens:
        target = _target(token) if token.lower_ in {"according", *CITING} else _counter(token)
        if target is None and token.lower_ == "according":
            target = _named_after(sentence, token, mentions)
        if target is None or not _is_source(token, target):
            continue
        own = {inner.i for inner in token.subtree} | {inner.i for inner in target.subtree} | {target.i}
        said = _around(token, [inner for inner in sentence.tokens if inner.i not in own])
        yield _credit(sentence, target, token, frozenset(inner.i for inner in said), mentions)


def _named_after(sentence: Sentence, cue: Token, mentions: list[Mention]) -> Token | None:
    """ "According to Save the Children": a known body, whatever its words are taken for."""
    start = sentence.end(cue) + len(" to ")
    known = next((one for one in mentions if one.actor is not None and one.start == start), None)
    inside = sentence.tokens_in(known.start, known.end) if known is not None else []
    return inside[-1] if inside else None


def _around(cue: Token, said: list[Token]) -> list[Token]:
    """What a phrase set into a sentence covers: after "and, according to X," only what follows it."""
    before = cue.i - 2 if cue.i - 1 >= cue.sent.start and cue.nbor(-1).text == "," else cue.i - 1
    joined = before > cue.sent.start and cue.doc[before].pos_ == "CCONJ"
    return [token for token in said if token.i > cue.i] if joined else said


def _can_show(sentence: Sentence, verb: Token, noun: Token, mentions: list[Mention]) -> bool:
    """False for titles, decisions and the like, which show things in nobody's name."""
    start = sentence.start(noun)
    actor = any(one.actor is not None and one.start <= start < one.end for one in mentions)
    titled = noun.pos_ == "PROPN" and verb.lemma_ == "show"  # "“Life Inside” shows that …"
    return actor or noun.pos_ == "PRON" or (known_voice(noun) and not titled)


def _shown_within(credit: Credit, found: list[Credit]) -> bool:
    """ "Officials say data from the camp show that …": what papers show is the speaker's."""
    return credit.cue.lemma_ in SHOWING and any(
        credit.cue.i in one.covers and credit.who.i in one.covers for one in found if one is not credit
    )


def _by_segments(sentence: Sentence, found: list[Credit]) -> list[Credit]:
    """A credit goes on over a semicolon, "it said 30 were freed; 12 remain", to the next one."""
    segment, at = {}, 0
    for token in sentence.tokens:
        at += token.text == ";"
        segment[token.i] = at
    if not at:
        return found
    out = []
    for credit in found:
        own = segment[credit.cue.i]
        taken = {segment[one.cue.i] for one in found} - {own}
        end = min((other for other in taken if other > own), default=at + 1)
        kept = {i for i in credit.covers if segment[i] not in taken}
        onward = {i for i, part in segment.items() if own < part < end}
        out.append(replace(credit, covers=frozenset(kept | onward)))
    return out


def _cited_first(found: list[Credit]) -> list[Credit]:
    """ "The agency, citing a senator, said 20 fled": whoever is cited is the nearer speaker."""
    return [_within_cue(credit, found) if credit.cue.lower_ in CITING else credit for credit in found]


def _within_cue(cited: Credit, found: list[Credit]) -> Credit:
    inside = [
        one
        for one in found
        if one.cue.lower_ not in CITING and len(one.covers & cited.covers) * 2 > len(one.covers)
    ]
    if not inside:
        return cited
    said = max(inside, key=lambda one: len(one.covers)).covers & cited.covers
    return replace(cited, covers=said - {one.cue.i for one in inside})


def _is_source(cue: Token, target: Token) -> bool:
    """False for "according to the law", "citing a threat": nobody speaks."""
    lemma = target.lemma_.lower()
    if lemma in NO_SPEAKERS or target.like_num:
        return False
    if cue.lower_ in CITING and lemma in {"source", "report"}:  # "citing sources": nobody in particular
        return any(child.dep_ in {"amod", "compound", "poss", "nmod"} for child in target.children)
    return cue.lower_ == "according" or target.pos_ == "PRON" or known_voice(target)


def _counter(prep: Token) -> Token | None:
    """Whose count it is: "by Kyiv's reckoning", "by the count of the union", "by UN estimates"."""
    if prep.lower_ not in {"by", "on", "in"} or prep.i + 1 >= prep.sent.end:
        return None
    ahead = list(prep.doc[prep.i + 1 : min(prep.i + 8, prep.sent.end)])
    count = next((token for token in ahead if token.lower_ in COUNTS), None)
    if count is None or any(
        token.text in STOPS or token.tag_ in FINITE for token in ahead[: count.i - prep.i]
    ):
        return None
    owned = [token for token in ahead if token.i < count.i and token.text not in {"'s", "'", "own"}]
    owners = [token for token in owned if token.pos_ in NOUNS or token.tag_ == "PRP$"]
    following = _by(count, frozenset({"of", "from", "by"})) if prep.lower_ == "by" else None
    return following or (owners[-1] if owners else None)


def _by_papers(sentence: Sentence, mentions: list[Mention]) -> Iterator[Credit]:
    """ "The union's list contains 300 names": what somebody's paper holds is that body's word."""
    for noun in sentence.tokens:
        paper = {noun.lower_, noun.lemma_.lower()} & (PAPERS | COUNTS)
        if not paper or noun.dep_ != "nsubj" or noun.head.lemma_ not in CONTAINING:
            continue
        author = _author(noun)
        if author is not None and author != noun:
            covers = frozenset(token.i for token in noun.head.subtree) - {token.i for token in noun.subtree}
            yield _credit(sentence, author, noun.head, covers, mentions)


def _passed_on(sentence: Sentence, mentions: list[Mention]) -> Iterator[Credit]:
    """ "The agency quoted an official as saying …": who quotes stands around the one who is quoted."""
    for verb in sentence.tokens:
        if verb.lemma_ not in QUOTING or verb.lower_ in CITING or not _can_tell(verb):
            continue
        agent = next((child for child in verb.children if child.dep_ == "agent"), None)
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        quoted = any(child.dep_ == "prep" and child.lower_ == "as" for child in verb.children)
        who = next((child for child in agent.children if child.dep_ == "pobj"), None) if agent else subject
        if who is not None and quoted and _speaks(who):
            covers = frozenset(token.i for token in sentence.tokens)
            yield _credit(sentence, who, verb, covers, mentions)


def _as_told_by(sentence: Sentence, mentions: list[Mention], verbs: dict[str, bool]) -> Iterator[Credit]:
    """ "As reported by state television": it covers the rest of the sentence."""
    for token in sentence.tokens:
        told = token.lemma_.lower() in verbs and any(child.lower_ == "as" for child in token.children)
        target = _by(token) if told else None
        if target is not None:
            own = {inner.i for inner in token.subtree}
            covers = frozenset(inner.i for inner in sentence.tokens if inner.i not in own)
            yield Credit(speaker_name(sentence, target, mentions), target, token, covers, alleged=False)


def _by_colons(sentence: Sentence, mentions: list[Mention]) -> Iterator[Credit]:
    """ "The envoy: “We freed 20.”", "A spokesman broke it down: 20 …", "20 freed in Orlan: ministry"."""
    tokens = [token for token in sentence.tokens if not token.is_space]
    for at, colon in enumerate(tokens):
        if colon.text not in {":", "-", "–", "—"} or not 0 < at < len(tokens) - 1:
            continue
        before, after = tokens[:at], tokens[at + 1 :]
        who = _announcing(before, after) or _heading_actor(sentence, before, after, mentions)
        if colon.text == ":" and who is not None:
            covers = frozenset(token.i for token in after)
            yield _credit(sentence, who, colon, covers, mentions)
        elif (who := _heading_source(after)) is not None and len(before) > 3:
            covers = frozenset(token.i for token in before)
            yield _credit(sentence, who, colon, covers, mentions)


def _announcing(before: list[Token], after: list[Token]) -> Token | None:
    """Who is about to speak before a colon: named alone before a quotation, or telling what follows."""
    start, end = before[0].i, before[-1].i + 1
    quoted = after[0].text == '"'
    cut = next((token.i for token in before if token.text == "," or token.lower_ in RELATIVE), end)
    alone = head_of(before[0], start, cut)
    offices = any(token.lemma_.lower() in TITLES | BODIES for token in before[: cut - start])
    heading = offices and not after[-1].is_punct and any(token.pos_ == "VERB" for token in after)
    if alone is not None and (heading or (quoted and (alone.pos_ == "PROPN" or known_voice(alone)))):
        return alone
    root = next((token for token in before if token.dep_ == "ROOT"), None)
    subject = next((child for child in root.children if child.dep_ == "nsubj"), None) if root else None
    tells = (
        subject is not None
        and subject.i < before[-1].i
        and subject.lemma_.lower() in TITLES | BODIES | SPEAKING_BODIES | WITNESSES
    )
    return subject if tells else None


def _heading_actor(
    sentence: Sentence, before: list[Token], after: list[Token], mentions: list[Mention]
) -> Token | None:
    """ "SDF: Detainees escape prison": a known body alone before the colon of a heading, and no place."""
    if after[-1].is_punct or not any(token.pos_ in {"VERB", "AUX"} for token in after):
        return None
    start, end = sentence.start(before[0]), sentence.end(before[-1])
    alone = any(one.actor is not None and one.start == start and one.end == end for one in mentions)
    place = any(one.place is not None and one.start == start for one in mentions)
    return before[-1] if alone and not place else None


def _heading_source(after: list[Token]) -> Token | None:
    """Who a heading credits at its end, where no full stop stands: "…: ministry", "… - security source"."""
    if after[-1].is_punct or len(after) > 6:
        return None
    head = head_of(after[0], after[0].i, after[-1].i + 1)
    named = (
        {head.lemma_.lower(), head.lower_} & (TITLES | BODIES | SPEAKING_BODIES | WITNESSES)
        if head is not None
        else set()
    )
    return head if named else None


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
            if child.dep_ == "appos"
            and child.pos_ == "PROPN"
            and (head.pos_ == "NOUN" or head.lemma_.lower() in TITLES)
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
            and not any(inner.text in STOPS - {"-"} for inner in token.doc[child.left_edge.i : token.i])
        ):
            first = child.left_edge
    while first.i < token.i and (first.lower_ == "the" or first.text in DAYS):
        first = first.nbor(1)
    first = _hyphenated(first)
    last = token
    for child in token.conjuncts:
        if child.i > last.i and child.dep_ == "conj" and child.i - last.i < 8:
            last = child
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
    if known is not None and known.start < span.start:  # "Save the Children", of which one word isn't a noun
        span = sentence.report.span(known.start, span.end)
    return Name(
        span, known.actor.id if known and known.actor and token.lemma_.lower() not in TITLES else None
    )


def _hyphenated(first: Token) -> Token:
    """The first part of "al-Tarn", which the parser may take for two nouns."""
    at = first.i - 2
    joined = at >= first.sent.start and first.nbor(-1).text == "-" and not first.nbor(-1).whitespace_
    return first.nbor(-2) if joined and first.nbor(-2).pos_ == "PROPN" else first


def _with_body(token: Token, last: Token) -> Token:
    """ "A spokesman for the ministry", "an official with the Centre of Justice and Cooperation"."""
    words = OFFICE_OF if token.lemma_.lower() in TITLES else BODY_OF
    for child in token.children:
        if child.dep_ == "prep" and 0 < child.i - token.i <= 2 and child.lower_ in words:
            target = next((inner for inner in child.children if inner.dep_ == "pobj"), None)
            if target is not None and target.i - token.i <= 9:
                return _with_body(target, max(target, *_capitals_joined(target), last, key=lambda one: one.i))
    return last


def _capitals_joined(token: Token) -> list[Token]:
    """ "The Centre of Justice and Cooperation": names joined within a name."""
    return [one for one in token.conjuncts if one.pos_ == "PROPN" == token.pos_ and 0 < one.i - token.i < 6]
