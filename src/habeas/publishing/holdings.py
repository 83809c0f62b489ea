"""What a ledger holds of what was asked for, before and after clearance.

Writers of files take `Cleared` and nothing else; `clearance` alone makes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from habeas.custody import Arrival, LogLine
from habeas.errors import WrongUsage
from habeas.model import Claim, Decision, Report, Ruling, Unread
from habeas.reckoned import Reckoned

if TYPE_CHECKING:
    from habeas.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that is known about what was asked for, as people decided on it.

    `claims` and `unread` are those that pass the filters, also those that were rejected; `reports` those
    that they stand in, in order of their ids (all reports where nothing was filtered); `readers` names the
    reader of each report's newest reading, by the report's id. `as_read` are those of the claims that people
    amended, as they were read. `reckoned` has the events and conflicts of these claims, each whole. `lexicon`
    are the files that were read with, an analyst's own under "own/". `chosen` are the filters in words,
    `as_of` is when it was gathered (UTC). `log`
    is the whole log, `head` the hash of its last line.
    """

    reports: tuple[Report, ...]
    readers: Mapping[str, str]
    claims: tuple[Claim, ...]
    unread: tuple[Unread, ...]
    reckoned: Reckoned
    decisions: tuple[Decision, ...]
    rulings: tuple[Ruling, ...]
    arrivals: tuple[Arrival, ...]
    log: tuple[LogLine, ...]
    head: str | None
    chosen: tuple[str, ...]
    as_of: datetime
    as_read: tuple[Claim, ...] = ()
    lexicon: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose to let out beyond what always may go: nothing, unless they say so, and why."""

    names: bool = False  # of private persons who are proved to be adults
    sexual_violence: bool = False
    by: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        if (self.names or self.sexual_violence) and not (self.by.strip() and self.why.strip()):
            raise WrongUsage(
                "names of private persons and claims of sexual violence leave only with a reason, and the "
                "name of who asks for them: give both"
            )


@dataclass(frozen=True, slots=True)
class Mask:
    """Words of a report's text that don't leave, by their offsets (code points, end exclusive), and why."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """Holdings that may leave as they are: masked words are blocks of the same length, so offsets hold.

    `masks` are the masked spans of each report's text, by its id, in order; a report with none has its own
    text. `withheld` says in words what was left out whole, and how often. `gazetteer` knows where places are;
    `base_url` is the address of the web application, "" where links are to be relative.
    """

    holdings: Holdings
    choice: Choice
    masks: Mapping[str, tuple[Mask, ...]] = field(default_factory=dict)
    withheld: Mapping[str, int] = field(default_factory=dict)
    gazetteer: Lexicon | None = None
    base_url: str = ""
