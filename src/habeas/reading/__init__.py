"""Report to claims: pure, one report at a time, by rules over a dependency parse."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.model import Reading, Report

if TYPE_CHECKING:
    from habeas.reading.assembly import Assembler

__all__ = ["READER", "read_report"]

READER: Final = "rules/1"


def read_report(report: Report, lexicon: Lexicon) -> Reading:
    """What the rules reader makes of a report; the same report gives the same reading."""
    return _assembler(lexicon).read(report)


@cache
def _assembler(lexicon: Lexicon) -> Assembler:
    from habeas.reading.assembly import Assembler  # noqa: PLC0415  the parser is slow to import
    from habeas.reading.gate import Gate  # noqa: PLC0415
    from habeas.reading.scene import SceneReader  # noqa: PLC0415

    return Assembler(lexicon, READER, SceneReader(lexicon), Gate.of(lexicon))
