"""Speakers and outlets: the lists, and what one of them says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Final

from fastapi import Depends

from habeas.errors import LedgerFault
from habeas.kept.told import shown
from habeas.ledger import Count, Shelf, Shelved
from habeas.lexicon.gazetteer import gazetteer
from habeas.lexicon.shape import ActorKind
from habeas.model import ClaimType
from habeas.pipeline import Desk
from habeas.publishing import phrases
from habeas.publishing.plain import plain
from habeas.web.here import Now
from habeas.web.listing import Listed, Option, asked, listed
from habeas.web.looks import query
from habeas.web.rendering import PageRouter
from habeas.web.telling import ClaimLine, claim_line, page_of

router = PageRouter()

KINDS: Final = {
    ActorKind.STATE.value: "of a state",
    ActorKind.FORCE.value: "army, police or militia",
    ActorKind.ARMED_GROUP.value: "armed group",
    ActorKind.COURT.value: "court",
    ActorKind.ADMINISTRATION.value: "administration",
    ActorKind.UN.value: "of the United Nations",
    ActorKind.NGO.value: "organisation",
    ActorKind.OUTLET.value: "news outlet",
    ActorKind.OTHER.value: "other",
}
# Of more claims than this, how many are of each type and year isn't counted on a page.
COUNTED: Final = 2_000
# Claims that a page of a speaker or an outlet shows; the list of claims has all.
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class SpeakerFilters:
    """What speakers are narrowed by; "named" is "yes" for those who are more than "an official"."""

    kind: str | None = None
    country: str | None = None
    named: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody who is credited with claims, or an outlet that prints them, and how many."""

    id: str
    name: str
    kind: str | None
    country: str | None
    claims: int
    reports: int | None = None


@dataclass(frozen=True, slots=True)
class SpeakersPage:
    """Who is credited with claims, those with most of them first."""

    listed: Listed
    speakers: tuple[Heard, ...]
    kinds: tuple[Option, ...]
    countries: tuple[Option, ...]


@router.page("/speakers", "speakers.html", kept=True)
def speakers(
    here: Now, filters: Annotated[SpeakerFilters, Depends()], words: str = "", after: str | None = None
) -> SpeakersPage:
    """Everybody who is credited with a claim."""
    with here.desk.ledger.shelf() as shelf:
        wanted = asked(shelf, asdict(filters), words=words, after=after)
        ids, told = listed(shelf, Shelved.SPEAKER, wanted)
        return SpeakersPage(told, _heard(shelf, ids), _kinds(shelf), _countries(shelf))


def _heard(shelf: Shelf, ids: Sequence[str]) -> tuple[Heard, ...]:
    names, weights = shelf.names(Shelved.SPEAKER, ids), shelf.weights(Shelved.SPEAKER, ids)
    facets = shelf.facets(Shelved.SPEAKER, ids)
    return tuple(
        Heard(id_, plain(names[id_]), _one(facets[id_], "kind:", KINDS), _country(facets[id_]), weights[id_])
        for id_ in ids
    )


def _one(facets: Iterable[str], start: str, words: dict[str, str]) -> str | None:
    found = (facet.removeprefix(start) for facet in facets if facet.startswith(start))
    return next((words.get(value, value) for value in found), None)


def _country(facets: Iterable[str]) -> str | None:
    code = _one(facets, "country:", {})
    return None if code is None else phrases.country(code)


def _kinds(shelf: Shelf) -> tuple[Option, ...]:
    held = shelf.held(Shelved.SPEAKER, (f"kind:{kind}" for kind in KINDS))
    return tuple(Option(kind, words) for kind, words in KINDS.items() if f"kind:{kind}" in held)


def _countries(shelf: Shelf) -> tuple[Option, ...]:
    codes = (name.removeprefix("country:") for name, _ in shelf.facets_named(Shelved.SPEAKER, "country:"))
    return tuple(sorted((Option(code, phrases.country(code)) for code in codes), key=lambda one: one.words))


