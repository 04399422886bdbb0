"""Fields of Word: codes that are computed into text (ISO/IEC 29500-1, 17.16)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ..shared.fields import PERSONAL, STAYING, TELLING
from .grammar import names

_SIMPLE, _MARK, _CODE, _TEXT = (
    sorted(names("w", word)) for word in ("fldSimple", "fldChar", "instrText", "t")
)


@dataclass(slots=True)
class Field:
    """One field: its code, the elements that make it one, and whether it shows a text."""

    code: str = ""
    marks: list[Any] = field(default_factory=list)
    shown: bool = False
    result: bool = False  # past the separator
    coded: list[Any] = field(default_factory=list)  # texts that are part of the code

    @property
    def keyword(self) -> str:
        return (self.code.replace("=", "= ", 1).split() or [""])[0].upper()

    @property
    def tells(self) -> bool:
        """Whether it shows a person or a path that Word filled in."""
        named = self.keyword in ("DOCPROPERTY", "INFO") and PERSONAL.search(self.code)
        return self.shown and (self.keyword in TELLING or bool(named))


def fields(root: Any) -> Iterator[Field]:
    """The fields of a part, simple and complex, inner ones before those around them."""
    open_fields: list[Field] = []
    for element in root.iter(*_SIMPLE, *_MARK, *_CODE, *_TEXT):
        if element.tag in _SIMPLE:
            code = _attribute(element, "instr")
            yield Field(code, [element], any(t.text for t in element.iter(*_TEXT)))
        elif element.tag in _MARK:
            # ISO/IEC 29500-1, 17.16.18: begin, code, separate, result, end; fields stand in each
            # other.
            kind = _attribute(element, "fldCharType")
            if kind == "begin":
                open_fields.append(Field(marks=[element]))
            elif open_fields:
                open_fields[-1].marks.append(element)
                open_fields[-1].result = True
                if kind == "end":
                    yield open_fields.pop()
        elif element.tag in _CODE:
            if open_fields:
                open_fields[-1].code += element.text or ""
                open_fields[-1].marks.append(element)
        elif element.text:
            for each in open_fields:
                each.shown |= each.result
                each.coded += [] if each.result else [element]


def flatten(root: Any) -> bool:
    """Turn the fields that do not stay into their text; whether there were any."""
    doomed = [each for each in fields(root) if each.keyword not in STAYING and not each.tells]
    for each in doomed:
        for mark in (*each.marks, *each.coded):
            if mark.tag in _SIMPLE:
                holder = mark.getparent()
                at = holder.index(mark)
                holder[at : at + 1] = list(mark)
            elif mark.getparent() is not None:
                mark.getparent().remove(mark)
    return bool(doomed)


def _attribute(element: Any, word: str) -> str:
    return next(
        (value for name, value in element.attrib.items() if etree.QName(name).localname == word), ""
    )
