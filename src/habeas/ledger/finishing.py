"""What an erasure still has to do once it is kept: files that go, and the pages that were freed.

Until it is done it stands in the ledger, so that a run that was killed leaves it to the next.
"""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select

from habeas.errors import LedgerFault, OutOfReach
from habeas.ledger.session import Session
from habeas.ledger.tables import unfinished
from habeas.vault import Vault

_DOCUMENT: Final = re.compile(r"vault/[0-9a-f]{2}/([0-9a-f]{64})")
_JOB: Final = re.compile(r"inbox/[0-9]{8}-[0-9]{6}-[0-9a-f]{8}")


def finish(session: Session, home: Path) -> None:
    """Take out of the home what erasures left to be taken out. Costs nothing where that is nothing.

    Raises LedgerFault where a file can't be removed, OutOfReach while another process reads the ledger.
    """
    with session.reading() as connection:
        paths = list(connection.execute(select(unfinished.c.path)).scalars())
    if not paths or session.sealed:
        return
    vault = Vault(home / "vault")
    vault.sweep()
    for path in paths:
        _remove(session, home, vault, path)
    session.wipe()
    with session.writing() as connection:
        connection.execute(delete(unfinished).where(unfinished.c.path.in_(paths)))


def finish_if_possible(session: Session, home: Path) -> None:
    """The same, left to the next where another process is in the way."""
    with suppress(OutOfReach):
        finish(session, home)


def _remove(session: Session, home: Path, vault: Vault, path: str) -> None:
    """Remove one thing; nothing but what an erasure can name, whatever the table says: it isn't guarded."""
    backups = {backup.name: backup for backup in session.backups()}
    try:
        if (document := _DOCUMENT.fullmatch(path)) is not None:
            vault.expunge(document[1])
        elif _JOB.fullmatch(path) is not None and (home / path).is_dir():
            shutil.rmtree(home / path)
        elif path in backups:
            backups[path].unlink()
    except OSError as fault:
        raise LedgerFault(
            f"{home / path}: was erased but can't be removed: {fault.strerror} (check its permissions, then "
            "run habeas verify, which removes it)"
        ) from fault
