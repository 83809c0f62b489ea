"""What leaves: whole or not at all, closed over answers and events, told of in the log."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest

from habeas import exporting, pipeline
from habeas.errors import HabeasError, WrongUsage
from habeas.exporting import Wanted, export, gather
from habeas.ledger import ClaimFilter, Ledger
from habeas.ledger.log import Action
from habeas.lexicon import load_lexicon
from habeas.model import ClaimType, Reading, Report
from habeas.pipeline import Desk, process
from habeas.publishing.exports import Form
from habeas.publishing.holdings import Choice, Cleared
from habeas.settings import Settings
from habeas.vault import Vault
from made import READER, claim, quantity
from test_cli import Ran, runner_of

CHOICE = Choice(by="Mira Toll", why="the yearly report")
TABLES = [Form.CSV, Form.XLSX]
TEXTS = {
    "a.txt": "The council said that detainees are beaten in Orlan. The guard denied that they are beaten.",
    "b.txt": "12 people were released in Veshka on Monday, said the council.",
    "c.txt": "12 people were released in Veshka on Monday, said the guard. 50 people are held in Dorn.",
}


def read(of: Report, _: object) -> Reading:
    """A reader for these tests: beaten, denied, released, held."""
    found = []
    if "beaten" in of.text:
        said, denied = (part + "." for part in of.text.removesuffix(".").split(". "))
        found.append(claim(of, "allegation", evidence=said, modality="alleged", detail="ill-treatment"))
        found.append(claim(of, "denial", evidence=denied, modality="denied", detail="ill-treatment"))
    if "released" in of.text:
        words = of.text.split(". ")[0].removesuffix(".")
        figure = quantity(of, "12", 12, 12)
        day = ("on Monday", date(2024, 3, 18), date(2024, 3, 18))
        found.append(claim(of, "release", figure, evidence=words, origin="Veshka", period=day))
    if "held" in of.text:
        figure = quantity(of, "50", 50, 50)
        speaker = "Salim Odran" if "Odran" in of.text else None
        words = "50 people are held in Dorn" if speaker is None else of.text.split(". ")[0]
        found.append(claim(of, "holding", figure, evidence=words, place="Dorn", speaker=speaker))
    return Reading(of, READER, tuple(found))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Desk]:
    monkeypatch.setattr(pipeline, "read_report", read)
    monkeypatch.setattr(pipeline, "reader_name", lambda _: READER)
    settings = Settings(tmp_path / "home")
    with Ledger.open(settings) as ledger:
        desk = Desk(settings, load_lexicon(), Vault(settings.vault), ledger)
        for file, text in TEXTS.items():
            (tmp_path / file).write_text(text, "utf-8")
            process(tmp_path / file, desk)
        yield desk


def types(desk: Desk, **filters: object) -> set[str]:
    held = gather(desk, Wanted(ClaimFilter(**filters), ("asked",)))  # type: ignore[arg-type]  # a test's filters
    return {one.type.value for one in held.claims}


def test_an_allegation_comes_with_its_answer(here: Desk) -> None:
    assert types(here, type=ClaimType.ALLEGATION) == {"allegation", "denial"}
    assert types(here, type=ClaimType.DENIAL) == {"allegation", "denial"}


def test_an_event_comes_whole(here: Desk) -> None:
    held = gather(here, Wanted(ClaimFilter(report="b.txt"), ("report b.txt",)))
    (event,) = held.reckoned.events
    assert set(event.claims) == {claim.id for claim in held.claims}
    assert {report.name for report in held.reports} == {"b.txt", "c.txt"}


def test_without_filters_every_report_leaves(here: Desk) -> None:
    held = gather(here, Wanted())
    assert [one.name for one in sorted(held.reports, key=lambda it: it.name)] == [*TEXTS]
    assert held.head == here.ledger.log_head()


def test_the_log_tells_of_it_with_the_hash_of_what_left(here: Desk, tmp_path: Path) -> None:
    wanted = Wanted(ClaimFilter(type=ClaimType.HOLDING), ("type holding",))
    export(here, tmp_path / "out", TABLES, wanted, CHOICE)
    (departure,) = here.ledger.departures()
    assert (departure.form, departure.chosen, departure.by) == ("csv, xlsx", "type holding", "Mira Toll")
    assert (departure.named, departure.why) == (False, "the yearly report")
    about = (tmp_path / "out" / "about.json").read_bytes()
    assert departure.contents == hashlib.sha256(about).hexdigest()
    assert here.ledger.log_lines()[-1].action == Action.EXPORT
    assert here.ledger.verify(here.vault) == []


def test_about_names_every_file_with_its_hash(here: Desk, tmp_path: Path) -> None:
    before = here.ledger.log_head()
    export(here, tmp_path / "out", [Form.ACLED, Form.CSV, Form.FTM], Wanted(), CHOICE)
    about = json.loads((tmp_path / "out" / "about.json").read_text("utf-8"))
    files = {
        path.relative_to(tmp_path / "out").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file() and path.name != "about.json"
    }
    assert about["files"] == files
    assert (about["log_head"], about["chosen"]) == (before, ["everything"])


@pytest.mark.parametrize("kind", ["full", "file", "link"])
def test_a_folder_that_holds_something_is_refused(here: Desk, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "taken"
    (tmp_path / "other").mkdir()
    if kind == "full":
        target.mkdir()
        (target / "mine.txt").write_text("mine", "utf-8")
    elif kind == "file":
        target.write_text("mine", "utf-8")
    else:
        target.symlink_to(tmp_path / "other")
    with pytest.raises(WrongUsage, match="name a new folder"):
        export(here, target, TABLES, Wanted(), CHOICE)
    assert here.ledger.departures() == []


def test_an_empty_folder_will_do(here: Desk, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(here, tmp_path / "out", TABLES, Wanted(), CHOICE)
    assert (tmp_path / "out" / "habeas.xlsx").is_file()


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), RuntimeError("a fault of ours")])
def test_nothing_is_left_of_an_export_that_fails(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def failing(cleared: Cleared, folder: Path) -> None:
        (folder / "half.csv").write_text(str(len(cleared.holdings.claims)), "utf-8")
        raise fault

    monkeypatch.setattr(exporting, "writer_of", lambda _: failing)
    expected = HabeasError if isinstance(fault, OSError) else RuntimeError
    before = sorted(tmp_path.iterdir())
    with pytest.raises(expected, match=r"can't be written: No space|a fault of ours"):
        export(here, tmp_path / "out", TABLES, Wanted(), CHOICE)
    assert sorted(tmp_path.iterdir()) == before
    assert here.ledger.departures() == []


PRIVATE = (
    "A detainee, Salim Odran, 34, said that 50 people are held in Dorn. Mr Odran is a teacher from Veshka."
)


def contents(folder: Path) -> bytes:
    """All that its files hold, unpacked."""
    found = b""
    for path in filter(Path.is_file, folder.rglob("*")):
        found += path.name.encode()
        if path.suffix == ".parquet":
            found += repr(pq.read_table(path).to_pylist()).encode()
        elif path.suffix == ".xlsx":
            with ZipFile(path) as book:
                found += b"".join(book.read(name) for name in book.namelist())
        else:
            found += path.read_bytes()
    return found


@pytest.mark.parametrize("form", [form for form in Form if form is not Form.ARCHIVE])
@pytest.mark.parametrize("named", [True, False])
def test_no_format_has_names_that_were_not_chosen(
    here: Desk, tmp_path: Path, form: Form, named: bool
) -> None:
    (tmp_path / "salim-odran.txt").write_text(PRIVATE, "utf-8")
    process(tmp_path / "salim-odran.txt", here)
    export(here, tmp_path / "out", [form], Wanted(), Choice(names=named, by="Mira Toll", why="a test"))
    left = contents(tmp_path / "out")
    assert (b"Odran" in left) is (named and form not in (Form.ACLED, Form.UCDP))
    assert b"odran" not in left or named


# --- the command ---


@pytest.fixture
def run(here: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Ran]:
    command = runner_of(capsys)

    def runner(*arguments: object) -> Ran:
        return command("export", tmp_path / "out", "--home", here.settings.home, *arguments)

    return runner


def test_the_command_exports_in_each_format_asked_for(run: Callable[..., Ran], tmp_path: Path) -> None:
    done = run(
        "--format", "csv", "--format", "geojson", "--format", "csv", "--reason", "a test", "--by", "Mira"
    )
    assert (done.code, done.err) == (0, "")
    assert done.out == f"exported 5 claims from 3 reports to {tmp_path / 'out'}\n"
    assert (tmp_path / "out" / "claims.csv").is_file()
    assert (tmp_path / "out" / "events.geojson").is_file()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "csv"], "--reason"),
        (["--reason", "a test"], "--format"),
        (["--format", "pdf", "--reason", "a test"], "pdf"),
        (["--format", "csv", "--reason", "a test", "--base-url", "ftp://x"], "no address"),
        (["--format", "csv", "--reason", " ", "--by", "Mira"], "reason"),
    ],
)
def test_wrong_usage_says_what_is_wrong(
    run: Callable[..., Ran], tmp_path: Path, arguments: list[str], told: str
) -> None:
    done = run(*arguments)
    assert done.code in (1, 2)
    assert told in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "out").exists()


def test_links_are_whole_where_readers_are_told_the_address(run: Callable[..., Ran], tmp_path: Path) -> None:
    run("--format", "csv", "--reason", "a test", "--base-url", "https://ledger.example")
    assert '"https://ledger.example/claims/c_' in (tmp_path / "out" / "claims.csv").read_text("utf-8-sig")
