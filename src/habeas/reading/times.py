"""The words on time that are about a fact, and the day on which it was stated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from habeas.model import ClaimType, Name
from habeas.reading.dates import SINCE, When
from habeas.reading.english import (
    ARRANGEMENTS,
    DEEDS,
    EVENT_NOUNS,
    RAIDING,
    RAIDS,
    STANDING,
    VEHICLES,
    VIOLENT,
)
from habeas.reading.facts import Fact, anchor_token
from habeas.reading.grammar import (
    PASSIVE_SUBJECTS,
    SUBJECTS,
    clause_of,
    done_before,
    has_subject,
    is_name_after_to,
    is_passive,
    subjects,
    verb_above,
)
from habeas.reading.scene import Scene
from habeas.reading.speakers import Credit

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

# These are themselves said: the day of speech is theirs.
STATED: Final = frozenset({ClaimType.POSITION, ClaimType.DENIAL})
ASIDE: Final = {"relcl", "acl", "advcl"}
NEXT: Final = 2  # tokens between a word of speech and its time: "said late on"
STEPS: Final = 6  # up from words on time to the "since" that they stand under
AGAINST: Final = {"up", "down", "compared", "against", "versus", "than"}
# Who is seized in a raid is so on its day.
HAPPENED: Final = (EVENT_NOUNS | ARRANGEMENTS | VIOLENT) - RAIDS
WEEK: Final = 7  # days; a longer time can be that of several things
BEFORE: Final = 30  # code points by which time before a figure counts as farther


def when_of(
    scene: Scene, fact: Fact, kind: ClaimType, credit: Credit | None
) -> tuple[When | None, date | None]:
    """The words on time that are about the fact, and the day on which it was stated."""
    spoken: list[When] = []
    rest: list[When] = []
    for when in _in_segment(scene, fact):
        tokens = scene.sentence.tokens_in(when.start, when.end)
        if not tokens or _names_an_event(tokens) or _is_aside(when, tokens, fact):
            continue
        cue = _cue_over(scene, tokens[0], fact)
        if cue is None or not (_of_speech(when, cue.cue) or kind in STATED):
            rest.append(_since(scene, when, tokens[0]))
        elif cue == credit:
            spoken.append(when)
    stated = next((when.first for when in spoken if when.first == when.last), None)
    return _chosen(scene, fact, kind, spoken, rest), stated


def spoken_days(scene: Scene) -> Iterator[tuple[Name, When]]:
    """Who is credited on which single day: "the union said on Tuesday"."""
    for when in scene.whens:
        tokens = scene.sentence.tokens_in(when.start, when.end)
        if not tokens or when.first is None or when.first != when.last:
            continue
        verb = verb_above(tokens[0])
        for credit in scene.credits:
            under = credit.cue == verb and not _before_aside(tokens[0], credit.cue)
            if credit.speaker is not None and (under or _right_after(tokens[0], credit.cue)):
                yield credit.speaker, when


def _chosen(scene: Scene, fact: Fact, kind: ClaimType, spoken: list[When], rest: list[When]) -> When | None:
    """What is taken up or denied is so on the day of speech; what is told of, on its own."""
    own = [when for when in rest if _hangs_on(scene, when, fact)]
    if kind in STATED:
        direct = [when for when in rest if _of_stance(scene, when, fact) and not _to_come(scene, when)]
        return next(iter([*direct, *spoken]), None)
    if own:
        at = scene.sentence.start(anchor_token(fact))
        return min(own, key=lambda when: _distance(when, at))
    if shared := [when for when in rest if _of_what_came_first(scene, when, fact)]:
        return shared[-1]
    free = [
        when
        for when in rest
        if not _hangs_on_other(scene, when, fact) and not _gives_a_reason(scene, when, fact)
    ]
    return next(iter(free), next(iter(spoken), None) if kind is ClaimType.ALLEGATION else None)


def _of_stance(scene: Scene, when: When, fact: Fact) -> bool:
    """True for the day of asking or denying, not of what is asked or denied."""
    takes = {node.i for node in _over(fact.word) if node.pos_ in {"VERB", "AUX"}}
    if fact.type in STATED:
        takes.add(fact.word.i)
    return any(node.i in takes for node in _chain_of(scene, when))


def _over(word: Token) -> Iterator[Token]:
    """The tokens above, but not what stands beside: "Kesh flew out 23, and Orlan has pledged to follow"."""
    node = word
    while node.head != node and not (node.dep_ == "conj" and has_subject(node)):
        node = node.head
        yield node


def _cue_over(scene: Scene, token: Token, fact: Fact) -> Credit | None:
    """The credit whose word of speech the time stands under, but for the fact's own word."""
    verb = verb_above(token)
    for credit in scene.credits:
        over = credit.cue == verb and not _before_aside(token, credit.cue)
        if credit.cue.i != fact.word.i and (over or _right_after(token, credit.cue)):
            return credit
    return None


