"""What leads to a person without a name, and the figures that look like it."""

from __future__ import annotations

import pytest

from habeas.publishing.clearance.leads import leads_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Born 1990-09-12 in Orlan.", ["09-12"]),
        ("She was born on May 3, 2011.", ["May 3"]),
        ("Prisoner no. 44719 and case number 12/2023-K.", ["44719", "12/2023-K"]),
        ("Call 555 0142 991 or see facebook.com/orlan.mothers now.", ["555 0142 991", "orlan.mothers"]),
        ("They lived at 9b Quiet Mill Lane, flat 12, until May.", ["9b Quiet Mill Lane, flat 12"]),
    ],
)
def test_what_leads_to_a_person_is_found(text: str, found: list[str]) -> None:
    assert sorted(text[start:end] for start, end in leads_in(text)) == sorted(found)


@pytest.mark.parametrize(
    "text",
    [
        "In 2023, 40,000 people were held in 14 camps; 2,300 of them in Block 4.",
        "The court heard case after case, 1200 in all, and 0.5 per cent were freed.",
        "Resolution 2254 (2015) asks for 2,000 passports and 12 Identity cards.",
        "From 2019-2023 the prison held 10 000 to 12 000 detainees.",
        "Born in 2011, he is one of 30 children. Police on Main Street fired 40 rounds.",
        "They call 30,000 families a week, the ministry said at 09.30 on 05.04.2024.",
    ],
)
def test_figures_stay(text: str) -> None:
    assert not list(leads_in(text))
