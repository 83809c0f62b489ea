"""Which reports copy one another, and where two copies word a quotation differently.

Whether one report is a copy of another is asked of their two signatures alone, so that it never changes with
what else is in the ledger. A false family hides a voice, a missed one invents one. Two papers that quote one
statement copy nobody; so both ways of being a copy ask for words that aren't quoted:

- a near copy has most of its words in common with the other; of a text that is cut short, the beginnings must
  be alike, since a digest of five stories is a copy of none of the five;
- a rewording, within a few days and about as long, has some of its words in common and most of the rare
  things that the one with fewer tells: figures, names, quotations, of two kinds at least.

Neither is one where the later brings new figures and only the frame is the same, as in a body's daily notes.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from operator import eq
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from habeas.model import Matter, Ruling, Signature
from habeas.reckoned import Family
from habeas.reckoning.decided import rulings_in_force
from habeas.reckoning.forest import Forest

BAND: Final = (
    3  # hashes; two texts with a third of their shingles in common share one of 42 bands in 4 of 5 cases
)
SKETCH: Final = 8  # rare things of which keys are made: all that a news report has

# Of the shingles of the shorter and of the longer text, what a near copy shares. More than half of the
# longer: a text can be mostly one other text, never mostly two.
SHORTER: Final = 0.55
LONGER: Final = 0.5
LEAD: Final = 0.5
# A text of a sentence or two is a copy only as good as word for word.
FEW_SHINGLES: Final = 30
FEW_SHARED: Final = 0.85

DAYS: Final = 3
WORDING: Final = 0.2  # independent reports of one event reach 0.11, most stay under 0.06
LENGTHS: Final = 1.8  # of a longer text, the rest may be another story
RARE_THINGS: Final = 3
RARE_SHARE: Final = 0.6
SAME_COUNTS: Final = 0.5

# A report's likeness is told with so many of its family's first; with another only where it is like none.
EXPLAINED: Final = 20

# Quotations this near, by letters and by words, are one quotation in two wordings.
QUOTE_LETTERS: Final = 60.0
QUOTE_WORDS: Final = 0.4


@dataclass(frozen=True, slots=True, order=True)
class Shared:
    """How much two reports share, 0 to 1, and the words that say it."""

    share: float
    why: str


def keys(signature: Signature) -> frozenset[str]:
    """What two reports must share, directly or through others, to be of one family.

    Bands of the MinHashes, and pairs of rare things of two kinds; none for a report without a MinHash, which
    copies nobody.
    """
    if not signature.minhash:
        return frozenset()
    made = {f"t{key}" for key in _bands(signature.minhash)}
    made |= {f"l{key}" for key in _bands(signature.lead)}
    things = sorted(_things(signature), key=lambda thing: _hash("\n".join(thing)))[:SKETCH]
    for one, other in combinations(sorted(things), 2):
        if one[0] != other[0]:
            made.add("r" + _hash("\n".join((*one, *other))))
    return frozenset(made)


def families(signatures: Iterable[Signature], rulings: Iterable[Ruling] = ()) -> list[Family]:
    """Every report in exactly one family, most of them alone in theirs; in order of the families' ids.

    Rulings on pairs come first: two reports ruled apart are never in one family, even where both copy a
    third, which then stays with the one that it is more like. A ruling on a report that isn't here is left.
    """
    found = {signature.report: signature for signature in signatures}
    ruled = _ruled(rulings, found)
    forest = Forest(found)
    for (one, other), ruling in ruled.items():
        if ruling.together:
            forest.join(one, other)
    _join_alike(found, ruled, forest)
    groups = [part for group in forest.groups() for part in _parted(group, found, ruled)]
    return sorted((_family(group, found, ruled) for group in groups), key=lambda family: family.id)


def family_of(found: Iterable[Family]) -> dict[str, str]:
    """The id of each report's family, by the report's id."""
    return {report: family.id for family in found for report in family.reports}


def shared(one: Signature, other: Signature) -> Shared | None:
    """How two reports are copies, None where they aren't; the same whichever comes first."""
    if _is_follow_up(one, other):
        return None
    shorter, longer = _shared_words(one, other)
    if shorter < WORDING:
        return None
    if _is_near_copy(one, other, shorter, longer):
        return Shared(shorter, f"{shorter:.2f} of its words")
    rare = _shared_things(one, other)
    if rare is not None and _is_as_long(one, other) and _within_days(one, other):
        return Shared(min(shorter, SHORTER), rare)
    return None


# --- what two reports share ---


def _is_near_copy(one: Signature, other: Signature, shorter: float, longer: float) -> bool:
    if min(one.shingles, other.shingles) < FEW_SHINGLES:
        return longer >= FEW_SHARED
    if shorter < SHORTER:
        return False
    return longer > LONGER or _jaccard(one.lead, other.lead) >= LEAD


def _is_as_long(one: Signature, other: Signature) -> bool:
    return max(one.shingles, other.shingles) <= LENGTHS * min(one.shingles, other.shingles)


