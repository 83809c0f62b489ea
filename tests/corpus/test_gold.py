"""Each gold file is well formed: its words are the report's, its values are those of the annotation guide."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from habeas.model import ClaimType, Modality, Unit, is_group_tag

HERE: Final = Path(__file__).parent
GOLD: Final = sorted((HERE / "gold").glob("*.json"))
FIELDS: Final = {
    "type",
    "quantity",
    "group",
    "place",
    "origin",
    "destination",
    "actor",
    "date",
    "speaker",
    "modality",
    "evidence",
    "start",
    "end",
    "optional",
}
NO_CUSTODY: Final = {"008", "016", "022", "031", "048", "058"}
DAY: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
VAGUE: Final = {
    "dozens": (24, None),
    "scores": (40, None),
    "hundreds": (200, None),
    "thousands": (2000, None),
    "several": (3, None),
    "several thousand": (2000, 9000),
    "both": (2, 2),
    "a dozen": (12, 12),
}
LEAST: Final = re.compile(r"(more than|over|at least|(no|not) (fewer|less) than|upwards of) ", re.I)
MOST: Final = re.compile(r"(up to|as many as|fewer than|no more than) ", re.I)
APPROX: Final = re.compile(r"(about|around|some|roughly|almost|nearly|close to|approximately) | or so$", re.I)
RANGE: Final = re.compile(r"(?:between )?(.+?) (?:to|and) (.+)", re.I)
THOUSANDS: Final = re.compile(r"(\d+)(?:\.(\d))?(?:k| thousand(?: (\d+))?)", re.I)  # "1.1k", "2 thousand 345"
SPACES: Final = "\u00a0\u202f"  # between thousands
SPELT: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
SMALL: Final = dict(zip(SPELT.split(), [*range(1, 21), *range(30, 100, 10)], strict=True))


def number(words: str) -> int:
    """The number that figures or words spell; raises `KeyError` at any other word."""
    if digits := re.fullmatch(rf"[\d,{SPACES}]+", words):
        return int(re.sub(r"\D", "", digits[0]))
    if short := THOUSANDS.fullmatch(words):
        return int(short[1]) * 1000 + int(short[2] or 0) * 100 + int(short[3] or 0)
    total = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word not in {"a", "all", "and", "the"}:
            total += SMALL[word]
    return total


def bounds(words: str) -> tuple[int | None, int | None, bool]:
    """Low, high and whether they are approximate, as the guide's conventions have it."""
    if words.lower() in VAGUE:
        return (*VAGUE[words.lower()], False)
    if hedge := LEAST.match(words):
        return number(words[hedge.end() :]), None, False
    if hedge := MOST.match(words):
        return None, number(words[hedge.end() :]), False
    if APPROX.search(words):
        n = number(APPROX.sub("", words))
        return n, n, True
    if (ends := RANGE.fullmatch(words)) and "hundred" not in words:
        return number(ends[1]), number(ends[2]), False
    n = number(words)
    return n, n, False


def check_day(words: str) -> None:
    """A year, a month or a day that the calendar knows."""
    assert DAY.fullmatch(words), words
    date.fromisoformat((words + "-01-01")[:10])


def check_period(words: str) -> None:
    """One date, or two of which the second isn't over before the first begins."""
    ends = words.split("/")
    assert len(ends) <= 2, words
    for end in ends:
        check_day(end)
    assert ends[0] <= ends[-1] or ends[0].startswith(ends[-1]), words


def check_claim(claim: dict[str, Any], text: str) -> None:
    """One claim's words are the text's, and its values those of the guide."""
    evidence = claim["evidence"]
    assert set(claim) == FIELDS, evidence
    assert evidence, "a claim without evidence"
    assert evidence == evidence.strip(), evidence
    assert text[claim["start"] : claim["end"]] == evidence
    assert "\n\n" not in evidence, "evidence is a clause or a sentence, not two paragraphs"
    assert claim["type"], evidence
    assert len(claim["type"]) == len(set(claim["type"])), evidence
    assert {ClaimType(kind) for kind in claim["type"]}
    assert Modality(claim["modality"])
    assert isinstance(claim["optional"], bool), evidence
    assert claim["group"] == sorted(set(claim["group"])), evidence
    assert all(is_group_tag(tag) for tag in claim["group"]), evidence
    for slot in ("place", "origin", "destination", "actor", "speaker"):
        assert claim[slot] is None or claim[slot] in text, f"{slot} isn't as written: {claim[slot]}"
    if claim["date"] is not None:
        check_period(claim["date"])
    if claim["quantity"] is not None:
        check_quantity(claim["quantity"], evidence)
    elif claim["type"] == ["holding"]:
        assert claim["optional"], f"a holding without a quantity is optional: {evidence}"


def check_quantity(quantity: dict[str, Any], evidence: str) -> None:
    """The quantity's words lie in the evidence and give its bounds."""
    assert set(quantity) == {"text", "low", "high", "approx", "unit"}, evidence
    assert re.search(rf"(?<!\w){re.escape(quantity['text'])}(?!\w)", evidence), quantity["text"]
    assert (quantity["low"], quantity["high"], quantity["approx"]) == bounds(quantity["text"])
    assert Unit(quantity["unit"])


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_is_well_formed(path: Path) -> None:
    """Offsets are exact, every value is one of the guide's, nothing is annotated twice."""
    gold = json.loads(path.read_text("utf8"))
    assert set(gold) == {"document", "published", "claims"}
    assert gold["document"] == path.stem + ".txt"
    text = (HERE / "reports" / gold["document"]).read_text("utf8")
    assert "\r" not in text
    assert 120 <= len(text.split()) <= 420
    if gold["published"] is not None:
        date.fromisoformat(gold["published"])
    for claim in gold["claims"]:
        check_claim(claim, text)
    starts = [(claim["start"], claim["end"]) for claim in gold["claims"]]
    assert starts == sorted(starts)
    same = [json.dumps([c["type"], c["quantity"], c["group"], c["start"], c["end"]]) for c in gold["claims"]]
    assert len(same) == len(set(same))
    assert (not gold["claims"]) == (path.stem[:3] in NO_CUSTODY)


def test_reports_and_gold_belong_together() -> None:
    """Every report has its gold, and the numbers run from 001 to 063."""
    assert [path.stem for path in GOLD] == sorted(p.stem for p in (HERE / "reports").glob("*.txt"))
    assert [path.stem[:3] for path in GOLD] == [f"{n:03}" for n in range(1, 64)]
