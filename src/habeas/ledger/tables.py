"""The tables as the code sees them; `migrations/` makes them, and a test fails when the two differ.

Every column is text or a whole number, so that SQLite and PostgreSQL hold the same rows: days are
ISO 8601, times are ISO 8601 in UTC, structures are canonical JSON. `digest` is the SHA-256 of the
row's other contents (rows.py says which).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Named,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

metadata: Final = MetaData()

Day = String(10)
Digest = String(64)


class ReportColumns(TypedColumns):
    """One report, its details on the wire and its text."""

    id = Column(Digest, primary_key=True)
    name: Named[str] = Column(Text)
    outlet: Named[str | None] = Column(Text)
    title: Named[str | None] = Column(Text)
    url: Named[str | None] = Column(Text)
    published: Named[str | None] = Column(Day)
    language: Named[str | None] = Column(Text)
    extent: Named[str] = Column(Text)
    text: Named[str] = Column(Text)
    text_sha256: Named[str] = Column(Digest)
    marks: Named[str] = Column(Text)
    digest: Named[str] = Column(Digest)


class ReadingColumns(TypedColumns):
    """One report read by one reader. Ids rise: of two readings of a report the higher is the newer."""

    id = Column(Integer, primary_key=True)
    report = Column(Digest, ForeignKey("reports.id"), nullable=False)
    reader: Named[str] = Column(Text)
    at: Named[str] = Column(Text)
    digest: Named[str] = Column(Digest)


class FindingColumns(TypedColumns):
    """What claims and unread figures share: their reading, and their place in it."""

    reading = Column(Integer, ForeignKey("readings.id"), nullable=False)
    position: Named[int]
    anchor_start: Named[int]
    evidence_words: Named[str] = Column(Text)
    body: Named[str] = Column(Text)
    digest: Named[str] = Column(Digest)


class ClaimColumns(FindingColumns):
    """One claim: its wire form without the report in `body`, and the columns that filters look in."""

    id: Named[str] = Column(String(22))
    type: Named[str] = Column(Text)
    modality: Named[str] = Column(Text)
    first_day: Named[str | None] = Column(Day)
    last_day: Named[str | None] = Column(Day)
    stated_on: Named[str | None] = Column(Day)
    tags: Named[str] = Column(Text)
    place_ids: Named[str] = Column(Text)
    place_words: Named[str] = Column(Text)
    speaker_ids: Named[str] = Column(Text)
    speaker_words: Named[str] = Column(Text)


class UnreadColumns(FindingColumns):
    """One figure that became no claim."""

    reason: Named[str] = Column(Text)


class DecisionColumns(TypedColumns):
    """What a person ruled about a claim; the claim's id, for it outlives any one reading."""

    id = Column(Integer, primary_key=True)
    claim: Named[str] = Column(String(22))
    verdict: Named[str] = Column(Text)
    amendment: Named[str | None] = Column(Text)
    by: Named[str] = Column(Text)
    at: Named[str] = Column(Text)
    why: Named[str] = Column(Text)
    digest: Named[str] = Column(Digest)


class LogColumns(TypedColumns):
    """One act; `hash` covers the entry and the hash of the entry before it."""

    seq = Column(Integer, primary_key=True, autoincrement=False)
    at: Named[str] = Column(Text)
    by: Named[str] = Column(Text)
    action: Named[str] = Column(Text)
    subject: Named[str] = Column(Text)
    body: Named[str] = Column(Digest)
    previous: Named[str] = Column(Digest)
    hash: Named[str] = Column(Digest)


reports: Final = Table("reports", metadata, ReportColumns)
readings: Final = Table(
    "readings",
    metadata,
    ReadingColumns,
    UniqueConstraint("report", "reader", name="readings_once"),
)
claims: Final = Table(
    "claims",
    metadata,
    ClaimColumns,
    PrimaryKeyConstraint("reading", "position", name="claims_place"),
    UniqueConstraint("reading", "id", name="claims_once"),
    Index("claims_by_id", "id"),
)
unread: Final = Table(
    "unread",
    metadata,
    UnreadColumns,
    PrimaryKeyConstraint("reading", "position", name="unread_place"),
)
decisions: Final = Table("decisions", metadata, DecisionColumns, Index("decisions_by_claim", "claim"))
log: Final = Table("log", metadata, LogColumns)
