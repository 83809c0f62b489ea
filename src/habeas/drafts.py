"""A text of the user's own beside the ledger; it is read, checked and forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from habeas.intake import Stated
from habeas.kept.stock import Ruled
from habeas.ledger import ClaimFilter, Ledger
from habeas.linking.signatures import signature
from habeas.model import Claim, ClaimType, Matter, Report, Unread
from habeas.pipeline import Desk, read_file
from habeas.reckoned import Finding, Testimony
from habeas.reckoning.checking import check
from habeas.reckoning.families import families, family_of
from habeas.reckoning.names import names
from habeas.reckoning.testimony import testimonies
from habeas.reckoning.voices import publishers, voices
from habeas.reckoning.ways import KINDS, kind_of


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a draft: what the ledger says of each figure, and the figures that weren't read."""

    report: Report
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...]

    @property
    def unsupported(self) -> int:
        """How many figures aren't supported as the draft has them."""
        return sum(not finding.stands for finding in self.findings)


def check_draft(path: Path, desk: Desk, *, stated: Stated | None = None) -> Checked:
    """Read a draft and set each of its figures beside the claims of the ledger, which stays as it is.

    The claims count as people decided on them. Raises UnreadableReport.
    """
    ledger, lexicon = desk.ledger, desk.lexicon
    ruled = Ruled.of(ledger.decisions(), ledger.rulings())
    reading = read_file(path, lexicon, stated=stated, limits=desk.settings.limits)
    figures = [claim for claim in reading.claims if claim.quantity is not None]
    kept = ruled.claims(_read(figures, ledger, ruled))
    known = names([*figures, *kept], lexicon, ruled.about(Matter.NAME))
    bodies = publishers(lexicon)
    found = check(testimonies(figures, known, bodies=bodies), testimonies(kept, known, bodies=bodies))
    return Checked(reading.report, tuple(_with_voices(found, ledger, ruled)), reading.unread)


def _read(figures: Iterable[Claim], ledger: Ledger, ruled: Ruled) -> list[Claim]:
    """The claims that may be about the figures, as read; by an amendment, any claim may be."""
    read = [claim for kind in _kinds(figures) for claim in ledger.claims(ClaimFilter(type=kind))]
    return [*{claim.id: claim for claim in (*read, *ledger.claims_with(ruled.decisions))}.values()]


def _kinds(figures: Iterable[Claim]) -> list[ClaimType]:
    """The types that claims on the draft's figures can have."""
    wanted = {kind_of(claim) for claim in figures}
    return sorted(kind for kind in ClaimType if KINDS.get(kind, kind) in wanted)


def _with_voices(findings: Iterable[Finding], ledger: Ledger, ruled: Ruled) -> Iterator[Finding]:
    found = list(findings)
    reports = {said.report: said.claim.report for finding in found for said in finding.support}
    # Of all claims of a report, as the ledger's own families are made.
    signatures = [
        signature(report, ruled.claims(ledger.claims(ClaimFilter(report=id_))))
        for id_, report in sorted(reports.items())
    ]
    of = family_of(families(signatures, ruled.about(Matter.FAMILY)))
    for finding in found:
        support: tuple[Testimony, ...] = finding.support
        yield replace(finding, voices=voices(support, of)) if support else finding
