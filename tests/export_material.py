"""What is cleared, made by hand for the exports: claims about invented places that a lexicon knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from claim_strategies import texts
from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import Basis, Claim, Name, Report, Review, Unread
from habeas.publishing.holdings import Choice, Cleared, Holdings
from habeas.reckoned import Conflict, ConflictKind, Event
from made import READER, claim, quantity, report
from reckoned_by_hand import NO_HAPPENING, STATUSES, event, reckoned

HEAD = "5c" * 32
AS_OF = datetime(2026, 3, 5, 10, tzinfo=UTC)
PLACES = """
- {id: velm-province, name: Velm governorate, kind: governorate, within: CL, source: made}
- {id: orlan-town, name: Orlan, kind: town, within: velm-province, lat: -33.5, lon: -70.25, source: made}
- {id: orlan-camp, name: Orlan camp, kind: camp, within: orlan-town, source: made}
- {id: dorn-prison, name: Dorn prison, kind: prison, within: orlan-town, lat: -33.75, lon: -70.5, source: x}
"""
ACTORS = """
- {id: velm-guard, name: Velm Guard, kind: force, country: CL, source: made}
- {id: velm-court, name: Velm High Court, kind: court, country: CL, source: made}
"""
TEXT = (
    "At least 300 people are held in Orlan camp, Ada Quay said. On 2 March fighters attacked Dorn prison;"
    " dozens died there. The Velm Guard arrested 12 men in Orlan on 2 March. Nobody was released."
    " The council said that detainees are beaten in Dorn prison. The Velm Guard denied it."
)

# For formats that write claims, texts that a report's author chose to do harm with.
hostile = st.lists(
    st.sampled_from(("=1+1", "+1", "-1", "@x", "＝", "\t=", "\r", "\n", ";=cmd()", "'", '"', ",", " ", "60"))
    | texts,
    min_size=1,
).map("".join)


@cache
def lexicon() -> Lexicon:
    """The package's lexicon with our invented places and bodies."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "places.yml").write_text(PLACES, "utf-8")
        (Path(folder) / "actors.yml").write_text(ACTORS, "utf-8")
        return load_lexicon(own=Path(folder))


def known(found: Claim, **ids: str) -> Claim:
    """The claim with the lexicon's ids of the names in these slots."""
    return replace(found, **{slot: Name(getattr(found, slot).span, id_) for slot, id_ in ids.items()})


def told() -> list[Claim]:
    """The claims of TEXT: held, an attack, its dead, arrests, none released, an allegation and its denial."""
    of = report(TEXT, title="Orlan today", url="https://post.example/1")
    held, attack, arrests, none, alleged, denied = (part + "." for part in TEXT.removesuffix(".").split(". "))
    day = ("On 2 March", date(2024, 3, 2), date(2024, 3, 2))
    fight = attack
    return [
        known(
            claim(
                of,
                "holding",
                quantity(of, "At least 300", 300, None),
                evidence=held,
                place="Orlan camp",
                speaker="Ada Quay",
            ),
            place="orlan-camp",
        ),
        known(
            claim(of, "attack", evidence=fight, trigger="attacked", place="Dorn prison", period=day),
            place="dorn-prison",
        ),
        known(
            claim(
                of,
                "death",
                quantity(of, "dozens", 24, None, basis=Basis.CONVENTION),
                evidence=fight,
                place="Dorn prison",
                period=day,
            ),
            place="dorn-prison",
        ),
        known(
            claim(
                of,
                "capture",
                quantity(of, "12 men", 12, 12),
                evidence=arrests,
                group="men",
                place="Orlan",
                actor="Velm Guard",
                period=("on 2 March", date(2024, 3, 2), date(2024, 3, 2)),
            ),
            place="orlan-town",
            actor="velm-guard",
        ),
        claim(of, "release", quantity(of, "Nobody", 0, 0), evidence=none),
        known(
            claim(
                of, "allegation", evidence=alleged, trigger="beaten", place="Dorn prison", modality="alleged"
            ),
            place="dorn-prison",
        ),
        known(
            claim(of, "denial", evidence=denied, trigger="denied", actor="Velm Guard", modality="denied"),
            actor="velm-guard",
        ),
    ]


def events_of(claims: Sequence[Claim]) -> list[Event]:
    """Each claim that tells of a happening as an event of its own."""
    return [
        event(one)
        for one in claims
        if one.type.value not in NO_HAPPENING
        and one.modality in STATUSES
        and one.review is not Review.REJECTED
    ]


def cleared_of(
    claims: Iterable[Claim] | None = None,
    *,
    events: Iterable[Event] | None = None,
    unread: Iterable[Unread] = (),
    reports: Iterable[Report] = (),
    base_url: str = "",
) -> Cleared:
    """What is cleared of these claims, else of `told`'s; an allegation and a denial contest one another."""
    claims = told() if claims is None else list(claims)
    unread = tuple(unread)
    answers = [one for one in claims if one.type.value == "denial"]
    contested = tuple(
        Conflict("k_1", ConflictKind.CONTESTED, tuple(sorted((one.id, other.id))), "alleged and denied")
        for one in claims
        for other in answers
        if one.type.value == "allegation"
    )
    made = list(events_of(claims) if events is None else events)
    known_reports = {one.report.id: one.report for one in (*claims, *unread)}
    known_reports |= {one.id: one for one in reports}
    holdings = Holdings(
        reports=tuple(known_reports[id_] for id_ in sorted(known_reports)),
        readers=dict.fromkeys(known_reports, READER),
        claims=tuple(claims),
        unread=unread,
        reckoned=reckoned(made, claims, conflicts=contested),
        decisions=(),
        rulings=(),
        arrivals=(),
        log=(),
        head=HEAD,
        chosen=("place Orlan",),
        as_of=AS_OF,
    )
    return Cleared(holdings, Choice(by="Mira Toll", why="a test"), gazetteer=lexicon(), base_url=base_url)
