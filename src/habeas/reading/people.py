"""Mentions of people: who they are, how many, and whether the words say by themselves that they are held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import GroupRow
from habeas.model import FOREIGNERS, ROLE_TAGS, Unit, is_nationality
from habeas.reading.english import DESTINATION, EQUAL, FOREIGN, HELD, SUSPECTING
from habeas.reading.names import Mention
from habeas.reading.numbers import Figure
from habeas.reading.sentences import Sentence

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

COUNTING: Final = {"nummod", "quantmod", "advmod", "amod", "det", "compound", "npadvmod", "predet"}
SEX: Final = {
    "female": "women",
    "male": "men",
    "teenage": "minors",
    "underage": "minors",
    "juvenile": "minors",
    "child": "children",
    "minor": "minors",
}
DESCENT: Final = {"citizenship", "descent", "nationality", "origin"}  # "fighters of Turkish origin"
NEAR: Final = 9  # tokens between a figure and the same people in another unit
RELATIVES: Final = {"women", "children", "minors", "boys", "girls", "families"}
SUSPECTED: Final = {"suspected", "alleged"}


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """A mention of people. `head` is the noun, or the number where no noun follows it."""

    head: Token
    figure: Figure | None
    unit: Unit
    tags: frozenset[str]
    custody: bool
    weak: bool
    troops: bool = False
    bare: bool = False  # a number with no noun
    plural: bool = True
    event: bool = False  # "12 deaths": an event counted in people's stead
    modifies: bool = False  # "prisoner exchange", "child care"
    same_as: Token | None = None  # the head of those people, counted in another unit before
    whence: frozenset[str] = frozenset()  # "women from Syria": of Syria, or on their way from there


@dataclass(frozen=True, slots=True)
class PeopleFinder:
    """Finds mentions of people by the lexicon's nouns and the names of nationalities."""

    rows: dict[str, GroupRow] = field(repr=False)
    further: frozenset[str] = field(repr=False)  # of these only who is counted is seen
    longest: int
    begins: frozenset[str] = field(repr=False)  # the first words of nouns of several words

    @classmethod
    def of(cls, lexicon: Lexicon) -> PeopleFinder:
        """A finder with the lexicon's nouns, singular and plural."""
        rows = {form: row for row in lexicon.groups for form in (row.word, row.plural or _plural(row.word))}
        further = {form for word in lexicon.persons for form in (word, _plural(word))} - rows.keys()
        persons = {form: GroupRow(word=form, weak=True) for form in further}
        longest = max(len(form.split()) for form in rows)
        begins = frozenset(form.split()[0] for form in rows | persons if " " in form)
        return cls(rows | persons, frozenset(further), longest, begins)

    def find(self, sentence: Sentence, figures: list[Figure], mentions: list[Mention]) -> list[People]:
        """Every mention of people in the sentence, each figure with the noun that it counts."""
        named = _tokens_of(sentence, mentions)
        heads = {token.i: row for token, row in self._nouns(sentence, named)}
        counted: dict[int, Figure] = {}
        bare: list[People] = []
        found: list[People] = []
        for figure, head, _ in self._counted(sentence, figures, heads, named):
            if head.i not in heads:
                bare.append(
                    People(head, figure, Unit.PERSONS, frozenset(), custody=False, weak=True, bare=True)
                )
                continue
            if head.i in counted:  # "390 and 307 prisoners": the first number stands at its own token
                earlier = self._people(head, heads[head.i], counted[head.i], named)
                found.append(replace(earlier, head=self._last_number(sentence, counted[head.i])))
            counted[head.i] = figure
        found += [
            self._people(token, heads[token.i], counted.get(token.i), named)
            for token in sentence.tokens
            if token.i in heads and (token.i in counted or not self._only_counted(heads[token.i]))
        ]
        return sorted(_united([*found, *bare]), key=lambda people: people.head.i)

    def _only_counted(self, row: GroupRow) -> bool:
        """True for people who are seen only where a number counts them: guards, bricklayers."""
        return row.word in self.further or (row.troops and row.weak)

    @staticmethod
    def _last_number(sentence: Sentence, figure: Figure) -> Token:
        return sentence.tokens_in(figure.number_start, figure.number_end)[-1]

    def _nouns(self, sentence: Sentence, named: dict[int, Mention]) -> Iterator[tuple[Token, GroupRow]]:
        """The last token of each noun for people, with its row."""
        tokens = list(sentence.tokens)
        index = 0
        while index < len(tokens):
            size, row = self._row_at(tokens, index)
            token = _head_of(tokens[index : index + size]) if size else tokens[index]
            mention = named.get(tokens[index].i)
            if row is not None and (mention is None or mention.nationality) and _is_noun(token, row):
                yield token, row
            elif mention is not None and mention.nationality and _stands_for_people(tokens[index]):
                yield tokens[index], GroupRow(word=tokens[index].text, weak=True)
            index += max(size, 1)

    def _row_at(self, tokens: list[Token], index: int) -> tuple[int, GroupRow | None]:
        longest = self.longest if tokens[index].lower_ in self.begins else 1
        for size in range(min(longest, len(tokens) - index), 0, -1):
            form = " ".join(token.lower_ for token in tokens[index : index + size])
            if (row := self.rows.get(form)) is not None:
                return size, row
        return 0, None

    def _counted(
        self, sentence: Sentence, figures: list[Figure], heads: dict[int, GroupRow], named: dict[int, Mention]
    ) -> Iterator[tuple[Figure, Token, Token]]:
        """Each figure with the token of the noun that it counts, or its own last token where none follows."""
        for figure in figures:
            tokens = sentence.tokens_in(figure.start, figure.end)
            numbers = sentence.tokens_in(figure.number_start, figure.number_end) or tokens
            if not numbers:
                continue
            noun = _noun_after(numbers, heads, named)
            if _is_pronoun(figure, numbers[-1]):
                continue
            if noun is not None:
                yield figure, noun, numbers[-1]
            elif _stands_alone(numbers[-1]):
                yield figure, numbers[-1], numbers[-1]

    def _people(
        self, token: Token, row: GroupRow, figure: Figure | None, named: dict[int, Mention]
    ) -> People:
        modifiers = list(_modifiers(token))
        words = {modifier.lower_ for modifier in modifiers}
        tags = {*row.tags, *_nationalities(token, modifiers, named)}
        tags |= {SEX[word] for word in words & SEX.keys()}
        if words & SUSPECTED:
            tags.add("suspects")
        if words & FOREIGN or _non_national(token):
            tags.add(FOREIGNERS)
        tags |= {tag for modifier in modifiers for tag in self._tags_of(modifier)}
        of_a_group = any((m := named.get(part.i)) is not None and m.armed_group for part in modifiers)
        linked = {modifier.lemma_.lower() for modifier in modifiers} & SUSPECTING
        # "150 Daesh men"; nobody called "ISIS detainees" or "ISIS-linked women" more than that.
        if of_a_group and not linked and not tags & ROLE_TAGS:
            tags.add("militants")
        belongs = row.word == "member" and _of_armed_group(token, modifiers, named)
        if row.word == "member" and not belongs:
            tags.discard("militants")
        return People(
            head=token,
            figure=figure,
            unit=Unit(row.unit.value),
            tags=frozenset(tags),
            custody=row.custody or bool(words & HELD),
            weak=row.weak and not belongs,
            troops=row.troops and not words & HELD,
            event=row.event,
            whence=frozenset(_from_countries(token, named, {"from"}))
            - set(_demonyms(token, modifiers, named)),
            plural=token.tag_ in {"NNS", "NNPS"} or row.plural == token.lower_ or figure is not None,
            modifies=token.dep_ in {"compound", "nmod", "amod"}
            and token.head.i not in (token.i,)
            and token.head.i > token.i,
        )

    def _tags_of(self, token: Token) -> Iterable[str]:
        """Tags of a noun that stands before another: "women prisoners", "family members"."""
        row = self.rows.get(token.lower_)
        return row.tags if row is not None and token.pos_ in {"NOUN", "PROPN"} else ()


