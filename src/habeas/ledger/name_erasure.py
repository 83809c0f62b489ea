"""Erasing one name: masked in every text and in what people wrote, the bytes that hold it taken out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, Table, select, update

from habeas.custody import ArrivalKind, ErasureMatter
from habeas.ledger import rows
from habeas.ledger.erasing import NOTHING, Erasing, Gone, Left, Order, place_of, unguarded
from habeas.ledger.session import fetch, portions
from habeas.ledger.tables import (
    DecisionColumns,
    FindingColumns,
    accesses,
    arrivals,
    assignments,
    claims,
    decisions,
    departures,
    erasures,
    opinions,
    readings,
    reports,
    rulings,
    unread,
)
from habeas.ledger.tables import log as lines
from habeas.model import Matter, Report
from habeas.spelled import Spelled
from habeas.wire.claims import claim_from_wire, unread_from_wire

# What else people wrote, and in which columns.
_WRITTEN: Final[tuple[tuple[Table[Any], tuple[str, ...]], ...]] = (
    (assignments, ("why",)),
    (departures, ("chosen", "why")),
    (erasures, ("why",)),
)
# Who read, and by which rule, are no words of the report: the reading is filed under them.
_NOT_WORDS: Final = frozenset({"reader", "rule"})
_BESIDE_VALUE: Final = frozenset({"salt", "digest"})


def erase_name(connection: Connection, name: Spelled, documents: Set[str], order: Order) -> Gone:
    """Mask the name wherever it stands; the bytes of reports that hold it go.

    `documents` are the ids of reports whose bytes hold it, whatever their text says. Where nothing holds it,
    nothing is kept. Who worked on the ledger stays named. Raises LedgerFault where the bytes came in a
    container that others share (`Order.with_container`).
    """
    erasing = Erasing(connection, order)
    with unguarded(connection):
        _NameErasure(erasing, name, documents).run()
    if not (erasing.left or order.sent):
        return NOTHING
    gone = erasing.gone()
    erasing.keep(ErasureMatter.NAME, "")
    return gone


@dataclass(frozen=True, slots=True)
class _Touched:
    """A report that has the name: as it was, and as it will be."""

    row: rows.Row
    before: Report
    after: Report


@dataclass(frozen=True, slots=True)
class _NameErasure:
    erasing: Erasing
    name: Spelled
    documents: Set[str]

    def run(self) -> None:
        """Take the name out of everything."""
        touched = self._touched()
        for one in touched:
            self._report(one)
        self._arrivals({one.before.id for one in touched})
        self.erasing.remove_sources({one.before.id for one in touched})
        texts = self._texts(one.after for one in touched if one.after.text != one.before.text)
        self._decided(decisions, texts)
        self._decided(opinions, texts)
        self._rulings()
        for table, columns in _WRITTEN:
            for row in self._rows(table):
                self.erasing.rewrite(table, row, {key: self.name.masked(row[key]) for key in columns})
        self._accesses()

    def _rows(self, table: Table[Any]) -> list[rows.Row]:
        """All rows of a table of which people wrote each: few enough to be held."""
        return list(fetch(self.erasing.connection, select(table)))

    # --- reports, and what was read in them ---

    def _touched(self) -> list[_Touched]:
        found = []
        for row in fetch(self.erasing.connection, select(reports).order_by(reports.c.id)):
            before = rows.report_of(row)
            after = self._masked(before)
            if after != before or before.id in self.documents:
                found.append(_Touched(row, before, after))
        return found

    def _masked(self, report: Report) -> Report:
        mask = self.name.masked
        return replace(
            report,
            name=mask(report.name),
            text=mask(report.text),
            outlet=None if report.outlet is None else mask(report.outlet),
            title=None if report.title is None else mask(report.title),
            url=None if report.url is None else self.name.masked_address(report.url),
            marks=tuple(replace(mark, label=mask(mark.label)) for mark in report.marks),
        )

    def _report(self, one: _Touched) -> None:
        self.erasing.touched(one.before.name, one.before.id)
        self._rewrite(reports, one.row, rows.report_row(one.after))
        if one.after.text == one.before.text:
            return
        read = select(readings.c.id).where(readings.c.report == one.before.id)
        for row in self._findings(claims, read):
            claim = claim_from_wire(self._reworded(row, one.after.text), one.after)
            self._rewrite(claims, row, rows.claim_row(claim))
        for row in self._findings(unread, read):
            figure = unread_from_wire(self._reworded(row, one.after.text), one.after)
            self._rewrite(unread, row, rows.unread_row(figure))

    def _findings(self, table: Table[FindingColumns], read: Any) -> list[rows.Row]:
        return list(fetch(self.erasing.connection, select(table).where(table.c.reading.in_(read))))

    def _reworded(self, row: rows.Row, text: str) -> Any:
        """The body of a finding, with the words of this text."""
        if not rows.is_sound(row):
            raise rows.AlteredRow(f"the finding at {row['anchor_start']} isn't as it was stored")
        return reworded(json.loads(row["body"]), text, self.name)

    def _rewrite(self, table: Table[Any], row: rows.Row, new: Mapping[str, Any]) -> None:
        self.erasing.rewrite(table, row, {key: new[key] for key in new if key not in _BESIDE_VALUE})

    def _texts(self, touched: Any) -> dict[str, str]:
        """The text that each claim of these reports stands on, by the claim's id."""
        texts: dict[str, str] = {}
        for report in touched:
            query = select(claims.c.id).join(readings, readings.c.id == claims.c.reading)
            ids = self.erasing.connection.execute(query.where(readings.c.report == report.id)).scalars()
            texts |= dict.fromkeys(ids, report.text)
        return texts

    # --- how they came in ---

    def _arrivals(self, touched: Set[str]) -> None:
        for row in self._rows(arrivals):
            changed = {"address": self.name.masked_address(row["address"])}
            if row["report"] in touched and row["kind"] == ArrivalKind.TEXT and row["carrier"]:
                # The text stays but for the name: its hash from before would confirm a guess.
                self.erasing.remove_bytes(row["carrier"], told=False)
                changed["carrier"] = ""
            self.erasing.rewrite(arrivals, row, changed)

    # --- what people decided and wrote ---

    def _decided(self, table: Table[DecisionColumns], texts: Mapping[str, str]) -> None:
        for row in self._rows(table):
            changed = {"why": self.name.masked(row["why"])}
            if row["amendment"] is not None:
                text = texts.get(row["claim"])
                slots = reworded(json.loads(row["amendment"]), text, self.name)
                if slots != json.loads(row["amendment"]):
                    changed["amendment"] = rows.canonical(slots)
            self.erasing.rewrite(table, row, changed)

    def _rulings(self) -> None:
        """One on the name itself goes, and what the log says of it: nothing is ruled of it any more."""
        about = []
        for row in self._rows(rulings):
            if row["matter"] == Matter.NAME and self.name.is_in(f"{row['one']}\n{row['other']}"):
                about.append(row)
            else:
                self.erasing.rewrite(rulings, row, {"why": self.name.masked(row["why"])})
        for some in portions(about):
            digests = [row["digest"] for row in some]
            for line in list(fetch(self.erasing.connection, select(lines).where(lines.c.body.in_(digests)))):
                self.erasing.empty_line(line)
            self.erasing.take_out(rulings, rulings.c.id.in_([row["id"] for row in some]), told=False)

    def _accesses(self) -> None:
        """Who opened what: neither digested nor in the log."""
        connection = self.erasing.connection
        for row in list(fetch(connection, select(accesses).where(accesses.c.opened.is_not(None)))):
            opened = self.name.masked(row["opened"])
            if opened != row["opened"]:
                self.erasing.left.append(Left(place_of(accesses, row), ""))
                connection.execute(update(accesses).where(accesses.c.id == row["id"]).values(opened=opened))


def reworded(value: Any, text: str | None, name: Spelled) -> Any:
    """JSON in the exchange format, with this text's words at their offsets and the name masked elsewhere.

    Without a text the name is only masked. An id that is made of the name says nothing any more.
    """
    if isinstance(value, list):
        return [reworded(one, text, name) for one in value]
    if isinstance(value, str):
        return name.masked(value)
    if not isinstance(value, dict):
        return value
    new = {key: one if key in _NOT_WORDS else reworded(one, text, name) for key, one in value.items()}
    if text is not None and {"text", "start", "end"} <= value.keys():
        new["text"] = text[value["start"] : value["end"]]
    if new.get("id") != value.get("id"):
        new["id"] = None
    return new
