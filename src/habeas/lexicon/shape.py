"""What each lexicon file may hold. One class a file's row; a row that doesn't fit is a named fault."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from habeas.model import ClaimType, Modality, is_group_tag


def _tag(tag: str) -> str:
    """The tag, if a claim's group may hold it (docs/annotation.md)."""
    if not is_group_tag(tag):
        raise ValueError(f"'{tag}' is no group tag; docs/annotation.md lists them")
    return tag


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Tag = Annotated[str, AfterValidator(_tag)]
Slug = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|[a-z0-9]+(-[a-z0-9]+)*)$")]


class Row(BaseModel):
    """A row of a lexicon file: unknown fields are faults, values don't change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def once(self) -> tuple[str, ...]:
        """What the reader knows the row by, as a fault names it: of two rows with one of these, one is lost.

        Empty for rows with an id or code; those are unique in every file.
        """
        return ()


class WordRow(Row):
    """A row that the reader knows by its word."""

    word: Text

    def once(self) -> tuple[str, ...]:
        """Its word."""
        return (f"'{self.word.casefold()}'",)


class NounRow(WordRow):
    """A row that the reader knows by its word and by its plural."""

    plural: Text | None = None

    def once(self) -> tuple[str, ...]:
        """Its word, and its plural where that is another."""
        forms = (self.word, self.plural or self.word)
        return tuple(dict.fromkeys(f"'{form.casefold()}'" for form in forms))


class PlaceKind(StrEnum):
    """What sort of place a name is."""

    CAMP = "camp"
    PRISON = "prison"
    FACILITY = "facility"  # a place of detention that is neither, or isn't known which
    BASE = "base"
    CROSSING = "crossing"
    TOWN = "town"
    GOVERNORATE = "governorate"
    REGION = "region"
    COUNTRY = "country"


class ActorKind(StrEnum):
    """What sort of body a name is."""

    STATE = "state"  # a ministry, presidency, parliament or other body of a state
    FORCE = "force"  # an army, police, militia or coalition
    ARMED_GROUP = "armed-group"
    COURT = "court"
    ADMINISTRATION = "administration"  # one that governs without being a recognised state
    UN = "un"
    NGO = "ngo"
    OUTLET = "outlet"
    OTHER = "other"


class PlaceRow(Row):
    """A place of detention, town, governorate or region; `within` names the place that holds it."""

    id: Slug
    name: Text
    kind: PlaceKind
    within: Slug | None = None
    aliases: list[Text] = []
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    source: Text
    note: Text | None = None


class ActorRow(Row):
    """A body that holds, moves, tries, accuses or speaks; `country` is an ISO 3166 alpha-2 code."""

    id: Slug
    name: Text
    kind: ActorKind
    country: Slug | None = None
    aliases: list[Text] = []
    source: Text
    note: Text | None = None


class AddedPlaceRow(Row):
    """A row of an analyst's own file: of a place that the package has, only what it adds need be given."""

    id: Slug
    name: Text | None = None
    kind: PlaceKind | None = None
    within: Slug | None = None
    aliases: list[Text] = []
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    source: Text | None = None
    note: Text | None = None


class AddedActorRow(Row):
    """A row of an analyst's own file: of a body that the package has, only what it adds need be given."""

    id: Slug
    name: Text | None = None
    kind: ActorKind | None = None
    country: Slug | None = None
    aliases: list[Text] = []
    source: Text | None = None
    note: Text | None = None


class CountryRow(Row):
    """Corrections to what the libraries say of one country: names, capital and demonyms in use."""

    code: Slug
    name: Text | None = None
    aliases: list[Text] = []
    demonyms: list[Text] = []
    capitals: list[Text] = []
    drop: list[Text] = []
    note: Text


class Bound(StrEnum):
    """What a hedge does to the number beside it."""

    ABOUT = "about"  # low = high = n, approximate
    LOW = "low"  # n or more
    HIGH = "high"  # n or fewer


class NumberRow(WordRow):
    """A number in words: `value` is added, `times` multiplies what stands before it."""

    value: int | None = None
    times: int | None = None


class VagueRow(WordRow):
    """A vague number and the bounds that convention gives it; `high` is null where it is open."""

    low: int = Field(ge=0)
    high: int | None = None
    note: Text | None = None

    @field_validator("high")
    @classmethod
    def _in_order(cls, high: int | None, told: ValidationInfo) -> int | None:
        low = told.data.get("low")  # not there where it is at fault itself
        if high is not None and low is not None and high < low:
            raise ValueError(f"{high} is less than low, {low}")
        return high


class HedgeRow(WordRow):
    """Words beside a number that bound or blur it."""

    bound: Bound
    after: bool = False
    note: Text | None = None

    def once(self) -> tuple[str, ...]:
        """Its word before a number, or behind one: "at least 40", "40 at least"."""
        return (f"'{self.word.casefold()}' {'behind' if self.after else 'before'} a number",)