def _is_pronoun(figure: Figure, number: Token) -> bool:
    """ "One of the fighters", "one that …", "not one inmate": no count."""
    if number.lower_ == "both":
        return number.dep_ in {"preconj", "cc"} or any(
            token.lower_ == "and" for token in number.head.children
        )
    if figure.low != 1 or figure.high != 1 or number.lower_ != "one":
        return False
    before = number.nbor(-1).lower_ if number.i > number.sent.start else ""
    after = number.nbor(1).lower_ if number.i + 1 < number.sent.end else ""
    return (
        before in {"not", "no", "the", "this", "that", "only", "any"}
        or after in {"of", "that", "who", "which", ",", "."}
        or number.dep_ not in COUNTING
    )


def _head_of(tokens: list[Token]) -> Token:
    """The token that heads the words: "prisoners" of "prisoners of war"."""
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside), tokens[-1])


def _plural(word: str) -> str:
    if word.endswith("man"):
        return word[:-3] + "men"
    if word.endswith(("s", "sh", "ch", "x")):
        return word + "es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _tokens_of(sentence: Sentence, mentions: list[Mention]) -> dict[int, Mention]:
    return {
        token.i: mention for mention in mentions for token in sentence.tokens_in(mention.start, mention.end)
    }


def _is_noun(token: Token, row: GroupRow) -> bool:
    if token.pos_ in {"NOUN", "PROPN"} or (row.custody and token.lower_ != row.word):
        return True
    # headlines and plurals are often mistagged; "minor", "suspect", "relative" may be other words
    return token.lower_ == row.plural or (
        token.lower_.endswith("s") and token.lower_ != row.word and token.pos_ != "VERB"
    )


