"""How many voices stand behind some claims: copies and quoted speakers folded together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import ActorKind
from habeas.reckoned import Known, NameKind, Testimony, Voices


def voices(testimonies: Iterable[Testimony], family_of: Mapping[str, str]) -> Voices:
    """Who stands behind these claims.

    Each body or person that is credited is one voice, however many reports quote it. What a family of copies
    says without a name ("officials", or nobody at all) is no voice beside those that it names; where it names
    none, it is one voice if it credits somebody, else uncredited. `family_of` gives each report's family by
    the report's id; a report that it lacks copies nobody.
    """
    told = list(testimonies)
    credited: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    nameless: dict[str, set[str]] = defaultdict(set)
    named_by: set[str] = set()
    for one in told:
        family, speaker = family_of.get(one.report, one.report), speaker_of(one)
        if speaker is None or speaker.somebody:
            nameless[family] |= set() if speaker is None else {speaker.name}
        else:
            credited[speaker.id][speaker.name].add(one.report)
            named_by.add(family)
    unnamed = {family: shown for family, shown in nameless.items() if family not in named_by}
    return Voices(
        named=tuple(
            sorted([*map(_shown, credited.values()), *(min(one) for one in unnamed.values() if one)])
        ),
        uncredited=sum(not one for one in unnamed.values()),
        reports=len({one.report for one in told}),
    )


def speaker_of(testimony: Testimony) -> Known | None:
    """The nearest speaker: who is credited, else the body whose own document the report is, else nobody."""
    return testimony.speaker or testimony.outlet


def publishers(lexicon: Lexicon) -> dict[str, Known]:
    """The bodies that publish documents of their own, by each of their names, for `publisher`.

    News outlets are none: they tell what others say. A name that two bodies share is left out.
    """
    bodies: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for actor in lexicon.actors:
        for alias in actor.aliases:
            bodies[_folded(alias)].add((actor.id, actor.name))
    outlets = {actor.id for actor in lexicon.actors if actor.kind is ActorKind.OUTLET}
    return {
        alias: Known(NameKind.BODY, id_, name, 1.0, "the body's own document")
        for alias, known in bodies.items()
        if len(known) == 1
        for id_, name in known
        if id_ not in outlets
    }


def publisher(outlet: str | None, bodies: Mapping[str, Known]) -> Known | None:
    """The body of that name, None where the outlet is none of these bodies."""
    return None if outlet is None else bodies.get(_folded(outlet))


def _shown(reports: Mapping[str, set[str]]) -> str:
    """The form of the name that most reports print; of equals, the first by name."""
    return min(reports, key=lambda name: (-len(reports[name]), name))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
