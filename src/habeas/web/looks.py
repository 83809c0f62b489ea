"""How pages look: the template environment, and what templates can ask of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from habeas.publishing import phrases
from habeas.publishing.plain import plain

PACKAGE: Final = "habeas.web"
# Folders of files that are served as they are, by package; of one name the first.
STATIC: Final = ((PACKAGE, "static"), ("habeas.publishing.charts", "looks"))
LINKED: Final = frozenset({"http", "https"})


@cache
def environment() -> Environment:
    """The templates: every value is escaped, a name that isn't there is a fault."""
    made = Environment(
        loader=PackageLoader(PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"number": number, "day": day, "moment": moment, "plain": plain}
    made.globals |= {"static": static, "query": query, "is_link": is_link, "count": phrases.count}
    return made


def number(value: int) -> str:
    """A number with its thousands parted: 12,345."""
    return f"{value:,}"


def day(value: date) -> str:
    """A day as reports print it: 18 March 2024."""
    return phrases.day(value)


def moment(value: datetime) -> str:
    """A moment, to the minute: 18 March 2024, 14:05 UTC."""
    return f"{phrases.day(value.date())}, {value:%H:%M} UTC"


def query(given: Mapping[str, object], **changed: object) -> str:
    """The filters as the end of an address, "?type=transfer&place=Roj"; None and "" are left out."""
    kept = [(name, value) for name, value in {**given, **changed}.items() if value not in (None, "")]
    return f"?{urlencode(kept)}" if kept else ""


def is_link(address: str | None) -> bool:
    """True for an address that may be linked to: of the web, and no script."""
    try:
        return address is not None and urlsplit(address).scheme.lower() in LINKED
    except ValueError:
        return False


@cache
def static(name: str) -> str:
    """The address of a style sheet, script or picture; it changes with the file: browsers may keep it."""
    found = (files(package).joinpath(folder, name) for package, folder in STATIC)
    content = next(file for file in found if file.is_file()).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"
