"""The linear models: weights that `scripts/train_categorizer.py` wrote, and what they make of features."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

NOTHING: Final = "nothing"  # the label of what tells nothing of people held
WEIGHTS: Final = Path(__file__).with_name("learned.json")
ENCODER: Final = Path(__file__).with_name("encoder.onnx")


@dataclass(frozen=True)
class Model:
    """Weights by feature and label: `weights[feature][label]`, `bias[label]`."""

    labels: tuple[str, ...]
    bias: dict[str, float]
    weights: dict[str, dict[str, float]] = field(repr=False)

    @cached_property
    def _table(self) -> tuple[dict[str, int], Any]:
        """The weights as rows, the bias first, and which feature's row is which."""
        import numpy as np  # noqa: PLC0415  slow to import

        rows = [self.bias, *self.weights.values()]
        table = np.array([[row.get(label, 0.0) for label in self.bias] for row in rows])
        return {feature: at for at, feature in enumerate(self.weights, 1)}, table

    def shares(self, features: Sequence[str]) -> dict[str, float]:
        """The probability of each label."""
        row_of, table = self._table
        # In one order, since sums of floats depend on it.
        rows = [0, *sorted(row_of[feature] for feature in features if feature in row_of)]
        sums = dict(zip(self.bias, table[rows].sum(axis=0).tolist(), strict=True))
        top = max(sums.values())
        powers = {label: math.exp(value - top) for label, value in sums.items()}
        whole = sum(powers.values())
        return {label: power / whole for label, power in powers.items()}

    def likeliest(self, shares: Mapping[str, float]) -> str:
        """The likeliest of the labels that tell something."""
        return max((label for label in self.labels if label != NOTHING), key=lambda label: shares[label])


@cache
def load_models(path: Path = WEIGHTS) -> dict[str, Model]:
    """The models by what they are asked of: `figure`, `word`, `topic`; none where the file isn't there."""
    if not path.is_file():
        return {}
    kept = json.loads(path.read_text("utf8"))
    return {
        name: Model(tuple(one["labels"]), one["bias"], one["weights"])
        for name, one in kept.items()
        if name != "material"
    }


def digest_of(material: Iterable[Path]) -> str:
    """A hash over the files that the models were trained on, names and bytes."""
    digest = hashlib.sha256()
    for path in sorted(material):
        digest.update(f"{path.name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return f"sha256:{digest.hexdigest()}"
