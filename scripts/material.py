"""What the trained models learn from: marked reports, and what the reader sees of their figures and words.

The form of `tests/training` is told in its README. Annotated reports, as `habeas score` reads them, may be
added.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from habeas.lexicon import load_lexicon
from habeas.model import Report
from habeas.reading import reader_name
from habeas.reading.assembly import Assembler
from habeas.reading.encoder import Anchor
from habeas.reading.facts import Context, stance_of
from habeas.reading.features import counts_people, figure_features, word_features
from habeas.reading.gate import Gate
from habeas.reading.learned import candidates, figure_anchor, word_anchor
from habeas.reading.rules import figure_facts
from habeas.reading.scene import SceneReader, Story
from habeas.reading.weights import NOTHING
from habeas.scoring.gold import GoldReport, load_gold

TRAINING: Final = Path(__file__).parents[1] / "tests" / "training"
MARK: Final = re.compile(r"\{(?P<unsure>\?)?(?P<kind>[a-z+-]+)\|(?P<words>[^{}|]+)\}|\{!(?P<event>[a-z]+)\}")
UNSURE: Final = "?"
Slots = dict[str, str]


@dataclass(slots=True)
class Marked:
    """One report with what its annotators say of figures (by their span) and of words (by their end).

    `slots` says what they fill a claim's slots with, by the start of its figure or the end of its word.
    """

    report: Report
    figures: dict[tuple[int, int], str] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    slots: dict[int, Slots] = field(default_factory=dict)
    gold: GoldReport | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A figure or a word that may tell something: where it stands, its features, its label and slots."""

    marked: Marked
    anchor: Anchor
    features: list[str]
    label: str
    slots: Slots | None


def report_of(text: str, name: str, published: date | None) -> Report:
    """The text as a report."""
    return Report(hashlib.sha256(text.encode()).hexdigest(), name, text, published=published)


def material(paths: Iterable[Path]) -> list[Marked]:
    """The marked reports of these files, with the slots that a file of the same name in `slots` gives."""
    return [one for path in paths for one in marked_reports(path)]


def files() -> list[Path]:
    """The files that belong to the repository."""
    return sorted(TRAINING.glob("*.txt"))


def known_files() -> list[Path]:
    """All files that the models learn from, slots among them."""
    return sorted(TRAINING.glob("**/*.txt"))


def marked_reports(path: Path) -> Iterator[Marked]:
    """The reports of a file of marked text."""
    beside = path.parent / "slots" / path.name
    filled = slots_of(beside) if beside.is_file() else {}
    for number, part in enumerate(re.split(r"^=== *", path.read_text("utf8"), flags=re.M)[1:]):
        day, _, body = part.partition("\n")
        name = f"{path.stem}-{number}"
        yield _unmarked(body.strip() + "\n", name, date.fromisoformat(day.split()[0]), filled.get(name, {}))


def slots_of(path: Path) -> dict[str, dict[int, Slots]]:
    """By report and by the number of the mark in it: what fills its slots."""
    found: dict[str, dict[int, Slots]] = {}
    for line in path.read_text("utf8").splitlines():
        if line.startswith("==="):
            mine = found.setdefault(line[3:].strip(), {})
        elif line.strip():
            number, _, rest = line.partition(" ")
            pairs = (piece.strip().partition("=") for piece in rest.split(" | ") if piece.strip())
            mine[int(number)] = {key: value.strip() for key, _, value in pairs}
    return found


def _unmarked(body: str, name: str, published: date, slots: dict[int, Slots]) -> Marked:
    text, at, number = "", 0, 0
    figures: dict[tuple[int, int], str] = {}
    words: dict[int, str] = {}
    filled: dict[int, Slots] = {}
    for match in MARK.finditer(body):
        text += body[at : match.start()]
        at = match.end()
        told = match["event"] is not None or (match["kind"] != "-" and not match["unsure"])
        number += told
        if told and number in slots:
            filled[len(text.rstrip()) if match["event"] else len(text)] = slots[number]
        if match["event"]:
            words[len(text.rstrip())] = match["event"]
            continue
        kind = UNSURE if match["unsure"] else match["kind"].split("+")[0]
        figures[len(text), len(text) + len(match["words"])] = NOTHING if kind == "-" else kind
        text += match["words"]
    text += body[at:]
    return Marked(report_of(text, f"{name}.txt", published), figures, words, filled)


def annotated_reports(folder: str) -> Iterator[Marked]:
    """The reports of a folder of gold, with their texts beside them or in the folder after the colon."""
    gold, _, texts = folder.partition(":")
    for one in load_gold(Path(gold)):
        text = (Path(texts or gold) / one.document).read_text("utf8")
        yield Marked(report_of(text, one.document, one.published), gold=one)


def figure_label(marked: Marked, start: int, end: int, bounds: tuple[int | None, int | None]) -> str:
    """What the annotators say of the figure at these offsets."""
    if marked.gold is None:
        mark = mark_at(marked, start, end)
        return marked.figures[mark] if mark is not None else UNSURE
    for claim in marked.gold.claims:
        if claim.bounds == bounds and claim.start <= start and end <= claim.end + 1:
            return UNSURE if claim.optional else claim.types[0]
    return NOTHING


def mark_at(marked: Marked, start: int, end: int) -> tuple[int, int] | None:
    """The marked figure that overlaps these offsets."""
    return next((span for span in marked.figures if span[0] < end and start < span[1]), None)


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


def gather(reports: Iterable[Marked]) -> dict[str, list[Example]]:
    """The examples of figures and of words, as the reader sees them when no model helps it."""
    lexicon = load_lexicon()
    assembler = Assembler(lexicon, reader_name(lexicon), SceneReader(lexicon), Gate.of(lexicon), {}, None)
    found: dict[str, list[Example]] = {"figure": [], "word": []}
    for marked in reports:
        for context, _ in assembler.scenes_of(marked.report, Story(), []):
            found["figure"] += _figures(marked, context)
            found["word"] += _words(marked, context)
    return found


def _figures(marked: Marked, context: Context) -> Iterator[Example]:
    counted = list(figure_facts(context))
    beside = [fact.type for _, facts in counted for fact in facts]
    for people, facts in counted:
        figure = people.figure
        if figure is None:
            continue
        label = figure_label(marked, figure.start, figure.end, (figure.low, figure.high))
        own = [kind for kind in beside if kind not in {fact.type for fact in facts}]
        mark = mark_at(marked, figure.start, figure.end)
        slots = marked.slots.get(mark[0]) if mark is not None and label not in {NOTHING, UNSURE} else None
        features = figure_features(context, people, facts, own)
        yield Example(marked, figure_anchor(context.scene.sentence, people), features, label, slots)


def _words(marked: Marked, context: Context) -> Iterator[Example]:
    for token, label in word_labels(marked, context):
        end = context.scene.sentence.end(token)
        slots = marked.slots.get(end) if label not in {NOTHING, UNSURE} else None
        yield Example(
            marked, word_anchor(context.scene.sentence, token), word_features(context, token), label, slots
        )


def counted(name: str, examples: list[Example]) -> None:
    """Say what was learned from."""
    labels = Counter(example.label for example in examples)
    print(f"{name}: {dict(labels.most_common())}", file=sys.stderr)
