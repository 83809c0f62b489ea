"""Measure each rule on annotated reports, and write what it reached: src/habeas/reading/precision.json.

    python scripts/rule_precision.py GOLD TEXTS [--out FILE]

GOLD is a folder of annotations, TEXTS one of their texts (`make precision` takes tests/corpus). Claims get
their `precision` from the file, so run it again whenever a rule, a word or an annotation has changed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from habeas.lexicon import load_lexicon
from habeas.pipeline import read_file
from habeas.reading.precision import MEASURED
from habeas.scoring import by_rule, load_gold


def measured(gold: Path, texts: Path) -> dict[str, dict[str, int]]:
    """What each rule reaches with the package's lexicon, by rule."""
    lexicon, annotated = load_lexicon(), load_gold(gold)
    return by_rule((one, read_file(texts / one.document, lexicon)) for one in annotated)


def as_written(found: dict[str, dict[str, int]]) -> str:
    """The file's content: a rule a line."""
    lines = (f"  {json.dumps(rule)}: {json.dumps(counted)}" for rule, counted in found.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> None:
    """Write the file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("gold", type=Path)
    options.add_argument("texts", type=Path)
    options.add_argument("--out", type=Path, default=MEASURED)
    asked = options.parse_args()
    asked.out.write_text(as_written(measured(asked.gold, asked.texts)), "utf-8")


if __name__ == "__main__":
    main()
