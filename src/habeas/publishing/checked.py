"""A draft's figures, and what the ledger's claims say of each: in words, and as JSON Lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from habeas.model import Unread
from habeas.publishing.phrases import (
    count,
    figure_as_said,
    joined,
    outlet,
    people,
    published,
    reviewed,
    when_briefly,
)
from habeas.publishing.plain import clipped, escaped_json, plain, wrapped
from habeas.reckoned import Finding, Status, Testimony, Verdict, Voices

QUOTED: Final = 200
MOST_CLAIMS: Final = 5  # of one kind under one figure; how many more there are is said
LOST: Final = "supported with its hedge lost"
MANY_LOST: Final = "supported with their hedge lost"
UNCHECKED: Final = "The ledger's claims: machine reading, unchecked where no line says otherwise."
NOT_READ: Final = "not read by the machine: check by hand"


def findings_text(findings: Iterable[Finding], unread: Sequence[Unread], *, width: int = 80) -> str:
    """For each figure of the draft its words, the verdict, and the claims with their exact words."""
    told = list(findings)
    blocks = [_block(finding, width) for finding in told]
    blocks += [_unread_block(figure, width) for figure in unread]
    said = any((*one.support, *one.against, *one.later, *one.near) for one in told)
    ending = [UNCHECKED, overview(told, len(unread))] if said else [overview(told, len(unread))]
    blocks.append([line for words in ending for line in wrapped(words, width=width)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def overview(findings: Sequence[Finding], unread: int) -> str:
    """All in one line: "3 figures: 1 supported, 1 supported with its hedge lost, 1 not found"."""
    if not findings and not unread:
        return "no figure about people in custody was found in this text: check by hand that there is none"
    counts = Counter(_verdict(finding) for finding in findings)
    words = {word.value: word.value for word in Verdict}
    words[LOST] = LOST if counts[LOST] == 1 else MANY_LOST
    told = ", ".join(f"{counts[word]} {said}" for word, said in words.items() if counts[word])
    said = f"{count(len(findings), 'figure')}: {told}"
    return (said if findings else "no figure was read") + (f"; {unread} {NOT_READ}" if unread else "")


def finding_lines(findings: Iterable[Finding], unread: Iterable[Unread]) -> str:
    """One JSON object a figure; those that weren't read have the verdict "not read"."""
    wires = [*map(_finding_wire, findings), *map(_unread_wire, unread)]
    return "".join(escaped_json(json.dumps(wire, ensure_ascii=False)) + "\n" for wire in wires)


# --- in words ---


def _block(finding: Finding, width: int) -> list[str]:
    claim = finding.draft.claim
    lines = wrapped(f"“{clipped(claim.evidence[0].text, QUOTED)}”", width=width)
    head = f"{_figure(finding.draft)} · {claim.type.value}: {_verdict(finding).upper()}"
    lines += wrapped(head, width=width, first="  ", rest="    ")
    if finding.lost:
        words = joined([f"“{word}”" for word in finding.lost])
        lines += wrapped(f"the reports are less sure: {words}", width=width, first="  ", rest="    ")
    if finding.voices is not None:
        lines += wrapped(f"supported by {_voices(finding.voices)}", width=width, first="  ", rest="    ")
    lines += _claims(finding.support, "", width)
    lines += _claims(finding.against, "can't be true beside it: ", width)
    lines += _claims(finding.later, "newer: ", width)
    return lines + _claims(finding.near, "near to it: ", width)


def _verdict(finding: Finding) -> str:
    if finding.verdict is Verdict.SUPPORTED and finding.lost:
        return LOST
    return finding.verdict.value


def _figure(testimony: Testimony) -> str:
    quantity = testimony.claim.quantity
    if quantity is None:
        return people(testimony.claim.group)
    one = quantity.high == 1
    return f"{figure_as_said(quantity)} {people(testimony.claim.group, unit=quantity.unit, one=one)}"


def _voices(voices: Voices) -> str:
    """ "2 voices (SDF, United Nations), 1 report that names no source"."""
    parts = []
    if voices.named:
        parts.append(f"{count(len(voices.named), 'voice')} ({', '.join(map(plain, voices.named))})")
    if voices.uncredited:
        of = "that names no source" if voices.uncredited == 1 else "that name no source"
        parts.append(f"{count(voices.uncredited, 'report')} {of}")
    return f"{', '.join(parts)}; {count(voices.reports, 'report')} in all"


def _claims(claims: Sequence[Testimony], what: str, width: int) -> list[str]:
    lines: list[str] = []
    for said in claims[-MOST_CLAIMS:][::-1]:
        report, claim = said.claim.report, said.claim
        words = clipped(" … ".join(span.text for span in claim.evidence), QUOTED)
        standing = (
            "" if said.status is Status.DONE else f" ({said.status.value if said.status else 'supposed'})"
        )
        source = f"{outlet(report)}, {published(report)} · {claim.id} · {when_briefly(claim)}"
        lines += wrapped(
            f"{what}{_figure(said)}{standing} · {source} · “{words}”{reviewed(claim)}",
            width=width,
            first="  - ",
            rest="    ",
        )
    if (more := len(claims) - MOST_CLAIMS) > 0:
        lines.append(f"  - and {more:,} more")
    return lines


def _unread_block(figure: Unread, width: int) -> list[str]:
    lines = wrapped(f"“{clipped(figure.evidence.text, QUOTED)}”", width=width)
    return lines + wrapped(f"{plain(figure.quantity.text)}: {NOT_READ}", width=width, first="  ", rest="    ")


# --- as JSON ---


def _finding_wire(finding: Finding) -> dict[str, Any]:
    claim, voices = finding.draft.claim, finding.voices
    anchor = claim.anchor
    return {
        "figure": {"text": anchor.text, "start": anchor.start, "end": anchor.end},
        "type": claim.type.value,
        "evidence": [span.text for span in claim.evidence],
        "verdict": finding.verdict.value,
        "lost": list(finding.lost),
        "support": [said.id for said in finding.support],
        "against": [said.id for said in finding.against],
        "later": [said.id for said in finding.later],
        "near": [said.id for said in finding.near],
        "voices": list(voices.named) if voices is not None else [],
        "uncredited": voices.uncredited if voices is not None else 0,
        "reports": voices.reports if voices is not None else 0,
    }


def _unread_wire(figure: Unread) -> dict[str, Any]:
    span = figure.quantity
    return {
        "figure": {"text": span.text, "start": span.start, "end": span.end},
        "type": None,
        "evidence": [figure.evidence.text],
        "verdict": "not read",
        "reason": figure.reason.value,
    }
