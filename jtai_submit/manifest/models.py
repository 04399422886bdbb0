"""The manifest: what inspectors ask for on one theme. Data, never code.

`YAML → Source → Manifest`; the field descriptions are the documentation that an editor shows on
hover.
"""

from datetime import time
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
)

from .aids import Talks, Tracking
from .base import Model
from .columns import FieldName, Window

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
ItemId = Annotated[str, StringConstraints(pattern=r"^\d{1,2}\.\d{1,2}$")]
AgencyId = Annotated[str, StringConstraints(pattern=r"^\d-[a-z0-9]+(-[a-z0-9]+)*$")]


def _months(value: Any) -> Any:
    """`6 months` → 6; anything else is left for pydantic to refuse."""
    return value.removesuffix("s").removesuffix(" month") if isinstance(value, str) else value


Months = Annotated[
    int,
    BeforeValidator(_months),
    PlainSerializer(lambda n: f"{n} months", when_used="json"),
    Field(ge=1, le=120, description="how far back the documents go, such as: 6 months"),
]
_months_schema = {"type": "string", "pattern": r"^\d+ months?$"}


class Weekday(StrEnum):
    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"

    @property
    def number(self) -> int:
        return list(Weekday).index(self)


class ManifestKind(StrEnum):
    """What a manifest is for."""

    INSPECTION = "inspection"
    READINESS = "readiness"  # a list to be ready by; nothing of it is delivered
    LISTS = "lists"  # lists alone, for other manifests to build on

    @property
    def needs(self) -> tuple[str, ...]:
        """What must stand in a manifest of this kind."""
        everything = ("notification", "deadlines", "item_deadline", "agencies")
        if self is ManifestKind.INSPECTION:
            return (*everything, "children", "key_document_deadline", "key_documents")
        return everything if self is ManifestKind.READINESS else ("lists",)


class Notification(Model):
    day: int = Field(
        ge=0,
        le=1,
        description="the number that the guidance gives the day of notification: 0, later "
        "frameworks 1",
    )
    weekday: Weekday = Field(description="the weekday on which areas are usually notified")


class Tracked(Model):
    at_least: int = Field(ge=1)
    at_most: int = Field(ge=1)
    chosen: Slug = Field(description="the moment by which the inspectors have chosen the children")


class NamedDay(Model):
    """A day given twice: as a numbered working day, and as the guidance's weekday."""

    day: int | None = Field(
        None,
        ge=0,
        le=260,
        description="working days, counted as the guidance counts them; none: the weekday alone",
    )
    week: int = Field(ge=1, le=52, description="the week, the week of notification being week 1")
    weekday: Weekday


class Fieldwork(Model):
    """The days on which inspectors are in the area."""

    title: str
    first: NamedDay = Field(alias="from")
    last: NamedDay = Field(alias="to")


class Moment(NamedDay):
    """One named moment of the timetable."""

    id: Slug
    title: str
    at: time | None = Field(None, description="clock time, local; without it the end of the day")
    text: str = Field(description="the guidance's own words")


class Deadline(Moment):
    owes: str = Field(description="who owes what is due")
    asked: bool = Field(
        False, description="true where this is the day of asking, and each request has its own date"
    )


class Part(Model):
    """One of several things that an item asks for in one sentence; a person ticks it."""

    id: Slug
    title: str = Field(description="short, in the guidance's words")
    review: Annotated[Months | None, Field(json_schema_extra=_months_schema)] = None


class Item(Model):
    id: ItemId
    slug: Slug
    title: str = Field(description="short, as people see it")
    text: str = Field(description="the guidance's whole sentence")
    look_back: Annotated[Months | None, Field(json_schema_extra=_months_schema)] = None
    on_request: bool = Field(False, description="owed only when the lead inspector asks for it")
    parts: tuple[Part, ...] = Field((), description="what one file does not make complete")
    by_month: bool = Field(False, description="a part for each month of the look-back, too")


class Agency(Model):
    id: AgencyId = Field(description="number and slug, as its folder is called: 3-police")
    title: str
    heading: str = Field(description="the guidance's own heading")
    items: tuple[Item, ...]

    @property
    def slug(self) -> str:
        return self.id.partition("-")[2]


