"""A bag is sound as it was written, and nothing that is done to it goes unseen."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import bagit
import pytest

from decided_home import fill, opened, reading_by_hand
from habeas.bag_checking import check_bag
from habeas.errors import HabeasError, UnreadableReport, WrongUsage
from habeas.exporting import Wanted, export, gather
from habeas.intake.bags import bag_faults
from habeas.loading import load
from habeas.pipeline import Desk
from habeas.publishing.clearance import clear
from habeas.publishing.exports import Form, bag
from habeas.publishing.holdings import Choice, Cleared
from habeas.settings import Limits
from mutating_bags import HARMS, harmed

CHOICE = Choice(names=True, by="Mira Toll", why="for the court")
LIMITS = Limits()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("bags")
    with reading_by_hand(), opened(folder / "home") as here:
        fill(here, folder)
        yield here


@pytest.fixture(scope="module")
def made(home: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bag; not to be written to."""
    folder = tmp_path_factory.mktemp("made") / "bag"
    export(home, folder, [Form.BAG], Wanted(), CHOICE)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be harmed."""
    return Path(shutil.copytree(made, tmp_path / "bag"))


def faults(folder: Path, head: str | None = None) -> tuple[str, ...]:
    return check_bag(folder, head=head, limits=LIMITS).faults


# --- as written ---


def test_a_bag_is_sound_and_others_find_it_so_too(made: Path) -> None:
    found = check_bag(made, limits=LIMITS)
    assert found.faults == ()
    assert (found.reports, found.claims, found.withheld) == (3, 6, 0)
    assert bagit.Bag(str(made)).validate()


def test_it_holds_no_originals_and_the_texts_with_their_hashes(made: Path, home: Desk) -> None:
    assert not (made / "data" / "reports").exists()
    texts = {path.stem: path.read_text("utf-8") for path in (made / "data" / "texts").iterdir()}
    assert texts == {report.id: report.text for report in home.ledger.reports()}
    assert (made / "data" / "lexicon" / "places.yml").is_file()
    assert json.loads((made / "data" / "versions.json").read_text("utf-8"))["readers"] == ["hand/1"]


def test_it_can_be_loaded(made: Path, home: Desk, tmp_path: Path) -> None:
    with opened(tmp_path / "there") as there:
        load(made, there, by="Ana Brell")
        assert [*map(str, there.ledger.claims())] == [*map(str, home.ledger.claims())]
        assert there.ledger.verify(there.vault) == []


def test_a_harmed_bag_is_not_loaded(folder: Path, tmp_path: Path) -> None:
    (folder / "data" / "extra.txt").write_text("more", "utf-8")
    with opened(tmp_path / "there") as there:
        with pytest.raises(HabeasError, match="added: no list has it"):
            load(folder, there, by="Ana Brell")
        assert there.ledger.reports() == []


def test_what_left_is_told_by_the_list_that_all_hangs_on(made: Path, home: Desk) -> None:
    departure = home.ledger.departures()[-1]
    assert (departure.form, departure.contents) == ("bag", bag.contents(made))


def test_a_bag_has_its_folder_for_itself(home: Desk, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="lists every file of its folder"):
        export(home, tmp_path / "both", [Form.BAG, Form.JSONL], Wanted(), CHOICE)
    assert not (tmp_path / "both").exists()


def test_who_exported_leaves_only_with_names(home: Desk, tmp_path: Path) -> None:
    export(home, tmp_path / "masked", [Form.BAG], Wanted(), replace(CHOICE, names=False))
    assert not [
        path for path in (tmp_path / "masked").rglob("*") if path.is_file() and b"Mira" in path.read_bytes()
    ]
    named = replace(CHOICE, why="for the court\nFake-Field: 1")
    export(home, tmp_path / "named", [Form.BAG], Wanted(), named)
    told = (tmp_path / "named" / "bag-info.txt").read_text("utf-8")
    assert "Habeas-Exported-By: Mira Toll\n" in told
    assert "Habeas-Reason: for the court Fake-Field: 1\n" in told


def test_an_own_lexicon_never_leaves(home: Desk, tmp_path: Path) -> None:
    held = replace(gather(home, Wanted()), lexicon={"places.yml": b"- 1\n", "own/places.yml": b"# Salim\n"})
    for names in (False, True):
        target = tmp_path / str(names)
        target.mkdir()
        bag.write(clear(held, replace(CHOICE, names=names), home.lexicon), target)
        assert [path.name for path in (target / "data" / "lexicon").iterdir()] == ["places.yml"]
        assert b"Salim" not in (target / "data" / "versions.json").read_bytes()
        assert faults(target) == ()


# --- what people may have withheld ---


def test_masked_lines_of_the_log_are_taken_on_their_hash_and_counted(home: Desk, tmp_path: Path) -> None:
    held = gather(home, Wanted())
    masked = tuple(replace(line, by="reviewer 1") if line.by == "Mira Toll" else line for line in held.log)
    target = tmp_path / "bag"
    target.mkdir()
    bag.write(Cleared(replace(held, log=masked), CHOICE), target)
    found = check_bag(target, limits=LIMITS)
    assert found.faults == ()
    assert found.withheld == sum(line.by == "Mira Toll" for line in held.log) > 0


def test_a_log_that_is_not_as_written_makes_no_bag(tmp_path: Path) -> None:
    with reading_by_hand(), opened(tmp_path / "home") as here:
        fill(here, tmp_path)
        with closing(sqlite3.connect(here.settings.ledger)) as connection:
            connection.execute("DROP TRIGGER log_no_update")
            connection.execute("UPDATE log SET by = 'Somebody else' WHERE seq = 4")
            connection.commit()
        with pytest.raises(HabeasError, match="isn't as it was written"):
            export(here, tmp_path / "bag", [Form.BAG], Wanted(), CHOICE)
    assert not (tmp_path / "bag").exists()


# --- harm ---


def test_no_harm_goes_unseen(made: Path, tmp_path: Path) -> None:
    check_harms(made, tmp_path, range(50))


@pytest.mark.soak
def test_no_harm_of_many_goes_unseen(made: Path, tmp_path: Path) -> None:
    check_harms(made, tmp_path, range(1000, 2000))


def check_harms(made: Path, tmp_path: Path, seeds: range) -> None:
    done = set()
    for seed in seeds:
        what, path = harmed(made, tmp_path / "harmed", seed)
        found = faults_or_refusal(tmp_path / "harmed")
        done.add(what)
        assert found, f"seed {seed}: {what} of {path} went unseen"
        # A list that all hangs on is told by itself, or by the files that it no longer fits.
        named = path.startswith("tagmanifest-") or any(path in fault for fault in found)
        assert named, f"seed {seed}: {what} of {path} isn't named in {found}"
    assert done == {harm.__name__ for harm in HARMS}


def faults_or_refusal(folder: Path) -> tuple[str, ...]:
    try:
        return faults(folder)
    except UnreadableReport as refusal:
        return (str(refusal),)


# --- strangers ---


def write(path: str, text: str) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")

    return harm


def append(path: str, text: str) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        (folder / path).write_text((folder / path).read_text("utf-8") + text, "utf-8")

    return harm


def linked(folder: Path) -> None:
    shutil.rmtree(folder / "data")
    (folder / "data").symlink_to("/etc")


def piped(folder: Path) -> None:
    (folder / "data" / "claims.jsonl").unlink()
    os.mkfifo(folder / "data" / "claims.jsonl")


def huge(folder: Path) -> None:
    with (folder / "data" / "huge").open("wb") as file:
        file.truncate(2**41)


LIST = "manifest-sha256.txt"
ZEROES = "0" * 64


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (append(LIST, f"{ZEROES}  ../../etc/passwd\n"), "leads out of the bag"),
        (append(LIST, f"{ZEROES}  /etc/passwd\n"), "leads out of the bag"),
        (append(LIST, f"{ZEROES}  data/../../x\n"), "leads out of the bag"),
        (append(LIST, f"{ZEROES}  data\\..\\x\n"), "leads out of the bag"),
        (append(LIST, f"{ZEROES}  C:/x\n"), "leads out of the bag"),
        (append(LIST, f"{ZEROES}  verify.html\n"), "it isn't in the payload"),
        (append(LIST, f"{ZEROES}  data/caf\u0065\u0301\n"), "no file of habeas has such a name"),
        (append(LIST, f"{ZEROES}  data/\u202etxt\n"), "no file of habeas has such a name"),
        (append(LIST, f"{ZEROES}  data/claims.jsonl\n"), "data/claims.jsonl again"),
        (append(LIST, f"{ZEROES[:32]}  data/new\n"), "is no hash and path"),
        (append(LIST, "\x00\ud7ff\n"), "is no hash and path"),
        (append("tag" + LIST, f"{ZEROES}  data/claims.jsonl\n"), "it is no tag file"),
        (append("tag" + LIST, f"{ZEROES}  missing.txt\n"), "missing.txt: missing"),
        (write("fetch.txt", "https://velm.example/x 1 data/x\n"), "names files to be fetched"),
        (write("manifest-md5.txt", ""), "a list by md5"),
        (write("bagit.txt", "BagIt-Version: 0.93\n"), "isn't as a bag of habeas declares itself"),
        (write("data/Claims.jsonl", ""), "can't be told from"),
        (write("data/caf\u0065\u0301", ""), "no file of habeas has such a name"),
        (write("data/two\nlines", ""), "no file of habeas has such a name"),
        (lambda folder: (folder / "data" / "empty").mkdir(), "data/empty: an empty folder"),
        (lambda folder: (folder / "way").symlink_to("/etc/passwd"), "way: a link"),
        (linked, "data: a link"),
        (piped, "data/claims.jsonl: no file and no folder"),
        (huge, "holds more than any bag"),
    ],
)
def test_what_strangers_put_in_a_bag_is_a_line(folder: Path, harm: Callable[[Path], None], told: str) -> None:
    harm(folder)
    found = faults_or_refusal(folder)
    assert any(told in fault for fault in found), found
    assert all(fault.isprintable() for fault in found)


def test_what_is_no_bag_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match=r"is no bag .*--home DIR checks a home"):
        bag_faults(tmp_path)


# --- a bag whose lists were made anew after a change ---


def relisted(folder: Path) -> None:
    """Make all lists anew, as somebody would who changed the bag and wants it to look sound."""
    for path in folder.glob("*manifest-*.txt"):
        path.unlink()
    bag._write_manifests(folder, "manifest", bag._files(folder / "data"))
    info = (folder / "bag-info.txt").read_text("utf-8")
    oxum = re.sub(r"(?<=Payload-Oxum: ).*", bag._oxum(folder / "data"), info)
    (folder / "bag-info.txt").write_text(oxum, "utf-8")
    bag._write_manifests(folder, "tagmanifest", [path for path in folder.iterdir() if path.is_file()])


@pytest.mark.parametrize(
    ("file", "of", "with_", "told"),
    [
        ("claims.jsonl", '"text": "50"', '"text": "51"', "isn't what"),
        ("reports.jsonl", "50 people", "51 people", "isn't the one that text_sha256 is of"),
        ("texts", "50 people", "51 people", "isn't the text of its report"),
        ("log.jsonl", "Mira Toll", "Mira Tell", "isn't as it was written"),
        ("log.jsonl", '"withheld": false', '"withheld": true', "isn't as it was written"),
        ("log.jsonl", '"seq": 2,', '"seq": 20,', "stands where line 2 should"),
        ("log.jsonl", '{"format"', '{"form"', "no line of a log"),
        ("about.json", '"log_head": "', '"log_head": "0', "the log doesn't end where it says"),
        ("about.json", "{", "[", "isn't what habeas writes"),
        ("unread.jsonl", '"text": "7"', '"text": "8"', "isn't what"),
    ],
)
def test_words_ids_and_log_are_checked_beyond_the_lists(
    folder: Path, file: str, of: str, with_: str, told: str
) -> None:
    path = folder / "data" / file
    if path.is_dir():
        (path,) = (one for one in path.iterdir() if of in one.read_text("utf-8"))
    text = path.read_text("utf-8")
    assert of in text
    path.write_text(text.replace(of, with_), "utf-8")
    relisted(folder)
    found = faults(folder)
    assert any(told in fault for fault in found), found
    assert bagit.Bag(str(folder)).validate()


def test_a_bag_written_anew_whole_is_found_out_by_its_head(folder: Path) -> None:
    path = folder / "data" / "log.jsonl"
    first, *_ = path.read_text("utf-8").splitlines(keepends=True)
    head = json.loads(first)["hash"]
    noted = check_bag(folder, limits=LIMITS).head
    path.write_text(first, "utf-8")
    about = folder / "data" / "about.json"
    about.write_text(about.read_text("utf-8").replace(str(noted), head), "utf-8")
    relisted(folder)
    assert faults(folder) == ()
    assert any("it was cut short, or written anew" in fault for fault in faults(folder, noted))


def test_a_bag_that_was_noted_is_found(made: Path, folder: Path) -> None:
    noted = bag.contents(made)
    assert check_bag(made, head=noted, limits=LIMITS).seal == noted
    assert faults(made, noted) == ()
    claims = folder / "data" / "claims.jsonl"
    claims.write_text(claims.read_text("utf-8").replace('"low": 50', '"low": 5'), "utf-8")
    relisted(folder)
    assert faults(folder) == ()  # the words are there, and nothing else tells what they mean
    assert any("nor is this the bag" in fault for fault in faults(folder, noted))


def test_a_head_that_was_noted_is_found(made: Path, home: Desk) -> None:
    lines = home.ledger.log_lines()
    found = check_bag(made, head=lines[2].hash, limits=LIMITS)
    assert (found.faults, found.asked_at) == ((), lines[2].at)
    assert found.after is not None
    assert found.after + 3 == found.lines