def _shared_words(one: Signature, other: Signature) -> tuple[float, float]:
    """The shares of the shorter's and of the longer's shingles that the other has too, as MinHashes tell."""
    if not one.minhash or not other.minhash:
        return 0.0, 0.0
    alike = _jaccard(one.minhash, other.minhash)
    both = alike * (one.shingles + other.shingles) / (1 + alike)
    least, most = sorted((one.shingles, other.shingles))
    return min(1.0, both / least), min(1.0, both / most)


def _jaccard(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    return sum(map(eq, one, other)) / len(one) if one and len(one) == len(other) else 0.0


def _shared_things(one: Signature, other: Signature) -> str | None:
    """The rare things that both tell, in words, where they are enough for a rewording."""
    kinds = (
        ("figures", one.figures & other.figures),
        ("names", one.names & other.names),
        ("quotations", one.quotes & other.quotes),
    )
    number = sum(len(things) for _, things in kinds)
    fewest = min(len(_things(one)), len(_things(other)))
    if number < RARE_THINGS or number < RARE_SHARE * fewest or sum(bool(things) for _, things in kinds) < 2:
        return None
    told = [f"the {kind} {_listed(things)}" for kind, things in kinds if things]
    return " and ".join(told)


def _listed(things: frozenset[str]) -> str:
    return ", ".join(f"“{thing}”" for thing in sorted(things))


def _things(signature: Signature) -> list[tuple[str, str]]:
    """The rare things of a report, each with its kind."""
    return [
        *(("figure", figure) for figure in signature.figures),
        *(("name", name) for name in signature.names),
        *(("quote", quote) for quote in signature.quotes),
    ]


def _within_days(one: Signature, other: Signature) -> bool:
    if one.published is None or other.published is None:
        return True
    return abs((one.published - other.published).days) <= DAYS


def _is_follow_up(one: Signature, other: Signature) -> bool:
    """True where the same frame is filled with new figures."""
    told, retold = one.counts | one.figures, other.counts | other.figures
    if one.outlet is not None and one.outlet == other.outlet:
        if one.published is None or other.published is None or one.published == other.published:
            return not (told <= retold or retold <= told)
        return not (retold <= told if one.published < other.published else told <= retold)
    if not told or not retold:
        return False
    named = one.outlet is not None and other.outlet is not None
    if named and _within_days(one, other):
        return False
    return len(told & retold) < SAME_COUNTS * min(len(told), len(retold))


# --- keys ---


def _bands(minhash: tuple[int, ...]) -> Iterator[str]:
    for start in range(0, len(minhash), BAND):
        yield _hash(f"{start}:{minhash[start : start + BAND]}")


def _hash(words: str) -> str:
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


# --- families ---

Ruled = Mapping[tuple[str, str], Ruling]
Rows = npt.NDArray[np.int64]


def _ruled(rulings: Iterable[Ruling], found: Mapping[str, Signature]) -> dict[tuple[str, str], Ruling]:
    """What was last ruled on each pair of these reports."""
    return {
        (ruling.one, ruling.other): ruling
        for ruling in rulings_in_force(rulings)
        if ruling.matter is Matter.FAMILY and ruling.one in found and ruling.other in found
    }


def _join_alike(found: Mapping[str, Signature], ruled: Ruled, forest: Forest) -> None:
    """Join all that are alike; neither a thousand copies nor a thousand like footers cost a million looks."""
    order = [one for _, one in sorted(found.items()) if one.minhash]
    if not order:
        return
    wordings, sets = _Wordings(order), np.arange(len(order))
    shelves: dict[str, array[int]] = defaultdict(lambda: array("q"))

    def join(row: int, others: Rows) -> None:
        for other in wordings.near(row, others).tolist():
            if sets[other] != sets[row] and _are_alike(order[row], order[other], ruled):
                forest.join(order[row].report, order[other].report)
                sets[sets == sets[row]] = sets[other]

    for row, one in enumerate(order):
        mine = [shelves[key] for key in keys(one)]
        if any(mine):
            others = _on_shelves(mine, row)
            # One of each set first: where it is alike, the others needn't be looked at.
            join(row, others[np.unique(sets[others], return_index=True)[1]])
            join(row, others[sets[others] != sets[row]])
        for shelf in mine:
            shelf.append(row)


def _on_shelves(shelves: Iterable[array[int]], rows: int) -> Rows:
    """All rows that stand on these shelves, each once, in order."""
    there = np.zeros(rows, dtype=np.bool_)
    for shelf in filter(len, shelves):
        there[shelf] = True
    return np.flatnonzero(there)


class _Wordings:
    """The MinHashes of many reports, in rows, for comparing one with many at once."""

    def __init__(self, order: Sequence[Signature]) -> None:
        self._hashes = np.array([one.minhash for one in order], dtype=np.uint32)
        self._shingles = np.array([one.shingles for one in order], dtype=np.float64)
        self._telling = np.array([len(_things(one)) >= RARE_THINGS for one in order], dtype=np.bool_)

    def near(self, row: int, others: Rows) -> Rows:
        """Those of the others that have enough of their words in common to be worth a closer look."""
        alike = (self._hashes[others] == self._hashes[row]).mean(axis=1)
        one, many = self._shingles[row], self._shingles[others]
        # As in `_shared_words`, a little less, so that rounding keeps nothing out.
        least = np.where(self._telling[others] & self._telling[row], WORDING, SHORTER) - 1e-6
        near: Rows = others[alike * (many + one) / (1 + alike) >= least * np.minimum(many, one)]
        return near


def _buckets(signatures: Iterable[Signature]) -> list[list[Signature]]:
    """The reports that share a key; reports that share several are together once."""
    sharing: dict[str, list[str]] = defaultdict(list)
    found = {signature.report: signature for signature in signatures}
    for report in sorted(found):
        for key in keys(found[report]):
            sharing[key].append(report)
    distinct = {tuple(reports) for reports in sharing.values() if len(reports) > 1}
    return [[found[report] for report in reports] for reports in sorted(distinct)]


def _are_alike(one: Signature, other: Signature, ruled: Ruled) -> bool:
    ruling = ruled.get(_pair(one, other))
    return shared(one, other) is not None if ruling is None else ruling.together


def _pair(one: Signature, other: Signature) -> tuple[str, str]:
    return (one.report, other.report) if one.report < other.report else (other.report, one.report)


def _parted(reports: Sequence[str], found: Mapping[str, Signature], ruled: Ruled) -> list[list[str]]:
    """One family, or several where two of its reports are ruled apart."""
    here = set(reports)
    apart = [pair for pair, ruling in ruled.items() if not ruling.together and here.issuperset(pair)]
    if not apart:
        return [list(reports)]
    forest = Forest(reports)
    for one, other in _strongest_first([found[report] for report in reports], ruled):
        ends = {forest.root(one), forest.root(other)}
        if not any({forest.root(left), forest.root(right)} == ends for left, right in apart):
            forest.join(one, other)
    return forest.groups()


def _strongest_first(signatures: Sequence[Signature], ruled: Ruled) -> list[tuple[str, str]]:
    """The pairs that belong together: first those ruled so, then by how alike they are."""
    pairs = {pair: 2.0 for pair, ruling in ruled.items() if ruling.together}
    for bucket in _buckets(signatures):
        for one, other in combinations(bucket, 2):
            pair = _pair(one, other)
            if pair not in ruled and pair not in pairs and (alike := shared(one, other)) is not None:
                pairs[pair] = alike.share
    here = {signature.report for signature in signatures}
    return sorted((pair for pair in pairs if here.issuperset(pair)), key=lambda pair: (-pairs[pair], pair))


def _family(reports: Iterable[str], found: Mapping[str, Signature], ruled: Ruled) -> Family:
    members = sorted((found[report] for report in reports), key=_order)
    first = members[0].report
    return Family(
        id="f_" + hashlib.sha256(first.encode()).hexdigest()[:20],
        reports=tuple(member.report for member in members),
        why=tuple(_why(member, members, ruled) for member in members[1:]),
        reworded=tuple(_reworded(members)),
    )


def _order(signature: Signature) -> tuple[bool, date, str]:
    """The earliest first, undated last."""
    return signature.published is None, signature.published or date.max, signature.report


# --- why ---


def _why(member: Signature, members: Sequence[Signature], ruled: Ruled) -> str:
    """What a report shares with which other of its family; the most, with the earliest."""
    near = [told for other in members[:EXPLAINED] if (told := _told(member, other, ruled)) is not None]
    if not near:
        near = [told for other in members[EXPLAINED:] if (told := _told(member, other, ruled)) is not None]
    _, words = max(near, key=lambda told: told[0])  # the first of equals
    return f"{_shown(member)}: {words}"


def _told(member: Signature, other: Signature, ruled: Ruled) -> tuple[float, str] | None:
    if member.report == other.report:
        return None
    ruling = ruled.get(_pair(member, other))
    if ruling is not None and ruling.together:
        return 2.0, f"one with {_shown(other)}, as {ruling.by} ruled: {ruling.why}"
    alike = shared(member, other) if ruling is None else None
    return None if alike is None else (alike.share, f"{alike.why} as in {_shown(other)}")


def _shown(signature: Signature) -> str:
    return signature.name or signature.report[:12]


# --- quotations ---


def _reworded(members: Sequence[Signature]) -> list[tuple[str, str]]:
    """Quotations that are nearly one and stand in different reports, each pair once, in order.

    Two that one report has both are two quotations; one that only stops earlier is the same, cut short.
    """
    beside: dict[str, set[str]] = defaultdict(set)
    for quotes in {member.quotes for member in members}:
        for quote in quotes:
            beside[quote] |= quotes
    return [
        (one, other)
        for one, other in combinations(sorted(beside), 2)
        if other not in beside[one] and _are_one_quotation(one, other)
    ]


def _are_one_quotation(one: str, other: str) -> bool:
    if f" {one} " in f" {other} " or f" {other} " in f" {one} ":
        return False
    if fuzz.ratio(one, other, score_cutoff=QUOTE_LETTERS) == 0:
        return False
    return Indel.normalized_similarity(one.split(), other.split()) >= QUOTE_WORDS
