"""A text of the user's own beside the ledger; it is read, checked and forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from habeas.intake import Stated
from habeas.kept.stock import Ruled
from habeas.ledger import ClaimFilter, Ledger
from habeas.lexicon import Lexicon
from habeas.linking.signatures import signature
from habeas.model import Claim, ClaimType, Matter, Report, Unread
from habeas.pipeline import read_file
from habeas.reckoned import Finding, Testimony
from habeas.reckoning.checking import ALIKE, check
from habeas.reckoning.families import families, family_of
from habeas.reckoning.names import names
from habeas.reckoning.testimony import testimonies
from habeas.reckoning.voices import publishers, voices
from habeas.settings import Limits


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


def check_draft(
    path: Path,
    ledger: Ledger,
    lexicon: Lexicon,
    *,
    stated: Stated | None = None,
    limits: Limits | None = None,
) -> Checked:
    """Read a draft and set each of its figures beside the claims of the ledger, which stays as it is.

    The claims count as people decided: a rejected one supports nothing. Raises UnreadableReport.
    """
    reading = read_file(path, lexicon, stated=stated, limits=limits)
    figures = [claim for claim in reading.claims if claim.quantity is not None]
    ruled = Ruled.of(ledger.decisions(), ledger.rulings())
    kept = _kept(ledger, ruled, _kinds(figures))
    known = names([*figures, *kept], lexicon, ruled.about(Matter.NAME))
    bodies = publishers(lexicon)
    found = check(testimonies(figures, known, bodies=bodies), testimonies(kept, known, bodies=bodies))
    return Checked(reading.report, tuple(_with_voices(found, ledger, ruled)), reading.unread)


def _kept(ledger: Ledger, ruled: Ruled, kinds: Iterable[ClaimType]) -> list[Claim]:
    """The claims of these types, and all that a person put right: they may be of these types now."""
    read = {claim.id: claim for kind in kinds for claim in ledger.claims(ClaimFilter(type=kind))}
    read |= {claim.id: claim for claim in ledger.claims_with(ruled.decisions)}
    return ruled.claims(read.values())


def _kinds(figures: Iterable[Claim]) -> list[ClaimType]:
    """The types that claims on the draft's figures can have."""
    wanted = {ALIKE.get(claim.type, claim.type) for claim in figures}
    return sorted(kind for kind in ClaimType if ALIKE.get(kind, kind) in wanted)


def _with_voices(findings: Iterable[Finding], ledger: Ledger, ruled: Ruled) -> Iterator[Finding]:
    found = list(findings)
    reports = {said.report: said.claim.report for finding in found for said in finding.support}
    signatures = [
        signature(report, ruled.claims(ledger.claims(ClaimFilter(report=id_))))
        for id_, report in sorted(reports.items())
    ]
    of = family_of(families(signatures, ruled.about(Matter.FAMILY)))
    for finding in found:
        support: tuple[Testimony, ...] = finding.support
        yield replace(finding, voices=voices(support, of)) if support else finding
