"""What all tests share: in CI nothing may be skipped, and no setting of the machine leaks in."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from habeas.pipeline import Desk

IN_CI = os.environ.get("HABEAS_CI") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failure: there every browser and database is at hand."""
    report = yield
    fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself."""
    report = yield
    fail_if_skipped(report)
    return report


def fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure with its reason; an expected failure stays what it is."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which counts as a failure in CI: {report.longrepr}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was left out, and why: a line of dots hides it."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple))
    if reasons:
        terminalreporter.section("LEFT OUT", yellow=True)
    for reason, number in reasons.items():
        terminalreporter.write_line(f"{number} tests. {reason}")


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No home, width or colour from outside."""
    for name in (
        "HABEAS_HOME",
        "HABEAS_LEXICON",
        "COLUMNS",
        "NO_COLOR",
        "FORCE_COLOR",
        "TTY_COMPATIBLE",
        "PYTHONIOENCODING",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader made for tests in place of the rules, which take seconds to load; it needs no lexicon."""
    from made import READER, read_by_hand  # noqa: PLC0415  not at hand where this file is tried by itself

    monkeypatch.setattr("habeas.pipeline.read_report", read_by_hand)
    monkeypatch.setattr("habeas.pipeline.reader_name", lambda _: READER)
    monkeypatch.setattr("habeas.pipeline.load_lexicon", lambda **_: None)


@pytest.fixture
def here(by_hand: None, tmp_path: Path) -> Iterator[Desk]:  # noqa: ARG001
    """The desk of an empty home, with the reader made for tests."""
    from habeas.pipeline import desk  # noqa: PLC0415  slow to import
    from habeas.settings import Settings  # noqa: PLC0415

    with desk(Settings(tmp_path / "home")) as opened:
        yield opened
