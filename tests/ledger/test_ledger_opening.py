"""Opening: a new home, one that is up to date, an older, a newer, and what is no ledger at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from textwrap import dedent

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from ledger_material import add, dolm_reading, listing, sund_reading, tamper, vault_with, velm_reading
from sqlalchemy import create_engine

from habeas.errors import LedgerFault
from habeas.ledger import Ledger, session
from habeas.ledger.session import SCHEMA, Schema, open_session
from habeas.ledger.tables import metadata
from habeas.settings import Settings
from habeas.vault import Vault


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def next_schema(tmp_path: Path) -> Schema:
    """The schema that a later habeas might have: today's migrations and one more after them."""
    scripts = tmp_path / "50% later"
    shutil.copytree(Path(session.__file__).with_name("migrations"), scripts)
    (scripts / "versions" / "next.py").write_text(
        dedent(f"""
        import sqlalchemy as sa
        from alembic import op

        revision = "next"
        down_revision = "{SCHEMA.head}"

        def upgrade():
            op.create_table("families", sa.Column("id", sa.Integer, primary_key=True))
        """)
    )
    return Schema(head="next", scripts=str(scripts))


def test_without_a_ledger(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    with pytest.raises(LedgerFault, match=r"there is no ledger in .*home; add reports first with habeas add"):
        Ledger.open(settings, create=False)
    assert not settings.home.exists()


def test_a_new_home_is_for_nobody_elses_eyes(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "new" / "h\u00e9 b?#%41 'x'")
    before = os.umask(0)
    try:
        with Ledger.open(settings) as ledger:
            add(ledger, velm_reading())
            files = {path.name: mode(path) for path in settings.home.iterdir()}
    finally:
        os.umask(before)
    assert mode(settings.home) == 0o700
    assert files == dict.fromkeys(("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"), 0o600)


def test_sqlite_keeps_what_it_is_given(ledger: Ledger) -> None:
    with ledger._session.reading() as connection:
        pragmas = ("journal_mode", "foreign_keys", "synchronous", "recursive_triggers")
        found = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in pragmas]
    assert found == ["wal", 1, 2, 1]  # synchronous 2 is FULL


@pytest.fixture
def sealed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home with two reports, on media that can't be written to as far as habeas is told."""
    with Ledger.open(settings) as ledger:
        add(ledger, velm_reading(), sund_reading())
    (settings.home / "ledger.sqlite").chmod(0o400)
    monkeypatch.setattr(session.os, "access", lambda *_: False)
    return settings


def test_a_sealed_ledger_is_read_and_nothing_is_written_beside_it(sealed: Settings) -> None:
    before = sealed.ledger.read_bytes()
    with Ledger.open(sealed, create=False) as ledger:
        assert len(ledger.claims()) > 0
        assert len(ledger.reports()) == 2
        assert [fault for fault in ledger.verify(Vault(sealed.vault)) if "vault" not in fault] == []
        assert [path.name for path in sealed.home.iterdir()] == ["ledger.sqlite"]
    assert sealed.ledger.read_bytes() == before


def test_a_sealed_ledger_takes_nothing_in(sealed: Settings) -> None:
    with Ledger.open(sealed) as ledger, pytest.raises(LedgerFault, match="can't be written to"):
        add(ledger, dolm_reading())


def test_a_ledger_that_is_being_written_to_is_not_taken_for_sealed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger.open(settings) as writer:
        add(writer, velm_reading())
        monkeypatch.setattr(session.os, "access", lambda *_: False)
        with Ledger.open(settings, create=False) as reader:
            # What was written last stands in the file beside the ledger's, which a sealed one doesn't have.
            assert len(reader.reports()) == 1


def test_the_constant_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", SCHEMA.scripts)
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA.head


def test_the_migrations_make_the_tables_that_the_code_sees(empty_ledger: Path) -> None:
    engine = create_engine(f"sqlite:///{empty_ledger}")
    with engine.connect() as connection:
        seen = MigrationContext.configure(connection, opts={"include_name": is_seen})
        assert compare_metadata(seen, metadata) == []
    engine.dispose()


def is_seen(name: str | None, kind: str, _: object) -> bool:
    """True for all but the index of words, which is SQLite's own."""
    return kind != "table" or not str(name).startswith("derived_words")


