"""The tables as the code sees them; `migrations/` makes them, and a test fails when the two differ.

Every column is text or a whole number, so that SQLite and PostgreSQL hold the same rows: days are
ISO 8601, times are ISO 8601 in UTC, structures are canonical JSON. `digest` is the SHA-256 of the
row's other contents (rows.py says which), its random `salt` among them; `remains` is the digest of what an
erasure has left of the row.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
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
Salt = String(32)


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
    salt: Named[str | None] = Column(Salt)
    remains: Named[str | None] = Column(Digest)


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
    salt: Named[str | None] = Column(Salt)
    remains: Named[str | None] = Column(Digest)


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
    salt: Named[str | None] = Column(Salt)
    remains: Named[str | None] = Column(Digest)


class RulingColumns(TypedColumns):
    """What a person ruled of two things: two claims, two names, two reports."""

    id = Column(Integer, primary_key=True)
    matter: Named[str] = Column(Text)
    one: Named[str] = Column(Text)
    other: Named[str] = Column(Text)
    verdict: Named[str] = Column(Text)
    by: Named[str] = Column(Text)
    at: Named[str] = Column(Text)
    why: Named[str] = Column(Text)
    digest: Named[str] = Column(Digest)
    salt: Named[str | None] = Column(Salt)
    remains: Named[str | None] = Column(Digest)


class OpinionColumns(DecisionColumns):
    """What one of two people said who decide blind; a decision only once both have."""


class AssignmentColumns(TypedColumns):
    """Which two people are to decide blind on a claim; `by` and `why` are who asked them to."""

    id = Column(Integer, primary_key=True)
    claim: Named[str] = Column(String(22))
    one: Named[str] = Column(Text)
    other: Named[str] = Column(Text)
    by: Named[str] = Column(Text)
    at: Named[str] = Column(Text)
    why: Named[str] = Column(Text)
    digest: Named[str] = Column(Digest)
    salt: Named[str | None] = Column(Salt)
    remains: Named[str | None] = Column(Digest)


class ArrivalColumns(TypedColumns):
    """How a report came in that no file of its own brought, and what it was taken out of."""

    id = Column(Integer, primary_key=True)
    report: Named[str] = Column(Digest)
    kind: Named[str] = Column(Text)
    address: Named[str] = Column(Text)
    carrier: Named[str] = Column(Digest)
    by: Named[str] = Column(Text)
    at: Named[str] = Column(Text)
    agent: Named[str] = Column(Text)
    digest: Named[str] = Column(Digest)
    salt: Named[str | None] = Column(Salt)
    remains: Named[str | None] = Column(Digest)


class DepartureColumns(TypedColumns):
    """One export: what left, by whom and why; `named` is 1 where names of private persons went along."""

    id = Column(Integer, primary_key=True)
    form: Named[str] = Column(Text)
    chosen: Named[str] = Column(Text)
    named: Named[int]
    contents: Named[str] = Column(Digest)
    by: Named[str] = Column(Text)
    at: Named[str] = Column(Text)
    why: Named[str] = Column(Text)
    digest: Named[str] = Column(Digest)
    salt: Named[str | None] = Column(Salt)
    remains: Named[str | None] = Column(Digest)


class ErasureColumns(TypedColumns):
    """One lawful erasure: of what, by whom, why; `contents` is the digest of its rows in `erased`.

    `matter` is "report" or "name"; `subject` the report's id, and empty for a name: nothing of that stays.
    """

    id = Column(Integer, primary_key=True)
    matter: Named[str] = Column(Text)
    subject: Named[str] = Column(Text)
    by: Named[str] = Column(Text)
    at: Named[str] = Column(Text)
    why: Named[str] = Column(Text)
    contents: Named[str] = Column(Digest)
    digest: Named[str] = Column(Digest)
    salt: Named[str | None] = Column(Salt)
    remains: Named[str | None] = Column(Digest)


class ErasedColumns(TypedColumns):
    """One row, or one file of the vault, that an erasure took out or took words out of.

    `place` says which, as in "claims 12/3" or "vault 5f…"; `before` is its digest until then, `after` the
    digest of what is left of it, empty where nothing is.
    """

    id = Column(Integer, primary_key=True)
    erasure = Column(Integer, ForeignKey("erasures.id"), nullable=False)
    place: Named[str] = Column(Text)
    before: Named[str] = Column(Text)
    after: Named[str] = Column(Text)


class StampColumns(TypedColumns):
    """One timestamp of the log's head: the authority's answer whole, in base64."""

    id = Column(Integer, primary_key=True)
    head: Named[str] = Column(Digest)
    address: Named[str] = Column(Text)
    answer: Named[str] = Column(Text)
    by: Named[str] = Column(Text)
    at: Named[str] = Column(Text)
    digest: Named[str] = Column(Digest)
    salt: Named[str | None] = Column(Salt)
    remains: Named[str | None] = Column(Digest)


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
    remains: Named[str | None] = Column(Digest)


class UserColumns(TypedColumns):
    """One change of a user, and what they are from then on: of the rows with one `key` the last counts.

    `key` is the name as names are compared.
    """

    id = Column(Integer, primary_key=True)
    key: Named[str] = Column(Text)
    name: Named[str] = Column(Text)
    role: Named[str] = Column(Text)
    standing: Named[str] = Column(Text)
    change: Named[str] = Column(Text)
    by: Named[str] = Column(Text)
    at: Named[str] = Column(Text)
    digest: Named[str] = Column(Digest)


class AccessColumns(TypedColumns):
    """One request: who asked, in which role, for what, from where, and how it was answered."""

    id = Column(Integer, primary_key=True)
    at: Named[str] = Column(Text)
    name: Named[str | None] = Column(Text)
    role: Named[str] = Column(Text)
    method: Named[str] = Column(Text)
    route: Named[str] = Column(Text)
    opened: Named[str | None] = Column(Text)
    status: Named[int]
    address: Named[str | None] = Column(Text)


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
rulings: Final = Table("rulings", metadata, RulingColumns)
opinions: Final = Table("opinions", metadata, OpinionColumns, Index("opinions_by_claim", "claim"))
assignments: Final = Table("assignments", metadata, AssignmentColumns, Index("assignments_by_claim", "claim"))
arrivals: Final = Table(
    "arrivals",
    metadata,
    ArrivalColumns,
    Index("arrivals_by_report", "report"),
    Index("arrivals_by_address", "address"),
)
departures: Final = Table("departures", metadata, DepartureColumns)
stamps: Final = Table("stamps", metadata, StampColumns)
erasures: Final = Table("erasures", metadata, ErasureColumns)
erased: Final = Table("erased", metadata, ErasedColumns, Index("erased_by_place", "place"))
log: Final = Table("log", metadata, LogColumns)
users: Final = Table("users", metadata, UserColumns, Index("users_by_key", "key"))
accesses: Final = Table("accesses", metadata, AccessColumns)

# --- passing: what lets people in. It changes and goes, so that no old secret is kept; not digested ---

# The password's argon2 hash; the secret of one-time codes, the last one that was used, and what stands in.
credentials: Final = Table(
    "credentials",
    metadata,
    Column("key", Text, primary_key=True),
    Column("password", Text, nullable=False),
    Column("secret", Text),
    Column("step", BigInteger),
    Column("spare", Text, nullable=False),
)
# Of a session's token only the hash is kept; times are ISO 8601 to the millisecond, so that they sort.
sessions: Final = Table(
    "sessions",
    metadata,
    Column("token", Digest, primary_key=True),
    Column("key", Text, nullable=False),
    Column("began", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Index("sessions_by_key", "key"),
)
# Signing in that failed, by name and by address.
tries: Final = Table(
    "tries",
    metadata,
    Column("who", Text, primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("last", Text, nullable=False),
)
# What an erasure still has to remove: paths in the home, and freed pages of the ledger's own file.
unfinished: Final = Table("unfinished", metadata, Column("path", Text, primary_key=True))
PASSING: Final = (credentials, sessions, tries, unfinished)

# --- derived: made again from the tables above whenever that is needed; neither guarded nor digested ---

# For events, families and conflicts alike: `kind` says which, a member is a claim or a report.
derived_state: Final = Table(
    "derived_state", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False)
)
derived_reports: Final = Table(
    "derived_reports",
    metadata,
    Column("report", Digest, primary_key=True),
    Column("reading", Integer, nullable=False),
    Column("signature", Text, nullable=False),
)
derived_claims: Final = Table(
    "derived_claims",
    metadata,
    Column("claim", String(22), primary_key=True),
    Column("report", Digest, nullable=False),
    Column("testimony", Text, nullable=False),
    Index("derived_claims_by_report", "report"),
)
# What names mean in their reports: each meaning once, what ties it to others, and how often reports have it.
derived_meanings: Final = Table(
    "derived_meanings",
    metadata,
    Column("meaning", Digest, primary_key=True),
    Column("body", Text, nullable=False),
)
derived_ties: Final = Table(
    "derived_ties",
    metadata,
    Column("tie", Text, nullable=False),
    Column("meaning", Digest, nullable=False),
    PrimaryKeyConstraint("tie", "meaning", name="derived_ties_once"),
    Index("derived_ties_by_meaning", "meaning"),
)
derived_mentions: Final = Table(
    "derived_mentions",
    metadata,
    Column("report", Digest, nullable=False),
    Column("meaning", Digest, nullable=False),
    Column("times", Integer, nullable=False),
    PrimaryKeyConstraint("report", "meaning", name="derived_mentions_once"),
    Index("derived_mentions_by_meaning", "meaning"),
)
# A key is the start of its hash: two that fall together only have more looked at than need be.
derived_keys: Final = Table(
    "derived_keys",
    metadata,
    Column("kind", Text, nullable=False),
    Column("key", BigInteger, nullable=False),
    Column("member", Text, nullable=False),
    Column("reach", Integer, nullable=False),
    PrimaryKeyConstraint("kind", "key", "member", name="derived_keys_once"),
    Index("derived_keys_by_member", "kind", "member"),
    sqlite_with_rowid=False,
)
derived_knots: Final = Table(
    "derived_knots",
    metadata,
    Column("kind", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("knot", Text, nullable=False),
    PrimaryKeyConstraint("kind", "member", name="derived_knots_once"),
    Index("derived_knots_by_knot", "kind", "knot"),
)
derived_values: Final = Table(
    "derived_values",
    metadata,
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("knot", Text, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("kind", "id", name="derived_values_once"),
    Index("derived_values_by_knot", "kind", "knot"),
)
derived_members: Final = Table(
    "derived_members",
    metadata,
    Column("kind", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("id", Text, nullable=False),
    PrimaryKeyConstraint("kind", "member", "id", name="derived_members_once"),
    Index("derived_members_by_id", "kind", "id"),
)
# The shelf: what is listed, each thing of a kind with its number and its rank. Its facets are what lists are
# narrowed by; each has a number of its own, so that a row for each thing and facet stays small.
derived_shelf: Final = Table(
    "derived_shelf",
    metadata,
    Column("kind", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("id", Text, nullable=False),
    Column("rank", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("facets", Text, nullable=False),
    PrimaryKeyConstraint("kind", "n", name="derived_shelf_place"),
    Index("derived_shelf_by_id", "kind", "id", unique=True),
    sqlite_with_rowid=False,
)
derived_facet_names: Final = Table(
    "derived_facet_names",
    metadata,
    Column("facet", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("held", Integer, nullable=False),
    UniqueConstraint("kind", "name", name="derived_facet_names_once"),
)
derived_facets: Final = Table(
    "derived_facets",
    metadata,
    Column("facet", Integer, nullable=False),
    Column("rank", BigInteger, nullable=False),
    Column("n", BigInteger, nullable=False),
    PrimaryKeyConstraint("facet", "rank", "n", name="derived_facets_once"),
    sqlite_with_rowid=False,
)
# The words that things are found by, beside the index of them (words.py), which holds none itself.
derived_searched: Final = Table(
    "derived_searched",
    metadata,
    Column("n", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("words", Text, nullable=False),
)
DERIVED: Final = (
    *(derived_state, derived_reports, derived_claims),
    *(derived_meanings, derived_ties, derived_mentions),
    *(derived_keys, derived_knots, derived_values, derived_members),
    *(derived_shelf, derived_facet_names, derived_facets, derived_searched),
)
