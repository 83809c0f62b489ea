"""The allow-list: what becomes of each field of what may leave. A field that isn't named here can't leave."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from habeas.custody import Arrival, LogLine
from habeas.model import Claim, Decision, Mark, Name, Period, Quantity, Report, Ruling, Span, Unread
from habeas.publishing.holdings import Choice, Holdings
from habeas.reckoned import Amount, Conflict, Days, Event, Family, Figure, Known, Reckoned, Testimony, Voices


class Fate(Enum):
    """What becomes of a field on its way out."""

    LEAVES = auto()  # as it is: numbers, days, hashes, words of a controlled list
    DERIVED = auto()  # made again from the others
    INSIDE = auto()  # a value, or several, of which this list names the fields
    TEXT = auto()  # a report's text, its masks told
    SLICE = auto()  # the masked text at the same offsets
    NAME_ID = auto()  # leaves where the lexicon gave it; else not where the name is masked
    TITLE = auto()  # words of the report that stand outside its text: masked
    OUTLET = auto()
    FILE = auto()  # a file's name: masked
    ADDRESS = auto()  # an address: whole, or its host alone
    WORDS = auto()  # habeas's own words, which may quote names: masked
    SAID = auto()  # people's own words about the ledger: masked
    SLOTS = auto()  # an amendment's slots as JSON: masked
    SHOWN = auto()  # a name to show: as it is, or a stand-in
    PERSON = auto()  # who works with the ledger: "reviewer 1"
    READER = auto()  # a reader's name: people in it as PERSON
    LEXICON = auto()  # the package's files; never an analyst's own, whose rows and remarks may name anybody
    SUBJECT = auto()  # what a log line is on: ids leave, users are PERSON, other words are masked


L: Final = Fate.LEAVES
IN: Final = Fate.INSIDE

FIELDS: Final[Mapping[type, Mapping[str, Fate]]] = {
    Span: {"start": L, "end": L, "text": Fate.SLICE},
    Name: {"span": IN, "id": Fate.NAME_ID},
    Quantity: {"span": IN, "low": L, "high": L, "approx": L, "unit": L, "basis": L},
    Period: {"span": IN, "first": L, "last": L},
    Mark: {"start": L, "label": L},
    Report: {
        "id": L,
        "name": Fate.FILE,
        "text": Fate.TEXT,
        "outlet": Fate.OUTLET,
        "title": Fate.TITLE,
        "url": Fate.ADDRESS,
        "published": L,
        "language": L,
        "extent": L,
        "marks": IN,
    },
    Claim: {
        "report": IN,
        "type": L,
        "trigger": IN,
        "evidence": IN,
        "reader": Fate.READER,
        "rule": L,
        "modality": L,
        "detail": L,
        "quantity": IN,
        "measure": L,
        "part_of": L,
        "group": L,
        "place": IN,
        "origin": IN,
        "destination": IN,
        "actor": IN,
        "speaker": IN,
        "via": IN,
        "period": IN,
        "stated_on": L,
        "precision": L,
        "review": L,
        "why": Fate.WORDS,
        "amends": L,
        "id": Fate.DERIVED,
    },
    Unread: {"report": IN, "quantity": IN, "evidence": IN, "reason": L, "review": L},
    Decision: {
        "claim": L,
        "verdict": L,
        "by": Fate.PERSON,
        "at": L,
        "why": Fate.SAID,
        "amendment": Fate.SLOTS,
    },
    Ruling: {
        "matter": L,
        "one": L,  # ids; rulings on names of private persons are left out whole
        "other": L,
        "together": L,
        "by": Fate.PERSON,
        "at": L,
        "why": Fate.SAID,
        "withdrawn": L,
    },
    Arrival: {
        "report": L,
        "kind": L,
        "address": Fate.ADDRESS,
        "carrier": L,
        "by": Fate.PERSON,
        "at": L,
        "agent": L,
    },
    LogLine: {
        "seq": L,
        "at": L,
        "by": Fate.READER,
        "action": L,
        "subject": Fate.SUBJECT,
        "body": L,
        "previous": L,
        "hash": L,
    },
    Known: {
        "kind": L,
        "id": Fate.NAME_ID,
        "name": Fate.SHOWN,
        "score": L,
        "reason": Fate.WORDS,
        "within": L,
        "somebody": L,
    },
    Days: {"first": L, "last": L},
    Amount: {"low": L, "high": L},
    Testimony: {
        "claim": IN,
        "status": L,
        "days": IN,
        "stated": L,
        "place": IN,
        "origin": IN,
        "destination": IN,
        "actor": IN,
        "speaker": IN,
        "family": L,
        "outlet": IN,
    },
    Family: {"id": L, "reports": L, "why": Fate.WORDS, "reworded": Fate.WORDS},
    Voices: {"named": Fate.SHOWN, "uncredited": L, "reports": L},
    Figure: {"low": L, "high": L, "unit": L, "group": L, "claims": L, "agreed": L},
    Event: {
        "id": L,
        "type": L,
        "status": L,
        "testimonies": IN,
        "figures": IN,
        "place": IN,
        "origin": IN,
        "destination": IN,
        "actor": IN,
        "days": IN,
        "total": L,
        "differing": L,
        "why": Fate.WORDS,
    },
    Conflict: {"id": L, "kind": L, "claims": L, "why": Fate.WORDS, "anchor": L},
    Reckoned: {"events": IN, "conflicts": IN, "families": IN, "voices": IN, "testimonies": IN},
    Choice: {"names": L, "sexual_violence": L, "by": Fate.PERSON, "why": Fate.SAID},
    Holdings: {
        "reports": IN,
        "readers": Fate.READER,
        "claims": IN,
        "unread": IN,
        "reckoned": IN,
        "decisions": IN,
        "rulings": IN,
        "arrivals": IN,
        "log": IN,
        "head": L,
        "chosen": Fate.SAID,
        "as_of": L,
        "as_read": IN,
        "lexicon": Fate.LEXICON,
    },
}
