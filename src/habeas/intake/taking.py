"""From one file to one Report."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from habeas.errors import UnreadableReport, WrongUsage
from habeas.intake.containers.members import Member
from habeas.intake.days import unlikely_day
from habeas.intake.files import check_file, check_kind, kind_of, printable, read_bytes
from habeas.intake.guarded import parsers
from habeas.intake.parsed import Parsed
from habeas.intake.sidecar import beside
from habeas.intake.stated import LONGEST, Stated, one_line, primary_subtag, web_address
from habeas.model import Report
from habeas.settings import Limits

_LIMITS: Final = Limits()


def take_in(
    path: Path, *, stated: Stated | None = None, limits: Limits = _LIMITS, name: str | None = None
) -> tuple[Report, bytes]:
    """The file as a Report, and its bytes as they were found.

    What the document states counts, else what `stated` says (the options), else the row of the sidecar
    beside the file. `name` stands for the file's name. Raises UnreadableReport, and as `checked` does.
    """
    shown = printable(name or str(path))
    given = checked(stated or Stated())
    check_file(path, shown, limits)
    kind = kind_of(path, shown)
    data = read_bytes(path, shown, limits)
    check_kind(data, kind, shown)
    noted = beside(path, shown)
    parsed = parsers(limits).parse(data, kind, shown)
    known = parsed.stated.or_else(given).or_else(noted)
    return report_of(data, printable(name or path.name), parsed, known), data


def take_member(
    member: Member, shown: str, name: str, *, stated: Stated | None = None, limits: Limits = _LIMITS
) -> Report:
    """A document out of a container as a Report; `shown` says in a complaint which one it is.

    What the document states counts, else the options, else what stands beside it in the container. Raises
    UnreadableReport, and as `checked` does.
    """
    given = checked(stated or Stated())
    if not member.data:
        raise UnreadableReport(shown, "is empty", "get the document again")
    check_kind(member.data, member.kind, shown)
    parsed = parsers(limits).parse(member.data, member.kind, shown)
    known = parsed.stated.or_else(given).or_else(member.noted)
    return report_of(member.data, name, parsed, known)


def report_of(data: bytes, name: str, parsed: Parsed, known: Stated) -> Report:
    """The report that these bytes make, with its id; `known` is all that is stated of it."""
    return Report(
        id=hashlib.sha256(data).hexdigest(),
        name=name,
        text=parsed.text,
        outlet=known.outlet,
        title=known.title,
        url=known.url,
        published=known.published,
        language=known.language,
        marks=parsed.marks,
    )


def checked(stated: Stated) -> Stated:
    """What options state, held to what a sidecar is held to; blank words state nothing.

    Raises WrongUsage for an address, a day or a language that is none, and for words too long for a name.
    """
    if stated.published is not None and (why := unlikely_day(stated.published)):
        raise WrongUsage(f"no report was published then: {why} (check the year)")
    return Stated(
        outlet=_line(stated.outlet, "outlet"),
        url=_address(stated.url),
        title=_line(stated.title, "title"),
        published=stated.published,
        language=_language(stated.language),
    )


def _line(words: str | None, what: str) -> str | None:
    line = one_line(words)
    if line is None and words is not None and len(words.split()) > 0:
        raise WrongUsage(f"this {what} can't be shown or has more than {LONGEST} characters: {words[:40]!r}")
    return line


def _address(words: str | None) -> str | None:
    address = web_address(words)
    if address is None and words is not None and words.strip():
        raise WrongUsage(f"{words!r} is no address on the web (write it as https://…)")
    return address


def _language(words: str | None) -> str | None:
    language = primary_subtag(words)
    if language is None and words is not None and words.strip():
        raise WrongUsage(f"{words!r} is no language (write a code such as en, ar or ku)")
    return language