def test_opening_an_up_to_date_ledger_needs_no_alembic(settings: Settings) -> None:
    code = dedent("""
        import sys
        from pathlib import Path
        from habeas.ledger import Ledger
        from habeas.settings import Settings
        Ledger.open(Settings(home=Path(sys.argv[1])), create=False).close()
        sys.exit("alembic" in sys.modules)
    """)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code, settings.home], env=environment, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("create", [True, False])
def test_an_older_ledger_is_backed_up_then_migrated(
    settings: Settings, next_schema: Schema, create: bool
) -> None:
    with Ledger.open(settings) as ledger:
        add(ledger, velm_reading())
        before = listing(ledger)
    with Ledger(open_session(settings.ledger, create=create, schema=next_schema)) as migrated:
        assert listing(migrated) == before
        assert add(migrated, sund_reading()) == [True]
        found = migrated.verify(vault_with(settings, velm_reading(), sund_reading()))
        assert [fault for fault in found if "habeas didn't make" not in fault and "form" not in fault] == []
    backup = settings.home / "ledger.sqlite.before-next.bak"
    assert mode(backup) == 0o600
    assert tables(settings.ledger) - tables(backup) == {"families"}
    backup.replace(settings.ledger)
    with Ledger.open(settings, create=False) as restored:
        assert listing(restored) == before


def test_an_older_ledger_survives_a_migration_that_fails(settings: Settings, next_schema: Schema) -> None:
    with Ledger.open(settings) as ledger:
        add(ledger, velm_reading())
        before = listing(ledger)
    script = Path(next_schema.scripts) / "versions" / "next.py"
    script.write_text(script.read_text() + "    op.drop_table('nowhere')\n")
    with pytest.raises(LedgerFault, match="no such table: nowhere"):
        open_session(settings.ledger, create=True, schema=next_schema)
    assert "families" not in tables(settings.ledger)
    with Ledger.open(settings) as ledger:
        assert listing(ledger) == before


def test_a_newer_ledger_is_refused(settings: Settings, next_schema: Schema) -> None:
    open_session(settings.ledger, create=False, schema=next_schema).close()
    before = settings.ledger.read_bytes()
    with pytest.raises(
        LedgerFault, match=r"ledger\.sqlite: a newer habeas wrote .*\(revision next\); install"
    ):
        Ledger.open(settings)
    assert settings.ledger.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(settings: Settings) -> None:
    settings.ledger.write_text("names and numbers\n" * 100)
    with pytest.raises(LedgerFault, match=r"ledger\.sqlite: this file is no ledger; move it away"):
        Ledger.open(settings)
    assert settings.ledger.read_text() == "names and numbers\n" * 100


@pytest.mark.parametrize("table", ["songs", "alembic_version"])
def test_a_database_of_something_else_is_refused(settings: Settings, table: str) -> None:
    settings.ledger.unlink()
    with closing(sqlite3.connect(settings.ledger)) as connection:
        connection.execute(f"CREATE TABLE {table} (version_num TEXT)")
    before = settings.ledger.read_bytes()
    with pytest.raises(LedgerFault, match=r"ledger\.sqlite: this database is no ledger; move it away"):
        Ledger.open(settings)
    assert settings.ledger.read_bytes() == before


def test_a_ledger_of_no_revision_is_refused(settings: Settings) -> None:
    tamper(settings.ledger, "DELETE FROM alembic_version")
    with pytest.raises(LedgerFault, match=r"ledger\.sqlite: this database is no ledger"):
        Ledger.open(settings)


def test_a_file_left_empty_by_a_crash_is_gone_on_with(settings: Settings) -> None:
    settings.ledger.write_bytes(b"")
    with pytest.raises(LedgerFault, match="there is no ledger"):
        Ledger.open(settings, create=False)
    with Ledger.open(settings) as ledger:
        assert add(ledger, velm_reading()) == [True]


def test_a_ledger_that_cannot_be_opened_says_so(settings: Settings) -> None:
    settings.ledger.unlink()
    settings.ledger.mkdir()
    with pytest.raises(
        LedgerFault, match=r"ledger\.sqlite: this file can't be opened; check its permissions"
    ):
        Ledger.open(settings)


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    for home in (tmp_path / "home", tmp_path / "home" / "inside"):
        with pytest.raises(LedgerFault, match=r"this isn't a folder; give another --home"):
            Ledger.open(Settings(home=home))


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
