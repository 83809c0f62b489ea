"""Reports and readings, as they are put beside what the ledger keeps of them already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from habeas.errors import LedgerFault
from habeas.ledger import log, rows
from habeas.ledger.found import claims_with_ids
from habeas.ledger.log import Action, Entry
from habeas.ledger.queries import is_added
from habeas.ledger.session import fetch
from habeas.ledger.tables import FindingColumns, claims, readings, reports, unread
from habeas.ledger.tombstones import erased_among, erasure_of
from habeas.model import Claim, Reading, Report, added_by, added_number


def has(connection: Connection, report_id: str, reader: str | None) -> bool:
    """True where the ledger holds this report; with `reader`, this report's reading by it."""
    query = select(reports.c.id).where(reports.c.id == report_id)
    if reader is not None:
        query = query.join(readings).where(readings.c.reader == reader)
    return connection.execute(query).first() is not None


def last_added(connection: Connection, report_id: str) -> int:
    """The highest number of a claim that people added to this report; what was loaded may leave some out."""
    query = select(readings.c.reader).where(readings.c.report == report_id, is_added())
    return max((added_number(reader) or 0 for (reader,) in connection.execute(query)), default=0)


def readers_of(connection: Connection, report_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Who has read each of these reports, the newest reading last; without who only added to it."""
    query = select(readings.c.report, readings.c.reader).where(readings.c.report.in_(report_ids), ~is_added())
    found: dict[str, tuple[str, ...]] = {}
    for report, reader in connection.execute(query.order_by(readings.c.id)):
        found[report] = (*found.get(report, ()), reader)
    return found


def keep_report(connection: Connection, report: Report) -> str:
    """Insert the report unless it is kept already; the digest of its row."""
    kept = list(fetch(connection, select(reports).where(reports.c.id == report.id)))
    if kept:
        return digest_of_kept(kept[0], report)
    _refuse_erased(connection, (report,))
    row = rows.report_row(report)
    connection.execute(insert(reports).values(row))
    return str(row["digest"])


def digest_of_kept(row: dict[str, Any], report: Report) -> str:
    """The digest of the row that the ledger keeps of the report. Raises LedgerFault for another text."""
    before = rows.report_of(row)
    # What a reading rests on. A name or an outlet given differently changes no claim: the first stays.
    if (before.text, before.published, before.language) != (report.text, report.published, report.language):
        raise LedgerFault(
            f"{report.name}: kept already as {before.name}, with another text, day or language; "
            "habeas reread reads it as it was kept"
        )
    return str(row["digest"])


def keep_batch(connection: Connection, batch: Sequence[Reading]) -> int:
    """Insert these readings, each with its report, unless they are kept already; how many were new."""
    ids = [reading.report.id for reading in batch]
    readers = readers_of(connection, ids)
    new = [one for one in batch if one.reader not in readers.get(one.report.id, ())]
    kept = {row["id"]: row for row in fetch(connection, select(reports).where(reports.c.id.in_(ids)))}
    fresh = {one.report.id: rows.report_row(one.report) for one in new if one.report.id not in kept}
    _refuse_erased(connection, (one.report for one in new if one.report.id in fresh))
    if fresh:
        connection.execute(insert(reports), list(fresh.values()))
    digests = {id_: str(row["digest"]) for id_, row in fresh.items()}
    digests |= {
        one.report.id: digest_of_kept(kept[one.report.id], one.report) for one in new if one.report.id in kept
    }
    _keep_readings(connection, new, digests)
    return len(new)


def keep_reading(connection: Connection, reading: Reading, report_digest: str) -> None:
    """Insert a reading of a report that is kept, with what the log tells of it."""
    _keep_readings(connection, (reading,), {reading.report.id: report_digest})


def _keep_readings(connection: Connection, new: Sequence[Reading], report_digests: Mapping[str, str]) -> None:
    """Insert the readings, their claims and figures, and what the log tells of them."""
    if not new:
        return
    at = log.now().isoformat()
    found = [[rows.claim_row(claim) for claim in reading.claims] for reading in new]
    doubted = [[rows.unread_row(figure) for figure in reading.unread] for reading in new]
    kept = [
        {
            "report": reading.report.id,
            "reader": reading.reader,
            "at": at,
            "digest": rows.reading_digest(
                report_digests[reading.report.id],
                reading.reader,
                (row["digest"] for row in claim_rows),
                (row["digest"] for row in unread_rows),
            ),
        }
        for reading, claim_rows, unread_rows in zip(new, found, doubted, strict=True)
    ]
    query = insert(readings).returning(readings.c.id, sort_by_parameter_order=True)
    ids = list(connection.execute(query, kept).scalars())
    _keep_findings(connection, claims, ids, found)
    _keep_findings(connection, unread, ids, doubted)
    entries_of = (Entry(at, row["reader"], Action.READ, row["report"], row["digest"]) for row in kept)
    log.write_entries(connection, entries_of)


def _keep_findings(
    connection: Connection,
    table: Table[FindingColumns],
    reading_ids: Sequence[int],
    found: Sequence[Sequence[dict[str, Any]]],
) -> None:
    placed = [
        {**row, "reading": reading, "position": position}
        for reading, findings in zip(reading_ids, found, strict=True)
        for position, row in enumerate(findings)
    ]
    if placed:
        connection.execute(insert(table), placed)


def _refuse_erased(connection: Connection, new: Iterable[Report]) -> None:
    names = {report.id: report.name for report in new}
    if gone := erased_among(connection, names):
        erasure = erasure_of(connection, gone[0])
        why = f"was {erasure.in_words}" if erasure is not None else "was erased"
        raise LedgerFault(f"{names[gone[0]]}: this document {why}; it isn't taken in again")


def refuse_known(connection: Connection, claim: Claim) -> None:
    """Raise LedgerFault where the claim is there already."""
    if known := claims_with_ids(connection, [claim.id]):
        who = added_by(known[0].reader) or known[0].reader
        raise LedgerFault(
            f"“{claim.anchor.text}” is read as {claim.type} already ({claim.id}, by {who}): amend that claim"
        )