def _stands_for_people(token: Token) -> bool:
    """ "Iraqis", "the French", "one Libyan": a nationality as a noun in the plural, or counted."""
    counted = token.tag_ == "NNP" and any(child.dep_ == "nummod" for child in token.children)
    return (
        token.tag_ == "NNPS"
        or counted
        or (token.text.endswith("s") and token.dep_ not in {"amod", "compound", "poss"})
    )


def _noun_after(numbers: list[Token], heads: dict[int, GroupRow], named: dict[int, Mention]) -> Token | None:
    """The noun for people that the number counts, by the parse and then by the words that follow."""
    last = numbers[-1]
    head = last.head
    if head.i > last.i and last.dep_ in COUNTING and head.i in heads:
        return _phrase_head(head, heads)
    token, steps = last, 0
    sentence = last.sent
    while token.i + 1 < sentence.end and steps < 7:
        token = token.nbor(1)
        steps += 1
        if token.i in heads:
            return _phrase_head(token, heads)
        if token.lower_.endswith("ed") and token.i + 1 < sentence.end and token.nbor(1).i in heads:
            continue  # "41 escaped prisoners"
        if token.text == "," and token.i + 1 < sentence.end and token.nbor(1).i in named:
            continue  # "the 31 Algerian, Libyan and Egyptian prisoners"
        if token.lower_ == "of" and steps <= 2:
            continue
        if token.i in named or token.pos_ in {"ADJ", "DET", "ADV", "NUM"} or token.text in {"-", '"', "'"}:
            continue
        if (
            token.tag_ in {"VBN", "VBG", "PRP$"}
            or token.dep_ in {"compound", "amod", "nmod", "poss"}
            or token.lower_ in {"'s", "more", "other", "such", "and"}
        ):
            continue
        return None
    return None


def _phrase_head(token: Token, heads: dict[int, GroupRow]) -> Token:
    """ "50 ISIS family members": the last noun for people of a run of nouns."""
    while token.dep_ in {"compound", "nmod"} and token.head.i in heads and token.head.i > token.i:
        token = token.head
    return token


def _stands_alone(number: Token) -> bool:
    """True where no other noun follows that the number may count."""
    head = number.head
    following = number.nbor(1) if number.i + 1 < number.sent.end else None
    if following is None or following.lower_ == "to":  # "and 94 to life imprisonment"
        return True
    if number.dep_ in COUNTING and head.i > number.i and head.pos_ in {"NOUN", "PROPN", "SYM"}:
        return False
    if following.pos_ in {"NOUN", "PROPN", "SYM"} or following.text in {"-", "/", "%"}:
        return False
    if following.lower_ == "of" and following.i + 1 < number.sent.end:
        target = next((child for child in following.children if child.dep_ == "pobj"), None)
        # "12 of them", "23 of the arrested", "two of the 41"
        return target is None or target.pos_ in {"PRON", "DET", "NUM"} or target.tag_ in {"VBN", "JJ"}
    return not (following.pos_ == "ADJ" and following.head.i > following.i and following.head.pos_ == "NOUN")


def _modifiers(token: Token) -> Iterator[Token]:
    """What stands before the noun in its phrase, conjuncts of the modifiers among them."""
    for child in token.children:
        if child.i < token.i and child.dep_ in {"amod", "compound", "nmod", "nummod", "npadvmod", "poss"}:
            yield child
            yield from (
                inner
                for inner in child.subtree
                if inner.i < token.i and inner.i != child.i and inner.dep_ != "relcl"
            )


def _nationalities(token: Token, modifiers: list[Token], named: dict[int, Mention]) -> Iterator[str]:
    yield from _demonyms(token, modifiers, named)
    yield from _from_countries(token, named, {"of", "from"})


def _demonyms(token: Token, modifiers: list[Token], named: dict[int, Mention]) -> Iterator[str]:
    """ "Iraqi women", "Iraqis"."""
    for part in (token, *modifiers):
        mention = named.get(part.i)
        negated = (
            part.i > 0 and part.doc[part.i - 1].text == "-" and part.doc[max(part.i - 2, 0)].lower_ == "non"
        )
        if mention is not None and mention.nationality and not negated:
            yield mention.nationality


