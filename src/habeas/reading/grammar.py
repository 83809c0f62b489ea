"""Who does what to whom, read off the dependency parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from habeas.lexicon.shape import Patient
from habeas.reading.english import LIGHT, PARTS, PORTIONS, RELATIVE, SUPPORT, TRADED, VEHICLES, WHOLES
from habeas.reading.triggers import Trigger

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

SUBJECTS: Final = {"nsubj", "csubj"}
PASSIVE_SUBJECTS: Final = {"nsubjpass", "csubjpass"}
MEMBERS: Final = {"among", "of"}
CLAUSES: Final = {"ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "parataxis", "ROOT", "pcomp"}


class Role(StrEnum):
    """How people stand to a trigger."""

    OBJECT = "object"
    SUBJECT = "subject"
    AGENT = "agent"
    TOPIC = "topic"  # the trigger is the subject of a light verb: "the return covered 16 women"


@dataclass(frozen=True, slots=True)
class Link:
    """A trigger that governs a mention of people, and how."""

    trigger: Trigger
    role: Role
    direct: bool  # False: over a light verb or a control verb

    @property
    def fits(self) -> bool:
        """True where the people are those to whom it happens."""
        wanted = self.trigger.row.patient
        if self.role is Role.TOPIC:
            return True
        if self.role is Role.AGENT:
            return False
        if not self.trigger.is_verb:
            return True
        if wanted is Patient.EITHER:
            return True
        return (wanted is Patient.SUBJECT) == (self.role is Role.SUBJECT)


def links(head: Token, triggers: dict[int, Trigger]) -> Iterator[Link]:
    """Triggers that govern a noun (or bare number): its own clauses first, then what stands above it."""
    if head.i in triggers:
        yield Link(triggers[head.i], Role.OBJECT, direct=True)
    yield from _below(head, triggers)
    yield from _above(head, triggers)


def _below(head: Token, triggers: dict[int, Trigger]) -> Iterator[Link]:
    """Participles and relative clauses of the noun, or of the last noun of the list that it begins."""
    for noun in (head, *(token for token in head.conjuncts if token.i > head.i), *_portion_of(head)):
        for child in noun.children:
            if child.dep_ == "acl":
                role = (
                    Role.SUBJECT
                    if child.tag_ == "VBG" or (child.tag_ == "VB" and not is_passive(child))
                    else Role.OBJECT
                )
                yield from _verb_links(child, role, triggers)
            elif child.dep_ == "relcl" and not _whose(child):
                yield from _verb_links(child, _relative_role(child), triggers)
            elif child.dep_ == "prep" and child.lower_ in {"in", "under", "behind"}:
                yield from _state_links(child, triggers)
            elif child.dep_ == "prep" and child.lower_ in MEMBERS:
                yield from _members(child, triggers)


def _members(prep: Token, triggers: dict[int, Trigger]) -> Iterator[Link]:
    """ "Four of the freed", "12 of those moved", "among those let out": what happened to the whole."""
    for whole in prep.children:
        if whole.dep_ != "pobj":
            continue
        if whole.i in triggers and whole.tag_ == "VBN":
            yield Link(triggers[whole.i], Role.OBJECT, direct=True)
        for child in whole.children if whole.lower_ == "those" else ():
            if child.dep_ in {"acl", "relcl"}:
                role = Role.SUBJECT if child.tag_ == "VBG" else Role.OBJECT
                yield from _verb_links(
                    child, _relative_role(child) if child.dep_ == "relcl" else role, triggers
                )


def _portion_of(head: Token) -> list[Token]:
    """ "Thousands of prisoners behind bars": what stands after the people may hang on their portion."""
    if head.dep_ != "pobj" or head.head.lower_ != "of":
        return []
    portion = head.head.head
    return [portion] if portion.lower_ in PORTIONS or portion.pos_ == "NUM" else []


def _state_links(prep: Token, triggers: dict[int, Trigger]) -> Iterator[Link]:
    """ "In custody", "behind bars", "on death row" after a noun."""
    for child in prep.children:
        if child.dep_ == "pobj" and child.i in triggers and not triggers[child.i].is_verb:
            yield Link(triggers[child.i], Role.OBJECT, direct=True)


def _relative_role(verb: Token) -> Role:
    for child in verb.children:
        if child.dep_ in PASSIVE_SUBJECTS and child.lower_ in RELATIVE:
            return Role.OBJECT
        if child.dep_ in SUBJECTS:
            return Role.SUBJECT if child.lower_ in RELATIVE else Role.OBJECT
    return Role.OBJECT if is_passive(verb) else Role.SUBJECT


def _whose(verb: Token) -> bool:
    """ "Nationals whose countries refuse …": the relative clause is about somebody else."""
    return any(
        inner.lower_ == "whose"
        for child in verb.children
        if child.dep_ in SUBJECTS
        for inner in child.children
    )


def _verb_links(verb: Token, role: Role, triggers: dict[int, Trigger]) -> Iterator[Link]:
    """The verb if it is a trigger, the verb that it controls, and those that stand beside it."""
    if verb.i in triggers:
        yield Link(triggers[verb.i], role, direct=True)
    else:
        yield from _controlled(verb, role, triggers)
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"} and not has_subject(child):
            if role is Role.OBJECT and not is_passive(child) and _has_object(child):
                continue  # "lost 60 men and captured a village"
            shifted = role if is_passive(child) == is_passive(verb) or role is Role.OBJECT else Role.OBJECT
            yield from _verb_links(child, shifted, triggers)
        elif (
            child.dep_ == "prep"
            and role is not Role.AGENT
            and verb.lemma_ in {"be", "remain", "stay", "keep", "place", "put"}
        ):
            yield from _state_links(child, triggers)


def _has_object(verb: Token) -> bool:
    return any(child.dep_ == "dobj" for child in verb.children)


def _controlled(verb: Token, role: Role, triggers: dict[int, Trigger]) -> Iterator[Link]:
    """ "Are expected to return", "agreed to take back": the verb that the people's verb governs."""
    for child in verb.children:
        if child.dep_ in {"xcomp", "ccomp"} and not has_subject(child):
            if child.i in triggers:
                inner = Role.OBJECT if is_passive(child) else role
                if is_passive(verb) and not is_passive(child):
                    inner = Role.SUBJECT
                yield Link(triggers[child.i], inner, direct=False)
            else:
                yield from _controlled(child, role, triggers)


