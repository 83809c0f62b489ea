"""The trained categorizer: what it was trained on, how it weighs, and that it can do without."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from habeas.model import ClaimType
from habeas.reading.encoder import load_encoder
from habeas.reading.topic import is_on_topic
from habeas.reading.weights import ENCODER, WEIGHTS, Model, digest_of, load_models

FOLDER: Final = Path(__file__).parents[1] / "training"
TRAINING: Final = sorted(FOLDER.glob("*.txt"))
KNOWN: Final = sorted(FOLDER.glob("**/*.txt"))  # with the slots
TOPIC: Final = load_models()["topic"]
TYPES: Final = "|".join(kind.value for kind in ClaimType)
TOLD: Final = re.compile(r"\{!|\{(?=[a-z])")  # a mark that is learned from
MARKED: Final = re.compile(r"\{\??[a-z+-]+\|(?P<words>[^{}|]+)\}|\{![a-z]+\}")
MARK: Final = re.compile(rf"\{{(?:-|\??(?:{TYPES})(?:\+(?:{TYPES}))*)\|[^{{}}|\n]+\}}|\{{!(?:{TYPES})\}}")


def reports() -> Iterator[tuple[str, str]]:
    """Each report of the material: its head line and its body."""
    for path in TRAINING:
        for part in re.split(r"^=== *", path.read_text("utf8"), flags=re.M)[1:]:
            head, _, body = part.partition("\n")
            yield head, body


def named_reports() -> Iterator[tuple[str, str]]:
    """Each report of the material by its name, which slots give it by."""
    for path in TRAINING:
        for number, part in enumerate(re.split(r"^=== *", path.read_text("utf8"), flags=re.M)[1:]):
            yield f"{path.stem}-{number}", part.partition("\n")[2]


def _words(mark: re.Match[str]) -> str:
    """The words of the report that a mark stands around."""
    return mark["words"] or ""


def test_the_weights_are_of_this_material() -> None:
    """Whoever edits the material trains anew."""
    kept = json.loads(WEIGHTS.read_text("utf8"))
    assert kept["material"] == digest_of(KNOWN), "run scripts/train_categorizer.py"
    encoder = load_encoder()
    assert encoder is not None
    assert encoder.material == digest_of(KNOWN), "run scripts/train_encoder.py"


def test_the_material_is_well_formed() -> None:
    """Every report has its day, every brace is a mark of the form that tests/training/README.md gives."""
    for head, body in reports():
        assert date.fromisoformat(head.split()[0])
        assert not re.search(r"[{}]", MARK.sub("", body)), (head, body[:80])


def test_the_slots_are_words_of_their_reports() -> None:
    """Each line is of a mark of its report, and what fills a slot stands in the report."""
    marks = {name: (len(TOLD.findall(body)), MARKED.sub(_words, body)) for name, body in named_reports()}
    for path in sorted((FOLDER / "slots").glob("*.txt")):
        for part in re.split(r"^=== *", path.read_text("utf8"), flags=re.M)[1:]:
            name, *lines = part.splitlines()
            count, text = marks[name.strip()]
            assert [int(line.split()[0]) for line in lines] == list(range(1, count + 1)), name
            plain = " ".join(text.split())
            for line in lines:
                for pair in filter(None, line.partition(" ")[2].split(" | ")):
                    key, _, value = pair.partition("=")
                    assert key in "SPOTAGDM", (name, line)
                    assert key not in "SPOTA" or value in plain, (name, line)


def test_the_weights_are_small() -> None:
    """They travel in the wheel."""
    assert WEIGHTS.stat().st_size + ENCODER.stat().st_size < 25_000_000


def test_shares_are_shares() -> None:
    """Probabilities of all labels add up to one, and each feature moves its own label."""
    model = Model(("nothing", "release"), {"nothing": 0.0, "release": 0.0}, {"verb=free": {"release": 2.0}})
    plain, told = model.shares(["verb=eat"]), model.shares(["verb=free"])
    assert sum(told.values()) == pytest.approx(1)
    assert plain["release"] == pytest.approx(0.5)
    assert told["release"] > plain["release"]


def test_the_likeliest_tells_something() -> None:
    """ "nothing" is no answer to which type is likeliest."""
    model = Model(("nothing", "release"), {"nothing": 1.0, "release": 0.0}, {"verb=free": {"release": 3.0}})
    assert model.likeliest(model.shares(["verb=eat"])) == "release"


def test_without_weights_the_rules_read_alone(tmp_path: Path) -> None:
    """A package without them is no error."""
    assert load_models(tmp_path / "none.json") == {}


def test_a_long_text_is_on_topic_where_a_piece_of_it_is() -> None:
    """A digest isn't shut for its sports pages, and sports pages alone are."""
    sport = 40 * "The club sold two defenders, and the striker scored as fans cheered the league's season. "
    custody = 8 * (
        "The ministry said that 40 detainees were moved from the prison to a camp, where families of "
        "suspected fighters are held; rights groups said that prisoners were tortured. "
    )
    assert not is_on_topic(TOPIC, sport)
    assert is_on_topic(TOPIC, custody)
    assert is_on_topic(TOPIC, sport + custody + sport)


def test_a_short_text_is_taken_to_be_on_topic() -> None:
    """A sentence is too little to tell."""
    assert is_on_topic(TOPIC, "The club sold two defenders.")
