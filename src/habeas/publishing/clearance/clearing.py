"""What may leave of what a ledger holds: each value made again, field by field, as the allow-list has it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, Final, TypeVar

from habeas.errors import BrokenPromise
from habeas.lexicon import Lexicon
from habeas.lexicon.gazetteer import gazetteer
from habeas.model import BLOCK, Claim, Decision, Matter, Name, Report, Ruling, Span, Unread
from habeas.publishing.clearance.fields import FIELDS, Fate
from habeas.publishing.clearance.finding import Found, find, is_somebodys
from habeas.publishing.clearance.masking import HUMP, SLUG, Sweep, blocked, host_of
from habeas.publishing.clearance.mentions import Standing
from habeas.publishing.clearance.persons import Beside, mentions_of
from habeas.publishing.clearance.reviewers import Reviewers
from habeas.publishing.clearance.sorting import NAMELIKE, Kind, sort_words
from habeas.publishing.clearance.tagging import Tag, is_everyday, tags_of
from habeas.publishing.clearance.terms import parts_of
from habeas.publishing.clearance.violence import is_withheld, withheld_words
from habeas.publishing.clearance.words import key_of, words_of
from habeas.publishing.holdings import Choice, Cleared, Holdings
from habeas.reckoned import Conflict, Event, Family, Figure, Known, NameKind, Reckoned, Testimony

V = TypeVar("V")

SOMEBODY: Final = "a person (name withheld)"
SOMEWHERE: Final = "a place (name withheld)"
OWN: Final = "own/"  # how the names of an analyst's own lexicon files start
WITHHELD_ID: Final = "n_withheld-"
ID: Final = re.compile(r"[a-z]_[0-9a-f-]+|[0-9a-f]{64}|u_[0-9a-f]+|[a-z]+(?:, [a-z]+)*")
PUNCTUATION: Final = re.compile(r"[-_/+.,=&%]")
PASSES: Final = 4

CLAIMS: Final = "claims of sexual violence"
FIGURES: Final = "unread figures in words on sexual violence"
EVENTS: Final = "events that only claims of sexual violence tell of"
CONFLICTS: Final = "conflicts with a claim of sexual violence in them"
DECISIONS: Final = "decisions on claims of sexual violence"
RULINGS: Final = "rulings on names of private persons or on claims of sexual violence"


def clear(holdings: Holdings, choice: Choice, lexicon: Lexicon) -> Cleared:
    """The holdings as they may leave; what is cleared already stays as it is.

    Names of private persons are masked in every field, those of proved adults unless chosen. Claims of
    sexual violence are left out, unless chosen. The allow-list stands in `fields.py`.
    """
    withheld: Counter[str] = Counter()
    asked = replace(holdings, reckoned=_told(holdings))
    kept = asked if choice.sexual_violence else _without_violence(asked, lexicon, withheld)
    found = find(_reports(kept), kept.claims, choice, lexicon, kept.as_of)
    kept = _without_private_rulings(kept, found, withheld)
    maker = _Maker(kept, choice, lexicon, found)
    cleared = maker.holdings(kept)
    masks = {id_: masks for id_, masks in found.masks.items() if masks}
    return Cleared(cleared, maker.value(choice, ()), masks, dict(withheld))


def _told(holdings: Holdings) -> Reckoned:
    """What is reckoned of the claims that were asked for and of their events, and nothing of others."""
    reckoned = holdings.reckoned
    events = {event.id for event in reckoned.events}
    claims = {claim.id for claim in holdings.claims} | {id_ for one in reckoned.events for id_ in one.claims}
    reports = {report.id for report in holdings.reports}
    return replace(
        reckoned,
        voices={id_: voices for id_, voices in reckoned.voices.items() if id_ in events},
        testimonies={id_: one for id_, one in reckoned.testimonies.items() if id_ in claims},
        families=tuple(_family(one, reports) for one in reckoned.families if reports & {*one.reports}),
    )


def _family(family: Family, reports: set[str]) -> Family:
    """A family; its reasons quote its reports, so they leave only where all of those do."""
    return family if reports >= {*family.reports} else replace(family, why=(), reworded=())


def _reports(holdings: Holdings) -> tuple[Report, ...]:
    """Every report whose words leave: also those that only an event's further claims stand in."""
    claims = [*holdings.claims, *holdings.as_read]
    claims += [told.claim for told in _testimonies(holdings.reckoned)]
    found = [*holdings.reports, *(claim.report for claim in claims)]
    found += [figure.report for figure in holdings.unread]
    return tuple({report.id: report for report in reversed(found)}.values())[::-1]


