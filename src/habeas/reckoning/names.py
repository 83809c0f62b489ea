"""Which spellings are one name: the lexicon first, then spellings that are alike, then what people ruled.

Three steps. What the words of each name stand for (`lexicon.wording`) hangs on them alone. Who is meant by a
bare surname, by "the ministry" or by initials hangs on their report alone. New names, which the lexicon
lacks, are compared with one another across reports, but only within a block of names that have the same
consonants: a name's id hangs on its block and on nothing else, so that a part of the ledger gives it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from habeas.lexicon import Lexicon
from habeas.lexicon.gazetteer import gazetteer
from habeas.lexicon.romanised import Resemblance, contradicted, folded, resemblance
from habeas.lexicon.wording import wording
from habeas.model import Claim, Matter, Name, Ruling
from habeas.reckoned import Known, NameKind
from habeas.reckoning.decided import rulings_in_force
from habeas.reckoning.mentioned import (
    GIVEN,
    Meant,
    Mention,
    Node,
    Settler,
    folded_words,
    key_of,
    mentions,
    node_of,
    nodes_of,
)

RULED: Final = "as a reviewer ruled"


class Names:
    """What every name of some claims is known as."""

    def __init__(self, known: Mapping[tuple[str, Mention], Known]) -> None:
        self._known = known

    def known(self, name: Name | None, kind: NameKind, report: str) -> Known | None:
        """What a name is known as in the report of that id; None for no name, KeyError for an unknown one."""
        return None if name is None else self._known[report, key_of(name, kind)]


def block(name: Name, kind: NameKind, lexicon: Lexicon) -> str:
    """The block in which this name is compared with others; "" where no other name can change what it is."""
    if name.id is not None:
        return ""
    node = node_of(wording(name.text, kind, lexicon), kind)
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
        for node in nodes_of(wording(name.text, kind, lexicon), kind)
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
    return Names(known(heard(claims, lexicon), lexicon, rulings))


@dataclass(frozen=True, slots=True)
class Heard:
    """What a mention means in its report, by which it is known as something; and how often it is printed."""

    meant: Meant
    times: int


def heard(claims: Iterable[Claim], lexicon: Lexicon) -> dict[tuple[str, Mention], Heard]:
    """What each mention of these claims means, by report and mention; hangs on the report alone."""
    settler, found = Settler(lexicon), dict[tuple[str, Mention], Heard]()
    for report, named in _printed(claims).items():
        settled = settler.settle(report, {mention: _shown(forms) for mention, forms in named.items()})
        for mention, one in settled.items():
            found[report, mention] = Heard(one, sum(named[mention].values()))
    return found


def known(
    mentioned: Mapping[tuple[str, Mention], Heard], lexicon: Lexicon, rulings: Iterable[Ruling] = ()
) -> dict[tuple[str, Mention], Known]:
    """What each mention is known as, once spellings are joined and people have ruled."""
    return _Reckoner(lexicon, _in_order(rulings)).known(mentioned)


def ties(mention: Mention, meant: Meant) -> frozenset[str]:
    """What two mentions share, directly or through others, if one can change what the other is known as.

    Among them what rulings may call it: "place:al-hol", "body:the harbour agency".
    """
    kind, words, _ = mention
    nodes = {meant.node, *(node for node in _outer(meant) if not node.id)}
    called = {f"{node.kind.value}:{node.own_id}" for node in nodes}
    return frozenset(
        {f"{kind.value}:{words}"} | called | {f"like {node.block}" for node in nodes if node.block}
    )


def _outer(meant: Meant) -> Iterator[Node]:
    """The names of the places that what is meant may lie in."""
    node = meant.node
    if node.kind is NameKind.PLACE and node.sort and not node.id:
        yield Node(NameKind.PLACE, words=node.words)
    if meant.around is not None:
        yield from nodes_of(meant.around, NameKind.PLACE)


def named(words: str, kind: NameKind, lexicon: Lexicon, names_of: Iterable[Known] = ()) -> Known | None:
    """What a user's words stand for: the lexicon's name, else the likest of these names; None for neither."""
    table = gazetteer(lexicon)
    said = wording(words, kind, lexicon)
    node = node_of(said, kind)
    if node is not None and node.id:
        return Known(
            kind, node.id, table.name(node.id) or words, said.score, said.reason, table.around(node.id)
        )
    found = [
        (alike.score, one.id, one) for one in names_of if (alike := _answers(words, kind, one)) is not None
    ]
    return max(found, key=lambda pair: pair[:2])[2] if found else None


def _answers(words: str, kind: NameKind, known: Known) -> Resemblance | None:
    if known.kind is not kind:
        return None
    return Resemblance(1.0, "its id") if words == known.id else resemblance(folded(known.name), folded(words))


@dataclass(frozen=True, slots=True)
class _Join:
    score: float
    reason: str
    one: Node
    other: Node


_RuledOn = tuple[Ruling, Node, Node]


@dataclass(frozen=True, slots=True)
class _Rules:
    """What rulings say of the names at hand: `moved` words stand alone; `ends` are whom each ruling is on."""

    moved: Mapping[str, Node]
    ends: Sequence[_RuledOn]


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
        self.rulings = rulings

    def known(self, mentioned: Mapping[tuple[str, Mention], Heard]) -> dict[tuple[str, Mention], Known]:
        """What every mention is known as."""
        meant = {key: one.meant for key, one in mentioned.items()}
        rules = self._ruled(meant)
        _move(meant, rules.moved)
        times: Counter[Meant] = Counter()
        for key, one in meant.items():
            times[one] += mentioned[key].times
        told = self._told(times, rules.ends)
        return {key: told[one] for key, one in meant.items()}

    def _told(self, times: Mapping[Meant, int], ends: Sequence[_RuledOn]) -> dict[Meant, Known]:
        """What each meaning is known as; `times` says how often it is printed."""
        nodes = {one.node for one in times}
        nodes |= {node for one in times if one.around for node in nodes_of(one.around, NameKind.PLACE)}
        groups, why = _grouped(nodes, ends)
        shown = _spellings(times)
        known = {node: self._known(groups.of(node), shown) for node in sorted(nodes)}
        around = _all_around(times, known)
        return {one: _as_told(one, known[one.node], why, around) for one in times}

    def _ruled(self, meant: Mapping[tuple[str, Mention], Meant]) -> _Rules:
        """Whom the rulings are on, and which words they part from the name that they would be."""
        if not self.rulings:
            return _Rules({}, [])
        by_words: dict[str, set[Node]] = {}
        by_id: dict[str, Node] = {}
        for (_, (kind, words, _)), one in meant.items():
            by_id[f"{kind.value}:{one.node.own_id}"] = one.node
            if one.shown and not one.node.alone:
                by_words.setdefault(f"{kind.value}:{words}", set()).add(one.node)
        moved: dict[str, Node] = {}
        for ruling in self.rulings:
            ones, others = (self._ends(end, by_words, by_id) for end in (ruling.one, ruling.other))
            spelt = [end for end in (ruling.one, ruling.other) if end in by_words and end not in by_id]
            if not ruling.together and ones & others and spelt:
                moved[max(spelt)] = Node(NameKind(max(spelt).partition(":")[0]), alone=max(spelt))
        by_words |= {end: {node} for end, node in moved.items()}
        ends = [
            (ruling, one, other)
            for ruling in self.rulings
            for one in sorted(self._ends(ruling.one, by_words, by_id))
            for other in sorted(self._ends(ruling.other, by_words, by_id))
            if one != other
        ]
        return _Rules(moved, ends)

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

    def _known(self, group: set[Node], shown: Mapping[Node, Counter[str]]) -> Known:
        """The id and name of a group: the lexicon's, else those of its first spelling and its commonest."""
        first = min(group, key=lambda node: (not node.id, node.alone, node.words, node.sort, node.id))
        if first.id:
            around = self.table.around(first.id) if first.kind is NameKind.PLACE else ()
            return Known(first.kind, first.id, self.table.name(first.id) or first.id, 1.0, GIVEN, around)
        counted = sum((shown.get(node, Counter()) for node in group), Counter[str]())
        name = max(
            counted,
            key=lambda words: (counted[words], len(words), words),
            default=" ".join(first.words).title(),
        )
        return Known(first.kind, first.own_id, name, 1.0, "", somebody=first.is_somebody)


