"""How well the reader knows who is credited with what, on news in which every attribution is annotated.

    python benchmarks/attribution.py FOLDER [--only odd|even] [--json] [-v]

FOLDER holds `text/*.txt` and `attributions/*.ann` as PolNeAR has them. Only attributions that name a source
count. `odd` and `even` are every other file, so that one half can be read and the other kept for measuring;
without `--only` both halves and the whole are printed. `-v` lists what is wrong and what is missed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from habeas.lexicon import load_lexicon
from habeas.model import Report
from habeas.reading.names import NameFinder
from habeas.reading.sentences import Sentence, paragraphs, parse, plain
from habeas.reading.speakers import Credit, SpeakerFinder

Offsets = frozenset[int]
HALVES: Final = ("odd", "even")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where the source, the cue and the content of one attribution stand."""

    source: Offsets
    cue: Offsets
    content: Offsets

    def agrees(self, other: Attribution) -> bool:
        """True where both credit the same source with words in common, or by the same cue."""
        met = self.cue & other.cue or self.content & other.content
        return bool(met and self.source & other.source)


def annotated(path: Path) -> list[Attribution]:
    """The attributions of a stand-off file that name a source."""
    spans: dict[str, Offsets] = {}
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        key, _, rest = line.partition("\t")
        if key.startswith("T"):
            places = rest.split("\t")[0].split(" ", 1)[1]
            bounds = [place.split() for place in places.split(";")]
            spans[key] = frozenset(at for first, last in bounds for at in range(int(first), int(last)))
        elif key.startswith("E"):
            roles: dict[str, Offsets] = {}
            for part in rest.split():
                role, _, target = part.partition(":")
                role = role.rstrip("0123456789")
                roles[role] = roles.get(role, frozenset()) | spans.get(target, frozenset())
            if "Source" in roles:
                empty: Offsets = frozenset()
                found.append(
                    Attribution(roles["Source"], roles.get("Cue", empty), roles.get("Content", empty))
                )
    return found


def read(path: Path, finder: SpeakerFinder, names: NameFinder) -> Iterator[tuple[Attribution, Sentence]]:
    """The attributions that the reader finds, each with its sentence."""
    report = Report("0" * 64, path.name, path.read_text(encoding="utf-8"))
    mentions = list(names.find(plain(report.text)))
    for sentence in parse(report, list(paragraphs(report))):
        bounds = sentence.trimmed()
        inside = [one for one in mentions if bounds.start <= one.start < bounds.end]
        for credit in finder.find(sentence, inside):
            yield _credited(sentence, credit), sentence


def _credited(sentence: Sentence, credit: Credit) -> Attribution:
    tokens = {token.i: token for token in sentence.tokens}
    content = (tokens[i] for i in credit.covers if i in tokens and i != credit.cue.i)
    return Attribution(
        _at(sentence, credit.who),
        _at(sentence, credit.cue),
        frozenset(at for token in content for at in _at(sentence, token)),
    )


def _at(sentence: Sentence, token: object) -> Offsets:
    return frozenset(range(sentence.start(token), sentence.end(token)))  # type: ignore[arg-type]


@dataclass(slots=True)
class Agreement:
    """Over some texts: attributions read, those of them that are right, annotated ones, and those reached."""

    texts: int = 0
    found: int = 0
    right: int = 0
    wanted: int = 0
    reached: int = 0

    def add(self, read_off: list[Attribution], gold: list[Attribution]) -> None:
        """One text's attributions."""
        self.texts += 1
        self.found += len(read_off)
        self.right += sum(any(credit.agrees(one) for one in gold) for credit in read_off)
        self.wanted += len(gold)
        self.reached += sum(any(one.agrees(credit) for credit in read_off) for one in gold)

    def rates(self) -> dict[str, float | int]:
        """Precision, recall and their harmonic mean, and what they are reckoned from."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.reached / self.wanted if self.wanted else 0.0
        mean = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "texts": self.texts,
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(mean, 3),
            "found": self.found,
            "wanted": self.wanted,
        }

    def with_other(self, other: Agreement) -> Agreement:
        """Both together."""
        return Agreement(
            self.texts + other.texts,
            self.found + other.found,
            self.right + other.right,
            self.wanted + other.wanted,
            self.reached + other.reached,
        )


@dataclass(slots=True)
class Measure:
    """Reads texts and holds what is read against their annotations."""

    show: bool = False
    _finder: SpeakerFinder = field(init=False)
    _names: NameFinder = field(init=False)

    def __post_init__(self) -> None:
        lexicon = load_lexicon()
        self._finder, self._names = SpeakerFinder.of(lexicon), NameFinder(lexicon)

    def of(self, files: Iterable[Path]) -> Agreement:
        """The agreement over these texts."""
        total = Agreement()
        for path in files:
            # The file's name ends in its annotator's; the first stands where several annotated one text.
            gold = annotated(min((path.parent.parent / "attributions").glob(f"{path.stem}_*.ann")))
            read_off = list(read(path, self._finder, self._names))
            total.add([credit for credit, _ in read_off], gold)
            if self.show:
                _show(path, gold, read_off)
        return total


def _show(path: Path, gold: list[Attribution], read_off: list[tuple[Attribution, Sentence]]) -> None:
    text = path.read_text(encoding="utf-8")

    def words(at: Offsets) -> str:
        return text[min(at) : max(at) + 1].replace("\n", " ") if at else ""

    for credit, sentence in read_off:
        if not any(credit.agrees(one) for one in gold):
            print("WRONG |", words(credit.source), "|", words(credit.cue), "|", sentence.tokens.text[:300])
    for one in gold:
        if not any(one.agrees(credit) for credit, _ in read_off):
            print("MISSED |", words(one.source)[:80], "|", words(one.cue), "|", words(one.content)[:200])


def measure(folder: Path, halves: Iterable[str], show: bool = False) -> dict[str, dict[str, float | int]]:
    """The rates of each half, and of the whole where both are asked for."""
    texts, measured = sorted((folder / "text").glob("*.txt")), Measure(show)
    totals = {half: measured.of(texts[HALVES.index(half) :: 2]) for half in halves}
    if len(totals) == len(HALVES):
        odd, even = totals.values()
        totals["whole"] = odd.with_other(even)
    return {part: total.rates() for part, total in totals.items()}


def main() -> None:
    """Print the rates."""
    asked = argparse.ArgumentParser(description="How well speakers are credited (PolNeAR).")
    asked.add_argument("folder", type=Path, metavar="FOLDER")
    asked.add_argument("--only", choices=HALVES)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("-v", dest="show", action="store_true")
    options = asked.parse_args()
    rates = measure(options.folder, [options.only] if options.only else HALVES, options.show)
    if options.json:
        print(json.dumps(rates))
        return
    for part, row in rates.items():
        print(part, *(f"{name} {value}" for name, value in row.items()), sep="   ")


if __name__ == "__main__":
    main()
