"""Countries: codes, names, what their people are called, and corrections to the libraries."""

from __future__ import annotations

from pathlib import Path

import pytest

import habeas.lexicon
from habeas.errors import BadLexicon
from habeas.lexicon.countries import Country, country_codes, load_countries

FOLDER = Path(habeas.lexicon.__file__).parent


@pytest.fixture(scope="module")
def countries() -> dict[str, Country]:
    return {country.code: country for country in load_countries(FOLDER)}


def by_demonym(countries: dict[str, Country], word: str) -> list[str]:
    return [country.code for country in countries.values() if word in country.demonyms]


def by_name(countries: dict[str, Country], word: str) -> list[str]:
    return [country.code for country in countries.values() if word in country.aliases]


def faults_of(folder: Path, text: str) -> list[str]:
    (folder / "countries.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BadLexicon) as caught:
        load_countries(folder)
    return [fault.split("countries.yml:")[1] for fault in caught.value.faults]


def test_every_code_in_force_is_there_and_kosovo(countries: dict[str, Country]) -> None:
    assert countries.keys() == country_codes()
    assert len(countries) >= 249
    assert countries["XK"].name == "Kosovo"


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Iraqi", "IQ"),
        ("Iraqis", "IQ"),
        ("Syrians", "SY"),
        ("French", "FR"),
        ("Frenchmen", "FR"),
        ("Frenchwomen", "FR"),
        ("Germans", "DE"),
        ("British", "GB"),
        ("Britons", "GB"),
        ("Scottish", "GB"),
        ("Tajik", "TJ"),
        ("Tajiks", "TJ"),
        ("Kazakhs", "KZ"),
        ("Kyrgyz", "KG"),
        ("Uzbeks", "UZ"),
        ("Turk", "TR"),
        ("Turks", "TR"),
        ("Turkish", "TR"),
        ("Azerbaijanis", "AZ"),
        ("Dutch", "NL"),
        ("Spaniards", "ES"),
        ("Swedes", "SE"),
        ("Danes", "DK"),
        ("Finns", "FI"),
        ("Poles", "PL"),
        ("Czechs", "CZ"),
        ("Filipinos", "PH"),
        ("Lebanese", "LB"),
        ("Saudis", "SA"),
        ("Emiratis", "AE"),
        ("Americans", "US"),
        ("Palestinians", "PS"),
        ("Gazans", "PS"),
        ("Israelis", "IL"),
        ("Kosovars", "XK"),
        ("Bangladeshis", "BD"),
        ("Maldivians", "MV"),
        ("Burmese", "MM"),
        ("Somalis", "SO"),
        ("Trinidadians", "TT"),
        ("Channel Islander", "GG"),
        ("Congolese", "CD"),
        ("Dominicans", "DO"),
    ],
)
def test_people_are_called_by_their_country(countries: dict[str, Country], word: str, code: str) -> None:
    assert by_demonym(countries, word) == [code]


@pytest.mark.parametrize(
    "word",
    [
        "Uyghur",
        "Kurd",
        "Turkmen",
        "Chechen",
        "Lebaneses",
        "Frenches",
        "Swisss",
        "Tadzhik",
        "Laos",
        "Philippines",
    ],
)
def test_what_is_no_nationality_is_none(countries: dict[str, Country], word: str) -> None:
    assert by_demonym(countries, word) == []


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("US", "US"),
        ("U.S.", "US"),
        ("United States", "US"),
        ("United States of America", "US"),
        ("UK", "GB"),
        ("Britain", "GB"),
        ("Russia", "RU"),
        ("Syria", "SY"),
        ("Syrian Arab Republic", "SY"),
        ("Iran", "IR"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Turkiye", "TR"),
        ("Palestinian territories", "PS"),
        ("Ivory Coast", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Netherlands", "NL"),
        ("Tajikistan", "TJ"),
        ("North Macedonia", "MK"),
        ("South Korea", "KR"),
        ("DR Congo", "CD"),
        ("Gambia", "GM"),
        ("Bahamas", "BS"),
        ("Laos", "LA"),
        ("Djibouti", "DJ"),
        ("Gibraltar", "GI"),
        ("Congo", None),
        ("Reunion", None),
        ("Korea, Republic of", None),
    ],
)
def test_countries_are_known_by_the_names_in_use(
    countries: dict[str, Country], word: str, code: str | None
) -> None:
    assert by_name(countries, word) == ([code] if code else [])


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Baghdad", "IQ"),
        ("Damascus", "SY"),
        ("Washington", "US"),
        ("Moscow", "RU"),
        ("Kiev", "UA"),
        ("Kyiv", "UA"),
        ("Ankara", "TR"),
        ("Paris", "FR"),
        ("Dushanbe", "TJ"),
        ("Sanaa", "YE"),
        ("Jerusalem", None),
        ("Brussels", None),
        ("Male", None),
        ("Victoria", None),
        ("Singapore", None),  # says no more than the country's name
    ],
)
def test_capitals_stand_for_governments(countries: dict[str, Country], word: str, code: str | None) -> None:
    found = [country.code for country in countries.values() if word in country.capitals]
    assert found == ([code] if code else [])


def test_the_name_is_the_first_alias(countries: dict[str, Country]) -> None:
    assert [c.code for c in countries.values() if c.aliases[0] != c.name] == []


def test_no_word_is_empty_or_given_twice(countries: dict[str, Country]) -> None:
    for country in countries.values():
        for words in (country.aliases, country.demonyms, country.capitals):
            assert all(words), country.code
            assert len(set(words)) == len(words), country.code


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- {code: QZ, note: n}\n", "1: 'QZ' is no ISO 3166 alpha-2 code of a country"),
        ("\n- {code: IQ, drop: [Elmish], note: n}\n", "2: nothing to drop: no library calls IQ 'Elmish'"),
        (
            "- {code: IQ, demonyms: [Syrian], note: n}\n",
            "1: 'Syrian' is claimed by IQ and SY; drop it from one",
        ),
        ("- {code: IQ}\n", "1: field 'note' is missing"),
    ],
)
def test_faults_say_where_and_what(tmp_path: Path, text: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults_of(tmp_path, text)), faults_of(tmp_path, text)


def test_without_corrections_the_libraries_clash(tmp_path: Path) -> None:
    assert any("'Congolese' is claimed by CD and CG" in fault for fault in faults_of(tmp_path, ""))