def _move(meant: dict[tuple[str, Mention], Meant], moved: Mapping[str, Node]) -> None:
    """Give the words that were ruled to be another name than they say the name that they make alone."""
    for (report, mention), one in meant.items() if moved else ():
        node = moved.get(f"{mention[0].value}:{mention[1]}")
        if node is not None and one.shown and not one.node.alone:
            meant[report, mention] = Meant(node, 1.0, RULED, one.around, one.shown)


def _grouped(nodes: set[Node], ends: Sequence[_RuledOn]) -> tuple[_Groups, dict[Node, _Join]]:
    """Nodes that are one name, the strongest reasons first, and for each node its best reason."""
    joins, apart = _compared(nodes)
    for ruling, one, other in ends:
        if not ruling.together:
            _part(apart, one, other)
    groups, why = _Groups(apart), dict[Node, _Join]()
    ruled = [
        _Join(1.0, f"{RULED} ({ruling.by})", one, other)
        for ruling, one, other in reversed(ends)  # the later first: the older gives way
        if ruling.together
    ]
    alike = sorted(joins, key=lambda join: (-join.score, join.one, join.other))
    for join, by_ruling in (*((join, True) for join in ruled), *((join, False) for join in alike)):
        if groups.join(join.one, join.other, ruled=by_ruling):
            for node in (join.one, join.other):
                why.setdefault(node, join)
    return groups, why


