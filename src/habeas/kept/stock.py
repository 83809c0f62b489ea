"""What the stages of reckoning take from: the derived rows, the lexicon, and what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from habeas.ledger.bodies import testimony_from_body
from habeas.ledger.derived import Derived
from habeas.lexicon import Lexicon
from habeas.model import Claim, Decision, Matter, Ruling, Unread
from habeas.reckoned import Testimony
from habeas.reckoning.decided import Decided, decided, looked_at, rulings_in_force
from habeas.reckoning.knots import EVERYTHING, Keys, number


@dataclass(frozen=True, slots=True)
class Ruled:
    """Everything that people decided: on claims, by the claim's id, and the rulings in force."""

    decisions: Mapping[str, tuple[Decision, ...]]
    rulings: tuple[Ruling, ...]

    @classmethod
    def of(cls, decisions: Iterable[Decision], rulings: Iterable[Ruling]) -> Ruled:
        """The same, sorted out."""
        by_claim: dict[str, list[Decision]] = defaultdict(list)
        for decision in decisions:
            by_claim[decision.claim].append(decision)
        kept = {claim: tuple(made) for claim, made in by_claim.items()}
        return cls(kept, tuple(rulings_in_force(rulings)))

    def claims(self, read: Iterable[Claim]) -> list[Claim]:
        """Those of the claims that count, as people decided."""
        read = list(read)
        made = [one for claim in read for one in self.decisions.get(claim.id, ())]
        return list(decided(read, made).claims)

    def about(self, matter: Matter) -> list[Ruling]:
        """The rulings on one matter."""
        return [ruling for ruling in self.rulings if ruling.matter is matter]

    def keys(self, matter: Matter) -> dict[str, Keys]:
        """What two things that somebody ruled on share, by thing: so they meet even if they share no more."""
        found: dict[str, dict[int, int]] = defaultdict(dict)
        for ruling in self.about(matter):
            for thing in (ruling.one, ruling.other):
                found[thing][number(f"ruled {ruling.one} {ruling.other}")] = EVERYTHING
        return dict(found)


@dataclass(frozen=True, slots=True)
class Stock:
    """One state of the ledger, for the stages to take from.

    Decisions are asked for claim by claim, never all of them; `ruled` holds none.
    """

    derived: Derived
    lexicon: Lexicon
    ruled: Ruled

    @classmethod
    def of(cls, derived: Derived, lexicon: Lexicon) -> Stock:
        """What this transaction sees."""
        return cls(derived, lexicon, Ruled.of((), derived.rulings()))

    def claims_of(self, report_ids: Iterable[str]) -> list[Claim]:
        """The claims of these reports that count, as decided."""
        return list(self.decided(self.derived.claims_of(report_ids)).claims)

    def figures_of(self, report_ids: Iterable[str]) -> list[Unread]:
        """The unread figures of these reports, with what people said of them."""
        figures = self.derived.unread_of(report_ids)
        return looked_at(figures, self.derived.decisions_on(figure.id for figure in figures))

    def decided(self, read: Iterable[Claim]) -> Decided:
        """These claims, as people decided."""
        read = list(read)
        return decided(read, self.derived.decisions_on(claim.id for claim in read))

    def testimonies(self, ids: Iterable[str]) -> dict[str, Testimony]:
        """What is kept of these claims, of those that count."""
        bodies = self.derived.testimonies(ids)
        found = self.decided(self.derived.claims(bodies)).claims
        return {claim.id: testimony_from_body(claim, bodies[claim.id]) for claim in found}