# ------------------------------------------------------------------------------------------- left out


def _without_violence(holdings: Holdings, lexicon: Lexicon, withheld: Counter[str]) -> Holdings:
    """The holdings without claims of sexual violence, and without what only they tell of."""
    every = {claim.id: claim for claim in holdings.claims}
    every |= {one.id: one.claim for one in _testimonies(holdings.reckoned)}
    gone = {id_ for id_, claim in every.items() if is_withheld(claim, lexicon)}
    gone |= {claim.id for claim in holdings.as_read if is_withheld(claim, lexicon)}
    pattern = withheld_words(lexicon)
    dark = {figure.id for figure in holdings.unread if pattern.search(figure.evidence.text)}
    decisions = tuple(one for one in holdings.decisions if one.claim not in gone | dark)
    rulings = tuple(one for one in holdings.rulings if gone.isdisjoint((one.one, one.other)))
    withheld += Counter(
        {
            CLAIMS: sum(claim.id in gone for claim in holdings.claims),
            FIGURES: len(dark),
            DECISIONS: len(holdings.decisions) - len(decisions),
            RULINGS: len(holdings.rulings) - len(rulings),
        }
    )
    return replace(
        holdings,
        claims=tuple(_unlinked(claim, gone) for claim in holdings.claims if claim.id not in gone),
        as_read=tuple(_unlinked(claim, gone) for claim in holdings.as_read if claim.id not in gone),
        unread=tuple(figure for figure in holdings.unread if figure.id not in dark),
        reckoned=_reckoned_without(holdings.reckoned, gone, withheld),
        decisions=decisions,
        rulings=rulings,
    )


def _testimonies(reckoned: Reckoned) -> Iterable[Testimony]:
    yield from reckoned.testimonies.values()
    for event in reckoned.events:
        yield from event.testimonies


def _unlinked(claim: Claim, gone: set[str]) -> Claim:
    return replace(claim, part_of=None) if claim.part_of in gone else claim


def _reckoned_without(reckoned: Reckoned, gone: set[str], withheld: Counter[str]) -> Reckoned:
    if not gone:
        return reckoned
    left = [_event_without(event, gone) for event in reckoned.events]
    events = tuple(event for event in left if event.testimonies)
    ids = {event.id for event in reckoned.events} - {event.id for event in events}
    conflicts = tuple(one for one in reckoned.conflicts if _stands(one, gone | ids))
    withheld += Counter({EVENTS: len(ids), CONFLICTS: len(reckoned.conflicts) - len(conflicts)})
    return replace(
        reckoned,
        events=events,
        conflicts=conflicts,
        voices={id_: voices for id_, voices in reckoned.voices.items() if id_ not in ids},
        testimonies={
            id_: replace(one, claim=_unlinked(one.claim, gone))
            for id_, one in reckoned.testimonies.items()
            if id_ not in gone
        },
    )


def _stands(conflict: Conflict, gone: set[str]) -> bool:
    return gone.isdisjoint((*conflict.claims, conflict.anchor))


def _event_without(event: Event, gone: set[str]) -> Event:
    if gone.isdisjoint(event.claims):
        return event
    testimonies = tuple(one for one in event.testimonies if one.id not in gone)
    figures = (_figure_without(figure, gone) for figure in event.figures)
    return replace(event, testimonies=testimonies, figures=tuple(one for one in figures if one.claims))


def _figure_without(figure: Figure, gone: set[str]) -> Figure:
    return replace(figure, claims=tuple(id_ for id_ in figure.claims if id_ not in gone))


def _without_private_rulings(holdings: Holdings, found: Found, withheld: Counter[str]) -> Holdings:
    """The holdings without rulings on names of private persons: masked, the two names would be one."""
    sweep = found.everybody()

    def stays(ruling: Ruling) -> bool:
        names = (ruling.one, ruling.other) if ruling.matter is Matter.NAME else ()
        return not any(_swept(name.partition(":")[2], sweep) != name.partition(":")[2] for name in names)

    rulings = tuple(ruling for ruling in holdings.rulings if stays(ruling))
    withheld += Counter({RULINGS: len(holdings.rulings) - len(rulings)})
    return replace(holdings, rulings=rulings)


