"""How many voices stand behind some claims: copies and quoted speakers folded together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import ActorKind
from habeas.reckoned import Known, NameKind, Testimony, Voices
from habeas.reckoning.forest import Forest


def voices(testimonies: Iterable[Testimony], family_of: Mapping[str, str]) -> Voices:
    """Who stands behind these claims.

    Claims whose reports are in one family, or whose nearest speaker is the same body, are one voice, also
    through others. `family_of` gives each report's family by the report's id; a report that it lacks copies
    nobody. A voice with several speakers goes by the name of the one that most of its reports credit.
    """
    told = list(testimonies)
    families = {one.id: family_of.get(one.report, one.report) for one in told}
    forest = Forest({name for one in told for name in _ends(one, families[one.id])})
    for one in told:
        ends = _ends(one, families[one.id])
        forest.join(ends[0], ends[-1])
    folded: dict[str, list[Testimony]] = defaultdict(list)
    for one in told:
        folded[forest.root(_ends(one, families[one.id])[0])].append(one)
    shown = [_shown(members) for members in folded.values()]
    return Voices(
        named=tuple(sorted(name for name in shown if name is not None)),
        uncredited=shown.count(None),
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


def _ends(testimony: Testimony, family: str) -> tuple[str, ...]:
    """What a claim's voice hangs on: its report's family and, if there is one, its speaker."""
    speaker = speaker_of(testimony)
    return (f"family {family}",) if speaker is None else (f"family {family}", f"speaker {speaker.id}")


def _shown(members: Sequence[Testimony]) -> str | None:
    """The name of the speaker that most reports credit; of equals, the first by name."""
    crediting: dict[str, set[str]] = defaultdict(set)
    for one in members:
        if (speaker := speaker_of(one)) is not None:
            crediting[speaker.name].add(one.report)
    return min(crediting, key=lambda name: (-len(crediting[name]), name), default=None)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
