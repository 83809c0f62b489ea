"""The brief as a file: what fits is gathered and cleared, composed, written whole, and told of in the log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial

from habeas.exporting import Target, Wanted, claims_passing, export_file
from habeas.ledger.queries import EVERYTHING
from habeas.pipeline import Desk
from habeas.publishing.brief import Since
from habeas.publishing.brief.news import Count
from habeas.publishing.documents import Asked, Changes, compose, form_of, written
from habeas.publishing.holdings import Choice, Cleared, Holdings
from habeas.reckoning.families import family_of
from habeas.reckoning.voices import voices


@dataclass(frozen=True, slots=True)
class Told:
    """How the brief is told: as of which day, under which title, and since when changes are, if only they."""

    today: date
    title: str = ""
    changes_since: date | None = None


def write_brief(desk: Desk, target: Target, told: Told, wanted: Wanted, choice: Choice) -> Cleared:
    """Write the brief into a file, in the form that its name's ending asks for; gives what left.

    Raises WrongUsage for an ending that no document has, and as `export_file` does.
    """
    form = form_of(target.path)

    def write(cleared: Cleared) -> tuple[str, bytes]:
        asked = _asked(desk, told, wanted, cleared.holdings)
        return f"brief-{form}", written(compose(cleared, asked, desk.lexicon), form)

    return export_file(desk, target, write, wanted, choice)


def _asked(desk: Desk, told: Told, wanted: Wanted, held: Holdings) -> Asked:
    """The same for the document, with what it has to know of the reports that nothing of it stands in."""
    added = desk.ledger.added()
    since = None if told.changes_since is None else Since(told.changes_since, added)
    everything = wanted.filter == EVERYTHING
    beyond, older = _beyond(desk, held, since) if not everything else (Counter[str | None](), 0)
    return Asked(
        told.today,
        told.title,
        passing=None if everything else claims_passing(desk, wanted),
        changes=None if since is None else Changes(since, _counted(held)),
        beyond=beyond,
        older=older,
    )


def _beyond(desk: Desk, held: Holdings, since: Since | None) -> tuple[Counter[str | None], int]:
    """How many other reports there are, by language; of changes the newer ones, and the others."""
    at_hand = {report.id for report in held.reports}
    others = desk.ledger.described(desk.ledger.added().keys() - at_hand).values()
    newer = [one.language for one in others if since is None or since.has(one.id, one.published)]
    return Counter(newer), len(others) - len(newer)


def _counted(held: Holdings) -> Count:
    return partial(voices, family_of=family_of(held.reckoned.families))
