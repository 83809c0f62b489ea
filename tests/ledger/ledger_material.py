"""Reports, claims and homes for the tests of the ledger; every place and body is invented."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, UpdateBase, create_engine, insert, text

from habeas.custody import Arrival, ArrivalKind, Departure, Stamp
from habeas.ledger import Ledger, log, rows, tables
from habeas.ledger.erasing import Order
from habeas.ledger.session import SCHEMA, Session
from habeas.ledger.users import Role
from habeas.ledger.visits import Access
from habeas.model import (
    Assignment,
    Claim,
    ClaimType,
    Decision,
    Extent,
    Mark,
    Matter,
    Measure,
    Name,
    Period,
    Quantity,
    Reading,
    Reason,
    Report,
    Review,
    Ruling,
    Span,
    Unread,
)
from habeas.settings import Settings
from habeas.vault import Vault
from habeas.wire.claims import claim_to_wire, to_lines, unread_to_wire

READER = "rules/1"

VELM = (
    "On 3 March 2031, 40 women and children were moved from Camp Velm to Orsk\u00a0Prison, "
    "the Harbour Agency said. "
    "Orsk Prison holds at least 312 detainees. A further 9 were mentioned.\n"
)
SUND = "100% of the 25 FIGHTERS in Sund_jail will be tried, according to the Court of Ny\u00e5.\n"
CARRIER = b"WARC/1.1\r\n"
DOLM = "Dolmia took back 7 of its citizens. Some were sick.\n"


def report(words: str, *, name: str, **details: Any) -> Report:
    """A report of this text, its id made from the text's bytes."""
    return Report(id=hashlib.sha256(words.encode()).hexdigest(), name=name, text=words, **details)


def span(source: Report, words: str) -> Span:
    """The first place where the report has these words."""
    start = source.text.index(words)
    return source.span(start, start + len(words))


def name(source: Report, words: str, known_as: str | None = None) -> Name:
    """A name as the report has it."""
    return Name(span(source, words), known_as)


def exactly(source: Report, words: str) -> dict[str, Any]:
    """The slots of a claim that counts exactly so many."""
    return {"quantity": Quantity(span(source, words), int(words), int(words)), "trigger": span(source, words)}


def velm_reading(reader: str = READER) -> Reading:
    """Two claims and an unread figure, in a report with all its details."""
    source = report(
        VELM,
        name="velm.txt",
        outlet="Velm Courier",
        title="Moved",
        url="https://velm.example/1",
        published=date(2031, 3, 4),
        language="en",
        extent=Extent.EXCERPT,
        marks=(Mark(0, "page 1"), Mark(108, "page 2")),
    )
    first, second, third = (line + "." for line in VELM.rstrip(".\n").split(". "))
    moved = Claim(
        **exactly(source, "40"),
        report=source,
        type=ClaimType.TRANSFER,
        evidence=(span(source, first),),
        reader=reader,
        rule="transfer.moved",
        measure=Measure.FLOW,
        group=frozenset({"women", "children", "TJ"}),
        origin=name(source, "Camp Velm", "xx.velm"),
        destination=name(source, "Orsk\u00a0Prison", "XX.Orsk"),
        speaker=name(source, "the Harbour Agency", "org.harbour"),
        period=Period(span(source, "On 3 March 2031"), date(2031, 3, 3), date(2031, 3, 3)),
        stated_on=date(2031, 3, 4),
    )
    held = Claim(
        report=source,
        type=ClaimType.HOLDING,
        trigger=span(source, "holds"),
        evidence=(span(source, second),),
        reader=reader,
        rule="holding.holds",
        quantity=Quantity(span(source, "at least 312"), 312, None),
        measure=Measure.STOCK,
        group=frozenset({"detainees"}),
        place=name(source, "Orsk Prison", "XX.Orsk"),
        stated_on=date(2031, 3, 4),
    )
    figure = Unread(source, span(source, "9"), span(source, third), Reason.UNCLEAR_COUNT)
    return Reading(source, reader, (moved, held), (figure,))


def sund_reading(reader: str = READER) -> Reading:
    """A plan with a month's period, in a report without a day of publication."""
    source = report(SUND, name="sund.txt")
    tried = Claim(
        **exactly(source, "25"),
        report=source,
        type=ClaimType.TRIAL,
        evidence=(span(source, SUND.strip()),),
        reader=reader,
        rule="trial.tried",
        measure=Measure.FLOW,
        group=frozenset({"fighters"}),
        place=name(source, "Sund_jail"),
        speaker=name(source, "the Court of Ny\u00e5"),
        period=Period(span(source, "will be"), date(2031, 4, 1), date(2031, 4, 30)),
    )
    return Reading(source, reader, (tried,))


