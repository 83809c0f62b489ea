"""Figures that add up: "15 girls and 12 boys" are the 27 told of, "303 and 12, 315 in all" is one whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from habeas.model import Quantity
from habeas.reading.groups import is_further
from habeas.reading.threads import Told

LONGEST: Final = 16  # parts of one list
NEAR: Final = 1  # paragraphs back to a whole that the list goes on with
FEWEST: Final = 3  # of a whole in the sentence of its parts
FEW: Final = 5  # fewer people than this add up by chance
SEVERAL: Final = 10  # so many name their happening anywhere in a report
ABOUT: Final = 0.05  # share by which a whole that is only about right may be off
EACH: Final = ("by each", "each", "for each", "from each", "on each")

Fits = Callable[[Told, Told], bool]


def added_up(told: Sequence[Told], fits: Fits) -> Iterator[tuple[Told, Told]]:
    """Each part with its whole, by numbers alone; `fits` says whether one may be a part of another.

    The parts stand in one sentence or are the entries of one list, one after the other, exact and told of one
    kind of happening. A whole of another sentence must be of some size: small numbers add up by chance.
    """
    sentences = list(_by_sentence(told))
    index = _Index(told)
    taken: set[str] = set()
    for sentence in sentences:
        yield from _each_side(sentence, fits)
    for stretch in (*sentences, *_lists(sentences)):
        for run in _runs(stretch):
            if any(one.claim.id in taken for one in run):
                continue
            whole = index.whole_of(run, fits)
            if whole is not None and whole.claim.id not in taken:
                taken |= {one.claim.id for one in run}
                yield from ((one, whole) for one in run)


class _Index:
    """The figures of a report by their numbers, and those that are only about so many by their paragraphs."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._exactly: dict[int, list[Told]] = {}
        self._about: dict[int, list[Told]] = {}
        for one in told:
            number, quantity = _exact(one), one.claim.quantity
            if number is not None:
                self._exactly.setdefault(number, []).append(one)
            elif quantity is not None and quantity.approx:
                self._about.setdefault(one.paragraph, []).append(one)

    def whole_of(self, run: Sequence[Told], fits: Fits) -> Told | None:
        """The nearest figure that these add up to: of their own sentence, else before, else after."""
        total = sum(number for one in run if (number := _exact(one)) is not None)
        sums = [one for one in self._exactly.get(total, []) if one not in run]
        if all(one.fact.echo for one in run):  # "about 90 … It counts 56 fighters, 28 guards and five others"
            near = (one for away in (0, NEAR) for one in self._about.get(run[0].paragraph - away, []))
            sums += [one for one in near if abs(_low(one) - total) <= ABOUT * total]
        sums = [one for one in sums if total >= _least(one, run)]
        found = sorted(sums, key=lambda one: _distance(one, run))
        return next((whole for whole in found if all(fits(one, whole) for one in run)), None)


def _least(whole: Told, run: Sequence[Told]) -> int:
    """How many a whole must be not to be one by chance: the farther, the more."""
    if whole.scene is run[0].scene:
        return FEWEST
    return (
        FEW
        if 0 <= run[0].paragraph - whole.paragraph <= NEAR and _starts(whole) < _starts(run[0])
        else SEVERAL
    )


def _distance(whole: Told, run: Sequence[Told]) -> tuple[bool, bool, int]:
    """Those of the same sentence first, then those told before, then by how far away they are."""
    start = _starts(run[0])
    return whole.scene is not run[0].scene, _starts(whole) > start, abs(_starts(whole) - start)


def _starts(told: Told) -> int:
    return told.claim.anchor.start


def _low(told: Told) -> int:
    quantity = told.claim.quantity
    return (quantity.low or 0) if quantity is not None else 0


def _by_sentence(told: Sequence[Told]) -> Iterator[list[Told]]:
    """The counted claims of each sentence, in order; each figure once for each type."""
    sentence: list[Told] = []
    for one in told:
        if sentence and one.scene is not sentence[-1].scene:
            yield sentence
            sentence = []
        if one.claim.quantity is not None:
            sentence.append(one)
    if sentence:
        yield sentence


def _lists(sentences: Sequence[list[Told]]) -> Iterator[list[Told]]:
    """The entries of lists, "Syrians: 1,406" and the like: each alone in a paragraph, one below the other."""
    entries: list[Told] = []
    for sentence in sentences:
        one = sentence[0]
        if len(sentence) > 1 or not one.fact.echo or (entries and one.paragraph - entries[-1].paragraph != 1):
            if len(entries) > 1:
                yield entries
            entries = []
        if len(sentence) == 1 and one.fact.echo:
            entries.append(one)
    if len(entries) > 1:
        yield entries


def _each_side(sentence: Sequence[Told], fits: Fits) -> Iterator[tuple[Told, Told]]:
    """ "206 captives, 103 by each side": one side's half."""
    for part in sentence:
        number, quantity = _exact(part), part.claim.quantity
        text = part.claim.report.text
        behind = text[quantity.span.end :][:12].lower().strip() if quantity is not None else ""
        if number is None or not behind.startswith(EACH):
            continue
        yield from ((part, whole) for whole in sentence if _exact(whole) == 2 * number and fits(part, whole))


def _runs(sentence: Sequence[Told]) -> Iterator[list[Told]]:
    """Stretches of a sentence's figures that may be parts, the longest first."""
    for size in range(min(LONGEST, len(sentence)), 1, -1):
        for start in range(len(sentence) - size + 1):
            run = list(sentence[start : start + size])
            if all(_exact(one) is not None and not _is_beside(one) for one in run) and _are_one_list(run):
                yield run


def _are_one_list(run: Sequence[Told]) -> bool:
    return all(
        one.claim.type is other.claim.type
        and one.claim.modality is other.claim.modality
        and (one.claim.period is None or other.claim.period is None or one.claim.period == other.claim.period)
        for one, other in pairwise(run)
    )


def _exact(told: Told) -> int | None:
    """The number, where the words give just one."""
    quantity: Quantity | None = told.claim.quantity
    if quantity is None or quantity.approx or quantity.low != quantity.high:
        return None
    return quantity.low


def _is_beside(told: Told) -> bool:
    """ "A further 20", "seven more": people beside those told of."""
    people = told.fact.people
    return people is not None and is_further(told.scene, people)