def _right_after(token: Token, cue: Token) -> bool:
    """ "Said on Wednesday it had freed 20": whatever the parse makes of it."""
    between = cue.doc[cue.i + 1 : token.i]
    return cue.i < token.i <= cue.i + NEXT + 1 and all(word.pos_ in {"ADP", "ADV"} for word in between)


def _before_aside(token: Token, cue: Token) -> bool:
    """ "On Sunday, the ministry said, 20 were freed": the day stands before the aside, not in it."""
    subject = next((child for child in cue.children if child.dep_ in SUBJECTS), None)
    after = cue.i + 1 < cue.sent.end and cue.nbor(1).text == ","
    if subject is None or not after or token.i > subject.left_edge.i:
        return False
    before = subject.left_edge.i - 1
    return token.i < before and cue.doc[before].text == ","


def _to_come(scene: Scene, when: When) -> bool:
    """A day by which something is asked for isn't the day on which it is asked."""
    published = scene.sentence.report.published
    return when.lead == "by" or (published is not None and when.first is not None and when.first > published)


def _is_aside(when: When, tokens: list[Token], fact: Fact) -> bool:
    """True for the time of what led to the fact, which the sentence names beside it."""
    return (
        _of_comparison(when, tokens)
        or _is_compared(tokens, fact)
        or _of_arrangement(tokens, fact)
        or _of_before(tokens, fact)
        or _of_offence(when, tokens, fact)
    )


def _of_comparison(when: When, tokens: list[Token]) -> bool:
    """ "The largest transfer since January", "the first since 2019"."""
    if when.lead != SINCE:
        return False
    nodes = [node for node in _chain(tokens[0]) if node.pos_ not in {"VERB", "AUX"}]
    around = [word for node in nodes for word in (node, *node.children)]
    return any(word.tag_ in {"JJS", "RBS"} or word.lower_ in {"first", "second", "third"} for word in around)


def _is_compared(tokens: list[Token], fact: Fact) -> bool:
    """ "Up from 142 in December", "compared with 402 last year": when it was what it is held against."""
    at = anchor_token(fact).i
    for node in _chain(tokens[0]):
        against = node.dep_ in {"prep", "pcomp"} and (node.lower_ in AGAINST or node.head.lower_ in AGAINST)
        if against and at < node.i:
            return True
    return False


def _of_offence(when: When, tokens: list[Token], fact: Fact) -> bool:
    """ "Sentenced 10 men over a bombing in 2016", "for joining the group in 2014": the time of the deed.

    A day after a gerund is the court's all the same: "convicted of belonging to the group on 4 May".
    """
    for node in _chain(tokens[0]):
        if node in (fact.word, node.head):
            return False
        blamed = node.head.dep_ == "prep" and node.head.lower_ in {"for", "of", "over", "about", "against"}
        if node.dep_ == "pcomp":
            return blamed and when.first != when.last
        if blamed and node.lemma_.lower() in EVENT_NOUNS | VIOLENT | DEEDS:
            return True
    return False


def _of_arrangement(tokens: list[Token], fact: Fact) -> bool:
    """ "Talks in Orlan on 16 May led to the release": the day of what brought the fact about."""
    for node in _chain(tokens[0]):
        if node.pos_ in {"VERB", "AUX"} or node == fact.word:
            return False
        if node.lemma_.lower() in ARRANGEMENTS and node.dep_ in SUBJECTS | PASSIVE_SUBJECTS:
            return node.head != fact.word
    return False


def of_promise(scene: Scene, when: When, fact: Fact) -> bool:
    """ "On Friday a judge ordered the release of 8": the day of the order, not of what it is to bring."""
    verb = verb_above(scene.sentence.tokens_in(when.start, when.end)[0])
    if verb is None or verb == fact.word or (fact.trigger is not None and verb == fact.trigger.last):
        return False
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    past = verb.tag_ == "VBD" or bool(helpers & {"has", "have", "had"})
    return past and verb.lemma_ != "be" and not is_passive(verb) and verb in fact.word.ancestors


def _distance(when: When, at: int) -> int:
    """How far the words on time are from the figure; in a list, a figure's own follow it."""
    return when.start - at if when.start > at else at - when.start + BEFORE


