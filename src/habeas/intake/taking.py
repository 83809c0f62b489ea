"""From one file to one Report."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Final

from habeas.errors import WrongUsage
from habeas.intake.files import check_file, check_kind, kind_of, printable, read_bytes
from habeas.intake.guarded import parsers
from habeas.intake.sidecar import beside
from habeas.intake.stated import Stated, primary_subtag
from habeas.model import Report
from habeas.settings import Limits

_LIMITS: Final = Limits()


def take_in(
    path: Path, *, stated: Stated | None = None, limits: Limits = _LIMITS, name: str | None = None
) -> tuple[Report, bytes]:
    """The file as a Report, and its bytes as they were found.

    What the document states counts, else what `stated` says (the options), else the row of the sidecar
    beside the file. `name` stands for the file's name. Raises UnreadableReport, WrongUsage for a language
    in `stated` that is none.
    """
    shown = printable(name or str(path))
    given = _checked(stated or Stated())
    check_file(path, shown, limits)
    kind = kind_of(path, shown)
    data = read_bytes(path, shown, limits)
    check_kind(data, kind, shown)
    noted = beside(path, shown)
    parsed = parsers(limits).parse(data, kind, shown)
    known = parsed.stated.or_else(given).or_else(noted)
    report = Report(
        id=hashlib.sha256(data).hexdigest(),
        name=printable(name or path.name),
        text=parsed.text,
        outlet=known.outlet,
        title=known.title,
        url=known.url,
        published=known.published,
        language=known.language,
        marks=parsed.marks,
    )
    return report, data


def _checked(stated: Stated) -> Stated:
    language = primary_subtag(stated.language)
    if stated.language and language is None:
        raise WrongUsage(f"{stated.language!r} is no language (write a code such as en, ar or ku)")
    return replace(stated, language=language)
