"""Which spellings are one name: the lexicon first, then spellings that are alike, then what people ruled.

Three steps. What the words of each name stand for (`lexicon.wording`) hangs on them alone. Who is meant by a
bare surname, by "the ministry" or by initials hangs on their report alone. New names, which the lexicon
lacks, are compared with one another across reports, but only within a block of names that have the same
consonants: a name's id hangs on its block and on nothing else, so that a part of the ledger gives it again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from habeas.lexicon import Lexicon
from habeas.lexicon.gazetteer import Gazetteer, gazetteer
from habeas.lexicon.romanised import Likeness, contradicted, folded, likeness, skeleton
from habeas.lexicon.vocabulary import SMALL, Vocabulary, lemma, tokens_of, vocabulary
from habeas.lexicon.wording import Wording, body_of, wording
from habeas.model import Claim, Matter, Name, Ruling
from habeas.reckoned import Known, NameKind

SHORTEST_INITIALS: Final = 2
GIVEN: Final = "the lexicon knows these words"
RULED: Final = "as a reviewer ruled"

Mention = tuple[NameKind, str, str | None]  # kind, folded words, the id that the reader gave


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """One name before names are joined.

    By `id` where the lexicon has it; else by its words (and `sort`, of place or whose office); for what names
    nobody, or was ruled to be another name than its words say, by what makes it alone: `alone`.
    """

    kind: NameKind
    id: str = ""
    words: tuple[str, ...] = ()
    sort: str = ""
    alone: str = ""

    @property
    def own_id(self) -> str:
        """The id of a name that nothing is joined to."""
        if self.id:
            return self.id
        key = "\n".join((self.kind.value, self.sort, " ".join(self.words), self.alone))
        return "n_" + hashlib.sha256(key.encode()).hexdigest()[:12]

    @property
    def block(self) -> str:
        """What it has in common with all names that may be joined to it; "" for one that stands alone."""
        if self.id or self.alone:
            return ""
        return f"{self.kind.value}:{self.sort}:{skeleton(self.words)}"


@dataclass(frozen=True, slots=True)
class Meant:
    """What a mention in a report means, by its words and its report."""

    node: Node
    score: float
    reason: str
    around: Wording | None = None
    shown: str = ""  # the words of the name itself; "" where they are only short for it


class Names:
    """What every name of some claims is known as."""

    def __init__(self, known: Mapping[tuple[str, Mention], Known]) -> None:
        self._known = known

    def known(self, name: Name | None, kind: NameKind, report: str) -> Known | None:
        """What a name is known as in the report of that id; None for no name, KeyError for an unknown one."""
        return None if name is None else self._known[report, key_of(name, kind)]


def key_of(name: Name, kind: NameKind) -> Mention:
    """What makes two mentions of one report one without doubt: their words, and the id the reader gave."""
    return kind, folded_words(name.text), name.id


def folded_words(words: str) -> str:
    """Words as rulings on names give them: lower case, single blanks."""
    return " ".join(words.casefold().split())


def mentions(claims: Iterable[Claim]) -> Iterator[tuple[NameKind, Name]]:
    """Every name of the claims, with its kind."""
    for claim in claims:
        for place in (claim.place, claim.origin, claim.destination):
            if place is not None:
                yield NameKind.PLACE, place
        for body in (claim.actor, claim.speaker, *claim.via):
            if body is not None:
                yield NameKind.BODY, body


def block(name: Name, kind: NameKind, lexicon: Lexicon) -> str:
    """The block in which this name is compared with others; "" where no other name can change what it is."""
    if name.id is not None:
        return ""
    node = _node(wording(name.text, kind, lexicon), kind)
    return "" if node is None else node.block


def keys(claim: Claim, lexicon: Lexicon, rulings: Iterable[Ruling] = ()) -> frozenset[str]:
    """What two claims must share, directly or through others, for the names of one to bear on the other's.

    Its report, the blocks of its new names and of the places around them, and rulings on these.
    """
    named = list(mentions([claim]))
    nodes = {
        node
        for kind, name in named
        if name.id is None
        for node in _nodes_of(wording(name.text, kind, lexicon), kind)
    }
    words = {f"{kind.value}:{folded_words(name.text)}" for kind, name in named}
    words |= {f"{node.kind.value}:{node.own_id}" for node in nodes}
    ruled = {
        f"ruling:{one.one}|{one.other}"
        for one in rulings
        if one.matter is Matter.NAME and {one.one, one.other} & words
    }
    return frozenset({f"report:{claim.report.id}"} | {node.block for node in nodes if node.block} | ruled)


def names(claims: Iterable[Claim], lexicon: Lexicon, rulings: Iterable[Ruling] = ()) -> Names:
    """What the names of these claims are known as, by the lexicon, by likeness, and by what people ruled."""
    return _Reckoner(lexicon, _effective(rulings)).names(claims)


def named(words: str, kind: NameKind, lexicon: Lexicon, names_of: Iterable[Known] = ()) -> Known | None:
    """What a user's words stand for: the lexicon's name, else the likest of these names; None for neither."""
    table = gazetteer(lexicon)
    said = wording(words, kind, lexicon)
    node = _node(said, kind)
    if node is not None and node.id:
        return Known(
            kind, node.id, table.name(node.id) or words, said.score, said.reason, _around(table, node.id)
        )
    found = [
        (alike.score, one.id, one) for one in names_of if (alike := _answers(words, kind, one)) is not None
    ]
    return max(found, key=lambda pair: pair[:2])[2] if found else None


def _answers(words: str, kind: NameKind, known: Known) -> Likeness | None:
    if known.kind is not kind:
        return None
    return Likeness(1.0, "its id") if words == known.id else likeness(folded(known.name), folded(words))


# --- what a mention means in its report ---


def _node(said: Wording, kind: NameKind) -> Node | None:
    """The name that the words stand for; None where they name nobody."""
    if said.id is not None:
        return Node(kind, id=said.id)
    return Node(kind, words=said.core, sort=said.sort) if said.core else None


def _nodes_of(said: Wording, kind: NameKind) -> Iterator[Node]:
    """The names that the words may hang on: their own, its town's, and that of the place around it."""
    node = _node(said, kind)
    if node is not None:
        yield node
    if kind is NameKind.PLACE and node is not None and node.sort and not said.id:
        yield Node(kind, words=node.words)
    if said.around is not None:
        yield from _nodes_of(said.around, NameKind.PLACE)


