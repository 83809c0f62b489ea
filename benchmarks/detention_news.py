"""How news that tells of detention is read: against HRDsAttack, 400 articles on attacks on rights defenders.

    python benchmarks/detention_news.py FOLDER [--json] [--only train|dev]

FOLDER holds `data/train.json` and `data/dev.json` as HRDsAttack has them; each part is measured by itself.
An article is annotated as a whole: which violations it tells of, and where and when the main one happened. So
it is articles that are counted, not claims. docs/accuracy.md says what counts as agreement, and why.
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import Claim, ClaimType, Modality, Name, Report
from habeas.reading import read_report
from habeas.reading.gate import Gate
from habeas.reading.names import NameFinder
from habeas.reading.scene import SceneReader
from habeas.scoring.gold import Days, days_of
from habeas.scoring.match import period_days
from habeas.scoring.total import Count

PARTS: Final = ("train", "dev")
# The annotated kinds of violation in which people are taken or held.
DETENTION: Final = frozenset({"arbitrary detention", "kidnapping", "enforced disappearance"})
TAKEN: Final = frozenset({ClaimType.CAPTURE, ClaimType.RECAPTURE, ClaimType.HOLDING})
# What a state or body asks for, and what it denies, doesn't tell that anybody is held.
TELLING: Final = frozenset(ClaimType) - {ClaimType.POSITION, ClaimType.DENIAL}
SAID: Final = frozenset({Modality.ASSERTED, Modality.ALLEGED, Modality.ONGOING})
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEARS: Final = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Article:
    """One annotated article. `when` is as fine as the annotation: "2020", "2020-07" or "2020-07-06"."""

    report: Report
    violations: frozenset[str]
    country: str | None  # as annotated
    when: str | None
    several: bool  # a group, or more than one person, is annotated as harmed

    @property
    def detains(self) -> bool:
        """True where the annotation says that somebody was taken or held."""
        return bool(self.violations & DETENTION)


@dataclass(frozen=True, slots=True)
class Told:
    """What was read in one article; `opened` says whether it got past the gate at all."""

    opened: bool
    claims: tuple[Claim, ...]
    country: str | None  # of the places
    country_acting: str | None  # of the places, else of the bodies that act

    def of(self, kinds: Collection[ClaimType], details: Collection[str] | None = None) -> bool:
        """True where a claim of these kinds (and, where given, details) is said to be so."""
        return any(
            claim.type in kinds and claim.modality in SAID and (details is None or claim.detail in details)
            for claim in self.claims
        )

    def days(self) -> Days | None:
        """The days of the first dated claim that people were taken; else of the first dated one."""
        dated = [(claim.type in TAKEN, days) for claim in self.claims if (days := period_days(claim.period))]
        first = sorted(dated, key=lambda one: not one[0])[:1]
        return first[0][1] if first else None


@dataclass(slots=True)
class Row:
    """One line of the table: what it compares, over how many articles, and how the two agree."""

    name: str
    articles: int = 0
    left_alone: int = 0  # articles in which nothing is annotated and nothing read
    count: Count = field(default_factory=Count)

    def add(self, *, read: bool, annotated: bool) -> None:
        """One article of which something may be read, and may be annotated."""
        self.articles += 1
        self.left_alone += not read and not annotated
        self.count.found += read and annotated
        self.count.extra += read and not annotated
        self.count.missed += annotated and not read

    def compare(self, *, given: bool, right: bool) -> None:
        """One article with an annotated value: a wrong one is one too many, and the right one is missed."""
        self.articles += 1
        self.count.found += given and right
        self.count.extra += given and not right
        self.count.missed += not (given and right)


# --- the annotation ---


def articles(wire: Iterable[Mapping[str, Any]]) -> list[Article]:
    """The annotated articles of one file."""
    return [_article(one["sample"], one["merged_sample"]) for one in wire]


def _article(sample: Mapping[str, Any], annotation: Mapping[str, Any]) -> Article:
    text = text_of(sample["Input.title"], sample["Input.article_interface"])
    report = Report(
        id=sha256(text.encode()).hexdigest(),
        name=str(sample["Input.GLOBALEVENTID"]),
        text=text,
        title=sample["Input.title"],
        published=date.fromisoformat(sample["Input.publish_date"][:10]),
    )
    kinds = [victim["victim_population_type"] for victim in annotation["victims"]]
    return Article(
        report,
        frozenset(annotation["violation_types"]),
        annotation["country"],
        when_of(annotation["year"], annotation["month"], annotation["date"]),
        several=len(kinds) > 1 or "multiple" in kinds,
    )


def text_of(title: str, body: str) -> str:
    """The headline and the paragraphs, a blank line after each."""
    lines = [title, *re.split(r"</?p>", body)]
    return "\n\n".join(line.strip() for line in map(html.unescape, lines) if line.strip())


def when_of(year: str | None, month: str | None, day: str | None) -> str | None:
    """What the annotators wrote ("2020.0", "July", "6.0", "unknown"), as an ISO year, month or day."""
    number = _number(year)
    if number not in YEARS:
        return None
    words, months = f"{number}", _month(month)
    if months is None:
        return words
    words, days = f"{words}-{months:02}", _number(day)
    try:
        return date(number, months, days or 0).isoformat()
    except ValueError:
        return words


def _number(words: str | None) -> int:
    """The number that the words begin with; 0 where they begin with none."""
    found = re.match(r"\d+", words or "")
    return int(found.group()) if found else 0


def _month(words: str | None) -> int | None:
    if (number := _number(words)) in range(1, 13):
        return number
    name = (words or "")[:3].lower()
    return MONTHS.index(name) + 1 if name in MONTHS else None


# --- the reading ---


class Reader:
    """Reads articles, and knows in which country a place is."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._gate = Gate.of(lexicon)
        self._scenes = SceneReader(lexicon)
        self._names = NameFinder(lexicon)
        self._bodies = {actor.id: actor.country for actor in lexicon.actors}

    def read(self, article: Article) -> Told:
        """What is read in an article, or that the gate keeps it from the parser."""
        report = article.report
        opened = self._gate.opens(report) or self._scenes.names_the_field(report.text)
        claims = read_report(report, self._lexicon).claims
        places = [
            place for claim in claims for place in (claim.place, claim.origin, claim.destination) if place
        ]
        country = most_named(self.code(place.text) for place in places)
        acting = most_named(self._acts_for(claim.actor) for claim in claims if claim.actor is not None)
        return Told(opened, claims, country, country or acting)

    def _acts_for(self, actor: Name) -> str | None:
        """The country of a body that the lexicon knows, or that is called after its country or people."""
        if actor.id in self._bodies:
            return self._bodies[actor.id]
        named = self._names.find(actor.text)
        return next((code for one in named if (code := one.country or one.nationality)), None)

    def code(self, words: str | None) -> str | None:
        """The one country that these words name, or that the place which they name is in."""
        codes = {named.country for named in self._names.find(words or "") if named.country}
        return codes.pop() if len(codes) == 1 else None


