"""How long it takes to find copies, and whether they are found: `python benchmarks/families.py [NUMBER…]`.

Reports are made of drawn words, so that what copies what is known: each story is told by one to six papers,
as it came, with a dateline and its end cut off, reworded, or by a reporter of their own who heard the same
statement. Every second outlet puts one footer under all that it prints. Times are of one process; each line
also says how much longer it took than the line before, for so many times the reports.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from time import perf_counter

from habeas import Report
from habeas.linking.signatures import signature
from habeas.model import Signature
from habeas.reckoned import Family
from habeas.reckoning.families import families, keys

NUMBERS = (1_000, 5_000, 20_000)
FIRST = date(2019, 1, 1)
DAYS = 2800
SENTENCES = 14
SENTENCE = 16  # words
FIRST_PARTS = (
    "bar",
    "dor",
    "fen",
    "gal",
    "hev",
    "kir",
    "lom",
    "mar",
    "nes",
    "orl",
    "sev",
    "tor",
    "ves",
    "zan",
)
LAST_PARTS = ("a", "ad", "an", "ar", "ed", "el", "en", "er", "im", "in", "is", "or", "os", "u", "ul", "un")


@dataclass(frozen=True, slots=True)
class Made:
    """A report, and the story that it copies; None for a reporter's own words."""

    report: Report
    story: int | None


class Words:
    """Draws words as texts have them: few of them often, most of them seldom (Zipf)."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._all = [one + two + end for one in FIRST_PARTS for two in FIRST_PARTS for end in LAST_PARTS]
        draw.shuffle(self._all)
        self._weights = [0.0]
        for rank in range(1, len(self._all) + 1):
            self._weights.append(self._weights[-1] + 1 / rank)
        self._weights.pop(0)

    def some(self, number: int) -> list[str]:
        """So many words."""
        return self._draw.choices(self._all, cum_weights=self._weights, k=number)

    def name(self) -> str:
        """The name of a person."""
        return " ".join(word.capitalize() for word in self._draw.sample(self._all, 2))


def made_reports(number: int, *, seed: int = 1) -> list[Made]:
    """So many reports, the same ones for the same seed."""
    draw = random.Random(seed)  # noqa: S311  nothing secret is drawn
    words, made = Words(draw), []
    footers = [" ".join(words.some(30)) for _ in range(20)]
    story = 0
    while len(made) < number:
        story += 1
        day = FIRST + timedelta(days=draw.randrange(DAYS))
        for text, copies in _story(draw, words):
            outlet = draw.randrange(40)
            under = f"\n\n{footers[outlet // 2]}" if outlet % 2 else ""
            name = f"{len(made)}.txt"
            published = day + timedelta(days=draw.randrange(3))
            report = Report(f"{len(made):064x}", name, text + under, f"outlet {outlet}", published=published)
            made.append(Made(report, story if copies else None))
    return made[:number]


def _story(draw: random.Random, words: Words) -> Iterator[tuple[str, bool]]:
    """The texts of one story, and whether each is the story's or a reporter's own."""
    quote = f"“{' '.join(words.some(14))},” said {words.name()}."
    facts = [f"{draw.randrange(1001, 9999)} {' '.join(words.some(4))} {words.name()}." for _ in range(4)]
    own = [" ".join(words.some(SENTENCE)) + "." for _ in range(SENTENCES)]
    yield " ".join([*own[:6], quote, *own[6:], *facts]), True
    for _ in range(draw.choice((0, 0, 0, 1, 2, 5))):
        way = draw.randrange(4)
        if way == 0:
            yield f"({words.name()}) – " + " ".join([*own[:6], quote, *own[6:], *facts]), True
        elif way == 1:
            yield " ".join([*own[:6], quote]), True
        elif way == 2:
            yield " ".join([quote, *draw.sample(_reworded(own, draw, words), 10), *facts[:3]]), True
        else:
            heard = [" ".join(words.some(SENTENCE)) + "." for _ in range(SENTENCES)]
            yield " ".join([*heard, quote, *facts[:2]]), False


def _reworded(sentences: Sequence[str], draw: random.Random, words: Words) -> list[str]:
    """The same sentences, with every seventh word another."""
    return [
        " ".join(words.some(1)[0] if draw.random() < 1 / 7 else word for word in sentence.split())
        for sentence in sentences
    ]


def pairs_found(made: Sequence[Made], found: Sequence[Family]) -> tuple[int, int, int]:
    """Pairs of copies that are in one family, that are missed, and that are in one and copy nobody."""
    story = {one.report.id: one.story for one in made}
    sizes: dict[int, int] = {}
    for told in story.values():
        if told is not None:
            sizes[told] = sizes.get(told, 0) + 1
    right = wrong = 0
    for family in found:
        for one, other in combinations(family.reports, 2):
            same = story[one] is not None and story[one] == story[other]
            right, wrong = right + same, wrong + (not same)
    return right, sum(size * (size - 1) // 2 for size in sizes.values()) - right, wrong


def main() -> None:
    """Print a line for each number of reports."""
    numbers = [int(argument) for argument in sys.argv[1:]] or list(NUMBERS)
    before: tuple[int, float, float] | None = None
    for number in numbers:
        made = made_reports(number)
        start = perf_counter()
        signatures = [signature(one.report, []) for one in made]
        signed = perf_counter() - start
        start = perf_counter()
        found = families(signatures)
        joined = perf_counter() - start
        right, missed, wrong = pairs_found(made, found)
        one_more = _one_more(signatures, found)
        print(
            f"{number:>7} reports   signatures {signed:6.2f} s   families {joined:6.2f} s"
            f"   one more {one_more * 1000:5.1f} ms   pairs: {right} found, {missed} missed, {wrong} false"
        )
        if before is not None:
            print(
                f"{number / before[0]:>7.1f} times   {'':11}{signed / before[1]:6.1f}"
                f"{'':11}{joined / before[2]:8.1f}"
            )
        before = number, signed, joined


def _one_more(signatures: Sequence[Signature], found: Sequence[Family]) -> float:
    """Seconds to put the first report into the families of the others, its keys and theirs at hand."""
    sharing: dict[str, set[str]] = {}
    for one in signatures:
        for key in keys(one):
            sharing.setdefault(key, set()).add(one.report)
    by_id = {one.report: one for one in signatures}
    kept = {report: family for family in found for report in family.reports}
    start = perf_counter()
    near = {report for key in keys(signatures[0]) for report in sharing[key]}
    near |= {report for one in near for report in kept[one].reports}
    families([by_id[report] for report in near])
    return perf_counter() - start


if __name__ == "__main__":
    main()