@dataclass(frozen=True, slots=True)
class _Full:
    """A body that a report names in full: what is short for it is found by its words and initials."""

    node: Node
    told: str
    words: tuple[str, ...]
    nouns: frozenset[str]
    is_person: bool

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.words if word not in SMALL)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Settles what the names of one report mean."""

    lexicon: Lexicon
    table: Gazetteer
    vocabulary: Vocabulary
    said: dict[tuple[NameKind, str], Wording] = field(default_factory=dict)

    def wording(self, kind: NameKind, words: str) -> Wording:
        if (kind, words) not in self.said:
            self.said[kind, words] = wording(words, kind, self.lexicon)
        return self.said[kind, words]

    def settle(self, report: str, named: Mapping[Mention, str]) -> dict[Mention, Meant]:
        """What each mention means; `named` gives its words as printed."""
        spelt = {mention: self._said(mention, words) for mention, words in named.items()}
        full = [
            one
            for mention, said in spelt.items()
            if mention[0] is NameKind.BODY
            for one in self._in_full(said, named[mention])
        ]
        return {
            mention: self._meant(report, mention, named[mention], said, full)
            for mention, said in spelt.items()
        }

    def _said(self, mention: Mention, words: str) -> Wording:
        kind, _, given = mention
        if given is None:
            return self.wording(kind, words)
        return Wording(given if kind is NameKind.PLACE else body_of(given, self.lexicon), reason=GIVEN)

    def _in_full(self, said: Wording, printed: str) -> Iterator[_Full]:
        node = _node(said, NameKind.BODY)
        if node is None:
            return
        told = (self.table.name(node.id) if node.id else said.shown) or printed
        if said.person:
            yield _Full(node, told, said.person, frozenset(), is_person=True)
        for words in {printed, told}:
            nouns = [lemma(token) for token in tokens_of(words)]
            person = not any(noun in self.vocabulary.common for noun in nouns)
            yield _Full(
                node, told, folded(words) if node.id else node.words, frozenset(nouns), is_person=person
            )

    def _meant(
        self, report: str, mention: Mention, printed: str, said: Wording, full: Sequence[_Full]
    ) -> Meant:
        kind, words, _ = mention
        node = _node(said, kind)
        if kind is NameKind.BODY and (node is None or not (node.id or node.sort)):
            longer = {one.node: one for one in full if one.node != node and self._is_short_for(said, one)}
            if len(longer) == 1:
                ((node, one),) = longer.items()
                return Meant(node, 0.9, f"in its report short for {one.told}")
        if node is None:
            node = Node(kind, alone=f"{report}\n{' '.join(said.short) or words}")
        return Meant(node, said.score, said.reason, said.around, said.shown or printed)

    def _is_short_for(self, said: Wording, full: _Full) -> bool:
        """True where the words are a part of a fuller name, or its initials."""
        if said.short:
            nouns = set(said.short) - SMALL
            return bool(nouns) and nouns <= full.nouns
        if not said.core:
            return False
        if len(said.core) == 1 and len(said.core[0]) >= SHORTEST_INITIALS and said.shown.isupper():
            return said.core[0] == full.initials
        return full.is_person and _names_same_person(said.core, full.words)


def _names_same_person(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """A surname, or a first name, for the full name: "Rahim" for "Ali Jabbar Rahim"."""
    if len(short) > len(full):
        return False
    return any(likeness(short, part) is not None for part in (full[-len(short) :], full[: len(short)]))


# --- names joined across reports ---


@dataclass(frozen=True, slots=True)
class _Join:
    score: float
    reason: str
    one: Node
    other: Node


class _Groups:
    """Nodes in groups that are one name; joining never puts two together that must be apart."""

    def __init__(self, apart: Mapping[Node, set[Node]]) -> None:
        self._apart = apart
        self._of: dict[Node, set[Node]] = {}

    def of(self, node: Node) -> set[Node]:
        """The nodes that are one name with this one, itself among them."""
        return self._of.setdefault(node, {node})

    def join(self, one: Node, other: Node, *, ruled: bool = False) -> bool:
        """True where both are one name now."""
        ones, others = self.of(one), self.of(other)
        if ones is others:
            return True
        if any(self._apart.get(node, set()) & others for node in ones):
            return False
        if not ruled and any(node.id for node in ones) and any(node.id for node in others):
            return False
        small, large = sorted((ones, others), key=len)
        large |= small
        for node in small:
            self._of[node] = large
        return True


class _Reckoner:
    """Makes `Names` of claims."""

    def __init__(self, lexicon: Lexicon, rulings: Sequence[Ruling]) -> None:
        self.table = gazetteer(lexicon)
        self.reader = _Reader(lexicon, self.table, vocabulary(lexicon))
        self.rulings = rulings

    def names(self, claims: Iterable[Claim]) -> Names:
        printed = _printed(claims)
        meant = {
            (report, mention): one
            for report, named in printed.items()
            for mention, one in self.reader.settle(
                report, {key: _shown(said) for key, said in named.items()}
            ).items()
        }
        meant, ends = self._ruled(meant)
        shown = _spellings((one, printed[report][key].total()) for (report, key), one in meant.items())
        nodes = {one.node for one in meant.values()}
        nodes |= {
            node for one in meant.values() if one.around for node in _nodes_of(one.around, NameKind.PLACE)
        }
        groups, why = self._grouped(nodes, ends)
        known = {node: self._known(groups.of(node), shown) for node in nodes}
        around = self._all_around(meant, known, nodes)
        return Names({key: _told(one, known[one.node], why, around) for key, one in meant.items()})

    def _ruled(
        self, meant: dict[tuple[str, Mention], Meant]
    ) -> tuple[dict[tuple[str, Mention], Meant], list[tuple[Ruling, Node, Node]]]:
        """What is meant once words ruled apart from their name stand alone; and whom rulings are on."""
        by_words: dict[str, set[Node]] = {}
        for (_, (kind, words, _)), one in meant.items():
            if one.shown and not one.node.alone:
                by_words.setdefault(f"{kind.value}:{words}", set()).add(one.node)
        by_id = {f"{one.node.kind.value}:{one.node.own_id}": one.node for one in meant.values()}
        moved: dict[str, Node] = {}
        for ruling in self.rulings:
            ones, others = (self._ends(end, by_words, by_id) for end in (ruling.one, ruling.other))
            if not ruling.together and ones & others:
                spelt = [end for end in (ruling.one, ruling.other) if end in by_words and end not in by_id]
                end = max(spelt, default=None)
                if end is not None:
                    moved[end] = Node(NameKind(end.partition(":")[0]), alone=end)
        for (report, mention), one in meant.items():
            node = moved.get(f"{mention[0].value}:{mention[1]}")
            if node is not None and one.shown and not one.node.alone:
                meant[report, mention] = Meant(node, 1.0, RULED, one.around, one.shown)
        by_words |= {end: {node} for end, node in moved.items()}
        ends = [
            (ruling, one, other)
            for ruling in self.rulings
            for one in sorted(self._ends(ruling.one, by_words, by_id))
            for other in sorted(self._ends(ruling.other, by_words, by_id))
            if one != other
        ]
        return meant, ends

    def _ends(self, end: str, by_words: Mapping[str, set[Node]], by_id: Mapping[str, Node]) -> set[Node]:
        """The names that one end of a ruling is about, given by id or by folded words."""
        kind, _, value = end.partition(":")
        if end in by_id:
            return {by_id[end]}
        if end in by_words:
            return by_words[end]
        if self.table.name(value) is not None:
            return {Node(NameKind(kind), id=value)}
        spelt = (self.table.exact(form, NameKind(kind)) for form in (value, value.upper(), value.title()))
        return {Node(NameKind(kind), id=id_) for id_ in spelt if id_ is not None}

    def _grouped(
        self, nodes: set[Node], ends: Sequence[tuple[Ruling, Node, Node]]
    ) -> tuple[_Groups, dict[Node, _Join]]:
        """Nodes that are one name, the strongest reasons first, and for each node its best reason."""
        joins, apart = _compared(nodes)
        for ruling, one, other in ends:
            if not ruling.together:
                apart.setdefault(one, set()).add(other)
                apart.setdefault(other, set()).add(one)
        groups, why = _Groups(apart), dict[Node, _Join]()
        for ruling, one, other in reversed(ends):  # the later ruling first: the older gives way
            if ruling.together and groups.join(one, other, ruled=True):
                for node in (one, other):
                    why.setdefault(node, _Join(1.0, f"{RULED} ({ruling.by})", one, other))
        for join in sorted(joins, key=lambda join: (-join.score, join.one, join.other)):
            if groups.join(join.one, join.other):
                for node in (join.one, join.other):
                    why.setdefault(node, join)
        return groups, why

    def _known(self, group: set[Node], shown: Mapping[Node, Counter[str]]) -> Known:
        """The id and name of a group: the lexicon's, else those of its first spelling and its commonest."""
        first = min(group, key=lambda node: (not node.id, node.words, node.sort, node.alone, node.id))
        if first.id:
            around = _around(self.table, first.id) if first.kind is NameKind.PLACE else ()
            return Known(first.kind, first.id, self.table.name(first.id) or first.id, 1.0, GIVEN, around)
        counted = sum((shown.get(node, Counter()) for node in group), Counter[str]())
        name = max(
            counted,
            key=lambda words: (counted[words], len(words), words),
            default=" ".join(first.words).title(),
        )
        return Known(first.kind, first.own_id, name, 1.0, "")

    def _all_around(
        self, meant: Mapping[tuple[str, Mention], Meant], known: Mapping[Node, Known], nodes: set[Node]
    ) -> dict[str, tuple[str, ...]]:
        """What lies around new and unnamed places, by id: the town that names them, or that they are in."""
        towns = {
            node.words: node for node in nodes if node.kind is NameKind.PLACE and node.words and not node.sort
        }
        told: dict[str, Counter[Node]] = {}
        for one in meant.values():
            if one.node.kind is not NameKind.PLACE or known[one.node].within:
                continue
            outer = _node(one.around, NameKind.PLACE) if one.around is not None else None
            outer = outer or (towns.get(one.node.words) if one.node.sort else None)
            if outer is not None and known[outer].id != known[one.node].id:
                told.setdefault(known[one.node].id, Counter())[outer] += 1
        nearest = {id_: known[min(seen, key=lambda node: (-seen[node], node))] for id_, seen in told.items()}
        return {id_: tuple(_outwards(id_, nearest)) for id_ in nearest}