# ------------------------------------------------------------------------------------------- words


def _swept(words: str, sweep: Sweep) -> str:
    """The words with the private names blocked that are known already."""
    found = words_of(words)
    text = sort_words(words, found, [Tag()] * len(found), sweep.terms)
    return blocked(words, ((mask.start, mask.end) for mask in sweep.masks(text, ())))


def _looked_through(words: str, sweep: Sweep, *, least: Standing = Standing.DOUBTED) -> str:
    """The words with those private names blocked, and with those that they themselves bring."""
    for _ in range(PASSES):
        found = words_of(words)
        tags = next(iter(tags_of([(words, found)])))
        text = sort_words(words, found, tags, sweep.terms)
        mentions = mentions_of(text, sweep.terms, Beside(officials=sweep.here.officials))
        masked = blocked(words, ((mask.start, mask.end) for mask in sweep.masks(text, mentions, least)))
        if masked == words:
            break
        words = masked
    return words


def _file_cleared(name: str, sweep: Sweep) -> str:
    """A file's name with every part of a private name blocked, however it is written."""
    spaced = PUNCTUATION.sub(" ", name)
    words = words_of(spaced)
    kinds = sort_words(spaced, words, [Tag()] * len(words), sweep.terms).kinds
    # Most files' names have nothing that may be somebody's: the model needn't look at those.
    looked = spaced if NAMELIKE.isdisjoint(kinds) else _looked_through(spaced, sweep, least=Standing.LIKELY)
    masked = blocked(name, [(at, at + 1) for at, letter in enumerate(looked) if letter == BLOCK])
    parts = {part for one in sweep.here.private for part in one if len(part) > 2}
    parts |= {part for one in sweep.whole.private for part in one if len(part) > 2}
    spans, before = [], False
    for match in SLUG.finditer(masked):
        key = key_of(match[0])
        common = is_everyday(key) or len(key) < 3 or _is_known(key, sweep)
        free = sweep.frees((key,))
        follows = before and masked[match.start() - 1] != "."  # not ".docx"
        humps = {key_of(part) for part in HUMP.split(match[0])}
        named = not parts.isdisjoint({key, *humps}) or (
            not free and not common and (key in sweep.terms.given or follows)
        )
        before = named
        if named:
            spans.append(match.span())
    return blocked(masked, spans)


def _outlet_cleared(name: str, sweep: Sweep) -> str:
    """An outlet's name; it is masked where it is a person's ("Rami Karimi's notebook")."""
    words = words_of(name)
    text = sort_words(name, words, [Tag()] * len(words), sweep.terms)
    if is_somebodys(name):
        return _looked_through(name, sweep)
    body = Kind.INSTITUTION in text.kinds or sweep.frees(parts_of(name, sweep.terms.particles))
    named = (
        []
        if body
        else [word for word in words if word.key in sweep.terms.given and not is_everyday(word.key)]
    )
    return blocked(_swept(name, sweep), ((word.start, word.end) for word in words if named and word.capital))


def _is_known(key: str, sweep: Sweep) -> bool:
    words = words_of(key.capitalize())
    return bool(words) and sweep.terms.known(words, 0, key.capitalize()) is not None


# ------------------------------------------------------------------------------------------- values


