"""Report to claims: pure, one report at a time, by rules over a dependency parse."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.model import Reading, Report
from habeas.reading.weights import ENCODER, WEIGHTS, load_models

if TYPE_CHECKING:
    from habeas.reading.assembly import Assembler

__all__ = ["read_report", "reader_name"]

VERSION: Final = "rules/2"


def read_report(report: Report, lexicon: Lexicon) -> Reading:
    """What the rules reader makes of a report; the same report gives the same reading."""
    return _assembler(lexicon).read(report)


@cache
def reader_name(lexicon: Lexicon) -> str:
    """The reader's name: its version, and the start of a hash over all that it knows.

    With another word in the lexicon, or other weights, it is another reader.
    """
    trained = hashlib.sha256()
    for path in (WEIGHTS, ENCODER):
        trained.update(path.read_bytes() if path.is_file() else b"")
    known = f"{lexicon.digest}\n{trained.hexdigest()}\n"
    return f"{VERSION}+{hashlib.sha256(known.encode()).hexdigest()[:8]}"


@cache
def _assembler(lexicon: Lexicon) -> Assembler:
    from habeas.reading.lists import take  # noqa: PLC0415  before the rules are imported

    take(lexicon.words)
    from habeas.reading.assembly import Assembler  # noqa: PLC0415  the parser is slow to import
    from habeas.reading.encoder import load_encoder  # noqa: PLC0415
    from habeas.reading.gate import Gate  # noqa: PLC0415
    from habeas.reading.scene import SceneReader  # noqa: PLC0415

    scenes, gate = SceneReader(lexicon), Gate.of(lexicon)
    return Assembler(lexicon, reader_name(lexicon), scenes, gate, load_models(), load_encoder())
