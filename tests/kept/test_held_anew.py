"""What is kept of reckoning and was changed behind habeas' back: found by reckoning anew, no traceback."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from habeas.errors import LedgerFault
from habeas.kept import differences, reckon, reckon_anew, reckoned
from habeas.ledger import Ledger
from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import Reading
from habeas.pipeline import Desk
from habeas.settings import Settings
from habeas.vault import Vault
from made import READER, claim, quantity, report

TEXTS = (
    "31 people came to Orlan on 2 March 2031.",
    "33 people came to Orlan on 2 March 2031.",
)


def _reading(number: int, text: str) -> Reading:
    source = report(text, name=f"{number}.txt", published=date(2031, 3, 3))
    made = claim(
        source,
        "transfer",
        quantity(source, text[:2], int(text[:2]), int(text[:2])),
        destination="Orlan",
        period=("on 2 March 2031", date(2031, 3, 2), date(2031, 3, 2)),
    )
    return Reading(source, READER, (made,))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def reckoned_home(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home with two reports that contradict each other, reckoned."""
    home = Settings(tmp_path_factory.mktemp("reckoned"))
    with opened(home, lexicon) as desk:
        for number, text in enumerate(TEXTS):
            one = _reading(number, text)
            desk.ledger.append(one.report, one)
        reckon(desk)
        assert differences(desk) == []
    return home


@pytest.fixture
def home(reckoned_home: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(reckoned_home.home, tmp_path / "home")
    return Settings(tmp_path / "home")


@contextmanager
def opened(home: Settings, lexicon: Lexicon) -> Iterator[Desk]:
    with Ledger.open(home) as ledger:
        yield Desk(home, lexicon, Vault(home.vault), ledger)


def tamper(home: Settings, statement: str) -> None:
    with closing(sqlite3.connect(home.ledger)) as connection, connection:
        assert connection.execute(statement).rowcount > 0


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE derived_values SET body = replace(body, '31', '91') WHERE kind = 'event'", "event e_"),
        ("DELETE FROM derived_values WHERE kind = 'conflict'", "conflict "),
        ("UPDATE derived_values SET knot = 'x' WHERE kind = 'family'", "family f_"),
        ("UPDATE derived_claims SET testimony = '[]'", "c_"),
        ("DELETE FROM derived_members WHERE kind = 'event'", "event e_"),
        ("UPDATE derived_mentions SET times = times + 1", ""),
        ("UPDATE derived_meanings SET body = body || 'x'", ""),
        ("DELETE FROM derived_ties", ""),
        ("UPDATE derived_keys SET reach = reach + 1", ""),
        ("UPDATE derived_knots SET knot = knot || 'x'", ""),
        ("UPDATE derived_reports SET signature = ''", ""),
        ("UPDATE derived_shelf SET facets = '1' WHERE kind = 'claim'", "claim c_"),
        ("DELETE FROM derived_shelf WHERE kind = 'report'", "number of rows of derived_shelf"),
        ("DELETE FROM derived_facets", "number of rows of derived_facets"),
        ("UPDATE derived_facet_names SET held = held + 1", ""),
        ("UPDATE derived_searched SET words = ' elsewhere '", "the index of words"),
    ],
)
def test_a_changed_row_is_found(home: Settings, lexicon: Lexicon, statement: str, told: str) -> None:
    tamper(home, statement)
    before = home.ledger.read_bytes()
    with opened(home, lexicon) as desk:
        found = differences(desk)
        assert any(told in one for one in found), found
        assert home.ledger.read_bytes() == before
        reckon_anew(desk)
        assert differences(desk) == []


def test_what_came_in_since_is_no_difference(home: Settings, lexicon: Lexicon) -> None:
    with opened(home, lexicon) as desk:
        more = _reading(2, "35 people came to Orlan on 2 March 2031.")
        desk.ledger.append(more.report, more)
        assert differences(desk) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE derived_values SET body = 'x'",
        "UPDATE derived_values SET body = '[[\"c_0\"], \"{}\"]' WHERE kind = 'event'",
        "UPDATE derived_claims SET testimony = '{'",
    ],
)
def test_what_cannot_be_read_is_an_error_for_people(home: Settings, lexicon: Lexicon, statement: str) -> None:
    tamper(home, statement)
    with opened(home, lexicon) as desk:
        with pytest.raises(LedgerFault, match="habeas reread makes it anew"):
            reckoned(desk)
        assert differences(desk) != []


def test_a_mark_that_is_no_number_has_all_reckoned_again(home: Settings, lexicon: Lexicon) -> None:
    tamper(home, "UPDATE derived_state SET value = 'x' WHERE name = 'readings'")
    with opened(home, lexicon) as desk:
        assert reckon(desk) == len(TEXTS)
        assert differences(desk) == []
