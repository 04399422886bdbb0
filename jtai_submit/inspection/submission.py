"""The submission: one area's answer to one manifest, as its `submission.yaml` says it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from ..manifest.base import Model
from ..manifest.models import Slug
from .approvals import Approval, Release, SignOff
from .mail import Report

# Not a hyphen first: a command would take the id for an option.
CHILD_ID = r"^[A-Za-z0-9][A-Za-z0-9-]{0,39}$"
ChildId = Annotated[str, StringConstraints(pattern=CHILD_ID)]


def _each_as_list(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def _id_alone(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


class Seal(StrEnum):
    """How packs are closed. `none`: the secure site is itself encrypted, and is read in
    a browser.
    """

    AGE = "age"
    ZIP = "zip"
    NONE = "none"


class Choice(StrEnum):
    KEEP = "keep"
    ANONYMISE = "anonymise"
    REMOVE = "remove"
    APPLY = "apply"
    LEAVE_OUT = "leave-out"


class Child(Model):
    id: ChildId = Field(description="letters, digits and hyphens; never a name")
    unique_id: str = Field("", description="the id by which the inspectors selected the child")


class School(Model):
    """Whom an education inspector rings about a child (Annex A)."""

    name: str = ""
    lead: str = Field("", description="who answers for the child there")
    phone: str = ""


class Organisation(Model):
    name: str = ""
    lead: str = Field("", description="who gathers this organisation's documents")
    email: str = ""
    phone: str = ""


class ListHelp(Model):
    """What a person says of a list that its file does not: which sheet, which heading
    is a field.
    """

    list: Slug = Field(description="the list's slug, such as contacts")
    field: str = Field("", description="a field as the guidance names it")
    heading: str = Field("", description="the heading under which it stands")
    sheet: str = Field("", description="the sheet that holds the list")


class NotApplicable(Model):
    slot: str = Field(
        description="an item such as 3.4, or a child's document such as C1/return-home-interview"
    )
    because: str = Field(min_length=1)
    by: str = Field(min_length=1)
    on: date | None = None


class Decision(Model):
    file: str = Field(description="path from the inspection folder, with /")
    finding: str = Field("", description="the finding's code, such as H101")
    choice: Choice
    because: str = Field(min_length=1)
    by: str = Field(min_length=1)
    on: date | None = None
    sha256: str = Field(
        "", description="the file as it was when this was decided; decide writes it"
    )


class Withdrawal(Model):
    """A document that should not have gone. `withdraw` writes it; `sha256` are the originals that
    went by mistake.
    """

    slot: str
    because: str = Field(min_length=1)
    by: str = Field(min_length=1)
    at: datetime
    child: str = Field("", description="the child that was taken out, and this with it")
    returned: datetime | None = Field(
        None, description="since when its child is one of the children again"
    )
    sha256: tuple[str, ...] = Field(min_length=1)


class Also(Model):
    """One file that serves several items: it is sent once under each."""

    slot: str
    files: tuple[str, ...]


class Tick(Model):
    """A part of an item that a person says is there; `part` writes it."""

    slot: str
    part: str = Field(description="its id, such as local; a month such as 2017-03")
    by: str = Field(min_length=1)
    on: date | None = None
    reviewed: date | None = Field(None, description="when it was last reviewed")


class Meeting(Model):
    """A meeting about a tracked child in the fieldwork week; `meeting add` writes it."""

    child: str = Field(description="the child's id")
    kind: str = Field(min_length=1, description="such as: review child protection conference")
    at: datetime = Field(description="local time, like 2017-05-23T10:00")
    place: str = ""
    by: str = ""


class Who(StrEnum):
    """Who is asked for consent."""

    CHILD = "child"
    PARENT = "parent"
    CARER = "carer"


class Answer(StrEnum):
    """What somebody said who was asked for consent."""

    GIVEN = "given"
    REFUSED = "refused"
    NOT_POSSIBLE = "not-possible"


class Consent(Model):
    """One person's consent to talk with inspectors; `consent` writes it."""

    child: str = Field(description="the child's id")
    who: Who
    answer: Answer
    agency: str = Field("", description="which agency asked")
    because: str = Field("", description="why it was not given, or why no discussion is possible")
    arrangements: str = Field("", description="when and where, who is there, what is needed")
    by: str = Field(min_length=1, description="who recorded it")
    on: date | None = None