def _from_countries(token: Token, named: dict[int, Mention], preps: set[str]) -> Iterator[str]:
    """ "Citizens of France", "migrants from Niger and Mali": by these prepositions."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in preps and child.i == token.i + 1:
            for target in (inner for inner in child.children if inner.dep_ == "pobj"):
                if child.lower_ == "from" and _goes_on_to(target):
                    continue
                for part in (target, *target.conjuncts):
                    if part.lemma_.lower() in DESCENT:
                        yield from _demonyms(part, list(_modifiers(part)), named)
                    mention = named.get(part.i)
                    known = mention.place if mention else None
                    if known is not None and is_nationality(known.id) and known.kind == "country":
                        yield known.id


def _goes_on_to(place: Token) -> bool:
    """ "Prisoners from Syria to Iraq": the way that they go, not where they are of."""
    last = place.right_edge
    return last.i + 1 < place.sent.end and last.nbor(1).lower_ in DESTINATION


def _non_national(token: Token) -> bool:
    """ "Non-Syrians", "third-country nationals"."""
    words = {child.lower_ for part in (token, *token.children) for child in (part, *part.children)}
    return "non" in words or {"third", "country"} <= words


def _of_armed_group(token: Token, modifiers: list[Token], named: dict[int, Mention]) -> bool:
    targets = [inner for child in token.children if child.lower_ == "of" for inner in child.subtree]
    near = [*modifiers, *targets]
    return any((mention := named.get(part.i)) is not None and mention.armed_group for part in near) or any(
        part.lower_ in {"group", "isis", "jihadist", "militant", "suspected"} for part in near
    )


def _united(found: list[People]) -> list[People]:
    """A conjunct without its own number joins the first: "50 women and children" is one mention."""
    by_head = {people.head.i: people for people in found}
    joined: set[int] = set()
    out: list[People] = []
    for first in found:
        if first.head.i in joined:
            continue
        people = first
        for other in (by_head.get(token.i) for token in people.head.conjuncts):
            if other is None or other.figure is not None or other.head.i < people.head.i or other.bare:
                continue
            if other.head.tag_ == "NN" and any(child.lower_ in {"a", "an"} for child in other.head.children):
                continue  # "three women and a child"
            if people.modifies or _between_counts(people, other, found):
                continue
            joined.add(other.head.i)
            people = _joined(people, other)
        if any(child.lower_ == "including" for child in people.head.children):
            people = _with_included(people, by_head)
        out.append(people)
    kept = [_as_alternative(people, by_head) for people in out if people.head.i not in joined]
    return [_as_equal(people, kept) for people in kept]


def _as_equal(people: People, all_of_them: list[People]) -> People:
    """ "3,200 families, which equates to some 12,500 people": the same people counted in another unit."""
    if people.figure is None or people.unit is Unit.CASES:
        return people
    counted = (other for other in all_of_them if other.figure is not None and other.head.i < people.head.i)
    first = max(counted, key=lambda other: other.head.i, default=None)
    if first is None or people.head.i - first.head.i > NEAR or (first.unit is people.unit and not first.bare):
        return people
    between = people.head.doc[first.head.i + 1 : people.head.i]
    in_families = people.unit is Unit.FAMILIES and [token.text for token in between[:2]] == [",", "in"]
    if not in_families and not any(token.lemma_.lower() in EQUAL for token in between):
        return people
    families = {"families"} if first.unit is Unit.FAMILIES else set()
    return replace(people, same_as=first.head, tags=people.tags | first.tags | families)


def _as_alternative(people: People, by_head: dict[int, People]) -> People:
    """ "192 Iraqi families, or 776 people": the same people counted otherwise."""
    first = by_head.get(people.head.head.i) if people.head.dep_ in {"conj", "appos"} else None
    words = {child.lower_ for child in people.head.head.children if child.dep_ == "cc"}
    if first is None or "or" not in words or first.unit is not Unit.FAMILIES:
        return people
    return replace(people, tags=people.tags | first.tags)


def _between_counts(a: People, b: People, found: list[People]) -> bool:
    return any(p.figure is not None and a.head.i < p.head.i < b.head.i for p in found)


def _joined(people: People, other: People) -> People:
    """Both mentions as one: kinds of people unite, as do the rest of the tags."""
    return replace(
        people,
        tags=people.tags | other.tags,
        custody=people.custody or other.custody,
        weak=people.weak and other.weak,
        troops=people.troops and other.troops,
        plural=True,
    )


def _with_included(people: People, by_head: dict[int, People]) -> People:
    """Tags of uncounted parts are the whole's too: "the prisoners, including wives and children"."""
    parts = [
        part
        for child in people.head.children
        if child.lower_ == "including"
        for token in child.subtree
        if (part := by_head.get(token.i)) is not None
    ]
    if not parts or any(part.figure is not None for part in parts):
        return people
    return replace(people, tags=people.tags.union(*(part.tags for part in parts)))
