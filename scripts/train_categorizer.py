"""Train the linear models of the categorizer, and write their weights: src/habeas/reading/learned.json.

    python scripts/train_categorizer.py [--marked FILE…] [--gold FOLDER[:TEXTS]…] [--out FILE]

Without options it learns from `tests/training/*.txt`, whose form the README there describes. Annotated
reports (`--gold`, as `habeas score` reads them) may be added. Needs `pip install --group train`; what it
writes needs nothing. The same input gives the same weights. Takes two minutes.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from material import UNSURE, Marked, annotated_reports, counted, files, gather, known_files, material
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from habeas.reading.topic import topic_features
from habeas.reading.weights import NOTHING, WEIGHTS, digest_of

STRENGTH: Final = 0.25  # of the fit to the material, against plain weights (C of the regression)
SMALL: Final = 0.02  # weights below it are left out
TOPIC_STRENGTH: Final = 0.1
RARE: Final = 2  # a feature that is seen less often is left out
Labelled = tuple[Sequence[str], str]  # features and label


def topics(reports: Iterable[Marked]) -> list[Labelled]:
    """Each report with whether it tells anything of people held."""
    found: list[Labelled] = []
    for marked in reports:
        kinds = set(marked.figures.values()) | set(marked.words.values())
        claims = bool(marked.gold.claims) if marked.gold is not None else bool(kinds - {NOTHING, UNSURE})
        found.append((topic_features(marked.report.text), "custody" if claims else NOTHING))
    return found


def fit(
    examples: Sequence[Labelled], strength: float = STRENGTH, *, balanced: bool = False
) -> dict[str, Any]:
    """The regression's labels, biases and weights."""
    seen = Counter(feature for features, _ in examples for feature in set(features))
    rows = [{one: 1.0 for one in features if seen[one] >= RARE} for features, _ in examples]
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(rows)
    weight = "balanced" if balanced else None
    regression = LogisticRegression(C=strength, class_weight=weight, max_iter=2000)
    regression.fit(matrix, [label for _, label in examples])
    labels = [str(label) for label in regression.classes_]
    told = labels if len(labels) > 2 else labels[1:]  # of two, the weights are those of the second
    weights: dict[str, dict[str, float]] = {}
    for column, name in enumerate(vectors.get_feature_names_out()):
        row = {
            label: round(float(weight), 3)
            for label, weight in zip(told, regression.coef_[:, column], strict=True)
            if abs(weight) >= SMALL
        }
        if row:
            weights[str(name)] = row
    bias = dict.fromkeys(labels, 0.0) | {
        label: round(float(one), 3) for label, one in zip(told, regression.intercept_, strict=True)
    }
    return {"labels": labels, "bias": bias, "weights": dict(sorted(weights.items()))}


def main() -> None:
    """Read the material, fit both models, write them, and say what was learned from."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--marked", nargs="*", type=Path, default=None)
    options.add_argument("--gold", nargs="*", default=[])
    options.add_argument("--out", type=Path, default=WEIGHTS)
    given = options.parse_args()
    paths = files() if given.marked is None else given.marked
    reports = material(paths) + [one for folder in given.gold for one in annotated_reports(folder)]
    kept: dict[str, Any] = {}
    for name, examples in gather(reports).items():
        counted(name, examples)
        sure = [(example.features, example.label) for example in examples if example.label != UNSURE]
        kept[name] = fit(sure)
    kept["topic"] = fit(topics(reports), TOPIC_STRENGTH, balanced=True)
    kept["material"] = digest_of(known_files() if given.marked is None else paths)
    given.out.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n", "utf8")


if __name__ == "__main__":
    main()
