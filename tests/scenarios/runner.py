"""Runs a scenario through reckoning and says how what it makes differs from what is expected.

Every aspect is looked at twice, with the claims in their order and against it: order must not matter.
"""

from __future__ import annotations

import importlib
import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from habeas.model import Claim, Ruling, Signature
from habeas.reckoned import (
    Account,
    Amount,
    Conflict,
    Event,
    Family,
    Figure,
    Known,
    NameKind,
    Testimony,
    Voices,
)
from scenarios.shape import (
    NAMES,
    AccountWanted,
    Bounds,
    EventWanted,
    FigureWanted,
    Spelt,
    VoicesWanted,
    days_of,
)
from scenarios.world import World, known_as, lexicon

Made = Event | Conflict | Family

AMOUNTS: Final = ("opening", "came", "left", "closing", "not_covered")


class NotBuiltError(LookupError):
    """The function that an aspect needs isn't there yet."""


def built(module: str, function: str) -> Callable[..., Any]:
    """A function of habeas by name; raises NotBuiltError where it isn't there yet."""
    name = f"habeas.{module}"
    try:
        found = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not name.startswith(error.name):  # something else that it needs
            raise
        raise NotBuiltError(f"{name} isn't there yet") from error
    if not hasattr(found, function):
        raise NotBuiltError(f"{name}.{function} isn't there yet")
    return getattr(found, function)  # type: ignore[no-any-return]


class Reckoning:
    """What reckoning makes of a world, each part made when it is asked for."""

    def __init__(self, world: World, *, backwards: bool = False) -> None:
        self.world = world
        self._step = -1 if backwards else 1

    @cached_property
    def claims(self) -> list[Claim]:
        """The claims as reviewers left them."""
        claims = [*self.world.claims.values()][:: self._step]
        if not self.world.scenario.decisions:
            return claims
        return list(built("reckoning.decided", "decided")(claims, self.world.decisions()).claims)

    @cached_property
    def testimonies(self) -> list[Testimony]:
        """The claims with their names known."""
        names = built("reckoning.names", "names")(self.claims, lexicon(), self.world.rulings())
        testimonies = built("reckoning.testimony", "testimonies")
        return list(testimonies(self.claims, names, self.family_of, **self._bodies()))

    def _bodies(self) -> dict[str, Any]:
        """The bodies that publish documents of their own."""
        try:
            return {"bodies": built("reckoning.voices", "publishers")(lexicon())}
        except NotBuiltError:
            return {}

    @cached_property
    def signatures(self) -> list[Signature]:
        """What of each report finds its copies."""
        signature = built("linking.signatures", "signature")
        reports = [*self.world.reports.values()][:: self._step]
        held = [[claim for claim in self.claims if claim.report.id == report.id] for report in reports]
        return [signature(report, claims) for report, claims in zip(reports, held, strict=True)]

    @cached_property
    def families(self) -> list[Family]:
        """Which reports copy one another, found from their texts."""
        return list(built("reckoning.families", "families")(self.signatures, self.world.rulings()))

    @cached_property
    def family_of(self) -> Mapping[str, str]:
        """The family of each report: found where the scenario is about that, else as it says."""
        own = {report.id: report.id for report in self.world.reports.values()}
        if self.world.scenario.expect.families is not None:
            return own | {report: family.id for family in self.families for report in family.reports}
        for copies in self.world.scenario.copies:
            own |= {self.world.reports[label].id: self.world.reports[copies[0]].id for label in copies}
        return own

    @cached_property
    def events(self) -> list[Event]:
        """The happenings."""
        return list(built("reckoning.events", "events")(self.testimonies, self.world.rulings()))

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """The contradictions, and what is contested."""
        return list(built("reckoning.conflicts", "conflicts")(self.testimonies, self.events))

    def voices(self, labels: Sequence[str]) -> Voices:
        """Who stands behind these claims."""
        ids = {self.world.claims[label].id for label in labels}
        behind = [one for one in self.testimonies if one.id in ids]
        found = built("reckoning.voices", "voices")(behind, self.family_of)
        assert isinstance(found, Voices)
        return found

    def account(self, wanted: AccountWanted) -> Account:
        """The account that is asked for."""
        found = built("reckoning.accounts", "account")(
            self.testimonies,
            self.events,
            place=self._id(wanted.place, ("place", "origin", "destination")),
            holder=self._id(wanted.holder, ("actor",)),
            group=frozenset(wanted.group),
            days=days_of(wanted.days),
        )
        assert isinstance(found, Account)
        return found

    def named(self, mention: str, kind: NameKind) -> list[Known]:
        """What a spelling, or the name `a1.speaker` of one claim, is known as wherever it stands."""
        label, _, slot = mention.partition(".")
        if slot in NAMES and label in self.world.claims:
            wanted = [(self.world.claims[label].id, slot)]
            return [
                known
                for one in self.testimonies
                for id_, _ in wanted
                if one.id == id_ and (known := getattr(one, slot))
            ]
        slots = ("place", "origin", "destination") if kind is NameKind.PLACE else ("actor", "speaker")
        return [known for one in self.testimonies for known in _spelt(one, mention, slots)]

    def _id(self, words: str | None, slots: Sequence[str]) -> str | None:
        if words is None:
            return None
        known = [known for one in self.testimonies for known in _spelt(one, words, slots)]
        return known[0].id if known else known_as(words, slots[0])


