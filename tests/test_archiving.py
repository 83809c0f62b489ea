"""A home goes into one file and comes out as it was; a file that isn't one makes no home."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pyrage
import pytest
from alembic import command

from decided_home import fill, opened, reading_by_hand
from habeas import archiving
from habeas.archiving import archive, restore
from habeas.errors import HabeasError, LedgerFault, UnreadableReport, WrongUsage
from habeas.exporting import Wanted, gather
from habeas.intake.archives import identities_in, is_archive
from habeas.ledger import session
from habeas.ledger.users import Role
from habeas.pipeline import Desk
from habeas.publishing.exports.archive import recipients_of
from habeas.publishing.holdings import Choice
from habeas.settings import Settings
from habeas.wire.archive import ABOUT, LEDGER, SEAL

CHOICE = Choice(names=True, by="Mira Toll", why="before the move")
KEY = pyrage.x25519.Identity.generate()
PASSWORD = "$argon2id$secret-of-mira"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("archives")
    with reading_by_hand(), opened(folder / "home") as here:
        fill(here, folder)
        here.ledger.users.add("Mira Toll", Role.REVIEWER, PASSWORD, by="Ben Ask")
        own = here.settings.home / "lexicon" / "en"
        own.mkdir(parents=True)
        (own / "persons.yml").write_text("- orlander\n", "utf-8")
        yield here


@pytest.fixture(scope="module")
def made(home: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive; not to be written to."""
    path = tmp_path_factory.mktemp("made") / "all.habeas"
    archive(home, path, CHOICE)
    return path


def told(desk: Desk) -> tuple[object, ...]:
    held = gather(desk, Wanted())
    return tuple(
        getattr(held, name)
        for name in ("reports", "readers", "claims", "unread", "reckoned", "decisions", "rulings", "as_read")
    )


# --- there and back ---


def test_all_comes_back_as_it_was(home: Desk, tmp_path: Path) -> None:
    log, before = home.ledger.log_lines(), told(home)
    made = archive(home, tmp_path / "all.habeas", CHOICE)
    restored = restore(tmp_path / "all.habeas", Settings(tmp_path / "new"))
    assert (restored.reports, restored.head, restored.faults) == (3, log[-1].hash, ())
    with opened(tmp_path / "new") as there:
        assert told(there) == before
        assert there.ledger.log_lines() == log
        assert [*there.vault.names()] == [*home.vault.names()]
        assert there.ledger.verify(there.vault) == []
        assert there.settings.own_lexicon == tmp_path / "new" / "lexicon"
    assert home.ledger.departures()[-1].contents == made.sha256
    assert hashlib.sha256((tmp_path / "all.habeas").read_bytes()).hexdigest() == made.sha256
    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert names == {LEDGER, "vault", "lexicon"}
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "new").rglob("*")}
    assert modes.pop("ledger.sqlite") == modes.pop("persons.yml") == 0o600
    assert {mode for name, mode in modes.items() if len(name) == 64} == {0o400}
    assert {mode for name, mode in modes.items() if len(name) < 64} == {0o700}


def test_passwords_and_accesses_stay(home: Desk, made: Path, tmp_path: Path) -> None:
    assert PASSWORD.encode() in (home.settings.ledger).read_bytes() + wal(home)
    assert PASSWORD.encode() not in made.read_bytes()
    restore(made, Settings(tmp_path / "new"))
    with opened(tmp_path / "new") as there:
        assert [user.name for user in there.ledger.users.all()] == ["Mira Toll"]
        with closing(sqlite3.connect(there.settings.ledger)) as connection:
            for table in ("credentials", "sessions", "tries", "accesses"):
                assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608
            with pytest.raises(sqlite3.DatabaseError, match="only grows"):
                connection.execute("INSERT INTO accesses VALUES (1,'','','','','','',1,'')")
                connection.execute("DELETE FROM accesses")


def wal(desk: Desk) -> bytes:
    path = desk.settings.ledger.with_name(f"{LEDGER}-wal")
    return path.read_bytes() if path.exists() else b""


def test_nothing_is_left_beside(home: Desk, tmp_path: Path) -> None:
    archive(home, tmp_path / "out" / "all.habeas", CHOICE)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["all.habeas"]
    assert not [*home.settings.home.glob(".*")]


def test_what_a_killed_run_left_is_taken_away(home: Desk, tmp_path: Path) -> None:
    left = [home.settings.home / ".archive.part-x", tmp_path / ".all.habeas.part-x"]
    for folder in left:
        folder.mkdir()
        (folder / LEDGER).write_text("a copy", "utf-8")
    archive(home, tmp_path / "all.habeas", CHOICE)
    assert not any(folder.exists() for folder in left)


