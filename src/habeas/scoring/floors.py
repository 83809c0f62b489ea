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
        raise MissedFloor(f"{_changed(file, held, total)}; set them anew with --set-floors --lower")
    if worse := list(_worse(held, total)):
        raise MissedFloor("\n".join(worse))


def set_floors(file: Path, total: Score, corpus: str, *, lower: bool = False) -> list[str]:
    """Write the score as the new floors; without `lower` none may become easier to hold.

    Gives what `lower` accepted. Raises MissedFloor where it would be needed: where a floor would fall, and
    where the floors are of other annotated reports, since what was reached on those says nothing of these.
    """
    accepted: list[str] = []
    if file.exists():
        before = _read_floors(file)
        accepted = [_changed(file, before, total)] if before["corpus"] != corpus else []
        accepted += _worse(before, total)
    if accepted and not lower:
        raise MissedFloor("\n".join([*accepted, "nothing was written; --lower accepts this"]))
    held = {
        "corpus": corpus,
        "reports": total.reports,
        "floors": total.floors(),
        "ceilings": total.ceilings(),
    }
    file.write_text(json.dumps(held, indent=2) + "\n", "utf-8")
    return accepted


def _changed(file: Path, held: Mapping[str, Any], total: Score) -> str:
    """That the annotations or texts aren't those of the floors any more."""
    return (
        f"{file}: its floors are of other reports: annotations or texts have changed since they were set "
        f"({held['reports']} reports then, {total.reports} now)"
    )


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
        return {
            "corpus": held["corpus"],
            "reports": held.get("reports", "some"),
            "floors": dict(held["floors"]),
            "ceilings": dict(held["ceilings"]),
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WrongUsage(
            f"{file}: there are no floors in it ({error}); make them with --set-floors"
        ) from error
