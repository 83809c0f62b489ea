"""What the names of one report mean: whom a surname, initials or "the ministry" stand for there.

All of it hangs on that report's words alone, so that it can be settled report by report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from habeas.lexicon import Lexicon
from habeas.lexicon.gazetteer import gazetteer
from habeas.lexicon.romanised import folded, resemblance, skeleton
from habeas.lexicon.vocabulary import SMALL, lemma, tokens_of, vocabulary
from habeas.lexicon.wording import Wording, body_of, wording
from habeas.model import Claim, Name
from habeas.reckoned import NameKind

SHORTEST_INITIALS: Final = 2
SHORT: Final = 0.9  # the score of a name that is only short for another of its report
GIVEN: Final = "the lexicon knows these words"

Mention = tuple[NameKind, str, str | None]  # kind, folded words, the id that the reader gave


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """One name before names are joined.

    By `id` where the lexicon has it; else by its words (and `sort`, of place or whose office); for what names
    nobody (its report and, after a line feed, its words), or was ruled to be another name than its words say,
    by what makes it alone: `alone`.
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
    def is_somebody(self) -> bool:
        """True for words of one report that name nobody."""
        return "\n" in self.alone

    @property
    def block(self) -> str:
        """What it has in common with all names that may be joined to it; "" for one that stands alone."""
        if self.id or self.alone:
            return ""
        return f"{self.kind.value}:{self.sort}:{skeleton(self.words)}"


@dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """What a mention in a report means, by its words and its report."""

    node: Node
    score: float
    reason: str
    around: Wording | None = None
    shown: str = ""  # the words of the name itself; "" where they are only short for it


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


def node_of(said: Wording, kind: NameKind) -> Node | None:
    """The name that the words stand for; None where they name nobody."""
    if said.id is not None:
        return Node(kind, id=said.id)
    return Node(kind, words=said.core, sort=said.sort) if said.core else None


def nodes_of(said: Wording, kind: NameKind) -> Iterator[Node]:
    """The names that the words may hang on: their own, its town's, and that of the place around it."""
    node = node_of(said, kind)
    if node is not None:
        yield node
    if kind is NameKind.PLACE and node is not None and node.sort and not said.id:
        yield Node(kind, words=node.words)
    if said.around is not None:
        yield from nodes_of(said.around, NameKind.PLACE)


@dataclass(frozen=True, slots=True)
class _Full:
    """A body that a report names in full: what is short for it is found by its words and initials."""

    node: Node
    told: str
    words: tuple[str, ...]
    nouns: frozenset[str]
    is_person: bool
    speaks: bool = False  # a person who speaks for the body of this node

    @property
    def initials(self) -> str:
        """The first letters of its words, of and the like aside."""
        return "".join(word[0] for word in self.words if word not in SMALL)

    def is_told_by(self, said: Wording) -> bool:
        """True where these words are a part of this name, or its initials."""
        if said.short:
            nouns = set(said.short) - SMALL
            return bool(nouns) and nouns <= self.nouns
        if len(said.core) == 1 and len(said.core[0]) >= SHORTEST_INITIALS and said.shown.isupper():
            return said.core[0] == self.initials
        if not said.core or len(said.core) > len(self.words) - (not self.speaks):
            return False
        return self.is_person and _is_part(said.core, self.words)


@dataclass(frozen=True, slots=True)
class _Mentioned:
    """What the words of one mention mean, whatever its report."""

    said: Wording
    node: Node | None
    meant: Meant | None  # None where the report must tell
    full: tuple[_Full, ...]


class Settler:
    """Settles what the names of reports mean, one report at a time."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._table = gazetteer(lexicon)
        self._vocabulary = vocabulary(lexicon)
        self._known: dict[tuple[Mention, str], _Mentioned] = {}

    def settle(self, report: str, named: Mapping[Mention, str]) -> dict[Mention, Meant]:
        """What each mention means in the report of that id; `named` gives its words as printed."""
        found = {mention: self._mentioned(mention, printed) for mention, printed in named.items()}
        full = [one for mentioned in found.values() for one in mentioned.full]
        return {
            mention: mentioned.meant or _told_by_report(report, mention, named[mention], mentioned, full)
            for mention, mentioned in found.items()
        }

    def _mentioned(self, mention: Mention, printed: str) -> _Mentioned:
        key = (mention, printed)
        if key not in self._known:
            said = self._said(mention, printed)
            node = node_of(said, mention[0])
            settled = node is not None and (mention[0] is NameKind.PLACE or bool(node.id or node.sort))
            meant = (
                Meant(node, said.score, said.reason, said.around, said.shown or printed)
                if settled and node
                else None
            )
            full = tuple(self._in_full(said, node, printed)) if mention[0] is NameKind.BODY and node else ()
            self._known[key] = _Mentioned(said, node, meant, full)
        return self._known[key]

    def _said(self, mention: Mention, printed: str) -> Wording:
        kind, _, given = mention
        if given is None:
            return wording(printed, kind, self._lexicon)
        return Wording(given if kind is NameKind.PLACE else body_of(given, self._lexicon), reason=GIVEN)

    def _in_full(self, said: Wording, node: Node, printed: str) -> Iterator[_Full]:
        told = (self._table.name(node.id) if node.id else said.shown) or printed
        if said.person:
            yield _Full(node, told, said.person, frozenset(), is_person=True, speaks=True)
        for words in sorted({printed, told}):
            nouns = frozenset(lemma(token) for token in tokens_of(words))
            person = nouns.isdisjoint(self._vocabulary.common)
            yield _Full(node, told, folded(words) if node.id else node.words, nouns, is_person=person)


def _told_by_report(
    report: str, mention: Mention, printed: str, mentioned: _Mentioned, full: Sequence[_Full]
) -> Meant:
    """What a name means that may be short for another of its report, or names nobody."""
    kind, words, _ = mention
    said, node = mentioned.said, mentioned.node
    if kind is NameKind.BODY:
        longer = _fullest([one for one in full if one.node != node and one.is_told_by(said)])
        if longer is not None:
            return Meant(longer.node, SHORT, f"in its report short for {longer.told}")
    if node is None:
        node = Node(kind, alone=f"{report}\n{' '.join(said.short) or words}")
    return Meant(node, said.score, said.reason, said.around, said.shown or printed)


def _fullest(found: Sequence[_Full]) -> _Full | None:
    """The one full name among these; None where they are of two."""
    if not found:
        return None
    best = max(found, key=lambda one: (one.speaks, bool(one.node.id), len(one.words), one.told, one.node))
    others = [one for one in found if one.node != best.node]
    return best if all(one.is_person and _is_part(one.words, best.words) for one in others) else None


def _is_part(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """A surname, or a first name, for the full name: "Rahim" for "Ali Jabbar Rahim"."""
    return any(resemblance(short, part) is not None for part in (full[-len(short) :], full[: len(short)]))