def test_a_newer_ledger_is_refused(made: Path, tmp_path: Path) -> None:
    def newer(copy: sqlite3.Connection) -> None:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")

    changed(made, tmp_path / "newer.habeas", newer)
    with pytest.raises(LedgerFault, match="a newer habeas wrote this ledger"):
        restore(tmp_path / "newer.habeas", Settings(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_an_older_ledger_is_migrated(made: Path, tmp_path: Path) -> None:
    older = sqlite3.connect(":memory:")
    with closing(sqlite3.connect(migrated(tmp_path / "older" / LEDGER, "0005"))) as copy:
        copy.backup(older)

    changed(made, tmp_path / "older.habeas", older.backup)
    with pytest.raises(LedgerFault, match="its log doesn't end where"):  # it is of another ledger, and opens
        restore(tmp_path / "older.habeas", Settings(tmp_path / "new"))
    older.close()


def migrated(path: Path, revision: str) -> Path:
    """An empty ledger of this revision."""
    session._make_file(path)
    schema = session.SCHEMA
    config = session._config(schema)
    made = session.Session(path)
    with made.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    made.close()
    return path


# --- refused, with nothing left ---


def test_without_names_there_is_no_archive(home: Desk, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="give --include-names"):
        archive(home, tmp_path / "all.habeas", replace(CHOICE, names=False))
    assert not [*tmp_path.iterdir()]


def test_no_file_is_written_over(home: Desk, tmp_path: Path) -> None:
    (tmp_path / "all.habeas").write_text("mine", "utf-8")
    with pytest.raises(WrongUsage, match="is there already"):
        archive(home, tmp_path / "all.habeas", CHOICE)
    assert (tmp_path / "all.habeas").read_text("utf-8") == "mine"


def test_a_document_that_changed_makes_no_archive(tmp_path: Path) -> None:
    with reading_by_hand(), opened(tmp_path / "home") as here:
        fill(here, tmp_path)
        length = len(here.ledger.log())
        sha = next(here.vault.names())
        path = here.vault.folder / sha[:2] / sha
        path.chmod(0o600)
        path.write_bytes(path.read_bytes() + b".")
        with pytest.raises(HabeasError, match="have changed"):
            archive(here, tmp_path / "out" / "all.habeas", CHOICE)
        assert not [*(tmp_path / "out").glob("*")]
        assert len(here.ledger.log()) == length


@pytest.mark.parametrize("recipient", ["", "age1nonsense", "ssh-nonsense AAAA", "mira@velm.example"])
def test_what_is_no_recipient_is_told(recipient: str) -> None:
    with pytest.raises(WrongUsage, match="this is no recipient"):
        recipients_of([recipient])


def test_a_home_that_holds_something_is_left_alone(made: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine").write_text("mine", "utf-8")
    with pytest.raises(WrongUsage, match="holds something"):
        restore(made, Settings(tmp_path / "new"))
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_crash_midway_leaves_no_home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise LedgerFault("the disk is full")

    monkeypatch.setattr(archiving, "_settled", crash)
    with pytest.raises(LedgerFault):
        restore(made, Settings(tmp_path / "new"))
    assert [*tmp_path.iterdir()] == []


# --- encrypted ---


def test_only_those_who_were_named_can_open_it(home: Desk, tmp_path: Path) -> None:
    archive(home, tmp_path / "all.habeas", CHOICE, recipients_of([str(KEY.to_public())]))
    data = (tmp_path / "all.habeas").read_bytes()
    assert is_archive(tmp_path / "all.habeas")
    assert b"Orlan" not in data
    with pytest.raises(WrongUsage, match="give the file of your key with --identity"):
        restore(tmp_path / "all.habeas", Settings(tmp_path / "new"))
    other = pyrage.x25519.Identity.generate()
    with pytest.raises(HabeasError, match="this key doesn't open it"):
        restore(tmp_path / "all.habeas", Settings(tmp_path / "new"), [other])
    for cut in (len(data) - 1, len(data) // 2, 300):
        (tmp_path / "cut.habeas").write_bytes(data[:cut])
        with pytest.raises(HabeasError, match=r"damaged|doesn't open it"):
            restore(tmp_path / "cut.habeas", Settings(tmp_path / "new"), [KEY])
    assert not (tmp_path / "new").exists()
    assert restore(tmp_path / "all.habeas", Settings(tmp_path / "new"), [other, KEY]).faults == ()


def test_what_is_wrong_inside_is_told_although_it_is_encrypted(made: Path, tmp_path: Path) -> None:
    plain = rewritten(made, lambda members: members.append(("extra", b"more" * 100_000, tarfile.REGTYPE)))
    (tmp_path / "odd.habeas").write_bytes(pyrage.encrypt(plain, [KEY.to_public()]))
    with pytest.raises(UnreadableReport, match="holds extra"):
        restore(tmp_path / "odd.habeas", Settings(tmp_path / "new"), [KEY])


def test_keys_are_read_from_files(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"# made today\n\n{KEY}\n", "utf-8")
    assert [str(one) for one in identities_in(tmp_path / "key")] == [str(KEY)]
    for words in ("", "# nothing\n", "AGE-SECRET-KEY-1NONSENSE", "-----BEGIN OPENSSH PRIVATE KEY-----\nno\n"):
        (tmp_path / "none").write_text(words, "utf-8")
        with pytest.raises(WrongUsage, match="no key of age or SSH"):
            identities_in(tmp_path / "none")
    with pytest.raises(WrongUsage):
        identities_in(tmp_path / "gone")


# --- from strangers ---

Member = tuple[str, bytes, bytes]


def members_of(path: Path) -> list[Member]:
    with tarfile.open(path) as tar:
        return [(one.name, tar.extractfile(one).read(), one.type) for one in tar]  # type: ignore[union-attr]


def rewritten(made: Path, change: Callable[[list[Member]], object]) -> bytes:
    """The archive with other members."""
    members = members_of(made)
    change(members)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, data, kind in members:
            header = tarfile.TarInfo(name)
            header.type, header.size, header.mode = kind, len(data), 0o600
            if kind in {tarfile.SYMTYPE, tarfile.LNKTYPE}:
                header.size, header.linkname = 0, data.decode()
            tar.addfile(header, io.BytesIO(data))
    return out.getvalue()


def listed(members: list[Member], change: Callable[[dict[str, Any]], object]) -> None:
    """Change the list of files, and seal it again."""
    about = json.loads(members[0][1])
    change(about)
    data = json.dumps(about).encode()
    members[0] = (ABOUT, data, tarfile.REGTYPE)
    members[-1] = (SEAL, hashlib.sha256(data).hexdigest().encode(), tarfile.REGTYPE)


def smuggled(name: str, kind: bytes = tarfile.REGTYPE) -> Callable[[list[Member]], object]:
    """A file that the list has, too."""

    def change(members: list[Member]) -> None:
        data = b"mine"
        entry = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        listed(members, lambda about: about["files"].update({name: entry}))
        members.insert(1, (name, data, kind))

    return change


def put(name: str, value: object) -> Callable[[list[Member]], object]:
    return lambda members: listed(members, lambda about: about.update({name: value}))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (smuggled("../evil"), "lists ../evil, which no archive holds"),
        (smuggled("/etc/evil"), "lists /etc/evil, which no archive holds"),
        (smuggled("lexicon/../../evil"), "which no archive holds"),
        (smuggled("lexicon/.."), "which no archive holds"),
        (smuggled("vault/ab/" + "cd" * 32), "which no archive holds"),
        (smuggled("vault/ab/ab" + "0" * 62), "isn't what its list says"),
        (smuggled("inbox/evil"), "which no archive holds"),
        (smuggled("lexicon/way", tarfile.SYMTYPE), "holds lexicon/way, which its list hasn't so"),
        (smuggled("lexicon/way", tarfile.LNKTYPE), "which its list hasn't so"),
        (smuggled("lexicon/way", tarfile.GNUTYPE_SPARSE), "which its list hasn't so"),
        (smuggled("lexicon/way", tarfile.FIFOTYPE), "which its list hasn't so"),
        (
            lambda members: members.insert(1, ("././@LongLink", b"x" * 200, tarfile.GNUTYPE_LONGNAME)),
            "hasn't so",
        ),
        (lambda members: members.insert(1, ("./PaxHeaders", b"30 x=y\n", tarfile.XHDTYPE)), "hasn't so"),
        (
            lambda members: members.insert(0, ("./PaxHeaders", b"30 x=y\n", tarfile.XHDTYPE)),
            "begin with its list",
        ),
        (lambda members: members.insert(1, members[1]), "which its list hasn't so"),
        (lambda members: members.pop(1), "lacks"),
        (lambda members: members.pop(), f"lacks {SEAL}"),
        (lambda members: members.reverse(), "doesn't begin with its list"),
        (lambda members: members.__setitem__(1, (members[1][0], b"x", tarfile.REGTYPE)), "hasn't so"),
        (put("format", "habeas-archive/2"), "of another version of habeas"),
        (put("files", {LEDGER: {"size": -1, "sha256": ""}}), "lists ledger.sqlite, which no"),
        (put("files", {LEDGER: {"size": 2**60, "sha256": ""}}), "needs more room than the disk has"),
        (put("log_head", "0" * 64), "its log doesn't end where the archive says"),
    ],
)
def test_what_strangers_put_in_an_archive_makes_no_home(
    made: Path, tmp_path: Path, change: Callable[[list[Member]], object], told: str
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "odd.habeas").write_bytes(rewritten(made, change))
    with pytest.raises(HabeasError, match=told):
        restore(tmp_path / "in" / "odd.habeas", Settings(tmp_path / "in" / "new"))
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["odd.habeas"]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def changed(made: Path, into: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    """The archive with a change in its ledger, its list made anew."""
    copy = into.with_suffix(".sqlite")
    members = members_of(made)
    copy.write_bytes(members[1][1])
    with closing(sqlite3.connect(copy)) as connection:
        change(connection)
        connection.commit()
    data = copy.read_bytes()

    def anew(members: list[Member]) -> None:
        entry = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        listed(members, lambda about: about["files"].update({LEDGER: entry}))
        members[1] = (LEDGER, data, tarfile.REGTYPE)

    into.write_bytes(rewritten(made, anew))
    copy.unlink()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON log BEGIN DELETE FROM tries; END",
        "CREATE VIEW evil AS SELECT 1",
        "CREATE TABLE evil (x)",
        "DROP TRIGGER claims_no_update",
        "DROP TABLE decisions",
    ],
)
def test_a_ledger_that_is_made_otherwise_is_refused(made: Path, tmp_path: Path, statement: str) -> None:
    changed(made, tmp_path / "odd.habeas", lambda connection: connection.execute(statement))
    with pytest.raises(LedgerFault, match="isn't made as a ledger is"):
        restore(tmp_path / "odd.habeas", Settings(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_what_verify_finds_is_told_and_nothing_is_lost(made: Path, tmp_path: Path) -> None:
    def change(connection: sqlite3.Connection) -> None:
        (guard,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'decisions_no_update'"
        ).fetchone()
        connection.execute("DROP TRIGGER decisions_no_update")
        connection.execute("UPDATE decisions SET why = 'another' WHERE id = 1")
        connection.execute(guard)

    changed(made, tmp_path / "odd.habeas", change)
    (fault, *_) = restore(tmp_path / "odd.habeas", Settings(tmp_path / "new")).faults
    assert fault.startswith("decision 1 on ")


def test_what_is_no_ledger_is_told(made: Path, tmp_path: Path) -> None:
    def anew(members: list[Member]) -> None:
        data = b"no ledger at all"
        entry = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        listed(members, lambda about: about["files"].update({LEDGER: entry}))
        members[1] = (LEDGER, data, tarfile.REGTYPE)

    (tmp_path / "odd.habeas").write_bytes(rewritten(made, anew))
    with pytest.raises(LedgerFault, match=r"odd\.habeas: its ledger: this file is no ledger"):
        restore(tmp_path / "odd.habeas", Settings(tmp_path / "new"))


def test_no_flipped_or_missing_byte_goes_unseen(made: Path, tmp_path: Path) -> None:
    data = made.read_bytes()
    dice = Random(6)  # noqa: S311  harm, no secret
    for _ in range(40):
        harmed = bytearray(data)
        at = dice.choice(
            [dice.randrange(len(data)), dice.randrange(4096), len(data) - 1 - dice.randrange(12_000)]
        )
        if dice.random() < 0.5:
            harmed[at] ^= 1 << dice.randrange(8)
        else:
            del harmed[at:]
        (tmp_path / "harmed.habeas").write_bytes(harmed)
        with pytest.raises(HabeasError):
            restore(tmp_path / "harmed.habeas", Settings(tmp_path / "new"))
        assert [path.name for path in tmp_path.iterdir()] == ["harmed.habeas"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"quote,type\n", b"habeas-archive.json", b"age"])
def test_what_is_no_archive_is_loaded_otherwise(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    assert not is_archive(tmp_path / "file")
    assert not is_archive(tmp_path)
    assert not is_archive(tmp_path / "gone")
