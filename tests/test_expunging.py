"""Erasure in a whole home: no file of it holds what was erased, and all that is left goes on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from habeas.custody import Departure
from habeas.errors import LedgerFault, UnreadableReport, WrongUsage
from habeas.expunging import Expunged, erase, expunge_name, expunge_report, wanted
from habeas.expunging.told import lines
from habeas.intake.sidecar import SIDECAR
from habeas.jobs import Asked, Inbox, Line, Outbox, What, journal
from habeas.kept import reckon, reckoned
from habeas.ledger.derived import Derived
from habeas.ledger.erasing import Order
from habeas.model import Review
from habeas.pipeline import Desk, Failure, desk, process, reread
from habeas.settings import Settings
from habeas.spelled import Spelled
from habeas.unpacking import process_container

ORDER = Order("Mira Toll", "the court of Orlan ordered it")
TRIAL = Order("Mira Toll", "the court of Orlan ordered it", trial=True)
NAME = Spelled(("Sela Oyamarn",))

REPORTS = {
    "letter.txt": (
        "Orlan, 3 March 2031\n\nOrlan prison holds 312 detainees, the quartermaster Sela\nOyamarn said.\n"
        "Some 40 women were transferred from Orlan prison to Veshka camp on Monday, according to Oyamarn.\n"
    ),
    "other.txt": "Orlan prison holds 290 detainees, the Harbour Agency said on 2 March 2031.\n",
    "third.txt": "On 3 March 2031 about 40 women were moved from Orlan prison to Veshka camp.\n",
}


def filled(home: Path, names: tuple[str, ...] = tuple(REPORTS)) -> Settings:
    """A home with these reports, read and reckoned."""
    settings = Settings(home)
    folder = home.with_name(f"{home.name}-in")
    folder.mkdir()
    with desk(settings) as here:
        for name in names:
            (folder / name).write_text(REPORTS[name], "utf-8")
            process(folder / name, here)
        reckon(here)
    return settings


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with three reports; not to be written to."""
    home = tmp_path_factory.mktemp("expunging") / "home"
    filled(home)
    return home


@pytest.fixture
def here(made: Path, tmp_path: Path) -> Iterator[Desk]:
    with desk(Settings(Path(shutil.copytree(made, tmp_path / "home")))) as opened:
        yield opened


def holders(here: Desk, *words: str) -> list[str]:
    """The files of the home that hold one of these words, in any case and any encoding of SQLite's."""
    sought = [
        variant.encode(encoding)
        for word in words
        for variant in (word, word.lower(), word.upper())
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    ]
    files = sorted(path for path in here.settings.home.rglob("*") if path.is_file())
    return [path.name for path in files if any(one in path.read_bytes() for one in sought)]


def shown(here: Desk) -> tuple[object, ...]:
    """What the ledger says, and all that is reckoned from it."""
    told = reckoned(here)
    return (here.ledger.claims(), here.ledger.unread(), told.events, told.conflicts, told.families)


def test_nothing_of_a_report_is_left_and_all_is_as_if_it_had_never_been(here: Desk, tmp_path: Path) -> None:
    letter = here.ledger.report("letter.txt")
    assert len(holders(here, "quartermaster")) == 2
    done = expunge_report(here, letter, ORDER)
    assert done.why_not is None
    assert holders(here, "quartermaster", "Oyamarn") == []
    assert here.ledger.verify(here.vault) == []
    with desk(filled(tmp_path / "never", ("other.txt", "third.txt"))) as never:
        assert shown(here) == shown(never)
    assert [outcome for outcome in reread(here) if isinstance(outcome, Failure)] == []


def test_nothing_of_a_name_is_left_and_the_claims_stay(here: Desk) -> None:
    before = [claim.id for claim in here.ledger.claims()]
    done = erase(here, Spelled(("Sela Oyamarn", "Oyamarn")), ORDER)
    assert done is not None
    assert done.gone.reports == ("letter.txt",)
    assert holders(here, "Oyamarn") == []
    assert "ledger.sqlite" in holders(here, "quartermaster")
    assert here.ledger.verify(here.vault) == []
    assert [claim.id for claim in here.ledger.claims()] == before
    assert len(reckoned(here).events) > 0


