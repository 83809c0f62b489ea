"""A passage that somebody quoted, as a report: the words, and what is stated of where they come from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from habeas.intake.stated import Stated
from habeas.model import Extent, Report


def excerpt(text: str, stated: Stated) -> Report:
    """The report that a quoted passage makes.

    Its id is the SHA-256 of `excerpt_bytes`: one passage of two outlets makes two reports, and the same
    passage of one outlet always the same report.
    """
    unnamed = Report(
        id="",
        name="",
        text=text,
        outlet=stated.outlet,
        title=stated.title,
        url=stated.url,
        published=stated.published,
        language=stated.language,
        extent=Extent.EXCERPT,
    )
    id_ = hashlib.sha256(excerpt_bytes(unnamed)).hexdigest()
    return replace(unnamed, id=id_, name=f"excerpt-{id_[:8]}.json")


def excerpt_bytes(report: Report) -> bytes:
    """What the vault keeps of an excerpt: a JSON object, its names sorted, with words and origin."""
    kept = {
        "excerpt": report.text,
        "language": report.language,
        "outlet": report.outlet,
        "published": report.published.isoformat() if report.published else None,
        "title": report.title,
        "url": report.url,
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()
