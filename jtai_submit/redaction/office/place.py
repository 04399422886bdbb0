"""Where a part of an Office file shows, as people call it: `slide 3`, `sheet 'Data'`,
`a header`.
"""

from typing import Any

from .package import Part, folder

_CALLED = {
    "officedocument": "the text",
    "header": "a header",
    "footer": "a footer",
    "footnotes": "the footnotes",
    "endnotes": "the endnotes",
    "comments": "the comments",
    "slidelayout": "a slide layout",
    "slidemaster": "a slide master",
    "numbering": "the lists",
    "styles": "the styles",
    "theme": "the theme",
    "sharedstrings": "the cells",
    "externallink": "a link to another workbook",
    "fonttable": "the list of fonts",
    "settings": "the settings",
}


def place(parts: list[Part], name: str) -> str:
    """The place of the part of this name, or of the part that it is drawn on; empty where nobody
    knows.

    `parts` holds every part from the first on that may lead to it; the first is the package itself.
    """
    known = {part.name.lower(): part for part in parts}
    main = next(
        (part for part in parts if part.role == "officedocument" and part.root is not None), None
    )
    shown = {} if main is None else _numbered(main)
    seen = set[str]()
    at = name.lower()
    while at not in seen:
        seen.add(at)
        if at in shown:
            return shown[at]
        part = known.get(at)
        if part is not None and part.role in _CALLED:
            return (
                _CALLED[part.role]
                if part.role != "officedocument" or folder(part) == "word"
                else ""
            )
        holder = next(
            (p for p in parts if p.name and any(link.target.lower() == at for link in p.links)),
            None,
        )
        if holder is None:
            return ""
        at = holder.name.lower()
    return ""


def said_at(where: str) -> str:
    """`on slide 3`, `in the text`."""
    return f"{'on' if where.startswith(('slide ', 'sheet ')) else 'in'} {where}"


def _numbered(main: Part) -> dict[str, str]:
    """Slides by their number, sheets by their name: name of the part → words."""
    by_id = {link.id: link.target.lower() for link in main.links}
    out = {}
    for n, slide in enumerate(main.root.iter("{*}sldId"), 1):
        out[by_id.get(_relation(slide), "")] = f"slide {n}"
    for sheet in main.root.iter("{*}sheet"):
        out[by_id.get(_relation(sheet), "")] = f"sheet '{sheet.get('name', '')}'"
    out.pop("", None)
    return out


def _relation(element: Any) -> str:
    return next((v for k, v in element.attrib.items() if "relationships" in k), "")