class KeyDocument(Model):
    slug: Slug
    title: str
    text: str
    look_back: Annotated[Months | None, Field(json_schema_extra=_months_schema)] = None
    events: tuple[str, ...] = Field((), description="what a chronology may include")


class ListBase(Model):
    """What every list has, whoever it is about."""

    slug: Slug
    title: str
    text: str
    deadline: str = ""
    number: int | None = Field(None, description="its number in Ofsted's template")
    called: tuple[str, ...] = Field(
        (), description="further words by which people name its files and sheets"
    )
    key: tuple[str, ...] = Field((), description="fields that together stand once in it")
    fields: tuple[FieldName, ...]
    reads: tuple[FieldName, ...] = Field(
        (), description="columns that are not asked for, and are read where they are there"
    )

    @property
    def every(self) -> tuple[FieldName, ...]:
        return (*self.fields, *self.reads)


class ChildList(ListBase):
    look_back: Annotated[Months | None, Field(json_schema_extra=_months_schema)] = None
    fields_needed: Literal["always", "where possible"] = "always"
    window: Window | None = None
    order: tuple[tuple[str, str], ...] = Field((), description="pairs of dates, the earlier first")


class Ages(Model):
    first: int = Field(alias="from", ge=0)
    last: int = Field(alias="to", ge=0)


class ListOfCases(ListBase):
    note: str = ""
    cases: int = Field(ge=1)
    ages: Ages
    statuses: tuple[str, ...]


class Question(Model):
    id: Slug
    holder: Slug | None = Field(None, description="the agency that holds the answers")
    text: str


class Questions(Model):
    deadline: Slug
    children: int = Field(
        ge=1, description="about how many selected children each question is asked"
    )
    each: tuple[Question, ...]


class Single(Model):
    """One more thing that is asked for, once or for each child."""

    slug: Slug
    title: str
    text: str
    deadline: Slug
    owes: str
    optional: bool = False
    kinds: tuple[str, ...] = ()


class Manifest(Model):
    """What inspectors ask for on one theme."""

    manifest: Slug = Field(description="its id, as submission.yaml names it")
    kind: ManifestKind = Field(
        ManifestKind.INSPECTION, description="inspection; readiness; or lists, to build others on"
    )
    extends: str = Field("", description="the manifest that it builds on, by id or file")
    title: str
    source: str = Field(description="where the words come from")
    calendar: Literal["england-and-wales", "scotland", "northern-ireland"] = Field(
        description="whose bank holidays count"
    )
    timezone: str
    end_of_day: time = Field(
        description="the clock time to plan to where the guidance says 'end of the day'"
    )
    notification: Notification | None = None
    children: Tracked | None = None
    deadlines: tuple[Deadline, ...] = ()
    moments: tuple[Moment, ...] = ()
    fieldwork: Fieldwork | None = None
    item_deadline: str = ""
    agencies: tuple[Agency, ...] = ()
    key_document_deadline: str = ""
    key_documents: tuple[KeyDocument, ...] = ()
    lists: tuple[ChildList, ...] = ()
    lists_of_ten: tuple[ListOfCases, ...] = ()
    questions: Questions | None = None
    meetings: Single | None = None
    evaluation: Single | None = None
    consent: Single | None = None
    requests: Single | None = None
    context_note: Single | None = None
    tracking: Tracking | None = None
    talks: Talks | None = None

    @property
    def every_list(self) -> tuple[ChildList | ListOfCases, ...]:
        """The child-level lists and the lists of cases, in the guidance's order."""
        return (*self.lists, *self.lists_of_ten)

    @property
    def items(self) -> dict[str, Item]:
        return {item.id: item for agency in self.agencies for item in agency.items}

    def agency(self, slug: str) -> Agency | None:
        """The agency of a slug with or without its number (`police`, `3-police`), in capitals or
        not.
        """
        wanted = slug.casefold()
        return next((a for a in self.agencies if wanted in (a.slug, a.id)), None)
