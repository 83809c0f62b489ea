"""How two spellings of one name fall together so far: against nomenklatura's labelled pairs of names.

    python benchmarks/name_pairs.py FOLDER [--json]

FOLDER holds `contrib/name_bench/cases.csv` as nomenklatura has it. Measured is what the ledger joins: names
that the lexicon knows as one, and new names that are alike but for how they are spelt. The lexicon alone, and
the comparison by which `habeas score` judges names, are measured beside it.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from habeas.lexicon import Lexicon, load_lexicon
from habeas.lexicon.names import is_printed, spellings
from habeas.lexicon.romanised import resemblance
from habeas.lexicon.wording import wording
from habeas.reading.names import NameFinder
from habeas.reckoned import NameKind
from habeas.scoring.match import same_name
from habeas.scoring.total import Count

CASES: Final = Path("contrib", "name_bench", "cases.csv")
BODIES: Final = frozenset({"Company", "LegalEntity", "Organization"})
PERSONS: Final = frozenset({"Person"})

Joins = Callable[[str, str], bool]
Table = dict[str, dict[str, dict[str, float | int]]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, what they name, and whether people say that it is the same."""

    one: str
    other: str
    sort: str
    same: bool


def pairs(rows: Iterable[Mapping[str, str]]) -> list[Pair]:
    """The labelled pairs of the file's rows."""
    return [Pair(row["name1"], row["name2"], row["schema"], row["is_match"] == "true") for row in rows]


def printed_alike(one: str, other: str) -> bool:
    """True where the names are equal but for the case of their letters: what any program joins."""
    return one.casefold() == other.casefold()


def spelt_alike(one: str, other: str) -> bool:
    """True where one of the spellings that the lexicon makes from either name is printed as the other."""
    return any(
        is_printed(form, words) for name, words in ((one, other), (other, one)) for form in spellings(name)
    )


def known_as_one(finder: NameFinder) -> Joins:
    """Whether the lexicon knows each name, as a whole, and both under one id."""

    def ids(name: str) -> set[str]:
        found = next(finder.find(name), None)
        whole = found is not None and (found.start, found.end) == (0, len(name))
        return {known.id for known in found.known} if found is not None and whole else set()

    return lambda one, other: bool(ids(one) & ids(other))


def alike(lexicon: Lexicon) -> Joins:
    """Whether the ledger takes two names for one, by the lexicon and by their spelling."""

    def joins(one: str, other: str) -> bool:
        said, told = (wording(name, NameKind.BODY, lexicon) for name in (one, other))
        if said.id is not None or told.id is not None:
            return said.id == told.id
        if not said.core or not told.core or said.sort != told.sort:
            return False
        return resemblance(said.core, told.core) is not None

    return joins


def agreement(labelled: Iterable[Pair], joins: Joins) -> Count:
    """Pairs that are one name and are joined, that are joined and aren't, and that are missed."""
    count = Count()
    for pair in labelled:
        joined = joins(pair.one, pair.other)
        count.found += joined and pair.same
        count.extra += joined and not pair.same
        count.missed += pair.same and not joined
    return count


def measure(labelled: list[Pair], finder: NameFinder, lexicon: Lexicon) -> Table:
    """By sort of name and way of joining: precision, recall, F1, and how many pairs there are."""
    known = known_as_one(finder)
    ways: dict[str, Joins] = {
        "equal but for case": printed_alike,
        "lexicon": lambda one, other: spelt_alike(one, other) or known(one, other),
        "names of the ledger": alike(lexicon),
        "comparison of habeas score": same_name,
    }
    table: Table = {}
    for sort, schemas in (("bodies", BODIES), ("persons", PERSONS)):
        chosen = [pair for pair in labelled if pair.sort in schemas]
        same = sum(pair.same for pair in chosen)
        table[sort] = {
            way: {"same": same, "not_same": len(chosen) - same, **agreement(chosen, joins).rates()}
            for way, joins in ways.items()
        }
    return table


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description="How spellings of one name fall together (nomenklatura).")
    asked.add_argument("folder", type=Path, metavar="FOLDER")
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    with (options.folder / CASES).open(encoding="utf-8", newline="") as file:
        labelled = pairs(csv.DictReader(file))
    lexicon = load_lexicon()
    table = measure(labelled, NameFinder(lexicon), lexicon)
    if options.json:
        print(json.dumps(table))
        return
    print(f"{'':36}{'same':>6}{'joined':>8}{'not same':>10}{'joined':>8}{'F1':>7}")
    for sort, ways in table.items():
        for way, row in ways.items():
            print(
                f"{sort:9}{way:27}{row['same']:>6}{row['tp']:>8}{row['not_same']:>10}{row['fp']:>8}{row['f1']:>7.2f}"
            )


if __name__ == "__main__":
    main()
