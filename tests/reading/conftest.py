"""The parser and the lexicon, loaded once for all tests of reading."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import Reading, Report
from habeas.reading import read_report


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The lexicon of the package."""
    return load_lexicon()


@pytest.fixture(scope="session")
def read(lexicon: Lexicon) -> Callable[[Report], Reading]:
    """Reads a report with the package's lexicon; the parser is loaded at the first call."""
    return lambda report: read_report(report, lexicon)
