"""What the encoder fills in where the rules leave a slot empty."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from habeas.lexicon import load_lexicon
from habeas.model import Claim, ClaimType, Report
from habeas.reading import read_report
from habeas.reading.assembly import Assembler
from habeas.reading.encoder import load_encoder
from habeas.reading.gate import Gate
from habeas.reading.scene import SceneReader
from habeas.reading.weights import load_models

TEXT: Final = """Riot at Qatra prison leaves inmates dead

OSTRANA, 4 May - Prisoners set fire to two blocks of Qatra prison on Tuesday after guards had taken their
radios, the prison service said. Fire engines reached the gate an hour later and were not let in.

Nineteen inmates died, most of them of smoke, and 40 were taken to the hospital. The service said that 620 men
live behind its walls, which were built for half as many. Four suspects were questioned by the prosecutor, who
spoke of a long night and gave no names. Relatives waited at the gate until the morning for a list.
"""


def made(text: str) -> Report:
    """A report of this text."""
    return Report(sha256(text.encode()).hexdigest(), "made.txt", text, published=date(2021, 5, 5))


@pytest.fixture(scope="module")
def claims() -> tuple[Claim, ...]:
    """What is read from the text."""
    return read_report(made(TEXT), load_lexicon()).claims


@pytest.fixture(scope="module")
def alone() -> tuple[Claim, ...]:
    """What is read without the encoder."""
    lexicon = load_lexicon()
    reader = Assembler(
        lexicon, "rules/2+00000000", SceneReader(lexicon), Gate.of(lexicon), load_models(), None
    )
    return reader.read(made(TEXT)).claims


def test_a_place_told_elsewhere_is_pointed_at(claims: tuple[Claim, ...]) -> None:
    """The dead of the second paragraph died where the first says."""
    (dead,) = (one for one in claims if one.type is ClaimType.DEATH and one.quantity is not None)
    assert dead.place is not None
    assert "Qatra" in dead.place.text


def test_what_is_pointed_at_stands_in_the_report(claims: tuple[Claim, ...]) -> None:
    """Names are the report's own words, at their offsets."""
    names = [name for one in claims for name in (one.place, one.origin, one.destination) if name is not None]
    assert names
    assert all(TEXT[name.span.start : name.span.end] == name.text for name in names)


def test_what_the_rules_found_stays(claims: tuple[Claim, ...], alone: tuple[Claim, ...]) -> None:
    """Only what they left empty is filled."""
    read = {one.id: one for one in claims}
    shared = [(one, read[one.id]) for one in alone if one.id in read]
    assert shared
    for ruled, filled in shared:
        for slot in ("place", "origin", "destination"):
            assert getattr(ruled, slot) in (None, getattr(filled, slot))
        assert ruled.group <= filled.group


def test_the_same_report_gives_the_same_claims(claims: tuple[Claim, ...]) -> None:
    """Whatever was read in between."""
    read_report(made(TEXT.replace("Qatra", "Velmar").replace("Nineteen", "Seven")), load_lexicon())
    assert read_report(made(TEXT), load_lexicon()).claims == claims


def test_without_the_encoder_reports_are_read(alone: tuple[Claim, ...], tmp_path: Path) -> None:
    """A package without its file reads as before."""
    assert alone
    assert load_encoder() is not None
    assert load_encoder(tmp_path / "none.onnx") is None
