from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.errors import LedgerFault
from habeas.vault import Vault

WORDS = b"Forty people are held in Eskeby."
SHA = hashlib.sha256(WORDS).hexdigest()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "home" / "vault")


@given(st.binary(max_size=300))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_come_back_as_they_were(vault: Vault, data: bytes) -> None:
    sha = vault.put(data)
    assert sha == hashlib.sha256(data).hexdigest()
    assert vault.has(sha)
    assert vault.get(sha) == data


def test_file_stands_under_its_hash_and_is_for_its_owner_alone(vault: Vault) -> None:
    vault.put(WORDS)
    path = vault.folder / SHA[:2] / SHA
    assert path.read_bytes() == WORDS
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, vault.folder)} == {0o700}


def test_putting_twice_leaves_the_first_alone(vault: Vault) -> None:
    vault.put(WORDS)
    before = (vault.folder / SHA[:2] / SHA).stat()
    assert vault.put(WORDS) == SHA
    after = (vault.folder / SHA[:2] / SHA).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("sha", [SHA, "", "../../etc/passwd", SHA.upper(), SHA + "\n"])
def test_what_is_not_there_is_a_fault(vault: Vault, sha: str) -> None:
    vault.put(b"something else")
    assert not vault.has(sha)
    with pytest.raises(LedgerFault, match="doesn't hold"):
        vault.get(sha)


def test_changed_bytes_are_refused_and_found(vault: Vault) -> None:
    kept = vault.put(b"kept")
    vault.put(WORDS)
    path = vault.folder / SHA[:2] / SHA
    path.chmod(0o600)
    path.write_bytes(WORDS + b" ")
    with pytest.raises(LedgerFault, match="have changed"):
        vault.get(SHA)
    assert list(vault.faults()) == [f"{path}: its bytes aren't those that it was named for"]
    assert vault.get(kept) == b"kept"


@pytest.mark.parametrize("name", ["notes.txt", f"00/{SHA}", SHA])
def test_strange_files_are_found(vault: Vault, name: str) -> None:
    vault.put(WORDS)
    strange = vault.folder / name
    strange.parent.mkdir(exist_ok=True)
    strange.write_bytes(WORDS)
    assert list(vault.faults()) == [f"{strange}: no document of the vault has this name"]


def test_names_are_those_of_the_documents(vault: Vault) -> None:
    assert list(vault.names()) == []
    shas = sorted(vault.put(words) for words in (WORDS, b"other"))
    (vault.folder / "notes.txt").touch()
    (vault.folder / "00").mkdir(exist_ok=True)
    (vault.folder / "00" / "notes.txt").touch()
    (vault.folder / "00" / ("f" * 64)).touch()
    assert list(vault.names()) == shas


def test_empty_vault_has_no_faults(vault: Vault) -> None:
    assert list(vault.faults()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from habeas.vault import Vault
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Vault(Path(sys.argv[1])).put(sys.argv[2].encode())
"""


def test_kill_before_the_name_is_given_leaves_no_wrong_file(vault: Vault) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(vault.folder), WORDS.decode()], check=False, env=environment
    )
    assert ended.returncode == -signal.SIGKILL
    assert list((vault.folder / SHA[:2]).iterdir())  # what was written has no name yet
    assert not vault.has(SHA)
    assert list(vault.faults()) == []
    assert vault.put(WORDS) == SHA
    assert vault.get(SHA) == WORDS


def test_full_disk_is_told_and_leaves_nothing(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(LedgerFault, match="can't be written to: No space left on device"):
            vault.put(WORDS)
    assert [path for path in vault.folder.rglob("*") if path.is_file()] == []
    assert vault.put(WORDS) == SHA


@pytest.mark.parametrize(
    ("put_there", "fault"),
    [
        (lambda path: path.symlink_to("/dev/null"), "is a link, and the vault holds none"),
        (lambda path: path.mkdir(), "no folder of the vault has this name"),
        (os.mkfifo, "is neither file nor folder"),
    ],
)
def test_what_is_no_file_is_found(vault: Vault, put_there: Callable[[Path], None], fault: str) -> None:
    vault.put(WORDS)
    strange = vault.folder / SHA[:2] / f"{SHA[:2]}{'0' * 62}"
    put_there(strange)
    assert [one.startswith(f"{strange}: {fault}") for one in vault.faults()] == [True]


def test_a_document_behind_a_link_is_found(vault: Vault, tmp_path: Path) -> None:
    vault.put(WORDS)
    path = vault.folder / SHA[:2] / SHA
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    assert [one.startswith(f"{path}: is a link") for one in vault.faults()] == [True]


@pytest.mark.parametrize("place", ["", SHA[:2]])
def test_what_a_killed_run_left_is_noted_until_the_next_clears_it_away(vault: Vault, place: str) -> None:
    vault.put(WORDS)
    left = vault.folder / place / ".part-x1"
    left.write_bytes(WORDS[:9])
    left.chmod(0o400)
    assert [note.startswith(f"{left}: a run that was stopped left this;") for note in vault.notes()]
    assert list(vault.faults()) == []
    again = Vault(vault.folder)
    again.put(b"more")
    assert not left.exists()
    assert list(again.notes()) == []


def test_what_another_run_is_writing_is_left_to_it(vault: Vault) -> None:
    vault.put(WORDS)
    theirs = vault.folder / SHA[:2] / ".part-x1"
    theirs.touch()
    with vault._writing():
        Vault(vault.folder).put(b"more")
        assert theirs.exists()


@pytest.mark.parametrize("name", ["more/.part-x1", f"{SHA[:2]}/more/.part-x1"])
def test_only_where_the_vault_writes_is_a_leaving_one(vault: Vault, name: str) -> None:
    vault.put(WORDS)
    strange = vault.folder / name
    strange.parent.mkdir(exist_ok=True)
    strange.touch()
    assert any(one == f"{strange}: no document of the vault has this name" for one in vault.faults())


def test_files_that_others_may_open_are_noted(vault: Vault) -> None:
    vault.put(WORDS)
    assert list(vault.notes()) == []
    path = vault.folder / SHA[:2] / SHA
    path.chmod(0o644)
    assert [note.startswith(f"{path}: others than its owner may open this;") for note in vault.notes()]
    assert list(vault.faults()) == []
