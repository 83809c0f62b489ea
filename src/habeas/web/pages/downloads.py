"""What leaves by the browser: asked for with a reason, made in the background, taken once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, BinaryIO, Final

from fastapi import Depends, Request
from fastapi.responses import Response, StreamingResponse
from starlette.datastructures import UploadFile

from habeas.errors import LedgerFault, WrongUsage
from habeas.intake.files import in_words
from habeas.jobs import BRIEFS, EXPORTS, Asked, Outbox, Parcel, Stage
from habeas.ledger import Count
from habeas.publishing.plain import plain
from habeas.web.access import Role, opens
from habeas.web.doors import OwnDoor
from habeas.web.here import Here, Now
from habeas.web.listing import Option
from habeas.web.pages.changes import day_of
from habeas.web.pages.narrowed import PAGES, narrowed
from habeas.web.rendering import PageRouter

router = PageRouter()

# What each is, and for whom.
FORMS: Final = {
    "brief-docx": "Word document",
    "brief-pdf": "PDF, to print",
    "brief-html": "web page in one file",
    "brief-md": "Markdown",
    "xlsx": "workbook, for LibreOffice and Excel",
    "csv": "CSV tables, for R, pandas and other programs",
    "parquet": "Parquet tables, for data frames",
    "jsonl": "JSON Lines, habeas's own format: for another ledger, and programs",
    "geojson": "GeoJSON, for maps",
    "ftm": "FollowTheMoney, for Aleph",
    "acled": "one table in the manner of ACLED",
    "ucdp": "one table in the manner of UCDP's GED",
    "hxl": "one table with HXL tags, for humanitarian data tools",
    "bag": "BagIt bag, for a court or an archive: it can be checked by anybody",
}
BRIEF, TABLES = "brief", "tables"
# Fields of the form itself; every other one is a filter of the list.
_OWN: Final = ("list", "what", "form", "reason", "title", "changes", "names", "violence")
MOST_FIELDS: Final = 40
LONGEST_REASON: Final = 1_000
LONGEST_TITLE: Final = 200
_PIECE: Final = 2**16


@dataclass(frozen=True, slots=True)
class NewDownload:
    """What can be taken of a list: `what` is "brief" or "tables", `forms` are its forms.

    `given` are the filters of the address, `chosen` the same in words; `one` and `several` are what things
    of the list are called.
    """

    list: str
    what: str
    given: dict[str, str]
    chosen: tuple[str, ...]
    unknown: tuple[str, ...]
    count: Count
    everything: bool
    one: str
    several: str
    forms: tuple[Option, ...]
    sealed: bool


@dataclass(frozen=True, slots=True)
class Download:
    """One thing that was asked for. `before` is how many are to be made before it."""

    id: str
    at: datetime
    form: str
    file: str
    chosen: tuple[str, ...]
    reason: str
    names: bool
    sexual_violence: bool
    stage: Stage
    ended: bool
    before: int
    why: str | None
    size: str | None
    contents: str | None
    claims: int
    unread: int
    reports: int
    held_back: tuple[str, ...]
    goes: datetime | None


@dataclass(frozen=True, slots=True)
class Downloads:
    """What the visitor asked for, the newest first."""

    downloads: tuple[Download, ...]


Fields = dict[str, str]


async def sent(request: Request) -> Fields:
    """The fields of the form, each once. Raises WrongUsage for files, and for a field that comes twice."""
    found: Fields = {}
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile) or name in found:
                raise WrongUsage("this form came damaged: load its page again, and send it once more")
            found[name] = value
    return found


@router.page("/downloads", "downloads.html")
def downloads(here: Now) -> Downloads:
    """What lies ready for the visitor, or is being made."""
    outbox = Outbox(here.desk.settings)
    return Downloads(tuple(_shown(one, outbox) for one in outbox.of(here.visitor.name)))


@router.page("/downloads/new", "new_download.html")
def new_download(here: Now, request: Request) -> NewDownload:
    """The form that asks for a download of a list, narrowed as the list was."""
    given = dict(request.query_params)
    name, what = given.pop("list", "overview"), given.pop("what", BRIEF)
    if what not in (BRIEF, TABLES):
        raise WrongUsage(f"what={plain(what)}: {BRIEF} or {TABLES}")
    found = narrowed(here, name, given)
    page = PAGES[name]
    return NewDownload(
        list=name,
        what=what,
        given={name: value for name, value in given.items() if value.strip()},
        chosen=found.chosen,
        unknown=found.unknown,
        count=found.count,
        everything=found.listing is None,
        one=page.one,
        several=page.several,
        forms=tuple(Option(form, FORMS[form]) for form in FORMS if (form in BRIEFS) == (what == BRIEF)),
        sealed=here.desk.ledger.sealed,
    )


@router.page("/downloads/{id_}", "download.html")
def download(here: Now, id_: str) -> Download:
    """How far one of them is."""
    outbox = Outbox(here.desk.settings)
    return _shown(_own(here, outbox, id_), outbox)


@router.act("/downloads/brief", needs=Role.VIEWER)
def brief_asked(here: Now, request: Request, form: Annotated[Fields, Depends(sent)]) -> str:
    """A brief is wanted, cleared as always."""
    return _ask(here, request, form, BRIEFS, unmasked=False)


@router.act("/downloads/tables", needs=Role.REVIEWER)
def tables_asked(here: Now, request: Request, form: Annotated[Fields, Depends(sent)]) -> str:
    """An export is wanted, cleared as always."""
    return _ask(here, request, form, EXPORTS, unmasked=False)


@router.act("/downloads/unmasked", needs=Role.ADMIN)
def unmasked_asked(here: Now, request: Request, form: Annotated[Fields, Depends(sent)]) -> str:
    """Either is wanted, with more of it than always leaves."""
    return _ask(here, request, form, BRIEFS + EXPORTS, unmasked=True)


@router.act("/downloads/{id_}/file", needs=Role.VIEWER)
def take(here: Now, request: Request, id_: str) -> Response:
    """The file, once: when it has left whole, it is gone from here.

    A form and no link: nothing that opens links ahead of people takes it from them.
    """
    outbox = Outbox(here.desk.settings)
    parcel = _own(here, outbox, id_)
    if parcel.stand.made is None:
        raise WrongUsage(f"this download is {parcel.stand.stage}: its page says how far it is")
    opens(request, f"download {parcel.asked.file}")
    try:
        file = outbox.path(parcel).open("rb")
    except OSError as fault:
        raise LedgerFault("this download was just taken: make it again") from fault
    return StreamingResponse(
        _pieces(file, outbox, parcel),
        media_type="application/octet-stream",
        headers={
            "content-disposition": f'attachment; filename="{parcel.asked.file}"',
            "content-length": str(parcel.stand.made.size),
        },
    )


@router.act("/downloads/{id_}/delete", needs=Role.VIEWER)
def delete(here: Now, id_: str) -> str:
    """Nobody wants it any more."""
    outbox = Outbox(here.desk.settings)
    outbox.remove(_own(here, outbox, id_).id)
    return "/downloads"


def _pieces(file: BinaryIO, outbox: Outbox, parcel: Parcel) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
    # Who breaks off is sent no further piece, and this isn't reached: they can take it again.
    outbox.remove(parcel.id)


def _ask(here: Here, request: Request, form: Fields, forms: Collection[str], *, unmasked: bool) -> str:
    """Put down what is wanted; where to wait for it. Raises WrongUsage for what can't be meant."""
    if here.desk.ledger.sealed:
        raise WrongUsage("this home can't be written to, so its log can't tell what leaves: copy it first")
    if form.get("form") not in forms:
        raise WrongUsage("choose one of the formats that are listed")
    names, violence = bool(form.get("names")), bool(form.get("violence"))
    if unmasked != (names or violence):
        raise WrongUsage(
            "tick what is to be left in, and send the form by the button below it; or tick nothing, and send "
            "it by the other"
        )
    given = {name: value for name, value in form.items() if name not in _OWN}
    found = narrowed(here, form.get("list", ""), given)
    if found.listing is not None and not found.count.number:
        raise WrongUsage("nothing fits all of these filters: take one away, then ask again")
    alone = isinstance(request.app.state.door, OwnDoor)
    asked = Asked(
        form=form["form"],
        listing=found.listing,
        chosen=found.chosen,
        by=here.visitor.name,
        why=_words(form, "reason", LONGEST_REASON),
        at=datetime.now(UTC),
        names=names,
        sexual_violence=violence,
        title=_words(form, "title", LONGEST_TITLE),
        changes_since=_since(form),
        # Alone with a home, its address is good on this machine until the server ends.
        base_url="" if alone else str(request.base_url).rstrip("/"),
    )
    if not asked.why:
        raise WrongUsage("say why this leaves: the log keeps the reason")
    return f"/downloads/{Outbox(here.desk.settings).ask(asked)}"


