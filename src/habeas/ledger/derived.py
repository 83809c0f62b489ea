"""What is derived from readings and decisions, as far as it is kept: it can all be made again.

A *member* is a claim or a report, a *knot* are members connected by shared keys, directly or through
others: nothing outside a knot has a say in what is made of it. Events, families and conflicts are kept
alike, told apart by their `Kind`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from sqlalchemy import Column, Connection, Table, delete, func, insert, select

from habeas.ledger import rows
from habeas.ledger.filing import Filing
from habeas.ledger.found import claims_of_reports, claims_with_ids, reports_of_figures, unread_of_reports
from habeas.ledger.queries import ClaimFilter, claim_conditions, standing
from habeas.ledger.remade import misfit_index, things
from habeas.ledger.session import AT_ONCE, execute_all, fetch, portions
from habeas.ledger.shelf import MADE, Shelf
from habeas.ledger.tables import (
    DERIVED,
    claims,
    decisions,
    derived_claims,
    derived_keys,
    derived_knots,
    derived_meanings,
    derived_members,
    derived_mentions,
    derived_reports,
    derived_state,
    derived_ties,
    derived_values,
    readings,
    reports,
    rulings,
)
from habeas.ledger.words import forget_words
from habeas.model import Claim, Decision, Matter, Report, Ruling, Unread

Value = TypeVar("Value", str, int)

VERSION: Final = "version"
DECISIONS: Final = "decisions"
RULINGS: Final = "rulings"
READINGS: Final = "readings"
MARKED: Final = {DECISIONS: decisions.c.id, RULINGS: rulings.c.id, READINGS: readings.c.id}


class Kind(StrEnum):
    """What is made of the members of a knot."""

    FAMILY = "family"
    EVENT = "event"
    CONFLICT = "conflict"  # as found from one claim or event, which stands for the knot
    ASKS = "asks"  # what conflicts are looked for by: keys alone
    OFFERS = "offers"


@dataclass(frozen=True, slots=True)
class Pending:
    """What came in since all was last reckoned: each report with its newest reading, and rulings on names."""

    readings: Mapping[str, int]
    names: tuple[Ruling, ...]
    marks: Mapping[str, int]

    def __bool__(self) -> bool:
        return bool(self.readings or self.names)


@dataclass(frozen=True, slots=True)
class Made:
    """Something made of a knot: a family, an event or a conflict."""

    id: str
    knot: str
    members: tuple[str, ...]
    body: str


class Derived:
    """The derived rows, through one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- what there is to do ---

    @property
    def version(self) -> str | None:
        """What all of it was made by; None before anything was."""
        return self._state().get(VERSION)

    def start_over(self, version: str) -> None:
        """Throw everything away, to be made by this version."""
        made = self._state().get(MADE, "0")
        forget_words(self._connection)
        for table in DERIVED:
            self._connection.execute(delete(table))
        self._set_state({VERSION: version, MADE: made})

    @property
    def up_to_date(self) -> bool:
        """True where nothing came in since all was last reckoned; it costs nothing to ask."""
        state = self._state()
        return all(state.get(name) == str(mark) for name, mark in self._marks().items())

    def pending(self) -> Pending:
        """What isn't reckoned yet: readings, and what people decided."""
        state, marks = self._state(), self._marks()
        seen = {name: _number(state.get(name, "")) for name in marks}
        ruled = select(rulings).where(rulings.c.id > seen[RULINGS]).order_by(rulings.c.id)
        new = [rows.ruling_of(row) for row in fetch(self._connection, ruled)]
        touched = {thing for one in new if one.matter is Matter.FAMILY for thing in (one.one, one.other)}
        touched |= self._reports_of(
            thing for one in new if one.matter is Matter.EVENT for thing in (one.one, one.other)
        )
        touched |= self._reports_of(
            id_
            for (id_,) in self._connection.execute(
                select(decisions.c.claim).where(decisions.c.id > seen[DECISIONS])
            )
        )
        return Pending(
            readings=dict(self._newest_readings(touched, since=seen[READINGS])),
            names=tuple(one for one in new if one.matter is Matter.NAME),
            marks=marks,
        )

    def done(self, pending: Pending, signatures: Mapping[str, str]) -> None:
        """Note that this is reckoned; with each report's signature."""
        self._replace(
            derived_reports,
            derived_reports.c.report,
            pending.readings,
            (
                {"report": report, "reading": reading, "signature": signatures[report]}
                for report, reading in sorted(pending.readings.items())
            ),
        )
        self._set_state({name: str(mark) for name, mark in pending.marks.items()})

    def _state(self) -> dict[str, str]:
        return {row["name"]: row["value"] for row in fetch(self._connection, select(derived_state))}

    def _set_state(self, state: Mapping[str, str]) -> None:
        self._replace(
            derived_state,
            derived_state.c.name,
            state,
            ({"name": name, "value": value} for name, value in sorted(state.items())),
        )

    def _newest_readings(self, touched: set[str], *, since: int) -> Iterator[tuple[str, int]]:
        """Each report that was touched, or read since that reading, with its last reading.

        What people add to a report is a reading of its own, so that it touches the report as a new one does.
        """
        newest_of = select(readings.c.report, func.max(readings.c.id)).group_by(readings.c.report)
        new = newest_of.where(readings.c.id > since)
        yield from ((report, reading) for report, reading in self._connection.execute(new))
        for some in portions(sorted(touched)):
            again = newest_of.where(readings.c.report.in_(some))
            yield from ((report, reading) for report, reading in self._connection.execute(again))

    def _marks(self) -> dict[str, int]:
        """How far each list of what comes in goes now. None loses an entry, and ids rise."""
        return {name: self._last(column) for name, column in MARKED.items()}

    def _reports_of(self, ids: Iterable[str]) -> set[str]:
        """The reports of claims and unread figures with these ids."""
        ids = set(ids)
        return reports_of_figures(self._connection, ids) | {
            report
            for some in portions(sorted(ids))
            for (report,) in self._connection.execute(
                select(readings.c.report).distinct().join(claims).where(claims.c.id.in_(some))
            )
        }

    def _last(self, column: Column[int]) -> int:
        return self._connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one()

    def things(self) -> Iterator[tuple[str, bytes]]:
        """Everything that is derived, each with a hash: equal wherever equal claims were decided on alike."""
        return things(self._connection)

    def has_misfit_index(self) -> bool:
        """True where things aren't found by their words; to be asked while deriving."""
        return misfit_index(self._connection)

    # --- what it is made from ---

    def reports(self, ids: Iterable[str]) -> list[Report]:
        """These reports, in order of their ids."""
        return [rows.report_of(row) for row in self._select(reports, reports.c.id, ids)]

    def by_day(self, ids: Iterable[str]) -> list[str]:
        """The ids of these reports by day of publication, undated first."""
        days = {
            id_: day or ""
            for some in portions(sorted(set(ids)))
            for id_, day in self._connection.execute(
                select(reports.c.id, reports.c.published).where(reports.c.id.in_(some))
            )
        }
        return sorted(days, key=lambda id_: (days[id_], id_))

    def report_ids(self) -> list[str]:
        """The ids of all reports that are reckoned."""
        query = select(derived_reports.c.report).order_by(derived_reports.c.report)
        return [id_ for (id_,) in self._connection.execute(query)]

    def claims_of(self, report_ids: Iterable[str]) -> list[Claim]:
        """All claims of these reports' newest readings, as they were read."""
        return claims_of_reports(self._connection, report_ids)

    def claims(self, ids: Iterable[str]) -> list[Claim]:
        """The newest readings' claims with these ids, as they were read."""
        return claims_with_ids(self._connection, ids)

    def passing(self, filter: ClaimFilter) -> list[str]:  # noqa: A002
        """The ids of the newest readings' claims that pass."""
        query = (
            select(claims.c.id)
            .join(readings, readings.c.id == claims.c.reading)
            .join(reports)
            .where(*standing(claims), *claim_conditions(filter))
        )
        return sorted(id_ for (id_,) in self._connection.execute(query))

    def decisions_on(self, ids: Iterable[str]) -> list[Decision]:
        """The decisions on these claims."""
        return [rows.decision_of(row) for row in self._select(decisions, decisions.c.claim, ids)]

    def unread_of(self, report_ids: Iterable[str]) -> list[Unread]:
        """The unread figures of these reports' newest readings."""
        return unread_of_reports(self._connection, report_ids)

    def rulings(self) -> list[Ruling]:
        """All rulings on pairs, oldest first."""
        return [
            rows.ruling_of(row) for row in fetch(self._connection, select(rulings).order_by(rulings.c.id))
        ]

    # --- the shelf ---

    @property
    def shelf(self) -> Shelf:
        """What is listed."""
        return Shelf(self._connection)

    @property
    def filing(self) -> Filing:
        """What is listed, to be changed."""
        return Filing(self._connection)

    # --- names and claims as reckoning sees them ---

    def mentions_of(self, report_ids: Iterable[str]) -> dict[str, dict[str, int]]:
        """For each of these reports the meanings of its names, and how often it has each."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for row in self._select(derived_mentions, derived_mentions.c.report, report_ids):
            found[row["report"]][row["meaning"]] = row["times"]
        return found

    def reports_meaning(self, meanings: Iterable[str]) -> set[str]:
        """The reports that have a name of one of these meanings."""
        found = self._select(derived_mentions, derived_mentions.c.meaning, meanings)
        return {row["report"] for row in found}

    def times(self, meanings: Iterable[str]) -> dict[str, int]:
        """How often all reports together have each of these meanings, of those that any has."""
        table = derived_mentions.c
        return {
            meaning: times
            for some in portions(sorted(meanings))
            for meaning, times in self._connection.execute(
                select(table.meaning, func.sum(table.times))
                .where(table.meaning.in_(some))
                .group_by(table.meaning)
            )
        }

    def meanings(self, ids: Iterable[str]) -> dict[str, str]:
        """The bodies of these meanings."""
        return {
            row["meaning"]: row["body"]
            for row in self._select(derived_meanings, derived_meanings.c.meaning, ids)
        }

    def tied(self, ties: Iterable[str]) -> set[str]:
        """All meanings that one of these ties leads to, directly or through other meanings."""
        found: set[str] = set()
        new = {row["meaning"] for row in self._select(derived_ties, derived_ties.c.tie, ties)}
        while new:
            found |= new
            further = {row["tie"] for row in self._select(derived_ties, derived_ties.c.meaning, new)}
            near = {row["meaning"] for row in self._select(derived_ties, derived_ties.c.tie, further)}
            new = near - found
        return found

    def add_meanings(self, meanings: Mapping[str, tuple[str, Iterable[str]]]) -> None:
        """Keep these meanings, each its body and its ties."""
        bodies = ({"meaning": one, "body": body} for one, (body, _) in sorted(meanings.items()))
        self._replace(derived_meanings, derived_meanings.c.meaning, meanings, bodies)
        ties = (
            {"tie": tie, "meaning": one}
            for one, (_, all_ties) in sorted(meanings.items())
            for tie in sorted(all_ties)
        )
        self._replace(derived_ties, derived_ties.c.meaning, meanings, ties)

    def replace_mentions(self, mentions: Mapping[str, Mapping[str, int]]) -> None:
        """These are the meanings of these reports' names now, each with how often the report has it."""
        self._replace(
            derived_mentions,
            derived_mentions.c.report,
            mentions,
            (
                {"report": report, "meaning": meaning, "times": times}
                for report, held in sorted(mentions.items())
                for meaning, times in sorted(held.items())
            ),
        )

    def claims_reckoned(self, report_ids: Iterable[str]) -> dict[str, str]:
        """The claims of these reports that are reckoned, each as the body of its testimony."""
        found = self._select(derived_claims, derived_claims.c.report, report_ids)
        return {row["claim"]: row["testimony"] for row in found}

    def testimonies(self, ids: Iterable[str]) -> dict[str, str]:
        """The bodies of these claims' testimonies, of those that have one."""
        found = self._select(derived_claims, derived_claims.c.claim, ids)
        return {row["claim"]: row["testimony"] for row in found}

    def replace_testimonies(self, gone: Iterable[str], testimonies: Iterable[tuple[str, str, str]]) -> None:
        """Take out those of these claims, then put in these, each claim, report and body."""
        self._replace(
            derived_claims,
            derived_claims.c.claim,
            gone,
            (
                {"claim": claim, "report": report, "testimony": body}
                for claim, report, body in sorted(testimonies)
            ),
        )

    def signatures(self, report_ids: Iterable[str]) -> dict[str, str]:
        """The bodies of these reports' signatures, of those that have one."""
        found = self._select(derived_reports, derived_reports.c.report, report_ids)
        return {row["report"]: row["signature"] for row in found}

    # --- knots, and what is made of them ---

    def keys_of(self, kind: Kind, members: Iterable[str]) -> dict[str, dict[int, int]]:
        """The keys of these members, each with its reach there; of those that have any."""
        found: dict[str, dict[int, int]] = defaultdict(dict)
        for row in self._select(derived_keys, derived_keys.c.member, members, kind):
            found[row["member"]][row["key"]] = row["reach"]
        return found

    def knots_of(self, kind: Kind, members: Iterable[str]) -> dict[str, str]:
        """Every member, with its knot, of the knots that have one of these members."""
        knots = {row["knot"] for row in self._select(derived_knots, derived_knots.c.member, members, kind)}
        tied = self._select(derived_knots, derived_knots.c.knot, knots, kind)
        return {row["member"]: row["knot"] for row in tied}

    def meeting(self, kind: Kind, keys: Iterable[tuple[int, tuple[int, ...]]]) -> set[str]:
        """The members that have one of these keys, each of which comes with the reaches that count."""
        if self._is_empty(derived_keys, kind):
            return set()
        by_reaches: dict[tuple[int, ...], set[int]] = defaultdict(set)
        for key, reaches in keys:
            by_reaches[reaches].add(key)
        one = derived_keys.c
        return {
            member
            for reaches, all_keys in by_reaches.items()
            for some in portions(sorted(all_keys))
            for (member,) in self._connection.execute(
                # Without DISTINCT, for which SQLite would look through all members.
                select(one.member).where(one.kind == kind.value, one.key.in_(some), one.reach.in_(reaches))
            )
        }

    def holders(self, kind: Kind, keys: Iterable[int]) -> Iterator[tuple[str, int]]:
        """Each member that has one of these keys, with the key."""
        for row in self._select(derived_keys, derived_keys.c.key, keys, kind):
            yield row["member"], row["key"]

    def replace_keys(self, kind: Kind, keys: Mapping[str, Mapping[int, int]]) -> None:
        """These members have these keys now, each with its reach there; none where they are gone."""
        self._replace(
            derived_keys,
            derived_keys.c.member,
            keys,
            (
                {"kind": kind.value, "key": key, "member": member, "reach": reach}
                for member, held in sorted(keys.items())
                for key, reach in sorted(held.items())
            ),
            kind,
        )

    def replace_knots(self, kind: Kind, members: Iterable[str], knots: Mapping[str, str]) -> None:
        """Of these members each is in this knot now, those left out in none."""
        self._replace(
            derived_knots,
            derived_knots.c.member,
            {*members, *knots},
            ({"kind": kind.value, "member": member, "knot": knot} for member, knot in sorted(knots.items())),
            kind,
        )

    def groups_of(self, kind: Kind, members: Iterable[str]) -> dict[str, str]:
        """For each of these members the id of what it is in, of kinds that it can be in only one of."""
        found = self._select(derived_members, derived_members.c.member, members, kind)
        return {row["member"]: row["id"] for row in found}

    def made_in(self, kind: Kind, knots: Iterable[str]) -> list[Made]:
        """What was made of these knots."""
        return self._made(kind, derived_values.c.knot, knots)

    def made_with(self, kind: Kind, members: Iterable[str]) -> list[Made]:
        """What was made with one of these members, or more."""
        found = self._select(derived_members, derived_members.c.member, members, kind)
        return self._made(kind, derived_values.c.id, {row["id"] for row in found})

    def remake(self, kind: Kind, old: Iterable[str], new: Iterable[Made]) -> None:
        """Take out what has these ids, then put in what was made anew."""
        gone, made = sorted(old), sorted(new, key=lambda one: one.id)
        values = ({"kind": kind.value, "id": one.id, "knot": one.knot, "body": one.body} for one in made)
        members = (
            {"kind": kind.value, "member": member, "id": one.id} for one in made for member in one.members
        )
        self._replace(derived_values, derived_values.c.id, gone, values, kind)
        self._replace(derived_members, derived_members.c.id, gone, members, kind)

    def _made(self, kind: Kind, column: Column[str], values: Iterable[str]) -> list[Made]:
        found = list(self._select(derived_values, column, values, kind))
        members: dict[str, list[str]] = defaultdict(list)
        for row in self._select(derived_members, derived_members.c.id, (row["id"] for row in found), kind):
            members[row["id"]].append(row["member"])
        return [Made(row["id"], row["knot"], tuple(sorted(members[row["id"]])), row["body"]) for row in found]

    # --- rows ---

    def _select(
        self, table: Table[Any], column: Column[Value], values: Iterable[Value], kind: Kind | None = None
    ) -> Iterator[rows.Row]:
        """The rows whose column has one of the values, in order of the values."""
        wanted = sorted(set(values))
        # Asking for each of a whole ledger's values would take its time.
        if len(wanted) > AT_ONCE and self._is_empty(table, kind):
            return
        for some in portions(wanted):
            query = select(table).where(column.in_(some)).order_by(column)
            if kind is not None:
                query = query.where(table.c.kind == kind.value)
            yield from fetch(self._connection, query)

    def _replace(
        self,
        table: Table[Any],
        column: Column[str],
        gone: Iterable[str],
        new: Iterable[dict[str, Any]],
        kind: Kind | None = None,
    ) -> None:
        for some in portions(sorted(set(gone)) if not self._is_empty(table, kind) else ()):
            query = delete(table).where(column.in_(some))
            self._connection.execute(query if kind is None else query.where(table.c.kind == kind.value))
        execute_all(self._connection, insert(table), new)

    def _is_empty(self, table: Table[Any], kind: Kind | None) -> bool:
        """True where there is nothing yet."""
        query = select(table.c[0]).limit(1)
        if kind is not None:
            query = query.where(table.c.kind == kind.value)
        return self._connection.execute(query).first() is None


def _number(mark: str) -> int:
    """How far a mark goes; one that somebody else wrote goes nowhere, and all is reckoned again."""
    return int(mark) if mark.isdecimal() else 0
