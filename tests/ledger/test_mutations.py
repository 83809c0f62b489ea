"""Any change behind habeas' back is found: random ones, seeded, to the vault's files and to rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import pytest
from ledger_material import fill, fill_vault

from habeas.custody import held
from habeas.errors import LedgerFault
from habeas.ledger import Ledger
from habeas.settings import Settings
from habeas.vault import Vault
from mutating import mutate_files, mutate_rows


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home with rows in every table that only grows."""
    settings = Settings(tmp_path_factory.mktemp("sound") / "home")
    vault = fill_vault(settings)
    with Ledger.open(settings) as ledger:
        fill(ledger)
        assert ledger.verify(vault) == []
    return settings


def test_a_copy_without_a_change_is_sound(sound: Settings, tmp_path: Path) -> None:
    copied = Settings(tmp_path / "home")
    shutil.copytree(sound.home, copied.home)
    with Ledger.open(sound) as ledger:
        head = ledger.log_head()
    assert head is not None
    assert found(copied, head) == []


@pytest.mark.parametrize("seed", range(50))
def test_a_change_is_found(sound: Settings, tmp_path: Path, seed: int) -> None:
    assert list(missed(sound, tmp_path, [seed])) == []


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("hundred", range(10))
def test_of_a_thousand_changes_none_is_missed(sound: Settings, tmp_path: Path, hundred: int) -> None:
    assert list(missed(sound, tmp_path, range(1000 + 100 * hundred, 1100 + 100 * hundred))) == []


def missed(sound: Settings, folder: Path, seeds: Iterable[int]) -> Iterator[str]:
    """What was changed and not found, each change made to a copy of the sound home."""
    with Ledger.open(sound) as ledger:
        head = ledger.log_head()
    assert head is not None
    for seed in seeds:
        random = Random(seed)  # noqa: S311  chance for tests
        home = Settings(folder / str(seed) / "home")
        shutil.copytree(sound.home, home.home)
        change, place = random.choice([(mutate_files, home.vault), (mutate_rows, home.ledger)])
        said = change(place, random)
        if not found(home, head):
            yield f"{seed}: {said}"
        shutil.rmtree(home.home.parent)


def found(home: Settings, head: str) -> list[str]:
    """What verify says, with the head that was noted before."""
    try:
        with Ledger.open(home, create=False) as ledger:
            lost = [] if held(ledger.log_lines(), head) else ["the head is lost"]
            return ledger.verify(Vault(home.vault)) + lost
    except LedgerFault as fault:
        return [str(fault)]
