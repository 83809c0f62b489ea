"""What makes reading fast changes nothing in what is read."""

from __future__ import annotations

import random
import re
from datetime import date
from hashlib import sha256
from importlib import import_module, util
from pathlib import Path

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from habeas.lexicon import Lexicon
from habeas.model import Report
from habeas.reading import read_report, sentences
from habeas.reading.dates import SCANNER
from habeas.reading.gate import Gate
from habeas.reading.names import NameFinder
from habeas.reading.scanning import Scanner
from habeas.reading.tokens import Text

TESTS = Path(__file__).parents[1]
REPORTS = sorted((TESTS / "corpus" / "reports").glob("*.txt"))
TEXTS = [path.read_text("utf8") for path in (*REPORTS, *sorted((TESTS / "cases").glob("*.yml")))]
ODD = [
    "İn May 2024, ſince Auguſt, on 3\u00a0May\u2003and last\nweek; ﬁrst THE NIGHT OF 3 MARCH",
    "amid May 2024, on ٣ ١٢ May, 2019-20, 2024-05-06, 1/2/2024, Syria weeks ago, today's",
]
# What the parser's own steps read from two tokens, or from white space.
SPOKEN = "There are 40 held. Let's go. There he is.  We're gonna leave, y'all; it ain't so. C'mon."


def mixed(text: str) -> str:
    """The same words in another order."""
    words = re.findall(r"\S+\s*", text)
    random.Random(1).shuffle(words)  # noqa: S311
    return "".join(words)


def spans(matches: object) -> list[tuple[int, int]]:
    return [match.span() for match in matches]  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", [*TEXTS, *map(mixed, TEXTS), *ODD])
def test_scanning_finds_what_the_pattern_finds(text: str, gate: Gate) -> None:
    for scanner in (SCANNER, gate.held, gate.custody, gate.telling):
        assert spans(scanner.find(text)) == spans(scanner.pattern.finditer(text))


def test_any_pattern_is_scanned_from_its_openings() -> None:
    scanner = Scanner.of(re.compile(r"(?:in\s+)?\bmay\b|\d+", re.I), ["in ", "may"], digits=True)
    assert [match.group() for match in scanner.find("In\tMay, may 12 In June")] == ["In\tMay", "may", "12"]


@pytest.mark.parametrize("text", [*TEXTS[:20], SPOKEN])
def test_tokens_are_those_of_the_whole_parser(text: str) -> None:
    name = next(name for name in sentences.MODELS if util.find_spec(name))
    nlp = import_module(name).load(exclude=["ner"])
    finisher = sentences._finisher()
    for line in filter(str.strip, text.split("\n")):
        plain, quick = nlp(line), Text(finisher.finish(finisher.nlp(line)))
        for one, other in zip(plain, quick, strict=True):
            for name in ("i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "is_space"):
                assert getattr(one, name) == getattr(other, name)
            assert one.head.i == other.head.i
            assert (one.sent.start, one.sent.end) == (other.sent.start, other.sent.end)
            for name in ("children", "subtree", "ancestors", "conjuncts"):
                assert [token.i for token in getattr(one, name)] == [
                    token.i for token in getattr(other, name)
                ]
            assert (one.left_edge.i, one.right_edge.i) == (other.left_edge.i, other.right_edge.i)


def test_words_may_hang_on_one_another_a_thousand_deep() -> None:
    deep = 3000
    heads = [max(at - 1, 0) for at in range(deep)]
    parsed = Doc(Vocab(), words=["on"] * deep, heads=heads, deps=["dep"] * deep)
    first = Text(parsed)[0]
    assert [token.i for token in first.subtree] == list(range(deep))


@pytest.mark.parametrize("text", TEXTS[:63:3])
def test_the_field_is_named_where_a_name_of_it_is_found(text: str, lexicon: Lexicon) -> None:
    names = NameFinder(lexicon)
    for line in text.split("\n"):
        found = any(mention.detains or mention.armed_group for mention in names.find(line))
        assert names.names_the_field(line) is found


def test_neither_order_nor_batch_changes_what_is_read(
    lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = [
        Report(sha256(text.encode()).hexdigest(), "one.txt", text, published=date(2026, 3, 5))
        for text in TEXTS[:24:2]
    ]
    readings = [read_report(report, lexicon) for report in reports]
    monkeypatch.setattr(sentences, "BATCH", 1)
    again = [read_report(report, lexicon) for report in reversed(reports)]
    assert readings == again[::-1]
    assert sum(len(reading.claims) for reading in readings) > 20


@pytest.fixture(scope="module")
def gate(lexicon: Lexicon) -> Gate:
    return Gate.of(lexicon)
