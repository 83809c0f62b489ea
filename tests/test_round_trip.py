"""What one ledger lets out another takes in: claims, ids, what people decided, events and conflicts alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from cleared_by_hand import cleared
from decided_home import TEXTS, claim_of, fill, opened, reading_by_hand
from habeas.custody import ArrivalKind
from habeas.errors import BrokenPromise, Unloadable
from habeas.exporting import Wanted, export, gather
from habeas.ledger import ClaimFilter
from habeas.loading import load
from habeas.model import BLOCK, Claim, ClaimType, Decision, Review, Unread, claim_id
from habeas.pipeline import Desk, process
from habeas.publishing.exports import Form, writer_of
from habeas.publishing.holdings import Choice, Cleared, Mask
from made import claim, quantity, read_by_hand, report

CHOICE = Choice(names=True, by="Mira Toll", why="for a colleague")


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    with reading_by_hand():
        yield


@pytest.fixture
def open_home(tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    with ExitStack() as homes:
        yield lambda name: homes.enter_context(opened(tmp_path / name))


@pytest.fixture
def here(open_home: Callable[[str], Desk], tmp_path: Path) -> Desk:
    home = open_home("home")
    fill(home, tmp_path)
    return home


def told(home: Desk) -> tuple[object, ...]:
    """All that a ledger says: claims as decided, with ids and readers, figures, decisions, events."""
    held = gather(home, Wanted())
    return (
        [(claim.id, claim.reader, claim) for claim in held.claims],
        [(figure.id, figure.review, figure) for figure in held.unread],
        held.as_read,
        held.decisions,
        held.rulings,
        held.reckoned,
        held.readers,
    )


@pytest.mark.parametrize("form", [Form.CSV, Form.JSONL])
def test_all_comes_back_as_it_was(
    here: Desk, open_home: Callable[[str], Desk], tmp_path: Path, form: Form
) -> None:
    export(here, tmp_path / "out", [form], Wanted(), CHOICE)
    there = open_home("there")
    loaded = load(tmp_path / "out", there, by="Ana Brell")
    assert (loaded.claims, len(loaded.reports), loaded.unread) == (6, 3, 2)
    assert told(there) == told(here)
    assert len(set(Review) & {one.review for one in gather(there, Wanted()).claims}) == 4
    assert there.ledger.verify(there.vault) == []
    assert [*there.vault.names()] == [*here.vault.names()]
    before = there.ledger.log()
    assert load(tmp_path / "out", there, by="Ana Brell").known == 3
    assert there.ledger.log() == before


def test_what_is_cleared_comes_back_with_its_ids_and_reviews(
    here: Desk, open_home: Callable[[str], Desk], tmp_path: Path
) -> None:
    export(here, tmp_path / "out", [Form.JSONL], Wanted(), replace(CHOICE, names=False))
    left = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert not [name for name in (b"Salim", b"Odran", b"Mira", b"Ben Ask") if name in left]
    there = open_home("there")
    load(tmp_path / "out", there, by="Ana Brell")
    assert there.ledger.verify(there.vault) == []
    before, after = gather(here, Wanted()), gather(there, Wanted())
    assert [(one.id, one.review) for one in after.claims] == [(one.id, one.review) for one in before.claims]
    assert [event.claims for event in after.reckoned.events] == [
        event.claims for event in before.reckoned.events
    ]
    assert {one.by for one in after.decisions} == {"reviewer 1", "reviewer 2"}


def test_a_second_export_is_the_first(here: Desk, open_home: Callable[[str], Desk], tmp_path: Path) -> None:
    export(here, tmp_path / "out", [Form.JSONL], Wanted(), CHOICE)
    there = open_home("there")
    load(tmp_path / "out", there, by="Ana Brell")
    export(there, tmp_path / "again", [Form.JSONL], Wanted(), CHOICE)
    for file in (tmp_path / "out").glob("*.jsonl"):
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes(), file.name


def test_what_is_filtered_comes_whole(here: Desk, open_home: Callable[[str], Desk], tmp_path: Path) -> None:
    wanted = Wanted(ClaimFilter(type=ClaimType.ESCAPE), ("type escape",))
    export(here, tmp_path / "out", [Form.JSONL], wanted, CHOICE)
    there = open_home("there")
    assert load(tmp_path / "out", there, by="Ana Brell").claims >= 2
    nine = claim_of(there, "9")
    added = there.ledger.add(claim(nine.report, "release", quantity(nine.report, "9", 9, 9)), "Mira Toll")
    assert added.reader == "coded/added/3 by Mira Toll"


def masked(left: Cleared) -> Cleared:
    """The name in one report behind blocks, in its text and in all that stands on it."""
    name = "Salim Odran"
    (report,) = (one for one in left.holdings.reports if name in one.text)
    start = report.text.index(name)
    clean = replace(report, text=report.text.replace(name, BLOCK * len(name)))

    def on(one: Claim | Unread) -> Claim | Unread:
        return replace(one, report=clean) if one.report == report else one

    held = replace(
        left.holdings,
        reports=tuple(clean if one == report else one for one in left.holdings.reports),
        claims=tuple(map(on, left.holdings.claims)),
        unread=tuple(map(on, left.holdings.unread)),
    )
    return replace(left, holdings=held, masks={report.id: (Mask(start, start + len(name), "name"),)})


@pytest.mark.parametrize("form", [Form.CSV, Form.JSONL])
def test_a_cleared_report_is_kept_by_its_text(
    here: Desk, open_home: Callable[[str], Desk], tmp_path: Path, form: Form
) -> None:
    (tmp_path / "out").mkdir()
    left = masked(Cleared(gather(here, Wanted()), CHOICE))
    writer_of(form)(left, tmp_path / "out")
    there = open_home("there")
    load(tmp_path / "out", there, by="Ana Brell")
    (report,) = (one for one in there.ledger.reports() if BLOCK in one.text)
    (arrival,) = there.ledger.arrivals(one.id for one in there.ledger.reports())
    assert (arrival.report, arrival.kind, arrival.by) == (report.id, ArrivalKind.TEXT, "Ana Brell")
    assert there.vault.get(arrival.carrier).decode() == report.text
    assert not there.vault.has(report.id)
    assert there.ledger.verify(there.vault) == []
    assert {one.id for one in there.ledger.claims()} == {one.id for one in here.ledger.claims()}


def test_a_text_that_is_not_what_came_is_a_fault(
    here: Desk, open_home: Callable[[str], Desk], tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    writer_of(Form.JSONL)(masked(Cleared(gather(here, Wanted()), CHOICE)), tmp_path / "out")
    there = open_home("there")
    load(tmp_path / "out", there, by="Ana Brell")
    (arrival,) = there.ledger.arrivals(one.id for one in there.ledger.reports())
    (there.vault.folder / arrival.carrier[:2] / arrival.carrier).unlink()
    assert any("doesn't hold" in fault for fault in there.ledger.verify(there.vault))


def test_what_is_read_here_already_keeps_what_was_decided_here(
    here: Desk, open_home: Callable[[str], Desk], tmp_path: Path
) -> None:
    export(here, tmp_path / "out", [Form.JSONL], Wanted(), CHOICE)
    there = open_home("there")
    process(tmp_path / "a.txt", there)
    load(tmp_path / "out", there, by="Ana Brell")
    reviews = {one.anchor.text: one.review for one in gather(there, Wanted()).claims if one.type != "escape"}
    assert reviews == {
        "50": Review.UNCHECKED,
        "60": Review.REJECTED,
        "12": Review.AMENDED,
        "80": Review.UNCHECKED,
    }


@pytest.mark.parametrize(
    ("file", "of", "with_", "told"),
    [
        (
            "decisions.jsonl",
            '"verdict": "rejected"',
            '"verdict": "accepted"',
            "no decision beside it says so",
        ),
        ("decisions.jsonl", '"why": "a misprint"', '"why": " "', "needs a name and a reason"),
        ("decisions.jsonl", '"format"', '"form"', "Field required"),
        ("decisions.jsonl", '+00:00"', '+02:00"', "in UTC"),
        ("decisions.jsonl", "capture", "party", "no amendment in the exchange format"),
        ("decisions.jsonl", "capture", "escape", "isn't what its decisions make of it"),
        ("rulings.jsonl", '"place:Orlan"', '"place:Aaa"', "two things, in order"),
        ("rulings.jsonl", '"family"', '"event"', "isn't in the folder"),
        ("claims.jsonl", '"amended"', '"accepted"', "id isn't what its words"),
        ("claims.jsonl", "added/1 by Mira", "added/1 by \\u200b", "read by coded/added"),
        ("as-read.jsonl", '"hand/1"', '"hand/2"', "read by hand/2"),
        ("as-read.jsonl", '"unchecked"', '"accepted"', "is decided, or stands here twice"),
    ],
)
def test_decisions_that_do_not_fit_keep_the_folder_out(
    here: Desk, open_home: Callable[[str], Desk], tmp_path: Path, file: str, of: str, with_: str, told: str
) -> None:
    export(here, tmp_path / "out", [Form.JSONL], Wanted(), CHOICE)
    text = (tmp_path / "out" / file).read_text("utf-8")
    assert of in text
    (tmp_path / "out" / file).write_text(text.replace(of, with_), "utf-8")
    there = open_home("there")
    with pytest.raises(Unloadable, match=told):
        load(tmp_path / "out", there, by="Ana Brell")
    assert there.ledger.reports() == []
    assert [*there.vault.names()] == []


def test_without_its_file_a_decision_is_missed(
    here: Desk, open_home: Callable[[str], Desk], tmp_path: Path
) -> None:
    export(here, tmp_path / "out", [Form.JSONL], Wanted(), CHOICE)
    (tmp_path / "out" / "as-read.jsonl").unlink()
    with pytest.raises(Unloadable, match=r"claims.jsonl, line \d: it is amended, and not in as-read.jsonl"):
        load(tmp_path / "out", open_home("there"), by="Ana Brell")


def test_words_that_were_masked_do_not_leave_as_they_were_read(here: Desk, tmp_path: Path) -> None:
    held = gather(here, Wanted())
    (read,) = held.as_read
    whole = read.report
    clean = replace(whole, text=whole.text.replace("Veshka", BLOCK * 6))
    claims = tuple(replace(one, report=clean) if one.id == read.id else one for one in held.claims)
    with pytest.raises(BrokenPromise, match="another text as read than as amended"):
        writer_of(Form.JSONL)(Cleared(replace(held, claims=claims), CHOICE), tmp_path)


def test_decisions_that_wait_for_a_person_stay(tmp_path: Path) -> None:
    reading = read_by_hand(report(TEXTS["a.txt"]), None)
    trial = claim_id(reading.report.id, ClaimType.TRIAL, reading.claims[0].anchor)
    gone = Decision(trial, Review.ACCEPTED, "Mira Toll", cleared([]).holdings.as_of, "seen")
    writer_of(Form.JSONL)(cleared([reading], decisions=(gone,)), tmp_path)
    assert (tmp_path / "decisions.jsonl").read_text("utf-8") == ""
