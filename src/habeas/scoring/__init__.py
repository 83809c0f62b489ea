"""How well claims agree with annotated reports: figures found, slots right, floors held."""

from habeas.scoring.floors import MissedFloor, hold_floors, set_floors
from habeas.scoring.gold import GoldClaim, GoldReport, corpus_digest, load_gold
from habeas.scoring.rules import by_rule
from habeas.scoring.total import Score, score, summary

__all__ = [
    "GoldClaim",
    "GoldReport",
    "MissedFloor",
    "Score",
    "by_rule",
    "corpus_digest",
    "hold_floors",
    "load_gold",
    "score",
    "set_floors",
    "summary",
]
