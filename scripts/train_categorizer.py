"""Train the categorizer beside the rules, and write its weights: src/habeas/reading/learned.json.

    python scripts/train_categorizer.py [--marked FILE…] [--gold FOLDER[:TEXTS]…] [--out FILE]

Without options it learns from `tests/training/*.txt`, whose form the README there describes. Annotated
reports (`--gold`, as `habeas score` reads them) may be added. Needs scikit-learn (`pip install .[train]`);
what it writes needs nothing. The same input gives the same weights. Takes two minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from habeas.lexicon import load_lexicon
from habeas.model import Report
from habeas.reading import reader_name
from habeas.reading.assembly import Assembler
from habeas.reading.facts import Context, stance_of
from habeas.reading.features import counts_people, figure_features, word_features
from habeas.reading.gate import Gate
from habeas.reading.learned import candidates
from habeas.reading.rules import figure_facts
from habeas.reading.scene import SceneReader, Story
from habeas.reading.topic import topic_features
from habeas.reading.weights import NOTHING, WEIGHTS, digest_of
from habeas.scoring.gold import GoldReport, load_gold

HOME: Final = Path(__file__).parents[1]
MARK: Final = re.compile(r"\{(?P<unsure>\?)?(?P<kind>[a-z+-]+)\|(?P<words>[^{}|]+)\}|\{!(?P<event>[a-z]+)\}")
STRENGTH: Final = 0.25  # of the fit to the material, against plain weights (C of the regression)
LEAST: Final = {
    "figure": 0.35,
    "word": 0.5,
    "topic": 0.5,
}  # how sure the model must be; chosen on the reports that are for developing
SMALL: Final = 0.02  # weights below it are left out
TOPIC_STRENGTH: Final = 0.1
RARE: Final = 2  # a feature that is seen less often is left out
UNSURE: Final = "?"


@dataclass(slots=True)
class Marked:
    """One report with what its annotators say of figures (by their span) and of words (by their end)."""

    report: Report
    figures: dict[tuple[int, int], str] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    gold: GoldReport | None = None


@dataclass(slots=True)
class Examples:
    """Features and label of each candidate."""

    features: list[list[str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def add(self, features: list[str], label: str) -> None:
        """One candidate; unsure ones are left out."""
        if label != UNSURE:
            self.features.append(features)
            self.labels.append(label)


def report_of(text: str, name: str, published: date | None) -> Report:
    """The text as a report."""
    return Report(hashlib.sha256(text.encode()).hexdigest(), name, text, published=published)


def marked_reports(path: Path) -> Iterator[Marked]:
    """The reports of a file of marked text."""
    for number, part in enumerate(re.split(r"^=== *", path.read_text("utf8"), flags=re.M)[1:]):
        day, _, body = part.partition("\n")
        yield _unmarked(body.strip() + "\n", f"{path.stem}-{number}.txt", date.fromisoformat(day.split()[0]))


def _unmarked(body: str, name: str, published: date) -> Marked:
    text, at = "", 0
    figures: dict[tuple[int, int], str] = {}
    words: dict[int, str] = {}
    for match in MARK.finditer(body):
        text += body[at : match.start()]
        at = match.end()
        if match["event"]:
            words[len(text.rstrip())] = match["event"]
            continue
        kind = UNSURE if match["unsure"] else match["kind"].split("+")[0]
        figures[len(text), len(text) + len(match["words"])] = NOTHING if kind == "-" else kind
        text += match["words"]
    text += body[at:]
    return Marked(report_of(text, name, published), figures, words)


def annotated_reports(folder: str) -> Iterator[Marked]:
    """The reports of a folder of gold, with their texts beside them or in the folder after the colon."""
    gold, _, texts = folder.partition(":")
    for one in load_gold(Path(gold)):
        text = (Path(texts or gold) / one.document).read_text("utf8")
        yield Marked(report_of(text, one.document, one.published), gold=one)


def figure_label(marked: Marked, start: int, end: int, bounds: tuple[int | None, int | None]) -> str:
    """What the annotators say of the figure at these offsets."""
    if marked.gold is None:
        return next((kind for (a, b), kind in marked.figures.items() if a < end and start < b), UNSURE)
    for claim in marked.gold.claims:
        if claim.bounds == bounds and claim.start <= start and end <= claim.end + 1:
            return UNSURE if claim.optional else claim.types[0]
    return NOTHING


def word_labels(marked: Marked, context: Context) -> Iterator[tuple[Any, str]]:
    """Each candidate word of the sentence with its label."""
    sentence = context.scene.sentence
    tokens = list(candidates(context))
    if marked.gold is None:
        bounds = sentence.trimmed()
        told = {
            kind
            for (start, _), kind in marked.figures.items()
            if bounds.start <= start < bounds.end and kind not in {NOTHING, UNSURE}
        }
        for token in tokens:
            yield token, marked.words.get(sentence.end(token)) or _untold(context, token, told)
        return
    events = [claim for claim in marked.gold.claims if claim.bounds is None]
    for token in tokens:
        at = sentence.start(token)
        over = [claim for claim in events if claim.start <= at < claim.end]
        counted = any(
            claim.bounds is not None and claim.start <= at < claim.end for claim in marked.gold.claims
        )
        if not over:
            yield token, NOTHING if not counted else UNSURE
            continue
        trigger, stance = context.scene.triggers.get(token.i), stance_of(context, token)
        told = [
            claim
            for claim in over
            if (trigger is not None and trigger.type.value in claim.types) or stance in claim.types
        ]
        heads = [
            claim for claim in over if not any(claim.start <= sentence.start(a) for a in token.ancestors)
        ]
        claim = (told or heads or [None])[0]
        yield token, UNSURE if claim is None or claim.optional else claim.types[0]


def _untold(context: Context, token: Any, told: set[str]) -> str:
    """The label of a word without a mark: unsure where its event may be marked on a figure instead."""
    trigger = context.scene.triggers.get(token.i)
    same = trigger is not None and trigger.type.value in told
    return UNSURE if told and (same or counts_people(context, token)) else NOTHING


def gather(reports: Iterable[Marked]) -> dict[str, Examples]:
    """The examples of figures and of words, as the reader sees them when no model helps it."""
    lexicon = load_lexicon()
    assembler = Assembler(lexicon, reader_name(lexicon), SceneReader(lexicon), Gate.of(lexicon), {})
    found = {"figure": Examples(), "word": Examples()}
    for marked in reports:
        for context, _ in assembler.scenes_of(marked.report, Story(), []):
            counted = list(figure_facts(context))
            beside = [fact.type for _, facts in counted for fact in facts]
            for people, facts in counted:
                figure = people.figure
                if figure is None:
                    continue
                label = figure_label(marked, figure.start, figure.end, (figure.low, figure.high))
                own = [kind for kind in beside if kind not in {fact.type for fact in facts}]
                found["figure"].add(figure_features(context, people, facts, own), label)
            for token, label in word_labels(marked, context):
                found["word"].add(word_features(context, token), label)
    return found


def topics(reports: Iterable[Marked]) -> Examples:
    """Each report with whether it tells anything of people held."""
    found = Examples()
    for marked in reports:
        kinds = set(marked.figures.values()) | set(marked.words.values())
        claims = bool(marked.gold.claims) if marked.gold is not None else bool(kinds - {NOTHING, UNSURE})
        found.add(topic_features(marked.report.text), "custody" if claims else NOTHING)
    return found


def fit(examples: Examples, strength: float = STRENGTH, *, balanced: bool = False) -> dict[str, Any]:
    """The regression's labels, biases and weights."""
    seen = Counter(feature for features in examples.features for feature in set(features))
    rows = [{one: 1.0 for one in features if seen[one] >= RARE} for features in examples.features]
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(rows)
    weight = "balanced" if balanced else None
    regression = LogisticRegression(C=strength, class_weight=weight, max_iter=2000)
    regression.fit(matrix, examples.labels)
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
    files = sorted((HOME / "tests" / "training").glob("*.txt")) if given.marked is None else given.marked
    reports = [one for path in files for one in marked_reports(path)]
    reports += [one for folder in given.gold for one in annotated_reports(folder)]
    found = gather(reports)
    kept: dict[str, Any] = {name: fit(examples) | {"least": LEAST[name]} for name, examples in found.items()}
    kept["topic"] = fit(topics(reports), TOPIC_STRENGTH, balanced=True) | {"least": LEAST["topic"]}
    kept["material"] = digest_of(files)
    given.out.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n", "utf8")
    for name, examples in found.items():
        print(
            f"{len(reports)} reports, {name}: {dict(Counter(examples.labels).most_common())}", file=sys.stderr
        )


if __name__ == "__main__":
    main()