def _all_around(times: Mapping[Meant, int], known: Mapping[Node, Known]) -> dict[str, tuple[str, ...]]:
    """What lies around new and unnamed places, by id: the town that names them, or that they are in."""
    towns = {
        node.words: node for node in known if node.kind is NameKind.PLACE and node.words and not node.sort
    }
    told: dict[str, Counter[Node]] = {}
    for one, often in times.items():
        if one.node.kind is not NameKind.PLACE or known[one.node].within:
            continue
        outer = node_of(one.around, NameKind.PLACE) if one.around is not None else None
        outer = outer or (towns.get(one.node.words) if one.node.sort else None)
        if outer is not None and known[outer].id != known[one.node].id:
            told.setdefault(known[one.node].id, Counter())[outer] += often
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
            if (alike := resemblance(one.words, other.words)) is not None:
                joins.append(_Join(alike.score, alike.reason, one, other))
            elif contradicted(one.words, other.words):
                _part(apart, one, other)
    return joins, apart


def _part(apart: dict[Node, set[Node]], one: Node, other: Node) -> None:
    apart.setdefault(one, set()).add(other)
    apart.setdefault(other, set()).add(one)


def _as_told(
    one: Meant, known: Known, why: Mapping[Node, _Join], around: Mapping[str, tuple[str, ...]]
) -> Known:
    """What a mention is known as: its name's id, with the reason that this mention has it."""
    join = why.get(one.node)
    score = one.score if join is None else min(one.score, join.score)
    reason = one.reason if join is None else join.reason
    return replace(known, score=score, reason=reason, within=known.within or around.get(known.id, ()))


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


def _spellings(times: Mapping[Meant, int]) -> dict[Node, Counter[str]]:
    """How often each new name is printed in which form."""
    found: dict[Node, Counter[str]] = {}
    for one, often in times.items():
        if one.shown and not one.node.id:
            found.setdefault(one.node, Counter())[one.shown] += often
    return found


def _in_order(rulings: Iterable[Ruling]) -> list[Ruling]:
    """The rulings on names that are in force, the earliest first."""
    on_names = (ruling for ruling in rulings_in_force(rulings) if ruling.matter is Matter.NAME)
    return sorted(on_names, key=lambda ruling: (ruling.at, ruling.one, ruling.other))