def most_named(codes: Iterable[str | None]) -> str | None:
    """The code that is there most often, the first of those that are equal."""
    counted = Counter(code for code in codes if code)
    return counted.most_common(1)[0][0] if counted else None


# --- the comparison ---

Asked = Callable[[Told], bool]

KINDS: Final[tuple[tuple[str, frozenset[str], Asked], ...]] = (
    ("the gate opens", DETENTION, lambda told: told.opened),
    ("tells of detention", DETENTION, lambda told: told.of(TELLING)),
    ("taken or held", DETENTION, lambda told: told.of(TAKEN)),
    (
        "torture",
        frozenset({"torture"}),
        lambda told: told.of({ClaimType.ALLEGATION}, {"torture", "ill-treatment"}),
    ),
    (
        "disappearance",
        frozenset({"enforced disappearance"}),
        lambda told: told.of({ClaimType.ALLEGATION}, {"disappearance"}),
    ),
    ("death", frozenset({"killing"}), lambda told: told.of({ClaimType.DEATH, ClaimType.EXECUTION})),
)
# How many characters of an ISO date each fineness has.
FINENESS: Final = (("year", 4), ("month", 7), ("day", 10))


def compare(pairs: Iterable[tuple[Article, Told]], code: Callable[[str | None], str | None]) -> list[Row]:
    """Every line of the table, over these articles."""
    pairs = list(pairs)
    detaining = [(article, told) for article, told in pairs if article.detains]
    rows = [_kind(pairs, *kind) for kind in KINDS]
    rows += [_victims(detaining, several=several) for several in (True, False)]
    rows.append(_countries(detaining, code, "country of places", lambda told: told.country))
    rows.append(_countries(detaining, code, "… or of bodies", lambda told: told.country_acting))
    rows += [_dates(detaining, name, length) for name, length in FINENESS]
    return rows