def _above(head: Token, triggers: dict[int, Trigger]) -> Iterator[Link]:
    node, steps = head, 0
    while node.head != node and steps < 14:
        steps += 1
        parent, dep = node.head, node.dep_
        if dep == "pobj" or parent.pos_ == "ADP":
            found, onward = _over_preposition(parent, triggers)
            yield from found
            if onward is None:
                return
            node = onward
        elif dep in {
            "conj",
            "appos",
            "nummod",
            "quantmod",
            "compound",
            "nmod",
            "poss",
            "amod",
            "npadvmod",
            "det",
            "advmod",
            "pcomp",
        } and parent.pos_ not in {"VERB", "AUX"}:
            if parent.i in triggers and dep not in {"appos", "conj"}:
                yield Link(triggers[parent.i], Role.OBJECT, direct=True)
                return
            node = parent
        elif dep == "dobj" and parent.dep_ == "acl" and _stands_aside(parent):
            if parent.head.i in triggers and not triggers[parent.head.i].is_verb:
                yield Link(triggers[parent.head.i], Role.TOPIC, direct=False)
                return
            node = parent.head  # "the batch, numbering 488 detainees", "a plane carrying 29 prisoners"
        else:
            yield from _at_verb(parent, dep, triggers)
            return


def _stands_aside(participle: Token) -> bool:
    """A participle that only says what the noun before it holds."""
    carries = participle.lemma_ in {"carry", "bring", "take"} and participle.head.lemma_.lower() in VEHICLES
    return participle.lemma_ in LIGHT or (carries and participle.head.dep_ in SUBJECTS)


def _over_preposition(parent: Token, triggers: dict[int, Trigger]) -> tuple[list[Link], Token | None]:
    """What a preposition ties the noun to, and where to climb on."""
    prep = parent.lower_
    target = parent.head
    if parent.dep_ == "agent" or (prep == "by" and target.i in triggers):
        return ([Link(triggers[target.i], Role.AGENT, direct=True)] if target.i in triggers else []), None
    if (
        target.i in triggers
        and not triggers[target.i].is_verb
        and prep in {"of", "for", "on", "to", "among", "from"}
    ):
        return [Link(triggers[target.i], Role.OBJECT, direct=True)], None
    if prep == "with" and target.lemma_.lower() in VEHICLES:
        return [], target
    if prep in {"among", "with"} and target.pos_ in {"VERB", "AUX"}:
        return [], None
    if prep in PARTS or parent.lemma_ in PARTS:
        return [], target if target.pos_ in {"NOUN", "PROPN", "NUM", "PRON"} else _argument(target)
    counted = any(inner.dep_ == "nummod" for child in parent.children for inner in child.children)
    definite = any(is_definite(child) for child in parent.children)
    if (
        prep == "of" and counted and (target.pos_ == "NUM" or definite) and target.lower_ not in WHOLES
    ):  # "half of the 300 were freed"
        return [], None  # "three of the 41 who broke out": the 41 are told of by their own clause
    if prep == "of" and (
        target.lemma_.lower() in PORTIONS or target.pos_ == "NUM" or target.lower_ in PORTIONS
    ):
        return [], target
    if target.pos_ in {"VERB", "AUX"} and prep in {"at", "of", "to", "among", "with", "past", "for"}:
        given_for = any(
            child.lemma_.lower() in TRADED for child in parent.children
        )  # "came back for 303 prisoners"
        if target.i in triggers and prep == "for" and (given_for or triggers[target.i].type == "release"):
            return [Link(triggers[target.i], Role.OBJECT, direct=False)], None
        if prep == "of" and parent.i < target.i:
            return [], None  # "of the 80 who fled, 62 …"
        given = target.i in triggers and (triggers[target.i].type == "sentence" or target.lemma_ == "grant")
        if given and prep == "to":  # "handed down terms to six", "granted amnesty to 40"
            return [Link(triggers[target.i], Role.OBJECT, direct=True)], None
        if target.i in triggers and prep in {"of", "to", "with"}:
            return [Link(triggers[target.i], Role.OBJECT, direct=False)] if prep == "of" else [], None
        return _light(target, triggers), None
    return [], None


