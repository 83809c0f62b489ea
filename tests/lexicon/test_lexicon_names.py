"""Places and bodies: spellings, what the files hold, and the checks that go across them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import habeas.lexicon
from habeas.errors import BadLexicon
from habeas.lexicon.countries import country_codes
from habeas.lexicon.files import Faults, read_rows
from habeas.lexicon.names import Actor, Place, is_printed, load_actors, load_places, spellings
from habeas.lexicon.shape import PlaceKind, PlaceRow

FOLDER = Path(habeas.lexicon.__file__).parent
SCRIPTS = Path(__file__).parents[2] / "scripts"
DETENTION = {PlaceKind.CAMP, PlaceKind.PRISON, PlaceKind.FACILITY}


@pytest.fixture(scope="module")
def places() -> dict[str, Place]:
    return {place.id: place for place in load_places(FOLDER)}


@pytest.fixture(scope="module")
def actors() -> dict[str, Actor]:
    return {actor.id: actor for actor in load_actors(FOLDER)}


def place_row(name: str, *fields: str) -> str:
    return "\n".join([f"- id: {name}", f"  name: {name.title()}", "  source: invented", *fields]) + "\n"


def place_faults(folder: Path, places: str, towns: str = "") -> list[str]:
    (folder / "places.yml").write_text(places, encoding="utf-8")
    (folder / "towns.yml").write_text(
        towns or place_row("elm", "  kind: town", "  within: IQ"), encoding="utf-8"
    )
    faults = Faults()
    load_places(folder, faults)
    return [f"{path.name}:{line}: {what}" for path, line, what in sorted(faults.found)]


# ------------------------------------------------------------------------------------------ spellings


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("al-Umbra", {"al Umbra", "el-Umbra", "el Umbra"}),
        ("al-Shamra", {"ash-Shamra", "ash Shamra", "el-Shamra"}),
        ("Deir al-Zun", {"Deir az-Zun", "Deir az Zun", "Deir el-Zun", "Deir al Zun"}),
        ("al-Qum'a", {"al-Quma", "al-Qum’a", "el Quma"}),
        (
            "Elm prison",
            {"Elm jail", "Elm detention centre", "Elm detention center", "Elm detention facility"},
        ),
        ("Elm governorate", {"Elm province"}),
        ("Elm camp", {"camp Elm"}),
        ("Elmish Interior Ministry", {"Elmish Ministry of Interior", "Elmish Ministry of the Interior"}),
        ("Elmland's Defence Ministry", {"Elmland’s Ministry of Defence", "Elmland's defense Ministry"}),
        ("US-led elms", {"U.S.-led elms"}),
    ],
)
def test_spellings_are_made_by_rule(name: str, forms: set[str]) -> None:
    assert forms <= set(spellings(name))
    assert spellings(name)[0] == name


@pytest.mark.parametrize(
    ("name", "not_this"),
    [
        ("Elmland's army", "Elmlands army"),  # a genitive keeps its apostrophe
        ("Jamal-Elm", "Jamal Elm"),  # no article inside a name
        ("bus", "bU.S."),
        ("Elm", "Elm prison"),
    ],
)
def test_spellings_are_not_made_where_no_rule_fits(name: str, not_this: str) -> None:
    assert not_this not in spellings(name)


@given(st.text(alphabet="al-Ss' hprisoncampUS.’", min_size=1, max_size=20))
def test_a_spelling_is_never_given_twice(name: str) -> None:
    forms = spellings(name)
    assert len({form if form.isupper() else form.casefold() for form in forms}) == len(forms)


@pytest.mark.parametrize(
    ("alias", "words", "fits"),
    [
        ("IS", "IS", True),
        ("IS", "is", False),
        ("IS", "Is", False),
        ("U.S.", "u.s.", False),
        ("al-Elm", "Al-Elm", True),
        ("al-Elm", "AL-ELM", True),
        ("al-Elm", "al-elm", False),
        ("Polish", "polish", False),
        ("northern Elm", "Northern Elm", True),
        ("dpa", "dpa", True),
        ("Elm", "Oak", False),
    ],
)
def test_an_alias_fits_words_as_they_are_printed(alias: str, words: str, fits: bool) -> None:
    assert is_printed(alias, words) is fits


# -------------------------------------------------------------------------------- checks across files


def test_what_a_place_is_within_must_exist(tmp_path: Path) -> None:
    rows = (
        place_row("oak", "  kind: camp", "  within: elm")
        + place_row("ash", "  kind: camp", "  within: IQ")
        + place_row("fir", "  kind: camp", "  within: nowhere")
        + place_row("yew", "  kind: camp", "  within: QZ")
        + place_row("box", "  kind: camp")
    )
    assert place_faults(tmp_path, rows) == [
        "places.yml:11: 'fir' is within 'nowhere', which is no place's id and no country's code",
        "places.yml:16: 'yew' is within 'QZ', which is no place's id and no country's code",
        "places.yml:21: 'box' says not what it is within; give a place's id or a country's code",
    ]


def test_a_place_within_itself_is_a_fault(tmp_path: Path) -> None:
    rows = place_row("oak", "  kind: camp", "  within: ash") + place_row(
        "ash", "  kind: camp", "  within: oak"
    )
    assert place_faults(tmp_path, rows) == [
        "places.yml:1: 'oak' is within itself, by way of 'ash'",
        "places.yml:6: 'ash' is within itself, by way of 'oak'",
    ]


@pytest.mark.parametrize("alias", ["Elm", "ELM", "Oak, elm"])
def test_an_alias_belongs_to_one_place(tmp_path: Path, alias: str) -> None:
    rows = place_row("oak", "  kind: camp", "  within: IQ", f"  aliases: [{alias}]")
    assert place_faults(tmp_path, rows) == ["towns.yml:1: 'Elm' belongs to 'oak' already; leave it to one"]


def test_spellings_made_by_rule_may_not_clash_either(tmp_path: Path) -> None:
    rows = place_row("oak", "  kind: prison", "  within: IQ", "  aliases: [Fir prison]")
    rows += place_row("ash", "  kind: prison", "  within: IQ", "  aliases: [Fir detention centre]")
    assert place_faults(tmp_path, rows) == [
        "places.yml:7: 'Fir detention centre' belongs to 'oak' already; leave it to one"
    ]


def test_an_id_in_two_files_is_a_fault(tmp_path: Path) -> None:
    faults = place_faults(tmp_path, place_row("elm", "  kind: camp", "  within: IQ"))
    assert "towns.yml:1: 'elm' is already given in places.yml" in faults


def test_faults_of_every_kind_come_at_once(tmp_path: Path) -> None:
    rows = (
        place_row("oak", "  kind: cmp", "  within: IQ")
        + place_row("ash", "  kind: camp", "  within: nowhere")
        + place_row("yew", "  kind: camp", "  within: IQ", "  aliases: [Elm]")
        + place_row("yew", "  kind: camp", "  within: IQ")
        + place_row("fir", "  kind: camp", "  within: IQ", "  hue: x")
    )
    found = place_faults(tmp_path, rows)
    assert [fault.split(": ")[0] for fault in found] == [
        "places.yml:4",  # the kind
        "places.yml:6",  # within nowhere
        "places.yml:17",  # the id again
        "places.yml:27",  # an unknown field
        "towns.yml:1",  # the alias of another place
    ]
    with pytest.raises(BadLexicon) as caught:
        load_places(tmp_path)
    assert len(caught.value.faults) == len(found)


def test_a_file_that_is_no_yaml_brings_no_faults_in_the_others(tmp_path: Path) -> None:
    towns = place_row("elm", "  kind: town", "  within: oak")
    assert len(place_faults(tmp_path, "- id: [oak\n", towns)) == 1


def test_a_place_has_the_coordinates_of_its_town(tmp_path: Path) -> None:
    rows = place_row("oak", "  kind: prison", "  within: elm") + place_row(
        "ash", "  kind: camp", "  within: oak"
    )
    towns = place_row("elm", "  kind: town", "  within: IQ", "  lat: 1.5", "  lon: 0")
    assert place_faults(tmp_path, rows, towns) == []
    assert [(place.lat, place.lon) for place in load_places(tmp_path)] == [(1.5, 0.0)] * 3


def test_actors_are_checked_too(tmp_path: Path) -> None:
    row = "- id: {}\n  name: {}\n  kind: force\n  country: {}\n  source: invented\n"
    text = row.format("oak", "Oak", "QZ") + row.format("ash", "OAK", "IQ") + row.format("fir", "Oak", "IQ")
    (tmp_path / "actors.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BadLexicon) as caught:
        load_actors(tmp_path)
    assert [fault.rsplit("/", 1)[1] for fault in caught.value.faults] == [
        "actors.yml:1: country 'QZ' is no ISO 3166 alpha-2 code",
        "actors.yml:6: 'OAK' belongs to 'oak' already; leave it to one",
        "actors.yml:11: 'Oak' belongs to 'oak' already; leave it to one",
    ]


# ---------------------------------------------------------------------------------- what we have in them


def test_there_are_enough_of_each(places: dict[str, Place], actors: dict[str, Actor]) -> None:
    kinds = Counter(place.kind for place in places.values())
    assert sum(kinds[kind] for kind in DETENTION) >= 60
    assert kinds[PlaceKind.TOWN] >= 150
    assert kinds[PlaceKind.GOVERNORATE] == 14 + 19
    assert len(actors) >= 80


def test_everything_has_a_source(places: dict[str, Place], actors: dict[str, Actor]) -> None:
    assert [named.id for named in (*places.values(), *actors.values()) if len(named.source) < 3] == []


def test_the_towns_are_those_that_are_wanted() -> None:
    wanted = yaml.load((SCRIPTS / "towns_wanted.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    towns = read_rows(FOLDER / "towns.yml", PlaceRow)
    assert [(town.id, town.name, town.aliases) for town in towns] == [
        (row["id"], row["name"], row["aliases"]) for row in wanted
    ], "run scripts/towns_from_geonames.py again"


def test_every_place_leads_to_a_country(places: dict[str, Place]) -> None:
    codes = country_codes()
    for place in places.values():
        step = place.within
        for _ in range(6):
            if step in places:
                step = places[step].within
        assert step in codes, place.id


def test_coordinates_of_syria_and_iraq_lie_there(places: dict[str, Place]) -> None:
    for place in places.values():
        if place.lat is not None and place.lon is not None:
            assert 29 <= place.lat <= 37.5, place.id
            assert 35.5 <= place.lon <= 48.6, place.id


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("al-Hol", "al-hol"),
        ("Al Hol", "al-hol"),
        ("al-Hawl", "al-hol"),
        ("Al Howl", "al-hol"),
        ("el-Hol", "al-hol"),
        ("Hol camp", "al-hol"),
        ("Camp Roj", "roj"),
        ("al-Sina'a prison", "sinaa-prison"),
        ("Ghwayran prison", "sinaa-prison"),
        ("Gweran detention facility", "sinaa-prison"),
        ("ash-Shaddadi", "shaddadi"),
        ("Shaddadeh prison", "shaddadi-prison"),
        ("Jerkin jail", "jerkin-prison"),
        ("Chirkin prison", "jerkin-prison"),
        ("Hasakah", "hasakah"),
        ("Hassakeh", "hasakah"),
        ("Hasakeh province", "hasakah-governorate"),
        ("Deir el-Zour", "deir-ez-zor"),
        ("Deir ez-Zor province", "deir-ez-zor-governorate"),
        ("Qamishlo", "qamishli"),
        ("Ayn al-Arab", "kobani"),
        ("ar-Raqqah", "raqqa"),
        ("Faisaliya", "faisaliya-prison"),
        ("al-Jadaa camp", "jadaa-camp"),
        ("al-Hout prison", "nasiriyah-prison"),
        ("Abu Ghraib", "abu-ghraib-prison"),
        ("northeastern Syria", "northeast-syria"),
        ("Rojava", "northeast-syria"),
        ("Iraqi Kurdistan", "kurdistan-region"),
        ("Baghouz", "baghouz"),
    ],
)
def test_a_place_is_known_by_the_spellings_of_the_press(
    places: dict[str, Place], words: str, place: str
) -> None:
    assert [known.id for known in places.values() if any(is_printed(a, words) for a in known.aliases)] == [
        place
    ]


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("SDF", "sdf"),
        ("U.S.-backed Syrian Democratic Forces", "sdf"),
        ("Kurdish authorities", "aanes"),
        ("Daesh", "isis"),
        ("IS", "isis"),
        ("Islamic State group", "isis"),
        ("Syrian Ministry of the Interior", "syrian-interior-ministry"),
        ("Syria's Interior Ministry", "syrian-interior-ministry"),
        ("Russia’s Defense Ministry", "russian-defence-ministry"),
        ("Hashd al-Shaabi", "pmf"),
        ("U.S. Central Command", "centcom"),
        ("UN Committee against Torture", "committee-against-torture"),
        ("OSDH", "sohr"),
        ("Red Cross", "icrc"),
        ("Doctors Without Borders", "msf"),
        ("AFP", "afp"),
        ("is", None),
        ("ap", None),
        ("who", None),
        ("Pentagon", "pentagon"),
    ],
)
def test_a_body_is_known_by_its_names(actors: dict[str, Actor], words: str, actor: str | None) -> None:
    known = [known.id for known in actors.values() if any(is_printed(a, words) for a in known.aliases)]
    assert known == ([actor] if actor else [])


@pytest.mark.parametrize("word", ["Hit", "Panorama", "Newroz", "Rania", "Black Hole", "Reunion"])
def test_names_that_are_everyday_words_are_no_place(places: dict[str, Place], word: str) -> None:
    assert [known.id for known in places.values() if word in known.aliases] == []
