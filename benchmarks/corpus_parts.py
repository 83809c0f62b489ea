"""How well the annotated corpus is read, its two parts apart: `python benchmarks/corpus_parts.py [--json]`.

Which reports are for developing and which are kept aside stands in the table of tests/corpus/README.md. What
is measured is what `habeas score` prints, of each part by itself. Nothing is shown of any report.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from habeas.intake import Stated
from habeas.lexicon import load_lexicon
from habeas.pipeline import read_file
from habeas.scoring import GoldReport, load_gold, score

CORPUS: Final = Path(__file__).parents[1] / "tests" / "corpus"
ROW: Final = re.compile(r"^\| ((?:\d{3}(?:–\d{3})?(?:, )?)+) \| ([^|]+) \|", re.M)


def parts(page: str) -> dict[str, frozenset[int]]:
    """The numbers of the reports of each part, as the page's table has them: "001–021, 025 | develop"."""
    return {name.strip(): frozenset(_numbers(ranges)) for ranges, name in ROW.findall(page)}


def _numbers(ranges: str) -> Iterable[int]:
    for piece in ranges.split(", "):
        first, _, last = piece.partition("–")
        yield from range(int(first), int(last or first) + 1)


def of_part(gold: Iterable[GoldReport], numbers: frozenset[int]) -> list[GoldReport]:
    """The annotated reports whose file names begin with one of these numbers."""
    return [report for report in gold if int(report.document[:3]) in numbers]


def measure(corpus: Path = CORPUS) -> dict[str, dict[str, Any]]:
    """What `habeas score` prints, for each part."""
    lexicon, gold = load_lexicon(), load_gold(corpus / "gold")
    page = (corpus / "README.md").read_text("utf-8")
    table = {}
    for name, numbers in parts(page).items():
        chosen = of_part(gold, numbers)
        readings = (
            read_file(
                corpus / "reports" / report.document, lexicon, stated=Stated(published=report.published)
            )
            for report in chosen
        )
        total = score(zip(chosen, readings, strict=True))
        table[name] = {
            **total.overview(),
            "claims": len([claim for report in chosen for claim in report.claims if not claim.optional]),
            "claims_of_nothing": total.claims_of_nothing,
        }
    return table


def main() -> None:
    """Print the figures of each part."""
    asked = argparse.ArgumentParser(description="How well the annotated corpus is read, part by part.")
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    table = measure()
    if options.json:
        print(json.dumps(table))
        return
    for part, figures in table.items():
        print(f"== {part}")
        for name, value in figures.items():
            print(f"{name:24} {value}")


if __name__ == "__main__":
    main()
