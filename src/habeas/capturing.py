"""Reports from the web: an address fetched, the exchange kept, the report read and put down with both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from habeas.custody import Arrival, ArrivalKind
from habeas.errors import UnreadableReport, WrongUsage
from habeas.intake import Stated, checked
from habeas.intake.entries import Entry, entries
from habeas.intake.fetching import (
    AGENT,
    Captured,
    Fetcher,
    Kind,
    as_warc,
    kind_served,
    parse_served,
    take_served,
    whole_address,
)
from habeas.intake.files import printable
from habeas.model import Report
from habeas.pipeline import (
    Desk,
    Failure,
    Outcome,
    attempt,
    is_known,
    keep,
    other_language,
    refuse_erased,
    stays_as_kept,
)

_NOTHING: Final = Stated()
_EACH: Final = "add the addresses of its reports, or the feed itself with habeas add"


@dataclass(frozen=True, slots=True)
class Asking:
    """How addresses are asked for: through which guard, by whom, and what is stated of all that they serve.

    `again` asks anew for what the ledger has from an address.
    """

    fetcher: Fetcher
    by: str
    stated: Stated = _NOTHING
    again: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """What an address served that is no report, but leads to many."""

    address: str
    entries: Sequence[Entry]


def capture(address: str, desk: Desk, asking: Asking) -> Outcome:
    """Fetch one report, read it and put it down with how it came, all or nothing.

    Raises UnreadableReport, also for a feed: that leads to many.
    """
    found = fetch(address, desk, asking)
    if isinstance(found, Feed):
        raise UnreadableReport(printable(address), "is a feed, not a report", _EACH)
    return found


def capture_each(addresses: Iterable[str], desk: Desk, asking: Asking) -> Iterator[Outcome | Failure]:
    """Capture one address after the other, of a feed all that it leads to; one fault keeps no other out.

    Raises WrongUsage where a title or an address is stated of a feed.
    """
    for address in addresses:
        found = attempt(printable(address), partial(fetch, address, desk, asking))
        if isinstance(found, Feed):
            yield from _followed(found, desk, asking)
        else:
            yield found


def fetch(address: str, desk: Desk, asking: Asking) -> Outcome | Feed:
    """The same, but for a feed, of which nothing is fetched yet. Raises UnreadableReport."""
    asked = whole_address(address)
    if not asking.again and (known := desk.ledger.fetched([asked]).get(asked)) is not None:
        return _known(known, desk, asking.stated)
    captured = asking.fetcher.get(asked)
    kind = kind_served(captured)
    if kind is Kind.FEED:
        return Feed(asked, _entries(captured, desk))
    return _taken(captured, kind, desk, asking)


def _entries(captured: Captured, desk: Desk) -> Sequence[Entry]:
    parsed = parse_served(captured, Kind.FEED, desk.settings.limits)
    try:
        return entries(parsed, captured.final)
    except ValueError as fault:
        raise UnreadableReport(
            printable(captured.asked), f"made its parser answer nonsense ({fault})", _EACH
        ) from fault


def _followed(feed: Feed, desk: Desk, asking: Asking) -> Iterator[Outcome | Failure]:
    """What a feed leads to, without what came from there before."""
    if asking.stated.title is not None or asking.stated.url is not None:
        raise WrongUsage(f"{printable(feed.address)} is a feed: a title or an address is that of one report")
    most, fresh = asking.fetcher.limits.entries, 0
    before = desk.ledger.fetched(entry.address for entry in feed.entries) if not asking.again else {}
    for entry in feed.entries:
        if entry.address in before:
            yield _known(before[entry.address], desk, asking.stated)
        elif (fresh := fresh + 1) <= most:
            dated = Asking(asking.fetcher, asking.by, _dated(asking.stated, entry), asking.again)
            yield attempt(printable(entry.address), partial(capture, entry.address, desk, dated))
    if fresh > most:
        why = f"leads to {fresh - most:,} more reports than are fetched at one time (add it again for them)"
        yield Failure(printable(feed.address), f"{printable(feed.address)}: {why}")


def _dated(stated: Stated, entry: Entry) -> Stated:
    return stated.or_else(Stated(published=entry.published))


def _taken(captured: Captured, kind: Kind, desk: Desk, asking: Asking) -> Outcome:
    """The report that was served, put down; one that is there already has only come by one more way."""
    id_ = hashlib.sha256(captured.body).hexdigest()
    if is_known(id_, desk):
        if not any(came.address == captured.asked for came in desk.ledger.arrivals([id_])):
            desk.ledger.arrive([_arrival(id_, captured, desk, asking)])
        return _known(id_, desk, asking.stated)
    refuse_erased(id_, printable(captured.asked), desk)
    stated = checked(asking.stated)
    report = take_served(captured, kind, stated=stated, limits=desk.settings.limits)
    return keep(report, captured.body, desk, stated=stated, arrival=_arrival(id_, captured, desk, asking))


def _arrival(report: str, captured: Captured, desk: Desk, asking: Asking) -> Arrival:
    """How it came; the exchange goes into the vault before the ledger tells of it."""
    return Arrival(
        report=report,
        kind=ArrivalKind.FETCHED,
        address=captured.asked,
        carrier=desk.vault.put(as_warc(captured, by=asking.by)),
        by=asking.by,
        at=captured.at,
        agent=AGENT,
    )


def _known(report_id: str, desk: Desk, stated: Stated) -> Outcome:
    kept = desk.ledger.report(report_id)
    given = checked(stated)
    stays = stays_as_kept(kept, partial(_taken_again, kept, desk, given), given)
    return Outcome(kept.name, kept.id, 0, 0, new=False, stays=stays, language=other_language(kept))


def _taken_again(kept: Report, desk: Desk, stated: Stated) -> Report:
    """A kept report as it would be taken in now; as it is where its bytes don't say of which kind it is."""
    came = desk.ledger.arrivals([kept.id])
    address = kept.url or kept.name
    captured = Captured(address, address, desk.vault.get(kept.id), None, None, came[-1].at, ())
    with suppress(UnreadableReport):
        return take_served(captured, kind_served(captured), stated=stated, limits=desk.settings.limits)
    return kept
