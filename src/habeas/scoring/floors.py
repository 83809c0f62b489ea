"""Floors: quality is a ratchet. A file holds what was once reached, and of which reports."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from habeas.errors import HabeasError, WrongUsage
from habeas.scoring.total import Score


class MissedFloor(HabeasError):
    """A reader that reads worse than it has read before."""


def hold_floors(file: Path, total: Score, corpus: str) -> None:
    """Raise MissedFloor where the score is worse than the file allows, or is of another corpus."""
    held = _read_floors(file)
    if held["corpus"] != corpus:
        raise MissedFloor(f"{file}: its floors are of other reports; set them anew with --set-floors --lower")
    if worse := list(_worse(held, total)):
        raise MissedFloor("\n".join(worse))


def set_floors(file: Path, total: Score, corpus: str, *, lower: bool = False) -> None:
    """Write the score as the new floors; without `lower` none may become easier to hold.

    Raises MissedFloor where one would.
    """
    if file.exists() and not lower and (worse := list(_worse(_read_floors(file), total))):
        raise MissedFloor("\n".join([*worse, "nothing was written; --lower accepts this"]))
    held = {
        "corpus": corpus,
        "reports": total.reports,
        "floors": total.floors(),
        "ceilings": total.ceilings(),
    }
    file.write_text(json.dumps(held, indent=2) + "\n", "utf-8")


def _worse(held: Mapping[str, Any], total: Score) -> Iterator[str]:
    floors, ceilings = total.floors(), total.ceilings()
    for name, floor in held["floors"].items():
        if (now := floors.get(name)) is None or now < floor:
            yield f"{name} is {now}, its floor is {floor}"
    for name, ceiling in held["ceilings"].items():
        if (most := ceilings.get(name)) is None or most > ceiling:
            yield f"{name} is {most}, its ceiling is {ceiling}"


def _read_floors(file: Path) -> dict[str, Any]:
    try:
        held = json.loads(file.read_text("utf-8"))
        return {"corpus": held["corpus"], "floors": dict(held["floors"]), "ceilings": dict(held["ceilings"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WrongUsage(
            f"{file}: there are no floors in it ({error}); make them with --set-floors"
        ) from error