# --- one of them ---


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the claims are so, and the address that lists them."""

    words: str
    count: Count | None
    to: str


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """What somebody is credited with, and what is said of them: whom they hold, move or try."""

    heard: Heard
    types: tuple[Share, ...]
    years: tuple[Share, ...]
    claims: tuple[ClaimLine, ...]
    acted: Count
    held: Count
    why: str


@router.page("/speakers/{id}", "speaker.html", kept=True)
def speaker(here: Now, id: str) -> SpeakerPage:  # noqa: A002
    """Somebody who is credited, or who acts. Raises LedgerFault where no claim names them."""
    with here.desk.ledger.shelf() as shelf:
        said, acted = f"speaker:{id}", f"actor:{id}"
        heard = _heard(shelf, [id]) if shelf.names(Shelved.SPEAKER, [id]) else ()
        ids = shelf.page(Shelved.CLAIM, [said] if heard else [acted], limit=SHOWN).ids
        if not ids:
            raise LedgerFault(f"no claim names a speaker {id!r}: look for the name in the list of speakers")
        types, found_years = _types(shelf, said), _years(shelf, said)
        acts, holds = shelf.count(Shelved.CLAIM, [acted]), shelf.count(Shelved.CLAIM, [f"holder:{id}"])
    found = shown(here.desk, ids)
    named = [
        getattr(one, slot) for one in found.testimonies.values() for slot in ("speaker", "actor", "outlet")
    ]
    known = next((one for one in named if one is not None and one.id == id), None)
    page = page_of(here.today, found.testimonies)
    return SpeakerPage(
        heard[0] if heard else Heard(id, _name(here.desk, id, known.name if known else id), None, None, 0),
        types,
        found_years,
        tuple(claim_line(found.claims[one], page) for one in ids if one in found.claims),
        acts,
        holds,
        known.reason if known is not None else "",
    )


def _name(desk: Desk, id_: str, otherwise: str) -> str:
    return plain(gazetteer(desk.lexicon).name(id_) or otherwise)


def _types(shelf: Shelf, facet: str) -> tuple[Share, ...]:
    """How many claims of each type have the facet, the most frequent first."""
    return tuple(sorted(_shares(shelf, facet, "type", list(ClaimType)), key=lambda one: -_number(one)))


def _years(shelf: Shelf, facet: str) -> tuple[Share, ...]:
    """How many claims of each year have the facet, the latest first."""
    years = (name.removeprefix("year:") for name, _ in shelf.facets_named(Shelved.CLAIM, "year:"))
    return tuple(_shares(shelf, facet, "year", sorted(years, reverse=True)))


def _shares(shelf: Shelf, facet: str, by: str, values: Sequence[str]) -> Iterator[Share]:
    """The claims that have the facet, by what else they have; without numbers where there are very many."""
    name, value = facet.split(":", 1)
    if shelf.count(Shelved.CLAIM, [facet]).number > COUNTED:
        yield from (Share(one, None, claims_with(name, value, **{by: one})) for one in values)
        return
    held = shelf.beside(Shelved.CLAIM, facet, (f"{by}:{one}" for one in values))
    for one in values:
        if number := held.get(f"{by}:{one}"):
            yield Share(one, Count(number), claims_with(name, value, **{by: one}))


def _number(share: Share) -> int:
    return share.count.number if share.count is not None else 0


def claims_with(name: str, value: str, **more: str) -> str:
    """The address of the claims that are so."""
    return f"/claims{query({name: value}, **more)}"


# --- outlets ---


@dataclass(frozen=True, slots=True)
class OutletsPage:
    """Who published reports, those with most claims first."""

    listed: Listed
    outlets: tuple[Heard, ...]


@router.page("/outlets", "outlets.html", kept=True)
def outlets(here: Now, words: str = "", after: str | None = None) -> OutletsPage:
    """Everybody who published a report of the ledger."""
    with here.desk.ledger.shelf() as shelf:
        wanted = asked(shelf, {}, words=words, after=after)
        ids, told = listed(shelf, Shelved.OUTLET, wanted)
        return OutletsPage(told, _outlets(shelf, ids))


def _outlets(shelf: Shelf, names: Sequence[str]) -> tuple[Heard, ...]:
    claims = shelf.weights(Shelved.OUTLET, names)
    reports = shelf.held(Shelved.REPORT, (f"outlet:{name}" for name in names))
    return tuple(
        Heard(name, plain(name), None, None, claims[name], reports.get(f"outlet:{name}", 0)) for name in names
    )


@dataclass(frozen=True, slots=True)
class OutletPage:
    """What an outlet's reports say."""

    heard: Heard
    types: tuple[Share, ...]
    years: tuple[Share, ...]
    claims: tuple[ClaimLine, ...]


@router.page("/outlets/{name:path}", "outlet.html", kept=True)
def outlet(here: Now, name: str) -> OutletPage:
    """One outlet. Raises LedgerFault where it published no report of the ledger."""
    with here.desk.ledger.shelf() as shelf:
        if not shelf.names(Shelved.OUTLET, [name]):
            raise LedgerFault(f"no report is of an outlet {name!r}: look for it in the list of outlets")
        (heard,) = _outlets(shelf, [name])
        facet = f"outlet:{name}"
        ids = shelf.page(Shelved.CLAIM, [facet], limit=SHOWN).ids
        types, found_years = _types(shelf, facet), _years(shelf, facet)
    found = shown(here.desk, ids)
    page = page_of(here.today, found.testimonies)
    lines = tuple(claim_line(found.claims[id_], page) for id_ in ids if id_ in found.claims)
    return OutletPage(heard, types, found_years, lines)