def dolm_reading(reader: str = READER) -> Reading:
    """A claim without any day."""
    source = report(DOLM, name="dolm.txt", published=date(2031, 1, 9))
    returned = Claim(
        **exactly(source, "7"),
        report=source,
        type=ClaimType.REPATRIATION,
        evidence=(span(source, "Dolmia took back 7 of its citizens."),),
        reader=reader,
        rule="repatriation.took-back",
        measure=Measure.FLOW,
    )
    figure = Unread(source, span(source, "Some"), span(source, "Some were sick."), Reason.NO_RULE)
    return Reading(source, reader, (returned,), (figure,))


def numbered_reading(number: int, reader: str = READER) -> Reading:
    """A small reading of a report that differs from all others by its number."""
    source = report(f"Camp {number} held {number} people; {number} more came.\n", name=f"{number}.txt")
    words = f"held {number} people"
    held = Claim(
        report=source,
        type=ClaimType.HOLDING,
        trigger=span(source, "held"),
        evidence=(span(source, words),),
        reader=reader,
        rule="holding.held",
        quantity=Quantity(
            Span(words_start := source.text.index(words) + 5, words_start + len(str(number)), str(number)),
            number,
            number,
        ),
        measure=Measure.STOCK,
    )
    figure = Unread(
        source, span(source, f"{number} more"), span(source, f"{number} more came"), Reason.NO_RULE
    )
    return Reading(source, reader, (held,), (figure,))


def ruling(one: str, other: str, *, matter: Matter = Matter.EVENT, **details: Any) -> Ruling:
    """A ruling that two things are one, by somebody, now."""
    one, other = sorted((one, other))
    given = {"together": True, "by": "Mira Toll", "at": datetime.now(UTC), "why": "seen", **details}
    return Ruling(matter, one, other, **given)


def assignment(claim: str, one: str = "Jon Ask", other: str = "Mira Toll", **details: Any) -> Assignment:
    """Two people asked to decide blind, by somebody, now."""
    given = {"by": "Ada Lund", "at": datetime.now(UTC), "why": "a sample", **details}
    return Assignment(claim, one, other, **given)


def opinion(claim: str, by: str, verdict: str = "accepted", **details: Any) -> Decision:
    """What one of them says, now."""
    return Decision(
        claim, Review(verdict), **{"by": by, "at": datetime.now(UTC), "why": "read it", **details}
    )


def add(ledger: Ledger, *readings: Reading) -> list[bool]:
    """Append each reading; what append said of each."""
    return [ledger.append(reading.report, reading) for reading in readings]


def listing(ledger: Ledger) -> str:
    """Everything that the ledger shows, as JSON Lines."""
    claims = to_lines(claim_to_wire(claim) for claim in ledger.claims())
    unread = to_lines(unread_to_wire(figure) for figure in ledger.unread())
    return f"{claims}\n{unread}\n{ledger.reports()}\n{ledger.readers()}\n{ledger.stored()}"


def vault_with(settings: Settings, *readings: Reading) -> Vault:
    """The home's vault, holding the bytes of these readings' reports."""
    vault = Vault(settings.vault)
    for reading in readings:
        vault.put(reading.report.text.encode())
    return vault


def tamper(path: Path, *statements: str | UpdateBase) -> None:
    """Change the ledger's file behind its back, its guards down meanwhile; each statement must hit a row."""
    engine = create_engine(URL.create("sqlite", database=str(path)))
    with engine.begin() as connection:
        guards = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for trigger, _ in guards:
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        for statement in statements:
            hit = connection.execute(text(statement) if isinstance(statement, str) else statement)
            assert hit.rowcount > 0, statement
        for _, made in guards:
            connection.exec_driver_sql(made)
    engine.dispose()


def older_ledger(path: Path, revision: str, *kept: Reading) -> None:
    """The ledger that an earlier habeas made, before rows had salts, with these readings in it."""
    config = Config()
    config.set_main_option("script_location", SCHEMA.scripts)
    config.set_main_option("path_separator", "os")
    session = Session(path)
    with session.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for number, reading in enumerate(kept, start=1):
            _keep_unsalted(connection, number, reading)
    session.close()