def _words(form: Mapping[str, str], name: str, longest: int) -> str:
    words = plain(form.get(name, ""))
    if len(words) > longest:
        raise WrongUsage(f"{name}: this is longer than {longest:,} letters")
    return words


def _since(form: Mapping[str, str]) -> date | None:
    return day_of("only what changed since", form.get("changes", "").strip())


def _own(here: Here, outbox: Outbox, id_: str) -> Parcel:
    """The visitor's own download. Raises LedgerFault for others', as if there were none."""
    parcel = outbox.parcel(id_)
    if parcel.asked.by != here.visitor.name or here.visitor.role < _needs(parcel.asked):
        return outbox.parcel("")
    return parcel


def _needs(asked: Asked) -> Role:
    """The role without which it can't be asked for, nor taken by somebody who had it then."""
    if asked.names or asked.sexual_violence:
        return Role.ADMIN
    return Role.VIEWER if asked.is_brief else Role.REVIEWER


def _shown(parcel: Parcel, outbox: Outbox) -> Download:
    asked, stand, made = parcel.asked, parcel.stand, parcel.stand.made
    waiting = [one.id for one in outbox.parcels() if one.stand.stage in (Stage.WAITING, Stage.MAKING)]
    return Download(
        id=parcel.id,
        at=asked.at,
        form=FORMS[asked.form],
        file=asked.file,
        chosen=tuple(map(plain, asked.chosen)),
        reason=plain(asked.why),
        names=asked.names,
        sexual_violence=asked.sexual_violence,
        stage=stand.stage,
        ended=stand.stage in (Stage.READY, Stage.FAILED),
        before=sum(id_ < parcel.id for id_ in waiting),
        why=plain(stand.why) if stand.why else None,
        size=in_words(made.size) if made is not None else None,
        contents=made.contents if made is not None else None,
        claims=made.claims if made is not None else 0,
        unread=made.unread if made is not None else 0,
        reports=made.reports if made is not None else 0,
        held_back=made.held_back if made is not None else (),
        goes=parcel.goes,
    )