def test_words_of_the_name_that_stand_alone_are_pointed_out(here: Desk) -> None:
    done = expunge_name(here, NAME, TRIAL)
    assert done.alone == {"Oyamarn": 1}
    assert any("“Oyamarn” stands by itself once" in line for line in lines(done, name=True))


def test_a_name_that_nothing_has_changes_nothing(here: Desk) -> None:
    head = here.ledger.log_head()
    assert erase(here, Spelled(("Bo Rask",)), ORDER) is None
    assert here.ledger.log_head() == head


def test_bytes_that_hold_the_name_beside_the_text_go_too(here: Desk, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    body = "<p>Orlan prison holds 77 detainees, the Harbour Agency said on 4 March 2031.</p>" * 3
    page.write_text(f"<html><body><!-- sent by Sela Oyamarn --><article>{body}</article></body></html>")
    sha = process(page, here).report_id
    assert "Oyamarn" not in here.ledger.report(sha).text
    done = expunge_name(here, NAME, ORDER)
    assert set(done.gone.reports) == {"letter.txt", "page.html"}
    assert not here.vault.has(sha)
    assert here.ledger.verify(here.vault) == []


def test_erased_documents_are_not_taken_in_again(here: Desk, tmp_path: Path) -> None:
    expunge_report(here, here.ledger.report("other.txt"), ORDER)
    expunge_name(here, NAME, ORDER)
    for name in ("other.txt", "letter.txt"):
        again = tmp_path / f"again-{name}"
        again.write_text(REPORTS[name], "utf-8")
        with pytest.raises(UnreadableReport, match=r"was erased on .* by Mira Toll: the court of Orlan"):
            process(again, here)
    assert holders(here, "Sela\nOyamarn", "Harbour") == []
    assert here.ledger.verify(here.vault) == []


def test_a_container_with_an_erased_document_is_not_taken_in(here: Desk, tmp_path: Path) -> None:
    expunge_report(here, here.ledger.report("other.txt"), ORDER)
    folder = tmp_path / "packed"
    folder.mkdir()
    (folder / "other.txt").write_text(REPORTS["other.txt"], "utf-8")
    (folder / "a new.txt").write_text("Orlan prison holds 5 people.", "utf-8")
    box = Path(shutil.make_archive(str(tmp_path / "box"), "zip", folder))
    (outcome,) = process_container(box, here, by="Mira Toll")
    assert isinstance(outcome, Failure)
    assert "holds" in outcome.why
    assert "other.txt, which was erased on" in outcome.why
    assert {one.name for one in here.ledger.reports()} == {"letter.txt", "third.txt"}
    assert here.ledger.verify(here.vault) == []


def test_a_copy_that_a_killed_archive_left_goes(here: Desk) -> None:
    copy = here.settings.home / ".archive.part-x1"
    copy.mkdir()
    shutil.copy(here.settings.ledger, copy / "ledger.sqlite")
    erase(here, "letter.txt", TRIAL)
    assert copy.exists()
    erase(here, "letter.txt", ORDER)
    assert not copy.exists()


# --- the inbox ---


def job(here: Desk, name: str, report: str | None, *, ended: bool = True) -> Path:
    """A job that brought one file; its folder."""
    inbox = Inbox(here.settings)
    with inbox.draft() as draft:
        draft.file(name).write(b"words")
        draft.file(SIDECAR).write(f"name,title\n{name},a title\n".encode())
        id_ = draft.send(by="Mira Toll")
    at = datetime.now(UTC)
    if ended:
        journal.append(inbox.journal(id_), Line(at=at, what=What.DONE, file=1, report=report))
        journal.append(inbox.journal(id_), Line(at=at, what=What.ENDED))
    return inbox.folder / id_


def test_jobs_that_brought_it_go_and_others_stay(here: Desk) -> None:
    letter = here.ledger.report("letter.txt").id
    gone = [job(here, "a.txt", letter), job(here, "letter.txt", None)]
    stays = job(here, "b.txt", "b" * 64)
    expunge_report(here, here.ledger.report("letter.txt"), ORDER)
    assert [path.exists() for path in (*gone, stays)] == [False, False, True]


def test_jobs_that_name_somebody_go(here: Desk) -> None:
    named, stays = job(here, "von Sela_Oyamarn.txt", "b" * 64), job(here, "b.txt", "b" * 64)
    done = expunge_name(here, NAME, ORDER)
    assert f"inbox/{named.name}" in done.gone.files
    assert [path.exists() for path in (named, stays)] == [False, True]
    assert holders(here, "Sela_Oyamarn", "Sela\nOyamarn") == []


def test_what_lies_ready_to_be_taken_goes(here: Desk) -> None:
    job(here, "b.txt", "b" * 64)
    outbox = Outbox(here.settings)
    at = datetime.now(UTC)
    outbox.ask(Asked(form="csv", listing=None, chosen=(), by="Mira Toll", why="the report", at=at))
    erase(here, "letter.txt", TRIAL)
    assert len(outbox.ids()) == 1
    erase(here, "letter.txt", ORDER)
    assert outbox.ids() == []


def test_files_that_wait_to_be_read_stand_in_the_way(here: Desk) -> None:
    job(here, "b.txt", None, ended=False)
    head = here.ledger.log_head()
    for what in ("letter.txt", NAME):
        with pytest.raises(LedgerFault, match="has files that wait to be read"):
            erase(here, what, ORDER)
    assert here.ledger.log_head() == head


def test_a_server_at_work_stands_in_the_way(here: Desk) -> None:
    with (
        Inbox(here.settings).at_work() as mine,
        pytest.raises(LedgerFault, match="habeas serve is at work on this home: stop it"),
    ):
        assert mine
        erase(here, "letter.txt", ORDER)


# --- what is said ---


@pytest.mark.parametrize(
    ("report", "name", "also", "why"),
    [
        (None, None, [], "one of the two"),
        ("a.txt", "Sela Oyamarn", [], "one of the two"),
        ("a.txt", None, ["Oyamarn"], "--also gives other spellings"),
        (None, "?", [], "is no name"),
    ],
)
def test_what_is_to_go_is_one_thing(report: str | None, name: str | None, also: list[str], why: str) -> None:
    with pytest.raises(WrongUsage, match=why):
        wanted(report, name, also)


def test_the_reason_cannot_have_the_name(here: Desk) -> None:
    with pytest.raises(WrongUsage, match="the log keeps them"):
        expunge_name(here, NAME, Order("Mira Toll", "asked by SELA OYAMARN"))


def test_who_has_an_export_and_what_a_person_must_see_to_is_said(here: Desk) -> None:
    at = datetime.now(UTC)
    here.ledger.depart(Departure("csv", "everything", True, "d" * 64, "Jon Ask", at, "for print"))
    here.ledger.decide(here.ledger.claims()[0].id, Review.ACCEPTED, by="Sela Oyamarn", why="read it")
    own = here.settings.home / "lexicon" / "en" / "persons.yml"
    own.parent.mkdir(parents=True)
    own.write_text("- Sela Oyamarn\n")
    told = [*lines(expunge_name(here, NAME, TRIAL), name=True)]
    assert told[0] == "the name, from 1 report: letter.txt"
    assert [line for line in told if "Jon Ask exported csv on" in line and "has to be asked" in line]
    assert "note: Sela Oyamarn worked on this ledger, and stays named for what they did" in told
    assert f"note: {own} is yours and has the name: change it yourself" in told


def test_another_reader_of_the_file_keeps_freed_pages_until_it_has_gone(
    here: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("habeas.ledger.session.BUSY_SECONDS", 0.1)
    with desk(here.settings) as other:
        with other.ledger.derived() as derived:
            assert isinstance(derived, Derived)
            assert derived.version is not None  # the reading has begun
            done = erase(here, "letter.txt", ORDER)
        assert isinstance(done, Expunged)
        assert done.why_not is not None
    assert [line for line in lines(done, name=False) if "freed pages are wiped" in line]
    with desk(here.settings):
        pass
    assert holders(here, "quartermaster") == []
    assert here.ledger.verify(here.vault) == []