def _of_speech(when: When, cue: Token) -> bool:
    """True for the time of what is said with a clause ("announced in February that …"), or a single day."""
    return when.first == when.last or any(child.dep_ == "ccomp" for child in cue.children)


def _names_an_event(tokens: list[Token]) -> bool:
    """ "The October 7 attacks": the day is part of another event's name."""
    head = tokens[-1].head if tokens[-1].dep_ in {"compound", "nmod", "nummod"} else tokens[0].head
    outside = head.i > tokens[-1].i and tokens[0].dep_ in {"compound", "nmod", "nummod", "amod"}
    return outside and head.lemma_.lower() in EVENT_NOUNS


def _in_segment(scene: Scene, fact: Fact) -> list[When]:
    """The mentions of time in the fact's part of the sentence, where semicolons part it."""
    tokens = list(scene.sentence.tokens)
    at = anchor_token(fact).i
    cuts = [token.i for token in tokens if token.text == ";"]
    first = max((cut for cut in cuts if cut < at), default=tokens[0].i - 1)
    last = min((cut for cut in cuts if cut > at), default=tokens[-1].i + 1)
    inside = [token for token in tokens if first < token.i < last]
    start, end = scene.sentence.start(inside[0]), scene.sentence.end(inside[-1])
    own = [when for when in scene.whens if start <= when.start < end]
    return own or scene.whens


def _chain(token: Token) -> Iterator[Token]:
    """The tokens above, up to and with the first verb."""
    for node in token.ancestors:
        if is_name_after_to(node):
            continue
        yield node
        if node.pos_ in {"VERB", "AUX"} and not _stands(node):
            return


def _stands(verb: Token) -> bool:
    """ "Raided a jail used by traffickers on Sunday": what the jail is used for has no day."""
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.lemma_ in STANDING


def _chain_of(scene: Scene, when: When) -> list[Token]:
    tokens = scene.sentence.tokens_in(when.start, when.end)
    return [node for token in tokens for node in _chain(token)]


def _hangs_on(scene: Scene, when: When, fact: Fact) -> bool:
    chain = _chain_of(scene, when)
    verb = clause_of(fact.word)
    if when.lead == SINCE and any(
        node.head == verb and _opens_since(node)
        for node in scene.sentence.tokens_in(when.start, when.end)[0].ancestors
    ):
        return True
    if any(
        _at_once(node, verb, fact) or _on_one_journey(node, verb) or _shared_with(node, verb, when, scene)
        for node in chain
    ):
        return True
    return fact.word in chain or verb in chain or (fact.trigger is not None and fact.trigger.last in chain)


def _hangs_on_other(scene: Scene, when: When, fact: Fact) -> bool:
    """True where the time is within another event, or a clause that stands aside from the fact's."""
    if any(node.i in scene.triggers and node.i != fact.word.i for node in _chain_of(scene, when)):
        return True
    own = {clause_of(fact.word).i, fact.word.i}
    for node in scene.sentence.tokens_in(when.start, when.end)[0].ancestors:
        if node.i in own:
            return False
        if node.pos_ in {"VERB", "AUX"} and node.dep_ in ASIDE:
            return True
    return False


def _gives_a_reason(scene: Scene, when: When, fact: Fact) -> bool:
    """ "More were due on Sunday, as both have agreed to free 900": the day of what is given a reason."""
    clause = clause_of(fact.word)
    over = [node for node in (clause, *clause.ancestors) if node.dep_ == "advcl"]
    reasons = [
        node
        for node in over
        if any(child.dep_ == "mark" and child.lower_ in {"as", "because"} for child in node.children)
    ]
    at = scene.sentence.tokens_in(when.start, when.end)[0]
    return any(not reason.is_ancestor(at) for reason in reasons)


def _on_one_journey(verb: Token, other: Token) -> bool:
    """ "A convoy set out on Monday, carrying 191 families": two verbs of one vehicle."""
    carries = other.tag_ == "VBG" and other.dep_ in {"acl", "advcl"} and verb in other.ancestors
    if carries and any(noun.lemma_.lower() in VEHICLES for noun in subjects(verb)):
        return True  # "a convoy carrying 191 families set out on Monday"
    beside = verb != other and verb.dep_ == other.dep_ == "acl"
    return beside and {verb.head.lemma_.lower(), other.head.lemma_.lower()} <= VEHICLES


