"""A small home in which people decided: accepted, rejected, amended, added, took back and ruled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from habeas import pipeline
from habeas.ledger import Ledger
from habeas.lexicon import load_lexicon
from habeas.model import Claim, Matter, Review, Ruling
from habeas.pipeline import Desk, process
from habeas.settings import Settings
from habeas.vault import Vault
from made import READER, claim, quantity, read_by_hand

TEXTS = {
    "a.txt": "50 people are held in Orlan. 7 of somebody. 12 of somebody.",
    "b.txt": "60 people are held in Veshka, among them 12 people are held in Dorn.",
    "c.txt": "80 people are held in Orlan. 9 more fled, Salim Odran, 34, said.",
}


@contextmanager
def reading_by_hand() -> Iterator[None]:
    """The reader for tests in place of the rules, which take seconds to load."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "read_report", read_by_hand)
        patch.setattr(pipeline, "reader_name", lambda _: READER)
        yield


@contextmanager
def opened(folder: Path) -> Iterator[Desk]:
    """The desk of a home, made if there is none."""
    settings = Settings(folder)
    with Ledger.open(settings) as ledger:
        yield Desk(settings, load_lexicon(), Vault(settings.vault), ledger)


def fill(home: Desk, sources: Path) -> None:
    """Take the reports in, whose files go into the folder of sources, and decide."""
    for name, text in TEXTS.items():
        (sources / name).write_text(text, "utf-8")
        process(sources / name, home)
    _decide(home)


def claim_of(home: Desk, words: str) -> Claim:
    """The claim with these words of quantity."""
    return next(claim for claim in home.ledger.claims() if claim.anchor.text == words)


def _decide(home: Desk) -> None:
    ledger = home.ledger
    fifty, sixty, twelve, eighty = (claim_of(home, words) for words in ("50", "60", "12", "80"))
    ledger.decide(fifty.id, Review.ACCEPTED, by="Mira Toll", why="as the post has it")
    ledger.decide(sixty.id, Review.REJECTED, by="Mira Toll", why="a misprint")
    amendment = json.dumps({"type": "capture", "measure": "flow"})
    ledger.decide(twelve.id, Review.AMENDED, by="Ben Ask", why="they were taken", amendment=amendment)
    ledger.decide(eighty.id, Review.UNSURE, by="Ben Ask", why="can't tell")
    ledger.decide(eighty.id, Review.UNCHECKED, by="Ben Ask", why="too early")
    ledger.decide(ledger.unread()[0].id, Review.REJECTED, by="Ben Ask", why="no people")
    nine = claim(eighty.report, "escape", quantity(eighty.report, "9", 9, 9), evidence="9 more fled")
    ledger.add(nine, "Mira Toll")
    more = claim(eighty.report, "escape", quantity(eighty.report, "80", 80, 80), evidence="80 people")
    ledger.add(more, "Ben Ask")
    at = ledger.decisions()[0].at
    one, other = sorted((fifty.report.id, sixty.report.id))
    ledger.keep([Ruling(Matter.FAMILY, one, other, together=True, by="Mira Toll", at=at, why="one wire")])
    ledger.keep([Ruling(Matter.NAME, "place:Dorn", "place:Orlan", together=False, by="B", at=at, why="far")])
