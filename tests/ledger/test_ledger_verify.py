"""Tampering: verify finds each kind, and no altered row comes out as if it were sound."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from ledger_material import add, dolm_reading, sund_reading, tamper, vault_with, velm_reading
from sqlalchemy import insert, update

from habeas.errors import LedgerFault
from habeas.ledger import Ledger, rows, tables
from habeas.model import Review
from habeas.settings import Settings
from habeas.vault import Vault


@pytest.fixture
def filled(settings: Settings) -> Settings:
    """A home with two reports, their bytes, and a decision; sound."""
    vault = vault_with(settings, velm_reading(), sund_reading())
    with Ledger.open(settings) as ledger:
        add(ledger, velm_reading(), sund_reading())
        ledger.decide(velm_reading().claims[0].id, Review.ACCEPTED, by="Mira Toll", why="seen")
        assert ledger.verify(vault) == []
    return settings


def faults(settings: Settings) -> list[str]:
    with Ledger.open(settings) as ledger:
        return ledger.verify(Vault(settings.vault))


READING_ALTERED = "velm.txt: the reading by rules/1 isn't as it was stored"


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("reports SET text = replace(text, '312', '912')", "velm.txt: the text isn't as it was stored"),
        ("reports SET published = '2031-03-05'", "velm.txt: the report isn't as it was stored"),
        ("reports SET marks = '[[0,\"page 9\"]]'", "velm.txt: the report isn't as it was stored"),
        ("claims SET body = replace(body, '312,', '31,')", "velm.txt: claim c_"),
        ("claims SET body = 'null' WHERE type = 'holding'", "velm.txt: claim c_"),
        ("claims SET place_words = 'elsewhere' WHERE type = 'holding'", "velm.txt: claim c_"),
        ("claims SET position = 5 - position", READING_ALTERED),
        ("unread SET body = replace(body, 'unclear-count', 'no-rule')", "velm.txt: the unread figure at 158"),
        ("readings SET digest = 'x'", READING_ALTERED),
        ("readings SET at = '2030-01-01T00:00:00+00:00'", "log: no entry tells of the reading of report"),
        ("decisions SET verdict = 'rejected'", "decision 1 on c_"),
        ("log SET by = 'somebody' WHERE seq = 2", "log: entry 2 isn't as it was written"),
        ("log SET seq = 9 WHERE seq = 3", "log: entry 9 stands where entry 3 should"),
    ],
)
def test_an_altered_row_is_found(filled: Settings, statement: str, fault: str) -> None:
    tamper(filled.ledger, f"UPDATE {statement}")
    assert [found for found in faults(filled) if found.startswith(fault)]


@pytest.mark.parametrize(
    ("rows_gone", "fault"),
    [
        ("claims WHERE type = 'holding'", READING_ALTERED),
        ("unread", READING_ALTERED),
        ("reports WHERE name = 'velm.txt'", "row 1 of readings belongs to a row of reports that is gone"),
        ("readings WHERE id = 1", "row 1 of claims belongs to a row of readings that is gone"),
        ("decisions", "log: the ledger no longer holds, as it was, the decision on c_"),
        ("log WHERE seq = 2", "log: entry 3 stands where entry 2 should"),
        ("log WHERE seq = 3", "log: no entry tells of the decision on c_"),
        ("log", "log: no entry tells of the reading of report"),
    ],
)
def test_a_row_taken_out_is_found(filled: Settings, rows_gone: str, fault: str) -> None:
    tamper(filled.ledger, f"DELETE FROM {rows_gone}")  # noqa: S608
    assert [found for found in faults(filled) if found.startswith(fault)]


def test_a_whole_report_taken_out_is_found(filled: Settings) -> None:
    tamper(
        filled.ledger,
        "DELETE FROM claims WHERE reading = 2",
        "DELETE FROM readings WHERE id = 2",
        "DELETE FROM reports WHERE name = 'sund.txt'",
    )
    told = f"the reading of report {sund_reading().report.id} by rules/1 at {log_times(filled)[1]}"
    left, gone = faults(filled)
    assert f"the ledger knows nothing of {sund_reading().report.id}" in left
    assert gone == f"log: the ledger no longer holds, as it was, {told}"


def test_a_log_whose_hashes_were_made_anew_is_found(filled: Settings) -> None:
    """An entry altered and its hash made to fit breaks the chain at the next one."""
    with Ledger.open(filled) as ledger:
        entry = ledger.log()[0]
    contents = {**{key: getattr(entry, key) for key in ("at", "action", "subject", "body")}, "by": "somebody"}
    fitting = rows.sha256_of(rows.canonical({**contents, "seq": 1, "previous": "0" * 64}))
    tamper(filled.ledger, update(tables.log).where(tables.log.c.seq == 1).values(by="somebody", hash=fitting))
    assert "log: entry 2 doesn't follow the entry before it" in faults(filled)


def raised_figure(settings: Settings) -> str:
    """Alter a claim through and through: its body and all its columns fit one another."""
    claim = velm_reading().claims[1]
    assert claim.quantity is not None
    raised = replace(claim, quantity=replace(claim.quantity, low=900))
    row = rows.claim_row(raised)
    put(settings.ledger, row)
    return str(row["digest"])


def test_an_altered_claim_with_a_fitting_digest_is_found(filled: Settings) -> None:
    raised_figure(filled)
    assert [fault[: len(READING_ALTERED)] for fault in faults(filled)] == [READING_ALTERED]


def test_an_altered_claim_with_a_fitting_reading_is_found(filled: Settings) -> None:
    digest = raised_figure(filled)
    source = velm_reading()
    with closing(sqlite3.connect(filled.ledger)) as connection:
        kept = {
            name: connection.execute(query).fetchone()[0]
            for name, query in {
                "report": "SELECT digest FROM reports WHERE name = 'velm.txt'",
                "first": "SELECT digest FROM claims WHERE reading = 1 AND position = 0",
                "figure": "SELECT digest FROM unread WHERE reading = 1",
            }.items()
        }
    reading = rows.reading_digest(kept["report"], source.reader, [kept["first"], digest], [kept["figure"]])
    tamper(filled.ledger, update(tables.readings).where(tables.readings.c.id == 1).values(digest=reading))
    told = f"the reading of report {source.report.id} by rules/1 at {log_times(filled)[0]}"
    assert faults(filled) == [
        f"log: no entry tells of {told}",
        f"log: the ledger no longer holds, as it was, {told}",
    ]


def test_a_claim_filed_under_something_else_is_found(filled: Settings) -> None:
    row = {**rows.claim_row(velm_reading().claims[1]), "place_words": "elsewhere"}
    put(filled.ledger, {**row, "digest": rows.digest_of(row)})
    assert faults(filled)[0] == f"velm.txt: claim {row['id']} isn't what its row is filed under"


def test_evidence_that_is_not_the_reports_is_found(filled: Settings) -> None:
    """The constructors refuse a slice that was moved, even under a digest that fits."""
    row = rows.claim_row(velm_reading().claims[1])
    body = json.loads(row["body"])
    body["evidence"][0]["start"] -= 1
    body["evidence"][0]["end"] -= 1
    row = {**row, "body": rows.canonical(body)}
    put(filled.ledger, {**row, "digest": rows.digest_of(row)})
    assert faults(filled)[0] == f"velm.txt: claim {row['id']} isn't as it was stored"
    with Ledger.open(filled) as ledger, pytest.raises(LedgerFault, match="run habeas verify"):
        ledger.claims()


def test_missing_bytes_are_found(filled: Settings) -> None:
    sha = velm_reading().report.id
    (filled.vault / sha[:2] / sha).unlink()
    assert faults(filled) == [f"velm.txt: the vault doesn't hold its bytes ({sha})"]


def test_altered_bytes_are_found(filled: Settings) -> None:
    sha = velm_reading().report.id
    path = filled.vault / sha[:2] / sha
    path.chmod(0o600)
    path.write_bytes(b"other bytes")
    assert [sha in fault for fault in faults(filled)] == [True]


def test_a_file_that_is_past_reading_is_refused(filled: Settings) -> None:
    with filled.ledger.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 2000)
    with pytest.raises(LedgerFault, match=r"ledger\.sqlite: this file is damaged; bring the ledger back"):
        faults(filled)


def test_a_damaged_file_is_found(filled: Settings) -> None:
    with closing(sqlite3.connect(filled.ledger)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'claims_by_id'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with filled.ledger.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    assert any(fault.startswith("the ledger's file is damaged: ") for fault in faults(filled))


@pytest.mark.parametrize(
    ("statement", "ask", "fault"),
    [
        ("UPDATE reports SET text = replace(text, '312', '912')", Ledger.reports, r"velm\.txt: the text"),
        ("UPDATE reports SET text = replace(text, '312', '912')", Ledger.claims, r"velm\.txt: the text"),
        ("UPDATE reports SET outlet = 'Courier'", Ledger.unread, r"velm\.txt: the report"),
        ("UPDATE claims SET body = replace(body, '312,', '31,')", Ledger.claims, r"velm\.txt: claim c_"),
        ("UPDATE claims SET body = replace(body, 'null', '7')", Ledger.claims, r"claim c_"),
        ("UPDATE unread SET body = '{}'", Ledger.unread, r"velm\.txt: the unread figure at 158"),
        ("UPDATE decisions SET by = 'Jon Ask'", Ledger.decisions, r"decision 1 on c_"),
    ],
)  # fmt: skip
def test_altered_rows_do_not_come_out(
    filled: Settings, statement: str, ask: Callable[[Ledger], object], fault: str
) -> None:
    tamper(filled.ledger, statement)
    with Ledger.open(filled) as ledger, pytest.raises(LedgerFault, match=f"{fault}.*; run habeas verify"):
        ask(ledger)


def put(path: Path, row: dict[str, object]) -> None:
    """Put this row where the claim of its id stands."""
    tamper(path, update(tables.claims).where(tables.claims.c.id == row["id"]).values(row))


def log_times(settings: Settings) -> list[str]:
    with Ledger.open(settings) as ledger:
        return [entry.at for entry in ledger.log()]


def test_the_head_of_the_log_shows_what_was_cut_off(filled: Settings) -> None:
    with Ledger.open(filled) as ledger:
        head = ledger.log_head()
        assert head == ledger.log_head()
    tamper(filled.ledger, "DELETE FROM log WHERE seq = 3", "DELETE FROM decisions")
    assert faults(filled) == []
    with Ledger.open(filled) as ledger:
        assert ledger.log_head() not in (None, head)


def test_an_empty_log_has_no_head(ledger: Ledger) -> None:
    assert ledger.log_head() is None


def test_bytes_that_the_ledger_knows_nothing_of_are_found(filled: Settings) -> None:
    sha = Vault(filled.vault).put(b"nobody's")
    (fault,) = faults(filled)
    assert fault.startswith(f"{filled.vault}: the ledger knows nothing of {sha}: ")


def test_a_report_without_a_reading_is_found(filled: Settings) -> None:
    stray = dolm_reading().report
    Vault(filled.vault).put(stray.text.encode())
    tamper(filled.ledger, insert(tables.reports).values(rows.report_row(stray)))
    assert faults(filled) == ["dolm.txt: the report has no reading, and none comes in without one"]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("claims SET body = CAST(body AS BLOB) WHERE type = 'holding'", "row 2 of claims holds something"),
        ("decisions SET at = x'00'", "row 1 of decisions holds something that no row was kept with"),
        ("claims SET position = position + 1 WHERE reading = 2", "row 2 of readings doesn't have its claims"),
        ("decisions SET id = 7", "row 7 of decisions stands where row 1 should"),
        ("alembic_version SET version_num = '0007'", "LedgerFault"),
    ],
)
def test_a_row_of_another_kind_or_place_is_found(filled: Settings, statement: str, fault: str) -> None:
    tamper(filled.ledger, f"UPDATE {statement}")
    try:
        found = faults(filled)
    except LedgerFault:
        found = ["LedgerFault"]
    assert [one for one in found if one.startswith(fault)]


def test_two_decisions_that_changed_places_are_found(filled: Settings) -> None:
    with Ledger.open(filled) as ledger:
        ledger.decide(velm_reading().claims[0].id, Review.REJECTED, by="Mira Toll", why="seen again")
    tamper(
        filled.ledger,
        "UPDATE decisions SET id = 9 WHERE id = 1",
        "UPDATE decisions SET id = 1 WHERE id = 2",
        "UPDATE decisions SET id = 2 WHERE id = 9",
    )
    assert faults(filled) == ["log: the rows of decisions aren't in the order in which it tells of them"]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DROP TRIGGER log_no_update", "the ledger's trigger log_no_update is gone, which kept rows from"),
        ("DROP INDEX derived_keys_by_member", "the ledger's index derived_keys_by_member is gone"),
        (
            "CREATE VIEW derived_more AS SELECT 1",
            "the ledger has the view derived_more, which habeas didn't make",
        ),
        ("CREATE TABLE mine (id INTEGER)", "the ledger has the table mine, which habeas didn't make"),
        (
            "CREATE INDEX derived_mine ON log (at)",
            "the ledger has the index derived_mine, which habeas didn't",
        ),
        ("DROP INDEX claims_by_id", "the ledger's index claims_by_id is gone"),
        ("ALTER TABLE stamps DROP COLUMN salt", "the ledger's table stamps isn't as habeas makes it"),
        ("ALTER TABLE log ADD COLUMN more TEXT", "the ledger's table log isn't as habeas makes it"),
        ("INSERT INTO alembic_version VALUES ('0001')", "the ledger says of its own form 0006, 0001, but it"),
        (
            (
                "PRAGMA writable_schema = 1; INSERT INTO sqlite_master VALUES "
                "('view', 'sqlite_more', 'sqlite_more', 0, 'CREATE VIEW sqlite_more AS SELECT 1')"
            ),
            "the ledger has the view sqlite_more, which habeas didn't make",
        ),
        (
            "CREATE TRIGGER derived_t AFTER INSERT ON log BEGIN DELETE FROM tries; END",
            "the ledger has the trigger derived_t, which habeas didn't make",
        ),
    ],
)
def test_a_ledger_that_is_built_otherwise_is_found(filled: Settings, statement: str, fault: str) -> None:
    with closing(sqlite3.connect(filled.ledger)) as connection, connection:
        connection.executescript(statement)
    found = faults(filled)
    assert len(found) == 1
    assert all(one.startswith(fault) for one in found)
