"""Measure, and write the figures into docs/accuracy.md, and those of the corpus into the README as well.

    python scripts/accuracy_page.py [--polnear DIR] [--hrdsattack DIR] [--nomenklatura DIR]

The repository's own corpus is always measured. Of the public sets, which aren't in the repository, those that
are named are; the others' figures stay as they are, with the day on which they were measured. What stands
between the pages' markers is replaced, and nothing else.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import habeas
from habeas.errors import HabeasError
from habeas.scoring.match import SLOTS

HOME: Final = Path(__file__).parents[1]
PAGE: Final = HOME / "docs" / "accuracy.md"
README: Final = HOME / "README.md"
SETS: Final = {
    "polnear": "attribution.py",
    "hrdsattack": "detention_news.py",
    "nomenklatura": "name_pairs.py",
}

Figures = Mapping[str, Any]


def filled(page: str, name: str, body: str) -> str:
    """The page with `body` between the markers of this name.

    Raises HabeasError where the page hasn't exactly one such pair.
    """
    marked = re.compile(rf"(<!-- figures: {re.escape(name)} -->\n).*?(<!-- end of figures -->)", re.S)
    page, times = marked.subn(lambda match: f"{match[1]}\n{body}\n{match[2]}", page)
    if times != 1:
        raise HabeasError(f"the page has {times} places for the figures of {name}, and needs one")
    return page


def claims_table(parts: Figures) -> str:
    """How many claims of each part are read, and how many of those are right."""
    return table(
        ("part", "reports", "annotated claims", "what", "precision", "recall", "F1"),
        (
            (part, found["documents"], found["claims"], what, *rates(found[key]))
            for part, found in parts.items()
            for what, key in (
                ("all claims", "all"),
                ("with a figure", "figures"),
                ("without a figure", "events"),
            )
        ),
    )


def corpus_tables(parts: Figures) -> str:
    """Of each part: claims, the slots of those that were found, and what was made of doubt."""
    slots = table(
        ("slot", *(f"{part}: right" for part in parts), *(f"{part}: of" for part in parts)),
        (
            (
                slot,
                *(share(found["slots"][slot]) for found in parts.values()),
                *(found["slot_n"][slot] for found in parts.values()),
            )
            for slot in SLOTS
        ),
    )
    doubt = table(
        (
            "part",
            "figures whose bounds are read, under any type",
            "missed figures kept as unread",
            "claims from reports without custody",
            "unread figures from these",
        ),
        (
            (
                part,
                share(found["figure_recall_any_type"]),
                found["missed_figures_unread"],
                found["claims_of_nothing"],
                found["unread_where_no_claims"],
            )
            for part, found in parts.items()
        ),
    )
    return "\n".join((claims_table(parts), slots, doubt))


def polnear_tables(parts: Figures) -> str:
    """Precision and recall of both halves and the whole."""
    return table(
        ("texts", "number", "annotated", "read", "precision", "recall", "F1"),
        (
            (part, found["texts"], found["wanted"], found["found"], *rates(found))
            for part, found in parts.items()
        ),
    )


def hrdsattack_tables(parts: Figures) -> str:
    """One table for each part, one row for each thing that is compared."""
    return "\n".join(
        table(
            (part, "articles", "of which annotated", "the others left alone", *RATES),
            ((name, *_hrds(name, row)) for name, row in found.items()),
        )
        for part, found in parts.items()
    )


def _hrds(name: str, row: Figures) -> tuple[object, ...]:
    """Where every article should be found, there is no precision to speak of, and no other to leave alone."""
    annotated = row["tp"] + row["fn"]
    if name.startswith("detention of"):
        return row["articles"], annotated, "–", "–", share(row["recall"]), "–"
    others = row["articles"] - annotated
    left_alone = f"{row['left_alone']} of {others}" if others else "–"
    return row["articles"], annotated, left_alone, *rates(row)


def nomenklatura_tables(sorts: Figures) -> str:
    """How many pairs of one name, and of two, fall together."""
    return table(
        ("names", "joined by", "pairs of one name", "joined", "pairs of two", "joined wrongly", *RATES),
        (
            (sort, way, row["same"], row["tp"], row["not_same"], row["fp"], *rates(row))
            for sort, ways in sorts.items()
            for way, row in ways.items()
        ),
    )


RATES: Final = ("precision", "recall", "F1")
TABLES: Final = {
    "corpus": corpus_tables,
    "polnear": polnear_tables,
    "hrdsattack": hrdsattack_tables,
    "nomenklatura": nomenklatura_tables,
}


def rates(found: Figures) -> tuple[str, str, str]:
    """Precision, recall and F1, to two places."""
    return share(found["precision"]), share(found["recall"]), share(found["f1"])


def share(value: float | None) -> str:
    """Two places, or a dash where nothing was compared."""
    return "–" if value is None else f"{value:.2f}"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    lines = [list(head), *(list(map(str, row)) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def stamped(body: str) -> str:
    """The figures under the day and the version of which they are."""
    today = datetime.now(UTC).date()
    return f"Measured on {today:%Y-%m-%d} with habeas {habeas.__version__}.\n\n{body}"


def measured(program: str, *arguments: str) -> Any:
    """What one of the measuring programs prints as JSON."""
    command = [sys.executable, str(HOME / "benchmarks" / program), *arguments, "--json"]
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, encoding="utf-8")  # noqa: S603
    return json.loads(ran.stdout)


def main() -> None:
    """Measure what is asked for, and write the page."""
    asked = argparse.ArgumentParser(description="Measure, and write the figures into docs/accuracy.md.")
    for name in SETS:
        asked.add_argument(f"--{name}", type=Path, metavar="DIR")
    folders = vars(asked.parse_args())
    found = {"corpus": measured("corpus_parts.py")}
    found |= {name: measured(SETS[name], str(folder)) for name, folder in folders.items() if folder}
    page = PAGE.read_text("utf-8")
    for name, figures in found.items():
        page = filled(page, name, stamped(TABLES[name](figures)))
    PAGE.write_text(page, "utf-8")
    short = stamped(claims_table(found["corpus"]))
    README.write_text(filled(README.read_text("utf-8"), "corpus", short), "utf-8")


if __name__ == "__main__":
    main()
