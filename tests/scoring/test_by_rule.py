"""How often each rule is right, worked out by hand."""

from dataclasses import replace

from habeas import Reading
from habeas.scoring import GoldReport, by_rule
from habeas.scoring.gold import GoldClaim
from made import READER, claim, quantity, report

TEXT = "50 were moved. 60 were freed. 70 were tried."
SAID = report(TEXT)


def read(words: str, kind: str, figure: str, rule: str):
    found = quantity(SAID, figure, int(figure), int(figure))
    return replace(claim(SAID, kind, found, evidence=words), rule=rule)


def gold(words: str, kind: str, figure: int, *, optional: bool = False) -> GoldClaim:
    start = TEXT.index(words)
    bounds = {"low": figure, "high": figure, "unit": "persons"}
    return GoldClaim((kind,), words, start, start + len(words), **bounds, optional=optional)


def test_claims_are_judged_by_rule_and_optional_ones_not_at_all() -> None:
    annotated = GoldReport(
        "made.txt",
        None,
        (
            gold("50 were moved.", "transfer", 50),
            gold("60 were freed.", "release", 60, optional=True),
        ),
    )
    claims = (
        read("50 were moved.", "transfer", "50", "transfer.governed"),
        read("60 were freed.", "release", "60", "release.governed"),
        read("70 were tried.", "trial", "70", "trial.nearest"),
    )
    pairs = [(annotated, Reading(SAID, READER, claims)), (annotated, Reading(SAID, READER, claims[2:]))]
    assert by_rule(pairs) == {
        "transfer.governed": {"right": 1, "judged": 1},
        "trial.nearest": {"right": 0, "judged": 2},
    }
