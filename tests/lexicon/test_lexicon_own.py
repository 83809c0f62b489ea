"""An analyst's own lexicon: what its files add and replace, and that its faults come with all others."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

from habeas.errors import BadLexicon, WrongUsage
from habeas.lexicon import FOLDER, Lexicon, load_lexicon
from habeas.lexicon.own import lexicon_files


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "en").mkdir(parents=True)
    return folder


def put(own: Path, name: str, text: str) -> Path:
    path = own / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def faults_of(own: Path, folder: Path = FOLDER) -> list[str]:
    with pytest.raises(BadLexicon) as caught:
        load_lexicon(folder, own=own)
    return [fault.removeprefix(f"{own}/") for fault in caught.value.faults]


def test_the_files_are_those_of_the_package() -> None:
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.yml")}
    assert set(lexicon_files("en")) == there


def test_an_empty_folder_and_empty_files_add_nothing(own: Path) -> None:
    package = load_lexicon()
    put(own, "places.yml", "# nothing yet\n")
    put(own, "en/triggers.yml", "[]\n")
    lexicon = load_lexicon(own=own)
    for part in ("triggers", "places", "actors", "countries", "words", "groups"):
        assert getattr(lexicon, part) == getattr(package, part)


# ------------------------------------------------------------------------------------------- words


def test_a_new_word_comes_on_top(own: Path) -> None:
    put(own, "en/triggers.yml", "- {word: convoy, form: verb, type: transfer, needs: custody}\n")
    added = {*load_lexicon(own=own).triggers} - {*load_lexicon().triggers}
    assert [(row.word, row.type) for row in added] == [("convoy", "transfer")]


def test_a_word_of_the_package_is_replaced_in_its_form_alone(own: Path) -> None:
    put(own, "en/triggers.yml", "- {word: Release, form: verb, type: transfer}\n")
    package, lexicon = load_lexicon(), load_lexicon(own=own)
    told = [(row.form, row.type) for row in lexicon.triggers if row.word.casefold() == "release"]
    assert sorted(told) == [("noun", "release"), ("verb", "transfer")]
    assert len(lexicon.triggers) == len(package.triggers)


@pytest.mark.parametrize(
    ("name", "text", "part", "word"),
    [
        ("groups", "- {word: elmer, tags: [detainees], custody: true}\n", "groups", "elmer"),
        ("facilities", "- {word: elmhouse}\n", "facilities", "elmhouse"),
        ("speech", "- {word: elm, kind: verb, alleged: true}\n", "speech", "elm"),
        ("cues", "- {word: elmly, modality: planned}\n", "cues", "elmly"),
        ("stances", "- {word: elm, stance: denial}\n", "stances", "elm"),
        ("hedges", "- {word: elmwise, bound: low}\n", "hedges", "elmwise"),
        ("numbers", "- {word: elmty, value: 3}\n", "numbers", "elmty"),
        ("vague", "- {word: elmfuls, low: 3}\n", "vague", "elmfuls"),
    ],
)
def test_every_file_of_words_can_be_added_to(own: Path, name: str, text: str, part: str, word: str) -> None:
    put(own, f"en/{name}.yml", text)
    package, lexicon = load_lexicon(), load_lexicon(own=own)
    assert word in {row.word for row in getattr(lexicon, part)}
    assert len(getattr(lexicon, part)) == len(getattr(package, part)) + 1


def test_words_are_added_to_a_list(own: Path) -> None:
    put(own, "en/words.yml", "- {name: vehicles, words: [elmcart]}\n")
    put(own, "en/persons.yml", "- {name: of my own, words: [elmfarer]}\n")
    package, lexicon = load_lexicon(), load_lexicon(own=own)
    assert lexicon.words.vehicles == package.words.vehicles | {"elmcart"}
    assert lexicon.words.portions == package.words.portions
    assert lexicon.persons == package.persons | {"elmfarer"}


# ------------------------------------------------------------------------------------------- names


def of_id(lexicon: Lexicon, name: str):
    return next(one for one in (*lexicon.places, *lexicon.actors) if one.id == name)


def test_a_new_place_and_body_have_all_their_spellings(own: Path) -> None:
    row = "{id: elm-prison, name: Elm prison, kind: prison, within: al-hol, source: invented}"
    put(own, "places.yml", f"- {row}\n")
    put(own, "actors.yml", "- {id: elm-guard, name: Elm Guard, kind: force, country: IQ, source: invented}\n")
    lexicon = load_lexicon(own=own)
    assert "Elm jail" in of_id(lexicon, "elm-prison").aliases
    assert of_id(lexicon, "elm-prison").lat == of_id(lexicon, "al-hol").lat
    assert of_id(lexicon, "elm-guard").country == "IQ"


@pytest.mark.parametrize("name", ["al-hol", "sdf"])
def test_a_name_of_the_package_gets_further_spellings(own: Path, name: str) -> None:
    package = of_id(load_lexicon(), name)
    put(own, "places.yml" if name == "al-hol" else "actors.yml", f"- {{id: {name}, aliases: [al-Elm]}}\n")
    spelt = of_id(load_lexicon(own=own), name)
    assert (spelt.name, spelt.source) == (package.name, package.source)
    assert {*spelt.aliases} == {*package.aliases, "al-Elm", "al Elm", "el-Elm", "el Elm"}


def test_a_country_gets_further_names(own: Path) -> None:
    put(own, "countries.yml", "- {code: TJ, aliases: [Elmistan], demonyms: [Elmian], note: invented}\n")
    (tajikistan,) = (one for one in load_lexicon(own=own).countries if one.code == "TJ")
    assert {"Tajikistan", "Elmistan"} <= {*tajikistan.aliases}
    assert {"Tajiks", "Elmians"} <= {*tajikistan.demonyms}


# ------------------------------------------------------------------------------------------- faults

NEW = "name: Elm prison, kind: prison, source: s"


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        (
            "places.yml",
            f"- {{id: elm, {NEW}, within: elmland}}\n",
            "places.yml:1: 'elm' is within 'elmland', which is no",
        ),
        ("places.yml", f"- {{id: elm, {NEW}}}\n", "places.yml:1: 'elm' says not what it is within"),
        (
            "places.yml",
            "# mine\n- {id: roj, aliases: [al-Hol]}\n",
            "places.yml:2: 'al-Hol' belongs to 'al-hol' already",
        ),
        (
            "actors.yml",
            "- {id: elm, name: SDF, kind: force, source: s}\n",
            "actors.yml:1: 'SDF' belongs to 'sdf' already",
        ),
        (
            "places.yml",
            "- {id: al-hoool, aliases: [Elm]}\n",
            "places.yml:1: 'al-hoool' is new, and its row lacks 'name' and 'kind' and 'source' (to add",
        ),
        (
            "places.yml",
            "- {id: al-hol, kind: prison, aliases: [Elm]}\n",
            "places.yml:1: 'al-hol' is in the package with another kind; only aliases",
        ),
        (
            "actors.yml",
            "- {id: elm, name: Elm Guard, kind: force, country: QZ, source: s}\n",
            "actors.yml:1: country 'QZ' is no",
        ),
        (
            "countries.yml",
            "- {code: QZ, note: n}\n",
            "countries.yml:1: 'QZ' is no ISO 3166 alpha-2 code",
        ),
        (
            "countries.yml",
            "- {code: IQ, demonyms: [Swiss], note: n}\n",
            "countries.yml:1: 'Swiss' is claimed by CH and IQ",
        ),
        (
            "en/words.yml",
            "- {name: vehicels, words: [elmcart]}\n",
            "en/words.yml:1: no rule knows a list 'vehicels'; call it 'vehicles'",
        ),
        ("en/triggers.yml", "- {word: elm, form: verb}\n", "en/triggers.yml:1: field 'type' is missing"),
        (
            "en/triggers.yml",
            "- {word: elm, form: verb, type: release}\n- {word: Elm, form: verb, type: escape}\n",
            "en/triggers.yml:2: 'elm' as a verb is already given in line 1",
        ),
        ("en/triggers.yml", "word: elm\n", "en/triggers.yml:1: not a list"),
    ],
)
def test_a_fault_says_where_and_what(own: Path, name: str, text: str, fault: str) -> None:
    put(own, name, text)
    (found,) = faults_of(own)
    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("en/trigers.yml", "did you mean 'en/triggers.yml'?"),
        ("triggers.yml", "did you mean 'en/triggers.yml'?"),
        ("en/places.yml", "did you mean 'places.yml'?"),
        ("places.yaml", "did you mean 'places.yml'?"),
        ("Places.yml", "did you mean 'places.yml'?"),
        ("places.yml.txt", "did you mean 'places.yml'?"),
        ("ar/groups.yml", "did you mean 'en/groups.yml'? (words are read in 'en' only so far)"),
        ("en/zzz.yml", "the files are actors.yml, countries.yml, en/abuse.yml"),
    ],
)
def test_a_file_that_nothing_reads_is_a_fault(own: Path, name: str, meant: str) -> None:
    put(own, name, "- {word: elm}\n")
    (found,) = faults_of(own)
    assert found.startswith(f"{name}:1: no file of a lexicon is called '{name}'; {meant}")


@pytest.mark.parametrize("name", ["README.md", "notes.txt", ".hidden.yml", "places.yml~", "en/cues.yml.bak"])
def test_notes_and_backups_are_no_fault(own: Path, name: str) -> None:
    put(own, name, "whatever")
    assert load_lexicon(own=own).places == load_lexicon().places


def test_faults_of_the_package_and_of_the_own_folder_come_at_once(own: Path, tmp_path: Path) -> None:
    package = tmp_path / "package"
    shutil.copytree(FOLDER, package, ignore=shutil.ignore_patterns("*.py", "__*"))
    (package / "en" / "hedges.yml").write_text("", "utf-8")
    put(own, "en/cues.yml", "- {word: elm}\n")
    put(own, "plcaes.yml", "- {word: elm}\n")
    found = [":".join(fault.split(":")[:2]) for fault in faults_of(own, package)]
    assert found == ["en/cues.yml:1", "plcaes.yml:1", f"{package}/en/hedges.yml:1"]


def test_a_folder_that_is_not_there_is_wrong_usage(own: Path) -> None:
    with pytest.raises(WrongUsage, match="no such folder"):
        load_lexicon(own=own / "gone")
    with pytest.raises(WrongUsage, match="no folder"):
        load_lexicon(own=put(own, "file", ""))


# ------------------------------------------------------------------------------------------- digest


def test_the_digest_is_that_of_the_contents_wherever_they_are(own: Path, tmp_path: Path) -> None:
    package = load_lexicon().digest
    assert load_lexicon(own=own).digest == package
    put(own, "README.md", "no file of the lexicon")
    assert load_lexicon(own=own).digest == package
    put(own, "places.yml", "- {id: al-hol, aliases: [al-Elm]}\n")
    changed = load_lexicon(own=own).digest
    assert changed != package
    again = Path(shutil.copytree(own, tmp_path / "elsewhere"))
    assert load_lexicon(own=again).digest == changed
    assert load_lexicon(Path(shutil.copytree(FOLDER, tmp_path / "package"))).digest == package


def test_an_edited_file_is_read_again(own: Path) -> None:
    put(own, "en/facilities.yml", "- {word: elmhouse}\n")
    first = load_lexicon(own=own)
    assert load_lexicon(own=own) is first
    put(own, "en/facilities.yml", "- {word: elmhouse}\n- {word: oakhouse}\n")
    second = load_lexicon(own=own)
    assert "oakhouse" in {row.word for row in second.facilities}
    assert first.digest != second.digest


def test_a_lexicon_goes_to_another_process_whole(own: Path) -> None:
    put(own, "en/words.yml", "- {name: vehicles, words: [elmcart]}\n")
    lexicon = load_lexicon(own=own)
    sent = pickle.loads(pickle.dumps(lexicon))  # noqa: S301  it is our own
    assert (sent.digest, sent.words, sent.places) == (lexicon.digest, lexicon.words, lexicon.places)