def _keep_unsalted(connection: Connection, number: int, reading: Reading) -> None:
    report = _unsalted(rows.report_row(reading.report))
    found = [_unsalted(rows.claim_row(claim)) for claim in reading.claims]
    doubted = [_unsalted(rows.unread_row(figure)) for figure in reading.unread]
    digest = rows.reading_digest(
        report["digest"], reading.reader, *([row["digest"] for row in some] for some in (found, doubted))
    )
    entry = log.Entry("2031-03-06T10:00:00+00:00", reading.reader, "read", reading.report.id, digest)
    read = {"id": number, "report": reading.report.id, "reader": reading.reader, "at": entry.at}
    connection.execute(insert(tables.reports).values(report))
    connection.execute(insert(tables.readings).values({**read, "digest": digest}))
    for table, some in ((tables.claims, found), (tables.unread, doubted)):
        for position, row in enumerate(some):
            connection.execute(insert(table).values({**row, "reading": number, "position": position}))
    log.write_entry(connection, entry)


def _unsalted(row: dict[str, Any]) -> dict[str, Any]:
    bare = {key: value for key, value in row.items() if key not in {"salt", "digest"}}
    return {**bare, "digest": rows.digest_of(bare)}


def arrival(report: str, **changed: Any) -> Arrival:
    """How a report of this id came in: out of a page that the vault's `carrier` keeps."""
    given: dict[str, Any] = {
        "kind": ArrivalKind.FETCHED,
        "address": "https://velm.example/news",
        "carrier": "c" * 64,
        "by": "Mira Toll",
        "at": datetime(2026, 3, 4, 10, tzinfo=UTC),
        "agent": "habeas/0.1",
    }
    return Arrival(report, **{**given, **changed})


def departure(**changed: Any) -> Departure:
    """An export of everything, without names."""
    given: dict[str, Any] = {
        "form": "csv",
        "chosen": "everything",
        "named": False,
        "contents": "d" * 64,
        "by": "Mira Toll",
        "at": datetime(2026, 3, 5, 10, tzinfo=UTC),
        "why": "for the yearly report",
    }
    return Departure(**{**given, **changed})


def stamp(head: str, **changed: Any) -> Stamp:
    """A timestamp of the log's line with this hash; its answer is none of an authority."""
    given: dict[str, Any] = {
        "address": "https://time.velm.example",
        "answer": "AAAA",
        "by": "Mira Toll",
        "at": datetime(2031, 3, 6, 10, tzinfo=UTC),
    }
    return Stamp(head, **{**given, **changed})


def fill(ledger: Ledger) -> None:
    """Put rows into every table that only grows."""
    reading = velm_reading()
    add(ledger, reading, sund_reading(), dolm_reading(), numbered_reading(7))
    first, second = (claim.id for claim in reading.claims)
    ledger.decide(first, Review.ACCEPTED, by="Mira Toll", why="seen")
    ledger.decide(second, Review.UNSURE, by="Jon Ask", why="the picture is blurred")
    ledger.keep([ruling("place:orsk", "place:velm", matter=Matter.NAME), ruling(first, second)])
    ledger.assign([assignment(first), assignment(sund_reading().claims[0].id)])
    ledger.opine(opinion(first, "Jon Ask"), lambda _: None)
    ledger.users.add("Mira Toll", Role.VIEWER, "hash", by="Joen Marsh")
    ledger.users.set_role("Mira Toll", Role.REVIEWER, by="Joen Marsh")
    ledger.visits.keep([Access(datetime.now(UTC), None, Role.ANYONE, "GET", "/", None, 200, None)])
    carrier = hashlib.sha256(CARRIER).hexdigest()
    ledger.arrive([arrival(one.report.id, carrier=carrier) for one in (reading, dolm_reading())])
    ledger.depart(departure())
    ledger.depart(departure(form="xlsx", named=True))
    head = ledger.log_head()
    assert head is not None
    ledger.stamp(stamp(head))
    ledger.expunge_report(numbered_reading(7).report.id, Order("Mira Toll", "asked to"))


def fill_vault(settings: Settings) -> Vault:
    """The vault that goes with `fill`."""
    vault = vault_with(settings, velm_reading(), sund_reading(), dolm_reading())
    vault.put(CARRIER)
    return vault