def _spelt(testimony: Testimony, words: str, slots: Sequence[str]) -> Iterator[Known]:
    for slot in slots:
        name, known = getattr(testimony.claim, slot), getattr(testimony, slot)
        if name is not None and known is not None and name.text == words:
            yield known


def faults(world: World, aspect: str) -> list[str]:
    """How this aspect differs from what the scenario expects, in either order of the claims.

    Raises NotBuiltError where what it needs isn't there yet.
    """
    look = LOOKS[aspect]
    onward = list(look(Reckoning(world)))
    back = list(look(Reckoning(world, backwards=True)))
    return onward + [f"with the claims in another order: {fault}" for fault in back if fault not in onward]


def part_faults(world: World, aspect: str) -> list[str]:
    """How this aspect comes out otherwise where only what keys connect is reckoned together.

    A ledger that grows is reckoned in such parts. Raises NotBuiltError as `faults`.
    """
    return list(PARTS[aspect](Reckoning(world)))


def connected(keys: Iterable[Iterable[Hashable]]) -> list[list[int]]:
    """Things, by index, in the parts that their shared keys connect."""
    parts: list[tuple[set[int], set[Hashable]]] = []
    for index, own in enumerate(map(set, keys)):
        met = [part for part in parts if part[1] & own]
        parts = [part for part in parts if part not in met]
        indices = {index}.union(*(part[0] for part in met))
        parts.append((indices, own.union(*(part[1] for part in met))))
    return [sorted(indices) for indices, _ in parts]


def _families_by_part(reckoning: Reckoning) -> Iterator[str]:
    families, rulings = built("reckoning.families", "families"), reckoning.world.rulings()
    ruled = _ruled(rulings)
    keys = built("reckoning.families", "keys")
    met = [{*keys(one), *ruled[one.report]} for one in reckoning.signatures]
    parts = ([reckoning.signatures[index] for index in part] for part in connected(met))
    found = [family for part in parts for family in families(part, rulings)]
    yield from _unlike(reckoning.families, found)


def _ruled(rulings: Iterable[Ruling]) -> Mapping[str, set[Hashable]]:
    """For each thing, the pairs of which a reviewer ruled that it is one."""
    pairs: defaultdict[str, set[Hashable]] = defaultdict(set)
    for ruling in rulings:
        for id_ in (ruling.one, ruling.other):
            pairs[id_].add((ruling.one, ruling.other))
    return pairs


def _events_by_part(reckoning: Reckoning) -> Iterator[str]:
    events, rulings = built("reckoning.events", "events"), reckoning.world.rulings()
    ruled = _ruled(rulings)
    keys = built("reckoning.events", "keys")
    met = [{*keys(one), *ruled[one.id]} for one in reckoning.testimonies]
    parts = ([reckoning.testimonies[index] for index in part] for part in connected(met))
    found = [event for part in parts for event in events(part, rulings)]
    yield from _unlike(reckoning.events, found)