RequestId = Annotated[str, StringConstraints(pattern=CHILD_ID)]


class Request(Model):
    """Something that inspectors asked for later; `request add` writes it."""

    id: RequestId = Field(description="such as R1; its folder is documents/requests/R1")
    title: str = Field(min_length=1)
    owner: Slug = Field(description="the agency that answers it, such as health")
    due: date
    asked_by: str = Field("", alias="from", description="which inspectorate, such as CQC")
    print: bool = Field(False, description="printed copies are needed on site")
    on: date | None = None


def _day_or_moment(value: Any) -> Any:
    """A text as what it says: midnight is another thing than a day."""
    try:
        if isinstance(value, str):
            is_day = len(value.strip()) == len("2017-05-16")
            return (date if is_day else datetime).fromisoformat(value.strip())
    except ValueError:
        pass  # told by the model
    return value


class Confirmed(Model):
    at: Annotated[date | datetime, BeforeValidator(_day_or_moment)] = Field(
        description="local time, like 2017-05-16T17:00; of a day alone its end counts"
    )
    confirmed_by: str
    on: date | None = None

    @property
    def day(self) -> date:
        return self.at.date() if isinstance(self.at, datetime) else self.at


class Recipient(Model):
    name: str
    key: str = Field(description="an age recipient, age1…")


class Submission(Model):
    """One area's answer to one manifest."""

    manifest: str = Field(description="the id of a shipped manifest, or the path of a file")
    area: str = Field(
        min_length=1,
        max_length=80,
        pattern=r"\w",
        description="the area's name, such as Exampleshire",
    )
    notified: date = Field(description="the day on which the area was notified, like 2017-05-09")
    seal: Seal = Field(Seal.AGE, description="age, zip or none")
    children: tuple[Annotated[Child, BeforeValidator(_id_alone)], ...] = ()
    schools: dict[str, School] = Field(
        default_factory=dict, description="each tracked child's school, by the child's id"
    )
    agencies: dict[Slug, Annotated[tuple[Organisation, ...], BeforeValidator(_each_as_list)]] = (
        Field(default_factory=dict)
    )
    owners: dict[str, Slug] = Field(
        default_factory=dict,
        description="who owes a document, where it is not the agency whose list it is on",
    )
    expected: dict[str, date] = Field(
        default_factory=dict, description="the day on which a missing document is expected"
    )
    requested: tuple[str, ...] = Field(
        (), description="items asked for by the lead inspector, such as 2.4"
    )
    parts: tuple[Tick, ...] = Field((), description="parts of items that are there")
    requests: tuple[Request, ...] = Field((), description="what inspectors asked for later")
    meetings: tuple[Meeting, ...] = Field((), description="meetings in the fieldwork week")
    consents: tuple[Consent, ...] = Field((), description="consent to talk with inspectors")
    not_applicable: tuple[NotApplicable, ...] = ()
    lists: tuple[ListHelp, ...] = Field(
        (), description="headings and sheets of lists, said by hand"
    )
    selected: tuple[str, ...] = Field(
        (), description="unique ids of the children about whom inspectors ask the questions"
    )
    decisions: tuple[Decision, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()
    also: tuple[Also, ...] = ()
    titles: dict[str, str] = Field(
        default_factory=dict, description="titles for the index, by path"
    )
    watch: str = Field(
        "", description="a local file of names that must not stand in file names, one a line"
    )
    people: str = Field(
        "",
        description="a local file that says who the children are (YAML, or CSV "
        "child,name,role,born,address), "
        "so that a document about another child is seen before it is sent",
    )
    approval: Approval = Approval()
    signed_off: tuple[SignOff, ...] = Field((), description="what leads approved")
    released: tuple[Release, ...] = Field((), description="what the director let go")
    deadlines: dict[str, Confirmed] = Field(default_factory=dict)
    recipients: tuple[Recipient, ...] = ()
    portal: dict[str, Any] | None = Field(
        None, description="where packs are sent to: its kind, and what that kind needs"
    )
    report: Report | None = None
    index: bool = Field(
        False, description="send one index of everything that was sent, in a pack of its own"
    )
    reading_copy: bool = Field(
        False, description="put one PDF that joins all PDFs of a pack into it, too"
    )
    convert: bool = Field(
        False, description="convert old Office files with an installed LibreOffice"
    )
