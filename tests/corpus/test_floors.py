"""The reader holds the floors of the annotated corpus; `habeas score … --set-floors` moves them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from habeas.cli import app

CORPUS = Path(__file__).parent


def test_no_floor_is_missed() -> None:
    told = CliRunner().invoke(
        app,
        [
            "score",
            str(CORPUS / "gold"),
            "--texts",
            str(CORPUS / "reports"),
            "--floors",
            str(CORPUS / "floors.json"),
        ],
    )
    if told.exit_code != 0:
        pytest.fail(told.output)
