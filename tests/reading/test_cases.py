"""What must be read from short texts (`tests/cases`), and the same of the check itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import yaml
from case_files import FOLDER, WANTED, Case, Expected, faults, load_cases
from pydantic import ValidationError

from habeas.model import ClaimType, Reading, Report

Read = Callable[[Report], Reading]

CASES: Final = {file.name: load_cases(file) for file in sorted(FOLDER.glob("*.yml"))}
HELD: Final = [
    pytest.param(case, id=f"{file.removesuffix('.yml')}:{case.name}")
    for file, cases in CASES.items()
    if file != WANTED
    for case in cases
]


@pytest.mark.parametrize("case", HELD)
def test_case_is_read(case: Case, read: Read) -> None:
    assert faults(case, read(case.report)) == []


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES.get(WANTED, ())])
@pytest.mark.xfail(strict=True, raises=AssertionError, reason="not yet read; once it is, move it to its file")
def test_wanted_case_is_read(case: Case, read: Read) -> None:
    assert faults(case, read(case.report)) == []


def test_every_type_has_a_file() -> None:
    assert {f"{kind}.yml" for kind in ClaimType} <= CASES.keys()


def test_names_of_cases_are_unique() -> None:
    names = Counter(case.name for cases in CASES.values() for case in cases)
    assert [name for name, times in names.items() if times > 1] == []


def test_texts_of_cases_are_unique() -> None:
    texts = Counter((case.text, case.published) for cases in CASES.values() for case in cases)
    assert [text for text, times in texts.items() if times > 1] == []


GOOD: Final = (
    "- name: a\n  text: Zarhan prison holds 12 men.\n  claims: [{type: holding, low: 12, high: 12}]\n"
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("holding", "holdings"),
        ("low: 12, ", ""),
        ("low: 12", "lo: 12"),
        ("low: 12", "low: '12'"),
        ("low: 12", "low: 12, low: 13"),
        ("low: 12", "place: Zahran prison, low: 12"),
        ("low: 12", "group: [mem], low: 12"),
        ("low: 12", "group: [NO], low: 12"),  # YAML's false, not Norway
        ("low: 12", "measure: total so far, low: 12"),
        ("low: 12", "first: yesterday, last: yesterday, low: 12"),
        ("  claims:", "  unread: ['13']\n  claims:"),
        ("  claims:", "  pubished: 2024-01-01\n  claims:"),
        ("text: Zarhan prison holds 12 men.", "txt: Zarhan prison holds 12 men."),
    ],
)
def test_a_slip_in_a_case_is_refused(right: str, wrong: str, tmp_path: Path) -> None:
    file = tmp_path / "slip.yml"
    file.write_text(GOOD)
    assert len(load_cases(file)) == 1
    assert right in GOOD
    file.write_text(GOOD.replace(right, wrong))
    with pytest.raises((ValidationError, yaml.YAMLError)):
        load_cases(file)


CHECKED: Final = "Zarhan prison holds 310 detainees."


@pytest.mark.parametrize(
    ("slots", "met"),
    [
        ({"low": 310, "high": 310}, True),
        ({"low": 310, "high": None}, False),
        ({"words": "310"}, True),
        ({"place": "the Zarhan prison", "speaker": None}, True),
        ({"place": ["Zarhan", "zarhan prison"]}, True),
        ({"place": "Zarhan"}, False),
        ({"place": None}, False),
        ({"speaker": "Zarhan"}, False),
        ({"group": ["detainees"], "part_of": None}, True),
        ({"group": []}, False),
        ({"modality": "denied"}, False),
        ({"measure": "flow"}, False),
    ],
)
def test_the_check_tells_met_from_unmet(slots: dict[str, object], met: bool, read: Read) -> None:
    text = CHECKED.replace("Zarhan prison", "the Zarhan prison") if slots.get("place") else CHECKED
    case = Case(name="checked", text=text, claims=[Expected.model_validate({"type": "holding", **slots})])
    assert (faults(case, read(case.report)) == []) is met


@pytest.mark.parametrize(
    "changes",
    [
        {"claims": []},
        {"exactly": True, "text": CHECKED + " Twelve of them were released."},
        {"unread": ["310"]},
        {
            "claims": [{"type": "holding"}, {"type": "holding", "low": 310, "high": 310}]
        },  # one claim can't meet two
    ],
)
def test_the_check_sees_what_is_too_much_or_missing(changes: dict[str, object], read: Read) -> None:
    shape = {"name": "checked", "text": CHECKED, "claims": [{"type": "holding"}], **changes}
    case = Case.model_validate(shape)
    assert faults(case, read(case.report)) != []