def _outwards(id_: str, nearest: Mapping[str, Known]) -> Iterator[str]:
    seen = {id_}
    while (outer := nearest.get(id_)) is not None and outer.id not in seen:
        yield from outer.around
        seen.add(outer.id)
        id_ = outer.id


def _compared(nodes: Iterable[Node]) -> tuple[list[_Join], dict[Node, set[Node]]]:
    """The new names that are alike, and those that are near and yet two, block by block."""
    blocks: dict[str, list[Node]] = {}
    for node in nodes:
        if node.block:
            blocks.setdefault(node.block, []).append(node)
    joins: list[_Join] = []
    apart: dict[Node, set[Node]] = {}
    for together in blocks.values():
        for one, other in combinations(sorted(together), 2):
            if (alike := likeness(one.words, other.words)) is not None:
                joins.append(_Join(alike.score, alike.reason, one, other))
            elif contradicted(one.words, other.words):
                apart.setdefault(one, set()).add(other)
                apart.setdefault(other, set()).add(one)
    return joins, apart


def _told(
    one: Meant, known: Known, why: Mapping[Node, _Join], around: Mapping[str, tuple[str, ...]]
) -> Known:
    """What a mention is known as: its name's id, with the reason that this mention has it."""
    join = why.get(one.node)
    score = one.score if join is None else min(one.score, join.score)
    reason = one.reason if join is None else join.reason
    name = known.name
    return Known(known.kind, known.id, name, score, reason, known.within or around.get(known.id, ()))


