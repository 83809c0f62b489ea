"""Loading: exchange folders and coded claims come in whole or not at all, once, and in any order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cleared_by_hand import write_exchange
from habeas import loading, pipeline
from habeas.errors import HabeasError, LedgerFault, Unloadable, UnreadableReport
from habeas.intake import tables
from habeas.intake.parsed import Unparsable
from habeas.ledger import Ledger
from habeas.lexicon import load_lexicon
from habeas.loading import Loaded
from habeas.model import Mark, Reading, Report
from habeas.pipeline import Desk, desk, process, reread
from habeas.settings import Settings
from habeas.vault import Vault
from made import READER, claim, quantity, read_by_hand, unread

load = partial(loading.load, by="Mira Toll")

HEADER = "quote,type,quantity,group,coder\n"
FIFTY = '"50 women and 7 men fled Orlan.",escape,50,women,anna\n'
SEVEN = '"50 women and 7 men fled Orlan.",escape,7,men,anna\n'
DEATH = '"At least 3 men died in Karsh prison.",death,At least 3,men,ben\n'


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "read_report", read_by_hand)
    monkeypatch.setattr(pipeline, "reader_name", lambda _: READER)


@pytest.fixture
def open_home(tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    ledgers: list[Ledger] = []

    def opened(name: str) -> Desk:
        settings = Settings(tmp_path / name)
        ledgers.append(Ledger.open(settings))
        return Desk(settings, load_lexicon(), Vault(settings.vault), ledgers[-1])

    yield opened
    for ledger in ledgers:
        ledger.close()


@pytest.fixture
def here(open_home: Callable[[str], Desk]) -> Desk:
    return open_home("home")


def table(folder: Path, *rows: str, name: str = "coded.csv") -> Path:
    (folder / name).write_text(HEADER + "".join(rows), "utf-8")
    return folder / name


def counts(loaded: Loaded) -> tuple[int, int, int]:
    return loaded.claims, len(loaded.reports), loaded.known


def shown(home: Desk) -> list[tuple[object, ...]]:
    """What the ledger shows, reader included, whatever the order in which it came."""
    return [(claim, claim.reader) for claim in home.ledger.claims()]


# --- coded claims ---


def test_coded_claims_are_kept_with_their_words_and_bytes(here: Desk, tmp_path: Path) -> None:
    assert counts(load(table(tmp_path, FIFTY, SEVEN, DEATH), here)) == (3, 2, 0)
    assert {claim.reader.split("+")[0] for claim in here.ledger.claims()} == {"coded/anna", "coded/ben"}
    assert here.ledger.verify(here.vault) == []
    kept = json.loads(here.vault.get(here.ledger.claims()[0].report.id))
    assert set(kept) == {"excerpt", "outlet", "title", "url", "published", "language"}


def test_loading_twice_changes_nothing(here: Desk, tmp_path: Path) -> None:
    path = table(tmp_path, FIFTY, SEVEN, DEATH)
    load(path, here)
    before, log = shown(here), here.ledger.log()
    assert counts(load(path, here)) == (0, 0, 2)
    assert (shown(here), here.ledger.log()) == (before, log)


def test_what_is_coded_of_one_passage_adds_up_in_any_order(
    open_home: Callable[[str], Desk], tmp_path: Path
) -> None:
    first, second = table(tmp_path, FIFTY, name="a.csv"), table(tmp_path, SEVEN, DEATH, name="b.csv")
    together = table(tmp_path, DEATH, SEVEN, FIFTY, name="c.csv")
    homes = [open_home(name) for name in ("forth", "back", "once")]
    for home, files in zip(homes, [(first, second), (second, first), (together,)], strict=True):
        for file in files:
            load(file, home)
        assert counts(load(first, home)) == (0, 0, 1)
    assert shown(homes[0]) == shown(homes[1]) == shown(homes[2])
    assert len(shown(homes[0])) == 3


def test_a_row_more_brings_one_claim(here: Desk, tmp_path: Path) -> None:
    load(table(tmp_path, FIFTY), here)
    assert counts(load(table(tmp_path, FIFTY, SEVEN), here)) == (1, 1, 0)


def test_a_coder_corrects_what_she_coded(here: Desk, tmp_path: Path) -> None:
    load(table(tmp_path, FIFTY, SEVEN), here)
    corrected = FIFTY.replace("women,anna", "women;TJ,anna")
    assert counts(load(table(tmp_path, corrected), here)) == (1, 1, 0)
    assert [claim.group for claim in here.ledger.claims()] == [{"women", "TJ"}, {"men"}]
    assert len(here.ledger.log()) == 2


def test_what_another_coded_otherwise_is_refused_and_what_he_coded_alike_is_not(
    here: Desk, tmp_path: Path
) -> None:
    load(table(tmp_path, FIFTY), here)
    load(table(tmp_path, FIFTY.replace("anna", "ben")), here)
    assert {claim.reader.split("+")[0] for claim in here.ledger.claims()} == {"coded/anna,ben"}
    with pytest.raises(Unloadable, match=r"line 3: “50” is coded otherwise already by anna, ben"):
        load(table(tmp_path, DEATH, FIFTY.replace("women,anna", "TJ,carl")), here)
    assert len(here.ledger.reports()) == 1


def test_one_bad_row_keeps_all_out(here: Desk, tmp_path: Path) -> None:
    with pytest.raises(Unloadable, match="line 3"):
        load(table(tmp_path, FIFTY, DEATH.replace("At least 3,", "At least 4,")), here)
    assert here.ledger.reports() == []
    assert list(here.vault.names()) == []


def test_a_fault_midway_leaves_no_report(here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(readings: list[Reading], _total: int, what: str) -> Iterator[Reading]:
        yield readings[0]
        if what == "Keeping claims":
            raise LedgerFault("the disk is full")
        yield from readings[1:]

    monkeypatch.setattr("habeas.ledger.ledger.BATCH", 1)
    path = table(tmp_path, FIFTY, DEATH)
    with pytest.raises(LedgerFault):
        load(path, here, watch=stop)
    assert here.ledger.reports() == []
    assert counts(load(path, here)) == (2, 2, 0)
    assert here.ledger.verify(here.vault) == []


def test_a_machine_never_takes_the_place_of_people(here: Desk, tmp_path: Path) -> None:
    load(table(tmp_path, FIFTY), here)
    before = shown(here)
    assert [outcome.new for outcome in reread(here)] == [False]
    (report,) = here.ledger.reports()
    (tmp_path / "excerpt.txt").write_bytes(here.vault.get(report.id))
    assert not process(tmp_path / "excerpt.txt", here).new
    assert shown(here) == before


def test_many_documents_are_kept_as_one_is(here: Desk, tmp_path: Path) -> None:
    rows = [DEATH.replace("Karsh", f"Karsh {number}") for number in range(100)]
    assert counts(load(table(tmp_path, *rows), here)) == (100, 100, 0)
    assert here.ledger.verify(here.vault) == []
    assert {path.stat().st_mode & 0o777 for path in here.vault.folder.glob("??/*")} == {0o400}
    assert here.vault.put_all(iter([])) is None


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    with pytest.raises(Unparsable, match="more than 500,000 rows"):
        tables.parse_csv(table(tmp_path, FIFTY, DEATH).read_bytes())


def test_a_cell_may_be_as_long_as_where_a_whole_report_was_masked(tmp_path: Path) -> None:
    path = tmp_path / "reports.csv"
    path.write_text(f'"id","masked_at"\r\n"1","{"0..5 " * 60_000}"\r\n', "utf-8", newline="")
    (row,) = json.loads(tables.parse_csv(path.read_bytes()).text)["rows"]
    assert len(row[1][1]) == 300_000


# --- exchange folders ---


def readings() -> list[Reading]:
    """One reading of a plain text, one of a document whose bytes its text doesn't give."""
    plain_text = "50 people are held in Orlan.\u2028 7 of somebody."
    plain = Report(hashlib.sha256(plain_text.encode()).hexdigest(), "a.txt", plain_text, "The Orlan Post")
    paged_text = "60 people are held in Veshka, among them 12 women."
    paged = Report(
        hashlib.sha256(b"%PDF").hexdigest(), "b.pdf", paged_text, published=None, marks=(Mark(0, "page 1"),)
    )
    whole = claim(paged, "holding", quantity(paged, "60", 60, 60), place="Veshka")
    part = claim(paged, "holding", quantity(paged, "12", 12, 12), group="women", part_of=whole.id)
    return [
        read_by_hand(plain, None),
        Reading(paged, READER, (whole, part), (unread(paged, "12", paged_text),)),
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = readings()
    documents = {made[0].report.id: made[0].report.text.encode(), made[1].report.id: b"%PDF"}
    write_exchange(tmp_path / "exchange", made, documents.__getitem__)
    return tmp_path / "exchange"


def test_what_goes_out_comes_in(here: Desk, folder: Path) -> None:
    loaded = load(folder, here)
    assert (counts(loaded), loaded.unread) == ((3, 2, 0), 2)
    assert sorted(here.ledger.readings(), key=str) == sorted(readings(), key=str)
    assert here.ledger.verify(here.vault) == []
    assert here.vault.get(readings()[1].report.id) == b"%PDF"


def test_a_folder_loaded_twice_or_out_of_order_changes_nothing(
    here: Desk, open_home: Callable[[str], Desk], folder: Path
) -> None:
    load(folder, here)
    assert counts(load(folder, here)) == (0, 0, 2)
    for name in ("reports.jsonl", "claims.jsonl", "unread.jsonl"):
        lines = (folder / name).read_text("utf-8").split("\n")[:-1]
        (folder / name).write_text("\n".join(reversed(lines)), "utf-8")
    other = open_home("other")
    load(folder, other)
    assert shown(other) == shown(here)
    told = [[(entry.action, entry.subject) for entry in home.ledger.log()] for home in (here, other)]
    assert told[0] == told[1]


def test_what_a_ledger_writes_another_loads(
    here: Desk, open_home: Callable[[str], Desk], tmp_path: Path
) -> None:
    load(table(tmp_path, FIFTY, SEVEN, DEATH), here)
    write_exchange(tmp_path / "out", here.ledger.readings(), here.vault.get)
    other = open_home("other")
    assert counts(load(tmp_path / "out", other)) == (3, 2, 0)
    assert shown(other) == shown(here)


def test_bytes_that_the_text_gives_need_not_be_there(here: Desk, folder: Path) -> None:
    (folder / "reports" / readings()[0].report.id).unlink()
    assert counts(load(folder, here)) == (3, 2, 0)
    assert here.ledger.verify(here.vault) == []


def test_a_report_that_is_read_already_keeps_its_reading(here: Desk, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(readings()[0].report.text.encode())
    process(tmp_path / "a.txt", here)
    before = here.ledger.claims()
    assert counts(load(folder, here)) == (2, 1, 1)
    assert [claim for claim in here.ledger.claims() if claim.report == before[0].report] == before


def altered(folder: Path, file: str, change: Callable[[dict[str, Any]], None], line: int = 0) -> None:
    """Change one line of one file."""
    lines = [json.loads(one) for one in (folder / file).read_text("utf-8").split("\n")[:-1]]
    lines.sort(key=lambda one: json.dumps(one.get("quantity") or one["report"]["name"]))
    change(lines[line])
    (folder / file).write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")


def put(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(wire: dict[str, Any]) -> None:
        *way, last = path.split(".")
        for step in way:
            wire = wire[int(step)] if isinstance(wire, list) else wire[step]
        wire[last] = value

    return change


@pytest.mark.parametrize(
    ("file", "path", "value", "told"),
    [
        ("claims.jsonl", "quantity.text", "51", "isn't what"),
        ("claims.jsonl", "quantity.wrods", "51", "quantity.wrods: Extra inputs"),
        ("claims.jsonl", "quantity.start", 1, "can't stand at"),
        ("claims.jsonl", "evidence", [], "has no evidence"),
        ("claims.jsonl", "evidence.0.text", "Nothing of it.", "can't stand at"),
        ("claims.jsonl", "id", "c_00000000000000000000", "id isn't what its words and offsets give"),
        ("claims.jsonl", "type", "party", "type: Input should be"),
        ("claims.jsonl", "format", "habeas/2", "format: Input should be"),
        ("claims.jsonl", "quantity.low", "fifty", "quantity.low: Input should be"),
        ("claims.jsonl", "quantity.low", 10**12, "can't run from"),
        ("claims.jsonl", "quantity.high", 10**13, "beyond any number of people"),
        ("claims.jsonl", "group", ["wizards"], "unknown group tags"),
        ("claims.jsonl", "group", ["women", "children"], "group isn't what"),
        ("claims.jsonl", "stated_on", "20240318", "stated_on isn't what"),
        ("claims.jsonl", "stated_on", "Monday", "Invalid isoformat"),
        ("claims.jsonl", "reader", "another/1", "read by another/1"),
        ("claims.jsonl", "review", "accepted", "no decision beside it says so"),
        ("claims.jsonl", "report.name", "other.txt", "describes its report otherwise"),
        ("claims.jsonl", "report.id", "0" * 64, "isn't in reports.jsonl"),
        ("claims.jsonl", "part_of", "c_00000000000000000000", "isn't among its report's claims"),
        ("unread.jsonl", "evidence", [], "evidence isn't what"),
        ("unread.jsonl", "reason", "dunno", "reason: Input should be"),
        ("reports.jsonl", "text", "Other words.", "isn't the one that text_sha256 is of"),
        ("reports.jsonl", "cleared", [[0, 2, "name"]], "blocks don't stand"),
        ("reports.jsonl", "cleared", [[5, 5, "name"]], "blocks don't stand"),
        ("reports.jsonl", "cleared", [[0, 2]], "Field required"),
        ("reports.jsonl", "report.id", "../../etc/passwd", "no SHA-256"),
        ("reports.jsonl", "report.url", "javascript:alert(1)", "no address on the web"),
        ("reports.jsonl", "report.name", "\u202ename", "can't be shown"),
        ("reports.jsonl", "report.outlet", "two\nlines", "can't be shown on one line"),
        ("reports.jsonl", "report.published", "March", "Invalid isoformat"),
        ("reports.jsonl", "report.language", "klingonish", "language is no code"),
        ("reports.jsonl", "reader", "", "reader has no name"),
        ("reports.jsonl", "marks", [[900, "page 1"]], "marks lie outside"),
        ("reports.jsonl", "text", "half a \ud800", "Invalid JSON"),
    ],
)
def test_a_line_that_does_not_hold_keeps_the_folder_out(
    here: Desk, folder: Path, file: str, path: str, value: object, told: str
) -> None:
    altered(folder, file, put(path, value))
    with pytest.raises(Unloadable) as refused:
        load(folder, here)
    assert told in str(refused.value)
    assert all(file in fault and "\n" not in fault for fault in refused.value.faults)
    assert here.ledger.reports() == []
    assert list(here.vault.names()) == []


def test_all_faults_of_a_folder_are_told_at_once(here: Desk, folder: Path) -> None:
    altered(folder, "claims.jsonl", put("type", "party"), 0)
    altered(folder, "claims.jsonl", put("review", "accepted"), 1)
    altered(folder, "unread.jsonl", put("reason", "dunno"))
    with pytest.raises(Unloadable) as refused:
        load(folder, here)
    assert len(refused.value.faults) == 3


@pytest.mark.parametrize("file", ["reports.jsonl", "claims.jsonl", "unread.jsonl"])
def test_a_line_twice_or_of_no_json_is_refused(here: Desk, folder: Path, file: str) -> None:
    lines = (folder / file).read_text("utf-8")
    (folder / file).write_text(lines + "{no json}\n", "utf-8")
    with pytest.raises(Unloadable, match=rf"{file}, line \d: Invalid JSON"):
        load(folder, here)
    (folder / file).write_text(lines + lines, "utf-8")
    with pytest.raises(Unloadable, match="stands here twice"):
        load(folder, here)


@pytest.mark.parametrize("what", ["other bytes", "a link", "gone"])
def test_a_document_that_is_not_the_reports_is_refused(
    here: Desk, folder: Path, tmp_path: Path, what: str
) -> None:
    document = folder / "reports" / readings()[1].report.id
    document.unlink()
    if what == "gone":
        altered(folder, "reports.jsonl", lambda wire: wire.pop("text_sha256"), 1)
    if what == "other bytes":
        document.write_bytes(b"%PDF-2")
    elif what == "a link":
        (tmp_path / "elsewhere").write_bytes(b"%PDF")
        document.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unloadable, match=r"holds another document|isn't in the folder"):
        load(folder, here)


@pytest.mark.parametrize(
    ("name", "told"), [("empty", "no exchange folder"), ("exchange", r"claims\.jsonl: can't be opened")]
)
def test_what_is_no_exchange_folder_is_told(
    here: Desk, folder: Path, tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / "empty").mkdir()
    (folder / "claims.jsonl").unlink()
    with pytest.raises(HabeasError, match=told):
        load(tmp_path / name, here)


def test_a_missing_file_is_told(here: Desk, tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="isn't there"):
        load(tmp_path / "gone.csv", here)


def test_a_report_kept_with_another_text_is_not_touched(here: Desk, folder: Path) -> None:
    (reading, other) = readings()
    longer = replace(other.report, text=other.report.text + " More.")
    here.ledger.append(longer, Reading(longer, READER))
    assert counts(load(folder, here)) == (1, 1, 1)
    assert here.ledger.report(other.report.id).text == longer.text
    assert reading.report in here.ledger.reports()


def test_the_desk_gives_what_loading_needs(tmp_path: Path) -> None:
    with desk(Settings(tmp_path / "fresh")) as fresh:
        assert counts(load(table(tmp_path, FIFTY), fresh)) == (1, 1, 0)
