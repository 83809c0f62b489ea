"""Homes beside the invented one: of strangers' documents that mean harm, and of the bundled reports."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from habeas.intake import find_files
from habeas.kept import reckon
from habeas.ledger import Ledger
from habeas.ledger.users import Role
from habeas.model import Matter, Reading, Report, Ruling
from habeas.pipeline import Failure, desk
from habeas.settings import Settings
from habeas.signing.people import add_user
from habeas.unpacking import process_each
from made import READER, claim, quantity, report, unread

# A script that runs says so on the page's title, in a dialog and by asking elsewhere.
SCRIPT: Final = (
    "<script>document.title='ran';alert('ran');new Image().src='http://elsewhere.example/ran'</script>"
)
MARKUP: Final = (
    SCRIPT,
    "<img src=x onerror=\"document.title='ran'\">",
    '<a href="javascript:alert(1)">here</a>',
    "<iframe src='http://elsewhere.example/frame'></iframe><style>main {display: none}</style>",
    "</textarea></title></script>-->{{ 7 * 7 }}<base href='http://elsewhere.example/'>",
    "\"><svg/onload=alert(2)> ' onmouseover='alert(3)",
)
# Turns round what follows it: "\u202e321" shows as "123".
TURNED: Final = "\u202e"
ISOLATED: Final = "\u2067"
HELD: Final = "On Monday 1,234 people were held in {place}, the {speaker} said."
LONG: Final = 5_000_000


ADMIN: Final = "Alma Reed"
REVIEWERS: Final = ("Bo Lind", "Cem Aydin", "Eva Park", "Finn Oak")
VIEWER: Final = "Dana Fox"
# Long enough, and no word of it in any list.
PASSWORD: Final = "seven grey harbour lamps"


def with_copies(home: Path) -> Path:
    """The same home, where somebody ruled that the two reports of the transfer copy one another."""
    with desk(Settings(home)) as here:
        one, other = sorted(here.ledger.report(name).id for name in ("post.txt", "daily.txt"))
        moment = datetime(2024, 3, 25, 9, tzinfo=UTC)
        here.ledger.keep([Ruling(Matter.FAMILY, one, other, True, ADMIN, moment, "one agency's text")])
        reckon(here)
    return home


def with_users(home: Path) -> Path:
    """The same home, with users of every role, who all have one password."""
    roles = {ADMIN: Role.ADMIN, **dict.fromkeys(REVIEWERS, Role.REVIEWER), VIEWER: Role.VIEWER}
    with Ledger.open(Settings(home)) as ledger:
        for name, role in roles.items():
            add_user(ledger, name, role, PASSWORD, by="set-up")
    return home


def demo_home(home: Path) -> Path:
    """A home of the bundled reports, read as anybody would."""
    with as_file(files("habeas") / "demo" / "reports") as reports, desk(Settings(home)) as here:
        outcomes = list(process_each(find_files([reports]).files, here, by="ann"))
        reckon(here)
    assert [one for one in outcomes if isinstance(one, Failure)] == []
    return home


def hostile_home(home: Path) -> Path:
    """A home of reports whose words, titles, outlets and addresses mean harm, and one of 5 MB on a line."""
    with desk(Settings(home)) as here:
        for reading in (_marked_up(), _turned(), _long()):
            here.vault.put(reading.report.text.encode())
            here.ledger.append(reading.report, reading)
        reckon(here)
    return home


def _marked_up() -> Reading:
    of = _report(
        " ".join([HELD.format(place=SCRIPT, speaker=MARKUP[1]), *MARKUP, "Another 17 were not counted."]),
        name=f"{MARKUP[5]}.txt",
        title=SCRIPT,
        outlet=MARKUP[2],
        url="javascript:alert(document.domain)",
        language='en" onclick="alert(4)',
    )
    made = claim(
        of,
        "holding",
        quantity(of, "1,234", 1234, 1234),
        evidence=HELD.format(place=SCRIPT, speaker=MARKUP[1]),
        place=SCRIPT,
        speaker=MARKUP[1],
    )
    return Reading(of, READER, (made,), (unread(of, "17", "Another 17 were not counted."),))


def _turned() -> Reading:
    place = f"{TURNED}nalrO{ISOLATED}"
    of = _report(HELD.format(place=place, speaker=f"{TURNED}ycnegA"), title=f"{TURNED}eltit", outlet=TURNED)
    made = claim(of, "holding", quantity(of, "1,234", 1234, 1234), place=place, speaker=f"{TURNED}ycnegA")
    return Reading(of, READER, (made,))


def _long() -> Reading:
    words = HELD.format(place="Orlan camp", speaker="Harbour Agency")
    half = "x" * (LONG // 2)
    of = _report(f"{half} {words} {half}", title="y" * 5_000, name="long.txt")
    made = claim(of, "holding", quantity(of, "1,234", 1234, 1234), evidence=words, place="Orlan camp")
    return Reading(of, READER, (made,))


def _report(text: str, **fields: object) -> Report:
    made = report(text, **{"published": date(2024, 3, 20), **fields})
    return dataclasses.replace(made, id=hashlib.sha256(text.encode()).hexdigest())
