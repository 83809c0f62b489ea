"""The annotated reports, read once for all tests of the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.lexicon import load_lexicon
from habeas.model import Reading
from habeas.pipeline import read_file
from habeas.scoring import GoldReport, load_gold

CORPUS = Path(__file__).parent


@pytest.fixture(scope="session")
def corpus() -> list[tuple[GoldReport, Reading]]:
    """Each annotated report with what the reader makes of it."""
    lexicon = load_lexicon()
    return [
        (gold, read_file(CORPUS / "reports" / gold.document, lexicon)) for gold in load_gold(CORPUS / "gold")
    ]