def _kind(pairs: Iterable[tuple[Article, Told]], name: str, violations: frozenset[str], read: Asked) -> Row:
    row = Row(name)
    for article, told in pairs:
        row.add(read=read(told), annotated=bool(article.violations & violations))
    return row


def _victims(pairs: Iterable[tuple[Article, Told]], *, several: bool) -> Row:
    """How often an article that tells of detention is known as one, by how many people it is about."""
    row = Row("detention of several" if several else "detention of one person")
    for article, told in pairs:
        if article.several is several:
            row.add(read=told.of(TELLING), annotated=True)
    return row


def _countries(
    pairs: Iterable[tuple[Article, Told]],
    code: Callable[[str | None], str | None],
    name: str,
    read: Callable[[Told], str | None],
) -> Row:
    """Only where the lexicon knows the annotated country by what the annotators called it."""
    row = Row(name)
    for article, told in pairs:
        if wanted := code(article.country):
            row.compare(given=read(told) is not None, right=read(told) == wanted)
    return row


def _dates(pairs: Iterable[tuple[Article, Told]], name: str, length: int) -> Row:
    row = Row(f"date, to the {name}")
    for article, told in pairs:
        if article.when is not None and len(article.when) >= length:
            days = told.days()
            row.compare(given=days is not None, right=within(days, article.when[:length]))
    return row


def within(days: Days | None, when: str) -> bool:
    """True where all of the days lie in the annotated year, month or day."""
    wanted = days_of(when)
    return days is not None and wanted is not None and wanted[0] <= days[0] and days[1] <= wanted[1]


def table(rows: Iterable[Row]) -> dict[str, dict[str, float | int]]:
    """The rows ready for JSON."""
    return {
        row.name: {"articles": row.articles, "left_alone": row.left_alone, **row.count.rates()}
        for row in rows
    }


def measure(folder: Path, parts: Iterable[str] = PARTS) -> dict[str, dict[str, dict[str, float | int]]]:
    """The table of each part."""
    reader = Reader(load_lexicon())
    tables = {}
    for part in parts:
        found = articles(json.loads((folder / "data" / f"{part}.json").read_text("utf-8")))
        tables[part] = table(compare(((one, reader.read(one)) for one in found), reader.code))
    return tables


def main() -> None:
    """Print the table of each part."""
    asked = argparse.ArgumentParser(description="How news that tells of detention is read (HRDsAttack).")
    asked.add_argument("folder", type=Path, metavar="FOLDER")
    asked.add_argument("--only", choices=PARTS)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    tables = measure(options.folder, [options.only] if options.only else PARTS)
    if options.json:
        print(json.dumps(tables))
        return
    for part, rows in tables.items():
        print(f"{part:22}{'articles':>9}{'precision':>11}{'recall':>8}{'F1':>7}")
        for name, row in rows.items():
            print(
                f"{name:22}{row['articles']:>9}{row['precision']:>11.2f}{row['recall']:>8.2f}{row['f1']:>7.2f}"
            )


if __name__ == "__main__":
    main()
