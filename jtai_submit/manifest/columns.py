"""The columns of a list: what their cells hold, and the headings under which they arrive."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from .base import Model


class Holds(StrEnum):
    """What a column of a list holds, as far as that can be checked."""

    ID = "id"
    TEXT = "text"
    DATE = "date"
    BORN = "born"
    EXPECTED = "expected"
    AGE = "age"
    YES_NO = "yes-no"
    NUMBER = "number"
    STATUS = "status"


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as e:
        raise ValueError(f"not a regular expression: {e}") from None
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class FieldName(Model):
    """One field of a list: its name in the guidance, and the headings under which it arrives."""

    name: str
    holds: Holds = Field(Holds.TEXT, description="what its cells are")
    in_template: bool = Field(True, description="false where Ofsted's own template lacks it")
    aliases: tuple[str, ...] = Field((), description="headings that case systems export it under")
    guesses: tuple[Pattern, ...] = Field(
        (), description="patterns for the whole heading in lower case; shown as a guess"
    )
    never: tuple[str, ...] = Field(
        (), description="headings that look alike and ask something else"
    )


class Window(Model):
    """Which rows belong in a list: those with a date in the look-back, and those still open."""

    dates: tuple[str, ...] = Field(description="fields of which one lies in the look-back")
    or_open: str = Field("", description="the field whose blank means that it is still open")
