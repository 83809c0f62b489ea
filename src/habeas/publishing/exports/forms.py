"""The formats of exports, and who writes each."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Final

from habeas.publishing.holdings import Cleared

# Writes what is cleared into a folder that is there and isn't shown to anybody yet.
Writer = Callable[[Cleared, Path], None]


class Form(StrEnum):
    """A format that an export can have; each is written by the module of its name."""

    ACLED = "acled"
    ARCHIVE = "archive"
    BAG = "bag"
    CSV = "csv"
    FTM = "ftm"
    GEOJSON = "geojson"
    HXL = "hxl"
    JSONL = "jsonl"
    PARQUET = "parquet"
    UCDP = "ucdp"
    XLSX = "xlsx"


_HOME: Final = __name__.rpartition(".")[0]


def writer_of(form: Form) -> Writer:
    """What writes this format; imported only now, for some libraries are slow to import."""
    write: Writer = import_module(f"{_HOME}.{form.value}").write
    return write