def _conflicts_by_part(reckoning: Reckoning) -> Iterator[str]:
    home = {id_: event.id for event in reckoning.events for id_ in event.claims}
    keys, conflicts = built("reckoning.conflicts", "keys"), built("reckoning.conflicts", "conflicts")
    met = [{*keys(one), ("event", home.get(one.id, one.id))} for one in reckoning.testimonies]
    found: list[Conflict] = []
    for indices in connected(met):
        part = [reckoning.testimonies[index] for index in indices]
        inside = {home.get(one.id) for one in part}
        found += conflicts(part, [event for event in reckoning.events if event.id in inside])
    yield from _unlike(reckoning.conflicts, found)


def _unlike(whole: Iterable[Made], parts: Iterable[Made]) -> Iterator[str]:
    """What isn't made alike of the whole and of the parts."""
    there, made = {one.id: one for one in whole}, {one.id: one for one in parts}
    for id_ in sorted(there.keys() | made.keys()):
        if there.get(id_) != made.get(id_):
            yield f"of the whole {there.get(id_)}, of the parts {made.get(id_)}"


PARTS: Final[Mapping[str, Callable[[Reckoning], Iterator[str]]]] = {
    "families": _families_by_part,
    "events": _events_by_part,
    "conflicts": _conflicts_by_part,
}


# --- names ---


def _names(reckoning: Reckoning) -> Iterator[str]:
    wanted = reckoning.world.scenario.expect.names
    assert wanted is not None
    yield from _kind_of_names(reckoning, wanted.place, NameKind.PLACE)
    yield from _kind_of_names(reckoning, wanted.body, NameKind.BODY)


def _kind_of_names(reckoning: Reckoning, spelt: Spelt, kind: NameKind) -> Iterator[str]:
    for one in spelt.one:
        ids = {mention: _ids(reckoning, mention, kind) for mention in one}
        if len(frozenset().union(*ids.values())) != 1:
            yield f"not one {kind}: {ids}"
    for apart in spelt.apart:
        for first, second in itertools.combinations(apart, 2):
            ids = {mention: _ids(reckoning, mention, kind) for mention in (first, second)}
            if ids[first] & ids[second]:
                yield f"not apart as {kind}: {ids}"


def _ids(reckoning: Reckoning, mention: str, kind: NameKind) -> frozenset[str]:
    known = reckoning.named(mention, kind)
    assert known, f"{mention!r} is no {kind} of the claims"
    return frozenset(one.id for one in known)


# --- families and voices ---


def _families(reckoning: Reckoning) -> Iterator[str]:
    wanted = reckoning.world.scenario.expect.families
    assert wanted is not None
    label_of = {report.id: label for label, report in reckoning.world.reports.items()}
    found = [[label_of[report] for report in family.reports] for family in reckoning.families]
    yield from partition_faults(wanted, found, what="family")


def _voices(reckoning: Reckoning) -> Iterator[str]:
    for wanted in reckoning.world.scenario.expect.voices or ():
        yield from voice_faults(wanted, reckoning.voices(wanted.of))


def voice_faults(wanted: VoicesWanted, found: Voices) -> Iterator[str]:
    """How the voices behind some claims differ from those expected."""
    named = len(found.named) if isinstance(wanted.named, int) else sorted(found.named)
    expected = wanted.named if isinstance(wanted.named, int) else sorted(wanted.named)
    if (named, found.uncredited) != (expected, wanted.uncredited):
        of = ", ".join(wanted.of)
        yield f"{of}: {found.named} named, {found.uncredited} uncredited, not {expected}, {wanted.uncredited}"
    if wanted.reports is not None and found.reports != wanted.reports:
        yield f"{', '.join(wanted.of)}: {found.reports} reports, not {wanted.reports}"


# --- events ---


def _events(reckoning: Reckoning) -> Iterator[str]:
    wanted = reckoning.world.scenario.expect.partition
    told = [(reckoning.world.labels(event.claims), event) for event in reckoning.events]
    yield from partition_faults([one.claims for one in wanted], [labels for labels, _ in told], what="event")
    for one in wanted:
        for labels, event in told:
            if one.claims[0] in labels:
                yield from (
                    f"{', '.join(labels)}: {fault}" for fault in event_faults(one, event, reckoning.world)
                )


def _no_event(reckoning: Reckoning) -> Iterator[str]:
    told = {label for event in reckoning.events for label in reckoning.world.labels(event.claims)}
    for label in reckoning.world.scenario.expect.no_event or ():
        if label in told:
            yield f"{label} tells of no happening, but is in an event"


