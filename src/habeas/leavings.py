"""What a killed run leaves unfinished, files or folders: known by a lock that nobody holds, and taken away.

A process that is killed loses its locks at once, so that neither its age nor a number has to be asked. Some
network disks know no locks: there nothing is taken away, and all else goes on.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path


def hold(handle: int) -> None:
    """Show all others that this open file or folder is in use, as long as it is open."""
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX)


@contextmanager
def unfinished_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder of this prefix that is in use meanwhile; what others of it were left is taken away first.

    It is taken away in the end, unless it has another name by then. Raises OSError.
    """
    sweep(parent, prefix)
    folder, handle = _held(parent, prefix)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def sweep(parent: Path, prefix: str) -> None:
    """Take away everything of this prefix in this folder that nobody holds."""
    for left in parent.glob(f"{escape(prefix)}*"):
        with suppress(OSError):
            handle = os.open(left, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if left.is_dir():
                    shutil.rmtree(left)
                else:
                    left.unlink()
            finally:
                os.close(handle)


def _held(parent: Path, prefix: str) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        with suppress(FileNotFoundError):  # another run may have swept it away before it was held
            handle = os.open(folder, os.O_RDONLY)
            hold(handle)
            if folder.exists():
                return folder, handle
            os.close(handle)