def is_definite(noun: Token) -> bool:
    """ "The 300", "those 300", "Karvania's 300"; not "300 of the group's men"."""
    words = {child.lower_ for child in noun.children}
    relations = {child.dep_ for child in noun.children}
    return bool(words & {"the", "these", "those"}) or {"poss", "nummod"} <= relations


def _argument(verb: Token) -> Token | None:
    """The verb's object or subject, for "…, including" that the parser hangs on the verb."""
    for wanted in ({"dobj"}, PASSIVE_SUBJECTS, SUBJECTS):
        for child in verb.children:
            if child.dep_ in wanted:
                return child
    return None


def _at_verb(verb: Token, dep: str, triggers: dict[int, Trigger]) -> Iterator[Link]:
    role = Role.SUBJECT if dep in SUBJECTS else Role.OBJECT
    if dep in {"relcl", "acl", "advcl", "ROOT", "parataxis", "prep", "agent", "mark"}:
        return
    if dep == "conj":  # a noun joined to a verb is the subject of a clause that the parser missed
        return
    if (told := _told_after(verb, role)) is not None:
        yield from _verb_links(told, Role.OBJECT, triggers)
        return
    if verb.i in triggers and triggers[verb.i].token != verb:  # "let 12 captives go"
        yield Link(triggers[verb.i], Role.OBJECT, direct=True)
        return
    if (
        verb.i in triggers
        and dep != "attr"
        and not (verb.lemma_ == "give" and any(_supported(verb, triggers)))
    ):
        yield Link(triggers[verb.i], role, direct=True)
        yield from _beside(verb, role, triggers)
        return
    found = [*_supported(verb, triggers), *_verb_links(verb, role, triggers)]
    if not found and verb.lemma_ == "be":  # "of those moved, 148 are Iraqis", "35 were among those let out"
        preps = (child for child in verb.children if child.dep_ == "prep" and child.lower_ in MEMBERS)
        found = [link for prep in preps for link in _members(prep, triggers)]
    yield from found
    if not found:
        yield from _light(verb, triggers)


def _told_after(participle: Token, role: Role) -> Token | None:
    """ "People arrested since the coup are still detained": the verb that the parser made an aside."""
    helped = any(child.dep_ in {"aux", "auxpass"} for child in participle.children)
    if role is not Role.SUBJECT or participle.tag_ != "VBN" or helped:
        return None
    near = [*participle.children, *participle.head.children]
    after = (child for child in near if child.i > participle.i and child.dep_ in CLAUSES)
    return next((child for child in after if _is_finite_passive(child) and not has_subject(child)), None)


def _is_finite_passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" and child.tag_ in {"VBP", "VBZ", "VBD"} for child in verb.children)


def _beside(verb: Token, role: Role, triggers: dict[int, Trigger]) -> Iterator[Link]:
    """The verbs joined to this one that share its subject: "were arrested and charged"."""
    if role is not Role.SUBJECT and not is_passive(verb):
        return
    for child in verb.children:
        if child.dep_ == "conj" and child.i in triggers and not has_subject(child):
            yield Link(triggers[child.i], Role.OBJECT if is_passive(child) else Role.SUBJECT, direct=True)


def _supported(verb: Token, triggers: dict[int, Trigger]) -> Iterator[Link]:
    """The noun beside the verb tells what happens: "face trial", "were given death sentences"."""
    if verb.lemma_ not in SUPPORT:
        return
    for child in verb.children:
        nouns = [child] if child.dep_ in {"dobj", "oprd", "attr", "dative"} else []
        if child.dep_ == "prep" and child.lower_ in {"to", "under"}:  # "subjected to torture"
            nouns = [inner for inner in child.children if inner.dep_ == "pobj"]
        for noun in nouns:
            for token in (noun, *noun.conjuncts):
                if token.i in triggers and not triggers[token.i].is_verb:
                    yield Link(triggers[token.i], Role.TOPIC, direct=True)
                    break