def partition_faults(
    wanted: Sequence[Sequence[str]], found: Iterable[Sequence[str]], *, what: str
) -> Iterator[str]:
    """Labels that should be together and aren't, or the other way; labels that aren't expected are free."""
    home = {label: index for index, labels in enumerate(found) for label in labels}
    expected = {label: index for index, labels in enumerate(wanted) for label in labels}
    for label in expected:
        if label not in home:
            yield f"{label} is in no {what}"
    there = [label for label in expected if label in home]
    for one, other in itertools.combinations(there, 2):
        if expected[one] == expected[other] and home[one] != home[other]:
            yield f"{one} and {other} are one {what}, but were kept apart"
        if expected[one] != expected[other] and home[one] == home[other]:
            yield f"{one} and {other} are no one {what}, but were joined"


def event_faults(wanted: EventWanted, event: Event, world: World) -> Iterator[str]:
    """How an event differs from what is certain of it."""
    for slot in ("status", "type", "total"):
        expected, found = getattr(wanted, slot), getattr(event, slot)
        if expected is not None and found != expected:
            yield f"{slot} is {found}, not {expected}"
    if wanted.differing is not None and sorted(event.differing) != sorted(wanted.differing):
        yield f"differing are {event.differing}, not {wanted.differing}"
    for figure in wanted.figures:
        if not any(_gives(one, figure) for one in event.figures):
            told = [(one.low, one.high, str(one.unit), sorted(one.group)) for one in event.figures]
            yield f"no figure is {figure.low}–{figure.high} {figure.unit} {figure.group or ''}: {told}"
    if wanted.agreed is not None and all(figure.agreed for figure in event.figures) != wanted.agreed:
        apart = [(one.low, one.high, world.labels(one.claims)) for one in event.figures if not one.agreed]
        yield f"figures {'disagree' if wanted.agreed else 'agree'}: {apart}"


def _gives(found: Figure, wanted: FigureWanted) -> bool:
    bounds = (found.low, found.high, found.unit) == (wanted.low, wanted.high, wanted.unit)
    return bounds and (wanted.group is None or found.group == frozenset(wanted.group))


# --- conflicts and accounts ---


def _conflicts(reckoning: Reckoning) -> Iterator[str]:
    wanted = {(str(one.kind), *sorted(one.claims)) for one in reckoning.world.scenario.expect.conflicts or ()}
    whys = {(str(one.kind), *reckoning.world.labels(one.claims)): one.why for one in reckoning.conflicts}
    yield from (f"not found: {' '.join(one)}" for one in sorted(wanted - whys.keys()))
    yield from (f"not there: {' '.join(one)} ({whys[one]})" for one in sorted(whys.keys() - wanted))


def _accounts(reckoning: Reckoning) -> Iterator[str]:
    for wanted in reckoning.world.scenario.expect.accounts or ():
        found = reckoning.account(wanted)
        aside = reckoning.world.labels(found.set_aside)
        asked = f"{wanted.place or wanted.holder} {wanted.days}"
        yield from (f"{asked}: {fault}" for fault in account_faults(wanted, found, aside))


def account_faults(wanted: AccountWanted, found: Account, aside: Sequence[str]) -> Iterator[str]:
    """How an account differs from what is certain of it."""
    for slot in AMOUNTS:
        bounds: Bounds | None = getattr(wanted, slot)
        amount: Amount = getattr(found, slot)
        if bounds is not None and (amount.low, amount.high) != bounds:
            yield f"{slot} is {amount.low}–{amount.high}, not {bounds[0]}–{bounds[1]}"
    if wanted.set_aside is not None and sorted(aside) != sorted(wanted.set_aside):
        yield f"set aside are {aside}, not {wanted.set_aside}"
    notes = " / ".join(found.notes)
    yield from (f"no note says {words!r}: {notes}" for words in wanted.notes if words not in notes)
    yield from (f"a note says {word!r}: {notes}" for word in wanted.never if word in notes)


LOOKS: Final[Mapping[str, Callable[[Reckoning], Iterator[str]]]] = {
    "names": _names,
    "families": _families,
    "voices": _voices,
    "events": _events,
    "no_event": _no_event,
    "conflicts": _conflicts,
    "accounts": _accounts,
}
