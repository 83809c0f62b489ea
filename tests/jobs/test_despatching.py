"""What is asked for is made in a process of its own, whatever dies; what can't be made says why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from habeas.errors import LedgerFault
from habeas.jobs import Asked, Bounds, Outbox, Parcel, Stage, despatching
from habeas.jobs.outbox import Stand
from habeas.settings import Settings
from packing_hands import obedient
from patience import until


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(Settings(tmp_path / "home"))


def ask(outbox: Outbox, order: str) -> str:
    asked = Asked(form="csv", listing=None, chosen=(), by="Mira", why=order, at=datetime.now(UTC))
    return outbox.ask(asked)


def ended(outbox: Outbox, id_: str) -> Parcel:
    until(lambda: outbox.parcel(id_).goes)
    return outbox.parcel(id_)


@pytest.mark.parametrize(
    ("order", "stage", "why"),
    [
        ("", Stage.READY, None),
        ("refuse", Stage.FAILED, "no room for it"),
        ("die", Stage.FAILED, "ended the process that made it"),
    ],
)
def test_it_is_made_or_says_why_not_and_the_next_is_made(
    outbox: Outbox, tmp_path: Path, order: str, stage: Stage, why: str | None
) -> None:
    first, second = ask(outbox, order), ask(outbox, "")
    with despatching(Settings(tmp_path / "home"), hands=obedient):
        stand = ended(outbox, first).stand
        assert ended(outbox, second).stand.stage is Stage.READY
    assert stand.stage is stage
    assert (why or "") in (stand.why or "")


def test_one_that_takes_too_long_fails_alone(outbox: Outbox, tmp_path: Path) -> None:
    first, second = ask(outbox, "hang"), ask(outbox, "")
    bounds = Bounds(reckon_seconds=1)
    with despatching(Settings(tmp_path / "home"), bounds=bounds, hands=obedient):
        assert "took longer than" in (ended(outbox, first).stand.why or "")
        assert ended(outbox, second).stand.stage is Stage.READY


@pytest.mark.parametrize(("begun", "stage"), [(1, Stage.READY), (3, Stage.FAILED)])
def test_what_was_begun_when_the_server_ended_is_made_after_all_but_not_for_ever(
    outbox: Outbox, tmp_path: Path, begun: int, stage: Stage
) -> None:
    id_ = ask(outbox, "")
    outbox.note(id_, Stand(stage=Stage.MAKING, at=datetime.now(UTC), begun=begun))
    with despatching(Settings(tmp_path / "home"), hands=obedient):
        assert ended(outbox, id_).stand.stage is stage


def test_what_was_deleted_meanwhile_stays_away(outbox: Outbox, tmp_path: Path) -> None:
    first = ask(outbox, "hang until told")
    with despatching(Settings(tmp_path / "home"), hands=obedient):
        until(lambda: outbox.parcel(first).stand.stage is Stage.MAKING)
        outbox.remove(first)
        (tmp_path / "home" / "go").touch()
        assert ended(outbox, ask(outbox, "")).stand.stage is Stage.READY
    with pytest.raises(LedgerFault, match="no such download"):
        outbox.parcel(first)


@pytest.mark.parametrize("id_", ["", "..", "../../etc", "20310305-120000-0123456789abcdef"])
def test_there_is_no_other_download(outbox: Outbox, id_: str) -> None:
    with pytest.raises(LedgerFault, match="no such download"):
        outbox.parcel(id_)


def test_what_a_killed_server_left_unfinished_is_swept(outbox: Outbox) -> None:
    ask(outbox, "")
    (outbox.folder / ".part-left").mkdir()
    outbox.sweep()
    assert [path.name for path in outbox.folder.iterdir()] == outbox.ids()