class _Maker:
    """Makes values again as they may leave; `about` are the ids of the reports that they tell of."""

    def __init__(self, holdings: Holdings, choice: Choice, lexicon: Lexicon, found: Found) -> None:
        self._choice, self._lexicon, self._found = choice, lexicon, found
        self._table = gazetteer(lexicon)
        self._reviewers = Reviewers(shown=choice.names)
        self._everybody = found.everybody()
        self._sweeps: dict[tuple[str, ...], Sweep] = {}
        self._memo: dict[tuple[Any, ...], Any] = {}
        self._ids: dict[str, str] = {}
        self._reports_of = {claim.id: claim.report.id for claim in holdings.claims}
        self._reports_of |= {figure.id: figure.report.id for figure in holdings.unread}
        self._fates: Mapping[Fate, Callable[[Any, tuple[str, ...]], Any]] = {
            Fate.LEAVES: lambda value, about: value,  # noqa: ARG005
            Fate.INSIDE: self.value,
            Fate.TITLE: self._title,
            Fate.OUTLET: lambda value, about: self._each(value, about, _outlet_cleared),
            Fate.FILE: lambda value, about: self._each(value, about, _file_cleared),
            Fate.ADDRESS: self._address,
            Fate.WORDS: self._words,
            Fate.SAID: self._said,
            Fate.SHOWN: self._shown,
            Fate.PERSON: lambda value, about: self._reviewers.person(value),  # noqa: ARG005
            Fate.READER: self._reader,
            Fate.LEXICON: self._lexicon_files,
        }

    def holdings(self, holdings: Holdings) -> Holdings:
        """The holdings, their log first, so that people are numbered as they came."""
        log = self.value(holdings.log, ())
        made: Holdings = self.value(replace(holdings, log=()), ())
        return replace(made, log=log)

    def value(self, value: Any, about: tuple[str, ...]) -> Any:
        """A value with every field as the list has it; several, each so."""
        if isinstance(value, tuple | list):
            return tuple(self.value(one, about) for one in value)
        if isinstance(value, Mapping):
            return {key: self.value(one, self._about_key(key, about)) for key, one in value.items()}
        if value is None or isinstance(value, str | int | float | Enum):
            return value
        if not is_dataclass(value) or isinstance(value, type):
            raise BrokenPromise(f"nothing says whether a {type(value).__name__} may leave")
        return self._dataclass(value, about)

    def _dataclass(self, value: Any, about: tuple[str, ...]) -> Any:
        if isinstance(value, Report):
            return self._once(("report", value.id), lambda: self._report(value))
        about = self._about(value, about)
        if isinstance(value, Claim):
            return self._once(("claim", value.id, value), lambda: self._made(value, about))
        if isinstance(value, Span):
            text = self._found.texts[about[0]]
            return Span(value.start, value.end, text[value.start : value.end])
        if isinstance(value, Name):
            return self._name(value, about)
        if isinstance(value, Known):
            return self._known(value, about)
        if isinstance(value, Decision):
            return self._decision(value, about)
        if type(value).__name__ == "LogLine":
            return self._log_line(value)
        return self._made(value, about)

    def _made(self, value: V, about: tuple[str, ...], **given: Any) -> V:
        """The value again, each field by its fate; `given` are those that are made already."""
        fates = FIELDS.get(type(value))
        if fates is None:
            raise BrokenPromise(f"nothing says whether a {type(value).__name__} may leave")
        made = {
            field.name: given[field.name]
            if field.name in given
            else self._fates[fates[field.name]](getattr(value, field.name), about)
            for field in fields(value)  # type: ignore[arg-type]
            if field.init
        }
        return type(value)(**made)

    def _once(self, key: tuple[Any, ...], make: Callable[[], V]) -> V:
        if key not in self._memo:
            self._memo[key] = make()
        made: V = self._memo[key]
        return made

    # --- what a value is about

    def _about(self, value: Any, about: tuple[str, ...]) -> tuple[str, ...]:
        if isinstance(value, Claim | Unread):
            return (value.report.id,)
        if isinstance(value, Testimony):
            return (value.report,)
        if isinstance(value, Event):
            return tuple(sorted({one.report for one in value.testimonies}))
        if isinstance(value, Decision):
            return (self._reports_of[value.claim],) if value.claim in self._reports_of else ()
        return about

    def _about_key(self, key: str, about: tuple[str, ...]) -> tuple[str, ...]:
        event = self._memo.get(("event", key))
        return event if event is not None else about

    def _sweep(self, about: tuple[str, ...]) -> Sweep:
        if not about:
            return self._everybody
        if about not in self._sweeps:
            self._sweeps[about] = self._found.among(about)
        return self._sweeps[about]

    # --- fates

    def _each(self, value: Any, about: tuple[str, ...], mask: Callable[[str, Sweep], str]) -> Any:
        if isinstance(value, str):
            return self._once(
                (mask.__name__, value, about), lambda: self._calm(mask(value, self._sweep(about)))
            )
        return None if value is None else tuple(self._each(one, about, mask) for one in value)

    def _calm(self, words: str) -> str:
        """Words without sexual violence, unless that is chosen."""
        if self._choice.sexual_violence or not withheld_words(self._lexicon).search(words):
            return words
        return blocked(words, [(0, len(words))])

    def _words(self, value: Any, about: tuple[str, ...]) -> Any:
        return self._each(value, about, _swept)

    def _said(self, value: Any, about: tuple[str, ...]) -> Any:
        return self._each(value, about, _looked_through)

    def _title(self, value: str | None, about: tuple[str, ...]) -> Any:
        return self._each(value, about, _looked_through)

    def _address(self, value: str | None, about: tuple[str, ...]) -> str | None:
        if value is None:
            return None
        if "://" not in value:
            return str(self._each(value, about, _file_cleared))
        sweep, host = self._sweep(about), host_of(value)
        if sweep.owns(host):
            return blocked(value, [(value.index("://") + 3, len(value))])
        path = value[len(host) :]
        named = sweep.names_in(path) or _file_cleared(path, sweep) != path or self._calm(path) != path
        return host if named else value

    def _shown(self, value: str | tuple[str, ...], about: tuple[str, ...]) -> Any:
        if not isinstance(value, str):
            return tuple(self._shown(one, about) for one in value)
        return SOMEBODY if self._words(value, about) != value else value

    def _reader(self, value: Any, about: tuple[str, ...]) -> Any:  # noqa: ARG002
        if isinstance(value, Mapping):
            return {key: self._reviewers.reader(one) for key, one in value.items()}
        return self._reviewers.reader(value)

    def _lexicon_files(self, files: Mapping[str, bytes], about: tuple[str, ...]) -> Mapping[str, bytes]:  # noqa: ARG002
        return {name: data for name, data in files.items() if not name.startswith(OWN)}

    # --- values with rules of their own

    def _report(self, report: Report) -> Report:
        return self._made(report, (report.id,), text=self._found.texts[report.id])

    def _name(self, name: Name, about: tuple[str, ...]) -> Name:
        span = self.value(name.span, about)
        hidden = span.text != name.span.text or BLOCK in span.text
        return Name(span, None if hidden and not self._is_lexicons(name.id) else name.id)

    def _is_lexicons(self, id_: str | None) -> bool:
        return id_ is not None and self._table.name(id_) is not None

    def _known(self, known: Known, about: tuple[str, ...]) -> Known:
        hidden = not self._is_lexicons(known.id) and self._words(known.name, about) != known.name
        if not hidden:
            return self._made(known, about, id=known.id, name=known.name)
        stand_in = SOMEBODY if known.kind is NameKind.BODY else SOMEWHERE
        id_ = self._ids.setdefault(known.id, f"{WITHHELD_ID}{len(self._ids) + 1}")
        return self._made(known, about, id=id_, name=stand_in)

    def _log_line(self, line: Any) -> Any:
        by = self._reviewers.reader(line.by) if line.action == "read" else self._reviewers.person(line.by)
        if line.action == "user":
            subject = self._reviewers.person(line.subject)
        else:
            subject = " ".join(
                word if ID.fullmatch(word) else self._words(word, ()) for word in line.subject.split(" ")
            )
        return self._made(line, (), by=by, subject=subject)

    def _decision(self, decision: Decision, about: tuple[str, ...]) -> Decision:
        return self._made(decision, about, amendment=self._slots(decision.amendment, about))

    def _slots(self, amendment: str | None, about: tuple[str, ...]) -> str | None:
        """An amendment with its slots as the masked text has them."""
        if amendment is None:
            return None
        slots = json.loads(amendment)
        text = self._found.texts.get(about[0]) if about else None
        made = self._slot(slots, text, about)
        return amendment if made == slots else json.dumps(made, ensure_ascii=False, sort_keys=True)

    def _slot(self, value: Any, text: str | None, about: tuple[str, ...]) -> Any:
        if isinstance(value, list):
            return [self._slot(one, text, about) for one in value]
        if isinstance(value, str):
            return self._words(value, about)
        if not isinstance(value, dict):
            return value
        made = {key: self._slot(one, text, about) for key, one in value.items() if key != "id"}
        if text is not None and {"text", "start", "end"} <= value.keys():
            made["text"] = text[value["start"] : value["end"]]
        if "id" in value:
            hidden = made.get("text") != value.get("text") and not self._is_lexicons(value["id"])
            made["id"] = None if hidden else value["id"]
        return {key: made[key] for key in value}