def _at_once(inner: Token, verb: Token, fact: Fact) -> bool:
    """ "Nine died when a riot broke out on Sunday"; who died, fled or was freed "after" it did so then."""
    if inner.dep_ != "advcl" or inner.head != verb or not has_subject(inner):
        return False
    words = {child.lower_ for child in inner.children if child.dep_ in {"mark", "advmod"}}
    if inner.tag_ in {"VBP", "VBZ"}:
        words -= {"as"}  # "20 freed as calls grow for justice over the violence in March"
    freed = fact.type in {ClaimType.RELEASE, ClaimType.CAPTURE, ClaimType.RECAPTURE}
    loose = fact.type in {ClaimType.DEATH, ClaimType.ESCAPE} or (freed and inner.lemma_ in RAIDING)
    return bool(words & ({"when", "as", "while", "after"} if loose else {"when", "as", "while"}))


def _shared_with(first: Token, verb: Token, when: When, scene: Scene) -> bool:
    """ "On Monday 20 were caught and sent home": what stands before both verbs is of both.

    So is a long time behind both: "caught 20 and killed six last year".
    """
    if verb == first or first.pos_ != "VERB":
        return False
    joined = verb.dep_ == "conj" and verb.head == first and not has_subject(verb)
    if when.end <= scene.sentence.start(first):
        return joined or _goes_on_beside(verb, first)
    last = first.dep_ == "conj" and first.head == verb and not has_subject(first)
    return last and first.tag_ == verb.tag_ and _is_long(when) and not _has_own_time(scene, verb, first)


def _goes_on_beside(verb: Token, first: Token) -> bool:
    """ "On Monday 20 were caught, while 30 were sent home": both in the plain past."""
    while_ = verb.dep_ == "advcl" and any(
        child.dep_ == "mark" and child.lower_ == "while" for child in verb.children
    )
    beside = verb.head == first and (while_ or verb.dep_ == "conj") and has_subject(verb)
    return beside and all(_is_plain_past(one) for one in (verb, first))


def _is_plain_past(verb: Token) -> bool:
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    return helpers <= {"was", "were"} and (verb.tag_ == "VBD" or bool(helpers))


def _is_long(when: When) -> bool:
    return when.first is not None and when.last is not None and (when.last - when.first).days > WEEK


def _has_own_time(scene: Scene, verb: Token, other: Token) -> bool:
    """True where words on time stand before the second of two verbs."""
    second = max(scene.sentence.start(verb), scene.sentence.start(other))
    return any(when.start < second for when in scene.whens)


def _of_what_came_first(scene: Scene, when: When, fact: Fact) -> bool:
    """ "Gunmen raided the site on 14 June and made off with 11 people": the same day, where none is named."""
    verb = clause_of(fact.word)
    chain = _chain_of(scene, when)
    at_once = verb.dep_ == "advcl" and verb.tag_ == "VBG"  # "in August they raided the jail, freeing 20"
    return any(
        first in chain and (at_once or first.tag_ in {verb.tag_, "VBN"}) for first in done_before(verb)
    )


def _opens_since(verb: Token) -> bool:
    """ "Since the truce began on 19 January"."""
    return verb.dep_ == "advcl" and any(
        child.dep_ in {"mark", "prep"} and child.lower_ == SINCE for child in verb.children
    )


def _since(scene: Scene, when: When, token: Token) -> When:
    """The days up to publication, where what has happened since is told."""
    nodes = [node for node in token.ancestors if node.i >= token.sent.start][:STEPS]
    if when.lead == SINCE or not any(
        _opens_since(node) or (node.lower_ == SINCE and node.dep_ == "prep") for node in nodes
    ):
        return when
    published = scene.sentence.report.published
    if published is None or when.first is None or when.first > published:
        return replace(when, first=None, last=None, lead=SINCE)
    return replace(when, last=published, lead=SINCE)


def _of_before(tokens: list[Token], fact: Fact) -> bool:
    """ "After talks on Monday, 20 were freed": the day of what came first, where that opens the sentence.

    So is the day of a war or a deal anywhere: "111 seized after the attack of 7 October".
    """
    below = tokens[0]
    for node in _chain(tokens[0]):
        if node == fact.word:
            return False
        named = below.dep_ == "pobj" and below.lemma_.lower() in HAPPENED
        if node.lower_ in {"after", "following", "before"} and named and below not in tokens:
            return fact.type not in {ClaimType.DEATH, ClaimType.ESCAPE}
        below = node
        opens = node.lower_ in {"after", "following"} and node.i < fact.word.i
        if opens and node.i - node.sent.start <= 1:
            return any(child.dep_ == "pobj" and child.i < tokens[0].i for child in node.children) or any(
                child.dep_ == "dobj" and child.i < tokens[0].i for child in node.children
            )
    return False