class UnitWord(StrEnum):
    """What a counted noun counts."""

    PERSONS = "persons"
    FAMILIES = "families"
    CASES = "cases"


class GroupRow(NounRow):
    """A noun for people: the tags it gives, and whether it says by itself that they are held."""

    tags: list[Tag] = []
    unit: UnitWord = UnitWord.PERSONS
    custody: bool = False  # "detainee", "prisoner": held by the word itself
    weak: bool = False  # "person", "resident": people only where the rest of the sentence says more
    event: bool = False  # "death", "arrest": counted in people's stead
    troops: bool = False  # "soldier": never held unless captured, exchanged or named as prisoners
    note: Text | None = None


class FacilityRow(NounRow):
    """A noun for a place of detention."""

    note: Text | None = None


class Patient(StrEnum):
    """Which argument of a trigger the people are."""

    OBJECT = "object"  # "released 20 women"
    SUBJECT = "subject"  # "20 women escaped"
    EITHER = "either"  # "20 returned", "returned 20"


class Needs(StrEnum):
    """What has to stand with a trigger before it counts."""

    PEOPLE = "people"  # the patient is people
    CUSTODY = "custody"  # and something in the sentence says that they are held
    FACILITY = "facility"  # a place of detention is the object or stands in the sentence


class Form(StrEnum):
    """Part of speech of a trigger."""

    VERB = "verb"
    NOUN = "noun"


class TriggerRow(WordRow):
    """A word that tells of one type of claim. A verb of several words may have its object between them."""

    form: Form
    type: ClaimType
    patient: Patient = Patient.OBJECT
    needs: Needs = Needs.PEOPLE
    detail: Text | None = None
    plural: Text | None = None
    strong: bool = False
    receives: bool = False  # who acts takes the people in: "Iraq received 2,000"
    arrives: bool = False  # "in" leads to the destination: "landed in Tajikistan"
    note: Text | None = None

    def once(self) -> tuple[str, ...]:
        """Its word as a verb or as a noun, of whatever type: a word tells of one thing."""
        return (f"'{self.word.casefold()}' as a {self.form}",)


class SpeechKind(StrEnum):
    """How words of speech stand to what is said."""

    VERB = "verb"  # X says that …
    PHRASE = "phrase"  # according to X
    NOUN = "noun"  # X's statement, a statement by X
    HEARD = "heard"  # learned from X, told by X


class SpeechRow(WordRow):
    """Words that credit somebody with what is said."""

    kind: SpeechKind
    alleged: bool = False  # "claim": what is said is alleged
    note: Text | None = None

    def once(self) -> tuple[str, ...]:
        """Its word in its kind: "report" is a verb and a noun."""
        return (f"'{self.word.casefold()}' of kind {self.kind}",)


class CueRow(WordRow):
    """Words that make what they govern planned, under way, alleged, denied or hypothetical."""

    modality: Modality
    note: Text | None = None


class StanceRow(WordRow):
    """Words that take a stance on what they govern: a position, a denial, an allegation."""

    stance: Literal["position", "denial", "allegation"]
    firm: bool = False  # near words of custody it is about people held, whatever it governs
    commits: bool = False  # "promised to free 20": their release is planned, and no mere position
    note: Text | None = None


class WordsRow(Row):
    """A list of words that the rules know by its name."""

    name: Text
    words: list[Text] = Field(min_length=1)
    note: Text | None = None

    def once(self) -> tuple[str, ...]:
        """Its name."""
        return (f"'{self.name}'",)


class PublicRow(Row):
    """A person who is named for a public office: the name stays in what is exported."""

    name: Text
    office: Text
    note: Text | None = None

    def once(self) -> tuple[str, ...]:
        """The name."""
        return (f"'{self.name.casefold()}'",)


class PrivateRow(Row):
    """Somebody whose name is masked in what is exported; by choice only one who is an adult leaves."""

    name: Text
    minor: bool = False
    adult: bool = False
    note: Text | None = None

    @model_validator(mode="after")
    def _has_one_age(self) -> Self:
        if self.minor and self.adult:
            raise ValueError("is said to be a minor and an adult; give one")
        return self

    def once(self) -> tuple[str, ...]:
        """The name."""
        return (f"'{self.name.casefold()}'",)


class AbuseRow(Row):
    """The words for one kind of abuse; "*" ends those of which only the beginning is given."""

    detail: Slug
    words: list[Text] = Field(min_length=1)
    withheld: bool  # leaves only by choice
    note: Text | None = None

    def once(self) -> tuple[str, ...]:
        """Its detail."""
        return (f"'{self.detail}'",)