def _printed(claims: Iterable[Claim]) -> dict[str, dict[Mention, Counter[str]]]:
    """The mentions of each report, with how often they are printed in which form."""
    found: dict[str, dict[Mention, Counter[str]]] = {}
    for claim in claims:
        of_report = found.setdefault(claim.report.id, {})
        for kind, name in mentions([claim]):
            of_report.setdefault(key_of(name, kind), Counter())[name.text] += 1
    return found


def _shown(printed: Counter[str]) -> str:
    """The form to go by: the one with the fewest capitals that has any ("Al-Hol", not "AL-HOL")."""
    return min(
        printed, key=lambda words: (sum(map(str.isupper, words)) == 0, sum(map(str.isupper, words)), words)
    )


def _spellings(meant: Iterable[tuple[Meant, int]]) -> dict[Node, Counter[str]]:
    """How often each name is printed in which form."""
    found: dict[Node, Counter[str]] = {}
    for one, times in meant:
        if one.shown and not one.node.id:
            found.setdefault(one.node, Counter())[one.shown] += times
    return found


def _effective(rulings: Iterable[Ruling]) -> list[Ruling]:
    """The rulings on names that count: of two on one pair the later; in order of time."""
    last: dict[tuple[str, str], Ruling] = {}
    for ruling in sorted(
        rulings, key=lambda one: (one.at, one.one, one.other, one.together, one.by, one.why)
    ):
        if ruling.matter is Matter.NAME:
            last.pop((ruling.one, ruling.other), None)
            last[ruling.one, ruling.other] = ruling
    return list(last.values())


def _around(table: Gazetteer, id_: str) -> tuple[str, ...]:
    return table.around(id_)
