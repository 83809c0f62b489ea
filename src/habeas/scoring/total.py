"""The score of many readings: what was found, what was too much, what was missed, which slots agree.

Each annotation is found once. Finding or missing an optional one counts for nothing; a claim that finds
none is one too many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from habeas.model import Claim, Reading, Unread
from habeas.scoring.gold import Days, GoldClaim, GoldReport
from habeas.scoring.match import SLOTS, agreement, match, period_days, quotes, same_figure, text_of


@dataclass(slots=True)
class Count:
    """Claims found, claims too many, claims missed."""

    found: int = 0
    extra: int = 0
    missed: int = 0

    def rates(self) -> dict[str, float | int]:
        """Precision, recall and their harmonic mean, to three places, and the counts."""
        precision = _share(self.found, self.found + self.extra) or 0.0
        recall = _share(self.found, self.found + self.missed) or 0.0
        mean = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(mean, 3),
            "tp": self.found,
            "fp": self.extra,
            "fn": self.missed,
        }


@dataclass(slots=True)
class Score:
    """What all reports together come to."""

    reports: int = 0
    claims: Count = field(default_factory=Count)
    figures: Count = field(default_factory=Count)
    events: Count = field(default_factory=Count)
    bounds: Counter[bool] = field(default_factory=Counter)  # annotated figures: read under any type?
    doubted: Counter[bool] = field(default_factory=Counter)  # missed figures: among the unread?
    unread_of_nothing: int = 0  # unread figures of reports in which nothing is annotated
    claims_of_nothing: int = 0  # claims of such reports
    agreed: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def slots(self) -> dict[str, float | None]:
        """How often each slot agrees where a claim was found; None where none was compared."""
        return {slot: _rounded(_share(self.agreed[slot], self.compared[slot])) for slot in SLOTS}

    def overview(self) -> dict[str, Any]:
        """All that is measured, ready for JSON."""
        return {
            "documents": self.reports,
            "all": self.claims.rates(),
            "figures": self.figures.rates(),
            "events": self.events.rates(),
            "figure_recall_any_type": _rounded(_share(self.bounds[True], self.bounds.total())),
            "missed_figures_unread": f"{self.doubted[True]} of {self.doubted.total()}",
            "unread_where_no_claims": self.unread_of_nothing,
            "slots": self.slots(),
            "slot_n": {slot: self.compared[slot] for slot in SLOTS},
        }

    def floors(self) -> dict[str, float]:
        """The figures that may not fall."""
        found = {
            "all_f1": self.claims.rates()["f1"],
            "figures_f1": self.figures.rates()["f1"],
            "figures_precision": self.figures.rates()["precision"],
            "figures_recall": self.figures.rates()["recall"],
            **self.slots(),
        }
        return {name: value for name, value in found.items() if value is not None}

    def ceilings(self) -> dict[str, int]:
        """The figures that may not rise."""
        return {"claims_of_nothing": self.claims_of_nothing, "unread_of_nothing": self.unread_of_nothing}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def score(pairs: Iterable[tuple[GoldReport, Reading]]) -> Score:
    """The score of readings against the annotations of the same reports."""
    total = Score()
    for gold, reading in pairs:
        _score_report(gold, reading, total)
    return total


def _score_report(gold: GoldReport, reading: Reading, total: Score) -> None:
    total.reports += 1
    if not gold.claims:
        total.unread_of_nothing += len(reading.unread)
        total.claims_of_nothing += len(reading.claims)
    pairs = match(reading.claims, gold)
    for index, claim in enumerate(reading.claims):
        if index in pairs:
            _score_pair(claim, gold.claims[pairs[index]], gold, total)
        else:
            for count in _counts(total, figure=claim.quantity is not None):
                count.extra += 1
            total.disagreements.append(
                _told("extra", gold, claim.type, _figure(claim), claim.evidence[0].text)
            )
    found = set(pairs.values())
    for index, annotated in enumerate(gold.claims):
        if not annotated.optional:
            _score_annotation(annotated, gold, reading, total, found=index in found)


def _counts(total: Score, *, figure: bool) -> tuple[Count, Count]:
    return total.claims, total.figures if figure else total.events


def _score_pair(claim: Claim, annotated: GoldClaim, gold: GoldReport, total: Score) -> None:
    if annotated.optional:
        return
    for count in _counts(total, figure=claim.quantity is not None):
        count.found += 1
    for slot, agrees in agreement(claim, annotated, gold.published).items():
        total.compared[slot] += 1
        total.agreed[slot] += agrees
        if not agrees:
            said, wanted = _slot(claim, slot), _gold_slot(annotated, slot)
            total.disagreements.append(
                _told(slot, gold, claim.type, f"{said} ≠ {wanted}", annotated.evidence)
            )


def _score_annotation(
    annotated: GoldClaim, gold: GoldReport, reading: Reading, total: Score, *, found: bool
) -> None:
    figure = annotated.unit is not None
    if figure:
        total.bounds[
            any(same_figure(one, annotated) and quotes(one, annotated) for one in reading.claims)
        ] += 1
    if found:
        return
    for count in _counts(total, figure=figure):
        count.missed += 1
    if figure:
        total.doubted[any(_stands_in(one, annotated) for one in reading.unread)] += 1
    total.disagreements.append(
        _told("missed", gold, annotated.types[0], str(annotated.bounds), annotated.evidence)
    )


def _stands_in(unread: Unread, annotated: GoldClaim) -> bool:
    return unread.evidence.start < annotated.end and annotated.start < unread.evidence.end


def _told(what: str, gold: GoldReport, kind: str, values: str, words: str) -> str:
    return f"{what} | {gold.document} | {kind} | {values} | {words[:150]}"


def _figure(claim: Claim) -> str:
    return "no figure" if claim.quantity is None else f"({claim.quantity.low}, {claim.quantity.high})"


def _slot(claim: Claim, slot: str) -> str:
    match slot:
        case "group":
            return " ".join(sorted(claim.group)) or "–"
        case "date":
            return _in_days(period_days(claim.period))
        case "modality":
            return claim.modality
        case "hedge" | "unit":
            return f"{claim.quantity.unit}, approx {claim.quantity.approx}" if claim.quantity else "–"
    return text_of(getattr(claim, slot)) or "–"


def _gold_slot(gold: GoldClaim, slot: str) -> str:
    match slot:
        case "group":
            return " ".join(sorted(gold.group)) or "–"
        case "date":
            return _in_days(gold.days)
        case "hedge" | "unit":
            return f"{gold.unit}, approx {gold.approx}"
    return getattr(gold, slot) or "–"


def _in_days(days: Days | None) -> str:
    return "–" if days is None else "/".join(day.isoformat() for day in days)


def summary(total: Score) -> str:
    """The score as lines for people."""
    return "".join(f"{name:24} {value}\n" for name, value in total.overview().items())
