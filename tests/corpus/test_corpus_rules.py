"""The rules that read the annotated reports: each is documented, and its precision is what it reaches now."""

from __future__ import annotations

import json

from habeas.model import Reading
from habeas.reading.catalogue import rules
from habeas.reading.precision import MEASURED, precision_of
from habeas.scoring import GoldReport, by_rule

Corpus = list[tuple[GoldReport, Reading]]


def test_every_rule_of_a_claim_is_documented(corpus: Corpus) -> None:
    known = {rule.name: rule.doc for rule in rules()}
    for _, reading in corpus:
        for claim in reading.claims:
            kind, _, name = claim.rule.partition(".")
            assert kind == claim.type
            assert known.get(name), f"{claim.rule} isn't in reading/catalogue.py"


def test_the_precision_of_each_rule_is_what_it_reaches_now(corpus: Corpus) -> None:
    assert json.loads(MEASURED.read_text("utf-8")) == by_rule(corpus), "run make precision"


def test_every_claim_has_its_rules_precision(corpus: Corpus) -> None:
    claims = [claim for _, reading in corpus for claim in reading.claims]
    assert all(claim.precision == precision_of(claim.rule) for claim in claims)
    assert {claim.precision is None for claim in claims} == {True, False}
