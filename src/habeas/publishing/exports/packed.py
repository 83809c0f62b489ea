"""An exported folder as one ZIP file: the same folder is always the same bytes."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Final

# The first moment that a ZIP file knows: when a folder was packed says nothing about what it holds.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


def pack(folder: Path, target: Path) -> None:
    """Write a new ZIP file that holds this folder, under its name, with all that is in it."""
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            member = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), _NO_TIME)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            member.file_size = path.stat().st_size  # a large one gets a header that can say so
            with path.open("rb") as file, packed.open(member, "w") as into:
                shutil.copyfileobj(file, into)