def _light(verb: Token, triggers: dict[int, Trigger]) -> list[Link]:
    """ "The first return covered 16 women": a trigger in the subject of a verb that says nothing itself."""
    if verb.lemma_ not in LIGHT:
        return []
    out: list[Link] = []
    for child in verb.children:
        if child.dep_ in SUBJECTS | PASSIVE_SUBJECTS | {"dobj"}:
            for token in child.subtree:
                told = token == child or token.dep_ in {"acl", "relcl", "pobj", "compound"}
                grouped = token.dep_ == "amod" and token.head == child and child.lower_ in PORTIONS
                counted = token.tag_ == "VBN" and token.dep_ == "amod" and _is_counted(token.head, child)
                if token.i in triggers and (
                    told or grouped or counted
                ):  # "the repatriated group included 50"
                    out.append(Link(triggers[token.i], Role.TOPIC, direct=False))
    # "The number of people caught at sea and held in camps has risen to 930"
    held = [link for link in out if link.trigger.type == "holding"]
    return (held or out)[:1]


def _is_counted(noun: Token, count: Token) -> bool:
    """ "The number of freed prisoners"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head == count


def has_subject(verb: Token) -> bool:
    """True where the verb has a subject of its own."""
    return any(child.dep_ in SUBJECTS | PASSIVE_SUBJECTS for child in verb.children)


def is_passive(verb: Token) -> bool:
    """True for a verb in the passive, or a bare past participle."""
    return any(child.dep_ == "auxpass" for child in verb.children) or (
        verb.tag_ == "VBN" and not any(child.dep_ == "aux" for child in verb.children)
    )


def subjects(verb: Token) -> list[Token]:
    """The verb's subjects, inherited where it stands beside, under or after a verb that has them."""
    seen: set[int] = set()
    node: Token = verb
    while node.i not in seen:
        seen.add(node.i)
        own = [child for child in node.children if child.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
        if own:
            return [_antecedent(token) for token in own]
        if node.dep_ in {"conj", "xcomp", "advcl", "pcomp"} or (
            node.dep_ == "ccomp" and not has_subject(node)
        ):
            node = node.head
            while node.pos_ == "ADP" and node.head != node:
                node = node.head
        elif node.dep_ in {"acl", "relcl"} and node.tag_ in {"VBG", "VB"}:
            return [node.head]
        else:
            return []
    return []


def _antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    if token.lower_ in RELATIVE and token.head.dep_ == "relcl":
        return token.head.head
    return token


def agents(word: Token) -> list[Token]:
    """The nouns after "by", where it names who acts and not a manner ("by contrast")."""
    acted = word.pos_ == "NOUN" or is_passive(word)
    preps = [
        c for c in word.children if c.dep_ == "agent" or (acted and c.dep_ == "prep" and c.lower_ == "by")
    ]
    return [inner for prep in preps for inner in prep.children if inner.dep_ == "pobj"]


def objects(verb: Token) -> list[Token]:
    """The direct objects, or the subject of a passive."""
    direct = [child for child in verb.children if child.dep_ in {"dobj", "dative"} | PASSIVE_SUBJECTS]
    if (
        not direct
        and verb.dep_ in {"acl", "relcl"}
        and (verb.tag_ == "VBN" or _relative_role(verb) is Role.OBJECT)
    ):
        return [verb.head]
    return [_antecedent(token) for token in direct]


def clause_of(token: Token) -> Token:
    """The verb (or root) whose clause the token stands in."""
    node = token
    while node.head != node and not (node.dep_ in CLAUSES and node.pos_ in {"VERB", "AUX"}):
        node = node.head
    return node


def verb_above(token: Token) -> Token | None:
    """The nearest verb that a word stands under."""
    verbs = (node for node in token.ancestors if node.pos_ in {"VERB", "AUX"} and not is_name_after_to(node))
    return next(verbs, None)


def is_name_after_to(token: Token) -> bool:
    """A name that the parser takes for an infinitive: "to Ofer prison", not a headline's "to Close Camp"."""
    if token.tag_ != "VB" or not token.text[:1].isupper() or token.i == token.sent.start:
        return False
    kind = any(
        child.i == token.i + 1 and child.dep_ == "dobj" and child.text.islower() for child in token.children
    )
    return kind and token.nbor(-1).text == "to"


def done_before(verb: Token) -> Iterator[Token]:
    """The verbs that tell what the same people did first: "stopped a bus at Velmar and marched off 38"."""
    while verb.dep_ in {"conj", "advcl"} and verb.head.pos_ == "VERB" and not has_subject(verb):
        verb = verb.head
        yield verb
