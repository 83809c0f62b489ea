"""How well the reader knows who is credited with what, on news in which every attribution is annotated.

    python benchmarks/attribution.py FOLDER [odd|even]

FOLDER holds `text/*.txt` and `attributions/*.ann` as PolNeAR has them. Only attributions that name a source
count. `odd` and `even` take every other file, so that one half can be read and the other kept for measuring.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from habeas.lexicon import load_lexicon
from habeas.model import Report
from habeas.reading.names import NameFinder
from habeas.reading.sentences import Sentence, paragraphs, parse, plain
from habeas.reading.speakers import Credit, SpeakerFinder

Offsets = frozenset[int]


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
    """The read_off that the reader finds, each with its sentence."""
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


def measure(files: list[Path], show: bool = False) -> dict[str, float]:
    """Precision and recall over these texts."""
    lexicon = load_lexicon()
    finder, names = SpeakerFinder.of(lexicon), NameFinder(lexicon)
    right = found = met = wanted = 0
    for path in files:
        # The file's name ends in its annotator's; the first stands where several annotated one text.
        gold = annotated(min((path.parent.parent / "attributions").glob(f"{path.stem}_*.ann")))
        read_off = list(read(path, finder, names))
        hits = [any(credit.agrees(one) for one in gold) for credit, _ in read_off]
        reached = [any(one.agrees(credit) for credit, _ in read_off) for one in gold]
        right, found = right + sum(hits), found + len(read_off)
        met, wanted = met + sum(reached), wanted + len(gold)
        if show:
            _show(path, gold, read_off, hits, reached)
    return {"precision": right / found, "recall": met / wanted, "found": found, "wanted": wanted}


def _show(path, gold, read_off, hits, reached):  # type: ignore[no-untyped-def]
    text = path.read_text(encoding="utf-8")

    def words(at: Offsets) -> str:
        return text[min(at) : max(at) + 1].replace("\n", " ") if at else ""

    for (credit, sentence), hit in zip(read_off, hits, strict=True):
        if not hit:
            print("WRONG |", words(credit.source), "|", words(credit.cue), "|", sentence.tokens.text[:300])
    for one, met in zip(gold, reached, strict=True):
        if not met:
            print("MISSED |", words(one.source)[:80], "|", words(one.cue), "|", words(one.content)[:200])


if __name__ == "__main__":
    texts = sorted((Path(sys.argv[1]) / "text").glob("*.txt"))
    half = sys.argv[2] if len(sys.argv) > 2 else ""
    chosen = texts[{"odd": 0, "even": 1}.get(half, 0) :: 2 if half else 1]
    for name, value in measure(chosen, show="-v" in sys.argv).items():
        print(f"{name:<10} {value:.3f}" if isinstance(value, float) else f"{name:<10} {value}")
